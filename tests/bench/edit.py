"""Edits at 2K on drawn scenes with known truth: background, exactness, text, and how long and how large they are."""

import resource
import sys
import time

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.engine.edit import edit
from studio.engine.models.reading import find_lines, read
from studio.engine.wish import Drawing
from tests.bench.harness import Figure, Measurement, median
from tests.engine.edit.scenes import Pixels, still_life, wish, with_words

SIDES = (2048, 1536)
SEEDS = (1, 2, 3, 4, 5)
WORDS = ("SUMMER SALE", "Open daily 9-17", "No. 42", "Fresh bread", "HELLO WORLD")
COLOURS = ((196, 44, 38), (40, 96, 180), (52, 140, 70), (210, 150, 30), (120, 60, 150))


def measure() -> Measurement:
    seconds: dict[str, list[float]] = {}
    overlaps, clean, exact = [], [], []
    for number, seed in enumerate(SEEDS):
        scene, truth = still_life(*SIDES, seed=seed, colour=COLOURS[number])
        overlaps.append(
            _overlap(_timed(seconds, "background", "remove the background", scene, alpha=True), truth)
        )
        _timed(seconds, "recolour a found thing", "make the mug teal", scene)
        marked = _marked(truth)
        exact.append(
            _same_outside(
                _timed(seconds, "recolour a marked thing", "make it teal", scene, marked), scene, marked
            )
        )
        small = _marked(truth, 0.3)
        exact.append(
            _same_outside(_timed(seconds, "remove object", "remove this", scene, small), scene, small)
        )
        lettered = with_words(scene, WORDS[number], (160, 120), 150, outline=6 * (number % 2))
        erased = _timed(seconds, "remove text", "remove the text", lettered)
        clean.append(not _words(np.array(erased.picture)))
    large = cv2.resize(still_life(*SIDES)[0], (1024, 1024), interpolation=cv2.INTER_AREA)
    _timed(seconds, "upscale", "upscale", np.asarray(large, np.uint8), size=(4096, 4096))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    bounds = {
        "background": 1.0,
        "recolour a found thing": 0.5,
        "recolour a marked thing": 0.5,
        "remove object": 3.0,
        "remove text": 2.5,
        "upscale": 5.0,
    }
    figures = [
        Figure("background overlap", median(overlaps), "IoU", 0.9, "higher"),
        Figure("unchanged outside the mask", sum(exact) / len(exact), "share", 1.0, "higher"),
        Figure("no text left", sum(clean) / len(clean), "share", 1.0, "higher"),
        *(Figure(name, median(times), "s", bounds[name]) for name, times in seconds.items()),
        Figure("peak memory", peak, "MB", 1200),
    ]
    return Measurement(figures, len(SEEDS))


def _timed(
    seconds: dict[str, list[float]],
    name: str,
    words: str,
    scene: Pixels,
    mask: Pixels | None = None,
    alpha: bool = False,
    size: tuple[int, int] | None = None,
) -> Drawing:
    """The edit, its time noted. Networks are open already, as in a worker that has been asked before."""
    if name not in seconds and name != "upscale":
        next(edit(wish(words, scene, mask=mask, alpha=alpha)))
    began = time.perf_counter()
    drawing = next(edit(wish(words, scene, size=size, mask=mask, alpha=alpha)))
    seconds.setdefault(name, []).append(time.perf_counter() - began)
    return drawing


def _words(picture: Pixels) -> list[str]:
    """What can be read; shapes that only look like text to the detector do not count."""
    told = [read(picture, line) for line in find_lines(picture)]
    return [words for words, sure in told if len(words.strip()) > 1 and sure > 0.5]


def _overlap(drawing: Drawing, truth: NDArray[np.float32]) -> float:
    found, true = np.asarray(drawing.picture.getchannel("A")) > 127, truth > 0.5
    return float((found & true).sum() / (found | true).sum())


def _marked(truth: NDArray[np.float32], part: float = 1.0) -> Pixels:
    """The subject and a rim, or a mark of a part of that size in its middle."""
    grown = cv2.dilate((truth > 0).astype(np.uint8) * 255, np.ones((31, 31), np.uint8))
    if part < 1:
        high, wide = truth.shape
        shrunk = Image.fromarray(np.asarray(grown, np.uint8)).resize((int(wide * part), int(high * part)))
        mask = np.zeros(truth.shape, np.uint8)
        mask[: shrunk.height, : shrunk.width] = np.asarray(shrunk)
        return np.asarray(((mask > 127) * 255), np.uint8)
    return np.asarray(grown, np.uint8)


def _same_outside(drawing: Drawing, scene: Pixels, mask: Pixels) -> bool:
    return bool(np.array_equal(np.asarray(drawing.picture)[mask == 0], scene[mask == 0]))
