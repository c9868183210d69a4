"""What strangers see first: a picture and what grew from it, in a page that brings little with it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from gallery.models import Creation, State, Theme
from tests.gallery.embedder import vector

MakeCreation = Callable[..., Creation]


@pytest.fixture
def pair(make_creation: MakeCreation) -> tuple[Creation, Creation]:
    """A creation and its remix, of which it can be said what differs."""
    origin = make_creation(title="First light", prompt_text="A lake at sunrise, one sailing boat")
    remix = make_creation(
        title="Last light",
        prompt_text="A lake at night, one sailing boat",
        remix_of=origin,
        credit="“First light”",
    )
    return origin, remix


def door() -> str:
    return Client().get("/").content.decode()


def test_the_door_shows_a_creation_and_what_grew_from_it_and_says_what_differs(
    pair: tuple[Creation, Creation],
) -> None:
    shown = door().partition('<figure class="growth">')[2].partition("</figure>")[0]
    assert re.findall(r'<a class="grown(?: from)?" href="/gallery/(\d+)/"', shown) == [
        str(each.pk) for each in pair
    ]
    assert "same subject" in shown and "other light" in shown


@pytest.mark.parametrize(
    "fields", [{"state": State.HIDDEN}, {"mature": True}], ids=["not public", "for adults"]
)
@pytest.mark.parametrize("which", [0, 1], ids=["origin", "remix"])
def test_a_pair_of_which_one_is_not_for_everybody_is_not_shown_there(
    which: int, fields: dict[str, object], pair: tuple[Creation, Creation]
) -> None:
    Creation.objects.filter(pk=pair[which].pk).update(**fields)
    assert 'class="growth"' not in door()
    assert f"/gallery/{pair[which].pk}/" not in door()


def test_a_theme_of_the_feed_stands_under_its_own_name_without_the_door(
    pair: tuple[Creation, Creation], make_creation: MakeCreation
) -> None:
    make_creation()
    lakes = Theme.objects.create(slug="lakes", name="Lakes", centre=vector("lakes"), size=3)
    Creation.objects.update(theme=lakes)
    page = Client().get("/gallery/?theme=lakes").content.decode()
    assert "<h1>Lakes</h1>" in page and 'class="hero' not in page
    assert 'href="/gallery/?order=rising&amp;theme=lakes"' in page, "an order keeps the theme"
    assert re.search(r'href="/gallery/\?"[^>]*><span class="seen-by-readers">Without </span>Lakes', page)
    assert (
        'href="/gallery/?order=rising&amp;theme=lakes"'
        in Client().get("/gallery/themes/lakes/").content.decode()
    )


def test_a_page_for_strangers_comes_compressed_and_without_the_studio(make_creation: MakeCreation) -> None:
    make_creation()
    answer = Client().get("/gallery/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert re.findall(r"/static/assets/(\w+)-[^\"]*\.css", door()) == ["gallery"]
    assert not re.findall(r"/static/assets/main-", door())
