"""Signs of life: while this process works on calls, their leases are renewed."""

import contextlib
import logging
import os
import socket
import threading
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db import Error, connection

from studio.models import Call

WORKER = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

log = logging.getLogger(__name__)

_held: set[int] = set()
_lock = threading.Lock()
_thread: threading.Thread | None = None


@contextlib.contextmanager
def holding(call: int) -> Iterator[None]:
    """Keep renewing this call's lease until the block ends."""
    global _thread
    with _lock:
        _held.add(call)
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_renew, name="leases", daemon=True)
            _thread.start()
    try:
        yield
    finally:
        with _lock:
            _held.discard(call)


def _renew() -> None:
    pause = threading.Event()
    while not pause.wait(settings.CALL_LEASE_SECONDS / 3):
        with _lock:
            mine = list(_held)
        if not mine:
            continue
        try:
            Call.objects.filter(pk__in=mine).renew(WORKER)
        except Error as error:
            log.warning("could not renew the leases of %s: %s", mine, error)
            connection.close()
