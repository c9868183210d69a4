"""Whatever ends a launcher, what it started ends too."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from studio.stack.home import ROOT, Places, is_reachable, server_account
from tests.stack.launchers import STACK, family, launch, line_from, said, survivors

SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]


def clean_up(home: str) -> None:
    shutil.rmtree(Places(Path(home)).sockets, ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT], ids=lambda s: s.name)
def test_the_servers_end_with_their_launcher(ending: signal.Signals) -> None:
    with launch(STACK, stderr=subprocess.DEVNULL) as launcher:
        home = said(launcher)["home"]
        servers = family(launcher.pid)
        assert {"postgres", "valkey-server"} <= {server.name() for server in servers}
        launcher.send_signal(ending)
        assert survivors(servers, within=15) == []
    clean_up(home)


@pytest.mark.skipif(
    server_account() is None, reason="this run is not root's, so every other test is this one"
)
def test_an_ordinary_person_can_run_the_servers() -> None:
    account = server_account()
    candidates = [sys.executable, shutil.which("python3", path="/usr/bin:/usr/local/bin") or ""]
    python = next((p for p in candidates if p and is_reachable(Path(p).resolve())), None)
    if python is None or not is_reachable(ROOT) or account is None:
        pytest.skip("no Python that others may run, or a source tree that others may not read")
    packages = next(Path(p) for p in sys.path if p.endswith("site-packages"))
    env = {"PATH": os.defpath, "PYTHONPATH": f"{ROOT}:{packages}", "PYTHONDONTWRITEBYTECODE": "1"}
    ordinary = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    with launch(STACK, python, env=env, **ordinary) as launcher:
        home = said(launcher)["home"]
        servers = family(launcher.pid)
        assert {"postgres", "valkey-server"} <= {server.name() for server in servers}
        assert Path(home).stat().st_uid == account.pw_uid
        launcher.communicate(b"\n", timeout=20)  # the body ends, and with it the stack
        assert launcher.returncode == 0
        assert survivors(servers, within=5) == []
        assert not Path(home).exists()


def test_the_watcher_ends_children_where_the_kernel_does_not() -> None:
    sleeper = subprocess.Popen(SLEEPER, process_group=0)
    forgotten = subprocess.Popen(SLEEPER, process_group=0)
    lines = [f"{sleeper.pid} {signal.SIGINT.value}", f"{forgotten.pid} 9", f"{forgotten.pid} 0", ""]
    watcher = [sys.executable, "-m", "studio.stack.watcher"]
    try:
        with subprocess.Popen(watcher, cwd=ROOT, stdin=subprocess.PIPE, text=True) as watching:
            assert watching.stdin is not None
            watching.stdin.write("\n".join(lines))
            watching.stdin.close()
            assert sleeper.wait(10) in (-signal.SIGINT, 1)
        assert forgotten.poll() is None
    finally:
        for child in (sleeper, forgotten):
            child.kill()
            child.wait()


def test_the_watcher_kills_what_does_not_listen() -> None:
    script = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(); signal.pause()"
    stubborn = subprocess.Popen(
        [sys.executable, "-c", script], process_group=0, stdout=subprocess.PIPE, bufsize=0
    )
    line_from(stubborn.stdout, 10)
    watch = "import studio.stack.watcher as watcher; watcher.GRACE_SECONDS = 0.2; watcher.main()"
    line = f"{stubborn.pid} {signal.SIGTERM.value}\n"
    subprocess.run([sys.executable, "-c", watch], input=line, text=True, cwd=ROOT, timeout=30, check=True)
    assert stubborn.wait(5) == -signal.SIGKILL
    assert stubborn.stdout is not None
    stubborn.stdout.close()


def test_the_test_command_takes_its_servers_along_when_it_is_killed(tmp_path: Path) -> None:
    (tmp_path / "test_waits.py").write_text(
        "def test_waits():\n    print('begun', flush=True)\n    input()\n"
    )
    command = [sys.executable, "manage.py", "test", "-s", "-q", "-p", "no:cacheprovider", "-p", "no:django"]
    command += ["-c", "/dev/null", f"--rootdir={tmp_path}", str(tmp_path)]
    env = os.environ | {"SEEDBED_SETUP": "never", "CHROMIUM": sys.executable}
    runner = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
    )
    with runner:
        assert line_from(runner.stdout, 40).startswith("begun")
        all_of_them = family(runner.pid)
        home = next(p.environ()["SEEDBED_HOME"] for p in all_of_them if "pytest" in p.cmdline())
        assert len(all_of_them) > 3
        runner.kill()
        assert survivors(all_of_them, within=15) == []
    clean_up(home)
    assert not psutil.pid_exists(runner.pid)
