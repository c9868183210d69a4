"""The request body of `POST /api/v3/images/generations`, read strictly, into an Order.

Every optional field may be null or absent. Unknown fields are ignored, and so are `guidance_scale`,
`optimize_prompt` and (except for our own model) `seed`, `mask`: no served family has them. A known field with
a value that its family does not take is refused by name.
"""

import hashlib
import json
from dataclasses import dataclass

from studio.engine.counts import pictures_wanted
from studio.engine.errors import ApiError, invalid, missing
from studio.engine.families import MOST_PICTURES, Box, Family, family_of
from studio.engine.limits import PROMPT_CHARACTERS
from studio.engine.sizes import check_size

Body = dict[str, object]
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Sources:
    """The pictures that come with an order, as data URIs or addresses. Large, so kept apart from it."""

    references: tuple[str, ...]
    mask: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """A request that the family accepts, but for its pictures."""

    model: str
    family: Family
    prompt: str
    references: int
    size: str | Box
    count: int
    series: bool
    seed: int | None  # None: a new one for each request
    detail: int | None  # other details of the picture that `seed` gives
    stream: bool
    inline: bool  # b64_json instead of url
    format: str  # jpeg or png
    watermark: bool
    web_search: bool


def read_order(content: bytes) -> tuple[Order, Sources]:
    """Raise ApiError, naming the field, unless the body is a request that can be drawn."""
    body = _document(content)
    model = _text(body, "model")
    if not model:
        missing("model")
    family = family_of(model)
    prompt = _prompt(body)
    references = _references(body, family)
    series = _series(body, family)
    _prompt_mode(body, family)
    _unserved(body)
    stream = _flag(body, "stream", default=False)
    if stream and not family.streams:
        invalid("stream", f"Seedream {family.name} does not stream.")
    order = Order(
        model=model,
        family=family,
        prompt=prompt,
        references=len(references),
        size=check_size(_text(body, "size") or family.default_size, family),
        count=_count(body, prompt, references) if series else 1,
        series=series,
        seed=_seed(body, "seed") if family.own_keys else None,
        detail=_detail(body) if family.own_keys else None,
        stream=stream,
        inline=_choice(body, "response_format", ("url", "b64_json")) == "b64_json",
        format=_format(body, family, references),
        watermark=_flag(body, "watermark", default=True),
        web_search=_web_search(body, family),
    )
    return order, Sources(references, _mask(body, family, references))


def fingerprint(order: Order, sources: Sources) -> str:
    """The same for two bodies that mean the same, whichever client wrote them."""
    parts = {name: getattr(order, name) for name in Order.__slots__ if name != "family"}
    meant = json.dumps([parts, sources.references, sources.mask], sort_keys=True)
    return hashlib.sha256(meant.encode()).hexdigest()


def _document(content: bytes) -> Body:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "InvalidParameter", "The request body is not a JSON object.")
    return body


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        invalid(name, "it must be a string.")
    return value


def _flag(body: Body, name: str, *, default: bool) -> bool:
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        invalid(name, "it must be true or false.")
    return value


def _choice(body: Body, name: str, choices: tuple[str, ...]) -> str:
    """One of the choices; the first when nothing is said."""
    value = _text(body, name) or choices[0]
    if value not in choices:
        invalid(name, f"it must be one of {', '.join(choices)}.")
    return value


def _prompt(body: Body) -> str:
    # Half a surrogate pair is legal in JSON but cannot be written as UTF-8 again.
    prompt = _text(body, "prompt").encode("utf-8", "replace").decode()
    if not prompt.strip():
        missing("prompt")
    if len(prompt) > PROMPT_CHARACTERS:
        invalid("prompt", f"it has {len(prompt)} characters, at most {PROMPT_CHARACTERS} are read.")
    return prompt


