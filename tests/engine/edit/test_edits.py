"""Edits of drawn scenes, whose truth is known to the pixel."""

import json
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from studio.engine.edit import edit
from studio.engine.edit.upscale import enlarged_alike
from studio.engine.models.reading import find_lines, read
from studio.engine.models.types import Pixels, u8
from studio.engine.wish import Drawing
from tests.engine.edit.scenes import backdrop, mug, still_life, wish, with_words


def _square(shape: tuple[int, ...], left: int, top: int, right: int, bottom: int) -> np.ndarray:
    mask = np.zeros(shape[:2], np.uint8)
    mask[top:bottom, left:right] = 255
    return mask


def _plan(drawing: Drawing) -> dict[str, Any]:
    """The plan as it arrives at the other end of the wire."""
    read_back: dict[str, Any] = json.loads(json.dumps(drawing.plan))
    return read_back


def _hue(pixels: np.ndarray) -> float:
    """The commonest hue in degrees."""
    hue = cv2.cvtColor(pixels.reshape(1, -1, 3), cv2.COLOR_RGB2HSV)[0, :, 0].astype(float) * 2
    return float(np.median(hue))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_background_goes_and_the_subject_stays(seed: int) -> None:
    scene, truth = still_life(seed=seed)
    (drawing,) = edit(wish("remove the background", scene, alpha=True))
    assert drawing.picture.mode == "RGBA"
    found = np.asarray(drawing.picture.getchannel("A")) > 127
    true = truth > 0.5
    assert (found & true).sum() / (found | true).sum() >= 0.9


def test_a_cut_out_file_holds_nothing_of_what_was_removed() -> None:
    scene, _ = still_life()
    (drawing,) = edit(wish("remove the background", scene, alpha=True))
    made = np.asarray(drawing.picture)
    assert not made[made[..., 3] == 0].any()


def test_without_alpha_the_subject_lies_on_white() -> None:
    scene, _ = still_life()
    (drawing,) = edit(wish("remove the background", scene))
    assert drawing.picture.mode == "RGB"
    assert drawing.picture.getpixel((5, 5)) == (255, 255, 255)


def test_a_cut_out_takes_part_in_what_follows() -> None:
    scene, truth = still_life()
    (drawing,) = edit(wish("remove the background and make it black and white", scene, alpha=True))
    made = np.asarray(drawing.picture)[truth > 0.99].astype(int)
    assert np.ptp(made[:, :3], axis=1).max() <= 2


def test_a_cut_out_that_comes_back_brings_its_own_matte() -> None:
    front, truth = mug()
    cut_out = np.dstack([front, u8(truth * 255)])
    (drawing,) = edit(wish("put it on a #204060 background", cut_out))
    made = np.asarray(drawing.picture).astype(int)
    assert np.abs(made[truth == 0][: 640 * 60] - (0x20, 0x40, 0x60)).max() <= 1
    assert np.abs(made - front)[truth > 0.99].max() <= 1


def test_a_named_colour_becomes_the_background() -> None:
    scene, truth = still_life()
    (drawing,) = edit(wish("put it on a #2050c0 background", scene))
    made = np.asarray(drawing.picture).astype(int)
    assert np.abs(made[:60, :60] - (0x20, 0x50, 0xC0)).max() <= 1
    inside = truth > 0.99
    assert np.abs(made - scene)[inside].mean() < 6


def test_a_scene_in_words_is_drawn_by_whoever_was_handed_in() -> None:
    scene, _ = still_life()
    asked: list[tuple[str, int, int]] = []

    def scenery(words: str, width: int, height: int, seed: int) -> Image.Image:
        asked.append((words, width, height))
        return Image.new("RGB", (width, height), (20, 120, 60))

    (drawing,) = edit(wish("replace the background with a forest in spring", scene), scenery)
    assert asked == [("forest in spring", 640, 480)]
    assert drawing.picture.getpixel((4, 4)) == (20, 120, 60)


@pytest.mark.parametrize(
    "words",
    [
        "remove this",
        "make it blue",
        "blur it",
        "turn it into a watercolour",
        "make it black and white",
        "brighten it",
    ],
)
def test_outside_the_mask_no_pixel_changes(words: str) -> None:
    scene, _ = still_life()
    mask = _square(scene.shape, 200, 100, 400, 300)
    (drawing,) = edit(wish(words, scene, mask=mask))
    made = np.asarray(drawing.picture)
    assert np.array_equal(made[mask == 0], scene[mask == 0])
    assert not np.array_equal(made[mask > 0], scene[mask > 0])


