"""A structured prompt as a tree that a page can show: names with words, and groups of them."""

from dataclasses import dataclass

from studio.prompts.document import Value, scalar_text
from studio.prompts.parse import Structured, parse

DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Node:
    """`words` of a leaf, or the nodes below."""

    name: str
    words: str = ""
    below: "tuple[Node, ...]" = ()


def tree(document: str) -> tuple[Node, ...]:
    """The nodes at the root of a prompt's JSON text; none for plain words."""
    parsed = parse(document)
    return _below(parsed.document, 0) if isinstance(parsed, Structured) else ()


def _below(value: Value, depth: int) -> tuple[Node, ...]:
    if isinstance(value, dict):
        return tuple(_node(key.replace("_", " "), item, depth) for key, item in value.items())
    if isinstance(value, list):
        return tuple(_node("", item, depth) for item in value)
    return ()


def _node(name: str, value: Value, depth: int) -> Node:
    if not isinstance(value, (dict, list)):
        return Node(name, scalar_text(value))
    if isinstance(value, list) and all(not isinstance(item, (dict, list)) for item in value):
        return Node(
            name, " · ".join(scalar_text(item) for item in value if not isinstance(item, (dict, list)))
        )
    if depth >= DEEPEST:
        return Node(name, "…")
    return Node(name, below=_below(value, depth + 1))
