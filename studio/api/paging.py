"""Lists come in pages by key: the newest first, `next` says where the following page begins."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Query, Schema
from pydantic import Field

Out = TypeVar("Out")
Row = TypeVar("Row", bound=Model)


class Place(Schema):
    """Where a page begins, and how long it may be."""

    cursor: str | None = Field(
        None, pattern=r"^[0-9]{1,18}$", description="`next` of the page before; leave it out to begin"
    )
    limit: int = Field(30, ge=1, le=100, description="How many at most")


At = Annotated[Place, Query()]


class Page(Schema, Generic[Out]):
    items: list[Out]
    next: str | None = Field(description="The `cursor` of the page after this one; null at the end")


def page(rows: QuerySet[Row], at: Place) -> tuple[Sequence[Row], str | None]:
    """The rows of the page that begins at `at`, and where the next begins."""
    if at.cursor:
        rows = rows.filter(pk__lt=int(at.cursor))
    found: list[Any] = list(rows.order_by("-pk")[: at.limit + 1])
    if len(found) <= at.limit:
        return found, None
    return found[: at.limit], str(found[at.limit - 1].pk)
