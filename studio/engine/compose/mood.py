"""The light of a picture: what time, weather and season make of sky, air and surfaces."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from studio.engine.compose.colour import Colour, colour, mix, turn, under


@dataclass(frozen=True, slots=True)
class Mood:
    """All colours of one light. Surfaces are given as they look in white light and pass through `lit`."""

    sky: tuple[Colour, Colour, Colour, Colour]  # zenith … horizon
    haze: Colour
    ambient: Colour
    key: Colour
    shadow: Colour
    glow: Colour
    stars: float = 0.0
    disc: str = ""  # sun, moon or nothing
    low: bool = False  # the disc stands near the horizon
    dark: bool = False
    haze_strength: float = 0.75
    sharpness: float = 1.0  # of shadows: 0 under cloud
    cloud: float = 0.25

    def lit(self, surface: Colour, far: float = 0.0) -> Colour:
        """A surface in this light, `far` (0…1) into the haze."""
        return mix(under(surface, self.ambient), self.haze, min(0.96, far * self.haze_strength))


def _mood(sky: str, haze: str, ambient: str, key: str, shadow: str, glow: str) -> Mood:
    zenith, high, low, horizon = (colour(part) for part in sky.split())
    return Mood(
        (zenith, high, low, horizon),
        colour(haze), colour(ambient), colour(key), colour(shadow), colour(glow),
    )  # fmt: skip


_TIMES: dict[str, tuple[Mood, ...]] = {
    "night": (
        _mood("#070d24 #13254f #2b4a82 #6d8fc0", "#6f91c4", "#8fa6dd", "#dfe9ff", "#0d1a3c", "#b9d0ff"),
        _mood("#0a0a26 #1c1f52 #3c4486 #8a8fc8", "#858cc6", "#9aa0dc", "#e8e6ff", "#121238", "#c8c8ff"),
        _mood("#04141f #0c2f42 #1f5a6e #6fa6a8", "#6aa3ab", "#88b4c4", "#dcf5f2", "#06202c", "#aee8e0"),
        _mood("#0c0820 #23164a #493a7c #8f7fb8", "#8078b4", "#a096d4", "#efe2ff", "#170f36", "#d6bcff"),
    ),
    "dusk": (
        _mood("#1b2350 #47427f #9a6a98 #f0a58c", "#b98aa4", "#b6a3cc", "#ffd2b4", "#251f4a", "#ffb596"),
        _mood("#182a4c #34588a #7f8fb4 #f2c39c", "#9aa0bd", "#a9b4d6", "#ffe0bb", "#1a2748", "#ffcf9e"),
        _mood("#2a1c4c #653a78 #b96088 #f8a07c", "#bf7f98", "#c3a0c0", "#ffc9a0", "#2c1840", "#ff9f80"),
    ),
    "sunset": (
        _mood("#33326e #8c5a94 #ee8a6c #ffd590", "#f2a685", "#f0c0a4", "#ffdb9c", "#4a2748", "#ffd08a"),
        _mood("#2c4a7c #7f86ae #f0a878 #ffe0a0", "#eab494", "#f2cbb0", "#ffe2aa", "#3b2f54", "#ffdc98"),
        _mood("#4a2560 #a8456f #f4744f #ffc46a", "#f08f6a", "#f4b092", "#ffce80", "#4e1c3c", "#ffbe68"),
    ),
    "dawn": (
        _mood("#6f8fc4 #b3b3d8 #f3c6c2 #ffe6c8", "#e8d0d4", "#ecdde2", "#fff0d6", "#4d5480", "#fff0d0"),
        _mood("#7d9cc0 #c2cde0 #f6d8c8 #fff0da", "#ead9d6", "#efe4e2", "#fff4e0", "#56607f", "#fff3da"),
        _mood("#8a86c0 #c8b0d6 #f8c4c4 #ffe0c0", "#ecccd6", "#f0dae2", "#ffeacc", "#54497a", "#ffe6c4"),
    ),
    "day": (
        _mood("#2f7fd0 #69aee6 #abd5f1 #e4f2f8", "#cfe4f2", "#fbfaf6", "#fffbe8", "#2a3f66", "#fffbe6"),
        _mood("#3a93c8 #7cc0dc #bae1e8 #f0f6ec", "#d6e9ec", "#fbfbf2", "#fff8dc", "#2a4a5c", "#fff6d8"),
        _mood("#4a84d8 #8ab2ee #c2d8f6 #f4f2f4", "#d8e2f4", "#fcf8f6", "#fff6e2", "#34406e", "#fff6e0"),
    ),
    "golden": (
        _mood("#5f92c4 #a9c0cc #f3d9a8 #ffeec2", "#f3dcb2", "#fbe6c4", "#fff0be", "#4c4238", "#ffeab0"),
        _mood("#6a86b0 #b8b4b4 #f8cf92 #ffe8b0", "#f2cfa0", "#fadeb6", "#ffeab0", "#4e3a3a", "#ffe0a0"),
        _mood("#4f97b0 #9cc8c0 #ecdca4 #fff0c4", "#ecdcb4", "#f8e8c4", "#fff2c4", "#3a483e", "#fff0b8"),
    ),
}  # fmt: skip
TIMES = tuple(_TIMES)


def mood(time: str, weather: str, season: str, rng: random.Random, turned: int) -> Mood:
    """The light at that time in that weather; `turned` picks among the palettes of the time."""
    palettes = _TIMES.get(time, _TIMES["day"])
    here = palettes[turned % len(palettes)]
    drift = rng.uniform(-7, 7)
    here = replace(
        here,
        sky=_four(turn(part, hue=drift) for part in here.sky),
        haze=turn(here.haze, hue=drift),
        stars={"night": 1.0, "dusk": 0.35}.get(time, 0.0),
        disc="moon" if time == "night" else "sun",
        low=time in ("sunset", "dawn", "dusk", "golden"),
        dark=time in ("night", "dusk"),
        cloud=rng.uniform(0.15, 0.5),
    )  # fmt: skip
    return _weathered(here, weather)


def _four(shades: Iterable[Colour]) -> tuple[Colour, Colour, Colour, Colour]:
    zenith, high, low, horizon = shades
    return zenith, high, low, horizon


def _greyed(here: Mood, grey: Colour, share: float) -> Mood:
    return replace(
        here,
        sky=_four(mix(part, grey, share) for part in here.sky),
        haze=mix(here.haze, grey, share),
        ambient=mix(here.ambient, grey, share * 0.5),
        key=mix(here.key, grey, share * 0.6),
        glow=mix(here.glow, grey, share * 0.7),
    )


def _weathered(here: Mood, weather: str) -> Mood:
    dark = here.dark
    if weather in ("rain", "storm"):
        grey = colour("#3c4658" if dark else "#7f8b99")
        if weather == "storm":
            grey = turn(grey, light=-0.14)
        here = _greyed(here, grey, 0.62)
        return replace(here, disc="", stars=0.0, haze_strength=0.95, sharpness=0.25, cloud=0.9)
    if weather == "fog":
        here = _greyed(here, mix(here.haze, colour("#5a6880" if dark else "#dfe4e6"), 0.6), 0.5)
        return replace(here, haze_strength=1.35, sharpness=0.2, stars=here.stars * 0.3, cloud=0.1)
    if weather == "snow":
        here = _greyed(here, mix(here.sky[2], colour("#7f94b8" if dark else "#e6edf4"), 0.6), 0.3)
        return replace(here, sharpness=0.7, cloud=0.5)
    if weather == "overcast":
        here = _greyed(here, colour("#414a5c" if dark else "#c3ccd3"), 0.6)
        return replace(here, disc="", sharpness=0.3, stars=0.0, cloud=1.0)
    if weather == "cloudy":
        return replace(here, cloud=0.75, sharpness=0.75, stars=here.stars * 0.6)
    return here
