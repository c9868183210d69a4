"""The contract between the studio and any way to make pictures: plain data in, plain data out.

A backend has no tables and knows no user. It is handed one `ImageRequest`, checks it against its declared
`Capabilities` before any network, and yields events in the order they happen.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, final

from .errors import BackendError, Unsupported

Crash = Literal["dedupes", "pollable", "fire_once"]
"""What the death of the caller means between sending and the answer: `dedupes` (send again with the same
key, nothing is made twice), `pollable` (ask with the ref of `Accepted`), `fire_once` (nobody can know)."""

Operation = Literal["generate", "edit", "set"]
"""generate: from words alone · edit: with input pictures · set: several coherent pictures in one call."""

MaskSupport = Literal["native", "composed", "none"]
"""native: takes `ImageRequest.mask` · composed: takes none, but a marked input and a composite of the
answer give the same effect; the caller does both · none: masked edits are not offered."""


@dataclass(frozen=True, slots=True)
class InputImage:
    """A picture that is sent along, already inspected and upright. `role` says what it is for: "source"
    (the one to change), "reference", or a narrower word such as "style" or "subject"."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    role: str = "reference"


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """One call. `key` is the call's own id: the idempotency key where there is one, a trace id elsewhere.
    `width` and `height` are pixels, always explicit. `count` above 1 asks for a coherent set in one call,
    which may return fewer. `mask` is an 8-bit grey PNG of the source's size: white is to be redrawn, black
    stays. `options` are the backend's own extras, by the provider's spelling."""

    key: str
    prompt: str
    width: int
    height: int
    count: int = 1
    inputs: tuple[InputImage, ...] = ()
    mask: InputImage | None = None
    options: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken the job under `ref`. Store it at once: it is what `resume` and `cancel` take."""

    ref: str


@dataclass(frozen=True, slots=True)
class Progress:
    """`fraction` in 0…1 where the provider tells one, `note` for people ("third in the queue"), `preview`
    an unfinished picture's bytes."""

    fraction: float | None
    note: str
    preview: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """A finished picture. `index` counts from 0 in the provider's order; `details` is JSON-able and says
    what the provider told about it (`plan`, `revised_prompt`, `seed` …)."""

    index: int
    content: bytes = field(repr=False)
    media_type: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImageFailed:
    """One picture of the call failed; the others may stand."""

    index: int
    error: BackendError


@dataclass(frozen=True, slots=True)
class Usage:
    """Always the last event. `pictures` is what the provider bills, `amount` US$, None when nobody knows."""

    pictures: int
    amount: Decimal | None


Event = Accepted | Progress | GeneratedImage | ImageFailed | Usage

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SizeRules:
    """Which pixel sizes can be asked for. `tiers` maps a tier ("2K") to aspects ("16:9") to (width, height):
    what a form offers. Any size within the bounds may be asked for; areas are px, aspects width / height,
    and both
    sides, px, lie within their bounds and are multiples of `step`."""

    tiers: Mapping[str, Mapping[str, Size]]
    min_area: int
    max_area: int
    min_aspect: float = 1 / 16
    max_aspect: float = 16.0
    step: int = 1
    min_side: int = 1
    max_side: int = 16384

    def problem(self, width: int, height: int) -> str | None:
        """Why this size cannot be asked for, as a sentence; None when it can."""
        if width < 1 or height < 1:
            return f"A picture of {width}×{height} pixels has no area."
        area, aspect = width * height, width / height
        if area < self.min_area:
            return f"{width}×{height} is {area:,} pixels; the smallest allowed area is {self.min_area:,}."
        if area > self.max_area:
            return f"{width}×{height} is {area:,} pixels; the largest allowed area is {self.max_area:,}."
        if not self.min_aspect <= aspect <= self.max_aspect:
            bounds = f"{self.min_aspect:.2f} to {self.max_aspect:.2f}"
            return f"{width}×{height} has a width-to-height ratio of {aspect:.2f}; allowed is {bounds}."
        if not self.min_side <= min(width, height) <= max(width, height) <= self.max_side:
            return f"Each side must be {self.min_side} to {self.max_side} pixels; {width}×{height} is not."
        if width % self.step or height % self.step:
            return f"Width and height must be multiples of {self.step}; {width}×{height} is not."
        return None


