"""The frozen job as a backend takes it: inputs in its formats and sizes, a mask in the way that it has one."""

from studio.backends.base import Backend, ImageRequest, InputImage, InputRules, sides
from studio.images.composed import jpeg, region_marked
from studio.images.fit import fit
from studio.images.mask_files import scaled
from studio.images.pixels import pixels
from studio.models import Call, Image, Job, JobInput
from studio.pipeline.store import read


def request_of(call: Call, backend: Backend) -> ImageRequest:
    """Raises ImageRefused or MaskRefused when an input cannot be used, StorageTrouble when it cannot be read."""
    job: Job = call.job
    rules = backend.capabilities.inputs
    rows = job.sent_along
    shown = [each for each in rows if each.role != JobInput.Role.MASK]
    inputs = [
        _fitted(read(each.image), each.image.media_type, each.image, str(each.role), rules) for each in shown
    ]
    mask = next((each.image for each in rows if each.role == JobInput.Role.MASK), None)
    native = None
    if mask is not None and shown:
        if job.parameters.get("mask") == "native":
            native = _mask(mask, inputs[0])
        else:
            inputs.append(_marked(shown[0].image, mask, rules))
    return ImageRequest(
        key=str(call.key),
        prompt=job.sent_text,
        width=job.width,
        height=job.height,
        count=call.wanted,
        inputs=tuple(inputs),
        mask=native,
        options=_options(call),
    )


def _options(call: Call) -> dict[str, object]:
    """As the job has them; but with one seed, pictures that are drawn side by side would be one picture."""
    options: dict[str, object] = dict(call.job.parameters.get("options", {}))
    varied = "detail" if "detail" in options else "seed"
    if isinstance(first := options.get(varied), int):
        options[varied] = first + call.slot
    return options


def _fitted(content: bytes, media_type: str, image: Image, role: str, rules: InputRules) -> InputImage:
    fitted = fit(
        content,
        media_type=media_type,
        width=image.width,
        height=image.height,
        accepted=rules.media_types,
        max_bytes=rules.max_bytes,
        max_area=rules.max_area,
    )
    return InputImage(fitted.content, fitted.media_type, fitted.width, fitted.height, role)


def _mask(mask: Image, source: InputImage) -> InputImage:
    """In the size in which its picture is sent."""
    content = read(mask)
    if (mask.width, mask.height) != sides(source):
        content = scaled(content, sides(source))
    return InputImage(content, "image/png", source.width, source.height, "mask")


def _marked(source: Image, mask: Image, rules: InputRules) -> InputImage:
    content = jpeg(region_marked(pixels(read(source)), pixels(read(mask))))
    return _fitted(content, "image/jpeg", source, "marked", rules)
