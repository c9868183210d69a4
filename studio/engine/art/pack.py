"""Packing: iconify's JSON sets and emojibase's labels become one small indexed file.

Iconify's format: https://iconify.design/docs/types/iconify-json.html (icons → body, width, height).
Emojibase's: https://emojibase.dev/docs/datasets (hexcode, label, group, subgroup).
"""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SETS = Path(__file__).parents[1] / "node_modules"
CATALOGUE = Path(__file__).parent / "catalogue.txt"
FAMILIES = {"fluent": ("fluent-emoji-flat", 32.0), "noto": ("noto", 128.0)}
HEADS = _words("""
    bear boar chicken chicken-head frog hamster koala lion moose panda polar-bear raccoon unicorn wolf
    alien robot
""")
# subgroup of emojibase → (kind, metres, stands); a subgroup that is not here is not drawn as a thing
SUBGROUPS: dict[str, tuple[str, float, str]] = {
    "animal-mammal": ("animal", 1.0, "ground"), "animal-bird": ("animal", 0.5, "ground"),
    "animal-amphibian": ("animal", 0.35, "ground"), "animal-reptile": ("animal", 0.5, "ground"),
    "animal-marine": ("animal", 0.7, "water"), "animal-bug": ("animal", 0.22, "ground"),
    "plant-flower": ("plant", 0.4, "ground"), "plant-other": ("plant", 0.6, "ground"),
    "food-fruit": ("food", 0.16, "table"), "food-vegetable": ("food", 0.18, "table"),
    "food-prepared": ("food", 0.2, "table"), "food-asian": ("food", 0.2, "table"),
    "food-marine": ("food", 0.2, "table"), "food-sweet": ("food", 0.18, "table"),
    "drink": ("food", 0.26, "table"), "dishware": ("object", 0.2, "table"),
    "place-building": ("building", 6.0, "ground"), "place-religious": ("building", 6.0, "ground"),
    "transport-ground": ("vehicle", 1.8, "ground"), "transport-water": ("vehicle", 2.5, "water"),
    "transport-air": ("vehicle", 2.5, "sky"), "hotel": ("object", 0.3, "table"),
    "time": ("object", 0.3, "table"), "event": ("object", 0.4, "table"),
    "award-medal": ("object", 0.3, "table"), "sport": ("object", 0.35, "table"),
    "game": ("object", 0.3, "table"), "arts-crafts": ("object", 0.3, "table"),
    "clothing": ("object", 0.35, "table"), "music": ("object", 0.4, "table"),
    "musical-instrument": ("object", 0.8, "table"), "phone": ("object", 0.25, "table"),
    "computer": ("object", 0.4, "table"), "light-video": ("object", 0.3, "table"),
    "book-paper": ("object", 0.3, "table"), "money": ("object", 0.25, "table"),
    "mail": ("object", 0.3, "table"), "writing": ("object", 0.25, "table"),
    "office": ("object", 0.25, "table"), "lock": ("object", 0.2, "table"),
    "tool": ("object", 0.35, "table"), "science": ("object", 0.4, "table"),
    "medical": ("object", 0.3, "table"), "household": ("object", 0.6, "ground"),
    "other-object": ("object", 0.5, "ground"), "person-fantasy": ("person", 1.7, "ground"),
    "person-role": ("person", 1.7, "ground"), "body-parts": ("object", 0.3, "table"),
    "face-costume": ("object", 0.5, "table"),
}  # fmt: skip
# names that would be taken for something else than what their art shows
NOT_NOUNS = _words("""
    rock fog sunrise sunset desert camping foggy cityscape station motorway national-park milky-way bank
    light desert-island beach-with-umbrella houses building-construction night-with-stars
    bridge-at-night star sun full-moon crescent-moon snowflake fireworks rainbow-flag eyes tongue
    watch label link bone wing boar-head nazar-amulet hole door window cook teacher judge guard student
    detective pilot prince princess chart-increasing chart-decreasing bar-chart identification-card
    sparkles ice water-wave pin file-folder
""")
SKIN = "-medium"  # people in one natural tone rather than the sets' yellow
SKIP_ENDINGS = (
    "-dark",
    "-light",
    "-medium",
    "-face",
    "-button",
    "-tone1",
    "-tone2",
    "-tone3",
    "-tone4",
    "-tone5",
)


