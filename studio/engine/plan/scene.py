"""What was understood of a prompt: plain frozen values, and the same as JSON for the people who asked."""

from dataclasses import asdict, dataclass, field

KINDS = ("scene", "product", "diagram", "icons", "chart")


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
    """Everything is optional; what was not said is empty and left to the composer and the seed."""

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
    chart: str = ""
    figures: tuple[Figure, ...] = ()
    labels: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def json(self) -> dict[str, object]:
        """For the answer's `plan`: empty fields left out, and what the drawer needs only for itself."""
        told: dict[str, object] = {
            name: value for name, value in asdict(self).items() if value not in ("", (), None)
        }
        told["subjects"] = [
            {
                name: value
                for name, value in asdict(subject).items()
                if name not in ("stands", "metres", "kind", "whole") and value != ""
            }
            for subject in self.subjects
        ]
        names = [subject.noun for subject in self.subjects]
        told["relations"] = [
            {
                "what": names[relation.subject],
                "is": relation.kind.replace("_", " "),
                "of": names[relation.other]
                + (f" and {names[relation.second]}" if relation.second is not None else ""),
            }
            for relation in self.relations
        ]
        return told


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

    def say(self, field_name: str, value: str) -> None:
        """The first word on a matter stands."""
        self.said.setdefault(field_name, value)
