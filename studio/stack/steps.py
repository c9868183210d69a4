"""Long steps of the set-up: said before they begin, counted while they work, kept in a log."""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from studio.stack.errors import StackError
from studio.stack.home import ROOT

LOG = ROOT / "var" / "setup.log"


def say(sentence: str) -> None:
    print(f"seedbed: {sentence} …", flush=True)


def run_step(
    command: Sequence[str],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    each: str = "",
    of: int = 0,
    name: str = "",
) -> str | None:
    """Run it; None when it went well, its output when not. Lines that begin with `each` are counted aloud."""
    done, lines = 0, []
    try:
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except OSError as error:
        raise StackError(f"{command[0]} cannot be run: {error.strerror}.") from error
    with child, LOG.open("a") as log:
        assert child.stdout is not None
        for line in child.stdout:
            log.write(line)
            lines.append(line)
            if each and line.startswith(each):
                done += 1
                _show(f"  {done} of about {of} {name}", last=False)
    _show("", last=True)
    return None if child.returncode == 0 else "".join(lines)


def _show(text: str, *, last: bool) -> None:
    """One line that rewrites itself, where someone looks at it."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(f"\r{text[:width]:<{width}}", end="\r" if last else "", flush=True)
