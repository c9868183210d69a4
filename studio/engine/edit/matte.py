"""The subject's matte: saliency, drawn along the picture's own edges, and its colours freed of the background."""

import cv2
import numpy as np

from studio.engine.edit.canvas import BAND, CannotDo, Canvas, extent
from studio.engine.models.saliency import SIDE, saliency
from studio.engine.models.types import Map, Mask, Pixels, f32, u8

INNER = 640
"""The longest side at which edges are studied."""
EMPTY = 0.004
SMALL = 0.14
"""Of a subject that fills less of the frame than this, a closer look sees about twice as much."""
DOUBTFUL = 0.66
"""The network is not sure of an area that it gives less than this on the whole."""
CERTAIN = 0.8
"""What the network gives more than this is of the subject."""
SPECK = 0.01
"""A separate spot of the matte that is smaller than this beside the largest part is of the background."""
MINOR = 0.1
"""A part that weighs less than this beside the heaviest is not the subject: the moon over a fox."""


def subject_of(canvas: Canvas) -> Mask:
    """The matte of the canvas as it is now, found once per state."""
    if canvas.alpha is not None:
        return canvas.alpha
    if canvas.seen is None or canvas.seen[0] is not canvas.rgb:
        canvas.seen = (canvas.rgb, matte(canvas.rgb))
    return canvas.seen[1]


def matte(rgb: Pixels) -> Mask:
    """The subject, 0…255. Raises CannotDo when nothing stands out, WeightsMissing without the network."""
    return _without_specks(along_edges(rgb, _main_parts(_decided(_closer(rgb, glance(rgb))))))


def glance(rgb: Pixels, side: int = SIDE) -> Map:
    """Roughly where the subject is, small, 0…1. Raises as `matte` does."""
    high, wide = rgb.shape[:2]
    scale = min(1.0, INNER / max(high, wide))
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    rough = cv2.resize(saliency(rgb, side), size, interpolation=cv2.INTER_LINEAR)
    if float((rough > 0.5).mean()) < EMPTY:
        raise CannotDo(
            "Nothing in this picture stands out from its background. Mark the subject with the mask,"
            " or use a picture with one clear subject."
        )
    return f32(rough)


def _closer(rgb: Pixels, rough: Map) -> Map:
    """A subject that fills little of the frame is looked at again, from near."""
    high, wide = rough.shape
    top, bottom, left, right = extent((rough > 0.5).astype(np.uint8))
    if (bottom - top) * (right - left) >= SMALL * wide * high:
        return rough
    margin = int(0.25 * max(bottom - top, right - left)) + 8
    top, left = max(0, top - margin), max(0, left - margin)
    bottom, right = min(high, bottom + margin), min(wide, right + margin)
    window = _enlarged((top, bottom, left, right), rough.shape, rgb.shape)
    closer = np.zeros_like(rough)
    closer[top:bottom, left:right] = cv2.resize(saliency(rgb[window]), (right - left, bottom - top))
    if float((closer > 0.5).mean()) < EMPTY:
        return rough
    # From near, a hull may be lost below its sails: what was certain from afar stays.
    return np.maximum(closer, np.where(rough > CERTAIN, rough, 0)).astype(np.float32, copy=False)


