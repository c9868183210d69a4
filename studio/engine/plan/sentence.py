"""A sentence while it is heard: what waits for its noun, what a relation waits for, what was said already."""

from dataclasses import replace

from studio.engine.art.shelf import Noun
from studio.engine.plan import lexicon
from studio.engine.plan.scene import Draft, Relation, Subject

MOST_SUBJECTS = 24
MOST_IN_DOCUMENT = 7
"""A long document names things to describe one another; those named first are the picture."""
MOST_ALIKE = 3
"""A thing that is named once more in the same words is one of these: a prompt that repeats itself is no crowd."""
CONTAINERS = frozenset(
    "vase bowl basket cup mug box jar bottle glass boat car hat bathtub bucket pot cube canoe nest cage sailboat wagon plate".split()  # noqa: SIM905 - one line, not twenty
)
WEARABLE = frozenset(
    {
        "hat",
        "sun hat",
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
        "suit",
        "sweater",
        "kimono",
        "robe",
        "apron",
        "uniform",
        "lab coat",
        "cape",
        "cap",
        "armour",
    }
)
PAIRED = frozenset({"boot", "heeled boot", "shoe", "sneaker", "high heels", "sandal", "glove", "gloves", "sock", "slipper", "ski"})  # fmt: skip
PRONOUNS = frozenset({"it", "him", "her", "them", "itself"})
LIGHT = 1.25  # metres: what a person who is "with" it holds rather than stands beside


class Sentence:
    """Holds the draft and everything that is still open. `things` is false while a passage is read in which
    nouns are no subjects; `merge` is true for documents, in which one thing is named many times."""

    def __init__(self, merge: bool = False) -> None:
        self.draft = Draft()
        self.merge = merge
        self.things = True
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
        if kind == "with" and not self._carries():
            return 0
        if kind == "lettered":
            self.pending = None
            return length + (after < len(tokens) and tokens[after] in PRONOUNS)
        if phrase in ("on", "in", "over", "by", "with", "before", "against") and after >= len(tokens):
            return length
        self._attach_colour()
        first = phrase.split()[0]
        if first in lexicon.POSES and kind != "holding" and self.group:
            last = self.group[-1]
            self.draft.subjects[last] = replace(
                self.draft.subjects[last], pose=self.draft.subjects[last].pose or lexicon.POSES[first]
            )
        self.just_noun = False
        if not self.group and self.target is not None and self.draft.subjects[self.target].noun in CONTAINERS:
            # A basket of something that is no thing here, on a table: it is the basket that is there.
            self.group, self.leading, self.target = [self.target], "", None
        if not self.group:
            self.leading = kind
            return length
        strong = kind in ("on", "in", "behind", "front_of", "below", "beside")
        self.pending = (kind, list(self.group) if strong else self.group[-1:])
        return length

    def _carries(self) -> bool:
        """Whether the last thing has hands, so that what it is "with" may be in them."""
        return self.just_noun and bool(self.group) and self._last.kind == "person"

    @property
    def _last(self) -> Subject:
        return self.draft.subjects[self.group[-1]]

    def _subject(self, noun: Noun, many: int) -> None:
        reuse = self._earlier(noun, many)
        if reuse is None and len(self.draft.subjects) >= (MOST_IN_DOCUMENT if self.merge else MOST_SUBJECTS):
            if noun.name not in self.draft.unplaced:
                self.draft.unplaced.append(noun.name)
            self._drop_adjectives()
            return
        if reuse is None:
            count = self.count if self.count > 1 else (many or 1)
            if many and self.count < 2 and noun.name in PAIRED:
                count = many = 2
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
        if not self._dresses(index, new=reuse is None):
            self._connect(index)
        self.clause_has_subject = self.just_noun = True

    def _dresses(self, index: int, *, new: bool) -> bool:
        """In a document about somebody, what can be worn is worn by them."""
        people = [at for at, subject in enumerate(self.draft.subjects) if subject.kind == "person"]
        if not (self.merge and new and people and self.draft.subjects[index].noun in WEARABLE):
            return False
        self.pending = None
        self._relate("wearing", people[:1], index)
        return True

    def _earlier(self, noun: Noun, many: int) -> int | None:
        if self.count > 1 and not self.merge:
            return None
        alike = [
            index
            for index, subject in enumerate(self.draft.subjects)
            if (subject.noun, subject.colour, subject.size) == (noun.name, self.colour, self.size)
        ]
        if len(alike) >= MOST_ALIKE:
            return alike[-1]
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
            held = self.draft.subjects[index]
            if kind == "with":
                self.pending = None
                if held.noun in WEARABLE:
                    self._relate("wearing", sources, index)
                    return
                if held.kind in ("object", "food") and held.metres < LIGHT and index not in sources:
                    self._relate("holding", sources, index)
                    return
                self.group = [*self.group, index]
                return
            if kind == "between" and self.target is None:
                self.target = index
                return
            self._relate(kind, [source for source in sources if source != index], index)
            self.pending = None
            self.target = None
            self.group = sources
            return
        if self._wears_more(index):
            self._relate("wearing", self.group, index)
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

    def _wears_more(self, index: int) -> bool:
        """A dress and sunglasses: what can be worn, named after what the same one wears."""
        said = self.draft.relations
        return (
            self.draft.subjects[index].noun in WEARABLE
            and bool(said)
            and (said[-1].kind, [said[-1].subject]) == ("wearing", self.group)
        )

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
        elif last is not None and self.copula and self.just_noun:
            thing = self.draft.subjects[last]
            if self.colour != thing.colour:
                self.draft.contradictions.append(
                    f"The {thing.noun} is said to be {thing.colour} and {self.colour}: it is drawn {thing.colour}."
                )
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
