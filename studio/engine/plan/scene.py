"""What was understood of a prompt: plain frozen values."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing to be drawn. `art` is empty for a noun that nothing is known to look like. `where` is a place
    in the picture that was asked for (left, right, centre, top, bottom, background, foreground) or empty."""

    noun: str
    count: int = 1
    colour: str = ""
    size: str = ""
    pose: str = ""
    material: str = ""
    where: str = ""
    art: str = ""
    stands: str = "ground"
    metres: float = 1.0
    kind: str = "object"
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Relation:
    """`subject` stands so to `other` (indices into the subjects); `between` has a second other."""

    kind: str
    subject: int
    other: int
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of a chart."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class ScenePlan:
    """Everything is optional; what was not said is empty and left to the composer and the seed.

    `kind` is scene, product, card, logo, diagram, steps, icons, chart or abstract.
    """

    kind: str = "scene"
    subjects: tuple[Subject, ...] = ()
    relations: tuple[Relation, ...] = ()
    place: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    light: str = ""
    palette: tuple[str, ...] = ()
    style: str = ""
    lettering: tuple[str, ...] = ()
    camera: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    title: str = ""
    price: str = ""
    badge: str = ""
    chart: str = ""
    figures: tuple[Figure, ...] = ()
    labels: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def laid_out(self) -> "ScenePlan":
        """The same of what is laid out and plays nowhere: nothing stands to anything, at no place and time."""
        return replace(self, relations=(), place="", time="", weather="", season="")


@dataclass(slots=True)
class Draft:
    """A plan while it is being read."""

    subjects: list[Subject] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # place, time, weather, season, light, style
    palette: list[str] = field(default_factory=list)
    camera: list[str] = field(default_factory=list)
    negatives: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    lettering: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)  # sentences for the person
    stand_ins: list[tuple[str, str]] = field(default_factory=list)  # a word without art, what is drawn for it

    def say(self, field_name: str, value: str) -> None:
        """The first word on a matter stands."""
        self.said.setdefault(field_name, value)
