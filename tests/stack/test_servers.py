import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from studio.stack.addresses import database_url, redis_url
from studio.stack.errors import StackError
from studio.stack.home import Places, is_reachable, server_account
from studio.stack.postgres import make_database, start_postgres
from studio.stack.processes import Child, stop
from studio.stack.valkey import start_valkey
from tests.stack.launchers import family


@pytest.fixture
def started() -> Iterator[list[Child]]:
    """Servers to be stopped at the end of the test."""
    servers: list[Child] = []
    yield servers
    stop(servers, within=10)


def test_postgres_keeps_what_was_written_across_a_restart(places: Places, started: list[Child]) -> None:
    server = start_postgres(places)
    make_database(places)
    with psycopg.connect(database_url(places.home)) as connection:
        connection.execute("drop table if exists note")
        connection.execute("create table note (words text)")
        connection.execute("insert into note values ('still here')")
    stop([server], within=10)
    started.append(start_postgres(places))
    make_database(places)  # a second time is fine
    with psycopg.connect(database_url(places.home)) as connection:
        assert connection.execute("select words from note").fetchone() == ("still here",)


def test_postgres_has_the_extensions_of_the_studio(places: Places, started: list[Child]) -> None:
    started.append(start_postgres(places, throwaway=True))
    make_database(places)
    with psycopg.connect(database_url(places.home)) as connection:
        for extension in ("vector", "pg_trgm", "unaccent"):
            connection.execute(f"create extension if not exists {extension}")
        assert connection.execute("select '[1,2]'::vector <-> '[1,3]'::vector").fetchone() == (1.0,)


def test_valkey_keeps_its_queue_across_a_restart(places: Places, started: list[Child]) -> None:
    server = start_valkey(places)
    with redis.Redis.from_url(redis_url(places.home)) as client:
        client.lpush("queue", "message")
    stop([server], within=10)
    started.append(start_valkey(places))
    with redis.Redis.from_url(redis_url(places.home)) as client:
        assert client.lrange("queue", 0, -1) == [b"message"]


def test_nobody_else_can_pass_the_door_of_the_servers(places: Places, started: list[Child]) -> None:
    started += [start_postgres(places, throwaway=True), start_valkey(places, throwaway=True)]
    own = [places.home / name for name in ("logs", "spool", "media", "engine")]
    for folder in (places.sockets, places.postgres, places.valkey, *own):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_servers_listen_on_no_network_port(places: Places, started: list[Child]) -> None:
    started += [start_postgres(places, throwaway=True), start_valkey(places, throwaway=True)]
    pids = [child.popen.pid for child in started]
    servers = [process for pid in pids for process in (psutil.Process(pid), *family(pid))]
    assert [c.laddr for process in servers for c in process.net_connections("inet")] == []


def test_pid_files_of_a_dead_server_with_anothers_number_do_no_harm(
    places: Places, started: list[Child]
) -> None:
    stale = places.postgres / "data" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1700000000\n5432\n{places.sockets}\n\n")
    (places.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    started.append(start_postgres(places))
    assert started[0].is_alive


def test_servers_that_a_launcher_left_behind_are_stopped_first(places: Places, started: list[Child]) -> None:
    left = [start_postgres(places), start_valkey(places)]
    started += [start_postgres(places), start_valkey(places)]
    assert [child.popen.wait(10) is not None for child in left] == [True, True]
    assert all(server.is_alive for server in started)


def test_half_a_cluster_is_begun_anew(empty_places: Places, started: list[Child]) -> None:
    places = empty_places
    draft = places.postgres / "draft"
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    started.append(start_postgres(places, throwaway=True))
    assert not draft.exists()


def test_a_cluster_of_another_version_is_named(places: Places) -> None:
    note = places.postgres / "data" / "PG_VERSION"
    right = note.read_text()
    note.write_text("17\n")
    try:
        with pytest.raises(StackError, match="made by PostgreSQL 17, and this is 18"):
            start_postgres(places, throwaway=True)
    finally:
        note.write_text(right)


def test_a_server_that_cannot_start_says_why(places: Places) -> None:
    settings = places.postgres / "data" / "postgresql.conf"
    right = settings.read_text()
    settings.write_text(f"{right}\nwork_mem = much\n")
    try:
        with pytest.raises(StackError, match=r"(?s)PostgreSQL did not start.*postgres\.log.*work_mem"):
            start_postgres(places, throwaway=True)
    finally:
        settings.write_text(right)


def test_a_long_home_works(places: Places, started: list[Child]) -> None:
    long = Places(places.home / ("long" * 25) / "home")
    long.prepare()
    try:
        started += [start_postgres(long, throwaway=True), start_valkey(long, throwaway=True)]
        assert all(server.is_alive for server in started)
        stop(started, within=10)
    finally:
        shutil.rmtree(long.sockets)


def test_a_socket_folder_of_someone_else_is_refused(places: Places) -> None:
    long = Places(places.home / ("long" * 25))
    long.sockets.symlink_to("/")
    try:
        with pytest.raises(StackError, match="belongs to someone else"):
            long.prepare()
    finally:
        long.sockets.unlink()


@pytest.mark.skipif(server_account() is None, reason="only root's servers run as another account")
def test_root_keeps_the_data_where_the_servers_account_can_reach_it(
    tmp_path: Path, started: list[Child]
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    places = Places(closed / "home")
    assert not is_reachable(places.home)
    places.prepare()
    try:
        started.append(start_postgres(places, throwaway=True))
        assert started[0].is_alive
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        stop(started, within=10)
    finally:
        shutil.rmtree(places.servers)


@pytest.mark.skipif(server_account() is None, reason="only root's servers run as another account")
def test_a_database_that_went_out_of_reach_is_not_replaced_by_an_empty_one(places: Places) -> None:
    places.home.chmod(0o700)
    closed = Places(places.home)
    try:
        with pytest.raises(StackError, match="out of reach"):
            closed.prepare()
    finally:
        places.home.chmod(0o711)
        shutil.rmtree(closed.servers, ignore_errors=True)
