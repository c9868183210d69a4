"""Named operations: lines such as “operation: recolour”, “target: the cup”, “colour: blue”, or the same as JSON."""

import json
import re

from studio.engine.edit.steps import (
    EVERYTHING,
    SUBJECT,
    Adjust,
    Change,
    Dress,
    Place,
    Recolour,
    Reframe,
    Remove,
    RemoveBackground,
    RemoveText,
    ReplaceBackground,
    ReplaceText,
    Restyle,
    Step,
    Upscale,
)
from studio.engine.edit.understand.styles import find_style
from studio.engine.edit.understand.things import thing
from studio.engine.edit.understand.words import find_colour, pictures_named, strength_of

KEYS = [
    "operation",
    "instruction",
    "target",
    "colour",
    "color",
    "background",
    "scene",
    "style",
    "text",
    "old",
    "new",
    "factor",
    "aspect",
    "amount",
    "strength",
    "mode",
    "pattern",
    "from",
    "to",
    "side",
]
CHANGES: dict[str, Change] = {
    "blur": "blur", "sharpen": "sharpen", "brighten": "brighten", "darken": "darken", "warmer": "warmer", "warm": "warmer",
    "cooler": "cooler", "cool": "cooler", "black_and_white": "grey", "greyscale": "grey", "grayscale": "grey",
    "sepia": "sepia", "contrast": "contrast", "soften": "soften", "vivid": "vivid", "saturate": "vivid", "muted": "muted",
    "desaturate": "muted",
}  # fmt: skip
_LINE = re.compile(rf"\s*({'|'.join(KEYS)})\s*[:=]\s*(.+?)\s*", re.IGNORECASE)


def fields(instruction: str) -> dict[str, str]:
    """The fields, when every line is one (or the whole is a JSON object that has "operation" or "instruction")."""
    text = instruction.strip()
    if text.startswith("{") and len(text) < 20_000:
        try:
            read = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        if isinstance(read, dict) and ("operation" in read or "instruction" in read):
            return {key: str(value) for key, value in read.items() if isinstance(value, str | int | float)}
        return {}
    hits = [_LINE.fullmatch(line) for line in text.splitlines()[:40] if line.strip()]
    if not hits or not all(hits):
        return {}
    return {hit[1].lower(): hit[2].strip("“”\"'") for hit in hits if hit}


def step(given: dict[str, str]) -> Step | None:
    """The step that these fields name, or None when a field it needs is missing."""
    name = re.sub(r"[\s-]+", "_", given["operation"].strip().lower())
    target = thing(given["target"].lower()) if "target" in given else None
    colour = find_colour((given.get("colour") or given.get("color") or given.get("to") or "").lower())
    strength = strength_of((given.get("amount") or given.get("strength") or "").lower())
    aspect = given.get("aspect")
    if name in CHANGES:
        return Adjust(CHANGES[name], target or EVERYTHING, strength)
    match name:
        case "remove_background":
            return RemoveBackground()
        case "replace_background":
            return _background(given, colour)
        case "remove_object" | "remove":
            return Remove(target or SUBJECT)
        case "remove_text":
            return RemoveText(given.get("text"))
        case "replace_text":
            new = given.get("new") or given.get("text") or given.get("to")
            return ReplaceText(new, given.get("old") or given.get("from")) if new else None
        case "recolour" | "recolor":
            return Recolour(target or SUBJECT, colour) if colour else None
        case "restyle" | "style":
            numbers = pictures_named(given.get("style", "").lower())
            style = find_style(given.get("style", "").lower())
            return Restyle(style, numbers[0] if numbers else None, strength) if style or numbers else None
        case "upscale":
            digits = re.search(r"[24]", given.get("factor", ""))
            return Upscale(int(digits[0]) if digits else None)
        case "crop" | "extend" | "reframe":
            return Reframe(name == "extend" or given.get("mode") == "extend", aspect)
        case "compose" | "place":
            return Place()
        case "dress":
            return Dress(target or thing("clothes"))
    return None


def _background(given: dict[str, str], colour: str | None) -> Step | None:
    words = (given.get("background") or given.get("scene") or "").lower()
    numbers = pictures_named(words)
    if numbers:
        return ReplaceBackground(picture=numbers[-1])
    if colour or (words and find_colour(words) == words):
        return ReplaceBackground(colour=colour or words)
    return ReplaceBackground(scene=words) if words else None
