"""What happens when a picture takes its decoder over, or down."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from studio.images.inspect import ImageRefused, inspect_upload
from studio.images.limits import MEGABYTE
from studio.images.sandbox import wire
from studio.images.sandbox.client import Sandbox, SandboxBroken, shared
from studio.images.sandbox.syscalls import KNOWN
from tests import pictures

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def attacked() -> Iterator[Sandbox]:
    sandbox = Sandbox("tests.images.misbehaving")
    yield sandbox
    sandbox.stop()


def works(sandbox: Sandbox) -> bool:
    answer = sandbox.ask({"task": "upload", "specs": []}, pictures.png())
    return bool(answer.head["picture"]["width"] == pictures.SMALL[0])


def zygote(sandbox: Sandbox) -> psutil.Process:
    sandbox.start()
    assert sandbox._zygote is not None
    return psutil.Process(sandbox._zygote.process.pid)


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("segfault", "crashed"),
        ("abort", "crashed"),
        ("spin", "timed_out"),
        ("wait", "timed_out"),
        ("hoard", "out_of_memory"),
        ("garble", "crashed"),
        ("flood", "crashed"),
    ],
)
def test_a_decoder_that_dies_refuses_its_picture_and_no_other(
    attacked: Sandbox, task: str, code: str
) -> None:
    before = zygote(attacked).pid
    with pytest.raises(ImageRefused) as refused:
        attacked.ask({"task": task, "specs": []}, b"")
    assert refused.value.code == code
    assert str(refused.value).endswith(".")
    assert works(attacked)
    assert zygote(attacked).pid == before


def test_nothing_leads_out_of_a_decoder(attacked: Sandbox) -> None:
    answer = attacked.ask({"task": "escape", "specs": []}, b"")
    # The same user as its zygote, on a kernel without these walls, may still reach it.
    one_user = {"kill the zygote", "read another's memory"} if os.geteuid() else set()
    assert set(answer.head["possible"]) <= one_user


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these walls")
def test_walls_stand_between_processes_of_one_user() -> None:
    told = json.loads(subprocess.check_output([sys.executable, "-m", "tests.images.walled"], cwd=ROOT))
    if told["landlock"] < 6:
        pytest.skip("this kernel knows no such walls")
    assert {"signal", "file"} <= set(told["before"]), "or this would see nothing"
    assert told["after"] == []


def test_a_decoder_has_none_of_our_secrets_in_its_environment(attacked: Sandbox) -> None:
    told = attacked.ask({"task": "tell", "specs": []}, b"").head
    assert set(told["environment"]) <= {
        "PYTHONPATH",
        "LANG",
        "OPENBLAS_NUM_THREADS",
        "GLIBC_TUNABLES",
        "LC_CTYPE",
    }
    assert told["user"] != 0


def test_every_picture_has_a_process_of_its_own(attacked: Sandbox) -> None:
    pids = {attacked.ask({"task": "tell", "specs": []}, b"").head["pid"] for _ in range(3)}
    assert len(pids) == 3


def test_a_picture_that_needs_more_memory_than_there_is_is_refused(attacked: Sandbox) -> None:
    answer = attacked.ask(
        {"task": "upload", "specs": []}, pictures.png_of_zeros((7000, 5000), bits=1, colour_type=0)
    )
    assert answer.head["refused"][0] == "out_of_memory"


def test_the_worst_upload_that_is_taken_stays_within_its_memory() -> None:
    """40 megapixels, to be turned and converted."""
    content = pictures.jpeg((8000, 5000), orientation=6, icc_profile=pictures.swapped_profile())
    answer = shared.ask({"task": "upload", "specs": []}, content)
    assert (answer.head["picture"]["width"], answer.head["picture"]["height"]) == (5000, 8000)
    assert 200 * MEGABYTE < answer.peak_bytes < 640 * MEGABYTE


def test_many_threads_may_ask_at_once() -> None:
    sizes = [(20 + n, 10 + n) for n in range(12)]
    with ThreadPoolExecutor(6) as threads:
        made = list(threads.map(inspect_upload, [pictures.png(size) for size in sizes]))
    assert [(inspected.width, inspected.height) for inspected in made] == sizes


def test_no_more_than_two_decode_at_a_time(attacked: Sandbox) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = threads.map(lambda _: attacked.ask({"task": "overlap", "specs": []}, b""), range(6))
    spans = [tuple(answer.head["span"]) for answer in answers]
    most = max(sum(start <= moment < end for start, end in spans) for moment, _ in spans)
    assert most == 2


def test_who_asked_ahead_may_ask_again_once_answered() -> None:
    sandbox, question = Sandbox(concurrent=1), {"task": "upload", "specs": []}
    try:
        with sandbox.ahead(question, pictures.png()) as answer:
            answer()
            assert sandbox._slots.acquire(blocking=False), "its place is still taken"
            sandbox._slots.release()
        assert works(sandbox)
    finally:
        sandbox.stop()


def test_a_zygote_that_was_killed_is_replaced() -> None:
    sandbox = Sandbox()
    old = zygote(sandbox)
    old.kill()
    assert works(sandbox)
    assert zygote(sandbox).pid != old.pid
    sandbox.stop()


def test_a_zygote_that_is_stopped_leaves_nothing_behind() -> None:
    sandbox = Sandbox()
    old = zygote(sandbox)
    assert works(sandbox)
    sandbox.stop()
    assert not old.is_running()


def test_a_sandbox_that_does_not_start_is_not_called_the_picture_s_fault(
    capfd: pytest.CaptureFixture[str],
) -> None:
    sandbox = Sandbox("tests.images.no_such_program")
    with pytest.raises(SandboxBroken, match="ended twice"):
        works(sandbox)
    sandbox.stop()
    assert "no_such_program" in capfd.readouterr().err


def test_forks_have_zygotes_of_their_own_and_none_outlives_a_kill() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.images.asking_program"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert program.stdout is not None
        told: dict[str, Any] = json.loads(program.stdout.readline())
        assert told["widths"] == [64, 64, 64]
        assert told["zygote"] != told["zygote of fork"]
        left = psutil.Process(told["zygote"])
        program.send_signal(signal.SIGKILL)
    left.wait(timeout=5)
    assert (
        not psutil.pid_exists(told["zygote of fork"])
        or not psutil.Process(told["zygote of fork"]).is_running()
    )


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\0\0\0\2{}",
        b"\xff\xff\xff\xff{}",
        b'\0\0\0\x0d{"blobs":[9]}',
        b'\0\0\0\x10{"blobs":[-9,9]}',
        b"\0\0\0\x05[1,2]",
        b'\0\0\0\x0d{"blobs":"9"}1234567890',
    ],
)
def test_a_garbled_answer_is_not_believed(tmp_path: Path, message: bytes) -> None:
    file = tmp_path / "answer"
    file.write_bytes(message)
    with file.open("rb") as opened, pytest.raises(wire.Garbled):
        wire.read(opened.fileno(), most=1000)


def test_a_message_comes_out_as_it_went_in(tmp_path: Path) -> None:
    with (tmp_path / "message").open("w+b") as file:
        wire.write(file.fileno(), {"task": "x"}, [b"one", b"", b"three"])
        assert wire.read(file.fileno(), most=1000) == ({"task": "x"}, [b"one", b"", b"three"])


@pytest.mark.parametrize(
    ("machine", "header"),
    [("x86_64", "x86_64-linux-gnu/asm/unistd_64.h"), ("aarch64", "asm-generic/unistd.h")],
)
def test_the_numbers_of_system_calls_are_the_kernels_own(machine: str, header: str) -> None:
    table = Path("/usr/include") / header
    if not table.exists():
        pytest.skip("the kernel's headers (linux-libc-dev) are not installed")
    told = re.findall(r"^#define\s+__NR(?:3264)?_(\w+)\s+(\d+)\s*$", table.read_text(), re.MULTILINE)
    numbers = {name: int(number) for name, number in told}
    numbers.setdefault("newfstatat", numbers.get("fstatat", -1))  # its name there, for 64 bits
    for names, allowed in KNOWN[machine][1].items():
        assert tuple(numbers.get(name) for name in names.split(", ")) == allowed
