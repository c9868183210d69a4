"""Sizes to offer for models that people run themselves, whose own limits only they know."""

from .base import SizeRules

_1K = {
    "1:1": (1024, 1024),
    "4:3": (1152, 864),
    "3:4": (864, 1152),
    "16:9": (1344, 768),
    "9:16": (768, 1344),
    "3:2": (1248, 832),
    "2:3": (832, 1248),
    "21:9": (1536, 640),
}


def local_sizes(max_area: int = 2048 * 2048, step: int = 8) -> SizeRules:
    """About one megapixel in the usual aspects, and whatever else lies between 256×256 and `max_area`."""
    tiers = {"1K": {aspect: size for aspect, size in _1K.items() if size[0] * size[1] <= max_area}}
    if max_area >= 4 * 1024 * 1024:
        tiers["2K"] = {aspect: (2 * w, 2 * h) for aspect, (w, h) in _1K.items() if 4 * w * h <= max_area}
    tiers["0.5K"] = {aspect: (w // 2 // 16 * 16, h // 2 // 16 * 16) for aspect, (w, h) in _1K.items()}
    return SizeRules(tiers, min_area=256 * 256, max_area=max_area, min_aspect=1 / 4, max_aspect=4, step=step)


def nearest_size(rules: SizeRules, width: int, height: int) -> tuple[int, int] | None:
    """The size that can be asked for and comes nearest to this one, of (nearly) the same aspect; None for none."""
    if rules.problem(width, height) is None:
        return width, height
    area, aspect = width * height, width / height
    wanted = min(max(area, rules.min_area), rules.max_area)
    for slack in (1.0, 1.004, 0.996, 1.01, 0.99, 1.03, 0.97):
        high = (wanted * slack / aspect) ** 0.5
        size = (_multiple(high * aspect, rules.step), _multiple(high, rules.step))
        if rules.problem(*size) is None:
            return size
    return None


def _multiple(length: float, step: int) -> int:
    return max(step, round(length / step) * step)
