"""The page of a model: what was made with it stands beside what is said of it."""

import re
from collections.abc import Callable

from django.test import Client

from gallery.models import Creation, Theme, Use

MakeCreation = Callable[..., Creation]


def section(page: str, name: str) -> str:
    """The part of a page that is labelled by this heading."""
    return page[page.index(f'aria-labelledby="{name}"') :].partition("</section>")[0]


def shown(part: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'href="/gallery/(\d+)/"', part)]


def test_sections_and_uses_show_pictures_made_here_each_once(make_creation: MakeCreation) -> None:
    origin = make_creation(title="Kite")
    remix = make_creation(title="Kite at dawn", remix_of=origin, credit="“Kite” by Maker")
    products = [make_creation(use=Use.PRODUCT) for _ in range(2)]
    series = [make_creation(use=Use.CAMPAIGN) for _ in range(3)]
    make_creation(use=Use.TEACHING, mature=True)
    page = Client().get("/gallery/models/engine/").content.decode()
    used = shown(section(page, "uses"))
    assert used == [products[1].pk, series[2].pk]
    assert shown(section(page, "does")) == [origin.pk, remix.pk, series[1].pk, series[0].pk]


def test_its_themes_are_those_of_its_own_creations(make_creation: MakeCreation) -> None:
    kites, boats = (
        Theme.objects.create(slug=name.lower(), name=name, centre=[1.0] + [0.0] * 383, size=3)
        for name in ("Kites", "Boats")
    )
    for _ in range(3):
        make_creation(theme=kites)
        make_creation(theme=boats, backend="another")
    page = Client().get("/gallery/models/engine/").content.decode()
    assert "/gallery/themes/kites/" in page and "/gallery/themes/boats/" not in page


def test_the_uses_of_a_model_without_a_key_open_one_that_can_draw(make_creation: MakeCreation) -> None:
    make_creation()
    page = Client().get("/gallery/models/seedream-40/").content.decode()
    assert "Nobody has configured this model here" in page
    assert "/gallery/begin/campaign-batch/?model=engine" in section(page, "uses")
    assert shown(page) == []


def test_every_model_of_the_list_shows_what_was_made_with_it(make_creation: MakeCreation) -> None:
    made = make_creation()
    make_creation(mature=True)
    page = Client().get("/gallery/models/").content.decode()
    assert set(re.findall(r"/gallery/(\d+)/picture/w320/", page)) == {str(made.pk)}
