"""What a creation says to strangers: the only words that vectors, themes and neighbours are made of."""

import json
from functools import lru_cache

from gallery.facets.reading import Reading, read
from gallery.models import Creation
from studio.prompts.document import Value, from_plain
from studio.prompts.parse import Structured, parse

PHRASE_CHARACTERS = 120


def document_of(creation: Creation) -> Value:
    """The public part of its prompt: plain words, or the fields of a structured one; "" where nothing is shown."""
    return _document(creation.prompt_text, creation.prompt_document)


def reading_of(creation: Creation) -> Reading:
    """The facets of the public part of its prompt."""
    return _reading(creation.prompt_text, creation.prompt_document)


def meaning_of(creation: Creation) -> str:
    """The text whose vector stands for the creation.

    Of a structured prompt the facets come first: the model reads some 256 word pieces. Where the author shows
    nothing of the prompt, the title, the alternative text and the tags speak.
    """
    if not creation.prompt_text:
        return ". ".join(filter(None, [creation.title, creation.alt, ", ".join(creation.tags)]))
    return _meaning(creation.prompt_text, reading_of(creation), structured=bool(creation.prompt_document))


def telling_words(creation: Creation) -> str:
    """The words that may name a theme: of a structured prompt its facets, not its every field."""
    if not creation.prompt_document:
        return f"{creation.title}. {creation.prompt_text[:400]}"
    return ". ".join([creation.title, *_phrases(reading_of(creation))])


def written(text: str) -> Value:
    """A prompt as somebody is writing it: its document, or plain words as long as it is none."""
    parsed = parse(text)
    return parsed.document if isinstance(parsed, Structured) else text


def meaning_of_document(document: Value, text: str) -> str:
    """The text whose vector stands for a prompt that is being written."""
    return _meaning(text, read(document), structured=not isinstance(document, str))


def _meaning(text: str, reading: Reading, *, structured: bool) -> str:
    return "; ".join([*_phrases(reading), text]) if structured else text


def _phrases(reading: Reading) -> list[str]:
    return [phrase.text[:PHRASE_CHARACTERS] for phrase in reading.values()]


def _document(text: str, document: str) -> Value:
    return from_plain(json.loads(document)) if document else text


@lru_cache(maxsize=2000)
def _reading(text: str, document: str) -> Reading:
    return read(_document(text, document))
