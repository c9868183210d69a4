"""What each Seedream family accepts. Ids retire, families stay: a model id is matched by its beginning."""

from collections.abc import Mapping
from dataclasses import dataclass

from studio.engine.errors import ApiError

OWN_MODEL = "seedbed-illustrator"
MOST_PICTURES = 15  # references and results together
ASPECTS = (1 / 16, 16.0)  # width / height, of results and references alike

Box = tuple[int, int]

# Width and height in px by tier and ratio, as documented for each family.
_1K = {
    "1:1": (1024, 1024),
    "4:3": (1152, 864),
    "3:4": (864, 1152),
    "16:9": (1280, 720),
    "9:16": (720, 1280),
    "3:2": (1248, 832),
    "2:3": (832, 1248),
    "21:9": (1512, 648),
}
_2K = {
    "1:1": (2048, 2048),
    "4:3": (2304, 1728),
    "3:4": (1728, 2304),
    "16:9": (2848, 1600),
    "9:16": (1600, 2848),
    "3:2": (2496, 1664),
    "2:3": (1664, 2496),
    "21:9": (3136, 1344),
}
_3K = {
    "1:1": (3072, 3072),
    "4:3": (3456, 2592),
    "3:4": (2592, 3456),
    "16:9": (4096, 2304),
    "9:16": (2304, 4096),
    "3:2": (3744, 2496),
    "2:3": (2496, 3744),
    "21:9": (4704, 2016),
}
_4K = {
    "1:1": (4096, 4096),
    "4:3": (4704, 3520),
    "3:4": (3520, 4704),
    "16:9": (5504, 3040),
    "9:16": (3040, 5504),
    "3:2": (4992, 3328),
    "2:3": (3328, 4992),
    "21:9": (6240, 2656),
}
_PRO_1K = {**_1K, "16:9": (1424, 800), "9:16": (800, 1424), "21:9": (1568, 672)}
_PRO_15K = {
    "1:1": (1536, 1536),
    "4:3": (1792, 1344),
    "3:4": (1344, 1792),
    "16:9": (2048, 1152),
    "9:16": (1152, 2048),
    "3:2": (1872, 1248),
    "2:3": (1248, 1872),
    "21:9": (2352, 1008),
}
_PRO_2K = {
    **_2K,
    "4:3": (2368, 1776),
    "3:4": (1776, 2368),
    "16:9": (2816, 1584),
    "9:16": (1584, 2816),
}


@dataclass(frozen=True, slots=True)
class Family:
    """One family's rules. Areas are in px; `tiers` maps a tier to its documented size per ratio."""

    name: str
    tiers: Mapping[str, Mapping[str, Box]]
    min_area: int
    max_area: int
    default_size: str = "2048x2048"
    max_references: int = 14
    sets: bool = True  # sequential_image_generation
    streams: bool = True
    prompt_modes: frozenset[str] = frozenset({"standard"})
    formats: frozenset[str] = frozenset({"jpeg"})
    web_search: bool = False
    transparency: bool = False  # background: transparent
    own_keys: bool = False  # seed and mask, which no Seedream family has


_BOTH_MODES = frozenset({"standard", "fast"})
_BOTH_FORMATS = frozenset({"jpeg", "png"})

V40 = Family("4.0", {"1K": _1K, "2K": _2K, "4K": _4K}, 1280 * 720, 4096 * 4096, prompt_modes=_BOTH_MODES)
V45 = Family("4.5", {"2K": _2K, "4K": _4K}, 2560 * 1440, 4096 * 4096)
LITE = Family(
    "5.0 lite",
    {"2K": _2K, "3K": _3K, "4K": _4K},
    2560 * 1440,
    4096 * 4096,
    formats=_BOTH_FORMATS,
    web_search=True,
)
PRO = Family(
    "5.0 pro",
    {"1K": _PRO_1K, "1.5K": _PRO_15K, "2K": _PRO_2K},
    1280 * 720,
    4_624_220,
    default_size="2K",
    max_references=10,
    sets=False,
    streams=False,
    prompt_modes=_BOTH_MODES,
    formats=_BOTH_FORMATS,
    transparency=True,
)
FLASH = Family(
    "5.0 flash",
    PRO.tiers,
    PRO.min_area,
    PRO.max_area,
    default_size="2K",
    max_references=10,
    sets=False,
    streams=False,
    formats=_BOTH_FORMATS,
    transparency=True,
)
OWN = Family(
    "illustrator",
    V40.tiers,
    V40.min_area,
    V40.max_area,
    prompt_modes=_BOTH_MODES,
    formats=_BOTH_FORMATS,
    transparency=True,
    own_keys=True,
)

# The longer beginnings first: "seedream-5-0-pro" would also match lite's.
_BEGINNINGS = (
    ("seedream-4-0", V40),
    ("seedream-4-5", V45),
    ("seedream-5-0-pro", PRO),
    ("seedream-5-0-flash", FLASH),
    ("seedream-5-0", LITE),
    (OWN_MODEL, OWN),
)

MODELS = (
    OWN_MODEL,
    "seedream-4-0-250828",
    "seedream-4-0-20260415",
    "seedream-4-5-251128",
    "seedream-5-0-260128",
    "dola-seedream-5-0-pro-260628",
    "dola-seedream-5-0-flash-260915",
)


def family_of(model: str) -> Family:
    """The family that answers for this id, China's and BytePlus' prefixes allowed; 404 for any other."""
    bare = model.removeprefix("doubao-").removeprefix("dola-")
    for beginning, family in _BEGINNINGS:
        if bare == beginning or bare.startswith(f"{beginning}-"):
            return family
    raise ApiError(
        404,
        "InvalidEndpointOrModel.NotFound",
        f"The model or endpoint `{model[:80]}` does not exist here; this engine draws for "
        f"{OWN_MODEL} and for the ids of Seedream 4.0, 4.5 and 5.0.",
        param="model",
    )
