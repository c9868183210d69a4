"""Unfinished pictures of calls that are being drawn: small, for a while, and no loss when they are gone."""

import logging
from typing import cast

from django.core.cache import cache

from studio.images.errors import ImageRefused
from studio.images.render import render
from studio.images.sandbox.client import SandboxBroken
from studio.images.specs import SPECS

KEPT_SECONDS = 900
LARGEST = 16 * 1024 * 1024

log = logging.getLogger(__name__)


def keep(call: int, content: bytes) -> bool:
    """Whether the preview can be shown: it is a stranger's bytes, so it is made anew before anybody sees it."""
    if len(content) > LARGEST:
        return False
    try:
        [small] = render(content, SPECS[:1])
    except (ImageRefused, SandboxBroken) as problem:
        log.info("a preview of call %s is not shown: %s", call, problem)
        return False
    cache.set(_name(call), small.content, KEPT_SECONDS)
    return True


def kept(call: int) -> bytes | None:
    """The newest preview, WebP."""
    return cast("bytes | None", cache.get(_name(call)))


def _name(call: int) -> str:
    return f"preview:{call}"
