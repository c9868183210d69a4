from typing import Literal

import pytest
from hypothesis import strategies as st

from studio.prompts.compose import compose, count_words, prose
from studio.prompts.document import Value, fingerprint, same, scalar_text
from studio.prompts.flatten import leaves
from studio.prompts.keys import is_negative, spoken
from studio.prompts.parse import Structured, parse
from studio.prompts.stated import Stated, stated
from studio.prompts.template import variables
from tests.prompts.documents import document, given, trees


@given(trees, st.sampled_from(["json", "words"]), st.booleans())
def test_no_leaf_is_ever_dropped(tree: Value, reads: Literal["json", "words"], negative_field: bool) -> None:
    composed = compose(tree, reads=reads, negative_field=negative_field)
    sent = composed.prompt + "\n" + composed.negative
    if variables(tree):
        return
    for _, leaf in leaves(tree):
        if not isinstance(leaf, (dict, list)):
            said = scalar_text(leaf)
            assert said in sent or fingerprint(said)[1:-1] in sent


@given(trees)
def test_json_is_sent_as_the_document_it_is(tree: Value) -> None:
    parsed = parse(compose(tree, reads="json").prompt)
    assert isinstance(parsed, Structured)
    assert variables(tree) or same(parsed.document, tree)


def test_plain_words_are_sent_as_they_are() -> None:
    for reads in ("json", "words"):
        assert compose('a "fox"\nin snow', reads=reads).prompt == 'a "fox"\nin snow'


def test_a_document_reads_as_lines_of_words() -> None:
    tree: Value = {
        "prompt": "A potter at work.",
        "keyLight": {"source": "window", "whiteBalance_K": document()["scale"]},
        "camera": {"lens": {"type": "prime", "mm": "50"}},
        "colours": ["red", "grey"],
        "frames": [{"pose": "up"}, {"pose": "down"}],
        "no_text": True,
        "negative_prompt": ["blur", "logos"],
    }
    assert prose(tree).split("\n") == [
        "A potter at work.",
        "Key light: source: window; white balance K: 1e3",
        "Camera: lens: (type: prime; mm: 50)",
        "Colours: red, grey",
        "Frames: (pose: up), (pose: down)",
        "No text: true",
        "Avoid: blur, logos",
    ]


def test_negatives_go_to_their_own_field_only_where_there_is_one() -> None:
    words = compose(document(), reads="words", negative_field=True)
    assert words.negative == "plastic skin, lettering, logos, a second person"
    assert "plastic skin" not in words.prompt
    json = compose(document(), reads="json", negative_field=True)
    assert "negative_prompt" not in json.prompt
    assert json.negative == words.negative
    assert compose(document(), reads="json").negative == ""
    nested: Value = {"a": {"avoid": "blur", "b": "c"}, "list": [{"negativePrompt": "x"}]}
    parted = compose(nested, reads="words", negative_field=True)
    assert parted.negative == "blur"
    assert "avoid: x" in parted.prompt


@pytest.mark.parametrize("key", ["negative_prompt", "negativePrompt", "Negative Prompt", "AVOID", "禁止项"])
def test_negatives_are_known_by_their_names(key: str) -> None:
    assert is_negative(key)


@pytest.mark.parametrize("key", ["negative_space", "prompt", "avoidance", ""])
def test_other_names_are_not_negatives(key: str) -> None:
    assert not is_negative(key)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("white_balance_K", "white balance K"),
        ("depthOfField", "depth of field"),
        ("HDRLook", "HDR look"),
        ("Key Light", "key light"),
        ("__", "__"),
    ],
)
def test_keys_are_spoken_as_words(key: str, said: str) -> None:
    assert spoken(key) == said


def test_variables_are_filled_and_the_missing_ones_named() -> None:
    composed = compose("a {{colour=red}} {{animal}} in {{place}}", reads="words", given={"animal": "fox"})
    assert composed.prompt == "a red fox in {{place}}"
    assert composed.unfilled == ("place",)


def test_a_long_prompt_is_warned_of_by_its_words() -> None:
    assert compose("word " * 600, reads="words").warning == ""
    assert "600 words" in compose("word " * 601, reads="words").warning


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a red fox", 3),
        ("", 0),
        ('{"key_light": "it\'s on"}', 4),
        ("一只红色的狐狸", 14),
        ("f/1.8 eye-level, 4K", 4),
    ],
)
def test_words_are_counted_as_the_advice_counts_them(text: str, count: int) -> None:
    assert count_words(text) == count


def ratio(value: Value) -> tuple[int, int] | None:
    found = stated(value).ratio
    return found[:2] if found else None


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"aspect_ratio": "3:4"}, (3, 4)),
        ({"output": {"aspectRatio": "9:16 (vertical)"}}, (9, 16)),
        ({"ratio": "2 x 3"}, None),
        ({"aspect_ratio": "vertical (approximately 2:3)"}, (2, 3)),
        ({"Aspect Ratio": "--ar 16:9"}, (16, 9)),
        ({"aspect_ratio": "portrait"}, None),
        ({"aspect_ratio": "0:1"}, None),
        ({"time": "12:30"}, None),
        ("a fox --ar 3:2", (3, 2)),
        ("a fox, aspect ratio 3:2", (3, 2)),
        ("a fox at 3:20", None),
        ({"aspect_ratio": "1:1", "panels": [{"aspect_ratio": "3:4"}]}, (1, 1)),
        ({"panels": [{"aspect_ratio": "3:4"}, {"aspect_ratio": "1:1"}]}, None),
        ({"panels": [{"aspect_ratio": "3:4"}, {"aspect_ratio": "3:4"}]}, (3, 4)),
    ],
)
def test_a_stated_aspect_ratio_is_found(document: Value, expected: tuple[int, int] | None) -> None:
    assert ratio(document) == expected


def test_a_stated_size_and_number_are_found_with_their_fields() -> None:
    said = stated(document('{"output": {"width": 1024, "height": "1536"}, "num_images": 4, "count": 9}'))
    assert said.size == (1024, 1536, "", ("output",))
    assert said.pictures == (4, ("num_images",))
    assert stated({"resolution": "2K"}).size == (0, 0, "2K", ("resolution",))
    assert stated({"resolution": "1200 x 1600 px"}).size == (1200, 1600, "", ("resolution",))


@pytest.mark.parametrize(
    "value",
    [{"resolution": "8K ultra"}, {"width": "wide"}, {"size": "large"}, {"num_images": "many"}, "a fox", []],
)
def test_vague_statements_are_left_alone(value: Value) -> None:
    assert stated(value) == Stated(None, None, None)