def _references(body: Body, family: Family) -> tuple[str, ...]:
    value = body.get("image")
    if value is None:
        return ()
    images = value if isinstance(value, list) else [value]
    if len(images) > family.max_references:
        invalid("image", f"reference images cannot exceed {family.max_references}, {len(images)} were given.")
    for number, image in enumerate(images):
        if not isinstance(image, str):
            invalid(f"image[{number}]", "it must be a data URI or an http(s) address.")
        if not image.strip():
            raise ApiError(400, "InvalidImageURL.EmptyURL", f"image[{number}] is empty.", param="image")
    return tuple(images)


def _series(body: Body, family: Family) -> bool:
    name = "sequential_image_generation"
    if not family.sets:
        if body.get(name) is not None:
            invalid(name, f"Seedream {family.name} draws one picture per request.")
        return False
    return _choice(body, name, ("disabled", "auto")) == "auto"


def _count(body: Body, prompt: str, references: tuple[str, ...]) -> int:
    name = "sequential_image_generation_options"
    options = body.get(name)
    if options is not None and not isinstance(options, dict):
        invalid(name, "it must be an object.")
    most = (options or {}).get("max_images")
    if most is not None and (type(most) is not int or not 1 <= most <= MOST_PICTURES):
        invalid(f"{name}.max_images", f"it must be a whole number from 1 to {MOST_PICTURES}.")
    ceiling = min(most or MOST_PICTURES, MOST_PICTURES - len(references))
    return pictures_wanted(prompt, ceiling, ceiling_given=most is not None)


def _prompt_mode(body: Body, family: Family) -> None:
    """Checked for the family's sake only: the illustrator has no prompt optimiser to hurry."""
    name = "optimize_prompt_options"
    options = body.get(name)
    if options is None:
        return
    if not isinstance(options, dict):
        invalid(name, "it must be an object.")
    mode = options.get("mode")
    if mode is not None and mode not in family.prompt_modes:
        allowed = ", ".join(sorted(family.prompt_modes))
        invalid(f"{name}.mode", f"Seedream {family.name} takes {allowed}.")


def _unserved(body: Body) -> None:
    if _flag(body, "layer_decomposition", default=False):
        invalid("layer_decomposition", "this engine does not take pictures apart into layers.")


def _detail(body: Body) -> int | None:
    detail = _seed(body, "detail")
    if detail is not None and _seed(body, "seed") is None:
        invalid("detail", "it changes the details of a picture that a seed gives: name that seed.")
    return detail


def _seed(body: Body, name: str) -> int | None:
    seed = body.get(name)
    if seed is None or seed == -1:
        return None
    if type(seed) is not int or not 0 <= seed <= LARGEST_SEED:
        invalid(name, f"it must be a whole number from -1 to {LARGEST_SEED}.")
    return seed


def _mask(body: Body, family: Family, references: tuple[str, ...]) -> str | None:
    if not family.own_keys:
        return None
    mask = _text(body, "mask")
    if mask and not references:
        invalid("mask", "a mask needs the picture that it belongs to in `image`.")
    return mask or None


def _format(body: Body, family: Family, references: tuple[str, ...]) -> str:
    chosen = _text(body, "output_format")
    if chosen and chosen not in family.formats:
        invalid("output_format", f"Seedream {family.name} gives {', '.join(sorted(family.formats))}.")
    if (
        family.transparency
        and _choice(body, "background", ("opaque", "transparent", "auto")) == "transparent"
    ):
        if len(references) != 1:
            invalid("background", "transparent needs exactly one picture in `image`.")
        if chosen == "jpeg":
            invalid("background", "transparent needs the output_format png.")
        return "png"
    return chosen or "jpeg"


def _web_search(body: Body, family: Family) -> bool:
    tools = body.get("tools")
    if tools is None or tools == []:
        return False
    if not family.web_search:
        invalid("tools", f"Seedream {family.name} has no tools.")
    if not isinstance(tools, list) or any(tool != {"type": "web_search"} for tool in tools):
        invalid("tools", 'the only tool is {"type": "web_search"}.')
    return True
