"""A ComfyUI workflow with marked inputs.

The file is what ComfyUI saves as "API format": {node id: {"class_type", "inputs", "_meta"}}. Where a value
shall come from the studio, its text is a mark: `{{prompt}}`, `{{width}}`, `{{height}}`, `{{seed}}`,
`{{image_1}}` … `{{image_n}}` (for LoadImage), `{{mask}}` (for LoadImageMask), or any other name, which
becomes an option of the backend and needs a default: `{{steps|20}}`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import Misconfigured
from .payload import as_object, as_text

MARK = re.compile(r"\{\{\s*(\w+)\s*(?:\|([^}]*))?\}\}")
KNOWN = frozenset({"prompt", "width", "height", "seed", "mask"})


@dataclass(frozen=True, slots=True)
class Workflow:
    """`images` counts the marked pictures, `options` are the other names with their defaults."""

    nodes: Mapping[str, object]
    marks: frozenset[str]
    images: int
    options: Mapping[str, object]

    def filled(self, values: Mapping[str, object]) -> dict[str, object]:
        """The nodes with every mark replaced once: a mark inside a replaced text stays as it is."""
        known = {**self.options, **values}
        return {node: _filled(content, known) for node, content in self.nodes.items()}

    def title(self, node: str) -> str:
        """What a person calls this node."""
        content = as_object(self.nodes.get(node))
        return as_text(as_object(content.get("_meta")).get("title")) or as_text(content.get("class_type"))


def read_workflow(source: str | Mapping[str, object]) -> Workflow:
    """The workflow in a file, or given as an object. Raises Misconfigured."""
    nodes = source
    if isinstance(source, str):
        try:
            nodes = json.loads(Path(source).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise Misconfigured(f"ComfyUI: the workflow {source} cannot be read: {error}") from error
    if (
        not isinstance(nodes, Mapping)
        or not nodes
        or not all("class_type" in as_object(n) for n in nodes.values())
    ):
        raise Misconfigured("ComfyUI: the workflow is not in API format; save it with “Export (API)”.")
    found = [match.groups() for match in MARK.finditer(json.dumps(nodes, ensure_ascii=False))]
    marks = frozenset(name for name, _ in found)
    images = {name for name in marks if re.fullmatch(r"image_\d+", name)}
    if images != {f"image_{number}" for number in range(1, len(images) + 1)}:
        raise Misconfigured("ComfyUI: the workflow's image marks must be image_1, image_2 … without a gap.")
    if "prompt" not in marks:
        raise Misconfigured("ComfyUI: the workflow has no {{prompt}}.")
    options = {name: _value(text) for name, text in found if name not in KNOWN | images and text is not None}
    if without := marks - KNOWN - images - set(options):
        raise Misconfigured(
            f"ComfyUI: the mark {min(without)} needs a default, as in {{{{{min(without)}|20}}}}."
        )
    return Workflow(nodes, marks, len(images), options)


def _filled(value: object, known: Mapping[str, object]) -> object:
    if isinstance(value, Mapping):
        return {name: _filled(each, known) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, known) for each in value]
    if not isinstance(value, str):
        return value
    if whole := MARK.fullmatch(value.strip()):
        return known[whole[1]]
    return MARK.sub(lambda match: str(known[match[1]]), value)


def _value(text: str) -> object:
    """A default: a JSON number or true/false where it is one, else the text itself."""
    try:
        value: object = json.loads(text)
    except ValueError:
        return text.strip()
    return value
