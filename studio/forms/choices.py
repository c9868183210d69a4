"""What the composer offers: only what the chosen backend can do, and what it would cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd, prod

from django.conf import settings

from studio.backends.base import Backend, ImageRequest, InputImage
from studio.numbers import number

CUSTOM = "custom"
LIKED = ("1:1", "3:4", "4:3", "2:3", "3:2", "9:16", "16:9", "21:9")
DEFAULT_ASPECT, DEFAULT_COUNT = "3:4", 4


@dataclass(frozen=True, slots=True)
class Offer:
    """One value of a group, and whether it is the chosen one."""

    value: str
    label: str
    chosen: bool
    width: int = 0
    height: int = 0

    @property
    def half_width(self) -> float:
        return self.width / 2

    @property
    def half_height(self) -> float:
        return self.height / 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was chosen so far, as it came: any of it may be empty or not on offer."""

    backend: str = ""
    aspect: str = ""
    tier: str = ""
    width: str = ""
    height: str = ""
    count: str = ""
    series: bool = False
    seed: str = ""
    format: str = ""
    references: int = 0
    grid: tuple[int, ...] = ()
    """How many values each varied field takes."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The settings of the composer for one backend."""

    alias: str
    label: str
    backends: Sequence[Offer]
    aspects: Sequence[Offer]
    tiers: Sequence[Offer]
    counts: Sequence[Offer]
    custom: bool
    width: str
    height: str
    has_sets: bool
    series: bool
    count: int
    max_references: int
    too_many: int
    """References in the tray beyond what the backend takes."""
    formats: Sequence[Offer]
    has_seed: bool
    seed: str
    kept: Sequence[str]
    """Wishes that this backend cannot fulfil, as name:wish:shown, for when another one is chosen."""
    each: Decimal
    """US$ for one picture."""
    price: Decimal
    """US$ for all of it, at most."""
    grid: str = ""
    """What is varied, as in "3 × 2"; "" where nothing is."""


def choices(wanted: Wanted, offered: Mapping[str, Backend]) -> Choices:
    """What to offer after `wanted` by the backends `offered`; what is not on offer falls back to the first
    that is."""
    alias = wanted.backend if wanted.backend in offered else next(iter(offered))
    chosen = offered[alias]
    able = chosen.capabilities
    tier = wanted.tier if wanted.tier in able.sizes.tiers else next(iter(able.sizes.tiers), "")
    sizes = able.sizes.tiers.get(tier, {})
    custom = wanted.aspect == CUSTOM or not sizes
    aspect = wanted.aspect if wanted.aspect in sizes or custom else _first(sizes, DEFAULT_ASPECT)
    width, height = _size(wanted, sizes.get(aspect))
    has_sets = able.max_set > 1 and "set" in able.operations
    series = wanted.series and has_sets
    most = min(settings.MAX_COUNT, able.max_set) if series else settings.MAX_COUNT
    count = min(max(number(wanted.count, digits=6) or min(DEFAULT_COUNT, most), 1), most)
    picked = wanted.format if wanted.format in able.formats else next(iter(able.formats), "")
    each = _price(chosen, width, height, 1, wanted.references)
    total = _price(chosen, width, height, count, wanted.references) if series else each * count
    return Choices(
        alias=alias,
        label=chosen.label,
        backends=[Offer(name, each.label, name == alias) for name, each in offered.items()],
        aspects=[
            Offer(name, name, name == aspect, *icon(*sizes[name]))
            for name in sorted(sizes, key=lambda name: LIKED.index(name) if name in LIKED else len(LIKED))
        ],
        tiers=[Offer(name, name, name == tier) for name in sorted(able.sizes.tiers, key=pixels)],
        counts=[Offer(str(n), str(n), n == count) for n in range(1, most + 1)],
        custom=custom,
        width=wanted.width or str(width),
        height=wanted.height or str(height),
        has_sets=has_sets,
        series=series,
        count=count,
        max_references=able.max_inputs,
        too_many=max(0, wanted.references - able.max_inputs),
        formats=[Offer(name, name.upper(), name == picked) for name in able.formats],
        has_seed=able.seed,
        seed=wanted.seed if able.seed else "",
        kept=_kept(wanted, aspect=aspect, tier=tier, format=picked, seed=wanted.seed if able.seed else ""),
        each=each,
        price=total * prod(wanted.grid),
        grid=" × ".join(str(values) for values in wanted.grid),
    )


def icon(width: int, height: int, side: int = 15) -> tuple[int, int]:
    """Width and height of a little frame of this aspect in a square of `side` px."""
    longest = max(width, height)
    return max(4, round(side * width / longest)), max(4, round(side * height / longest))


def aspect_of(width: int, height: int) -> str:
    """The nearest short name of a size: "3:4", or "1.91:1" where whole numbers would be long."""
    for name in LIKED:
        left, right = (int(part) for part in name.split(":"))
        if abs(width / height - left / right) < 0.012 * left / right:
            return name
    shared = gcd(width, height)
    if max(width, height) // shared <= 32:
        return f"{width // shared}:{height // shared}"
    return f"{width / height:.2f}:1" if width > height else f"1:{height / width:.2f}"


def _kept(wanted: Wanted, **shown: str) -> list[str]:
    wishes = {name: str(getattr(wanted, name)) for name in shown}
    return [f"{name}:{wish}:{shown[name]}" for name, wish in wishes.items() if wish and wish != shown[name]]


def _price(chosen: Backend, width: int, height: int, count: int, references: int) -> Decimal:
    inputs = tuple(InputImage(b"", "image/jpeg", 1, 1) for _ in range(min(references, 64)))
    return chosen.estimate(
        ImageRequest(key="", prompt="", width=width, height=height, count=count, inputs=inputs)
    )


def _size(wanted: Wanted, named: tuple[int, int] | None) -> tuple[int, int]:
    if named:
        return named
    return number(wanted.width, digits=6) or 1024, number(wanted.height, digits=6) or 1024


def _first(sizes: object, liked: str) -> str:
    names = list(sizes) if isinstance(sizes, dict) else []
    return liked if liked in names else (names[0] if names else "")


def pixels(tier: str) -> float:
    """ "1.5K" comes after "1K"; a name without a number goes last."""
    try:
        return float(tier.rstrip("Kk"))
    except ValueError:
        return float("inf")
