"""Stored pictures are sent as they are, or made to fit what a backend takes."""

import io

import pytest
from PIL import Image

from studio.images.errors import ImageRefused
from studio.images.fit import Fitted, fit
from tests.pictures import avif, encode, png

TAKEN = {"image/jpeg", "image/png"}


def fitted(content: bytes, size: tuple[int, int], media_type: str, **limits: int) -> Fitted:
    bounds = {"max_bytes": 10_000_000, "max_area": 36_000_000} | limits
    return fit(content, media_type=media_type, width=size[0], height=size[1], accepted=TAKEN, **bounds)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_picture_that_fits_is_sent_byte_for_byte() -> None:
    content = png((64, 48))
    assert fitted(content, (64, 48), "image/png") == Fitted(content, "image/png", 64, 48)


def test_a_format_that_is_not_taken_becomes_a_jpeg_of_the_same_size() -> None:
    sent = fitted(avif((64, 48)), (64, 48), "image/avif")
    assert (sent.media_type, opened(sent.content).format, opened(sent.content).size) == (
        "image/jpeg",
        "JPEG",
        (64, 48),
    )


def test_a_picture_with_too_much_area_keeps_its_shape() -> None:
    sent = fitted(png((400, 200)), (400, 200), "image/png", max_area=20_000)
    assert (sent.width, sent.height) == (200, 100)


def test_a_picture_with_too_many_bytes_comes_under_the_limit() -> None:
    noise = encode(Image.effect_noise((600, 600), 90).convert("RGB"), "PNG")
    sent = fitted(noise, (600, 600), "image/png", max_bytes=60_000)
    assert len(sent.content) <= 60_000
    assert opened(sent.content).size == (sent.width, sent.height)


def test_what_shines_through_lies_on_white() -> None:
    clear = encode(Image.new("RGBA", (40, 40), (200, 0, 0, 0)), "PNG")
    sent = fitted(clear, (40, 40), "image/png", max_bytes=50)
    assert opened(sent.content).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_bytes_that_are_no_picture_are_refused() -> None:
    with pytest.raises(ImageRefused):
        fitted(b"\x89PNG\r\n\x1a\n nothing", (40, 40), "image/png", max_bytes=1)
