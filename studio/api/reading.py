"""JSON from outside: what PostgreSQL or we could not keep is refused here, once."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from studio.api.problems import Problem


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        body = parsed(request.body)
        if not isinstance(body, dict):
            raise Problem(400, "The body must be a JSON object.")
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        for name, values in data.lists():
            _require_text(name, *(each for each in values if isinstance(each, str)))
        return dict(super().parse_querydict(data, list_fields, request))


def parsed(content: bytes) -> Any:
    """The JSON in `content`. Raises Problem."""
    try:
        value = json.loads(content, parse_constant=_not_json)
        _require_text(*_texts(value))
    except RecursionError:
        raise Problem(400, "The body is nested too deeply.") from None
    except ValueError as error:
        raise Problem(400, f"The body is not JSON: {str(error)[:200]}") from error
    return value


def _texts(value: Any) -> Iterator[str]:
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            left += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            left += each


def _require_text(*texts: str) -> None:
    """Text that can be written down: no null character, no half of a surrogate pair."""
    for text in texts:
        if "\x00" in text:
            raise Problem(400, "The request contains a null character.")
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Problem(400, "The request contains half of a surrogate pair.") from None


def _not_json(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")
