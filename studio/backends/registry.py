"""Backends by alias, from settings.IMAGE_BACKENDS, in the manner of Django's CACHES:

    {"default": {"BACKEND": "studio.backends.seedream.Seedream", "OPTIONS": {"model": "…", "api_key": "…"}}}

OPTIONS are the keyword arguments of the class. Building one costs no network, so none is kept: what
settings say now is what a caller gets. The HTTP client with its connections is kept, one per process.
"""

import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module

import httpcore
import httpx

from .base import Backend
from .errors import Misconfigured
from .fetch import fetcher, ssl_context
from .transport import make_client

Config = Mapping[str, object]


def aliases() -> list[str]:
    """The configured aliases, in the order of the settings: the first is what a form offers first."""
    return list(_configured())


def backend(alias: str) -> Backend:
    """The backend of `alias`. Raises Misconfigured when there is none or it cannot be built."""
    configured = _configured()
    if alias not in configured:
        known = ", ".join(configured) or "none"
        raise Misconfigured(f"No backend is called {alias!r}; settings.IMAGE_BACKENDS has {known}.")
    return build(alias, configured[alias], client())


def build(alias: str, config: Config, client: httpx.Client) -> Backend:
    """The backend that one entry of the mapping describes. Raises Misconfigured."""
    dotted, options = config.get("BACKEND"), config.get("OPTIONS", {})
    if not isinstance(dotted, str) or not isinstance(options, Mapping):
        raise Misconfigured(
            f"IMAGE_BACKENDS[{alias!r}] needs BACKEND, a dotted path, and OPTIONS, a mapping."
        )
    module, _, name = dotted.rpartition(".")
    try:
        made: object = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise Misconfigured(f"IMAGE_BACKENDS[{alias!r}]: there is no {dotted}.") from error
    if not (isinstance(made, type) and issubclass(made, Backend)):
        raise Misconfigured(f"IMAGE_BACKENDS[{alias!r}]: {dotted} is not a backend.")
    make: Callable[..., Backend] = made
    try:
        return make(client=client, **options)
    except TypeError as error:
        # The message names the argument and never its value.
        raise Misconfigured(f"IMAGE_BACKENDS[{alias!r}]: {error}") from error


@lru_cache
def client() -> httpx.Client:
    """The process's HTTP client for configured addresses."""
    return make_client(httpcore.SyncBackend(), ssl_context())


def _configured() -> Mapping[str, Config]:
    from django.conf import settings

    configured: Mapping[str, Config] = settings.IMAGE_BACKENDS
    return configured


# A child of a fork must not speak on its parent's connections.
os.register_at_fork(after_in_child=client.cache_clear)
os.register_at_fork(after_in_child=fetcher.cache_clear)
