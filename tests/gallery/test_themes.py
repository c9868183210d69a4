"""Themes: found in what is public, named by its own words, and staying what they are."""

from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client

from gallery.clusters import cluster
from gallery.models import Creation, State, Survey, Theme
from gallery.naming import name, said_by
from gallery.seed.progress import finished, tell
from gallery.tasks import refresh_themes
from gallery.themes.page import typical
from gallery.themes.refresh import refresh
from tests.gallery.corpus import FOXES, TRAMS, grow, grow_all
from tests.gallery.embedder import vector

MakeCreation = Callable[..., Creation]
NONE = np.empty((0, 384), np.float32)


def names() -> set[str]:
    return set(Theme.objects.living().values_list("name", flat=True))


def test_four_subjects_make_four_themes_named_by_their_words(make_creation: MakeCreation) -> None:
    grown = grow_all(make_creation)
    assert refresh()
    themes = {
        subject: {Creation.objects.get(pk=each.pk).theme for each in creations}
        for subject, creations in grown.items()
    }
    assert all(len(found) == 1 for found in themes.values())
    called = {subject: next(iter(found)) for subject, found in themes.items()}
    assert all(theme is not None and theme.size == 7 for theme in called.values())
    assert {subject: theme.name for subject, theme in called.items() if theme} == {
        "foxes": "Snowy forest",
        "bottles": "Glass perfume bottle",
        "trams": "Rainy city street",
        "teacups": "Kitchen table",
    }


def test_a_theme_keeps_name_and_address_while_creations_come(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    refresh()
    before = dict(Theme.objects.living().values_list("slug", "name"))
    grow(make_creation, [f"{text}, once more" for text in FOXES + TRAMS])
    assert refresh(always=True)
    after = dict(Theme.objects.living().values_list("slug", "name"))
    assert after.items() >= before.items()
    assert Theme.objects.get(name="Kitchen table").size == 7


def test_a_search_is_headed_by_the_themes_of_what_it_found(make_creation: MakeCreation) -> None:
    foxes = grow_all(make_creation)["foxes"]
    refresh()
    Creation.objects.filter(pk__in=[each.pk for each in foxes]).update(heading="foxes")
    page = Client().get("/gallery/?q=foxes").content.decode()
    assert ("Snowy forest" in page, "Kitchen table" in page) == (True, False)


def test_nothing_is_done_when_nothing_has_changed(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    refresh_themes()
    taken = Survey.objects.get().taken_at
    refresh_themes()
    assert Survey.objects.get().taken_at == taken


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_theme_of_one_or_two_is_none(make_creation: MakeCreation, kept: int) -> None:
    foxes = grow_all(make_creation)["foxes"]
    refresh()
    theme = Creation.objects.get(pk=foxes[0].pk).theme
    assert theme is not None
    address = f"/gallery/themes/{theme.slug}/"
    assert Client().get(address).status_code == 200
    Creation.objects.filter(pk__in=[each.pk for each in foxes[kept:]]).update(state=State.UNPUBLISHED)
    assert Client().get(address).status_code == 404, "at once, before any refresh"
    assert Client().get(f"/gallery/?theme={theme.slug}").status_code == 404
    assert address not in Client().get("/gallery/themes/").content.decode(), "nothing leads there"
    refresh()
    assert theme.name not in names()


def test_the_address_of_a_theme_that_went_up_in_another_leads_there(
    make_creation: MakeCreation, client: Client
) -> None:
    grow_all(make_creation)
    refresh()
    heir, gone = Theme.objects.living().order_by("pk")[:2]
    gone.ended_at, gone.successor = heir.born_at, heir
    gone.save()
    answer = client.get(f"/gallery/themes/{gone.slug}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/gallery/themes/{heir.slug}/")


def test_nothing_private_makes_or_names_a_theme(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    secret = grow(make_creation, [f"a zanzibarine lantern, {n}" for n in range(7)])
    Creation.objects.filter(pk__in=[each.pk for each in secret]).update(state=State.HIDDEN)
    refresh()
    told = " ".join(repr(row) for row in Theme.objects.values("name", "slug"))
    assert "zanzibarine" not in told.casefold()
    assert not Creation.objects.filter(pk__in=[each.pk for each in secret]).exclude(theme=None).exists()


def test_a_name_nobody_says_any_more_is_not_kept(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    lanterns = grow(make_creation, [f"a zanzibarine lantern by the sea, number {n}" for n in range(6)])
    others = grow(make_creation, [f"a lantern by the sea, number {n}" for n in range(6)])
    refresh()
    Creation.objects.filter(pk__in=[each.pk for each in lanterns]).update(state=State.UNPUBLISHED)
    refresh()
    assert not any("zanzibarine" in each.casefold() for each in names())
    assert Creation.objects.get(pk=others[0].pk).theme is not None


def test_the_page_tells_what_is_typical_and_where_to_begin(
    make_creation: MakeCreation, client: Client
) -> None:
    foxes = grow_all(make_creation)["foxes"]
    refresh()
    theme = Creation.objects.get(pk=foxes[0].pk).theme
    assert theme is not None
    page = client.get(f"/gallery/themes/{theme.slug}/").content.decode()
    for said in (
        "Typical here",
        "watercolour",
        "night",
        "A prompt to start from",
        "Beside it",
        "snowy forest",
    ):
        assert said in page, said
    listed = client.get("/gallery/themes/").content.decode()
    assert all(each in listed for each in names())
    assert theme.slug in client.get("/gallery/").content.decode()


def test_what_only_one_says_is_not_typical(make_creation: MakeCreation) -> None:
    creations = [make_creation(prompt_text=text) for text in FOXES]
    told = {value for field in typical(creations) for value, _ in field.values}
    assert "watercolour" in told
    assert "woodcut" not in told


def test_an_empty_gallery_has_no_themes(db: None, client: Client) -> None:
    assert refresh()
    assert "No themes yet" in client.get("/gallery/themes/").content.decode()
    assert client.get("/gallery/themes/nothing/").status_code == 404


def test_clusters_are_the_same_for_the_same_prompts() -> None:
    vectors = np.array([vector(text) for text in FOXES + TRAMS], np.float32)
    one, again = cluster(vectors, NONE), cluster(vectors, NONE)
    assert one.labels.tolist() == again.labels.tolist()
    assert set(one.labels[:7]).isdisjoint(set(one.labels[7:]) - {-1})
    grown = cluster(vectors, one.centres)
    assert grown.origins[: len(one.centres)] == tuple(range(len(one.centres)))


def test_clusters_of_nothing_are_none() -> None:
    assert cluster(NONE, NONE).origins == ()
    two = np.array([vector("a fox"), vector("a fox")], np.float32)
    assert cluster(two, NONE).labels.tolist() == [-1, -1]


def test_a_name_is_what_the_theme_says_and_others_do_not() -> None:
    foxes, everywhere = said_by(FOXES), said_by(FOXES + TRAMS)
    called = name(foxes, everywhere, ())
    assert called == "Snowy forest"
    assert name(foxes, everywhere, ["snowy Forest"]) not in ("", called)
    assert name(said_by(["one", "other"]), everywhere, ()) == ""
    flying = [
        f"{colour} hot air balloons over the {place}"
        for colour in ("red", "blue")
        for place in ("sea", "ice")
    ]
    assert name(said_by(flying), said_by(FOXES + flying), ()) == "Hot air balloons"


def test_the_first_gallery_is_parted_once_it_is_whole(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    tell(28, 100)
    refresh_themes()
    assert not Theme.objects.exists()
    finished()
    refresh_themes()
    assert Theme.objects.count() == 4
