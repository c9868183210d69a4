"""Which sizes each family takes, and which one a tier becomes."""

import pytest

from studio.engine.errors import ApiError
from studio.engine.families import FLASH, LITE, MODELS, OWN, PRO, V40, V45, Box, Family, family_of
from studio.engine.sizes import check_size, settle, spoken_aspect

FAMILIES = (V40, V45, LITE, PRO, FLASH, OWN)


@pytest.mark.parametrize(
    ("family", "size"),
    [
        (V40, "1K"),
        (V40, "2K"),
        (V40, "4k"),
        (V40, "1600x600"),
        (V40, "1280x720"),
        (V40, "1024x1024"),
        (V40, "4096x4096"),
        (V40, "16384x1024"),
        (V45, "2K"),
        (V45, "3750x1250"),
        (V45, "2560x1440"),
        (LITE, "3K"),
        (LITE, "4096x4096"),
        (PRO, "1.5K"),
        (PRO, "1024x1024"),
        (FLASH, "2816x1584"),
    ],
)
def test_a_family_takes(family: Family, size: str) -> None:
    check_size(size, family)


@pytest.mark.parametrize(
    ("family", "size", "why"),
    [
        (V40, "800x800", "at least 921600 pixels"),
        (V40, "4096x4097", "at most 16777216 pixels"),
        (V40, "16400x1000", "between 1/16 and 16"),
        (V40, "1000x16400", "between 1/16 and 16"),
        (V40, "3K", "one of 1K, 2K, 4K"),
        (V40, "adaptive", "one of 1K, 2K, 4K"),
        (V40, "2048", "one of 1K, 2K, 4K"),
        (V40, "2048x", "one of 1K, 2K, 4K"),
        (V40, "-2048x2048", "one of 1K, 2K, 4K"),
        (V40, "0x0", "at least 921600 pixels"),
        (V40, "2048*2048", "one of 1K, 2K, 4K"),
        (V40, "２０４８x2048", "one of 1K, 2K, 4K"),
        (V45, "1K", "one of 2K, 4K"),
        (V45, "1500x1500", "at least 3686400 pixels"),
        (V45, "1024x1024", "at least 3686400 pixels"),
        (LITE, "1K", "one of 2K, 3K, 4K"),
        (LITE, "1024x1024", "at least 3686400 pixels"),
        (PRO, "4K", "one of 1K, 1.5K, 2K"),
        (PRO, "2400x2000", "at most 4624220 pixels"),
        (FLASH, "900x900", "at least 921600 pixels"),
    ],
)
def test_a_family_refuses(family: Family, size: str, why: str) -> None:
    with pytest.raises(ApiError, match=why) as refusal:
        check_size(size, family)
    assert (refusal.value.status, refusal.value.param) == (400, "size")


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_documented_size_keeps_its_familys_own_limits(family: Family) -> None:
    for boxes in family.tiers.values():
        for ratio, (width, height) in boxes.items():
            check_size(f"{width}x{height}", family)
            wide, high = map(int, ratio.split(":"))
            assert width / height == pytest.approx(wide / high, rel=0.03)
    assert check_size(family.default_size, family)


@pytest.mark.parametrize(
    ("prompt", "size"),
    [
        ("a red kite", (2048, 2048)),
        ("a red kite, 16:9", (2848, 1600)),
        ("a red kite, aspect ratio 9：16", (1600, 2848)),
        ('{"aspect_ratio": "3:2"}', (2496, 1664)),
        ("a portrait of a miller", (1728, 2304)),
        ("a wide shot of a harbour", (2848, 1600)),
        ("panorama of the alps", (3136, 1344)),
        ("landscape orientation, a mill", (2304, 1728)),
        ("a clock that shows 10:30", (2048, 2048)),
        ("a train at 16:09", (2048, 2048)),
        ("a wide river in a town square", (2048, 2048)),
        ("山水画，横版", (2848, 1600)),
        ("poster for a fair", (1728, 2304)),
        ("2:1", (2848, 1600)),
    ],
)
def test_a_tier_takes_its_shape_from_the_words(prompt: str, size: Box) -> None:
    assert settle("2K", V40, prompt, None) == size


@pytest.mark.parametrize(
    ("reference", "size"),
    [
        ((4000, 3000), (2304, 1728)),
        ((1000, 1000), (2048, 2048)),
        ((720, 1280), (1600, 2848)),
        ((1000, 400), (3232, 1288)),
        ((160, 10), (8192, 512)),
    ],
)
def test_a_tier_takes_its_shape_from_the_first_reference_when_the_words_say_nothing(
    reference: Box, size: Box
) -> None:
    assert settle("2K", V40, "make it night", reference) == size
    assert settle("2K", V40, "make it night, 1:1", reference) == (2048, 2048)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@pytest.mark.parametrize("reference", [(16, 1), (1, 16), (1000, 701), (3, 2), (37, 100)])
def test_a_references_shape_never_breaks_the_limits(family: Family, reference: Box) -> None:
    for tier in family.tiers:
        width, height = settle(tier, family, "", reference)
        assert check_size(f"{width}x{height}", family) == (width, height)


def test_an_explicit_size_overrides_the_words() -> None:
    assert settle((1600, 600), V40, "portrait, 9:16", (10, 10)) == (1600, 600)
    assert spoken_aspect("portrait, 9:16") == 9 / 16


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("seedream-4-0-250828", V40),
        ("doubao-seedream-4-0-20260415", V40),
        ("seedream-4-5-251128", V45),
        ("seedream-5-0-260128", LITE),
        ("seedream-5-0-lite-260128", LITE),
        ("dola-seedream-5-0-pro-260628", PRO),
        ("doubao-seedream-5-0-flash-260915", FLASH),
        ("seedbed-illustrator", OWN),
    ],
)
def test_a_model_belongs_to_a_family(model: str, family: Family) -> None:
    assert family_of(model) is family


@pytest.mark.parametrize("model", ["seedream-3-0-t2i-250415", "ep-2025", "gpt-image-2", "seedream-4-00"])
def test_an_unknown_model_is_not_found(model: str) -> None:
    with pytest.raises(ApiError) as refusal:
        family_of(model)
    assert (refusal.value.status, refusal.value.code) == (404, "InvalidEndpointOrModel.NotFound")


def test_every_listed_model_is_served() -> None:
    assert all(family_of(model) for model in MODELS)
