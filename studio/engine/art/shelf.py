"""The art that there is: a small indexed file packed once from the npm sets, and our own figures.

The packed file is an SQLite database of one table for the drawings and one for the words. It stands in
SEEDBED_HOME/engine (default `var/engine` beside the project), is built on first use into a temporary file
and renamed, and carries the sets' versions in its name, so that an upgrade builds a new one.
"""

import hashlib
import os
import re
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from studio.engine.art import folk, pack

FIGURES = Path(__file__).parent / "figures"


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing that can be drawn. `art` is `set:name`; `metres` its height in life; `stands` is where it
    belongs: ground, table, wall, sky, air (flying near the ground) or water. `whole` is false where the
    art shows a head only."""

    name: str
    art: str
    metres: float
    stands: str
    kind: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Art:
    """SVG markup without its root, on a square view box of `size`."""

    key: str
    body: str
    size: float


def home() -> Path:
    """The folder of what the engine makes for itself."""
    return Path(os.environ.get("SEEDBED_HOME") or Path(__file__).parents[3] / "var") / "engine"


@cache
def index() -> Path:
    """The packed file, built when there is none for these sets."""
    sources = (pack.SETS / ".package-lock.json", pack.CATALOGUE, Path(pack.__file__))
    marks = hashlib.sha256(b"".join(part.read_bytes() for part in sources if part.exists()))
    target = home() / f"art-{marks.hexdigest()[:12]}.sqlite"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        os.close(handle)
        pack.build(Path(name))
        Path(name).replace(target)
    return target


def _open() -> sqlite3.Connection:
    return sqlite3.connect(f"file:{index()}?mode=ro&immutable=1", uri=True)


@cache
def nouns() -> Mapping[str, Noun]:
    """Every phrase that names a drawable thing, in the singular and lower case."""
    connection = _open()
    try:
        rows = connection.execute("SELECT phrase, name, art, metres, stands, kind, whole FROM noun")
        return {
            phrase: Noun(name, art, metres, stands, kind, bool(whole))
            for phrase, name, art, metres, stands, kind, whole in rows
        }
    finally:
        connection.close()


@lru_cache(maxsize=256)
def art(key: str) -> Art:
    """The drawing behind a key; KeyError for one that no set has."""
    family, _, name = key.partition(":")
    if family == "folk":
        return Art(key, folk.body(name), 128.0)
    if family == "own":
        file = FIGURES / f"{name}.svg"
        if not file.exists():
            raise KeyError(key)
        return Art(key, re.sub(r"</?svg[^>]*>", "", file.read_text(encoding="utf-8")).strip(), 128.0)
    connection = _open()
    try:
        row = connection.execute("SELECT body, size FROM art WHERE key = ?", (key,)).fetchone()
    finally:
        connection.close()
    if row is None:
        raise KeyError(key)
    return Art(key, row[0], row[1])
