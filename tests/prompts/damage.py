"""What happens to JSON on its way through chats, word processors and haste: one function per kind of damage."""

import re
from collections.abc import Callable

Damage = Callable[[str], str]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|\s+|[^\s{}\[\]:,"]+')


def _strings(text: str, change: Callable[[str], str]) -> str:
    return "".join(change(token) if token[0] == '"' else token for token in _TOKEN.findall(text))


def no_break_spaces(text: str) -> str:
    return "".join(token.replace(" ", "\xa0") if token.isspace() else token for token in _TOKEN.findall(text))


def curly_quotes(text: str) -> str:
    return _strings(text, lambda token: token if '\\"' in token else f"“{token[1:-1]}”")


def single_quotes(text: str) -> str:
    return _strings(text, lambda token: token if '\\"' in token else f"'{token[1:-1]}'")


def trailing_commas(text: str) -> str:
    return re.sub(r"(?<=[^{\[\s])(\s*[}\]])", r",\1", text)


def every_third_comma_missing(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(line.removesuffix(",") if at % 3 == 0 else line for at, line in enumerate(lines))


def fenced(text: str) -> str:
    return f"```json\n{text}\n```"


def words_around(text: str) -> str:
    return f"My prompt of the day 👇\n\nPrompt:\n{text}\n\nTry it: https://example.org/p/1"


def comments(text: str) -> str:
    notes = [' // the "main" thing, really', ' /* a, b: "c" */', " # keep", ""]
    return "\n".join(line + notes[at % 4] for at, line in enumerate(text.split("\n")))


def bare_keys(text: str) -> str:
    return re.sub(r'"([A-Za-z_]\w*)":', r"\1:", text)


def python_words(text: str) -> str:
    return text.replace(": true", ": True").replace(": null", ": None")


def raw_line_breaks(text: str) -> str:
    return _strings(text, lambda token: token.replace("\\n", "\n").replace("\\t", "\t"))


def unescaped_quotes(text: str) -> str:
    return _strings(text, lambda token: token.replace('\\"', '"'))


def a_closing_quote_missing(text: str) -> str:
    return text.replace('"window light",', '"window light,')


def an_opening_quote_missing(text: str) -> str:
    return text.replace('"window light",', 'window light",')


def a_bracket_missing(text: str) -> str:
    return text.replace('"sharp eyes"],', '"sharp eyes",')


def a_bracket_too_many(text: str) -> str:
    return text + "\n}"


def everything_at_once(text: str) -> str:
    return fenced(trailing_commas(no_break_spaces(comments(python_words(text)))))


SURE: tuple[Damage, ...] = (
    no_break_spaces,
    curly_quotes,
    single_quotes,
    trailing_commas,
    every_third_comma_missing,
    fenced,
    words_around,
    comments,
    bare_keys,
    python_words,
    raw_line_breaks,
    unescaped_quotes,
    a_closing_quote_missing,
    an_opening_quote_missing,
    a_bracket_too_many,
    everything_at_once,
)


def a_brace_missing(text: str) -> str:
    return text.replace('"from": "the left"\n    },', '"from": "the left",')


OFFERED: tuple[Damage, ...] = (a_bracket_missing, a_brace_missing)
