import io

import pytest
from PIL import Image, ImageEnhance

from studio.images.fingerprint import NEAR, distance, fingerprint
from tests import pictures

PHOTO = pictures.photo((600, 400))


def recompressed(kind: str, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(pictures.encode(PHOTO, kind, quality=quality)))


@pytest.mark.parametrize(
    "alike",
    [
        PHOTO.resize((150, 100)),
        PHOTO.resize((1200, 800)),
        PHOTO.crop((6, 4, 594, 396)),
        ImageEnhance.Brightness(PHOTO).enhance(1.1),
        ImageEnhance.Contrast(PHOTO).enhance(0.85),
        recompressed("JPEG", 40),
        recompressed("WEBP", 30),
        PHOTO.convert("L"),
        PHOTO.convert("RGBA"),
    ],
    ids=["smaller", "larger", "cropped", "brighter", "flatter", "JPEG", "WebP", "grey", "RGBA"],
)
def test_the_same_picture_stays_near(alike: Image.Image) -> None:
    assert distance(fingerprint(PHOTO), fingerprint(alike)) <= NEAR


def test_different_pictures_are_far_apart() -> None:
    prints = [fingerprint(pictures.photo((300, 200), seed)) for seed in range(20)]
    apart = [distance(one, other) for at, one in enumerate(prints) for other in prints[:at]]
    assert min(apart) > NEAR
    assert 24 < sum(apart) / len(apart) < 36


def test_a_mirrored_picture_is_another() -> None:
    mirrored = PHOTO.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert distance(fingerprint(PHOTO), fingerprint(mirrored)) > NEAR


def test_a_fingerprint_fits_a_bigint() -> None:
    for seed in range(12):
        assert -(2**63) <= fingerprint(pictures.photo((64, 64), seed)) < 2**63


def test_distance_counts_bits_whatever_the_sign() -> None:
    assert distance(0, 0) == 0
    assert distance(0, -1) == 64
    assert distance(-(2**63), 0) == 1
    assert distance(0b1011, 0b0001) == 2


def test_plain_pictures_and_tiny_ones_have_one_too() -> None:
    assert fingerprint(Image.new("RGB", (500, 500), "teal")) == fingerprint(Image.new("RGB", (1, 1), "gold"))
