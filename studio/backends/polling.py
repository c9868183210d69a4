"""Backends whose call goes on without its caller: submitted once, asked about until it ends."""

from collections.abc import Iterator
from contextlib import suppress

from .base import Crash, Event, ImageRequest
from .errors import BackendError, BadAnswer, Unavailable
from .http import Answer, HttpBackend
from .transport import Deadline

CANCEL_SECONDS = 15.0
MOST_PATIENCE = 10.0


class PollingBackend(HttpBackend):
    """`interval` seconds pass between two questions. A subclass yields Accepted in `draw`, and everything
    after it from `follow`, which `resume` uses again."""

    crash: Crash = "pollable"
    interval = 0.5

    def follow(self, ref: str, request: ImageRequest, until: Deadline) -> Iterator[Event]:
        """The events after Accepted, for a call that the provider knows as `ref`."""
        raise NotImplementedError

    def resume(self, ref: str, request: ImageRequest) -> Iterator[Event]:
        return self.follow(ref, request, Deadline(self.deadline))

    def question(self, path: str, until: Deadline, *, final: bool = False) -> Answer:
        """Asks until an answer of status 2xx comes: the call is under way, and a moment of trouble must not
        lose it. With `final` the provider's own words about the result are its end and are raised."""
        patience = self.interval
        while True:
            try:
                return self.ask("GET", path, until)
            except Unavailable as error:
                if final and error.code:
                    raise
                self.wait(error.retry_after or patience, until)
                patience = min(2 * patience, MOST_PATIENCE)
            except BackendError as error:
                if final:
                    raise
                message = f"{self.label} no longer tells about this call: {error}"
                raise BadAnswer(message, code=error.code) from error

    def wait(self, seconds: float, until: Deadline) -> None:
        """Waits, or raises Unavailable when the call's time is over."""
        if until.left() <= seconds:
            raise self.too_late(until)
        self.pause(seconds)

    def asked_to_stop(self, method: str, path: str) -> Answer | None:
        """The answer to a request to cancel; None when there was none of status 2xx."""
        with suppress(BackendError):
            return self.ask(method, path, Deadline(CANCEL_SECONDS))
        return None
