"""Chinese prompts: the commonest words put into the English that the planner reads, in its order of words.

A vocabulary and not a translator: the longest known word first; a place word goes before its noun instead of
after it. What is not known stays as it is, and so is told as not understood.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HAN = re.compile(r"[\u3400-\u9fff]")
_SAID = re.compile(r"[\"“「『][^\"”」』\n]{1,120}[\"”」』]")
# "who wears a blue dress" stands before the girl
_WORN = re.compile(
    r"(穿着?|戴着?|身穿)([\u3400-\u9fff]{1,8}?)的(小?(?:女孩|男孩|女人|男人|女子|男子|老人|女士|孩子|猫|狗|熊))"
)
_MARKS = str.maketrans("，。、；：！？（）「」『』　", ",.,;:!?()\"\"\"\" ")  # fmt: skip
_DESCRIBES = frozenset({"adjective", "number", "measure"})


@dataclass(frozen=True, slots=True)
class _Word:
    english: str
    kind: str


def in_english(text: str) -> str:
    """The text with its Chinese words put into English, and what is quoted left alone."""
    if not _HAN.search(text):
        return text
    parts, at = [], 0
    for said in _SAID.finditer(text):
        parts += [_put(text[at : said.start()]), said.group(0).translate(_MARKS)]
        at = said.end()
    return " ".join([*parts, _put(text[at:])])


@cache
def _known() -> dict[str, _Word]:
    table = {}
    for line in (Path(__file__).parent / "chinese.txt").read_text(encoding="utf-8").splitlines():
        kind, _, pairs = line.partition(":")
        if line.startswith("#") or not pairs:
            continue
        word = ""
        for pair in pairs.split(","):
            chinese, equals, english = pair.strip().partition("=")
            if equals:
                word = chinese
                table[word] = _Word(english, kind)
            else:  # the comma was the English one's
                table[word] = _Word(f"{table[word].english}, {chinese}", kind)
    return table


def _put(text: str) -> str:
    known = _known()
    longest = max(map(len, known))
    text = _WORN.sub(r"\3穿着\2", text.lower().translate(_MARKS))
    told: list[_Word] = []
    strange, at = "", 0
    while at < len(text):
        for length in range(min(longest, len(text) - at), 0, -1):
            word = known.get(text[at : at + length])
            if word is not None:
                break
        else:
            strange += text[at]
            at += 1
            continue
        if strange:
            told.append(_Word(strange, "strange"))
            strange = ""
        if word.kind == "after" and told and told[-1].kind == "noun":
            told.insert(_phrase_start(told), _Word(word.english, "relation"))
        elif word.english or word.kind == "measure":
            told.append(word)
        at += length
    return " ".join(word.english for word in (*told, _Word(strange, "strange")) if word.english)


def _phrase_start(told: list[_Word]) -> int:
    """Where the noun at the end begins with all that describes it."""
    start = len(told) - 1
    while start and told[start - 1].kind in _DESCRIBES:
        start -= 1
    return start