def _decided(rough: Map) -> Map:
    """Without wide areas that the network could not decide on: a curtain behind a cup. Narrow ones are edges."""
    side = max(rough.shape) // 30 | 1
    unsure = cv2.inRange(rough, 0.08, 0.97)
    wide = cv2.morphologyEx(unsure, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not wide.any():
        return rough
    area = cv2.bitwise_and(cv2.dilate(wide, np.ones((15, 15), np.uint8)), unsure)
    count, labels = cv2.connectedComponents(area)
    means = np.bincount(labels.ravel(), rough.ravel(), count) / np.maximum(np.bincount(labels.ravel()), 1)
    kept = means >= DOUBTFUL
    kept[0] = True
    return f32(rough * kept[labels])


def _main_parts(rough: Map) -> Map:
    """Without the separate parts that weigh next to nothing."""
    count, labels = cv2.connectedComponents((rough > 0.1).astype(np.uint8))
    if count <= 2:
        return rough
    weights = np.bincount(labels.ravel(), rough.ravel(), count)
    kept = weights >= MINOR * weights[1:].max()
    kept[0] = True
    return f32(rough * kept[labels])


def _without_specks(alpha: Mask) -> Mask:
    """Without what is left of the background here and there: hills seen through a mug's handle."""
    scale = min(1.0, INNER / max(alpha.shape))
    small = u8(cv2.resize(alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) > 20)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(small)
    if count <= 2:
        return alpha
    areas = stats[:, cv2.CC_STAT_AREA]
    specks = np.flatnonzero(areas < SPECK * areas[1:].max())
    if not len(specks):
        return alpha
    kept = u8(1 - cv2.dilate(u8(np.isin(labels, specks)), np.ones((3, 3), np.uint8)))
    whole = cv2.resize(kept, (alpha.shape[1], alpha.shape[0]), interpolation=cv2.INTER_NEAREST)
    return u8(alpha * whole)


def _enlarged(
    box: tuple[int, int, int, int], small: tuple[int, ...], large: tuple[int, ...]
) -> tuple[slice, slice]:
    """The window of the large picture that this one (top, bottom, left, right) of the small picture is."""
    down, across = large[0] / small[0], large[1] / small[1]
    top, bottom, left, right = box
    return (
        slice(round(top * down), min(large[0], round(bottom * down))),
        slice(round(left * across), min(large[1], round(right * across))),
    )


def along_edges(rgb: Pixels, rough: Map) -> Mask:
    """A guided filter (He et al. 2013) solved small and applied at full size, then steepened.

    Only about what the rough map has: everywhere else the answer is 0.
    """
    high, wide = rgb.shape[:2]
    alpha = np.zeros((high, wide), np.uint8)
    radius = max(3, max(rough.shape) // 90)
    band = _band(rough)
    top, bottom, left, right = extent(np.maximum(band, u8(rough > 0.5)))
    if bottom == top:
        return alpha
    margin = 3 * radius
    top, left = max(0, top - margin), max(0, left - margin)
    bottom, right = min(rough.shape[0], bottom + margin), min(rough.shape[1], right + margin)
    inner = (slice(top, bottom), slice(left, right))
    window = _enlarged((top, bottom, left, right), rough.shape, rgb.shape)
    near = rgb[window]
    size = (near.shape[1], near.shape[0])
    small = cv2.resize(near, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    slope, offset = _linear(f32(f32(small) / 255), rough[inner], radius)
    slope, offset = f32(cv2.resize(slope, size)), f32(cv2.resize(offset, size))
    part = alpha[window]
    gain = 255 / 0.76
    for row in range(0, size[1], BAND):
        rows = slice(row, row + BAND)
        predicted = cv2.transform(slope[rows] * f32(near[rows]), np.full((1, 3), gain / 255, np.float32))
        part[rows] = cv2.addWeighted(predicted, 1, offset[rows], gain, -0.12 * gain, dtype=cv2.CV_8U)
    # Far from any edge of the rough map the answer is certain; the filter must not leave a haze there.
    certain = cv2.resize(u8((rough[inner] > 0.5) * 255), size, interpolation=cv2.INTER_LINEAR)
    unsure = cv2.resize(band[inner], size, interpolation=cv2.INTER_LINEAR)
    alpha[window] = np.where(unsure > 0, part, certain)
    return alpha


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


def _linear(guide: Map, target: Map, radius: int, smooth: float = 1e-4) -> tuple[Map, Map]:
    """Per pixel the three weights and the offset that predict `target` from the guide's colour."""
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
    return mean(slope), mean(f32(offset))


def own_colours(rgb: Pixels, alpha: Mask) -> Pixels:
    """The subject's colours without the old background's (blur-fusion, Forte 2021), where alpha is partial.

    The two colour fields are smooth: they are found small and applied at full size.
    """
    out = rgb.copy()
    partial = cv2.inRange(alpha, 1, 254)
    top, bottom, left, right = extent(u8(partial))
    if bottom == top:
        return out
    high, wide = alpha.shape
    scale = min(1.0, INNER / max(high, wide))
    radius = max(6, round(max(high, wide) * scale / 50))
    margin = round(3 * radius / scale)
    window = (
        slice(max(0, top - margin), min(high, bottom + margin)),
        slice(max(0, left - margin), min(wide, right + margin)),
    )
    near, cover = rgb[window], alpha[window]
    full = (near.shape[1], near.shape[0])
    size = (max(1, round(full[0] * scale)), max(1, round(full[1] * scale)))
    part = f32(cv2.resize(near, size, interpolation=cv2.INTER_AREA))
    weight = f32(cv2.resize(cover, size, interpolation=cv2.INTER_AREA))[..., None] / 255
    front, behind = part, part
    for reach in (radius, 2):
        kernel = (2 * reach + 1,) * 2
        front = cv2.blur(front * weight, kernel) / (cv2.blur(weight, kernel)[..., None] + 1e-3)
        behind = cv2.blur(behind * (1 - weight), kernel) / (cv2.blur(1 - weight, kernel)[..., None] + 1e-3)
    rim = np.nonzero(partial[window])
    own, old = (f32(u8(cv2.resize(u8(np.clip(field, 0, 255)), full))[rim]) for field in (front, behind))
    covered = f32(cover[rim])[:, None] / 255
    freed = own + covered * (near[rim] - covered * own - (1 - covered) * old)
    out[window][rim] = np.clip(freed + 0.5, 0, 255).astype(np.uint8)
    return out
