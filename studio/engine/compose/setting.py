"""Where and when a picture plays: what every painter needs to know, decided before anything is painted."""

import random
from dataclasses import dataclass

from studio.engine.compose.mood import Mood


@dataclass(frozen=True, slots=True)
class Setting:
    """All lengths in units (a thousandth of the height). `idea` 0…3 tells the four compositions apart."""

    place: str
    time: str
    weather: str
    season: str
    mood: Mood
    wide: float
    horizon: float
    sun: tuple[float, float]
    idea: int
    seed: int
    hero: tuple[float, float]  # x range that painters keep free of tall things
    features: tuple[str, ...] = ()
    style: str = ""
    palette: tuple[str, ...] = ()  # colours of no thing in particular, by their words
    hung: tuple[tuple[float, float], ...] = ()  # x ranges of what hangs on the wall

    @property
    def side(self) -> float:
        """Where the light stands: -1 left, 1 right."""
        return -1.0 if self.sun[0] < self.wide / 2 else 1.0

    @property
    def snowy(self) -> bool:
        return self.season == "winter" or self.weather == "snow"

    def rng(self, name: str) -> random.Random:
        """A source of its own for each painter, so that one more draw in one moves nothing in another."""
        return random.Random(f"{self.seed}/{self.place}/{name}")
