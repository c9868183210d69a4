"""An instruction cut into clauses, one wish each, with what stands in quotes put aside."""

import re
from dataclasses import dataclass

from studio.engine.edit.understand.words import COLOUR

LONGEST, LONGEST_CLAUSE = 4000, 240
MOST = 12

VERBS = (
    "add|adjust|apply|blur|brighten|bring|change|clean|clear|colou?r|combine|convert|correct|crop|cut|cool|darken|decrease"
    "|delete|desaturate|discard|drop|dye|enhance|enlarge|erase|expand|extend|extract|fill|fix|get|give|hide|improve|increase"
    "|insert|isolate|keep|knock|let|lighten|lower|make|merge|outpaint|paint|paste|place|put|raise|recolou?r|reduce"
    "|remove|render|repaint|replace|resize|restyle|retouch|saturate|set|sharpen|soften|strip|styli[sz]e|swap|switch"
    "|take|tint|transform|turn|uncrop|upscale|upsample|use|warm|widen|wipe|write|draw|move|rotate|open|close|zoom|flip|mirror"
)
ELLIPSES = (
    r"(?:a (?:bit|little|touch) |slightly |much |more |less |very |even )*"
    r"(?:bright|dark|warm|cool|cold|sharp|blurr|soft|crisp|vivid|saturated|contrast|light|muted|vibrant|black[ -]and[ -]white|sepia)"
)
_QUOTED = re.compile(r"[“”\"„«»]([^“”\"„«»\n]{1,200})[“”\"„«»]|(?<!\w)['‘]([^'’\n]{1,200})['’](?!\w)")
_SPLIT = re.compile(
    r"\n+|[.;!?。；！]+(?:\s+|$)"
    rf"|\s*,?\s*\b(?:and then|after that|afterwards|then|and also|also|and)\s+(?=(?:please\s+|also\s+|then\s+|finally\s+)?(?:{VERBS}|{ELLIPSES}))"
    rf"|\s*,\s*(?=(?:please\s+|also\s+|finally\s+|then\s+)?(?:{VERBS})\b)",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|now|so|please|pls|kindly|finally|also|then|next|first|just|can you|could you|would you|will you"
    r"|i want you to|i want to|i would like you to|i'd like you to|i would like to|i'd like to|i need you to|you should"
    r"|let's|lets|help me)[ ,:]+)+",
    re.IGNORECASE,
)

# Said beside a wish, these ask for nothing: an edit keeps the rest and fills what it uncovers anyway.
_KEEPING = re.compile(
    r"(?<=[.;!?\n])\s*(?:please\s+)?(?:keep|leave|preserve|change nothing|do(?: not|n['’]t) (?:change|alter|touch))\b"
    rf"(?![^.;!?\n]*\b(?:only|just|but|except|out|without|and (?:{VERBS}))\b)[^.;!?\n]*[.;!?]?",
    re.IGNORECASE,
)
_ANYWAY = re.compile(
    r",?\s*\band fill(?: in)? (?:what (?:lies|is|was)|the (?:gap|hole|space|area))(?: behind| left| there)?(?: it| them)?\b"
    r"|,?\s*\bin the same (?:lettering|font|typeface|place|position)(?: and (?:lettering|font|typeface|place|position))?\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\A\s*[^\n]{0,60}\b(?:all (?:of )?(?:these|the following)|the following)\b[^\n]{0,40}:[ \t]*\n|^\s*\d{1,2}[.)]\s+",
    re.MULTILINE | re.IGNORECASE,
)
_THANKS = re.compile(r"[ ,]+(?:please|pls|thanks?|thank you)$", re.IGNORECASE)
_PAIR = re.compile(
    rf"((?:make|paint|turn|colou?r|dye)\b.+? (?:{COLOUR})) and ((?:the|her|his|its) [\w ]{{2,40}} (?:{COLOUR}))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One wish as it was written; `text` is lower-case with quotes as ⟦0⟧, ⟦1⟧ …, `quotes` what they held."""

    written: str
    text: str
    quotes: tuple[str, ...]


def clauses(instruction: str) -> list[Clause]:
    """The clauses of an instruction, at most twelve. A leading “make it” carries on over “… and warmer”."""
    quotes: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        quotes.append(found[1] or found[2])
        return f"⟦{len(quotes) - 1}⟧"

    text = _ANYWAY.sub("", _KEEPING.sub("", _LISTED.sub("\n", _QUOTED.sub(put_aside, instruction[:LONGEST]))))
    parts = [part.strip(" ,:\t") for part in _SPLIT.split(text) if part and part.strip(" ,:\t")]
    found = []
    for wish in [half for part in parts for half in _pairs(part)][:MOST]:
        bare = re.sub(r"\s+", " ", _THANKS.sub("", _POLITE.sub("", wish))).strip()
        if not bare or len(bare) > LONGEST_CLAUSE:
            continue
        written = re.sub(r"⟦(\d+)⟧", lambda hit: f"“{quotes[int(hit[1])]}”", bare)
        found.append(Clause(written, bare.lower(), tuple(quotes)))
    return found


def _pairs(part: str) -> list[str]:
    """“Make the cup blue and the saucer green” is two wishes with one verb."""
    found = _PAIR.fullmatch(part)
    return [found[1], f"make {found[2]}"] if found else [part]
