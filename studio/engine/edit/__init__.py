"""The engine's editor: pictures and an instruction in, edited pictures out."""

from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
from PIL import Image

from studio.engine.edit import adjust, background, dress, frame, place, recolour, remove, restyle, steps, text
from studio.engine.edit.canvas import CannotDo, Canvas, Scenery
from studio.engine.edit.matte import own_colours
from studio.engine.edit.scenery import drawn_scene
from studio.engine.edit.understand import Understood, understand
from studio.engine.edit.upscale import upscale
from studio.engine.models.types import Mask, Pixels, u8
from studio.engine.models.weights import WeightsMissing
from studio.engine.wish import Drawing, Refusal, Wish

CODE = "InvalidParameter.UnsupportedEdit"
CAN = (
    "It can remove or replace a background, remove an object or text, replace text, recolour a thing, restyle,"
    " upscale, crop or extend, blur, sharpen, change light, warmth and contrast, put the subject of one picture"
    " into another, and lay a pattern onto a garment."
)
MOST_PIXELS = 4096 * 4096
CUT_OUT = (0.02, 0.98)
"""A transparent part of this share is a cut-out, not a rounded corner or an empty sheet."""

Doer = Callable[[Canvas, Any], dict[str, object]]
DOERS: dict[type, tuple[str, Doer]] = {
    steps.RemoveBackground: ("remove background", background.remove_background),
    steps.ReplaceBackground: ("replace background", background.replace_background),
    steps.Remove: ("remove object", remove.remove),
    steps.RemoveText: ("remove text", text.remove_text),
    steps.ReplaceText: ("replace text", text.replace_text),
    steps.Recolour: ("recolour", recolour.recolour),
    steps.Restyle: ("restyle", restyle.restyle),
    steps.Adjust: ("adjust", adjust.adjust),
    steps.Place: ("compose", place.place),
    steps.Dress: ("dress", dress.dress),
}


def edit(wish: Wish, scenery: Scenery | None = drawn_scene) -> Iterator[Drawing]:
    """Carry out the wish's instruction on its first reference, once per picture asked for.

    The source is first brought to the size asked for (cropped about its middle unless the words say extend),
    then the steps follow in the order of the words, each on what the one before left. With “upscale” among
    them the work is done at the source's own resolution and enlarged at the end. Variants differ where an
    operation has room to: fills and scenes by seed, styles, strengths and places by index.

    Raises Refusal when nothing of the instruction can be done; what could not be done of a longer one is told
    in the plan under "could not".
    """
    understood = _understood(wish, scenery)
    for index in range(wish.count):
        yield _one(wish, understood, index, scenery)


def _understood(wish: Wish, scenery: Scenery | None) -> Understood:
    found = understand(wish.prompt, len(wish.references), wish.mask is not None)
    if found.steps:
        return found
    words = wish.prompt.strip()
    if not words and wish.mask is not None:
        return Understood((steps.Remove(steps.SUBJECT),), ("the marked region",), ())
    if scenery and words and not found.verbs and len(words) < 400:
        return Understood(
            (steps.ReplaceBackground(scene=words.lower()),), (f"a scene for the subject: {words}",), ()
        )
    said = (
        f"“{words[:120]}” is not an edit that this engine knows. " if words else "No instruction was given. "
    )
    raise Refusal(CODE, said + CAN)


def _one(wish: Wish, understood: Understood, index: int, scenery: Scenery | None) -> Drawing:
    source, alpha = _pixels(wish.references[0])
    mask = None if wish.mask is None else _mask(wish.mask, source)
    enlarge = any(isinstance(step, steps.Upscale) for step in understood.steps)
    framed = _framed(wish, understood, source, mask, index, enlarge)
    canvas = Canvas(
        framed.rgb,
        seed=wish.seed,
        variant=index,
        mask=framed.mask,
        others={number: _pixels(picture)[0] for number, picture in enumerate(wish.references[1:], 2)},
        scenery=scenery,
    )
    if alpha is not None and framed.told["fit"] != "extended":
        # A cut-out that comes back brings its own matte.
        canvas.alpha = frame.crop(source, alpha, framed.rgb.shape[1], framed.rgb.shape[0]).mask
    done: list[dict[str, object]] = []
    could_not = [f"not understood: {words}" for words in understood.missed]
    for step, words in zip(understood.steps, understood.words, strict=True):
        if isinstance(step, steps.Upscale):
            continue
        if isinstance(step, steps.Reframe):
            done.append(
                {"operation": "extend" if step.extend else "crop", "understood": words, **framed.told}
            )
            if step.aspect and not _is_aspect(step.aspect, wish.width, wish.height):
                could_not.append(
                    f"the size asked for is {wish.width}×{wish.height}, which is not {step.aspect}"
                )
            continue
        name, doer = DOERS[type(step)]
        try:
            done.append({"operation": name, "understood": words, **_told(step), **doer(canvas, step)})
        except (CannotDo, WeightsMissing) as error:
            could_not.append(str(error))
    if enlarge:
        _enlarged(wish, canvas, done, could_not)
    if not done:
        raise Refusal(CODE, " ".join(could_not))
    plan: dict[str, object] = {
        "operations": done,
        "source": {"size": list(wish.references[0].size), **framed.told},
        "could not": could_not,
        "variant": index + 1,
    }
    return Drawing(_picture(canvas, wish.wants_alpha), plan)


