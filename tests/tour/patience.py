"""Waiting for a machine that may be slow: for as long as it gets on."""

import time
from collections.abc import Callable

STALLED_SECONDS = 300


def while_it_goes_on(done: Callable[[], bool], count: Callable[[], int], what: str) -> None:
    """Until `done`; give up only when `count` has not changed for minutes."""
    before, since = count(), time.monotonic()
    while not done():
        if (now := count()) != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > STALLED_SECONDS:
            raise AssertionError(f"{now} {what}, and nothing has moved for {STALLED_SECONDS} s.")
        time.sleep(0.2)  # other processes do the work: their rows are all there is to look at
