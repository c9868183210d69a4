"""Feeds: pages of public creations in one order, each page beginning where the one before ended.

Every order has an index that holds only what is public; a page reads its rows there, wherever in the feed it lies.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from math import isfinite

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from gallery.models import Creation, CreationQuerySet, Use
from gallery.words import MAX_TAG
from studio.lines import line
from studio.numbers import number

PAGE = 30
ORDERS = {"newest": "Newest", "rising": "Rising", "loved": "Most loved"}
PERIODS = {"week": "this week", "month": "this month", "ever": "of all time"}
COLUMNS = {
    ("newest", ""): "published_at",
    ("rising", ""): "rising",
    ("loved", "week"): "loves_week",
    ("loved", "month"): "loves_month",
    ("loved", "ever"): "loves",
}
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the gallery is asked for; "" where everything is."""

    order: str = "newest"
    period: str = ""
    theme: str = ""
    tag: str = ""
    backend: str = ""
    aspect: str = ""
    use: str = ""
    structured: bool = False
    remixable: bool = False
    after: str = ""
    query: str = ""

    @property
    def column(self) -> str:
        return COLUMNS[self.order, self.period]

    @property
    def is_filtered(self) -> bool:
        return replace(self, order="newest", period="", after="", query="") != Wanted()

    def address(self, **changes: object) -> str:
        """The query string of this feed with these changes, from its beginning; "?" for all defaults."""
        changed: Wanted = replace(self, **({"after": ""} | changes))  # type: ignore[arg-type]  # names of fields only
        told = QueryDict(mutable=True)
        for name in ("query", "order", "period", "theme", "tag", "backend", "aspect", "use", "after"):
            value = getattr(changed, name)
            if value and (name, value) not in (("order", "newest"), ("period", "week")):
                told["q" if name == "query" else name] = value
        for name in ("structured", "remixable"):
            if getattr(changed, name):
                told[name] = "on"
        return "?" + told.urlencode()


@dataclass(frozen=True, slots=True)
class Page:
    creations: list[Creation] = field(default_factory=list)
    after: str = ""
    """Where the next page begins; "" at the end."""


def wanted(asked: QueryDict) -> Wanted:
    """From an address; what makes no sense is as if it were not there."""

    def one(name: str, most: int = 40) -> str:
        return line(asked.get(name, "")[: 4 * most])[:most]

    order = one("order")
    order = order if order in ORDERS else "newest"
    period = one("period")
    return Wanted(
        order=order,
        period=(period if period in PERIODS else "week") if order == "loved" else "",
        theme=one("theme", 80),
        tag=one("tag", MAX_TAG).lower(),
        backend=one("backend"),
        aspect=one("aspect", 12),
        use=one("use") if one("use") in Use.values else "",
        structured=asked.get("structured") == "on",
        remixable=asked.get("remixable") == "on",
        after=one("after", 60),
        query=line(asked.get("q", "")[:6000])[:300],
    )


def chosen(wanted: Wanted, *, mature: bool) -> CreationQuerySet:
    """The public creations that match the filters, in no order yet."""
    found = Creation.objects.public()
    if not mature:
        found = found.calm()
    for name in ("backend", "aspect", "use"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.tag:
        found = found.filter(tags__contains=[wanted.tag])
    if wanted.structured:
        found = found.exclude(prompt_document="")
    if wanted.remixable:
        found = found.filter(remix_allowed=True)
    return found


def page(found: CreationQuerySet, wanted: Wanted, size: int = PAGE) -> Page:
    """`size` creations in the wanted order, after where the page before ended."""
    column = wanted.column
    if wanted.order == "loved" and wanted.period != "ever":
        found = found.filter(**{f"{column}__gt": 0})
    if start := _start(column, wanted.after):
        # As one comparison of rows, which the index answers; two conditions would walk through every equal value.
        row = f'("gallery_creation"."{column}", "gallery_creation"."id") < (%s, %s)'
        found = found.filter(RawSQL(row, start, output_field=BooleanField()))  # noqa: S611 - of COLUMNS above
    rows = list(found.as_cards().order_by(f"-{column}", "-pk")[: size + 1])
    last = _end(column, rows[size - 1]) if len(rows) > size else ""
    return Page(rows[:size], last)


def _end(column: str, last: Creation) -> str:
    value = getattr(last, column)
    told = (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else repr(value)
    return f"{told}~{last.pk}"


def _start(column: str, after: str) -> tuple[datetime | float | int, int] | None:
    """The value and the id that the page before ended with; None for the first page, or for nonsense."""
    told, _, id_told = after.partition("~")
    pk = number(id_told)
    if not pk:
        return None
    try:
        if column == "rising":
            rising = float(told)
            return (rising, pk) if isfinite(rising) else None
        if not told.isascii() or len(told) > 17:
            return None
        value = int(told)
        if column == "published_at":
            return EPOCH + value * MICROSECOND, pk
        return (value, pk) if 0 <= value < 2**31 else None
    except (ValueError, OverflowError):
        return None
