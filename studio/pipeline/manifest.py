"""What stands in an export's document, read from a stranger's file: all of it right, or nothing of it."""

import json
import re
import zipfile
from collections.abc import Mapping
from math import isfinite
from typing import Any, NoReturn

from studio.models import Job, JobInput, Prompt, Reference
from studio.prompts.limits import UNKEEPABLE

DOCUMENT = "project.json"
MOST_ROWS = 50_000
MOST_DOCUMENT_BYTES = 128 * 1024 * 1024
DEEPEST = 80
MOST_OBJECTS, MOST_LISTS = 1_000_000, 4_000_000
MOST_PICTURE_BYTES = 64 * 1024 * 1024
MOST_BYTES = 8 * 1024**3
_PICTURE = re.compile(r"pictures/([0-9a-f]{64})")
_LISTS = ("prompts", "references", "jobs", "variants", "edits")

Row = dict[str, Any]


class ImportRefused(ValueError):
    """The file cannot be taken in, whole. `str()` is a sentence for the person."""


def manifest(file: zipfile.ZipFile) -> dict[str, Any]:
    """The checked document. Raises ImportRefused."""
    names = _names(file)
    if DOCUMENT not in names:
        _refuse("This is no export of a project: it holds no project.json.")
    try:
        told = json.loads(_bounded(file.read(DOCUMENT)), object_pairs_hook=_Counted())
    except ImportRefused:
        raise
    except (ValueError, RecursionError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ImportRefused("Its project.json cannot be read.") from error
    if not isinstance(told, dict) or told.get("seedbed") != 1:
        _refuse("Its project.json is not one that this version of the studio knows.")
    _check_values(told)
    for name in _LISTS:
        rows = told.setdefault(name, [])
        if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
            _refuse(f"Its {name} are no list.")
    total = sum(len(told[name]) for name in _LISTS)
    if total > MOST_ROWS:
        _refuse(f"It holds {total:,} rows; at most {MOST_ROWS:,} are taken in at once.")
    _check_rows(told, {name.partition("/")[2] for name in names})
    return told


def _bounded(content: bytes) -> bytes:
    """A few bytes for a list become many in memory, and zip files hold a great many of them in little space."""
    if content.count(b"[") > MOST_LISTS:
        _refuse("Its project.json is too large.")
    return content


class _Counted:
    """Makes the objects of a document, up to so many."""

    def __init__(self) -> None:
        self._made = 0

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._made += 1
        if self._made > MOST_OBJECTS:
            _refuse("Its project.json is too large.")
        return dict(pairs)


def _check_values(told: object) -> None:
    """Nothing in it that the database could not keep, or that is nested beyond what pages unfold."""
    left: list[tuple[object, int]] = [(told, 0)]
    while left:
        value, depth = left.pop()
        if depth > DEEPEST:
            _refuse(f"Its project.json is nested deeper than {DEEPEST} levels.")
        if isinstance(value, dict):
            left += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            left += [(each, depth + 1) for each in value]
        elif isinstance(value, str) and UNKEEPABLE.search(value):
            _refuse("Its project.json holds a character that cannot be kept.")
        elif isinstance(value, float) and not isfinite(value):
            _refuse("Its project.json holds a number that is none.")


def _check_parameters(told: object) -> None:
    """Those that pages read have the shape in which jobs keep them; what they do not know may be anything."""
    if not isinstance(told, dict):
        _refuse("One of its jobs is not whole.")
    variables = told.get("variables", {})
    if not isinstance(variables, dict) or not all(isinstance(each, str) for each in variables.values()):
        _refuse("The variables of one of its jobs are none.")
    if not isinstance(told.get("options", {}), dict):
        _refuse("The options of one of its jobs are none.")
    if "feather" in told:
        _whole(told, "feather", 0, 1000)


def _names(file: zipfile.ZipFile) -> set[str]:
    infos = file.infolist()
    if len(infos) > MOST_ROWS:
        _refuse(f"It holds {len(infos):,} files; at most {MOST_ROWS:,} are taken in at once.")
    for info in infos:
        most = MOST_DOCUMENT_BYTES if info.filename == DOCUMENT else MOST_PICTURE_BYTES
        if info.filename != DOCUMENT and not _PICTURE.fullmatch(info.filename):
            _refuse(f"It holds a file that does not belong there: “{info.filename[:80]}”.")
        if info.file_size > most:
            _refuse(f"“{info.filename[:80]}” is too large.")
    if sum(info.file_size for info in infos) > MOST_BYTES:
        _refuse("Its pictures are more than 8 GB together.")
    return {info.filename for info in infos}


def _check_rows(told: Mapping[str, Any], pictures: set[str]) -> None:
    """Every number leads to a row of the same file, every picture is there, every word is one of ours."""
    ids: dict[str, set[int]] = {}
    for name in _LISTS[:4]:
        numbers = [each.get("id") for each in told[name]]
        if not all(type(each) is int for each in numbers) or len(set(numbers)) != len(numbers):
            _refuse(f"Its {name} are not numbered.")
        ids[name] = set(numbers)
    for row in told["prompts"]:
        _one_of(row, "kind", Prompt.Kind.values)
        _text(row, "text", 100_000)
        _leads(row, "parent", ids["prompts"], optional=True)
    for row in told["references"]:
        if not re.fullmatch(r"[\w-]{1,60}", str(row.get("name")), re.ASCII):
            _refuse("One of its references has no name that could be one.")
        _whole(row, "version", 1, 100_000)
        _one_of(row, "role", Reference.Role.values)
        _picture(row, "image", pictures)
        _leads(row, "variant", ids["variants"], optional=True)
    for row in told["jobs"]:
        _leads(row, "prompt", ids["prompts"])
        _one_of(
            row, "state", [each for each in Job.State.values if each != Job.State.OPEN] + [Job.State.OPEN]
        )
        for name, most in (("backend", 40), ("model", 120), ("sent", 100_000)):
            _text(row, name, most)
        for name in ("width", "height"):
            _whole(row, name, 1, 16_384)
        _whole(row, "count", 1, 1000)
        _check_parameters(row.get("parameters"))
        if not isinstance(row.get("inputs"), list):
            _refuse("One of its jobs is not whole.")
        for number, each in enumerate(row["inputs"], start=1):
            if not isinstance(each, dict) or each.get("position") != number:
                _refuse("The inputs of one of its jobs are not in order.")
            _one_of(each, "role", JobInput.Role.values)
            _picture(each, "image", pictures)
            _leads(each, "reference", ids["references"], optional=True)
            _leads(each, "variant", ids["variants"], optional=True)
    for row in told["variants"]:
        _leads(row, "job", ids["jobs"])
        _picture(row, "image", pictures)
        _whole(row, "verdict", 0, 5)
        _text(row, "branch", 60)
        if not isinstance(row.get("details"), dict):
            _refuse("What is told of one of its pictures cannot be read.")
    for row in told["edits"]:
        _leads(row, "variant", ids["variants"])
        _whole(row, "feather", 0, 1000)
        for name in ("source", "answer"):
            _picture(row, name, pictures)
        for name in ("laid", "mask"):
            if row.get(name) is not None:
                _picture(row, name, pictures)


def _leads(row: Row, name: str, known: set[int], *, optional: bool = False) -> None:
    value = row.get(name)
    if value is None and optional:
        return
    if type(value) is not int or value not in known:
        _refuse(f"Something in it speaks of a {name} that is not there.")


def _picture(row: Row, name: str, pictures: set[str]) -> None:
    if row.get(name) not in pictures:
        _refuse(f"A picture is missing: {str(row.get(name))[:16]}…")


def _one_of(row: Row, name: str, known: list[str]) -> None:
    if row.get(name) not in known:
        _refuse(f"“{str(row.get(name))[:40]}” is no {name} that this studio knows.")


def _text(row: Row, name: str, most: int) -> None:
    value = row.get(name)
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        _refuse(f"A {name} in it is no text, or too long.")


def _whole(row: Row, name: str, least: int, most: int) -> None:
    value = row.get(name)
    if type(value) is not int or not least <= value <= most:
        _refuse(f"A {name} in it is no number from {least} to {most:,}.")


def _refuse(words: str) -> NoReturn:
    raise ImportRefused(words)
