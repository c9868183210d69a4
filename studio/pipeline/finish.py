"""What was answered is stored, picture by picture; then the call has ended."""

from studio.images.errors import ImageRefused
from studio.models import Call
from studio.pipeline import settle, spool
from studio.pipeline.store import store


def finish(call: Call) -> None:
    """Store what lies in the spool for an answered call, and settle it. Safe to run twice.

    Bytes that are no picture stay in the spool and are named on the call. The storage's own errors pass
    through: the call stays answered and the sweep comes back to it.
    """
    unreadable = None
    for kept in spool.kept(call.pk):
        try:
            store(call, kept)
        except ImageRefused as refusal:
            unreadable = refusal
    if unreadable:
        Call.objects.filter(pk=call.pk).update(
            error_kind="BadAnswer",
            error_code=unreadable.code,
            error_message=f"The backend's answer could not be read as a picture: {unreadable}"[:2000],
        )
    settle.stored(call)
    if not unreadable:
        spool.forget(call.pk)
