"""How two prompts differ, said by facets: “same subject, other light”."""

from dataclasses import dataclass

from gallery.facets.reading import Reading
from gallery.facets.vocabulary import FACETS, SUBJECT

SHOWN_CHARACTERS = 48


@dataclass(frozen=True, slots=True)
class Difference:
    """`same` and `other` are facets of which both prompts speak; `mine`, `theirs` those of which only one does."""

    same: tuple[str, ...]
    other: tuple[str, ...]
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """One line for people; "" where nothing can be said with confidence."""
        if not self.same:
            return ""
        same = " and ".join(FACETS[facet] for facet in self.same[:2])
        other = " and ".join(FACETS[facet] for facet in self.other[:2])
        if other:
            return f"same {same}, other {other}"
        if self.theirs:
            return f"same {same}, adds {FACETS[self.theirs[0]]}"
        if self.mine:
            return f"same {same}, leaves out {FACETS[self.mine[0]]}"
        return f"same {same}"


def difference(mine: Reading, theirs: Reading) -> Difference:
    both = [facet for facet in FACETS if facet in mine and facet in theirs]
    same = [facet for facet in both if is_same(facet, mine, theirs)]
    return Difference(
        tuple(same),
        tuple(facet for facet in both if facet not in same),
        tuple(facet for facet in FACETS if facet in mine and facet not in theirs),
        tuple(facet for facet in FACETS if facet in theirs and facet not in mine),
    )


def is_same(facet: str, mine: Reading, theirs: Reading) -> bool:
    """Whether both say the same of a facet, as far as both speak of it.

    A subject is the same when half of the shorter one's words are; anything else when one says no more than the
    other, or at least half of what they say together is common: “at night, lanterns” is not “at dawn, lanterns”.
    """
    if facet not in mine or facet not in theirs:
        return False
    one, other = mine[facet].names, theirs[facet].names
    if facet == SUBJECT:
        return 2 * len(one & other) >= min(len(one), len(other)) > 0
    return one <= other or other <= one or 2 * len(one & other) >= len(one | other)


def told(facet: str, mine: Reading, theirs: Reading) -> str:
    """What changed in a facet: “light: blue hour → candlelight”."""
    before = _short(mine[facet].text) if facet in mine else "–"
    after = _short(theirs[facet].text) if facet in theirs else "–"
    if before == after:  # they begin alike: what only one of them says is the difference
        one, other = mine[facet].names, theirs[facet].names
        before, after = (_short(", ".join(sorted(only))) or "–" for only in (one - other, other - one))
    return f"{FACETS[facet]}: {before} → {after}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1].rstrip() + "…"
