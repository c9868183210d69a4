"""Pictures from the web: an address that a person gives, fetched by the server under strict rules."""

import threading
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings

from studio.backends.fetch import Fetcher, GuardedNetwork, Unfetchable, ssl_context
from studio.backends.transport import make_client
from studio.images.errors import ImageRefused
from studio.images.limits import UPLOAD
from studio.models import Project, Reference, User
from studio.pipeline.refer import add_upload
from studio.pipeline.spool import NoRoom
from studio.pipeline.store import StorageTrouble

SECONDS = 12.0
AT_ONCE = 3  # per process: slow addresses must not hold every thread that serves pages
_slots = threading.BoundedSemaphore(AT_ONCE)


def fetched(project: Project, person: User, address: str) -> tuple[Reference | None, str]:
    """The picture at `address` as a new reference; or None, and why not."""
    if not address.strip() or len(address) > 2000:
        return None, "Give the address of a picture, beginning with https://."
    if not _slots.acquire(timeout=2):
        return None, "Several addresses are being fetched just now. Try again in a moment."
    try:
        content = _fetcher(frozenset(settings.REFERENCE_ORIGINS)).fetch(address.strip()).content
    except Unfetchable as problem:
        return None, f"{problem} It must be public, begin with https:// and be the picture itself."
    finally:
        _slots.release()
    try:
        name = PurePosixPath(urlsplit(address).path).name or "picture"
        return add_upload(project, person, content, name=name), ""
    except (ImageRefused, NoRoom, StorageTrouble) as problem:
        return None, f"What lies at that address cannot be used: {problem}"


@lru_cache(maxsize=4)
def _fetcher(allowed: frozenset[str]) -> Fetcher:
    client = make_client(GuardedNetwork(allowed), ssl_context(), idle=0)
    return Fetcher(client, allowed=allowed, max_bytes=UPLOAD.bytes, seconds=SECONDS)
