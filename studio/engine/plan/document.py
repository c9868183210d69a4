"""Prompts that are JSON documents, whatever their fields are called."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.engine.plan.lexicon import COLOURS

_ROLES = (
    ("negative", re.compile(r"negative|avoid|exclude|don'?t|do_not|must_not|without|forbid|unwanted", re.I)),
    ("lettering", re.compile(r"^(text|headline|title_text|caption|slogan|lettering|tagline|words|text_content|overlay_text|inscription)$", re.I)),
    ("technical", re.compile(r"camera|lens|aperture|iso|shutter|exposure|resolution|aspect|quality|render|output|engine|model|seed|version|meta|post(?!ure)|grade|technical|settings|parameters|focal|sensor|film|id$|ratio|format|size$|dimension", re.I)),
    ("style", re.compile(r"style|aesthetic|medium|genre|technique|look\b", re.I)),
    ("light", re.compile(r"light|illumination|shadow", re.I)),
    ("mood", re.compile(r"mood|atmosphere|vibe|tone|emotion|feel", re.I)),
    ("palette", re.compile(r"palette|colou?r_?(scheme|grad|tone|s$)|^colou?rs?$", re.I)),
    ("gender", re.compile(r"gender|^sex$", re.I)),
    ("wardrobe", re.compile(r"wardrobe|attire|outfit|cloth|apparel|garment", re.I)),
    ("person", re.compile(r"face|hair|skin|eyes|makeup|body|expression|pose|gesture|age|ethnic|accessor|footwear|nails|lips|anatomy|demograph", re.I)),
    ("place", re.compile(r"background|environment|setting|location|scene|place|backdrop|surround|landscape|world", re.I)),
    ("camera", re.compile(r"framing|composition|angle|shot|perspective|view|crop|layout", re.I)),
)  # fmt: skip
_MANY = ("count", "quantity", "number", "amount", "how_many")
_NAMES = ("type", "category", "object", "subject", "item", "noun", "what", "kind", "name")
_SOMEBODY = re.compile(r"\b(?:human(?: being)?|person|individual|people|adult|subject)\b", re.I)
_GENDERS = (("woman", re.compile(r"\b(?:female|woman|feminine|girl|lady)\b", re.I)),
            ("man", re.compile(r"\b(?:male|man|masculine|boy)\b", re.I)))  # fmt: skip
_DARK_SHADOW = re.compile(r"\bdark\b(?=[^.;]{0,60}\bshadows?\b)", re.I)  # is not a dark hour
_ASIDE = re.compile(r"\s*\([^()]*\)")
_LENIENT = re.compile(r"[\"']([\w \-]{1,40})[\"']\s*:\s*[\"']([^\"'\n]{1,400})[\"']")


@dataclass(frozen=True, slots=True)
class Passage:
    """A string of the document and the role of the field that it stood in ("" for the subject matter)."""

    role: str
    text: str


def passages(prompt: str) -> list[Passage] | None:
    """The document's strings in order, subject matter first; None when the prompt is plain words.

    What looks like JSON and is not is read leniently, pair by pair.
    """
    text = prompt.strip()
    if not text.startswith(("{", "[")):
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        pairs = [Passage(_role(key, ""), value) for key, value in _LENIENT.findall(text)]
        return _settled(pairs) if pairs else None
    if not isinstance(document, dict | list):
        return None
    return _settled(list(_walk(document, "", 0)))


def _settled(found: list[Passage]) -> list[Passage]:
    """In reading order, without asides, and with the gender that one field tells in the person that another names."""
    order = {"": 0, "lettering": 0, "wardrobe": 1, "place": 2}
    told = " ".join(passage.text for passage in found if passage.role == "gender")
    who = next((word for word, pattern in _GENDERS if pattern.search(told)), "")
    rest = [_meant(passage, who) for passage in found if passage.role != "gender"]
    if who and not any(
        re.search(rf"\b{who}\b", passage.text, re.I) for passage in rest if passage.role == ""
    ):
        rest.insert(0, Passage("", f"a {who}"))
    return sorted(rest, key=lambda passage: order.get(passage.role, 3))


def _meant(passage: Passage, who: str) -> Passage:
    if passage.role == "light":
        return Passage("light", _DARK_SHADOW.sub("", passage.text))
    if passage.role not in ("", "place", "wardrobe"):
        return passage
    text = _ASIDE.sub("", passage.text)
    return Passage(passage.role, _SOMEBODY.sub(who, text) if who else text)


def _role(key: str, above: str) -> str:
    for role, pattern in _ROLES:
        if pattern.search(key):
            if above in ("person", "wardrobe") and role not in ("negative", "lettering", "wardrobe"):
                return above  # the style of hair is not the picture's
            return above if role == "technical" and above == "negative" else role
    return above


def _described(node: dict[str, object]) -> dict[str, object]:
    """With the number and the colour that stand beside a thing's name put before it. A brand is no thing."""
    name = next((key for key in _NAMES if isinstance(node.get(key), str)), "")
    if not name or len(str(node[name])) > 60:
        return node
    told = {key: value for key, value in node.items() if key != "name" or name == "name"}
    many = next((node[key] for key in _MANY if type(node.get(key)) is int), 0)
    if isinstance(many, int) and many > 1:
        told[name] = f"{many} {node[name]}"
        return told
    for key in ("color", "colour"):
        colour = node.get(key)
        if isinstance(colour, str) and colour.lower() in COLOURS:
            told[name] = f"{colour} {node[name]}"
            del told[key]
    return told


def _walk(node: object, role: str, depth: int) -> Iterator[Passage]:
    if depth > 12:
        return
    if isinstance(node, dict):
        for key, value in _described(node).items():
            yield from _walk(value, _role(str(key), role), depth + 1)
    elif isinstance(node, list):
        for value in node[:60]:
            yield from _walk(value, role, depth + 1)
    elif isinstance(node, str) and node.strip():
        yield Passage(role, node.strip())
