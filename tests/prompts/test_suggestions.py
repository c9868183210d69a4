import pytest

from studio.prompts.document import Number, Path
from studio.prompts.suggestion_lists import LISTS
from studio.prompts.suggestions import suggest


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("lighting", "key", "source"), "light"),
        (("lighting", "direction"), "direction"),
        (("camera", "framing", "angle"), "angle"),
        (("cameraAngle",), "angle"),
        (("camera", "lens", "type"), "lens"),
        (("hair", "color"), "hair_colour"),
        (("hair", "style"), "hair_style"),
        (("style",), "style"),
        (("season",), "season"),
        (("time_of_day",), "time"),
        (("dress", "material"), "material"),
        (("color_palette", 0), "colour"),
        (("color_palette",), "palette"),
        (("overall_mood",), "mood"),
        (("skin_tone",), "skin_tone"),
        (("environment", "weather"), "weather"),
    ],
)
def test_a_field_is_known_by_its_name(path: Path, kind: str) -> None:
    found = suggest(path, "something")
    assert found is not None
    assert found.kind == kind
    assert found.values


@pytest.mark.parametrize(
    "path",
    [
        (),
        (0,),
        ("name",),
        ("output", "color_profile"),
        ("environment", "props"),
        ("id",),
        ("focus", "target"),
    ],
)
def test_a_field_we_know_nothing_of_gets_no_suggestions(path: Path) -> None:
    assert suggest(path, "x") is None


def test_the_present_value_is_not_suggested() -> None:
    found = suggest(("season",), " High summer ")
    assert found is not None
    assert "high summer" not in found.values
    assert "deep winter, fresh snow" in found.values


def test_suggestions_are_of_the_type_of_the_field() -> None:
    focal = suggest(("lens", "focal_length_mm"), Number("50"))
    assert focal is not None
    assert Number("85") in focal.values
    assert Number("50") not in focal.values
    assert suggest(("season",), Number("4")) is None
    assert suggest(("light",), {"a": "b"}) is None
    switch = suggest(("no_text",), True)
    assert switch is not None
    assert switch.values == (False,)


def test_no_list_names_a_value_or_a_key_twice() -> None:
    for kind in LISTS:
        assert len(set(kind.values)) == len(kind.values) >= 3
    keys = [key for kind in LISTS for key in kind.keys]
    assert len(set(keys)) == len(keys)
