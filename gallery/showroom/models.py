"""The models that have a page: every backend that is configured, and Seedream's families even where none is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.text import slugify

from gallery.models import Use
from studio.backends.base import Capabilities
from studio.backends.errors import Misconfigured
from studio.backends.families import FAMILIES, Family, family_of
from studio.backends.registry import aliases, backend

WORDS = {
    "4.0": "One model that draws, edits and reasons: words to picture, up to fourteen references in, up to fifteen pictures out, from 1K to 4K.",
    "4.5": "Seedream’s finer hand: steadier faces, small lettering that can be read, and large sizes only.",
    "5.0-lite": "The quicker of the fifth family: 2K and 3K, sets of pictures, and tools that look things up.",
    "5.0-pro": "The most careful of the family: one picture at a time, drawn with the most thought.",
    "5.0-flash": "For many tries in little time: small sizes, small price.",
    "seedbed": "Drawn on this machine, without a key and without a cost: honest vector scenes, and real edits of pictures. No photographs, and it says so.",
}
_SPOKEN = {"generate": "draws from words", "edit": "edits pictures", "set": "makes coherent sets"}


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """What a model does, in a sentence. `use` is the kind of creations that show it, "" where a remix beside its
    origin does, None where no public picture could."""

    name: str
    words: str
    icon: str
    use: str | None


@dataclass(frozen=True, slots=True)
class Model:
    """`alias` is "" where nobody has configured it here."""

    slug: str
    label: str
    about: str
    able: Capabilities
    price: Decimal
    alias: str = ""

    @property
    def title(self) -> str:
        """In two breaths, as a heading."""
        return f"{self.label}, and what people grow with it"

    @property
    def does(self) -> Sequence[Section]:
        """In a few short sections, each only where it is so."""
        able, told = self.able, []
        if "generate" in able.operations:
            words = "A sentence is enough; a structured prompt says it field by field."
            told.append(Section("Draws from words", words, "text-cursor-input", Use.ILLUSTRATION))
            words = "Other light, other place, one more of them: a recipe goes on from the one before, with credit."
            told.append(Section("Varies a recipe", words, "git-branch", ""))
            words = "Diagrams with their parts named, charts, sets of icons."
            told.append(Section("Explains", words, "graduation-cap", Use.TEACHING))
        if able.max_set > 1:
            words = f"Up to {able.max_set} pictures in one look, from one prompt."
            told.append(Section("Keeps a series together", words, "gallery-horizontal-end", Use.CAMPAIGN))
        if "edit" in able.operations:
            words = (
                "Take away, put in, recolour, turn day into night; with "
                f"{f'up to {able.max_inputs} pictures' if able.max_inputs > 1 else 'one picture'} to work from."
            )
            told.append(Section("Edits what is there", words, "wand-sparkles", None))
        if able.mask != "none":
            words = "Outside the mask every pixel stays as it was, and the studio shows the proof."
            told.append(Section("Changes only what you mark", words, "brush", None))
        return told

    @property
    def facts(self) -> Sequence[Fact]:
        able, sizes = self.able, self.able.sizes
        told = [
            Fact(
                "Does",
                _listed([_SPOKEN[each] for each in ("generate", "edit", "set") if each in able.operations]),
            )
        ]
        if sizes.tiers:
            told.append(
                Fact(
                    "Sizes",
                    ", ".join(sorted(sizes.tiers, key=_pixels)) + f"; up to {_megapixels(sizes.max_area)}",
                )
            )
            shapes = next(iter(sizes.tiers.values()))
            told.append(Fact("Shapes", ", ".join(shapes)))
        else:
            told.append(Fact("Sizes", f"any up to {_megapixels(sizes.max_area)}"))
        told.append(Fact("References", f"up to {able.max_inputs}" if able.max_inputs else "none"))
        told.append(Fact("Pictures of a set", f"up to {able.max_set}" if able.max_set > 1 else "no sets"))
        masks = {"native": "its own", "composed": "laid back by us, exactly", "none": "none"}
        told.append(Fact("Masks", masks[able.mask]))
        told.append(
            Fact(
                "Files",
                _listed(sorted(each.removeprefix("image/").upper() for each in able.output_media_types)),
            )
        )
        return told


def models() -> list[Model]:
    """The configured ones in the order of the settings, then the families that could be."""
    found: list[Model] = []
    families: set[str] = set()
    for alias in aliases():
        try:
            chosen = backend(alias)
        except Misconfigured:
            continue
        family = _family(alias)
        if family:
            families.add(family.name)
        about = WORDS.get(family.name, "") if family else ""
        found.append(
            Model(
                slugify(alias) or "model",
                chosen.label,
                about or f"{chosen.label} is configured here as “{alias}”.",
                chosen.capabilities,
                chosen.capabilities.price_per_picture,
                alias,
            )
        )
    for family in FAMILIES:
        if family.name not in families and family.name in WORDS and family.name != "seedbed":
            slug = slugify(family.label)
            if slug not in {each.slug for each in found}:
                able = family.capabilities
                found.append(Model(slug, family.label, WORDS[family.name], able, able.price_per_picture))
    return found


def model_called(slug: str) -> Model | None:
    return next((each for each in models() if each.slug == slug), None)


def _family(alias: str) -> Family | None:
    options = settings.IMAGE_BACKENDS.get(alias, {}).get("OPTIONS", {})
    name = options.get("model", "") if isinstance(options, dict) else ""
    return family_of(str(name)) if name else None


def _pixels(tier: str) -> float:
    number = re.match(r"[0-9.]+", tier)
    return float(number[0]) if number else 99.0


def _megapixels(area: int) -> str:
    return f"{area / 1e6:.1f} megapixels"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)
