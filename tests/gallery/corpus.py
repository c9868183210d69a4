"""A small public gallery with four subjects, for themes and neighbours."""

from collections.abc import Callable
from copy import copy
from typing import Any

from gallery.models import Creation
from gallery.said import meaning_of
from tests.gallery.embedder import vector

MakeCreation = Callable[..., Creation]

FOXES = [
    "a red fox in a snowy forest at night, watercolour",
    "a red fox in a snowy forest at sunrise, watercolour",
    "a red fox in a snowy forest at night, woodcut",
    "a fox in a snowy forest at dusk, ink drawing",
    "a fox asleep in a snowy forest by moonlight, watercolour",
    "a fox in a meadow at night, watercolour",
    "two foxes in a snowy forest in fog, watercolour",
]
BOTTLES = [
    f"a glass perfume bottle on a marble plinth, softbox, product photo, {colour}"
    for colour in ("blue", "green", "amber", "rose", "black", "cream", "violet")
]
TRAMS = [
    f"a yellow tram in a rainy city street, neon signs, {style}"
    for style in ("photograph", "pixel art", "oil painting", "anime", "risograph", "etching", "collage")
]
TEACUPS = [
    f"a porcelain teacup on a kitchen table, window light, {mood}"
    for mood in ("calm", "cosy", "playful", "elegant", "dreamy", "still", "joyful")
]


def grow(make_creation: MakeCreation, texts: list[str], **fields: Any) -> list[Creation]:
    """A public creation for each prompt, read already."""
    first = make_creation(**({"title": texts[0][:60], "prompt_text": texts[0]} | fields))
    first.text_vector = vector(meaning_of(first))
    first.save(update_fields=["text_vector"])
    others = []
    for text in texts[1:]:
        each = copy(first)
        each.pk, each.title, each.prompt_text = None, fields.get("title", text[:60]), text
        each.text_vector = vector(meaning_of(each))
        others.append(each)
    return [first, *Creation.objects.bulk_create(others)]


def grow_all(make_creation: MakeCreation) -> dict[str, list[Creation]]:
    """Twenty-eight creations: foxes, bottles, trams and teacups, seven of each."""
    subjects = {"foxes": FOXES, "bottles": BOTTLES, "trams": TRAMS, "teacups": TEACUPS}
    return {name: grow(make_creation, texts) for name, texts in subjects.items()}
