"""Names of themes, from their own words: what the theme's prompts say and the others do not (c-TF-IDF)."""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gallery.facets.vocabulary import BREAKS, HOLLOW, terms
from gallery.facets.words import WORD, stem

LEAST_SHARE = 0.2
"""A word names a theme when this share of its prompts say it, and never fewer than two of them."""
PAIR_WEIGHT = 1.35
"""Two words that stand together say more than one."""
COVERING = 0.6
"""A word said by this share of the prompts names the theme alone."""
ALWAYS = 0.8
"""The share of those who say a pair and a word beside it, from which on the word belongs to the pair."""

COLOUR_WEIGHT = 0.5
"""A colour by itself says little about what prompts have in common."""

Stems = tuple[str, ...]
_SILENT = HOLLOW | BREAKS | {"background"}  # every plinth has one
_COLOURS = frozenset(way for way, term in terms() if term.facet == "palette")


@dataclass
class Said:
    """In how many texts each word, or pair of words, is said, and how it is mostly spelt."""

    texts: int = 0
    counts: Counter[Stems] = field(default_factory=Counter)
    spelt: dict[Stems, Counter[str]] = field(default_factory=dict)

    def add(self, text: str) -> None:
        self.texts += 1
        told = dict(_phrases(text))
        self.counts.update(told.keys())
        for stems, spelling in told.items():
            self.spelt.setdefault(stems, Counter())[spelling] += 1

    def spelling(self, stems: Stems) -> str:
        return self.spelt[stems].most_common(1)[0][0]


def said_by(texts: Iterable[str]) -> Said:
    said = Said()
    for text in texts:
        said.add(text)
    return said


def name(theme: Said, everywhere: Said, taken: Collection[str]) -> str:
    """A name that no other theme has; "" where the prompts share no telling words."""
    ranked = _ranked(theme, everywhere)
    if not ranked:
        return ""
    first, *rest = ranked
    head = _whole(theme, first)
    names = [head] if theme.counts[first] >= COVERING * theme.texts and len(first) > 1 else []
    names += [_together(theme, first, other) for other in rest if not set(first) & set(other)]
    names += [head, *(theme.spelling(other) for other in rest)]
    folded = {each.casefold() for each in taken}
    free = (each[:1].upper() + each[1:] for each in names if each.casefold() not in folded)
    return next(free, "")


def _whole(theme: Said, first: Stems) -> str:
    """A pair with the word that nearly always stands beside it: “hot air balloons”, not “air balloons”."""
    head = theme.spelling(first)
    for pair, count in theme.counts.items():
        if len(first) == len(pair) == 2 and count >= ALWAYS * theme.counts[first]:
            if pair[1] == first[0]:
                return f"{theme.spelling(pair).split()[0]} {head}"
            if pair[0] == first[1]:
                return f"{head} {theme.spelling(pair).split()[-1]}"
    return head


def _together(theme: Said, first: Stems, other: Stems) -> str:
    """Words as the prompts put them, where two say them side by side: “snowy forest”, not “forest and snowy”."""
    for before, after in ((first, other), (other, first)):
        if theme.counts[before[-1:] + after[:1]] >= 2:
            whole = before + after
            return (
                theme.spelling(whole)
                if len(whole) == 2
                else f"{theme.spelling(before)} {theme.spelling(after)}"
            )
    return f"{theme.spelling(first)} and {theme.spelling(other)}"


def still_says(theme: Said, name_said: str) -> bool:
    """Whether every word of a name is still said by two of the theme's prompts."""
    words = [word for word in WORD.findall(name_said) if word.lower() not in _SILENT]
    return all(theme.counts[(stem(word),)] >= 2 for word in words)


def _ranked(theme: Said, everywhere: Said) -> Sequence[Stems]:
    least = max(2, math.ceil(LEAST_SHARE * theme.texts))
    weights: Mapping[Stems, float] = {
        stems: count
        / theme.texts
        * math.log(1 + everywhere.texts / everywhere.counts[stems])
        * PAIR_WEIGHT ** (len(stems) - 1)
        * (COLOUR_WEIGHT if len(stems) == 1 and stems[0] in _COLOURS else 1)
        for stems, count in theme.counts.items()
        if count >= least
    }
    return sorted(weights, key=lambda stems: (-weights[stems], stems))[:12]


_SENTENCE = re.compile(r"[^,.;:!?()\n\"“”{}\[\]]+")


def _phrases(text: str) -> Iterator[tuple[Stems, str]]:
    """Every telling word, and every two that stand beside each other, by their stems."""
    for part in _SENTENCE.findall(text):
        before: str | None = None
        for word in WORD.findall(part):
            lower = word.lower()
            if lower in _SILENT or lower.isdigit() or len(lower) < 3 or len(lower) > 24:
                before = None
                continue
            yield (stem(lower),), lower
            if before is not None:
                yield (stem(before), stem(lower)), f"{before} {lower}"
            before = lower
