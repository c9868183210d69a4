"""Results on disk: how they are found, how long they live, how much they take."""

import os
import time
from pathlib import Path

import pytest

from studio.engine.files import Files, Kept
from tests.engine.server.process import BODY, Engine


@pytest.fixture
def files(tmp_path: Path) -> Files:
    files = Files(tmp_path, most_bytes=100)
    files.open()
    return files


def age(path: Path | None, seconds: float) -> None:
    assert path is not None
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def test_a_result_is_served_under_its_own_name_only(sketching: Engine) -> None:
    address = sketching.drawn(BODY)["data"][0]["url"]
    answer = sketching.http.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content[:3] == b"\xff\xd8\xff"
    assert sketching.http.get(address[:-6] + "x.jpeg").status_code == 404


@pytest.mark.parametrize(
    "name", ["..%2f..%2fetc%2fpasswd", "%2e%2e", ".", "a.jpeg", "x" * 32 + ".html", "x" * 32 + ".jpeg"]
)
def test_no_other_name_finds_a_file(sketching: Engine, name: str) -> None:
    assert sketching.http.get(f"/files/{name}").status_code == 404


def test_a_picture_is_found_for_a_day(files: Files) -> None:
    name = files.put(b"jpeg", "jpeg")
    age(files.find(name), 23.9 * 3600)
    assert files.find(name) is not None
    age(files.find(name), 24.1 * 3600)
    assert files.find(name) is None


def test_what_is_over_its_time_is_deleted(files: Files, tmp_path: Path) -> None:
    age(files.find(files.put(b"old", "jpeg")), 25 * 3600)
    files.put(b"new", "jpeg")
    assert [path.read_bytes() for path in (tmp_path / "files").iterdir()] == [b"new"]


def test_the_oldest_go_first_when_the_room_ends(files: Files) -> None:
    names = [files.put(bytes(40), "png") for _ in range(2)]
    age(files.find(names[0]), 60)
    third = files.put(bytes(40), "png")
    assert [files.find(name) is not None for name in (*names, third)] == [False, True, True]


def test_an_answer_is_known_for_an_hour_and_with_all_its_pictures(files: Files, tmp_path: Path) -> None:
    kept = [Kept(files.put(b"a", "jpeg"), 4, 3, {"seed": 1}), Kept(code="InternalServiceError", message="m")]
    files.keep_answer("key", "print", kept)
    assert files.find_answer("key") == ("print", kept)
    assert files.find_answer("other") is None
    (answer,) = (tmp_path / "answers").iterdir()
    age(answer, 3601)
    assert files.find_answer("key") is None
    age(answer, 0)
    path = files.find(kept[0].file)
    assert path is not None
    path.unlink()
    assert files.find_answer("key") is None
