"""Who sees a project: its maker alone, the team, or whoever has a link to its pictures."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from studio.models import Project, Reference, Share, User, Variant, Webhook
from studio.pipeline.sharing import make_share
from studio.pipeline.trash import trash
from tests.studio.views.conftest import signed_in


@pytest.fixture
def secret(variant: Variant, alice: User) -> str:
    return make_share(variant.project, alice, name="A client", shows_prompts=False, days=7)[1]


def see(secret: str) -> tuple[int, str]:
    answer = Client().get(reverse("share", args=[secret]))
    return answer.status_code, answer.content.decode()


def statuses(client: Client, addresses: list[str]) -> set[int]:
    answers = [client.get(each) for each in addresses]
    for answer in answers:
        answer.getvalue()  # reading to the end closes a file
    return {answer.status_code for answer in answers}


def test_what_one_member_keeps_is_not_there_for_the_others(
    as_alice: Client, bob: User, variant: Variant, reference: Reference
) -> None:
    addresses = [
        reverse("project", args=[variant.project_id]),
        reverse("variant", args=[variant.pk]),
        reverse("reference", args=[reference.pk]),
        reverse("media", args=[variant.image_id, "w640"]),
        reverse("media", args=[reference.image_id, "original"]),
        reverse("project-money", args=[variant.project_id]),
    ]
    as_bob = signed_in(bob)
    assert statuses(as_bob, addresses) == {200}
    as_alice.post(reverse("project-only", args=[variant.project_id]), {"for": "me"})
    assert statuses(as_bob, addresses) == {404}
    assert statuses(as_alice, addresses) == {200}
    assert "Winter lookbook" not in as_bob.get(reverse("project-list")).content.decode()
    as_alice.post(reverse("project-only", args=[variant.project_id]), {"for": "team"})
    assert statuses(as_bob, addresses) == {200}


def test_only_its_maker_keeps_a_project(bob: User, project: Project) -> None:
    answer = signed_in(bob).post(reverse("project-only", args=[project.pk]), {"for": "me"})
    assert answer.status_code == 403
    project.refresh_from_db()
    assert project.only_for is None


def test_what_others_let_out_of_it_is_closed(bob: User, alice: User, variant: Variant, secret: str) -> None:
    project = variant.project
    Project.objects.filter(pk=project.pk).update(created_by=bob)
    hook = Webhook.objects.create(project=project, url="https://example.org/hook", created_by=alice)
    signed_in(bob).post(reverse("project-only", args=[project.pk]), {"for": "me"})
    hook.refresh_from_db()
    assert hook.disabled_at and see(secret)[0] == 404


def test_a_link_shows_the_pictures_and_nothing_else(
    secret: str, variant: Variant, reference: Reference, alice: User
) -> None:
    status, page = see(secret)
    assert status == 200 and "Winter lookbook" in page and "noindex" in page
    for hidden in ("Northlight", "Alice", "a red kite", "bottle", "$", f"/media/{variant.image_id}/"):
        assert hidden not in page
    answer = Client().get(reverse("share", args=[secret]))
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    picture = Client().get(reverse("share-media", args=[secret, variant.pk, "w640"]))
    assert picture.status_code == 200 and picture.headers["Cache-Control"] == "private, max-age=300"
    picture.getvalue()  # reading to the end closes the file
    for address in (
        reverse("share-media", args=[secret, variant.pk, "original"]),
        reverse("share-media", args=[secret, variant.pk + 1, "w640"]),
        reverse("share-media", args=[secret[:-1] + "x", variant.pk, "w640"]),
    ):
        assert Client().get(address).status_code == 404
    for address in (
        reverse("media", args=[variant.image_id, "w640"]),
        reverse("project", args=[variant.project_id]),
    ):
        assert Client().get(address).status_code == 302


def test_prompts_are_shown_where_that_was_chosen(as_alice: Client, variant: Variant) -> None:
    url = reverse("sharing", args=[variant.project_id])
    page = as_alice.post(url, {"name": "Client", "shows_prompts": "on", "days": "7"})
    found = re.search(r"/s/(sbs_\w+)/", page.content.decode())
    assert page.status_code == 201 and found
    assert "a red kite over dunes" in see(found[1])[1]
    assert found[1] not in as_alice.get(url).content.decode()
    assert as_alice.post(url, {"name": "", "days": "7"}).status_code == 422


def test_a_link_shows_no_picture_of_another_project(secret: str, variant: Variant, alice: User) -> None:
    other = Project.objects.create(team=variant.project.team, name="Other", created_by=alice)
    Variant.objects.filter(pk=variant.pk).update(project=other)
    assert Client().get(reverse("share-media", args=[secret, variant.pk, "w640"])).status_code == 404
    assert "No pictures yet" in see(secret)[1]


def test_a_picture_in_the_trash_is_shared_no_more(secret: str, variant: Variant) -> None:
    trash(variant)
    assert Client().get(reverse("share-media", args=[secret, variant.pk, "w640"])).status_code == 404


def test_a_link_ends_when_revoked_when_over_and_with_its_project(
    as_alice: Client, secret: str, variant: Variant
) -> None:
    share = Share.objects.get()
    media = reverse("share-media", args=[secret, variant.pk, "w640"])
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert see(secret)[0] == Client().get(media).status_code == 404
    Share.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert see(secret)[0] == 200
    Project.objects.update(trashed_at=timezone.now())
    assert see(secret)[0] == Client().get(media).status_code == 404
    Project.objects.update(trashed_at=None)
    as_alice.post(reverse("share-revoke", args=[share.pk]))
    assert see(secret)[0] == Client().get(media).status_code == 404
