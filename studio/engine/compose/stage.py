"""The composed scene before it is painted: what stands where. Tests and benches read it."""

from dataclasses import dataclass

from studio.engine.compose.setting import Setting


@dataclass(frozen=True, slots=True)
class Placed:
    """One figure of one subject. The box is in units (a thousandth of the picture's height). `subject` is
    the index in the plan; `depth` 0 is nearest; `rests` tells what it stands on: ground, water, wall, air,
    or figure (on or in another one)."""

    subject: int
    noun: str
    art: str
    colour: str
    left: float
    top: float
    width: float
    height: float
    depth: float
    rests: str
    flip: bool = False
    order: float = 0.0
    sink: float = 0.0  # share of the height under the surface or behind a container's rim
    text: str = ""

    @property
    def foot(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Lettering:
    """Text set into a box; `plate` tells what is behind it: nothing, sign or board (written on in
    chalk)."""

    text: str
    left: float
    top: float
    width: float
    height: float
    plate: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A setting with its figures from back to front, and the lettering over them."""

    setting: Setting
    figures: tuple[Placed, ...]
    lettering: tuple[Lettering, ...] = ()
