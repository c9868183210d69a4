"""The desk: reports and their storms, decisions, bans, appeals, and the log."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from gallery.limits import A_DAY_NEW, Enough, may_publish
from gallery.models import Appeal, Creation, Entry, Profile, Report, State
from studio.models import User
from tests.conftest import make_user
from tests.gallery.test_addresses import signed_in

MakeCreation = Callable[..., Creation]
OLD = timedelta(days=9)


@pytest.fixture(autouse=True)
def _no_counts_of_other_tests() -> None:
    cache.clear()


def settled(number: int) -> User:
    """Somebody who has been here for a while."""
    return make_user(f"p{number}@example.org", date_joined=timezone.now() - OLD)


@pytest.fixture
def desk(db: None) -> Client:
    return signed_in(make_user("mod@example.org", is_staff=True, first_name="Mo"))


def report(creation: Creation, user: User, reason: str = "spam") -> None:
    signed_in(user).post(f"/gallery/{creation.pk}/report/", {"reason": reason, "words": "look"})


def state_of(creation: Creation) -> str:
    creation.refresh_from_db()
    return creation.state


def test_three_people_who_are_not_new_hold_a_creation_until_somebody_has_looked(
    make_creation: MakeCreation, desk: Client
) -> None:
    creation = make_creation()
    for number in range(4):
        report(creation, make_user(f"new{number}@example.org"))
    assert state_of(creation) == State.PUBLIC, "a storm of new accounts holds nothing"
    for number in range(3):
        report(creation, settled(number))
        report(creation, User.objects.get(email=f"p{number}@example.org"))
    assert state_of(creation) == State.HELD and creation.reports == 3 and Report.objects.count() == 7
    assert creation.title in desk.get("/gallery/desk/").content.decode()
    desk.post(f"/gallery/desk/{creation.pk}/decide/", {"act": "restore", "reason": "It is fine."})
    assert state_of(creation) == State.PUBLIC and not Report.objects.filter(decided_at=None).exists()
    for number in range(5, 9):
        report(creation, settled(number))
    assert state_of(creation) == State.PUBLIC, "restored once: the desk reads, nothing is held by itself"
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == [Entry.Act.HELD, Entry.Act.RESTORED]
    assert "It is fine." in desk.get("/gallery/desk/log/").content.decode()


def test_one_account_reports_at_most_twenty_a_day(make_creation: MakeCreation) -> None:
    busy = settled(1)
    creations = [make_creation(title=f"Kite {n}") for n in range(23)]
    for creation in creations:
        report(creation, busy)
    assert Report.objects.count() == 20


def test_two_thousand_likes_from_one_account_are_two_hundred(make_creation: MakeCreation) -> None:
    client = signed_in(settled(1))
    creation = make_creation()
    for turn in range(230):
        client.post(f"/gallery/{creation.pk}/love/", {"on": "no" if turn % 2 else "yes"})
    creation.refresh_from_db()
    assert creation.loves in (0, 1) and creation.lovers.count() == creation.loves


def test_every_decision_tells_its_author_why(make_creation: MakeCreation, desk: Client, alice: User) -> None:
    creation = make_creation()
    author = signed_in(alice)
    desk.post(f"/gallery/desk/{creation.pk}/decide/", {"act": "hide"})
    assert state_of(creation) == State.PUBLIC, "no decision without a reason"
    desk.post(
        f"/gallery/desk/{creation.pk}/decide/", {"act": "hide", "reason": "A private address is in it."}
    )
    assert state_of(creation) == State.HIDDEN
    assert "A private address is in it." in author.get(f"/gallery/{creation.pk}/").content.decode()
    for _ in range(2):
        author.post(f"/gallery/{creation.pk}/appeal/", {"words": "It is a shop's."})
    assert Appeal.objects.get().words == "It is a shop's."
    assert "It is a shop" in desk.get("/gallery/desk/").content.decode()
    desk.post(f"/gallery/desk/{creation.pk}/decide/", {"act": "restore", "reason": "So it is."})
    assert state_of(creation) == State.PUBLIC and Appeal.objects.get().answer == "So it is."


def test_what_is_marked_for_adults_is_shown_behind_the_gate(
    make_creation: MakeCreation, desk: Client
) -> None:
    creation = make_creation(state=State.HELD)
    desk.post(f"/gallery/desk/{creation.pk}/decide/", {"act": "mark", "reason": "Allowed, for adults."})
    assert state_of(creation) == State.PUBLIC
    assert "This is for adults" in Client().get(f"/gallery/{creation.pk}/").content.decode()


def test_who_is_banned_publishes_no_more_and_what_they_published_is_hidden(
    make_creation: MakeCreation, desk: Client, alice: User
) -> None:
    creation = make_creation()
    handle = alice.profile.handle
    desk.post(f"/gallery/desk/ban/{handle}/", {"on": "yes", "reason": "Spam."})
    assert state_of(creation) == State.HIDDEN
    with pytest.raises(Enough, match="Spam"):
        may_publish(alice)
    desk.post(f"/gallery/desk/ban/{handle}/", {"on": "no", "reason": "Sorry."})
    may_publish(alice)
    desk.post(f"/gallery/desk/{creation.pk}/decide/", {"act": "restore", "reason": "Fine."})
    assert state_of(creation) == State.PUBLIC


def test_what_nobody_reported_is_hidden_on_its_own_page_and_the_log_leads_back_to_it(
    make_creation: MakeCreation, desk: Client, client: Client
) -> None:
    creation = make_creation()
    at = f"/gallery/{creation.pk}/"
    assert "Moderate" not in client.get(at).content.decode()
    assert "Moderate" in desk.get(at).content.decode()
    act = {"act": "hide", "reason": "A private address.", "back": "creation"}
    assert desk.post(f"/gallery/desk/{creation.pk}/decide/", act)["Location"] == at
    assert client.get(at).status_code == 404
    assert f'href="{at}"' in desk.get("/gallery/desk/log/").content.decode()
    desk.post(f"/gallery/desk/{creation.pk}/decide/", {**act, "act": "restore"})
    assert client.get(at).status_code == 200


def test_a_new_account_publishes_five_a_day(make_creation: MakeCreation) -> None:
    author = make_user("fresh@example.org")
    Profile.objects.create(user=author, handle="fresh", name="Fresh")
    for number in range(A_DAY_NEW):
        may_publish(author)
        make_creation(author=author, title=f"Kite {number}")
    with pytest.raises(Enough, match="first day"):
        may_publish(author)
