"""From words to a plan: longest known phrase first, left to right, nothing guessed.

A word that is in no table and names nothing that can be drawn is kept in `unplaced`, so that the person is
told. Adjectives wait for their noun; a relation waits for its second thing; the first word on a matter
(time, place, style …) stands.
"""

from collections.abc import Mapping
from dataclasses import replace

from studio.engine.art.shelf import Noun
from studio.engine.plan import lexicon
from studio.engine.plan.scene import Draft, Relation, Subject
from studio.engine.plan.words import SAME, Words, read_words, singular

LONGEST = 4
MOST_WORDS = 1500
MOST_SUBJECTS = 24
MOST_COUNT = 24
CONTAINERS = frozenset(
    [
        "vase",
        "bowl",
        "basket",
        "cup",
        "mug",
        "box",
        "jar",
        "bottle",
        "glass",
        "boat",
        "car",
        "hat",
        "bathtub",
        "bucket",
        "pot",
        "cube",
        "canoe",
        "nest",
        "cage",
        "sailboat",
        "wagon",
    ]
)
PRONOUNS = frozenset(["it", "him", "her", "them", "itself"])
COPULA = frozenset(["is", "are", "was", "were", "in", "painted", "coloured", "colored"])
_MATTERS = (
    ("place", lexicon.PLACES), ("time", lexicon.TIMES), ("weather", lexicon.WEATHERS), ("season", lexicon.SEASONS),
    ("style", lexicon.STYLES), ("light", lexicon.LIGHTS),
)  # fmt: skip
_EXTRA = (("features", lexicon.FEATURES), ("camera", lexicon.CAMERAS))


