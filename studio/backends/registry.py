"""Backends by alias: those that settings.IMAGE_BACKENDS gives, in the manner of Django's CACHES,

    {"default": {"BACKEND": "studio.backends.seedream.Seedream", "OPTIONS": {"model": "…", "api_key": "…"}}}

and those that people added, which a `Source` knows. OPTIONS are the keyword arguments of the class. Building
one costs no network, so none is kept: what settings and rows say now is what a caller gets, in every process.
The HTTP clients with their connections are kept, one of each sort per process.
"""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

import httpcore
import httpx

from .base import Backend
from .errors import Misconfigured
from .fetch import GuardedNetwork, fetcher, ssl_context
from .transport import make_client

Config = Mapping[str, object]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One configured backend. `team` is the only one that may draw with it, None for all. A guarded one
    reaches the public internet only, wherever its address or a name's lookup leads."""

    config: Config
    team: int | None = None
    enabled: bool = True
    is_guarded: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where added backends are kept: `entry` knows one by its alias, also a switched-off one; `entries` is
    what a team (None: every team) is offered, with Misconfigured in place of what cannot be used."""

    entry: Callable[[str], Entry | None]
    entries: Callable[[int | None], Mapping[str, Entry | Misconfigured]]


_sources: list[Source] = []


def also_from(source: Source) -> None:
    """Ask this source too, after the settings."""
    _sources.append(source)


def given() -> list[str]:
    """The aliases of the settings, in their order."""
    return list(_configured())


def aliases(team: int | None = None) -> list[str]:
    """What a team may draw with: the settings' first, the first of which is what a form offers first."""
    return list(_entries(team))


def offered(team: int | None = None) -> dict[str, Backend]:
    """The backends behind `aliases`, without those that cannot be built: one question to the source."""
    built = {}
    for alias, entry in _entries(team).items():
        try:
            if isinstance(entry, Misconfigured):
                raise entry
            built[alias] = _built(alias, entry)
        except Misconfigured as error:
            if alias in _configured():
                raise
            log.warning("backend %s is not offered: %s", alias, error)
    return built


def backend(alias: str, *, team: int | None = None, is_under_way: bool = False) -> Backend:
    """The backend of `alias`. Raises Misconfigured when there is none, or it cannot be built or used.

    With `team`, it must be on offer to that team. A switched-off one is only for calls that are under way.
    """
    entry = _entry(alias)
    if entry is None or (team is not None and entry.team not in (None, team)):
        known = ", ".join(given()) or "none"
        raise Misconfigured(
            f"No backend is called {alias[:40]!r}; settings.IMAGE_BACKENDS has {known}, and none of this name "
            "was added, or it was removed."
        )
    if not (entry.enabled or is_under_way):
        raise Misconfigured(f"The backend {alias!r} is switched off.")
    return _built(alias, entry)


def build(alias: str, config: Config, client: httpx.Client, **more: Any) -> Backend:
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
        return make(client=client, **options, **more)
    except TypeError as error:
        # The message names the argument and never its value.
        raise Misconfigured(f"IMAGE_BACKENDS[{alias!r}]: {error}") from error


def built_guarded(alias: str, config: Config) -> Backend:
    """As `build`, and nothing that it reads or asks leads into our own network: neither the address, nor
    what its name is looked up to, nor the addresses in its answers, nor a websocket beside."""
    guarded: dict[str, Any] = {"fetch_from": fetcher()}
    options = config.get("OPTIONS", {})
    if isinstance(options, Mapping) and "workflow" in options:
        guarded["live"] = False
    return build(alias, config, guarded_client(), **guarded)


@lru_cache
def client() -> httpx.Client:
    """The process's HTTP client for configured addresses."""
    return make_client(httpcore.SyncBackend(), ssl_context())


@lru_cache
def guarded_client() -> httpx.Client:
    """The process's HTTP client for addresses that somebody gave who does not run this machine."""
    return make_client(GuardedNetwork(frozenset()), ssl_context())


def _built(alias: str, entry: Entry) -> Backend:
    return built_guarded(alias, entry.config) if entry.is_guarded else build(alias, entry.config, client())


def _entry(alias: str) -> Entry | None:
    if (config := _configured().get(alias)) is not None:
        return Entry(config)
    found = (source.entry(alias) for source in _sources)
    return next((entry for entry in found if entry is not None), None)


def _entries(team: int | None) -> dict[str, Entry | Misconfigured]:
    entries: dict[str, Entry | Misconfigured] = {
        alias: Entry(config) for alias, config in _configured().items()
    }
    for source in _sources:
        for alias, entry in source.entries(team).items():
            entries.setdefault(alias, entry)
    return entries


def _configured() -> Mapping[str, Config]:
    from django.conf import settings

    configured: Mapping[str, Config] = settings.IMAGE_BACKENDS
    return configured


# A child of a fork must not speak on its parent's connections.
os.register_at_fork(after_in_child=client.cache_clear)
os.register_at_fork(after_in_child=guarded_client.cache_clear)
os.register_at_fork(after_in_child=fetcher.cache_clear)
