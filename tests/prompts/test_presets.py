import json

import pytest

from studio.prompts.document import PathError, Value, same, to_plain
from studio.prompts.presets import Preset, PresetError, export_presets, import_presets, merge, pick
from studio.prompts.starters import STARTERS
from studio.prompts.template import variables
from tests.prompts.documents import document, given, trees


def test_picked_fields_keep_their_groups_and_order() -> None:
    picked = pick(document(), [("quality_targets", 1), ("lighting", "key", "source"), ("style",)])
    assert same(
        picked,
        {
            "style": "quiet documentary photograph, natural colours",
            "lighting": {"key": {"source": "window light"}},
            "quality_targets": ["five fingers on each hand", "readable glaze names", "sharp eyes"],
        },
    )


def test_only_fields_that_are_there_can_be_picked() -> None:
    with pytest.raises(PathError):
        pick(document(), [("nowhere",)])
    with pytest.raises(PresetError, match="at least one field"):
        pick(document(), [])
    with pytest.raises(PresetError, match="structured"):
        pick("a fox", [()])


@given(trees.filter(lambda tree: isinstance(tree, dict)))
def test_a_preset_merged_twice_changes_nothing_more(tree: Value) -> None:
    assert isinstance(tree, dict)
    once = merge(document(), tree)
    assert merge(once.document, tree).changes == []


def test_a_merge_shows_what_it_changes() -> None:
    merged = merge(
        document(),
        {
            "lighting": {"key": {"source": "neon"}},
            "negative_prompt": ["fog", "plastic skin"],
            "x": {"y": "z"},
        },
    )
    assert [(change.kind, change.label) for change in merged.changes] == [
        ("changed", "lighting.key.source"),
        ("added", "negative_prompt[3]"),
        ("added", "x"),
    ]


def test_lists_can_be_replaced_instead() -> None:
    merged = merge({"a": ["x", "y"]}, {"a": ["z"]}, extend_lists=False)
    assert merged.document == {"a": ["z"]}


def test_a_merge_leaves_locked_fields_alone() -> None:
    locked = [("lighting", "key"), ("style",)]
    fields: dict[str, Value] = {"style": "x", "lighting": {"key": {"source": "x", "new": "x"}, "fill": "x"}}
    merged = merge(document(), fields, locked=locked)
    assert [change.label for change in merged.changes] == ["lighting.fill"]
    assert merge(document(), {"lighting": "dark"}, locked=locked).changes == []


def test_a_preset_makes_plain_words_a_document() -> None:
    assert merge("a fox", {"style": "ink"}).document == {"prompt": "a fox", "style": "ink"}
    assert merge("", {"style": "ink"}).document == {"style": "ink"}
    assert merge(["a", "b"], {"style": "ink"}).document == {"items": ["a", "b"], "style": "ink"}


def test_presets_survive_their_file() -> None:
    presets = [*STARTERS, Preset("Potter", "", document())]
    text = export_presets(presets)
    read = import_presets(text)
    assert [(one.name, one.description) for one in read] == [(one.name, one.description) for one in presets]
    assert all(same(one.fields, other.fields) for one, other in zip(read, presets, strict=True))
    assert json.loads(text)["presets"][-1]["fields"] == to_plain(document())


def test_fifty_large_presets_survive_their_file() -> None:
    large: dict[str, Value] = {f"field {at}": "x" * 100 for at in range(150)}
    presets = [Preset(f"Preset {at}", "", large) for at in range(50)]
    assert import_presets(export_presets(presets)) == presets


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a fox", "not a preset file"),
        ("[]", "not a preset file"),
        ('{"seedbed_presets": 1,\n}', "Line 2, column 1"),
        ('{"seedbed_presets": 2, "presets": []}', "newer Seedbed"),
        ('{"seedbed_presets": 1}', "holds no presets"),
        ('{"seedbed_presets": 1, "presets": ["x"]}', "Preset 1 is not an object"),
        ('{"seedbed_presets": 1, "presets": [{"name": " "}]}', "Preset 1 needs a name"),
        ('{"seedbed_presets": 1, "presets": [{"name": "x", "fields": {}}]}', "“x” has no fields"),
        (
            '{"seedbed_presets": 1, "presets": [{"name": "x", "description": 1, "fields": {"a": 1}}]}',
            "description of “x”",
        ),
        ('{"seedbed_presets": 1, "presets": [' + ",".join(["1"] * 51) + "]}", "at most 50"),
        ("{" + "x" * 1_000_001, "longer than 1,000,000"),
    ],
)
def test_a_file_that_holds_no_presets_is_refused_in_a_sentence(text: str, reason: str) -> None:
    with pytest.raises(PresetError, match=reason):
        import_presets(text)


def test_every_starter_has_a_name_of_its_own_a_sentence_and_an_input() -> None:
    assert [preset.name for preset in STARTERS] == [
        "Product variants",
        "Virtual try-on",
        "Object removal",
        "Background change",
        "Text removal",
        "Annotated diagram",
        "Puzzle",
        "Campaign series",
        "Concept exploration",
    ]
    for preset in STARTERS:
        assert preset.description.endswith(".")
        assert variables(preset.fields)
