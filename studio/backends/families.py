"""What each family of Seedream can do and costs. Model ids retire, so they are configuration, and what a
model can do is looked up by the family that its id names.

Sizes and limits: BytePlus ModelArk's and Volcengine Ark's image API pages; prices: BytePlus' list, US$.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from .base import Capabilities, InputRules, Size, SizeRules

ASPECTS = ("1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9")


def _tier(sizes: str) -> dict[str, Size]:
    """Sizes written "WxH WxH …" in the order of ASPECTS."""
    pairs = [size.split("x") for size in sizes.split()]
    return {aspect: (int(w), int(h)) for aspect, (w, h) in zip(ASPECTS, pairs, strict=True)}


_1K = _tier("1024x1024 1152x864 864x1152 1280x720 720x1280 1248x832 832x1248 1512x648")
_2K = _tier("2048x2048 2304x1728 1728x2304 2848x1600 1600x2848 2496x1664 1664x2496 3136x1344")
_3K = _tier("3072x3072 3456x2592 2592x3456 4096x2304 2304x4096 3744x2496 2496x3744 4704x2016")
_4K = _tier("4096x4096 4704x3520 3520x4704 5504x3040 3040x5504 4992x3328 3328x4992 6240x2656")
_PRO = {
    "2K": _tier("2048x2048 2368x1776 1776x2368 2816x1584 1584x2816 2496x1664 1664x2496 3136x1344"),
    "1K": _tier("1024x1024 1152x864 864x1152 1424x800 800x1424 1248x832 832x1248 1568x672"),
    "1.5K": _tier("1536x1536 1792x1344 1344x1792 2048x1152 1152x2048 1872x1248 1248x1872 2352x1008"),
}

_SIZES_40 = SizeRules({"2K": _2K, "1K": _1K, "4K": _4K}, min_area=1280 * 720, max_area=4096 * 4096)
_SIZES_45 = SizeRules({"2K": _2K, "4K": _4K}, min_area=2560 * 1440, max_area=4096 * 4096)
_SIZES_LITE = SizeRules({"2K": _2K, "3K": _3K}, min_area=2560 * 1440, max_area=10_404_496)
_SIZES_PRO = SizeRules(_PRO, min_area=1280 * 720, max_area=4_624_220)

_INPUTS = InputRules(
    media_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
    max_bytes=10_000_000,
    max_area=36_000_000,
    min_side=15,
)
# The engine says what it can do instead of guessing. It draws a picture of its own again, but varies no other.
_LOCAL_EDITS = frozenset(
    [
        "remove-object",
        "change-background",
        "recolour",
        "remove-text",
        "replace-text",
        "try-on",
        "style-from-reference",
        "extend",
        "upscale",
    ]
)
_JPEG = frozenset({"image/jpeg"})
_JPEG_OR_PNG = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Family:
    """`ids` matches the model ids that belong here. Above `large_area` px a picture costs `large_price`;
    each input after the first costs `further_input_price`."""

    name: str
    label: str
    ids: str
    capabilities: Capabilities
    large_area: int = 0
    large_price: Decimal | None = None
    further_input_price: Decimal = Decimal(0)

    def price(self, width: int, height: int) -> Decimal:
        """US$ for one picture of this size."""
        if self.large_price is not None and width * height > self.large_area:
            return self.large_price
        return self.capabilities.price_per_picture


FAMILIES = (
    Family(
        "4.0",
        "Seedream 4.0",
        r"seedream-4-0\b",
        Capabilities(
            operations=frozenset({"generate", "edit", "set"}),
            sizes=_SIZES_40,
            price_per_picture=Decimal("0.03"),
            max_inputs=14,
            max_outputs=15,
            max_inputs_plus_outputs=15,
            max_set=15,
            inputs=_INPUTS,
            output_media_types=_JPEG,
            mask="composed",
            streaming=True,
            options=frozenset({"optimize_prompt_options"}),
        ),
    ),
    Family(
        "4.5",
        "Seedream 4.5",
        r"seedream-4-5\b",
        Capabilities(
            operations=frozenset({"generate", "edit", "set"}),
            sizes=_SIZES_45,
            price_per_picture=Decimal("0.04"),
            max_inputs=14,
            max_outputs=15,
            max_inputs_plus_outputs=15,
            max_set=15,
            inputs=_INPUTS,
            output_media_types=_JPEG,
            mask="composed",
            streaming=True,
            options=frozenset({"optimize_prompt_options"}),
        ),
    ),
    Family(
        "5.0-lite",
        "Seedream 5.0 lite",
        r"seedream-5-0-(lite-)?\d",
        Capabilities(
            operations=frozenset({"generate", "edit", "set"}),
            sizes=_SIZES_LITE,
            price_per_picture=Decimal("0.035"),
            max_inputs=14,
            max_outputs=15,
            max_inputs_plus_outputs=15,
            max_set=15,
            inputs=_INPUTS,
            output_media_types=_JPEG_OR_PNG,
            formats=("jpeg", "png"),
            mask="composed",
            streaming=True,
            options=frozenset({"optimize_prompt_options", "output_format", "tools"}),
        ),
    ),
    Family(
        "5.0-pro",
        "Seedream 5.0 pro",
        r"seedream-5-0-pro\b",
        Capabilities(
            operations=frozenset({"generate", "edit"}),
            sizes=_SIZES_PRO,
            price_per_picture=Decimal("0.045"),
            max_inputs=10,
            inputs=_INPUTS,
            output_media_types=_JPEG_OR_PNG,
            formats=("jpeg", "png"),
            mask="composed",
            options=frozenset({"optimize_prompt_options", "output_format", "background"}),
        ),
        # The list says "about 2.36 MP"; the nearest round size is 1536×1536.
        large_area=1536 * 1536,
        large_price=Decimal("0.09"),
        further_input_price=Decimal("0.003"),
    ),
    Family(
        "5.0-flash",
        "Seedream 5.0 flash",
        r"seedream-5-0-flash\b",
        Capabilities(
            operations=frozenset({"generate", "edit"}),
            sizes=_SIZES_PRO,
            price_per_picture=Decimal("0.018"),
            max_inputs=10,
            inputs=_INPUTS,
            output_media_types=_JPEG_OR_PNG,
            formats=("jpeg", "png"),
            mask="composed",
            options=frozenset({"optimize_prompt_options", "output_format", "background"}),
        ),
    ),
    Family(
        "seedbed",
        "Local illustrator",
        r"^seedbed-",
        Capabilities(
            operations=frozenset({"generate", "edit", "set"}),
            sizes=_SIZES_40,
            price_per_picture=Decimal(0),
            max_inputs=10,
            max_outputs=15,
            max_inputs_plus_outputs=15,
            max_set=15,
            inputs=_INPUTS,
            output_media_types=_JPEG_OR_PNG,
            formats=("jpeg", "png"),
            mask="native",
            seed=True,
            streaming=True,
            options=frozenset({"background", "output_format", "detail"}),
            edits=_LOCAL_EDITS,
        ),
    ),
)


def family_of(model: str) -> Family | None:
    """The family that a model id names; None for an endpoint id ("ep-…") or an unknown one."""
    return next((family for family in FAMILIES if re.search(family.ids, model)), None)


def family_called(name: str) -> Family | None:
    return next((family for family in FAMILIES if family.name == name), None)
