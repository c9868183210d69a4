"""From words to a plan: longest known phrase first, left to right, nothing guessed.

A word that is in no table and names nothing that can be drawn is kept in `unplaced`, so that the person is
told. Adjectives wait for their noun; a relation waits for its second thing; the first word on a matter
(time, place, style …) stands.
"""

from collections.abc import Callable, Mapping

from studio.engine.art.shelf import Noun
from studio.engine.plan import lexicon
from studio.engine.plan.sentence import CONTAINERS, PRONOUNS, WEARABLE, Sentence
from studio.engine.plan.words import SAME, Words, read_words, singular

Near = Callable[[str], Noun | None]
LONGEST = 4
MOST_WORDS = 1500
MOST_COUNT = 24
COPULA = frozenset(["is", "are", "was", "were", "in", "painted", "coloured", "colored"])
_MATTERS = (
    ("place", lexicon.PLACES), ("time", lexicon.TIMES), ("weather", lexicon.WEATHERS), ("season", lexicon.SEASONS),
    ("style", lexicon.STYLES), ("light", lexicon.LIGHTS),
)  # fmt: skip
_INSTRUMENTS = frozenset(
    {"guitar", "violin", "trumpet", "saxophone", "drum", "flute", "banjo", "accordion", "harp"}
)
_ARTICLES = frozenset({"a", "an", "the", "some", "of"})
BODIES = frozenset(
    {"sun", "moon", "full moon", "crescent moon", "stars", "rainbow"}
)  # have their own colours
_BODILY = frozenset(
    {
        "hair",
        "beard",
        "moustache",
        "mustache",
        "skin",
        "freckles",
        "hand",
        "hands",
        "finger",
        "fingers",
        "smile",
        "lips",
    }
)  # of somebody, not beside them
_OF_BODIES = frozenset(
    {
        "hoop",
        "knot",
        "treasure chest",
        "eye",
        "ear",
        "nose",
        "leg",
        "foot",
        "tooth",
        "mouth",
        "brain",
        "camera",
    }
)
_MADE_OF = frozenset({"rock", "cube", "brick", "wood", "glass", "corn", "seat", "wheel", "paper", "film"})
_TYPE = frozenset({"letter", "letters", "lettering", "text", "type", "typography", "word", "words", "font"})
_BROOKS = frozenset({"stream", "brook", "creek"})
_EXTRA = (("features", lexicon.FEATURES), ("camera", lexicon.CAMERAS))


def nothing(word: str) -> Noun | None:
    """What is near to a word where meanings are not compared."""
    return None


def _in_the_woods(tokens: tuple[str, ...], after: int) -> bool:
    """Whether a wider place is named right after: a stream in an autumn forest is no lake."""
    wider = {lexicon.PLACES.get(word) for word in tokens[after : after + 5]}
    return bool(wider & {"forest", "meadow", "mountains"})


def _among_colours(tokens: tuple[str, ...], after: int) -> bool:
    """Blue and orange; in orange."""
    before = tokens[max(0, after - 3) : after - 1]
    return bool(before) and (
        before[-1] == "in" or (before[-1] in ("and", ",") and before[0] in lexicon.COLOURS)
    )


