"""What is locked and varied on a page without script: names of fields, and their values in lines."""

import json
from collections.abc import Sequence
from contextlib import suppress

from studio.prompts.document import NUMBER, Number, PathError, Value, find, fingerprint, read_label

MAX_LINES = 64


def lines_of(text: str) -> list[str]:
    """At most as many as one field may have values, and one more, so that too many are told."""
    written = (line.strip() for line in text[:20_000].splitlines())
    return list(dict.fromkeys(line for line in written if line))[: MAX_LINES + 1]


def axis_text(document: Value, name: str, values: str) -> str:
    """An axis as the composer sends it; it begins with what the field says now, and keeps to its kind."""
    now: Value = ""
    wanted = []
    with suppress(PathError):
        now = find(document, read_label(name))
        if not isinstance(now, (dict, list)):
            wanted.append(fingerprint(now))
    wanted += [fingerprint(_value(line, now)) for line in lines_of(values)]
    return f'{{"field": {json.dumps(name)}, "values": [{", ".join(dict.fromkeys(wanted))}]}}'


def axes_of(document: Value, names: Sequence[str], values: Sequence[str]) -> list[str]:
    """Of the pairs that were filled in."""
    pairs = zip(names, values, strict=False)
    return [axis_text(document, name.strip(), said) for name, said in pairs if name.strip() and said.strip()]


def _value(line: str, now: Value) -> Value:
    if isinstance(now, bool) and line in ("true", "false"):
        return line == "true"
    if isinstance(now, Number) and NUMBER.fullmatch(line):
        return Number(line)
    return line
