"""Where pictures came from and what came of them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio import lineage
from studio.models import Branch, Job, JobInput, User, Variant
from studio.pipeline.submit import Input
from studio.views.tree import LISTED
from tests.conftest import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("provider")]

Grow = Callable[..., Variant]


@pytest.fixture
def grow(make_job: Callable[..., Job]) -> Grow:
    """A picture made of others: the first is changed, the rest are references."""

    def make(*parents: Variant) -> Variant:
        roles = [JobInput.Role.SOURCE, *([JobInput.Role.REFERENCE] * len(parents))]
        inputs = [
            Input(each.image, role=role, variant=each) for role, each in zip(roles, parents, strict=False)
        ]
        job = make_job(inputs=inputs)
        work()
        return Variant.objects.get(job=job)

    return make


def test_the_way_from_the_first_picture_and_everything_that_came_of_it(grow: Grow) -> None:
    root = grow()
    left, right = grow(root), grow(root)
    leaf = grow(left, right)
    assert lineage.ancestors(leaf) == [root, left]
    assert lineage.descendants(root) == {left.pk, right.pk, leaf.pk}
    assert lineage.common_ancestor(leaf, right) == root
    assert lineage.common_ancestor(leaf, left) == left
    assert lineage.common_ancestor(grow(), leaf) is None
    assert [each.pk for each in lineage.edits_before(leaf)] == [leaf.pk, left.pk, root.pk]


def test_a_circle_ends(grow: Grow) -> None:
    one = grow()
    other = grow(one)
    JobInput.objects.create(job=one.job, position=1, role="source", image=other.image, variant=other)
    assert len(lineage.ancestors(one)) <= lineage.DEEPEST
    assert lineage.descendants(one) == {other.pk}


def test_the_tree_is_readable_without_script_and_folds_dead_ends(
    grow: Grow, alice: User, client: Client
) -> None:
    root = grow()
    child = grow(root)
    leaf = grow(child)
    client.force_login(alice)
    client.post(reverse("variant-branch", args=[child.pk]), {"name": " Blue   hour "})
    page = client.get(reverse("tree", args=[root.project_id])).content.decode()
    assert "<b>Blue hour</b>" in page
    assert f"?open={leaf.pk}" in page
    late = client.post(reverse("variant-branch", args=[child.pk]), {"name": "Mine", "was": ""})
    assert (late.status_code, late.content.decode()) == (409, "Blue hour")
    client.post(reverse("variant-branch", args=[child.pk]), {"hidden": "1"})
    page = client.get(reverse("tree", args=[root.project_id])).content.decode()
    assert f"?open={leaf.pk}" not in page
    assert "1 dead end folded away" in page
    client.post(reverse("variant-branch", args=[child.pk]), {"hidden": "0", "name": ""})
    assert not Branch.objects.exists()


def test_two_people_name_and_fold_one_picture_one_after_the_other(
    grow: Grow, alice: User, client: Client
) -> None:
    root = grow()
    client.force_login(alice)
    for sent in ({"name": "Blue hour"}, {"hidden": "1"}):
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("variant-branch", args=[root.pk]), sent)
        told = [each["sql"] for each in queries]
        locked = next(at for at, sql in enumerate(told) if "FOR UPDATE" in sql)
        assert any('FROM "studio_branch"' in sql for sql in told[locked:])
    branch = Branch.objects.get()
    assert (branch.name, branch.is_hidden) == ("Blue hour", True)


def test_the_list_of_a_large_tree_has_pages_and_the_drawn_tree_has_everything(
    grow: Grow, alice: User, client: Client
) -> None:
    first = grow()
    Variant.objects.bulk_create(
        Variant(project=first.project, job=first.job, call=first.call, index=place, image=first.image)
        for place in range(1, LISTED + 2)
    )
    client.force_login(alice)
    address = reverse("tree", args=[first.project_id])
    pages = [client.get(address, {"page": number}).content.decode() for number in ("1", "2", "no number")]
    assert [page.count("<li data-depth") for page in pages] == [LISTED, 2, LISTED]
    assert [page.count('"image":') for page in pages] == [LISTED + 2] * 3
    assert '<a class="button" href="?page=2">Further</a>' in pages[0]


def test_the_picture_shows_what_it_came_from_and_what_came_of_it(
    grow: Grow, alice: User, client: Client
) -> None:
    root = grow()
    child = grow(root)
    client.force_login(alice)
    assert (
        f"Picture {child.pk}, made from this one"
        in client.get(reverse("variant", args=[root.pk])).content.decode()
    )
    assert (
        "From the first picture to this one"
        in client.get(reverse("variant", args=[child.pk])).content.decode()
    )
    for other, told in ((grow(root), "Both came from this."), (root, "One came of the other")):
        pair = client.get(reverse("common", args=[root.project_id]), {"a": child.pk, "b": other.pk})
        assert told in pair.content.decode()


def test_an_open_picture_asks_no_more_questions_the_longer_its_line_and_family(
    grow: Grow, alice: User, client: Client
) -> None:
    def asked(variant: Variant) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("variant", args=[variant.pk])).status_code == 200
        return len(queries)

    client.force_login(alice)
    middle = grow(grow())
    grow(middle)
    asked(middle)
    few = asked(middle)
    leaf = middle
    for _ in range(3):
        leaf = grow(leaf)
    for _ in range(3):
        grow(leaf)
    assert asked(leaf) <= few