def _framed(
    wish: Wish, understood: Understood, source: Pixels, mask: Mask | None, index: int, enlarge: bool
) -> frame.Framed:
    width, height = wish.width, wish.height
    if enlarge and source.shape[1] < width:
        # The aspect that is asked for, at the source's resolution.
        scale = min(1.0, max(source.shape[1] / width, source.shape[0] / height))
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
    reframe = next((step for step in understood.steps if isinstance(step, steps.Reframe)), None)
    if reframe and reframe.extend:
        return frame.extend(source, mask, width, height, reframe.keep, wish.seed + index)
    return frame.crop(source, mask, width, height)


def _enlarged(wish: Wish, canvas: Canvas, done: list[dict[str, object]], could_not: list[str]) -> None:
    try:
        canvas.rgb, told = upscale(canvas.rgb, wish.width, wish.height)
    except WeightsMissing as error:
        could_not.append(str(error))
        canvas.rgb = _to_size(canvas.rgb, wish.width, wish.height)
        return
    if canvas.alpha is not None:
        canvas.alpha = _to_size(canvas.alpha, wish.width, wish.height)
        canvas.bare = None
    done.append({"operation": "upscale", "understood": f"to {wish.width}×{wish.height}", **told})


def _to_size(pixels: Pixels, width: int, height: int) -> Pixels:
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)


def _pixels(picture: Image.Image) -> tuple[Pixels, Mask | None]:
    """sRGB pixels, transparent parts on white; and the alpha when it cuts out a subject."""
    if picture.width * picture.height > MOST_PIXELS:
        scale = (MOST_PIXELS / (picture.width * picture.height)) ** 0.5
        picture = picture.resize(
            (int(picture.width * scale), int(picture.height * scale)), Image.Resampling.LANCZOS
        )
    if "A" in picture.getbands() or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        white.alpha_composite(layer)
        alpha = np.array(layer.getchannel("A"))
        return np.array(white.convert("RGB")), alpha if CUT_OUT[0] < float((alpha < 128).mean()) < CUT_OUT[
            1
        ] else None
    return np.array(picture.convert("RGB")), None


def _mask(mask: Image.Image, source: Pixels) -> Mask:
    pixels = np.array(mask.convert("L"))
    if pixels.shape == source.shape[:2]:
        return pixels
    return cv2.resize(pixels, (source.shape[1], source.shape[0]), interpolation=cv2.INTER_NEAREST).astype(
        np.uint8, copy=False
    )


def _picture(canvas: Canvas, wants_alpha: bool) -> Image.Image:
    if canvas.alpha is None or not wants_alpha:
        return Image.fromarray(canvas.rgb)
    colours = canvas.bare if canvas.bare is not None else own_colours(canvas.rgb, canvas.alpha)
    layer = cv2.cvtColor(colours, cv2.COLOR_RGB2RGBA)
    layer[..., 3] = canvas.alpha
    # What was taken away does not travel along unseen.
    return Image.fromarray(u8(cv2.bitwise_and(layer, layer, mask=canvas.alpha)))


def _is_aspect(said: str, width: int, height: int) -> bool:
    across, _, down = said.partition(":")
    wanted = float(across) / max(float(down), 1e-6)
    return abs(width / height / max(wanted, 1e-6) - 1) < 0.03


def _told(step: steps.Step) -> dict[str, object]:
    """What the words were taken to mean, in the plan's words."""
    told: dict[str, object] = {}
    for name in ("colour", "scene", "change", "style"):
        value = getattr(step, name, None)
        if isinstance(value, str):
            told[name] = value
    thing = getattr(step, "thing", None)
    if isinstance(thing, steps.Thing) and thing.kind != "everything":
        told["of"] = " ".join(part for part in (thing.colour, thing.words) if part)
    return told
