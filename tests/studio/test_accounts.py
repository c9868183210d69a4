"""Signing up, and the one-time links of the embedded stack."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from studio.accounts import LOCAL_OWNER, local_owner
from studio.models import Membership, Role, Team, User
from studio.welcome import new_token, redeem


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
