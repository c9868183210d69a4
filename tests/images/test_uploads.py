"""What a person sends in: always encoded anew, upright, sRGB, silent about its maker."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from studio.images.inspect import Inspected, inspect_upload
from tests import pictures


def opened(inspected: Inspected) -> Image.Image:
    """The picture, after everything that must hold of any upload was checked."""
    image = Image.open(io.BytesIO(inspected.content))
    image.load()
    assert image.format == inspected.format
    assert image.size == (inspected.width, inspected.height)
    assert image.mode == ("RGBA" if inspected.has_alpha else "RGB")
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not getattr(image, "text", {})
    return image


def near(image: Image.Image, point: tuple[int, int], colour: tuple[int, ...], *, by: int = 4) -> bool:
    pixel = image.getpixel(point)
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


def same(one: Image.Image, other: Image.Image) -> bool:
    return np.array_equal(np.asarray(one), np.asarray(other))


def shows_quadrants(image: Image.Image) -> bool:
    width, height = image.size
    return (
        near(image, (2, 2), pictures.RED)
        and near(image, (width - 3, 2), pictures.GREEN)
        and near(image, (2, height - 3), pictures.BLUE)
        and near(image, (width - 3, height - 3), pictures.WHITE)
    )


def test_a_jpeg_stays_a_jpeg() -> None:
    inspected = inspect_upload(pictures.jpeg())
    opened(inspected)
    assert (inspected.format, inspected.media_type, inspected.extension) == ("JPEG", "image/jpeg", "jpg")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_is_applied(orientation: int) -> None:
    image = opened(inspect_upload(pictures.turned_jpeg(orientation)))
    assert image.size == pictures.SMALL
    assert shows_quadrants(image)


def test_where_and_by_whom_a_photo_was_taken_is_gone() -> None:
    content = inspect_upload(pictures.jpeg(gps=True, orientation=6, comment=b"at home")).content
    assert b"Alice" not in content and b"serial" not in content and b"at home" not in content


def test_the_text_of_a_png_is_gone() -> None:
    content = inspect_upload(pictures.talkative_png()).content
    assert b"Alice" not in content and b"tEXt" not in content and b"eXIf" not in content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_colours_of_another_profile_become_srgb(kind: str) -> None:
    red = Image.new("RGB", pictures.SMALL, pictures.RED)
    options = {"quality": 95} if kind != "PNG" else {}
    content = pictures.encode(red, kind, icc_profile=pictures.swapped_profile(), **options)
    image = opened(inspect_upload(content))
    assert near(image, (9, 9), (30, 220, 30), by=8)  # the profile calls red what is green


def test_an_srgb_profile_changes_nothing() -> None:
    colours = pictures.photo((64, 48))
    content = pictures.encode(colours, "PNG", icc_profile=pictures.srgb_profile())
    assert same(opened(inspect_upload(content)), colours)


def test_a_broken_profile_is_ignored() -> None:
    content = pictures.encode(pictures.quadrants(), "PNG", icc_profile=b"not a profile" * 20)
    assert same(opened(inspect_upload(content)), pictures.quadrants())


def test_a_profile_made_for_another_kind_of_picture_is_ignored() -> None:
    content = pictures.encode(Image.new("L", (8, 8), 128), "PNG", icc_profile=pictures.srgb_profile())
    assert opened(inspect_upload(content)).getpixel((0, 0)) == (128, 128, 128)


def test_cmyk_becomes_rgb() -> None:
    inspected = inspect_upload(pictures.encode(Image.new("CMYK", (32, 32), (0, 255, 255, 0)), "JPEG"))
    assert near(opened(inspected), (5, 5), (255, 0, 0), by=6)
    assert inspected.format == "JPEG"


def test_sixteen_bits_become_eight_without_clipping() -> None:
    ramp = np.linspace(0, 65_535, 64 * 48).astype(np.uint16).reshape(48, 64)
    image = opened(inspect_upload(pictures.encode(Image.fromarray(ramp), "PNG")))
    assert np.array_equal(np.asarray(image)[:, :, 0], (ramp >> 8).astype(np.uint8))


def test_a_palette_with_a_transparent_colour_becomes_alpha() -> None:
    palette = Image.new("P", (16, 16), 0)
    palette.putpalette([220, 30, 30, 30, 160, 60])
    palette.paste(1, (0, 0, 8, 16))
    inspected = inspect_upload(pictures.encode(palette, "PNG", transparency=0))
    image = opened(inspected)
    assert inspected.has_alpha and inspected.format == "PNG"
    assert image.getpixel((2, 2)) == (30, 160, 60, 255)
    assert near(image, (12, 2), (220, 30, 30, 0))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_png_mode_keeps_its_look(mode: str) -> None:
    drawn = pictures.quadrants(mode=mode)
    image = opened(inspect_upload(pictures.encode(drawn, "PNG")))
    assert same(image, drawn.convert("RGB"))


def test_alpha_is_kept_as_it_is() -> None:
    content = pictures.see_through_png()
    inspected = inspect_upload(content)
    assert inspected.has_alpha
    assert same(opened(inspected), Image.open(io.BytesIO(content)))


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    inspected = inspect_upload(pictures.encode(pictures.quadrants(mode="RGBA"), "WEBP", lossless=True))
    assert not inspected.has_alpha
    assert shows_quadrants(opened(inspected))


def test_lossless_webp_stays_lossless_and_lossy_webp_becomes_jpeg() -> None:
    drawn = pictures.photo((64, 48))
    exact = inspect_upload(pictures.encode(drawn, "WEBP", lossless=True))
    assert exact.format == "PNG" and same(opened(exact), drawn)
    assert inspect_upload(pictures.webp()).format == "JPEG"


def test_avif_is_read() -> None:
    inspected = inspect_upload(pictures.encode(pictures.quadrants((128, 96)), "AVIF", quality=95))
    assert shows_quadrants(opened(inspected))


@pytest.mark.parametrize("animation", [pictures.gif, pictures.apng, pictures.animated_webp])
def test_of_an_animation_the_first_frame_is_taken(animation: Callable[[], bytes]) -> None:
    image = opened(inspect_upload(animation()))
    assert near(image, (5, 5), (255, 99, 71), by=4)  # tomato
    assert getattr(image, "n_frames", 1) == 1


def test_only_the_first_frame_of_a_long_animation_costs_anything() -> None:
    turns = [f"rgb({n % 256},{n // 2},90)" for n in range(400)]
    inspected = inspect_upload(pictures.gif((60, 60), turns))
    assert (inspected.width, inspected.height) == (60, 60)


def test_the_second_picture_of_an_mpo_is_gone() -> None:
    first, second = Image.new("RGB", (64, 48), "tomato"), Image.new("RGB", (64, 48), "teal")
    content = pictures.encode(first, "MPO", save_all=True, append_images=[second])
    inspected = inspect_upload(content)
    assert inspected.format == "JPEG"
    assert near(opened(inspected), (5, 5), (255, 99, 71))


def test_what_is_glued_to_the_end_of_a_picture_is_gone() -> None:
    assert b"script" not in inspect_upload(pictures.gif_with_script()).content


def test_the_same_bytes_give_the_same_picture_and_hash() -> None:
    content = pictures.jpeg(gps=True)
    assert inspect_upload(content) == inspect_upload(content)


@settings(max_examples=25, deadline=None)
@given(
    size=st.tuples(st.integers(1, 70), st.integers(1, 70)),
    kind=st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF", "GIF"]),
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"]),
    orientation=st.integers(0, 9),
    profiled=st.booleans(),
)
def test_whatever_comes_out_opens_again_clean(
    size: tuple[int, int], kind: str, mode: str, orientation: int, profiled: bool
) -> None:
    takes = {"JPEG": {"1", "L", "RGB", "CMYK"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}}
    if mode not in takes.get(kind, {"L", "RGB", "RGBA", "P"}):
        mode = "RGB"
    drawn = pictures.photo(size).convert("L" if mode == "I;16" else "RGB").convert(mode)
    options: dict[str, Any] = (
        {"icc_profile": pictures.swapped_profile()} if profiled and kind != "GIF" else {}
    )
    if kind != "GIF":
        options["exif"] = pictures.exif(orientation=orientation, gps=True)
    inspected = inspect_upload(pictures.encode(drawn, kind, **options))
    opened(inspected)
    stored = (inspected.width, inspected.height)
    assert stored == (size[::-1] if 5 <= orientation <= 8 and kind != "GIF" else size)
