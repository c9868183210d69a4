"""`manage.py up`: the whole studio on this machine, until Ctrl-C."""

import hashlib
import http.client
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from studio.stack.addresses import database_url, redis_url
from studio.stack.claims import check_port_is_free, engine_port, the_only_one
from studio.stack.errors import StackError
from studio.stack.home import ROOT, Places, home
from studio.stack.postgres import make_database, start_postgres
from studio.stack.processes import Child, until
from studio.stack.services import ENGINE, IMAGE_WORKER, RELAY, WEB, WORKER
from studio.stack.steps import say
from studio.stack.supervisor import Stopped, Supervisor, signals_stop
from studio.stack.valkey import start_valkey

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only translated, never a default
LONGEST_LOG = 5_000_000  # bytes; a longer one is put aside at the start


def up(host: str, port: int) -> None:
    """Run until a signal. StackError when it cannot start, or cannot go on."""
    places = Places(home())
    places.prepare()
    with the_only_one(places, _address(host, port)):
        check_port_is_free(host, port)
        _put_long_logs_aside(places.logs)
        supervisor = Supervisor(places, _environment(places, host, port))
        try:
            with signals_stop():
                _start_and_watch(supervisor, host, port)
        except Stopped:
            print("\nseedbed: stopping; a second Ctrl-C does not wait for calls in flight …", flush=True)
        finally:
            supervisor.stop()


def _start_and_watch(supervisor: Supervisor, host: str, port: int) -> None:
    began, places, env = monotonic(), supervisor.places, supervisor.env
    if "ENGINE_URL" not in env:
        number = engine_port(places)
        env["ENGINE_URL"] = f"http://127.0.0.1:{number}"
        supervisor.start(ENGINE, host="127.0.0.1", port=number)
    if "DATABASE_URL" not in env:
        say("Starting PostgreSQL")
        supervisor.add_server(start_postgres(places))
        make_database(places)
        env["DATABASE_URL"] = database_url(places.home)
    if "REDIS_URL" not in env:
        say("Starting Valkey")
        supervisor.add_server(start_valkey(places))
        env["REDIS_URL"] = redis_url(places.home)
    say("Bringing the database up to date, and starting the studio")
    prepared = _what_is_prepared()
    web = None
    if prepared == _read(places.home / "prepared"):  # both can take their seconds together
        web = supervisor.start(WEB, host=host, port=port)
        path = _prepare(env, with_link=host in LOOPBACK)
    else:
        with ThreadPoolExecutor(1) as beside:
            collecting = beside.submit(_prepare, env, "collectstatic")
            path = _prepare(env, "migrate", with_link=host in LOOPBACK)
            collecting.result()
        (places.home / "prepared").write_text(prepared)
    web = web or supervisor.start(WEB, host=host, port=port)
    _wait_for_web(web, host, port)
    for service in (WORKER, IMAGE_WORKER, RELAY):
        supervisor.start(service)
    print(f"\nSeedbed is ready after {monotonic() - began:.1f} s:\n")
    print(f"    {_address(host, port)}{path}\n")
    print(f"Ctrl-C stops it. Its data and logs are in {places.home}.", flush=True)
    supervisor.watch()


def _environment(places: Places, host: str, port: int) -> dict[str, str]:
    """The children's. An address that is set already is used, and no server of ours is started for it."""
    env = {name: value for name, value in os.environ.items() if value}
    env.setdefault("SEEDBED_EMBEDDED", "1")
    env.setdefault("SITE_URL", _address(host, port))
    env.setdefault("SEEDBED_SEED_GALLERY", "1")
    env.setdefault(
        "MALLOC_ARENA_MAX", "2"
    )  # threads otherwise get heaps of their own: tens of MB per process
    return env | {"SEEDBED_HOME": str(places.home), "SEEDBED_SETUP": "never", "PYTHONUNBUFFERED": "1"}


def _prepare(env: dict[str, str], *commands: str, with_link: bool = False) -> str:
    """Run these commands of Django's; the path of a one-time sign-in link, or of the first page."""
    program = f"""
import django
from django.core.management import call_command
django.setup()
for command in {commands!r}:
    call_command(command, interactive=False, skip_checks=True, verbosity=0)
{'call_command("welcome_link")' if with_link else 'print("/")'}
"""
    env = env | {"DJANGO_SETTINGS_MODULE": "studio.settings"}
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, cwd=ROOT, env=env, capture_output=True, text=True
    )
    if done.returncode:
        words = "\n".join(done.stderr.strip().splitlines()[-12:])
        raise StackError(f"The studio could not be brought up to date; the last words:\n{words}")
    return done.stdout.strip()


def _what_is_prepared() -> str:
    """A hash of every migration and every built file there is: ours, and by their locked versions the packages'."""
    digest = hashlib.sha256((ROOT / "requirements" / "run.txt").read_bytes())
    for file in sorted(
        (*ROOT.glob("*/migrations/*.py"), *ROOT.glob("static/img/**/*.*"), *ROOT.glob("static/dist/*.json"))
    ):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


def _wait_for_web(web: Child, host: str, port: int) -> None:
    for _ in until(web, within=60, every=0.05):
        if _answers(EVERYWHERE.get(host, host), port):
            return
    raise StackError(f"The web process did not start; its last words (all in {web.log}):\n{web.last_words()}")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _address(host: str, port: int) -> str:
    host = EVERYWHERE.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _put_long_logs_aside(folder: Path) -> None:
    for log in folder.glob("*.log"):
        if log.stat().st_size > LONGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
