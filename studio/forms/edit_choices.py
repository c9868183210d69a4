"""What the edit page offers for a picture: only what the chosen backend can do with it, and what it costs."""

from collections.abc import Mapping, Sequence
from copy import copy
from decimal import Decimal

from studio.backends.base import Backend
from studio.backends.registry import offered as offered_to
from studio.backends.sizes import nearest_size
from studio.forms.choices import Offer, aspect_of
from studio.forms.operations import Operation, drawn_anew, offered
from studio.models import JobInput, Reference, User, Variant
from studio.pipeline.submit import Input, Order, price

SAME = "same"
MOST_COUNT = 4


class EditChoices:
    """`told` is what was chosen so far, as it came; what is not on offer falls back to what is."""

    def __init__(self, variant: Variant, told: Mapping[str, str], references: Sequence[Reference]) -> None:
        self.variant = variant
        self.told = told
        self.references = references
        self.backends: dict[str, Backend] = {
            alias: each
            for alias, each in offered_to(variant.project.team_id).items()
            if "edit" in each.capabilities.operations and each.capabilities.max_inputs
        }

    def told_otherwise(self, told: Mapping[str, str]) -> "EditChoices":
        """Other choices for the same picture, without asking anew which backends there are."""
        other = copy(self)
        other.told = told
        return other

    @property
    def alias(self) -> str:
        wanted = self._told("backend") or self.variant.job.backend
        return wanted if wanted in self.backends else next(iter(self.backends), "")

    @property
    def chosen(self) -> Backend:
        return self.backends[self.alias]

    @property
    def offers(self) -> list[Offer]:
        return [Offer(alias, each.label, alias == self.alias) for alias, each in self.backends.items()]

    @property
    def operations(self) -> list[Operation]:
        found = offered(self.chosen.capabilities, self.variant.image.width, self.variant.image.height)
        return found if self.seed is None else found + drawn_anew(self.variant.job.sent_text)

    @property
    def seed(self) -> int | None:
        """From which the chosen backend draws this picture again; None where another drew it, or an edit made it."""
        told, job = self.variant.details.get("plan"), self.variant.job
        seed = told.get("seed") if isinstance(told, dict) else None
        is_own = self.chosen.capabilities.redraws and job.backend == self.alias and not job.sent_along
        return seed if is_own and isinstance(seed, int) else None

    @property
    def operation(self) -> Operation | None:
        """The named edit that was chosen, so far as this backend can do it."""
        return next((each for each in self.operations if each.name == self._told("operation")), None)

    @property
    def is_anew(self) -> bool:
        """Whether the named edit is a variation that the backend draws from the picture's own prompt."""
        return self.operation is not None and self.operation.wants == "anew"

    @property
    def speaks_of_a_reference(self) -> bool:
        """Whether the named edit, as its words still say, is done with a second picture."""
        wants = self.operation is not None and self.operation.wants == "reference"
        return wants and "image 2" in self._told("prompt")

    @property
    def words(self) -> str:
        if written := self._told("prompt"):
            return written
        return self.operation.words if self.operation else ""

    @property
    def sizes(self) -> list[Offer]:
        """Sizes to ask for: as it is, larger with the same shape, and other shapes."""
        wanted = self._told("size") or (self.operation.size if self.operation else SAME)
        found = [Offer(SAME, f"As it is, {_named(self.same_size)}", False, *self.same_size)]
        found += [Offer(name, f"{name}, {_named(size)}", False, *size) for name, size in self._larger()]
        found += [
            Offer(f"shape-{name}", f"{name}, {_named(size)}", False, *size) for name, size in self._shapes()
        ]
        if wanted == "largest" and len(self._larger()):
            wanted = self._larger()[-1][0]
        elif wanted == "wide" and (shapes := self._shapes()):
            wide = max(shapes, key=lambda each: each[1][0] / each[1][1])
            wanted = f"shape-{wide[0]}"
        known = wanted if wanted in {each.value for each in found} else SAME
        return [Offer(each.value, each.label, each.value == known, each.width, each.height) for each in found]

    @property
    def asked_size(self) -> tuple[int, int]:
        return next((each.width, each.height) for each in self.sizes if each.chosen)

    @property
    def same_size(self) -> tuple[int, int]:
        """The picture's own size, or the nearest that this backend can be asked for."""
        image = self.variant.image
        return nearest_size(self.chosen.capabilities.sizes, image.width, image.height) or (
            image.width,
            image.height,
        )

    @property
    def masks(self) -> str:
        """How this backend keeps to a marked area: native, composed or none."""
        return self.chosen.capabilities.mask

    @property
    def max_references(self) -> int:
        """Beside the picture itself."""
        return self.chosen.capabilities.max_inputs - 1

    @property
    def feather(self) -> str:
        image = self.variant.image
        return self._told("feather") or str(min(round(max(image.width, image.height) / 128), 96))

    @property
    def counts(self) -> list[Offer]:
        return [Offer(str(n), str(n), n == self.asked_count) for n in range(1, MOST_COUNT + 1)]

    @property
    def asked_count(self) -> int:
        told = self._told("count")
        return int(told) if told in {"1", "2", "3", "4"} else 1

    @property
    def price(self) -> Decimal:
        """US$ for all of it, at most."""
        width, height = self.asked_size
        draft = Order(
            self.variant.project, User(), "-", self.alias, width, height, self.asked_count,
            inputs=[
                Input(self.variant.image, role=JobInput.Role.SOURCE),
                *(Input(each.image) for each in self.references),
            ],
        )  # fmt: skip
        return price(draft)

    def _larger(self) -> list[tuple[str, tuple[int, int]]]:
        image = self.variant.image
        rules = self.chosen.capabilities.sizes
        found = []
        for name, sizes in rules.tiers.items():
            area = max(width * height for width, height in sizes.values())
            scale = (area / (image.width * image.height)) ** 0.5
            size = nearest_size(rules, round(image.width * scale), round(image.height * scale))
            if size and size[0] * size[1] > 1.2 * image.width * image.height:
                found.append((name, size))
        return sorted(found, key=lambda each: each[1][0] * each[1][1])

    def _shapes(self) -> list[tuple[str, tuple[int, int]]]:
        """Other aspects, of the tier that is nearest to the picture's own area."""
        image = self.variant.image
        tiers = self.chosen.capabilities.sizes.tiers.values()
        if not tiers:
            return []
        sizes = min(
            tiers,
            key=lambda each: abs(
                max(width * height for width, height in each.values()) - image.width * image.height
            ),
        )
        own = aspect_of(image.width, image.height)
        return [(name, size) for name, size in sizes.items() if name != own]

    def _told(self, name: str) -> str:
        return str(self.told.get(name) or "")


def _named(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"
