"""Reference pictures: where they may come from, what is read of them, and what the illustrator is handed."""

import asyncio
import io
import socket
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from studio.engine import decode, fetch
from studio.engine.errors import ApiError
from studio.engine.files import Files
from tests.engine.server.process import BODY, OWN, Engine, data_uri
from tests.pictures import (
    BLUE,
    GREEN,
    RED,
    SVG,
    TEXT,
    WHITE,
    encode,
    gif,
    jpeg,
    png,
    png_header_only,
    png_of_zeros,
    png_text_bomb,
    quadrants,
    see_through_png,
    swapped_profile,
    turned_jpeg,
)


def seen(engine: Engine, *images: str, **more: object) -> list[Any]:
    """[width, height, mode, corner's pixel] of each reference as the illustrator got it."""
    told: list[Any] = engine.drawn({**BODY, "image": list(images), **more})["data"][0]["plan"]["references"]
    return told


def near(pixel: list[int], colour: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "avif", "bmp", "tiff", "gif"])
def test_every_documented_format_is_read_from_a_data_uri(sketching: Engine, kind: str) -> None:
    ((width, height, mode, *pixel),) = seen(
        sketching, data_uri(encode(quadrants((64, 48)), kind.upper()), kind)
    )
    assert (width, height, mode) == (64, 48, "RGB")
    assert near(pixel, RED)


def test_the_content_decides_and_not_the_declared_format(sketching: Engine) -> None:
    assert seen(sketching, data_uri(jpeg((30, 20)), "png"))[0][:2] == [30, 20]


def test_references_keep_their_order_whatever_their_form(sketching: Engine, shelf: str) -> None:
    told = seen(
        sketching, f"{shelf}/picture.png", data_uri(png((40, 40))), f"{shelf}/moved", data_uri(png((50, 40)))
    )
    assert [reference[0] for reference in told] == [160, 40, 160, 50]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_arrives_upright(sketching: Engine, orientation: int) -> None:
    ((width, height, _, *pixel),) = seen(sketching, data_uri(turned_jpeg(orientation, (64, 48)), "jpeg"))
    assert (width, height) == (64, 48)
    assert near(pixel, RED)


def test_colours_arrive_as_srgb(sketching: Engine) -> None:
    plain = encode(Image.new("RGB", (32, 32), (200, 40, 40)), "PNG")
    other = encode(Image.new("RGB", (32, 32), (200, 40, 40)), "PNG", icc_profile=swapped_profile())
    (before, after) = seen(sketching, data_uri(plain), data_uri(other))
    assert near(before[3:], (200, 40, 40))
    assert after[4] > after[3] + 50  # red and green have changed places


def test_transparency_is_kept_and_palettes_greys_and_16_bits_become_colours(sketching: Engine) -> None:
    deep = Image.new("I;16", (32, 32), 0x8000)
    told = seen(
        sketching,
        data_uri(see_through_png((64, 48))),
        data_uri(gif((32, 32), ("tomato",)), "gif"),
        data_uri(encode(Image.new("L", (32, 32), 99), "PNG")),
        data_uri(encode(deep, "PNG")),
        data_uri(encode(Image.new("CMYK", (32, 32)), "JPEG"), "jpeg"),
    )
    assert [reference[2] for reference in told] == ["RGBA", "RGB", "RGB", "RGB", "RGB"]
    assert told[3][3:] == [128, 128, 128]


def test_a_first_reference_keeps_its_detail_and_the_others_two_k(sketching: Engine) -> None:
    large = data_uri(png_of_zeros((4096, 4096), colour_type=0))
    told = seen(sketching, large, large, size="4K")
    assert [reference[:2] for reference in told] == [[4096, 4096], [2048, 2048]]


def test_the_largest_allowed_reference_is_read(sketching: Engine) -> None:
    assert seen(sketching, data_uri(png_of_zeros((6000, 6000))))[0][:2] == [2048, 2048]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not a picture"),
        (TEXT, "not a picture"),
        (SVG, "not a picture"),
        (png((14, 40)), "at least 15 px"),
        (png((3000, 15)), "between 1/16 and 16"),
        (png_header_only((6001, 6000)), "at most 36000000 px"),
        (png_header_only((2**31 - 1, 2**31 - 1)), "px"),
        (png_header_only((64, 64)), "damaged"),
        (png((64, 64))[:80], "damaged|not a picture"),
        (jpeg((64, 64))[:300], "damaged|not a picture"),
        (encode(quadrants((64, 48)), "ICO"), "not a picture"),
        (encode(quadrants((64, 48)), "PPM"), "not a picture"),
    ],
)
def test_bad_bytes_are_refused_with_the_reason(sketching: Engine, content: bytes, why: str) -> None:
    status, error = sketching.refused({**BODY, "image": [data_uri(png()), data_uri(content)]})
    assert (status, error["code"], error["param"]) == (400, "InvalidParameter", "image")
    assert error["message"].startswith("The parameter `image[1]` is not valid")
    assert any(part in error["message"] for part in why.split("|"))


def test_a_bomb_in_the_comments_is_refused_or_left_unread(sketching: Engine) -> None:
    answer = sketching.post({**BODY, "image": data_uri(png_text_bomb())})
    assert answer.status_code in (200, 400)