def test_a_marked_object_is_drawn_over_like_its_surroundings() -> None:
    scene, truth = still_life()
    mask = u8(cv2.dilate((truth > 0).astype(np.uint8) * 255, np.ones((9, 9), np.uint8)))
    (drawing,) = edit(wish("remove this", scene, mask=mask))
    apart = np.abs(np.asarray(drawing.picture).astype(int) - backdrop().astype(int))[truth > 0.5]
    assert np.median(apart) < 14


def test_recolouring_moves_the_hue_of_the_thing_only() -> None:
    scene, truth = still_life()
    (drawing,) = edit(wish("make the mug blue", scene))
    made = np.asarray(drawing.picture)
    body = np.zeros(scene.shape[:2], bool)
    body[190:340, 250:390] = True
    assert abs(_hue(scene[body]) - 0) < 15 or abs(_hue(scene[body]) - 360) < 15
    assert 200 < _hue(made[body]) < 260
    far = cv2.dilate((truth > 0).astype(np.uint8), np.ones((25, 25), np.uint8)) == 0
    assert np.array_equal(made[far], scene[far])
    # The light that falls across the body is still seen.
    before, after = (
        cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[260, 250:390].astype(float) for picture in (scene, made)
    )
    assert np.corrcoef(before, after)[0, 1] > 0.8


@pytest.mark.parametrize("outline", [0, 4])
def test_no_text_is_found_where_text_was_removed(outline: int) -> None:
    scene = with_words(backdrop(), "SUMMER SALE", (110, 190), 64, outline=outline)
    assert find_lines(scene)
    (drawing,) = edit(wish("remove the text", scene))
    assert find_lines(np.array(drawing.picture)) == []


def test_only_the_text_that_was_named_goes() -> None:
    scene = with_words(with_words(backdrop(), "KEEP THIS", (60, 60), 56), "DROP", (330, 350), 56)
    (drawing,) = edit(wish('remove the word "DROP"', scene))
    made = np.array(drawing.picture)
    assert [read(made, line)[0].replace(" ", "") for line in find_lines(made)] == ["KEEPTHIS"]


def test_replaced_text_reads_as_asked() -> None:
    scene = with_words(backdrop(), "OPEN", (230, 180), 80)
    (drawing,) = edit(wish('replace "OPEN" with "CLOSED"', scene))
    made = np.array(drawing.picture)
    assert [read(made, line)[0] for line in find_lines(made)] == ["CLOSED"]


def test_a_subject_is_set_into_another_picture() -> None:
    scene, _ = still_life()
    other = backdrop(640, 480, seed=9)
    (drawing,) = edit(wish("put the mug into picture 2", scene, other))
    made = np.asarray(drawing.picture).astype(int)
    assert np.abs(made[:40] - other[:40]).mean() < 3
    (operation,) = _plan(drawing)["operations"]
    left, top, right, bottom = operation["boxes"][0]
    assert (right - left) * (bottom - top) > 0.05 * 640 * 480


