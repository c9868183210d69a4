"""Launchers to be killed: Python processes that start something and tell about it on their output."""

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterable
from time import monotonic
from typing import Any

import psutil

from studio.stack.home import ROOT

STACK = """
import json, os, signal
from pathlib import Path
from studio.stack.throwaway import throwaway_stack
with throwaway_stack() as env:
    print(json.dumps({"home": env["SEEDBED_HOME"], "database": env["DATABASE_URL"], "redis": env["REDIS_URL"]}), flush=True)
    input()
"""


def launch(script: str, python: str = sys.executable, **options: Any) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [python, "-c", script],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,  # `line_from` waits on the pipe, so nothing may hide in a buffer
        **options,
    )


def said(launcher: "subprocess.Popen[bytes]", within: float = 30) -> Any:
    """The next line it prints, read as JSON."""
    assert launcher.stdout is not None
    return json.loads(line_from(launcher.stdout, within))


def line_from(stream: Any, within: float) -> str:
    """The next line of an unbuffered pipe; fails when none comes in time."""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        assert selector.select(within), "nothing was said in time"
        return str(stream.readline(), "utf-8")


def line_with(text: str, stream: Any, within: float) -> str:
    """The first line with this text in it."""
    deadline, lines = monotonic() + within, []
    while line := line_from(stream, max(0.0, deadline - monotonic())):
        lines.append(line)
        if text in line:
            return line
    raise AssertionError(f"{text!r} was not said, but: {''.join(lines)}")


def family(pid: int) -> list[psutil.Process]:
    """The living descendants of a process."""
    return psutil.Process(pid).children(recursive=True)


def survivors(processes: Iterable[psutil.Process], within: float) -> list[str]:
    """Those that still run when the time is over, as command lines."""
    _, alive = psutil.wait_procs(list(processes), timeout=within)
    return [" ".join(process.cmdline()) for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def without_own_settings() -> dict[str, str]:
    """The environment as a person's terminal has it, without what a test run sets; no first gallery is drawn."""
    ours = ("SEEDBED_", "DATABASE_URL", "REDIS_URL", "ENGINE_URL", "SITE_URL", "CELERY_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"SEEDBED_SEED_GALLERY": "0"}  # a test has other things to draw
