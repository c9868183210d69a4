"""Neighbours: the nearest that is public, by meaning or by words, and never anything else."""

from collections.abc import Callable

import numpy as np
import pytest
from django.db import connection
from PIL import Image

from gallery.looks import looks
from gallery.models import Creation, Neighbour, State, Theme
from gallery.near import near
from gallery.ranking import fused, ranked
from gallery.related import candidates, like_picture
from gallery.themes.page import central
from tests.gallery.corpus import FOXES, grow, grow_all
from tests.gallery.embedder import vector

MakeCreation = Callable[..., Creation]


def test_related_prompts_are_of_the_same_subject(make_creation: MakeCreation) -> None:
    foxes = grow_all(make_creation)["foxes"]
    found = candidates(foxes[0].prompt_text, vector(foxes[0].prompt_text), without=foxes[0].pk)
    assert {each.creation.pk for each in found[:6]} == {each.pk for each in foxes[1:]}


def test_without_a_vector_words_alone_find_them(make_creation: MakeCreation) -> None:
    foxes = grow_all(make_creation)["foxes"]
    Creation.objects.filter(pk__in=[each.pk for each in foxes]).update(prose="a red fox in a snowy forest")
    found = candidates("a fox in the forest", None)
    assert {each.creation.pk for each in found} <= {each.pk for each in foxes}
    assert found
    assert found[0].likeness is None


def test_a_small_corpus_has_no_neighbours(make_creation: MakeCreation) -> None:
    grow(make_creation, FOXES)
    assert candidates("a red fox", vector("a red fox")) == []


@pytest.mark.parametrize("state", [state for state in State if state != State.PUBLIC])
def test_what_is_not_public_is_no_neighbour(make_creation: MakeCreation, state: State) -> None:
    grow_all(make_creation)
    (secret,) = grow(make_creation, ["a red fox that nobody may know of"])
    Creation.objects.filter(pk=secret.pk).update(state=state)
    asked = vector("a red fox that nobody may know of")
    assert secret.pk not in [each.pk for each in near(asked, mature=True)]
    assert secret.pk not in [each.creation.pk for each in candidates("red fox", asked, mature=True)]
    assert secret.pk not in [each.creation.pk for each in candidates("red fox nobody", None, mature=True)]


def test_loves_write_nothing_into_what_neighbours_are_found_by(make_creation: MakeCreation) -> None:
    """A count of loves writes a new version of a creation's row; an index of vectors would know all of them."""
    everything = grow_all(make_creation)
    theme = Theme.objects.create(slug="cups", name="Cups", centre=vector(FOXES[0]), size=7)
    Creation.objects.filter(pk__in=[each.pk for each in everything["teacups"]]).update(theme=theme)
    written = versions()
    assert len(written) == 28
    for loves in range(20):
        Creation.objects.update(loves=loves)
    assert versions() == written
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert {each.pk for each in central(theme)} == {each.pk for each in everything["teacups"]}
    assert len({each.pk for each in near(vector(FOXES[0]), most=28)}) == 28


def versions() -> list[tuple[int, str]]:
    """Where PostgreSQL keeps each neighbour's row: elsewhere, once it was written anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT creation_id, ctid::text FROM gallery_neighbour ORDER BY creation_id")
        return [(int(pk), str(place)) for pk, place in cursor.fetchall()]


def test_a_neighbour_comes_and_goes_with_the_statement_that_shows_and_hides_it(
    make_creation: MakeCreation,
) -> None:
    creation, other = grow(make_creation, FOXES[:2])
    row = Creation.objects.filter(pk=creation.pk)

    def known() -> set[int]:
        return set(Neighbour.objects.values_list("pk", flat=True))

    row.update(state=State.HELD)
    assert known() == {other.pk}
    row.update(state=State.PUBLIC, mature=True)
    assert known() == {creation.pk, other.pk}
    assert Neighbour.objects.get(pk=creation.pk).mature
    row.update(text_vector=None)
    assert known() == {other.pk}
    Creation.objects.filter(pk=other.pk).delete()
    assert known() == set()


def test_behind_the_age_gate_there_are_still_enough_rows(make_creation: MakeCreation) -> None:
    subjects = grow_all(make_creation)
    grown_up = [each.pk for each in subjects["foxes"][:6]]
    Creation.objects.filter(pk__in=grown_up).update(mature=True)
    calm = [each.pk for each in near(vector(FOXES[0]), most=10)]
    assert len(calm) == 10
    assert not set(calm) & set(grown_up)
    assert set(grown_up) <= {each.pk for each in near(vector(FOXES[0]), most=10, mature=True)}


def test_one_prompt_drawn_often_is_one_neighbour(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    grow(make_creation, ["a fox in tall grass"] * 3)
    found = [each.creation.prompt_text for each in candidates("a fox in grass", vector("a fox in grass"))]
    assert found.count("a fox in tall grass") == 1


def test_pictures_of_the_same_colours_and_shapes_are_alike() -> None:
    evening, darker = (_gradient((250, 140, 60), (40, 20, level)) for level in (60, 50))
    forest = _gradient((20, 90, 40), (10, 30, 15))
    assert looks(evening) @ looks(darker) > 0.98 > looks(evening) @ looks(forest)
    assert looks(Image.new("RGBA", (5, 9), (0, 0, 0, 0))).shape == (1280,)


def test_pictures_alike_are_found_among_public_ones(make_creation: MakeCreation) -> None:
    grown = grow_all(make_creation)
    one, other, private = grown["foxes"][:3]
    for each, level in ((one, 60), (other, 50), (private, 60)):
        each.picture_vector = looks(_gradient((250, 140, 60), (40, 20, level)))
        each.save(update_fields=["picture_vector"])
    Creation.objects.filter(pk=private.pk).update(state=State.UNPUBLISHED)
    assert like_picture(one) == [other.pk]


def test_what_many_rankings_put_in_front_comes_first() -> None:
    assert fused([1, 2, 3], [3, 2, 4]) == [3, 2, 1, 4]
    assert fused([], [5], []) == [5]


def test_ranking_takes_the_mean_of_all_prompts_out() -> None:
    """Two prompts that share nothing but what every prompt shares are not related."""
    common = np.zeros(384, np.float32)
    common[0] = 3
    asked, near_one, far_one = np.zeros((3, 384), np.float32)
    asked[1], near_one[1:3], far_one[2] = 1, (0.6, 0.8), 1
    shifted = np.stack([common + near_one, common * 1.6 + far_one])
    assert ranked(common + asked, "", shifted, ["", ""], common)[0] == 0
    assert ranked(common + asked, "", np.empty((0, 384), np.float32), [], common) == []


def _gradient(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    shade = Image.linear_gradient("L").resize((96, 128))
    return Image.composite(Image.new("RGB", (96, 128), bottom), Image.new("RGB", (96, 128), top), shade)
