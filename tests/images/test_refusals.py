"""What does not become a picture, and what the person is told."""

import pytest

from studio.images.inspect import ImageRefused, inspect_result, inspect_upload
from studio.images.render import render
from studio.images.specs import W640
from tests import pictures


def refusal(content: bytes) -> tuple[str, str]:
    with pytest.raises(ImageRefused) as refused:
        inspect_upload(content)
    return refused.value.code, str(refused.value)


def test_sixty_megapixels_are_refused_with_both_figures() -> None:
    code, message = refusal(pictures.png_header_only((10_000, 6_020)))
    assert code == "too_many_pixels"
    assert message == "This picture has 60.2 megapixels (10,000 × 6,020); the limit is 40 megapixels."


@pytest.mark.parametrize(
    "bomb",
    [
        pictures.png_of_zeros((20_000, 20_000), bits=1, colour_type=0),
        pictures.png_of_zeros((9_400, 9_400), bits=1, colour_type=0),
        pictures.png_header_only((2_000_000_000, 2_000_000_000)),
        pictures.vast_webp(),
        pictures.png_header_only((40_000, 40_000)),
    ],
    ids=["400 megapixels in 50 kB", "88 megapixels", "4 exapixels", "WebP's largest", "RGB"],
)
def test_bombs_are_refused_before_they_are_unpacked(bomb: bytes) -> None:
    code, message = refusal(bomb)
    assert code == "too_many_pixels"
    assert "megapixels" in message


def test_a_strip_longer_than_renditions_can_be_is_refused() -> None:
    assert refusal(pictures.png_of_zeros((16_384, 1))) == (
        "too_long",
        "This picture is 16,384 × 1 pixels; no side may be longer than 16,383.",
    )


def test_a_file_over_the_limit_is_refused_by_its_size() -> None:
    code, message = refusal(pictures.png() + bytes(20 * 1024 * 1024))
    assert (code, message) == ("too_many_bytes", "This file has 20.1 MB; the limit is 20 MB.")


def test_an_empty_file_is_called_empty() -> None:
    assert refusal(b"") == ("empty", "This file is empty.")


def test_text_is_no_picture_whatever_its_name_says() -> None:
    code, message = refusal(pictures.TEXT)
    assert code == "not_a_picture"
    assert message == "This is not a picture: pictures are JPEG, PNG, WebP, AVIF or GIF."


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pictures.SVG, "SVG"),
        (b"\n <?xml version='1.0'?>" + pictures.SVG, "SVG"),
        (b"<!DOCTYPE html><img>", "HTML"),
        (b"II*\0" + bytes(60), "TIFF"),
        (b"BM" + bytes(60), "BMP"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "PostScript"),
        (b"8BPS\0\1", "Photoshop"),
        (b"PK\3\4", "ZIP"),
        (b"\0\0\0\x20ftypisom" + bytes(40), "video"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    ],
)
def test_other_kinds_are_called_by_their_name(content: bytes, name: str) -> None:
    code, message = refusal(content)
    assert code == "unsupported_format"
    assert f"of kind {name};" in message


def test_a_phone_picture_in_heic_is_told_what_to_do() -> None:
    code, message = refusal(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40))
    assert code == "unsupported_format"
    assert message.startswith("HEIC pictures are not supported here. Save it as JPEG")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.9])
def test_a_picture_that_was_cut_short_is_refused(kind: str, part: float) -> None:
    whole = pictures.encode(pictures.photo((200, 150)), kind)
    code, message = refusal(whole[: max(16, int(len(whole) * part))])
    assert code == "damaged"
    assert message in (
        "This picture is cut short: the file ends before the picture does.",
        "This picture is damaged and cannot be read.",
    )


@pytest.mark.parametrize(
    "content",
    [
        pictures.png_header_only((50, 50)),
        pictures.png_header_only((0, 50)),
        pictures.png_with_wrong_header_check(),
        pictures.png_text_bomb(64),
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF\0\0\0\0WEBP",
        b"\0\0\0\x1cftypavif",
    ],
    ids=["no pixels", "no width", "wrong check", "64 MB of text", "png", "jpeg", "gif", "webp", "avif"],
)
def test_damage_is_refused_with_a_sentence(content: bytes) -> None:
    code, message = refusal(content)
    assert code == "damaged"
    assert message.endswith(".")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_no_changed_byte_brings_anything_but_a_picture_or_a_refusal(kind: str) -> None:
    whole = pictures.encode(pictures.photo((24, 16)), kind)
    for at in range(0, len(whole), max(1, len(whole) // 24)):
        changed = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            inspected = inspect_upload(changed)
        except ImageRefused as refused:
            assert str(refused).endswith(".")
        else:
            assert inspected.width >= 1


def test_results_and_renditions_refuse_alike() -> None:
    for ask in (inspect_result, lambda content: render(content, [W640])):
        with pytest.raises(ImageRefused) as refused:
            ask(pictures.png_header_only((9_000, 9_000)))
        assert refused.value.code == "too_many_pixels"
        assert "81.0 megapixels" in str(refused.value)