class Reader:
    """Reads one or more passages into one draft. `things` is false for passages (a camera's name, a
    lighting set-up) in which nouns are not subjects and unknown words are not missed."""

    def __init__(self, nouns: Mapping[str, Noun], merge: bool = False) -> None:
        self.nouns = nouns
        self.draft = Draft()
        self.merge = merge
        self._reset()

    def _reset(self) -> None:
        self.count = 0
        self.colour = self.size = self.pose = self.material = self.where = ""
        self.definite = self.copula = False
        self.group: list[int] = []
        self.pending: tuple[str, list[int]] | None = None
        self.leading = ""
        self.target: int | None = None
        self.clause_has_subject = False
        self.just_noun = False

    def read(self, text: str, things: bool = True, place_first: bool = False) -> None:
        words = read_words(text)
        self._reset()
        self.words, self.things, self.place_first = words, things, place_first
        at, tokens = 0, words.tokens[:MOST_WORDS]
        while at < len(tokens):
            at += self._step(tokens, at)
        self._close()

    def _step(self, tokens: tuple[str, ...], at: int) -> int:
        word = tokens[at]
        if word.startswith("\x00"):
            self._letter(self.words, int(word.strip("\x00")))
            return 1
        if word in ",;:()":
            self.just_noun = False
            if word in ";:":
                self._close()
            return 1
        if word in ".!?\n":
            self._close()
            self.clause_has_subject, self.group, self.leading, self.target = False, [], "", None
            return 1
        if word == "no" or word == "without":
            return self._negative(tokens, at)
        for length in range(min(LONGEST, len(tokens) - at), 0, -1):
            used = self._match(tokens, at, length)
            if used:
                return used
        return self._unknown(word, tokens, at)

    def _match(self, tokens: tuple[str, ...], at: int, length: int) -> int:
        phrase = " ".join(tokens[at : at + length])
        after = at + length
        if phrase in lexicon.POSITIONS and not (after < len(tokens) and tokens[after] == "of"):
            return self._position(phrase, length, tokens, after)
        if self.things and phrase in lexicon.RELATIONS:
            return self._relation(phrase, tokens, after, length)
        if self._number(phrase, tokens, after):
            return length
        if self._shade(phrase, tokens, after):
            return length
        taken = self._matter(phrase, tokens, after)
        noun = self._noun(tokens, at, length)
        if noun is not None and not taken and self.things:
            if self.place_first and phrase in lexicon.PLACES:
                return 0
            self._subject(*noun)
            return length
        if taken:
            self.just_noun = False
            return length
        return length if self._adjective(phrase, tokens, after) else 0

    # -- what a phrase may be -------------------------------------------------------------------------

    def _matter(self, phrase: str, tokens: tuple[str, ...], after: int) -> bool:
        """Place, time, weather …: several may hear the same phrase (snow is a season and lies on things)."""
        if phrase == "table" or (phrase in ("sky", "clouds") and not self._flying(tokens, after)):
            return phrase != "table"
        heard = False
        following = tokens[after] if after < len(tokens) else ""
        names_thing = " ".join((phrase, following)) in self.nouns or phrase in ("orange",)
        for name, table in _MATTERS:
            meaning = table.get(phrase)
            if meaning is None or names_thing:
                continue
            if name == "place" and phrase in self.nouns:
                continue
            self.draft.say(name, meaning)
            heard = True
            if name == "place":
                self.pending, self.leading = None, ""
                self._drop_adjectives()
                self._hidden_in(phrase)
        for name, table in _EXTRA:
            meaning = table.get(phrase)
            if meaning is not None and not names_thing:
                kept: list[str] = getattr(self.draft, name)
                if meaning not in kept:
                    kept.append(meaning)
                heard = True
        return heard

    def _hidden_in(self, phrase: str) -> None:
        """An autumn forest, a night sky: what a place's own words say of season and time."""
        for word in phrase.split():
            for name, table in _MATTERS[1:4]:
                if word in table:
                    self.draft.say(name, table[word])

    def _flying(self, tokens: tuple[str, ...], after: int) -> bool:
        before = tokens[max(0, after - 4) : after]
        return any(word in ("in", "through", "above", "across", "among") for word in before)

    def _number(self, phrase: str, tokens: tuple[str, ...], after: int) -> bool:
        if phrase.isdigit():
            if int(phrase) <= MOST_COUNT and after < len(tokens):
                self.count = max(1, int(phrase))
            return True
        count = lexicon.NUMBERS.get(phrase)
        if count is None:
            return False
        following = tokens[after] if after < len(tokens) else ""
        if count == 1 and following in (
            "couple",
            "few",
            "pair",
            "group",
            "dozen",
            "lot",
            "bunch",
            "trio",
            "row",
        ):
            return True
        if phrase in ("a", "an") and self.count > 1:
            return True
        self.count = count
        self.definite = False
        return True

    def _shade(self, phrase: str, tokens: tuple[str, ...], after: int) -> bool:
        if phrase in lexicon.SHADES and after < len(tokens) and tokens[after] in lexicon.COLOURS:
            self.colour = phrase
            return True
        if phrase not in lexicon.COLOURS:
            return False
        if phrase == "orange" and not self._adjective_here(tokens, after):
            return False
        if phrase in ("black", "white", "golden", "gold") and self._longer_noun(tokens, after - 1):
            return False
        shade = self.colour if self.colour in lexicon.SHADES else ""
        if self.colour and not shade:
            self._palette(self.colour)
        self.colour = f"{shade} {phrase}".strip()
        before = tokens[max(0, after - 3) : after - 1]
        self.copula = bool(self.group) and any(word in COPULA for word in before)
        if self.copula and not self._adjective_here(tokens, after):
            self._attach_colour()
        return True

    def _longer_noun(self, tokens: tuple[str, ...], at: int) -> bool:
        return any(" ".join((*tokens[at : at + size - 1], singular(tokens[at + size - 1]))) in self.nouns
                   for size in (3, 2) if at + size <= len(tokens))  # fmt: skip

    def _adjective_here(self, tokens: tuple[str, ...], after: int) -> bool:
        """Whether a noun follows, perhaps after more adjectives: an orange cat, but an orange."""
        for word in tokens[after : after + 4]:
            if singular(word) in self.nouns or word in self.nouns:
                return True
            if (
                word not in lexicon.SIZES
                and word not in lexicon.MATERIALS
                and word not in lexicon.COLOURS
                and word not in ("and", "fluffy", "cute", "juicy")
            ):
                return False
        return False

    def _noun(self, tokens: tuple[str, ...], at: int, length: int) -> tuple[Noun, int] | None:
        """The noun of exactly these tokens, and how many it says by itself (0 for no word on that)."""
        *head, last = tokens[at : at + length]
        phrase = " ".join((*head, last))
        exact = self.nouns.get(phrase)
        if self.count > 1 and singular(last) != last and " ".join((*head, singular(last))) in self.nouns:
            return self.nouns[" ".join((*head, singular(last)))], 3
        if exact is not None and singular(last) not in SAME:
            single = self.nouns.get(" ".join((*head, singular(last))))
            return exact, 3 if single is not None and single.art == exact.art and singular(
                last
            ) != last else 0
        one = " ".join((*head, singular(last)))
        if one in self.nouns:
            if last == "glass" and self._adjective_here(tokens, at + length):
                return None
            return self.nouns[one], 3 if one != phrase else 0
        return None if exact is None else (exact, 0)

    def _adjective(self, phrase: str, tokens: tuple[str, ...], after: int) -> bool:
        if phrase in lexicon.SIZES:
            self.size = lexicon.SIZES[phrase]
        elif phrase in lexicon.POSES:
            self._pose(lexicon.POSES[phrase])
        elif phrase in lexicon.MATERIALS:
            self.material = phrase
        elif phrase in ("the", "this", "that"):
            self.definite = phrase == "the"
        elif phrase in ("another", "other"):
            self.definite = False
        elif phrase in PRONOUNS and self.pending is not None and self.group:
            kind, sources = self.pending
            self.pending = None
            if sources[-1] > 0:
                self._relate(
                    kind, sources[-1:], self.group[0] if self.group[0] != sources[-1] else sources[-1] - 1
                )
        elif phrase == "of" and self.just_noun and self.draft.subjects[self.group[-1]].noun in CONTAINERS:
            self.leading, self.target, self.group = "in", self.group[-1], []
        elif phrase == "and" and self.group:
            self.just_noun = False
        elif phrase not in lexicon.FILLERS:
            return False
        return True

    # -- what it then does ----------------------------------------------------------------------------

    def _pose(self, pose: str) -> None:
        if self.just_noun and self.group:
            last = self.group[-1]
            self.draft.subjects[last] = replace(
                self.draft.subjects[last], pose=self.draft.subjects[last].pose or pose
            )
        else:
            self.pose = pose

    def _position(self, phrase: str, length: int, tokens: tuple[str, ...], after: int) -> int:
        where = lexicon.POSITIONS[phrase]
        if self.clause_has_subject and self.group:
            for index in self.group[-1:]:
                if not self.draft.subjects[index].where:
                    self.draft.subjects[index] = replace(self.draft.subjects[index], where=where)
                    return length
        self.where = where
        return length

    def _relation(self, phrase: str, tokens: tuple[str, ...], after: int, length: int) -> int:
        kind = lexicon.RELATIONS[phrase]
        if kind == "lettered":
            self.pending = None
            return length + (after < len(tokens) and tokens[after] in PRONOUNS)
        if phrase in ("on", "in", "over", "by", "with", "before", "against") and after >= len(tokens):
            return length
        self._attach_colour()
        first = phrase.split()[0]
        if first in lexicon.POSES and self.group:
            last = self.group[-1]
            self.draft.subjects[last] = replace(
                self.draft.subjects[last], pose=self.draft.subjects[last].pose or lexicon.POSES[first]
            )
        self.just_noun = False
        if not self.group:
            self.leading = kind
            return length
        strong = kind in ("on", "in", "behind", "front_of", "below", "beside")
        self.pending = (kind, list(self.group) if strong else self.group[-1:])
        return length

    def _subject(self, noun: Noun, many: int) -> None:
        reuse = self._earlier(noun, many)
        if reuse is None and len(self.draft.subjects) >= MOST_SUBJECTS:
            self._drop_adjectives()
            return
        if reuse is None:
            count = self.count if self.count > 1 else (many or 1)
            if many and self.count == 1 and not self.merge:
                count = many if self.definite else 1
            subject = Subject(
                noun.name, count, self.colour, self.size, self.pose, self.material, self.where,
                noun.art, noun.stands, noun.metres, noun.kind, noun.whole,
            )  # fmt: skip
            self.draft.subjects.append(subject)
            index = len(self.draft.subjects) - 1
        else:
            index = reuse
            old = self.draft.subjects[index]
            self.draft.subjects[index] = replace(
                old, colour=old.colour or self.colour, size=old.size or self.size, pose=old.pose or self.pose,
                where=old.where or self.where, count=max(old.count, self.count),
            )  # fmt: skip
        self._drop_adjectives()
        self._connect(index)
        self.clause_has_subject = self.just_noun = True

    def _earlier(self, noun: Noun, many: int) -> int | None:
        if self.count > 1 and not self.merge:
            return None
        for index, subject in enumerate(self.draft.subjects):
            same = subject.noun == noun.name or (self.merge and subject.art == noun.art)
            if (
                same
                and (not self.colour or not subject.colour or subject.colour == self.colour)
                and (self.merge or self.definite)
            ):
                return index
        return None

    def _connect(self, index: int) -> None:
        if self.pending is not None:
            kind, sources = self.pending
            if kind == "between" and self.target is None:
                self.target = index
                return
            self._relate(kind, [source for source in sources if source != index], index)
            self.pending = None
            self.target = None
            self.group = [*sources, index][-1:] if kind in ("holding", "wearing") else sources
            return
        if self.leading and self.target is None:
            self.target = index
            return
        if self.leading and self.target is not None:
            self._relate(self.leading, [index], self.target)
            self.leading, self.target = "", None
            self.group = [index]
            return
        self.group = [*self.group, index] if self.group else [index]

    def _relate(self, kind: str, sources: list[int], other: int) -> None:
        target = self.draft.subjects[other]
        if kind == "in" and target.noun not in CONTAINERS:
            kind = "wearing" if target.kind == "object" and target.noun in WEARABLE else "beside"
        second = None
        if kind == "between":
            second, other = other, self.target if self.target is not None else other
            if second == other:
                second = None
        for source in sources:
            if source != other:
                self.draft.relations.append(Relation(kind, source, other, second))

    def _letter(self, words: Words, index: int) -> None:
        said = words.quoted[index]
        if said not in self.draft.lettering:
            self.draft.lettering.append(said)

    def _negative(self, tokens: tuple[str, ...], at: int) -> int:
        used, words = 1, []
        while (
            at + used < len(tokens)
            and used < 5
            and tokens[at + used] not in ",.;:!?\n"
            and tokens[at + used] not in ("and", "but", "with", "on", "in")
        ):
            if tokens[at + used] not in ("a", "an", "the", "any"):
                words.append(tokens[at + used])
            used += 1
        if words:
            self.draft.negatives.append(" ".join(words))
        return used

    def _unknown(self, word: str, tokens: tuple[str, ...], at: int) -> int:
        self.just_noun = False
        if (
            self.things
            and len(word) > 1
            and word.isalpha()
            and not word.endswith("ly")
            and word not in self.draft.unplaced
        ):
            self.draft.unplaced.append(word)
        if self.pending is not None and self.things and not self._adjective_here(tokens, at + 1):
            self.pending = None
        if self.things and not self._adjective_here(tokens, at + 1):
            self._drop_adjectives(keep_palette=False)
        return 1

    def _palette(self, name: str) -> None:
        if name and name not in lexicon.SHADES and name not in self.draft.palette:
            self.draft.palette.append(name)

    def _attach_colour(self) -> None:
        """A colour that found no noun after it: of the last thing when a copula stood before, else of the picture."""
        if not self.colour:
            return
        last = self.group[-1] if self.group else None
        if last is not None and self.copula and not self.draft.subjects[last].colour:
            self.draft.subjects[last] = replace(self.draft.subjects[last], colour=self.colour)
        else:
            self._palette(self.colour)
        self.colour = ""

    def _drop_adjectives(self, keep_palette: bool = True) -> None:
        if keep_palette and self.colour and not self.things:
            self._palette(self.colour)
        self.count = 0
        self.colour = self.size = self.pose = self.material = self.where = ""
        self.definite = False

    def _close(self) -> None:
        self._attach_colour()
        if self.where and self.group:
            last = self.group[-1]
            self.draft.subjects[last] = replace(
                self.draft.subjects[last], where=self.draft.subjects[last].where or self.where
            )
        self._drop_adjectives()
        self.pending = None
        self.just_noun = False


WEARABLE = frozenset(
    [
        "hat",
        "top_hat",
        "crown",
        "sunglasses",
        "glasses",
        "coat",
        "dress",
        "boot",
        "scarf",
        "t-shirt",
        "jeans",
        "headphones",
        "helmet",
        "shoe",
    ]
)
