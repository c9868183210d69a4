from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from studio.engine.art import fonts, pack, shelf


@pytest.fixture
def catalogue() -> Iterator[list[tuple[str, list[str]]]]:
    lines = [line for line in pack.CATALOGUE.read_text().splitlines() if line and not line.startswith("#")]
    yield [
        (line.split("|")[0].strip(), [word.strip() for word in line.split("|")[1].split(",")])
        for line in lines
    ]


def test_every_noun_has_art() -> None:
    missing = set()
    for noun in shelf.nouns().values():
        try:
            shelf.art(noun.art)
        except KeyError:
            missing.add(noun.art)
    assert missing == set()


def test_every_line_of_the_catalogue_is_in_the_sets(catalogue: list[tuple[str, list[str]]]) -> None:
    drawn = {noun.art for noun in shelf.nouns().values()}
    assert {art for art, _ in catalogue} - drawn == set()


def test_the_first_word_for_a_thing_wins() -> None:
    nouns = shelf.nouns()
    assert nouns["fox"].art == "own:fox"
    assert nouns["wolf"].whole
    assert not nouns["koala"].whole


def test_our_own_figures_are_square_svgs() -> None:
    for file in sorted(shelf.FIGURES.glob("*.svg")):
        assert ElementTree.parse(file).getroot().get("viewBox") == "0 0 128 128", file.name


def test_packing_without_the_sets_still_knows_our_own_figures(tmp_path: Path) -> None:
    target = tmp_path / "art.sqlite"
    pack.build(target, tmp_path / "nothing")
    assert target.stat().st_size > 0


def test_fonts_are_unpacked_once_under_names_of_their_own() -> None:
    files = fonts.files()
    assert any("inter-latin-700" in file for file in files)
    assert Path(files[0]).read_bytes()[:4] == b"\x00\x01\x00\x00"


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(ValueError, match="WOFF"):
        fonts.opentype(b"GIF89a" + b"\0" * 60, "x", bold=False)