class Reader(Sentence):
    """Reads one or more passages into one draft. `things` is false for passages (a camera's name, a
    lighting set-up) in which nouns are not subjects and unknown words are not missed."""

    def __init__(
        self,
        nouns: Mapping[str, Noun],
        merge: bool = False,
        near: Near = nothing,
        signs: Mapping[str, Noun] | None = None,
    ) -> None:
        """`signs` are words that mean a thing before they mean anything else: those of an icon set."""
        super().__init__(merge)
        self.nouns = nouns
        self.near = near
        self.signs = signs or {}

    def read(self, text: str, things: bool = True, place_first: bool = False, worn: bool = False) -> None:
        """With `worn`, of things only what somebody can wear."""
        words = read_words(text)
        self._reset()
        self.words, self.things, self.place_first, self.worn = words, things, place_first, worn
        at, tokens, said = 0, words.tokens[:MOST_WORDS], dict(self.draft.said)
        while at < len(tokens):
            at += self._step(tokens, at)
        self._close()
        if worn:
            self.draft.said = said  # lounge shorts are no lounge, a summer dress no summer

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
        sign = self.signs.get(phrase) if self.things else None
        if sign is not None:
            self._subject(sign, 0)
            return length
        if (
            self.things
            and " ".join((*tokens[at : after - 1], singular(tokens[after - 1]))) in lexicon.UNDRAWN
        ):
            self._missed(phrase)
            return length
        if phrase in lexicon.POSITIONS and not (after < len(tokens) and tokens[after] == "of"):
            return self._position(phrase, length, tokens, after)
        if self.things and phrase in lexicon.RELATIONS:
            used = self._relation(phrase, tokens, after, length)
            if used:
                return used
        if phrase == "playing" and self.group and after < len(tokens) and tokens[after] in _INSTRUMENTS:
            self.pending = ("holding", self.group[-1:])
            return 1
        if self._number(phrase, tokens, after):
            return length
        if self._shade(phrase, tokens, after):
            return length
        taken = self._matter(phrase, tokens, after)
        noun = self._noun(tokens, at, length)
        if noun is not None and not taken and self.things and self._describes(noun[0]):
            self._missed(phrase)
            return length
        if noun is not None and not taken and self.things:
            if self.place_first and phrase in lexicon.PLACES:
                return 0
            self._subject(*noun)
            return length
        if taken:
            self.just_noun = False
            return length
        return length if self._adjective(phrase, tokens, after) else 0

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
            if name == "place" and phrase in _BROOKS and _in_the_woods(tokens, after):
                self._missed(phrase)
                return True
            if phrase == "black and white" and self._adjective_here(tokens, after):
                continue  # a cat, not a manner
            self.draft.say(name, meaning)
            heard = True
            if name == "place":
                self.pending, self.leading = None, ""
                if self.colour and self.things and not self._has_anyway(meaning):
                    self.draft.unplaced.append(f"{self.colour} {phrase}")
                self._drop_adjectives()
                self._hidden_in(phrase)
        for name, table in _EXTRA:
            meaning = table.get(phrase)
            if meaning is not None and not names_thing:
                kept: list[str] = getattr(self.draft, name)
                if meaning not in kept:
                    kept.append(meaning)
                heard = True
        if heard and self.colour and phrase in BODIES:
            self.draft.unplaced.append(f"{self.colour} {phrase}")
            self._drop_adjectives()
        elif phrase in lexicon.TIMES and self.colour:
            self._palette(self.colour)  # an orange sunset: of the hour, not of what is named next
            self._drop_adjectives()
        return heard

    def _has_anyway(self, place: str) -> bool:
        return self.colour.split()[-1] in lexicon.OWN_COLOURS.get(place, "").split()

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
        if (
            phrase == "orange"
            and not self._adjective_here(tokens, after)
            and not _among_colours(tokens, after)
            and not self._shines(tokens, after)
        ):
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

    def _shines(self, tokens: tuple[str, ...], after: int) -> bool:
        """Whether orange is said of a place, an hour or the light."""
        following = tokens[after] if after < len(tokens) else ""
        before = tokens[after - 2] if after > 1 else ""
        return following in lexicon.PLACES or following in lexicon.TIMES or before in ("is", "are", "was")

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
        if phrase == "glass" and self._adjective_here(tokens, at + length):
            return None
        exact = self.nouns.get(phrase)
        if self.count > 1 and singular(last) != last and " ".join((*head, singular(last))) in self.nouns:
            return self.nouns[" ".join((*head, singular(last)))], 3
        if exact is not None and singular(last) not in SAME:
            single = self.nouns.get(" ".join((*head, singular(last))))
            return exact, 3 if single is not None and single.art == exact.art and singular(
                last
            ) != last else 0
        if "of" in head and self.nouns.get(measure := " ".join((singular(head[0]), *head[1:], last))):
            return self.nouns[measure], 3 if singular(head[0]) != head[0] else 0
        one = " ".join((*head, singular(last)))
        if one in self.nouns:
            return self.nouns[one], 3 if one != phrase else 0
        return None if exact is None else (exact, 0)

    def _describes(self, noun: Noun) -> bool:
        """Whether a document names the thing to describe another: parts of a body, what something is made of."""
        return self.merge and (
            (self.worn and noun.name not in WEARABLE)
            or noun.name in _OF_BODIES
            or (noun.name in _MADE_OF and not self.count and not self.colour)
        )

    def _is_noun_here(self, word: str, tokens: tuple[str, ...], at: int) -> bool:
        """Whether an unknown word stands where the name of a thing must: said of it is how many, or what
        colour, or where; and no other noun follows that it could belong to."""
        said = self.count or self.definite or self.colour or self.size or self.material
        return (
            self.things
            and len(word) > 2
            and word.isalpha()
            and word not in _BODILY
            and not word.endswith(("ly", "ing"))
            and bool(said or (self.pending is not None and at and tokens[at - 1] in _ARTICLES))
            and not (at + 1 < len(tokens) and tokens[at + 1].isalpha() and self._ends_noun(tokens[at + 1]))
        )

    def _ends_noun(self, word: str) -> bool:
        return word in self.nouns or singular(word) in self.nouns or not self._is_known(word)

    def _is_known(self, word: str) -> bool:
        tables = (lexicon.RELATIONS, lexicon.POSES, lexicon.FILLERS, lexicon.NUMBERS, lexicon.COLOURS)
        return word in ("and", "or", "but", "no") or any(word in table for table in tables)

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
        elif phrase == "of" and self.just_noun and self.group and self._last.noun in CONTAINERS:
            self.leading = "on" if self._last.noun == "plate" else "in"
            self.target, self.group = self.group[-1], []
        elif phrase == "and" and self.group:
            self.just_noun = False
        elif phrase in _TYPE:  # in big letters: neither stands in them nor is big what comes next
            self.pending, self.leading, self.target = None, "", None
            self._drop_adjectives()
        elif phrase not in lexicon.FILLERS:
            return False
        return True

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

    def _missed(self, phrase: str) -> None:
        if phrase not in self.draft.unplaced:
            self.draft.unplaced.append(phrase)
        self.just_noun = False
        self._drop_adjectives(keep_palette=False)

    def _unknown(self, word: str, tokens: tuple[str, ...], at: int) -> int:
        found = self.near(singular(word)) if self._is_noun_here(word, tokens, at) else None
        if found is not None:
            self.draft.stand_ins.append((word, found.name))
            self._subject(found, 3 if singular(word) != word else 0)
            return 1
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
