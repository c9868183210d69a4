"""Statements that a person waits for: planned once for a connection, and sent together, on one journey to the server.

Django's own cursors write the parameters into a statement, which is then read and planned each time it comes; for those
here that takes longer than they do.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

Row = tuple[Any, ...]


def journey(told: Mapping[str, object], *statements: str) -> list[list[Row]]:
    """The rows of each statement; `told` are the parameters of all. Outside a transaction, the journey is one.

    What the server cannot tell the type of must say it (`%(parent)s::bigint`).
    """
    connection.ensure_connection()
    cursors: list[Any] = [ServerBindingCursor(connection.connection) for _ in statements]  # type: ignore[call-arg]
    with connection.wrap_database_errors, _logged(statements), connection.connection.pipeline():
        for cursor, statement in zip(cursors, statements, strict=True):
            cursor.execute(statement, told, prepare=True)
    return [cursor.fetchall() if cursor.description else [] for cursor in cursors]


@contextmanager
def _logged(statements: tuple[str, ...]) -> Iterator[None]:
    if not connection.queries_logged:
        yield
        return
    with connection.cursor() as cursor, cursor.debug_sql(";".join(statements)):
        yield
