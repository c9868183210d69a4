"""The filters of a feed as links: each value with the address that it leads to."""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from gallery.explore.feed import ORDERS, PERIODS, Wanted
from gallery.models import Use
from studio.backends.errors import Misconfigured
from studio.backends.registry import aliases, backend

LABELS = "gallery:labels"
SHAPES = ("1:1", "3:4", "4:3", "2:3", "3:2", "9:16", "16:9")


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """`active` are the filters in force, each with the address without it."""

    orders: Sequence[Link]
    periods: Sequence[Link]
    uses: Sequence[Link]
    shapes: Sequence[Link]
    models: Sequence[Link]
    more: Sequence[Link]
    active: Sequence[Link]


def filters(wanted: Wanted, theme: str = "") -> Filters:
    """`theme` is the name of the one that is wanted."""
    models = _labels()
    return Filters(
        orders=[
            Link(
                label,
                wanted.address(order=name, period="week" if name == "loved" else ""),
                name == wanted.order,
            )
            for name, label in ORDERS.items()
        ],
        periods=_links(wanted, "period", PERIODS.items()) if wanted.order == "loved" else [],
        uses=_links(wanted, "use", Use.choices),
        shapes=_links(wanted, "aspect", [(each, each) for each in SHAPES]),
        models=_links(wanted, "backend", models),
        more=[
            Link(
                "With structured prompt", wanted.address(structured=not wanted.structured), wanted.structured
            ),
            Link("Remix allowed", wanted.address(remixable=not wanted.remixable), wanted.remixable),
        ],
        active=list(_active(wanted, theme, dict(models))),
    )


def _links(wanted: Wanted, name: str, values: Iterable[tuple[str, str]]) -> list[Link]:
    """Choosing what is chosen takes it away, but a period, of which there is always one."""
    now = getattr(wanted, name)
    return [
        Link(
            str(label),
            wanted.address(**{name: "" if value == now and name != "period" else value}),
            value == now,
        )
        for value, label in values
    ]


def _active(wanted: Wanted, theme: str, models: dict[str, str]) -> Iterable[Link]:
    if theme:
        yield Link(theme, wanted.address(theme=""), True)
    if wanted.tag:
        yield Link(f"#{wanted.tag}", wanted.address(tag=""), True)
    if wanted.use:
        yield Link(str(Use(wanted.use).label), wanted.address(use=""), True)
    if wanted.aspect:
        yield Link(wanted.aspect, wanted.address(aspect=""), True)
    if wanted.backend:
        yield Link(models.get(wanted.backend, wanted.backend), wanted.address(backend=""), True)


def _labels() -> list[tuple[str, str]]:
    """Alias and name of every backend that everybody here may use; remembered for a minute."""
    found: list[tuple[str, str]] | None = cache.get(LABELS)
    if found is None:
        found = []
        for alias in aliases():
            with contextlib.suppress(Misconfigured):
                found.append((alias, backend(alias).label))
        cache.set(LABELS, found, 60)
    return found
