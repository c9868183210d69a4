"""What a call's way asks of the database: a person waits for each of these statements."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studio.models import Job
from studio.pipeline.submit import Order, submit
from tests.backends.provider import Provider
from tests.conftest import ask

pytestmark = pytest.mark.django_db(transaction=True)


def asked(captured: CaptureQueriesContext) -> list[str]:
    """What was asked, journey by journey, without where a transaction begins and ends."""
    return [each["sql"] for each in captured if each["sql"] not in ("BEGIN", "COMMIT")]


def first(statements: list[str], *words: str) -> int:
    """The place of the first statement with all of these words."""
    return next(n for n, sql in enumerate(statements) if all(word in sql for word in words))


@pytest.mark.usefixtures("provider")
def test_an_order_is_weighed_on_one_journey_and_written_on_another(order: Callable[..., Order]) -> None:
    for count in (1, 8):
        with CaptureQueriesContext(connection) as captured:
            submit(order(count=count, ticket=f"form {count}"))
        assert len(asked(captured)) == 2


def test_a_call_leaves_after_one_journey_and_its_picture_is_told_after_four_more(
    make_job: Callable[..., Job], provider: Provider
) -> None:
    job = make_job()
    call = job.calls.get()
    with CaptureQueriesContext(connection) as captured:
        ask(call)
    statements = asked(captured)
    assert len(provider.requests) == 1
    sent = first(statements, "UPDATE", "ELSE 'sent'")
    answered = first(statements, "UPDATE", "\"state\" = 'answered'")
    told = first(
        statements, "DELETE", "studio_outbox"
    )  # of the transaction that tells, once it has committed
    assert sent == 0
    assert answered == sent + 1
    # Who is next at this backend, then image, rendition, variant and promise.
    assert told == answered + 6
    assert job.variants.count() == 1
