"""Statements that travel together."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from studio.models import User
from studio.models.journeys import journey

pytestmark = pytest.mark.django_db(transaction=True)

ADD = """
    INSERT INTO studio_team (name, created_at) VALUES (%(name)s, now()) RETURNING id
"""
ADD_TWICE = "INSERT INTO studio_team (id, name, created_at) SELECT id, name, created_at FROM studio_team"
COUNT = "SELECT count(*) FROM studio_team WHERE name = %(name)s"


def test_each_statement_has_its_rows_and_sees_what_the_one_before_did() -> None:
    with CaptureQueriesContext(connection) as captured:
        made, counted, nothing = journey({"name": "Kites"}, ADD, COUNT, "DELETE FROM studio_team WHERE false")
    assert (len(made), counted, nothing) == (1, [(1,)], [])
    assert len(captured) == 1


def test_outside_a_transaction_all_of_a_journey_is_done_or_nothing() -> None:
    with pytest.raises(IntegrityError):
        journey({"name": "Kites"}, ADD, ADD_TWICE)
    assert journey({"name": "Kites"}, COUNT) == [[(0,)]]


def test_within_a_transaction_it_ends_with_that_one() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        journey({"name": "Kites"}, ADD)
        User.objects.count()
        raise ZeroDivisionError
    assert journey({"name": "Kites"}, COUNT) == [[(0,)]]
