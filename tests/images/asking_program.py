"""A program that asks the sandbox, then from a Celery-like fork of itself, tells the zygotes, and waits to be killed.

Run by test_sandbox.py. Prints one JSON line; stays until its standard input closes.
"""

import json
import sys
from typing import Any

from billiard import Pipe, Process

from studio.images.inspect import inspect_upload
from studio.images.sandbox import client
from tests import pictures


def ask(told: Any) -> None:
    told.send([inspect_upload(pictures.png()).width, zygote()])


def zygote() -> int:
    assert client.shared._zygote is not None
    return client.shared._zygote.process.pid


if __name__ == "__main__":
    first = inspect_upload(pictures.png()).width
    ours, theirs = Pipe()
    child = Process(target=ask, args=(theirs,))
    child.start()
    in_fork, zygote_of_fork = ours.recv()
    child.join()
    again = inspect_upload(pictures.png()).width
    print(
        json.dumps({"widths": [first, in_fork, again], "zygote": zygote(), "zygote of fork": zygote_of_fork}),
        flush=True,
    )
    sys.stdin.read()
