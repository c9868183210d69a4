import subprocess
from pathlib import Path

import psycopg
import pytest

from studio.stack.throwaway import PREFIX, remove_leftovers, throwaway_stack
from tests.stack.launchers import STACK, family, launch, said, survivors


def test_two_runs_side_by_side_do_not_meet() -> None:
    with launch(STACK) as one, launch(STACK) as other:
        first, second = said(one), said(other)
        assert first["home"] != second["home"]
        for run, words in ((first, "one"), (second, "other")):
            with psycopg.connect(run["database"].replace("/seedbed?", "/postgres?")) as connection:
                connection.execute("create table mine (words text)")
                connection.execute("insert into mine values (%s)", [words])
        one.communicate(b"\n", timeout=20)
        with psycopg.connect(second["database"].replace("/seedbed?", "/postgres?")) as connection:
            assert connection.execute("select words from mine").fetchall() == [("other",)]
        other.communicate(b"\n", timeout=20)
    assert not Path(first["home"]).exists()
    assert not Path(second["home"]).exists()


def test_a_failing_run_leaves_nothing_and_does_not_take_itself_for_a_leftover() -> None:
    with pytest.raises(ZeroDivisionError), throwaway_stack() as env:
        folder = Path(env["SEEDBED_HOME"])
        assert folder.name.startswith(PREFIX)
        remove_leftovers()
        assert (folder / "logs" / "postgres.log").exists()
        raise ZeroDivisionError
    assert not folder.exists()


def test_leftovers_of_a_killed_run_are_removed_and_a_living_run_is_left_alone() -> None:
    with launch(STACK) as living, launch(STACK, stderr=subprocess.DEVNULL) as killed:
        kept, left = Path(said(living)["home"]), Path(said(killed)["home"])
        servers = family(killed.pid)
        killed.kill()
        assert survivors(servers, within=15) == []
        assert left.exists()
        remove_leftovers()
        assert not left.exists()
        assert kept.exists()
        living.communicate(b"\n", timeout=20)
