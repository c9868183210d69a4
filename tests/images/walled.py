"""A program that walls itself off, and tells which ways out there were before and are after. Run by test_sandbox.py."""

import ctypes
import json
import os
from pathlib import Path

from studio.images.sandbox.confine import CREATE_RULESET, TELL_VERSION, wall_off
from tests.images.misbehaving import read_memory, succeeds

WAYS = {
    "signal": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: read_memory(os.getppid()),
    "file": lambda: Path("/etc/hostname").read_bytes(),
}


def ways_out() -> list[str]:
    return [name for name, way in WAYS.items() if succeeds(way)]


if __name__ == "__main__":
    version = ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, TELL_VERSION)
    before = ways_out()
    wall_off()
    print(json.dumps({"landlock": version, "before": before, "after": ways_out()}))
