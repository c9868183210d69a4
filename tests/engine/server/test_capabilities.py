"""Every capability, driven by ByteDance's SDK and by `openai`: drawings of each kind, and each edit by its plan."""

import base64
import io
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from volcenginesdkarkruntime._exceptions import ArkBadRequestError

from tests.engine.server.process import SMALL, Engine, data_uri
from tests.pictures import encode, photo, png, quadrants


def kite() -> bytes:
    """A red disc with a yellow stripe before a soft blue ground: a subject that nobody can miss."""
    picture = (
        Image.linear_gradient("L").resize((640, 360)).convert("RGB").point(lambda value: 120 + value // 3)
    )
    picture.paste((40, 90, 160), mask=Image.new("L", picture.size, 120))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((200, 60, 440, 300), fill=(200, 40, 40))
    draw.rectangle((230, 165, 410, 195), fill=(240, 200, 60))
    return encode(picture, "PNG")


def sign() -> bytes:
    """Black letters on a pale board."""
    picture = Image.new("RGB", (640, 360), (236, 230, 214))
    ImageDraw.Draw(picture).text((150, 120), "OPEN", (20, 20, 20), ImageFont.load_default(120))
    return encode(picture, "PNG")


def hole() -> bytes:
    """A mask over a part of the kite."""
    mask = Image.new("L", (640, 360), 0)
    mask.paste(255, (300, 150, 350, 200))
    return encode(mask, "PNG")


KITE, SIGN, VIEW, CLOTH = (
    kite(),
    sign(),
    encode(photo((640, 360)), "PNG"),
    encode(quadrants((320, 320)), "PNG"),
)


@dataclass(frozen=True)
class Edit:
    prompt: str
    operation: str
    images: tuple[bytes, ...] = (KITE,)
    mask: bytes | None = None
    more: dict[str, Any] = field(default_factory=dict)


EDITS = [
    Edit("remove the background", "remove background", more={"output_format": "png"}),
    Edit("make the background yellow", "replace background"),
    Edit("replace the background with the scene of image 2", "replace background", (KITE, VIEW)),
    Edit("replace the background with a forest at night", "replace background"),
    Edit("remove the object", "remove object", mask=hole()),
    Edit("remove the text", "remove text", (SIGN,)),
    Edit('change the text "OPEN" to "SHUT"', "replace text", (SIGN,)),
    Edit("make the subject green", "recolour"),
    Edit("turn it into an ink drawing", "restyle"),
    Edit("in the style of image 2", "restyle", (KITE, VIEW)),
    Edit("upscale it", "upscale"),
    Edit("extend the picture to 16:9", "extend", (CLOTH,)),
    Edit("crop it to 16:9", "crop", (CLOTH,)),
    Edit("blur it", "adjust"),
    Edit("make it warmer and brighter", "adjust"),
    Edit("put the subject of image 1 into the scene of image 2", "compose", (KITE, VIEW)),
]
DRAWINGS = [
    "a red fox in a snowy forest at night, paper cut",
    "two cats and a red bench",
    'a wooden sign that says "OPEN"',
    "a bar chart: apples 4, pears 7, plums 2",
    "an annotated diagram of a flower with numbered callouts",
    "a set of icons: sun, moon, star",
]


@pytest.fixture(scope="module")
def draws(engine: Engine) -> Iterator[Callable[..., Any]]:
    """`draws(prompt, images, mask, **more)` → the first datum of the answer to ByteDance's SDK.

    `openai` then sends the same request under the same Idempotency-Key. Their bodies differ in form, so that it
    gets the same picture shows that the engine reads both alike; otherwise the key would be refused.
    """
    with engine.vendors() as (ark, oai):

        def ask(prompt: str, images: tuple[bytes, ...] = (), mask: bytes | None = None, **more: Any) -> Any:
            common: Any = {
                "model": "seedbed-illustrator",
                "prompt": prompt,
                "size": SMALL,
                "response_format": "b64_json",
                "extra_headers": {"Idempotency-Key": secrets.token_hex()},
            }
            extra = {"mask": data_uri(mask)} if mask else {}
            known = {"seed": 7, "watermark": False, "image": [data_uri(image) for image in images], **more}
            datum = ark.images.generate(**common, **known, extra_body=extra).data[0]
            again = oai.images.generate(**common, extra_body={**known, **extra}).data
            assert again is not None and again[0].b64_json == datum.b64_json
            return datum

        yield ask


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.prompt)
def test_the_vendors_clients_edit(draws: Any, edit: Edit) -> None:
    datum = draws(edit.prompt, edit.images, edit.mask, **edit.more)
    assert edit.operation in [step["operation"] for step in datum.plan["operations"]]
    picture = Image.open(io.BytesIO(base64.b64decode(datum.b64_json)))
    assert picture.size == (1280, 720)
    if edit.more:
        assert picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("prompt", DRAWINGS)
def test_the_vendors_clients_draw(draws: Any, prompt: str) -> None:
    datum = draws(prompt)
    picture = Image.open(io.BytesIO(base64.b64decode(datum.b64_json)))
    assert (picture.format, picture.size) == ("JPEG", (1280, 720))
    colours = picture.convert("RGB").resize((64, 36)).getcolors(64 * 36)
    assert colours is not None and len(colours) > 20  # something is drawn
    assert datum.plan["seed"] == 7


def test_a_wish_beyond_the_illustrator_is_refused_with_a_sentence_for_the_person(draws: Any) -> None:
    with pytest.raises(ArkBadRequestError) as refusal:
        draws("remove the background", (png((320, 180)),))
    assert refusal.value.code.startswith("InvalidParameter")
    assert "Mark the subject with the mask" in refusal.value.message
