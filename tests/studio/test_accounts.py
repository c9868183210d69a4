"""Signing up, and the one-time links of the embedded stack."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.accounts import LOCAL_OWNER, local_owner
from studio.models import Job, Membership, Project, Role, Team, User, Variant
from studio.pipeline.teams import found_team
from studio.welcome import new_token, redeem
from tests.backends.provider import Provider
from tests.conftest import work


@pytest.fixture
def variant(provider: Provider, make_job: Callable[..., Job]) -> Variant:
    job = make_job(count=1)
    work()
    return Variant.objects.get(job=job)


@pytest.mark.django_db
def test_signing_up_makes_a_team_of_one(client: Client) -> None:
    answer = client.post(
        reverse("account_signup"), {"email": "New.Person@Example.org", "password1": "a long enough pass"}
    )
    assert answer.status_code == 302
    membership = Membership.objects.get(user__email="new.person@example.org")
    assert membership.role == Role.OWNER
    assert membership.team.members.count() == 1


@pytest.mark.django_db
def test_one_is_called_as_one_wishes(client: Client, bob: User) -> None:
    client.force_login(bob)
    client.post(reverse("account"), {"name": "  Bob   Arctor "})
    assert User.objects.get(pk=bob.pk).name == "Bob Arctor"
    client.post(reverse("account"), {"name": ""})
    assert User.objects.get(pk=bob.pk).name == "bob"
    assert client.post(reverse("account"), {"name": "x" * 81}).status_code == 422


@pytest.mark.django_db
def test_who_goes_leaves_the_team_its_work_and_closes_their_own(
    client: Client, bob: User, alice: User, variant: Variant, team: Team
) -> None:
    own = found_team("Bob’s studio", bob)
    theirs = Project.objects.create(team=team, name="Kept back", created_by=bob, only_for=bob)
    Job.objects.filter(pk=variant.job_id).update(created_by=bob)
    client.force_login(bob)
    page = reverse("account-delete")
    told = client.get(page).content.decode()
    assert "Bob’s studio" in told and "Northlight" in told and "Nobody else owns" not in told
    assert client.post(page, {"typed": "alice@example.org"}).status_code == 422
    assert client.post(page, {"typed": "BOB@example.org"}).headers["Location"] == reverse("account_login")
    assert not User.objects.filter(pk=bob.pk).exists()
    assert Team.objects.get(pk=own.pk).closed_at is not None
    assert Project.objects.get(pk=theirs.pk).only_for is None
    assert client.get(reverse("project-list")).status_code == 302
    client.force_login(alice)
    shown = client.get(reverse("variant", args=[variant.pk]), headers={"HX-Request": "true"})
    assert "someone who has left" in shown.content.decode()


@pytest.mark.django_db
def test_the_last_owner_of_others_work_hands_it_over_first(
    client: Client, alice: User, bob: User, team: Team
) -> None:
    client.force_login(alice)
    page = reverse("account-delete")
    assert b"Nobody else owns" in client.get(page).content
    answer = client.post(page, {"typed": alice.email})
    assert answer.status_code == 422 and b"Hand it over" in answer.content
    assert Membership.objects.filter(user=alice, team=team, role=Role.OWNER).exists()


@pytest.mark.django_db
def test_the_local_owner_is_made_once() -> None:
    assert local_owner() == local_owner()
    assert Team.objects.filter(members__email=LOCAL_OWNER).count() == 1


@pytest.mark.django_db
def test_a_link_signs_in_once(client: Client, settings: Settings) -> None:
    settings.EMBEDDED = True
    address = reverse("welcome", args=[new_token(local_owner())])
    assert client.get(address).headers["Location"] == reverse("project-list")
    assert Client().get(address).status_code == 410


@pytest.mark.django_db
def test_a_link_works_only_from_this_machine_and_only_in_the_embedded_stack(
    settings: Settings,
) -> None:
    settings.EMBEDDED = True
    address = reverse("welcome", args=[new_token(local_owner())])
    assert Client(REMOTE_ADDR="192.0.2.7").get(address).status_code == 404
    settings.EMBEDDED = False
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_a_token_of_a_person_who_is_barred_lets_nobody_in() -> None:
    owner = local_owner()
    token = new_token(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert redeem(token) is None


@pytest.mark.django_db
def test_while_attempts_cannot_be_counted_nobody_signs_in_and_is_told_to_come_back(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    nobody = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"unix://{tmp_path}/none.sock",
    }
    settings.CACHES = {"default": nobody}
    answer = client.post(
        reverse("account_login"), {"login": "bob@example.org", "password": "a long enough pass"}
    )
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
