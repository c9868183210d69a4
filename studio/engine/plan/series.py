"""Sets that belong together: the same subjects and palette, one thing changing from picture to picture."""

import re
from collections.abc import Sequence
from dataclasses import replace

from studio.engine.plan.scene import ScenePlan

SEASONS = ("spring", "summer", "autumn", "winter")
HOURS = ("dawn", "day", "sunset", "night", "golden", "dusk")
WEATHERS = ("clear", "rain", "snow", "fog", "storm", "cloudy")
STYLES = ("watercolour", "ink", "poster", "paper", "pixel", "oil", "line", "neon")
PLACES = ("forest", "beach", "mountains", "city", "desert", "lake", "meadow", "tundra")
_TURNS = (
    (
        "season",
        re.compile(
            r"\b(?:four|4|all|the|each|every|different) seasons?\b|\bthrough the (?:year|seasons)\b", re.I
        ),
        SEASONS,
    ),
    (
        "time",
        re.compile(
            r"\b(?:times? of (?:the )?day|from (?:dawn|morning) to (?:dusk|night|evening)|day to night|hours of the day)\b",
            re.I,
        ),
        HOURS,
    ),
    (
        "weather",
        re.compile(r"\b(?:different|various|changing|all|\w+) (?:kinds of )?weathers?\b", re.I),
        WEATHERS,
    ),
    ("style", re.compile(r"\b(?:different|various|several|\w+) (?:art )?styles\b", re.I), STYLES),
    (
        "place",
        re.compile(r"\b(?:different|various|several) (?:places|locations|settings|landscapes)\b", re.I),
        PLACES,
    ),
)


def series(prompt: str, plan: ScenePlan, count: int) -> Sequence[ScenePlan]:
    """`count` plans. What the prompt says changes, changes; else the hour passes, and all else is held."""
    for name, pattern, values in _TURNS:
        if pattern.search(prompt):
            return [_turned(plan, name, values[number % len(values)]) for number in range(count)]
    if plan.time or plan.place in ("studio", "table", "space", "underwater"):
        return [plan] * count
    return [_turned(plan, "time", HOURS[number % len(HOURS)]) for number in range(count)]


def _turned(plan: ScenePlan, name: str, value: str) -> ScenePlan:
    if name == "season" and value == "winter" and not plan.weather:
        return replace(plan, season=value, weather="snow")
    if name == "season":
        return replace(plan, season=value)
    if name == "time":
        return replace(plan, time=value)
    if name == "weather":
        return replace(plan, weather=value)
    return replace(plan, style=value) if name == "style" else replace(plan, place=value)