def build(target: Path, sets: Path = SETS) -> None:
    """Write the index. A set that is not installed is left out: what stays drawable is then less."""
    connection = sqlite3.connect(target)
    connection.executescript(
        "CREATE TABLE art (key TEXT PRIMARY KEY, body TEXT NOT NULL, size REAL NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE noun (phrase TEXT PRIMARY KEY, name TEXT, art TEXT, metres REAL, stands TEXT, kind TEXT,"
        " whole INTEGER) WITHOUT ROWID;"
    )
    kinds = _kinds(sets)
    drawn: set[str] = set()
    for family, (package, size) in FAMILIES.items():
        bodies = _bodies(sets, package)
        drawn.update(f"{family}:{name}" for name in bodies)
        connection.executemany(
            "INSERT INTO art VALUES (?, ?, ?)",
            ((f"{family}:{name}", body, size) for name, body in bodies.items()),
        )
    connection.executemany("INSERT OR IGNORE INTO noun VALUES (?, ?, ?, ?, ?, ?, ?)", _nouns(drawn, kinds))
    connection.executemany(
        "INSERT OR IGNORE INTO noun SELECT ?, name, art, metres, stands, kind, whole FROM noun WHERE phrase = ?",
        _emoji(sets),
    )
    connection.execute("DELETE FROM art WHERE key NOT IN (SELECT art FROM noun)")
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _bodies(sets: Path, package: str) -> dict[str, str]:
    file = sets / "@iconify-json" / package / "icons.json"
    if not file.exists():
        return {}
    icons: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["icons"]
    return {
        name: entry["body"]
        for name, entry in icons.items()
        if name.endswith(SKIN)
        or (not name.endswith(SKIP_ENDINGS) and not name.startswith("flag-") and "-medium-" not in name)
    }


def _kinds(sets: Path) -> dict[str, tuple[str, float, str]]:
    """Icon name → what its subgroup says of it."""
    data, meta = sets / "emojibase-data/en/data.json", sets / "emojibase-data/meta/groups.json"
    if not data.exists():
        return {}
    names: dict[str, str] = json.loads(meta.read_text(encoding="utf-8"))["subgroups"]
    kinds = {}
    for entry in json.loads(data.read_text(encoding="utf-8")):
        subgroup = names.get(str(entry.get("subgroup")), "")
        if subgroup in SUBGROUPS:
            name = entry["label"].lower().replace("’", "").replace("'", "").replace(":", "").replace(" ", "-")
            kinds[name] = SUBGROUPS[subgroup]
    return kinds


def _emoji(sets: Path) -> Iterator[tuple[str, str]]:
    """Each emoji's character and its label."""
    data = sets / "emojibase-data/en/data.json"
    if data.exists():
        for entry in json.loads(data.read_text(encoding="utf-8")):
            character = entry["emoji"].replace("\ufe0f", "")
            if len(character) == 1:
                label = entry["label"].lower()
                yield character, label.removesuffix(" face")
                yield character, label


def _nouns(
    drawn: set[str], kinds: dict[str, tuple[str, float, str]]
) -> Iterator[tuple[str, str, str, float, str, str, int]]:
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        art, words, told, stands = (part.strip() for part in line.split("|"))
        metres = float(told)
        family, _, name = art.partition(":")
        if family not in ("own", "folk") and art not in drawn:
            continue
        kind = "person" if family == "folk" else _kind(name, metres, kinds)
        phrases = [word.strip() for word in words.split(",")]
        whole = int(family in ("own", "folk") or name not in HEADS)
        for phrase in phrases:
            own = (
                family == "folk" and phrases[0] not in phrase
            )  # a queen is no empress, a young woman is a woman
            name_told = phrase if own else phrases[0]
            yield phrase, name_told, art, metres, stands, kind, whole
    for family in FAMILIES:
        for key in sorted(key for key in drawn if key.startswith(family + ":")):
            name = key.partition(":")[2]
            if name in kinds and name not in NOT_NOUNS:
                kind, metres, stands = kinds[name]
                phrase = name.replace("-", " ")
                yield phrase, phrase, key, metres, stands, kind, int(name not in HEADS)


def _kind(name: str, metres: float, kinds: dict[str, tuple[str, float, str]]) -> str:
    return kinds.get(name.removesuffix(SKIN), (_own_kind(name, metres), 0.0, ""))[0]


def _own_kind(name: str, metres: float) -> str:
    if name in {"fox", "wolf", "bear", "polar-bear", "panda", "lion", "unicorn", "frog"}:
        return "animal"
    if name in {"astronaut", "child", "robot"} or name.startswith(("man-", "woman-", "person-")):
        return "person"
    return "building" if metres >= 3 else "object"