def _ball(width: int, height: int, x: int) -> Pixels:
    """A blue ball on pale sand, and the shadow that it casts to the left."""
    sand = np.full((height, width, 3), (214, 190, 156), np.float32)
    sand *= np.linspace(1.08, 0.94, height, dtype=np.float32)[:, None, None]
    shadow = np.zeros((height, width), np.float32)
    cv2.ellipse(shadow, (x - 50, height * 2 // 3 + 62), (110, 24), 0, 0, 360, 0.4, -1)
    scene = (sand * (1 - cv2.GaussianBlur(shadow, (0, 0), 4)[..., None])).astype(np.uint8)
    cv2.circle(scene, (x, height * 2 // 3), 70, (30, 70, 200), -1, cv2.LINE_AA)
    return scene


def test_the_shadow_goes_with_the_thing_that_cast_it() -> None:
    scene = _ball(640, 480, 330)
    (drawing,) = edit(wish("remove the ball", scene))
    made = np.asarray(drawing.picture).astype(int)
    bare = np.asarray(_ball(640, 480, 5000)).astype(int)
    was = np.abs(scene.astype(int) - bare).max(2) > 16  # the ball and its shadow
    assert np.abs(made - bare)[was].mean() < 5


def test_what_is_set_into_a_scene_stands_beside_the_scenes_own_subject() -> None:
    scene, _ = still_life()
    for x, free in ((160, "right"), (480, "left")):
        (drawing,) = edit(wish("put the mug into picture 2", scene, _ball(640, 480, x)))
        left, _, right, _ = _plan(drawing)["operations"][0]["boxes"][0]
        assert ((left + right) / 2 > 320) == (free == "right")


def test_another_size_is_cropped_and_never_stretched() -> None:
    scene = backdrop(600, 600)
    cv2.circle(scene, (300, 300), 100, (250, 250, 250), -1)
    (drawing,) = edit(wish("make it warmer", scene, size=(800, 450)))
    assert drawing.picture.size == (800, 450)
    bright = np.asarray(drawing.picture).max(2) > 225
    rows, columns = np.flatnonzero(bright.any(1)), np.flatnonzero(bright.any(0))
    assert abs(np.ptp(rows) - np.ptp(columns)) <= 4


def test_extending_keeps_the_whole_source_and_draws_the_rest() -> None:
    scene, _ = still_life(480, 480)
    (drawing,) = edit(wish("extend the picture to 16:9", scene, size=(854, 480)))
    left, top, right, bottom = _plan(drawing)["source"]["source"]
    made = np.asarray(drawing.picture)
    assert np.array_equal(made[top:bottom, left:right], scene)
    assert made[:, : left - 5].std() > 2
    seams = [np.abs(made[:, edge - 1].astype(int) - made[:, edge]).mean() for edge in (left, right)]
    steps = np.abs(np.diff(scene.astype(int), axis=1)).mean()
    assert max(seams) < 3 * steps + 2  # no more of a step than anywhere within


def test_several_wishes_are_done_in_order_and_told() -> None:
    scene = with_words(backdrop(), "SALE", (230, 180), 80)
    (drawing,) = edit(wish("remove the text and make it black and white, then add a hat", scene))
    made = np.asarray(drawing.picture)
    assert np.ptp(made.astype(int), axis=2).max() == 0
    assert [step["operation"] for step in _plan(drawing)["operations"]] == ["remove text", "adjust"]
    assert drawing.plan["could not"] == ["not understood: add a hat"]


def test_variants_differ_where_there_is_room() -> None:
    scene, _ = still_life(320, 240)
    first, second = edit(wish("turn it into pop art", scene, count=2))
    assert first.picture.tobytes() != second.picture.tobytes()


def test_the_same_wish_gives_the_same_bytes() -> None:
    scene, truth = still_life(320, 240)
    mask = (truth > 0).astype(np.uint8) * 255
    one, two = (next(iter(edit(wish("remove this", scene, mask=mask)))) for _ in range(2))
    assert one.picture.tobytes() == two.picture.tobytes()


def test_upscaling_draws_edges_sharper_than_a_resampler() -> None:
    large = with_words(backdrop(512, 256), "Sharp 42", (60, 60), 100)
    small = u8(cv2.resize(large, (128, 64), interpolation=cv2.INTER_AREA))
    (drawing,) = edit(wish("upscale 4x", small, size=(512, 256)))
    assert drawing.picture.size == (512, 256)

    def sharpness(pixels: np.ndarray) -> float:
        return float(cv2.Laplacian(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var())

    plain = cv2.resize(small, (512, 256), interpolation=cv2.INTER_CUBIC)
    assert sharpness(np.array(drawing.picture)) > 1.5 * sharpness(plain)


def test_without_the_network_enlarging_is_still_nearer_to_the_truth_than_a_resampler() -> None:
    large = with_words(backdrop(512, 256), "Sharp 42", (60, 60), 100)
    small = u8(cv2.resize(large, (128, 64), interpolation=cv2.INTER_AREA))
    plain = cv2.resize(small, (512, 256), interpolation=cv2.INTER_CUBIC)
    projected = enlarged_alike(small, 512, 256)

    def wrong(pixels: np.ndarray) -> float:
        return float(np.abs(pixels.astype(np.int16) - large).mean())

    assert wrong(projected) < 0.95 * wrong(plain)