@dataclass(frozen=True, slots=True)
class InputRules:
    """What an input picture may be: media types, bytes, px of area and shortest side, aspect."""

    media_types: frozenset[str] = frozenset({"image/jpeg", "image/png"})
    max_bytes: int = 10_000_000
    max_area: int = 36_000_000
    min_side: int = 1
    min_aspect: float = 1 / 16
    max_aspect: float = 16.0

    def problem(self, image: InputImage) -> str | None:
        """Why this input cannot be sent, as a sentence; None when it can."""
        if image.media_type not in self.media_types:
            known = ", ".join(sorted(t.removeprefix("image/") for t in self.media_types))
            return f"An input picture is {image.media_type}; accepted are {known}."
        if len(image.content) > self.max_bytes:
            megabytes = len(image.content) / 1e6
            return f"An input picture is {megabytes:.1f} MB; the limit is {self.max_bytes / 1e6:g} MB."
        if image.width * image.height > self.max_area:
            megapixels = f"{self.max_area / 1e6:g}"
            return f"An input picture is {image.width}×{image.height}; the limit is {megapixels} megapixels."
        if min(image.width, image.height) < self.min_side:
            return (
                f"An input picture is {image.width}×{image.height}; each side needs {self.min_side} pixels."
            )
        if not self.min_aspect <= image.width / image.height <= self.max_aspect:
            return f"An input picture of {image.width}×{image.height} is too long and narrow."
        return None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a backend can be asked for. Forms are drawn from this, and `Backend.check` holds it.

    `max_inputs_plus_outputs` bounds references and pictures together, None when nothing does. `max_outputs`
    is the most pictures one call returns, `max_set` the most of a coherent set (1: no sets). `options` are
    the accepted names of `ImageRequest.options`; None passes every name on for the provider to judge.
    `edits` are the named edits that it understands (studio/forms/operations.py), None all of them.
    `formats` are the values of the option `output_format` among which a person may choose, the first the
    provider's own; empty where it decides.
    """

    operations: frozenset[Operation]
    sizes: SizeRules
    price_per_picture: Decimal
    max_inputs: int = 0
    max_outputs: int = 1
    max_inputs_plus_outputs: int | None = None
    max_set: int = 1
    inputs: InputRules = InputRules()
    output_media_types: frozenset[str] = frozenset({"image/jpeg"})
    formats: tuple[str, ...] = ()
    mask: MaskSupport = "none"
    seed: bool = False
    streaming: bool = False
    previews: bool = False
    options: frozenset[str] | None = frozenset()
    edits: frozenset[str] | None = None
    reads: Literal["json", "words"] = "json"
    """Whether a structured prompt is understood as it stands, or has to be put in words."""
    negative_option: str = ""
    """The option for what should not be in the picture; "" where the prompt itself has to say it."""

    @property
    def redraws(self) -> bool:
        """Whether it draws a picture of its own again from its seed, with other details (option `detail`)."""
        return self.seed and "detail" in (self.options or ())


class Backend(ABC):
    """One configured way to make pictures. `name` is the provider's spelling in code, `label` what people
    read, `family` the kind of model. `concurrency` calls may be under way at once for one key (see
    `account`), and `pictures_per_minute` is the provider's own limit, None when it has none. A call ends within `deadline`
    seconds, whatever the other side does."""

    name: str
    label: str
    family: str
    crash: Crash
    capabilities: Capabilities
    concurrency: int = 4
    pictures_per_minute: int | None = None
    deadline: float = 900.0

    def check(self, request: ImageRequest) -> None:
        """Raises Unsupported, before any network, for a wish that this backend cannot be told."""
        problem = capability_problem(self.capabilities, request)
        if problem is not None:
            raise Unsupported(f"{self.label}: {problem}")

    def estimate(self, request: ImageRequest) -> Decimal:
        """The most that this request should cost, in US$."""
        return self.capabilities.price_per_picture * request.count

    def account(self, secret: str) -> str:
        """Names the account at the provider that its caps belong to, the same for everything that draws with one
        key at one address; "" where there is none. Without `secret`, nobody can tell a key by it."""
        return ""

    @final
    def send(self, request: ImageRequest) -> Iterator[Event]:
        """Checks at once, then yields the events of one call. Closing the iterator hangs up."""
        self.check(request)
        return self.draw(request)

    @abstractmethod
    def draw(self, request: ImageRequest) -> Iterator[Event]:
        """The call itself, for a request that was checked."""

    def resume(self, ref: str, request: ImageRequest) -> Iterator[Event]:
        """The remaining events of a call that was accepted under `ref`, for pollable and dedupes backends."""
        raise Unsupported(f"{self.label} cannot be asked again for a call that was already sent.")

    def cancel(self, ref: str) -> bool:
        """Asks the provider to stop. True only when it said that it will; False also when it cannot."""
        return False

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.label}>"


def capability_problem(able: Capabilities, request: ImageRequest) -> str | None:
    """The first thing that `request` asks beyond `able`, as a sentence; None when there is none."""
    if not request.prompt.strip():
        return "the prompt is empty."
    if request.count < 1:
        return f"{request.count} pictures cannot be made."
    if request.count > 1 and request.count > able.max_set:
        if able.max_set < 2:
            return "it makes one picture per call and has no sets."
        return f"a set has at most {able.max_set} pictures, not {request.count}."
    inputs = len(request.inputs)
    if inputs > able.max_inputs:
        if not able.max_inputs:
            return "it takes no input pictures."
        return f"it takes at most {able.max_inputs} input pictures, not {inputs}."
    total = able.max_inputs_plus_outputs
    if total is not None and inputs + request.count > total:
        return f"inputs and pictures together may be {total}, not {inputs + request.count}."
    if not inputs and "generate" not in able.operations:
        return "it needs a picture to begin with."
    if request.mask is not None:
        if able.mask != "native":
            return "it takes no mask."
        if not inputs or sides(request.mask) != sides(request.inputs[0]):
            return "a mask needs a first input picture of exactly its own size."
    if "seed" in request.options and not able.seed:
        return "it has no seed; the same words give another picture each time."
    if able.options is not None and (unknown := set(request.options) - able.options - {"seed"}):
        known = ", ".join(sorted(able.options)) or "none"
        return f"it has no option called {', '.join(sorted(unknown))}; it knows {known}."
    for image in request.inputs:
        if problem := able.inputs.problem(image):
            return problem
    return able.sizes.problem(request.width, request.height)


def sides(image: InputImage) -> Size:
    """(width, height) in pixels."""
    return image.width, image.height
