"""The subject's matte: saliency, drawn along the picture's own edges, and its colours freed of the background."""

import cv2
import numpy as np

from studio.engine.edit.canvas import BAND, CannotDo, Canvas, extent
from studio.engine.models.saliency import saliency
from studio.engine.models.types import Map, Mask, Pixels, f32, u8

INNER = 640
"""The longest side at which edges are studied."""
EMPTY = 0.004
SMALL = 0.22


def subject_of(canvas: Canvas) -> Mask:
    """The matte of the canvas as it is now, found once per state."""
    if canvas.alpha is not None:
        return canvas.alpha
    if canvas.seen is None or canvas.seen[0] is not canvas.rgb:
        canvas.seen = (canvas.rgb, matte(canvas.rgb))
    return canvas.seen[1]


def matte(rgb: Pixels) -> Mask:
    """The subject, 0…255. Raises CannotDo when nothing stands out, WeightsMissing without the network."""
    rough = _saliency(rgb)
    if float((rough > 0.5).mean()) < EMPTY:
        raise CannotDo(
            "Nothing in this picture stands out from its background. Mark the subject with the mask,"
            " or use a picture with one clear subject."
        )
    return along_edges(rgb, rough)


def _saliency(rgb: Pixels) -> Map:
    """The network's map at INNER; a subject that fills little of the frame is looked at again, closer."""
    high, wide = rgb.shape[:2]
    scale = min(1.0, INNER / max(high, wide))
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    rough = cv2.resize(saliency(rgb), size, interpolation=cv2.INTER_LINEAR)
    sure = (rough > 0.5).astype(np.uint8)
    top, bottom, left, right = extent(sure)
    if not 0 < (bottom - top) * (right - left) < SMALL * size[0] * size[1]:
        return rough.astype(np.float32, copy=False)
    margin = int(0.25 * max(bottom - top, right - left)) + 8
    top, left = max(0, top - margin), max(0, left - margin)
    bottom, right = min(size[1], bottom + margin), min(size[0], right + margin)
    near = rgb[round(top / scale) : round(bottom / scale), round(left / scale) : round(right / scale)]
    closer = np.zeros_like(rough)
    closer[top:bottom, left:right] = cv2.resize(saliency(near), (right - left, bottom - top))
    return np.asarray(closer, np.float32)


def along_edges(rgb: Pixels, rough: Map) -> Mask:
    """A guided filter (He et al. 2013) solved small and applied at full size, then steepened."""
    high, wide = rgb.shape[:2]
    small = cv2.resize(rgb, (rough.shape[1], rough.shape[0]), interpolation=cv2.INTER_AREA)
    radius = max(3, max(rough.shape) // 90)
    weights = [cv2.resize(part, (wide, high)) for part in _linear(f32(f32(small) / 255), rough, radius)]
    alpha = np.empty((high, wide), np.uint8)
    for row in range(0, high, BAND):
        rows = slice(row, row + BAND)
        part = rgb[rows].astype(np.float32) / 255
        soft = weights[3][rows] + sum(weights[index][rows] * part[..., index] for index in range(3))
        alpha[rows] = (np.clip((soft - 0.12) / 0.76, 0, 1) * 255 + 0.5).astype(np.uint8)
    # Far from any edge of the rough map the answer is certain; the filter must not leave a haze there.
    near = cv2.resize(_band(rough), (wide, high), interpolation=cv2.INTER_LINEAR)
    certain = cv2.resize(((rough > 0.5) * 255).astype(np.uint8), (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.where(near > 0, alpha, certain).astype(np.uint8, copy=False)


def _band(rough: Map) -> Mask:
    """Where the edge may run: undecided cells not far from the outline. Haze elsewhere is snapped to 0 or 1."""
    reach = max(rough.shape) // 45 * 2 + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    edge = cv2.morphologyEx(
        (rough > 0.5).astype(np.uint8) * 255, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)
    )
    unsure = cv2.dilate(((rough > 0.04) & (rough < 0.96)).astype(np.uint8) * 255, np.ones((5, 5), np.uint8))
    near, far = cv2.dilate(edge, kernel), cv2.dilate(edge, kernel, iterations=2)
    return np.maximum(near, np.minimum(unsure, far)).astype(np.uint8, copy=False)


def _linear(guide: Map, target: Map, radius: int, smooth: float = 1e-4) -> list[Map]:
    """Per pixel the four numbers (three weights, one offset) that predict `target` from the guide's colour."""
    size = (2 * radius + 1,) * 2

    def mean(part: Map) -> Map:
        return cv2.blur(part, size).astype(np.float32, copy=False)

    colour_mean, target_mean = mean(guide), mean(target)
    rr, rg, rb, gg, gb, bb = (
        (mean(guide[..., one] * guide[..., two]) - colour_mean[..., one] * colour_mean[..., two]).astype(
            np.float64
        )
        + (smooth if one == two else 0.0)
        for one in range(3)
        for two in range(one, 3)
    )
    red, green, blue = np.moveaxis(
        mean(guide * target[..., None]) - colour_mean * target_mean[..., None], -1, 0
    )
    # By Cramer's rule, in doubles: numpy.linalg.solve takes twenty times as long for many small systems.
    a, b, c = gg * bb - gb * gb, rb * gb - rg * bb, rg * gb - rb * gg
    d, e, f = rr * bb - rb * rb, rg * rb - rr * gb, rr * gg - rg * rg
    scale = 1 / (rr * a + rg * b + rb * c)
    slope = np.stack(
        [
            (a * red + b * green + c * blue) * scale,
            (b * red + d * green + e * blue) * scale,
            (c * red + e * green + f * blue) * scale,
        ],
        axis=-1,
    ).astype(np.float32)
    offset = target_mean - (slope * colour_mean).sum(-1)
    return [mean(np.ascontiguousarray(slope[..., index])) for index in range(3)] + [mean(offset)]


def own_colours(rgb: Pixels, alpha: Mask) -> Pixels:
    """The subject's colours without the old background's (blur-fusion, Forte 2021), where alpha is partial.

    The two colour fields are smooth: they are found small and applied at full size.
    """
    out = rgb.copy()
    top, bottom, left, right = extent(((alpha > 0) & (alpha < 255)).astype(np.uint8))
    if bottom == top:
        return out
    high, wide = alpha.shape
    scale = min(1.0, INNER / max(high, wide))
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    part = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    weight = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    front, behind = part, part
    for radius in (max(6, max(size) // 50), 2):
        window = (2 * radius + 1,) * 2
        front = cv2.blur(front * weight, window) / (cv2.blur(weight, window)[..., None] + 1e-3)
        behind = cv2.blur(behind * (1 - weight), window) / (cv2.blur(1 - weight, window)[..., None] + 1e-3)
    own_field, old_field = (
        u8(cv2.resize(u8(np.clip(field, 0, 255)), (wide, high))) for field in (front, behind)
    )
    for row in range(top, bottom, BAND):
        rows, columns = slice(row, min(row + BAND, bottom)), slice(left, right)
        cover = alpha[rows, columns, None].astype(np.float32) / 255
        seen, near = rgb[rows, columns].astype(np.float32), own_field[rows, columns].astype(np.float32)
        own = near + cover * (seen - cover * near - (1 - cover) * old_field[rows, columns])
        partial = (cover > 0) & (cover < 1)
        out[rows, columns] = np.where(partial, np.clip(own + 0.5, 0, 255), seen).astype(np.uint8)
    return out
