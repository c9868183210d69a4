"""The words of a prompt become what one backend is sent."""

from collections.abc import Mapping

from studio.backends.base import Backend
from studio.prompts.compose import Composed
from studio.prompts.compose import compose as compose_document
from studio.prompts.document import Value
from studio.prompts.parse import Structured, parse


def document_of(text: str) -> Value:
    """The document that this text is; anything that is none stays the words it is."""
    parsed = parse(text)
    return parsed.document if isinstance(parsed, Structured) else text


def compose(text: str, chosen: Backend, given: Mapping[str, str]) -> Composed:
    """What `chosen` is sent for this text, its variables filled with what was given or their defaults."""
    able = chosen.capabilities
    return compose_document(
        document_of(text), reads=able.reads, negative_field=bool(able.negative_option), given=given
    )