def test_a_reference_beyond_ten_megabytes_is_refused(sketching: Engine) -> None:
    status, error = sketching.refused({**BODY, "image": data_uri(png() + bytes(10 * 1024 * 1024))})
    assert (status, error["param"]) == (400, "image")
    assert "larger than 10 MB" in error["message"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/page.html", "text/html, not a picture"),
        ("/liar.png", "not a picture in one of the formats"),
        ("/missing.png", "HTTP 404"),
        ("/large.png", "larger than 10 MB"),
        ("/circle", "redirects more than 3 times"),
        ("/inside", "private network"),
        ("/file", "only http and https"),
    ],
)
def test_an_address_that_gives_no_picture_is_refused(
    sketching: Engine, shelf: str, path: str, why: str
) -> None:
    status, error = sketching.refused({**BODY, "image": shelf + path})
    assert (status, error["code"], error["param"]) == (400, "InvalidParameter", "image")
    assert why in error["message"]


@pytest.fixture
def references(tmp_path: Path) -> fetch.References:
    return fetch.References(Files(tmp_path, 1024))


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "[::]",
        "2852039166",
        "0x0a000001",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(
    references: fetch.References, host: str
) -> None:
    with pytest.raises(ApiError, match=r"private network|is not known"):
        asyncio.run(references.read_all((f"http://{host}/secret.png",)))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "127.1", "[::1]"])
def test_no_answer_tells_whether_a_port_of_this_machine_listens(
    references: fetch.References, shelf: str, host: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    said = set()
    for port in (shelf.rsplit(":", 1)[1], free):
        with pytest.raises(ApiError, match="this machine") as refusal:
            asyncio.run(references.read_all((f"http://{host}:{port}/picture.png",)))
        said.add(refusal.value.message)
    assert len(said) == 1


def test_an_origin_that_the_operator_named_is_read_and_no_other(tmp_path: Path, shelf: str) -> None:
    named = fetch.References(Files(tmp_path, 1024), fetch.origins_of(f"{shelf}/, http://pictures.lan"))
    (content,) = asyncio.run(named.read_all((f"{shelf}/picture.png",)))
    assert Image.open(io.BytesIO(content)).size == (160, 90)
    with pytest.raises(ApiError, match="this machine"):
        asyncio.run(named.read_all((shelf.replace("127.0.0.1", "localhost") + "/picture.png",)))


def test_a_slow_address_is_given_up(tmp_path: Path, shelf: str) -> None:
    began = time.monotonic()
    named = fetch.References(Files(tmp_path, 1024), fetch.origins_of(shelf))
    with pytest.raises(ApiError, match=r"longer than 0\.3 s") as refusal:
        asyncio.run(named.read_all((f"{shelf}/slow.png",), seconds=0.3))
    assert refusal.value.code == "InvalidParameter"
    assert time.monotonic() - began < 5


def test_a_named_address_where_nobody_listens_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    named = fetch.References(Files(tmp_path, 1024), fetch.origins_of(address))
    with pytest.raises(ApiError, match="failed"):
        asyncio.run(named.read_all((f"{address}/a.png",)))


@pytest.mark.parametrize(
    "source", ["http://", "http://[", "http://a b/", "http://127.0.0.1:99999/", "http://.../"]
)
def test_a_broken_address_is_refused(references: fetch.References, source: str) -> None:
    with pytest.raises(ApiError) as refusal:
        asyncio.run(references.read_all((source,)))
    assert refusal.value.status == 400


def test_a_mask_arrives_in_its_pictures_size(sketching: Engine) -> None:
    picture, mask = data_uri(png((400, 300))), data_uri(encode(Image.new("1", (200, 150), 1), "PNG"))
    told = sketching.drawn({**OWN, "image": picture, "mask": mask})
    assert told["data"][0]["plan"]["mask"] == [400, 300, "L", 255]


def test_a_transparent_mask_changes_nothing_there(sketching: Engine) -> None:
    mask = data_uri(encode(Image.new("RGBA", (400, 300), (255, 255, 255, 0)), "PNG"))
    told = sketching.drawn({**OWN, "image": data_uri(png((400, 300))), "mask": mask})
    assert told["data"][0]["plan"]["mask"][3] == 0


def test_a_mask_of_another_shape_is_refused(sketching: Engine) -> None:
    status, error = sketching.refused(
        {**OWN, "image": data_uri(png((400, 300))), "mask": data_uri(png((300, 300)))}
    )
    assert (status, error["param"]) == (400, "mask")
    assert "same shape" in error["message"]


def test_a_tier_keeps_the_references_shape(sketching: Engine) -> None:
    told = sketching.drawn({**BODY, "size": "1K", "image": data_uri(png((900, 600)))})
    assert told["data"][0]["size"] == "1248x832"


def test_decoding_gives_upright_quadrants_in_every_corner() -> None:
    (picture,) = decode.references([turned_jpeg(6, (64, 48))], area=1)
    corners = [picture.getpixel(place) for place in ((5, 5), (60, 5), (5, 44), (60, 44))]
    for pixel, colour in zip(corners, (RED, GREEN, BLUE, WHITE), strict=True):
        assert isinstance(pixel, tuple) and near([int(value) for value in pixel], colour)


def test_a_result_of_the_engine_itself_is_a_reference(sketching: Engine) -> None:
    address = sketching.drawn(BODY)["data"][0]["url"]
    assert httpx.URL(address).host == "127.0.0.1"
    assert seen(sketching, address)[0][:2] == [1280, 720]


def test_another_engines_result_on_this_machine_is_not(engine: Engine, sketching: Engine) -> None:
    address = sketching.drawn(BODY)["data"][0]["url"]
    status, error = engine.refused({**BODY, "image": address})
    assert status == 400 and "this machine" in error["message"]
