"""What people think of pictures, for one or many; look-alikes, zips and comparisons."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from studio.models import Board, Bundle, Comparison, Job, Project, SavedView, Tag, User, Variant
from studio.pipeline import choose, sweep
from studio.pipeline.bundle import TooMuch, ask_for_bundle
from studio.pipeline.compare import comparison_of
from studio.tasks import make_comparison, pack_bundle
from tests.backends.provider import Provider, Reply, picture
from tests.conftest import work
from tests.studio.views.conftest import HTMX, signed_in


@pytest.fixture
def variants(provider: Provider, make_job: Callable[..., Job]) -> list[Variant]:
    """Three pictures: two with the same bytes, and one of another size."""
    provider.script(*(Reply(pictures=(picture(*size),)) for size in ((1280, 720), (1280, 720), (720, 1280))))
    for _ in range(3):
        make_job(count=1)
    work()
    return list(Variant.objects.select_related("image", "project").order_by("pk"))


def post(client: Client, project: Project, act: str, ids: str, value: str = "", **more: str) -> str:
    answer = client.post(
        f"/projects/{project.pk}/choose/", {"act": act, "ids": ids, "value": value, **more}, headers=HTMX
    )
    assert answer.status_code in (200, 422), answer.status_code
    return answer.content.decode()


def test_many_pictures_at_once_and_the_way_back(
    alice: User, project: Project, variants: list[Variant]
) -> None:
    client = signed_in(alice)
    ids = ",".join(str(each.pk) for each in variants)
    assert "3 pictures favourite" in post(client, project, "favourite", ids, "on")
    assert Variant.objects.filter(is_favourite=True).count() == 3
    post(client, project, "verdict", ids, "5")
    assert set(Variant.objects.values_list("verdict", flat=True)) == {5}
    post(client, project, "tag", ids, "Snow, late light")
    assert list(variants[0].tags.order_by("name").values_list("name", flat=True)) == ["late light", "snow"]
    post(client, project, "untag", ids, "snow")
    assert list(Tag.objects.values_list("name", flat=True)) == ["late light"]
    assert "moved to “Finals”" in post(client, project, "move", ids, "Finals")
    post(client, project, "move", ids, "FINALS")
    assert Board.objects.get().variants.count() == 3
    assert "3 pictures moved to the trash" in post(client, project, "trash", ids)
    moment = Variant.objects.trashed().first()
    assert moment is not None and moment.trashed_at is not None
    assert "3 pictures put back" in post(client, project, "restore", ids, moment.trashed_at.isoformat())
    assert Variant.objects.kept().count() == 3


def test_undo_of_what_is_gone_says_so(alice: User, project: Project, variants: list[Variant]) -> None:
    client = signed_in(alice)
    assert "not in the trash any more" in post(client, project, "restore", "1", timezone.now().isoformat())
    assert "not known which" in post(client, project, "restore", "1", "yesterday")


@pytest.mark.parametrize(
    ("act", "value"), [("verdict", "9"), ("verdict", ""), ("tag", " , "), ("burn", ""), ("verdict", "²")]
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    act: str, value: str, alice: User, project: Project, variants: list[Variant]
) -> None:
    answer = signed_in(alice).post(
        f"/projects/{project.pk}/choose/",
        {"act": act, "ids": str(variants[0].pk), "value": value},
        headers=HTMX,
    )
    assert answer.status_code == 422
    assert Variant.objects.filter(verdict=0, tags=None).count() == 3


def test_pictures_of_others_are_passed_over(
    charlie: User, alice: User, project: Project, variants: list[Variant]
) -> None:
    team = charlie.memberships.get().team
    own = Project.objects.create(team=team, name="Elsewhere", created_by=charlie)
    post(signed_in(charlie), own, "favourite", str(variants[0].pk), "on")
    assert not Variant.objects.filter(is_favourite=True).exists()
    with pytest.raises(TooMuch):
        ask_for_bundle(own, charlie, [variants[0].pk])


def test_a_project_has_not_endless_tags(
    project: Project, variants: list[Variant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choose, "MOST_TAGS", 2)  # the limit, so that it is met with three rows
    choose.tag(project, [variants[0].pk], ["one", "two"])
    with pytest.raises(choose.TooManyTags):
        choose.tag(project, [variants[0].pk], ["three"])
    assert Tag.objects.count() == 2


def test_a_filtered_wall_shows_what_matches_and_says_how_many(
    as_alice: Client, project: Project, variants: list[Variant]
) -> None:
    choose.favourite(project, [variants[1].pk], on=True)
    page = as_alice.get(f"/projects/{project.pk}/?q=is:favourite").content.decode()
    assert page.count('data-state="picture"') == 1
    assert "1 picture matches" in page
    assert "is no day" in as_alice.get(f"/projects/{project.pk}/?q=on:then").content.decode()
    assert "Nothing here matches" in as_alice.get(f"/projects/{project.pk}/?q=zebra").content.decode()


def test_the_wall_goes_on_in_both_ways_from_any_place(
    as_alice: Client, project: Project, variants: list[Variant]
) -> None:
    middle = variants[1].job_id
    page = as_alice.get(f"/projects/{project.pk}/?before={middle}").content.decode()
    assert f'id="job-{variants[0].job_id}"' in page and f'id="job-{middle}"' not in page
    assert f"?after={middle}" in page
    newer = as_alice.get(f"/projects/{project.pk}/wall/?after={middle}", headers=HTMX).content.decode()
    assert newer.index(f'id="job-{variants[2].job_id}"') < newer.index(f'id="job-{middle}"')
    assert 'id="newer"' not in newer
    days = as_alice.get(f"/projects/{project.pk}/days/").content.decode()
    assert f"?before={variants[2].job_id + 1}" in days


def test_a_search_is_kept_by_name(as_alice: Client, project: Project) -> None:
    url = f"/projects/{project.pk}/views/"
    as_alice.post(url, {"name": "Best  of", "q": "verdict:5"}, headers=HTMX)
    as_alice.post(url, {"name": "best of", "q": "verdict:>=4"}, headers=HTMX)
    assert SavedView.objects.get().query == "verdict:>=4"
    assert as_alice.post(url, {"name": "", "q": "x"}, headers=HTMX).status_code == 422


def test_the_same_picture_twice_is_known_as_one(variants: list[Variant]) -> None:
    first, second, other = variants
    assert (first.looks_like_id, second.looks_like_id, other.looks_like_id) == (first.pk, first.pk, None)


def test_a_zip_is_packed_fetched_and_gone_after_a_day(
    alice: User, bob: User, project: Project, variants: list[Variant]
) -> None:
    bundle = ask_for_bundle(project, alice, [variants[2].pk, variants[0].pk, variants[2].pk])
    default_storage.delete(variants[0].image.key)
    pack_bundle(bundle.pk)
    pack_bundle(bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.done, bundle.missing) == ("ready", 2, 1)
    answer = signed_in(alice).get(f"/zips/{bundle.pk}/download/")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2
        assert archive.namelist()[0].startswith("001-a-red-kite")
        assert "not in the storage" in archive.read("missing.txt").decode()
    assert signed_in(bob).get(f"/zips/{bundle.pk}/download/").status_code == 404
    Bundle.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert sweep.tidy_bundles() == 1
    assert not default_storage.exists(bundle.key)
    assert signed_in(alice).get(f"/zips/{bundle.pk}/").status_code == 404


def test_two_pictures_are_compared_once(alice: User, project: Project, variants: list[Variant]) -> None:
    client = signed_in(alice)
    one, _, other = variants
    address = f"/variants/{one.pk}/against/{other.pk}/"
    assert "Looking at every pixel" in client.get(address, headers=HTMX).content.decode()
    row = Comparison.objects.get()
    make_comparison(row.pk)
    told = client.get(address, headers=HTMX).content.decode()
    assert "of the pixels differ" in told and "one was scaled" in told
    assert client.get(f"{address}map/").getvalue().startswith(b"\x89PNG")
    assert comparison_of(other.image, one.image) == row
    assert client.get(f"/variants/{one.pk}/against/{one.pk}/", headers=HTMX).status_code == 404


def test_pictures_beside_each_other_tell_only_what_differs(
    alice: User, charlie: User, project: Project, variants: list[Variant]
) -> None:
    url = f"/projects/{project.pk}/compare/?ids={variants[0].pk},{variants[2].pk}"
    page = signed_in(alice).get(url).content.decode()
    assert "The same words." in page
    differing = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "1280 × 720" in differing and "Model" not in differing
    assert signed_in(charlie).get(url).status_code == 404
    assert signed_in(alice).get(f"/projects/{project.pk}/compare/?ids=1").status_code == 404
