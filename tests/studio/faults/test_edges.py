"""F1, the other half: a kill at each edge of a call's states, the worker held there by the database itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from pytest_django import Settings

from studio.models import Call
from studio.pipeline.submit import Input
from tests.invariants import broken_promises
from tests.studio.faults.scene import CLASSES, MakeJob, ends, scene, until_all_ended
from tests.workers import until, workers

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

BARRIER = 7077
GROUP = ("worker", "image-worker", "relay")


@pytest.mark.parametrize(
    "state", [Call.State.CLAIMED, Call.State.SENT, Call.State.ANSWERED, Call.State.STORED]
)
@pytest.mark.parametrize("crash", CLASSES)
def test_a_kill_right_before_a_state_is_written_leaves_nothing_in_doubt(
    crash: str, state: Call.State, make_job: MakeJob, settings: Settings, sent_along: list[Input]
) -> None:
    """Before *sent* nothing has left; before *answered* the bytes are kept; so it ends as stored everywhere."""
    with scene(crash, settings) as day:
        with held_before(state) as held, workers(*GROUP, **day.env) as group:
            day.submit(make_job, jobs=1, inputs=sent_along)
            until(lambda: held() > 0, seconds=60, why=group.log)
            group.kill()
        with workers(*GROUP, **day.env) as group:
            until_all_ended(group)
        assert broken_promises(day.provider, accepted=1) == []
        assert ends() == {"stored": 1}
        assert day.provider.charges == 1


@contextmanager
def held_before(state: Call.State) -> Iterator[Callable[[], int]]:
    """Whoever writes this state of a call waits until the block ends, and then has not written it. Gives a
    function that tells how many wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [BARRIER])
        cursor.execute(
            """CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.state = TG_ARGV[0] AND OLD.state <> NEW.state THEN
                PERFORM pg_advisory_lock_shared(TG_ARGV[1]::bigint);
                PERFORM pg_advisory_unlock_shared(TG_ARGV[1]::bigint);
            END IF; RETURN NEW; END $$"""
        )
        cursor.execute(
            "CREATE TRIGGER hold BEFORE UPDATE ON studio_call"
            f" FOR EACH ROW EXECUTE FUNCTION hold('{state.value}', '{BARRIER}')"
        )

        def held() -> int:
            cursor.execute(WAITING.format("count(*)"), [BARRIER])
            return int(cursor.fetchone()[0])

        try:
            yield held
        finally:
            # A backend of the database does not notice that its client is dead, and would write after all.
            cursor.execute(WAITING.format("pg_terminate_backend(pid)"), [BARRIER])
            cursor.execute("SELECT pg_advisory_unlock(%s)", [BARRIER])
            cursor.execute("DROP TRIGGER hold ON studio_call")
            cursor.execute("DROP FUNCTION hold")


WAITING = "SELECT {} FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
