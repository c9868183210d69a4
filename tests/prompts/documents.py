"""Prompt documents of our own for the tests, and hypothesis strategies that make any document."""

from collections.abc import Callable
from typing import Any

import hypothesis
from hypothesis import strategies as st

from studio.prompts.document import Number, Value
from studio.prompts.parse import Structured, parse

POTTER = """{
  "style": "quiet documentary photograph, natural colours",
  "subject": {
    "who": "an old potter, called \\"the Captain\\"\\nand his cat",
    "age": 71,
    "hands": {"state": "covered in wet clay", "visible": true},
    "hair": {"color": "white", "length": "short"}
  },
  "lighting": {
    "key": {
      "source": "window light",
      "from": "the left"
    },
    "fill": null,
    "white_balance_K": 5600
  },
  "camera": {
    "lens": {"focal_length_mm": 50, "aperture_f": 4.0},
    "framing": {"angle": "eye level", "crop": "waist up"}
  },
  "quality_targets": ["five fingers on each hand", "readable glaze names", "sharp eyes"],
  "scale": 1e3,
  "负面": "ok",
  "empty": {},
  "none": [],
  "negative_prompt": ["plastic skin", "lettering, logos", "a second person"]
}"""


def given(*strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hypothesis, with fewer examples and without a deadline, which a busy machine would miss."""

    def wrap(test: Callable[..., None]) -> Callable[..., None]:
        drawn: Callable[..., None] = hypothesis.given(*strategies)(test)
        return hypothesis.settings(deadline=None, max_examples=60)(drawn)

    return wrap


def document(text: str = POTTER) -> dict[str, Value]:
    parsed = parse(text)
    assert isinstance(parsed, Structured)
    assert isinstance(parsed.document, dict)
    return parsed.document


numbers = st.one_of(
    st.integers(-(10**12), 10**12).map(str),
    st.sampled_from(["4.0", "1e3", "-0", "0.10", "1E+2", "5.5e-7"]),
).map(Number)
texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=30)
scalars = st.one_of(texts, numbers, st.booleans(), st.none())
keys = st.one_of(st.sampled_from(["light", "angle", "a.b", "", "__proto__", "x y", "0", "~/"]), texts)
values: st.SearchStrategy[Value] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)
trees: st.SearchStrategy[Value] = values.filter(lambda value: isinstance(value, (dict, list)))
alike = st.recursive(
    st.sampled_from(["red", "blue", "a text long enough to move", "", "the cat on the mat"])
    | st.sampled_from(["1", "4", "4.0"]).map(Number)
    | st.booleans()
    | st.none(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from("abcdef"), inner, max_size=5),
    max_leaves=25,
)
"""Documents that have much in common with each other, as versions have."""
