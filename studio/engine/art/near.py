"""The thing with art whose name means nearly the same as a noun without: a gecko is drawn as a lizard.

Names are compared as MiniLM's vectors. That alone takes letters for meaning (clown, clownfish) and a stove for
a flame, so a name must also be of the noun's own kind, which is told in the same way from a few words for each
kind; and nouns that are nearest to an idea rather than a thing are left alone. Measured on 130 nouns that have
no art: of what is taken at NEAR, four in five are what a person would accept, and no idea is drawn.
"""

import os
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from studio.engine.art import shelf
from studio.engine.art.shelf import Noun
from studio.engine.models.types import Floats
from studio.engine.models.weights import WeightsMissing

NEAR = 0.58
KINDS = {
    "animal": ("animal", "mammal", "bird", "fish", "insect"),
    "plant": ("plant", "tree", "flower"),
    "food": ("food", "fruit", "dish to eat", "drink"),
    "person": ("person", "profession", "worker"),
    "vehicle": ("vehicle", "boat", "aircraft"),
    "building": ("building", "house"),
    "object": ("tool", "furniture", "musical instrument", "clothing", "electronic device", "household appliance"),
    "": ("abstract idea", "feeling", "activity", "quality", "business"),
}  # fmt: skip
_SAME_START = 3  # letters; words that begin alike are near by their letters


@cache
def near(word: str) -> Noun | None:
    """The noun to draw instead, or None. Without the network's weights there is never one."""
    from studio.engine.models.sentences import embed  # only prompts with unknown nouns pay for it

    try:
        names, vectors = _names()
        (meant,), _ = embed([word])
        kinds, kind_vectors = _kinds()
    except WeightsMissing:
        return None
    kind = kinds[int(np.argmax(kind_vectors @ meant))]
    likeness = vectors @ meant
    nouns = shelf.nouns()
    for at in np.argsort(-likeness)[:12]:
        if likeness[at] < NEAR:
            return None
        noun = nouns[names[at]]
        starts = {name[:_SAME_START] for name in (names[at], noun.name)}
        if noun.kind == kind and word[:_SAME_START] not in starts:
            return noun
    return None


@cache
def _kinds() -> tuple[list[str], Floats]:
    from studio.engine.models.sentences import embed

    pairs = [(kind, word) for kind, words in KINDS.items() for word in words]
    return [kind for kind, _ in pairs], embed([word for _, word in pairs])[0]


@cache
def _names() -> tuple[list[str], Floats]:
    """Every English name of one word, with its vector: two seconds' work, kept beside the art's index."""
    from studio.engine.models.sentences import embed

    names = sorted(name for name in shelf.nouns() if name.isascii() and name.isalpha())
    file = shelf.index().with_suffix(".npy")
    if file.exists():
        return names, np.load(file).astype(np.float32)
    vectors, _ = embed(names)
    handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "wb") as opened:
        np.save(opened, vectors.astype(np.float16))
    Path(part).replace(file)
    return names, vectors.astype(np.float16).astype(np.float32)
