"""The recipe of a picture: what is written into a file that is taken away, and read from one that is brought."""

import json
from dataclasses import dataclass

from studio.images.convert import XMP_MOST
from studio.images.provenance import COMPOSITE, MODEL, packet
from studio.models import Edit, JobInput, Variant

VERSION = 1
MOST_PROMPT = 20_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a stranger's file says about how it was made, cut to what it may say."""

    prompt: str
    model: str
    backend: str
    width: int
    height: int
    inputs: tuple[str, ...]


def recipe_of(variant: Variant) -> dict[str, object]:
    job = variant.job
    inputs = job.inputs.select_related("reference")
    return {
        "seedbed": VERSION,
        "prompt": job.prompt.text,
        "sent": job.sent_text if job.sent_text != job.prompt.text else "",
        "model": job.model,
        "backend": job.backend,
        "width": job.width,
        "height": job.height,
        "made": job.created_at.isoformat(timespec="seconds"),
        "inputs": [f"@{each.reference.name}" if each.reference else str(each.role) for each in inputs],
    }


def source_type(variant: Variant) -> str:
    """IPTC's word: a picture laid back into another is a composite, every other one wholly a model's."""
    edit = Edit.objects.filter(variant=variant).first()
    is_composite = edit is not None and edit.laid_id == variant.image_id
    brought = variant.job.inputs.filter(role=JobInput.Role.SOURCE, variant=None).exists()
    return COMPOSITE if is_composite or brought else MODEL


def xmp_of(variant: Variant, *, with_recipe: bool) -> str:
    """The packet; a recipe that is too long for a JPEG's segment loses the words as sent, then goes without."""
    told = recipe_of(variant) if with_recipe else {}
    for leave in ("", "sent", "prompt"):
        told.pop(leave, None)
        whole = packet(source_type(variant), recipe=json.dumps(told, ensure_ascii=True) if told else "")
        if len(whole.encode()) <= XMP_MOST:
            return whole
    return packet(source_type(variant))


def read(told: dict[str, object]) -> Recipe | None:
    """None where it is no recipe of ours. Whatever is strange in it is left out."""
    prompt = told.get("prompt")
    if not isinstance(prompt, str) or not prompt.strip() or "\x00" in prompt:
        return None
    inputs = told.get("inputs")
    return Recipe(
        prompt=prompt[:MOST_PROMPT],
        model=_text(told.get("model")),
        backend=_text(told.get("backend")),
        width=_number(told.get("width")),
        height=_number(told.get("height")),
        inputs=tuple(_text(each) for each in inputs[:20]) if isinstance(inputs, list) else (),
    )


def _text(value: object) -> str:
    return value[:120] if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if type(value) is int and 0 < value <= 16_384 else 0
