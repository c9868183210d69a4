"""What a backend made: kept byte for byte where that is harmless, and always still marked as made by a machine."""

import hashlib
import io

import numpy as np
import pytest
from PIL import Image

from studio.images.inspect import inspect_and_render, inspect_result
from studio.images.specs import W320, W640
from tests import pictures

MARK = b"digitalsourcetype/trainedAlgorithmicMedia"


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [
        ("JPEG", "image/jpeg", "jpg"),
        ("PNG", "image/png", "png"),
        ("WEBP", "image/webp", "webp"),
        ("AVIF", "image/avif", "avif"),
    ],
)
def test_a_clean_result_is_kept_byte_for_byte(kind: str, media_type: str, extension: str) -> None:
    content = pictures.encode(pictures.photo((120, 90)), kind, xmp=pictures.ai_marking().encode())
    if kind == "PNG":
        content = pictures.marked_png(pictures.photo((120, 90)))
    inspected = inspect_result(content)
    assert inspected.content == content
    assert MARK in inspected.content
    assert inspected.sha256 == hashlib.sha256(content).hexdigest()
    assert (inspected.format, inspected.media_type, inspected.extension) == (kind, media_type, extension)
    assert (inspected.width, inspected.height, inspected.has_alpha) == (120, 90, False)


def test_an_srgb_profile_does_not_keep_a_result_from_being_kept() -> None:
    content = pictures.jpeg(icc_profile=pictures.srgb_profile())
    assert inspect_result(content).content == content


def test_harmless_exif_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0131], exif[0x011A] = "some generator", 72.0  # software, resolution
    content = pictures.jpeg(exif=exif)
    assert inspect_result(content).content == content


@pytest.mark.parametrize(
    "content",
    [
        pictures.jpeg(gps=True, xmp=pictures.ai_marking().encode()),
        pictures.jpeg(orientation=1, xmp=pictures.ai_marking().encode()),
        pictures.jpeg(comment=b"made by Alice", xmp=pictures.ai_marking().encode()),
        pictures.jpeg(xmp=pictures.ai_marking("<dc:creator>Alice</dc:creator>").encode()),
        pictures.webp(exif=pictures.exif(gps=True), xmp=pictures.ai_marking().encode()),
        pictures.avif(exif=pictures.exif(gps=True), xmp=pictures.ai_marking().encode()),
        pictures.marked_png(Image.new("RGB", (9, 9)), parameters="Alice and her cat, by Alice"),
    ],
    ids=["GPS", "artist", "comment", "creator", "webp", "avif", "prompt in a text chunk"],
)
def test_what_is_personal_goes_and_the_mark_stays(content: bytes) -> None:
    assert b"Alice" in content
    inspected = inspect_result(content)
    assert b"Alice" not in inspected.content
    assert MARK in inspected.content
    image = Image.open(io.BytesIO(inspected.content))
    image.load()
    assert not image.getexif()


def test_a_result_without_a_mark_is_given_none() -> None:
    assert b"digitalsourcetype" not in inspect_result(pictures.jpeg(gps=True)).content


def test_a_content_credential_that_cannot_be_kept_becomes_a_mark() -> None:
    credential = b"\xff\xeb" + (22).to_bytes(2, "big") + b"JP\0\1\0\0\0\1jumbc2pa...."
    plain = pictures.jpeg(orientation=3)
    inspected = inspect_result(plain[:2] + credential + plain[2:])
    assert MARK in inspected.content


def test_a_turned_result_is_set_upright() -> None:
    inspected = inspect_result(pictures.turned_jpeg(6))
    assert (inspected.width, inspected.height) == pictures.SMALL


def test_a_result_in_another_colour_space_becomes_srgb() -> None:
    red = Image.new("RGB", (9, 9), pictures.RED)
    inspected = inspect_result(pictures.encode(red, "PNG", icc_profile=pictures.swapped_profile()))
    assert Image.open(io.BytesIO(inspected.content)).getpixel((4, 4)) == (30, 220, 30)


def test_an_animated_result_becomes_its_first_frame() -> None:
    assert inspect_result(pictures.gif()).format == "PNG"
    assert inspect_result(pictures.apng()).content != pictures.apng()


def test_alpha_of_a_kept_result_is_noticed() -> None:
    inspected = inspect_result(pictures.see_through_png())
    assert inspected.content == pictures.see_through_png()
    assert inspected.has_alpha


def test_the_first_rendition_comes_from_the_same_decode() -> None:
    content = pictures.encode(pictures.photo((1400, 1000)), "JPEG", quality=95)
    inspected, (middle, small) = inspect_and_render(content, [W640, W320])
    assert inspected.content == content
    assert (inspected.width, inspected.height) == (1400, 1000)
    assert [(r.spec, r.width, r.height) for r in (middle, small)] == [(W640, 640, 457), (W320, 320, 229)]
    shown = np.asarray(Image.open(io.BytesIO(middle.content)).convert("RGB"), float)
    meant = np.asarray(pictures.photo((1400, 1000)).resize((640, 457), Image.Resampling.LANCZOS), float)
    assert np.abs(shown - meant).mean() < 5


def test_an_upload_can_be_rendered_while_it_is_inspected() -> None:
    inspected, (small,) = inspect_and_render(pictures.turned_jpeg(6, (900, 600)), [W320], uploaded=True)
    assert (inspected.width, inspected.height) == (900, 600)
    assert (small.width, small.height) == (320, 213)
