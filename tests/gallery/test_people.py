"""Who somebody is in the gallery, and what is left when they go."""

from collections.abc import Callable

from django.test import Client

from gallery.models import Creation, Profile
from gallery.people import collect, follow, love
from studio.models import User

MakeCreation = Callable[..., Creation]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_person_changes_name_and_words_and_keeps_the_address(
    make_creation: MakeCreation, alice: User
) -> None:
    make_creation()
    handle, client = alice.profile.handle, signed_in(alice)
    answer = client.post("/gallery/mine/profile/", {"name": "North", "about": "Kites.", "handle": "other"})
    assert answer.headers["Location"] == f"/gallery/people/{handle}/"
    page = Client().get(answer.headers["Location"]).content.decode()
    assert "North" in page and "Kites." in page
    answer = client.post("/gallery/mine/profile/", {"name": "\u202e\u200b", "about": "x" * 401})
    assert answer.status_code == 422
    assert (
        "Nothing of this would be visible." in answer.content.decode()
        or "Choose a name." in answer.content.decode()
    )
    alice.profile.refresh_from_db()
    assert alice.profile.name == "North"


def test_who_has_published_nothing_chooses_an_address_that_is_free(
    make_creation: MakeCreation, alice: User, charlie: User
) -> None:
    make_creation()
    client = signed_in(charlie)
    taken = {"name": "Charlie", "handle": alice.profile.handle.upper()}
    assert client.post("/gallery/mine/profile/", taken).status_code == 422
    free = client.post("/gallery/mine/profile/", {"name": "Charlie", "handle": "charlie"})
    assert free.headers["Location"] == "/gallery/people/charlie/"
    assert Profile.objects.get(user=charlie).name == "Charlie"


def test_an_account_that_goes_leaves_others_remixes_with_their_credit_and_true_counters(
    make_creation: MakeCreation, alice: User, charlie: User
) -> None:
    origin, kept = make_creation(title="Kite"), make_creation(author=charlie)
    remix = make_creation(author=charlie, remix_of=origin, credit="“Kite” by Maker")
    grown = make_creation(author=alice, remix_of=kept, credit="“Red kite” by Maker")
    love(alice, kept, on=True)
    collect(alice, kept, "", on=True)
    follow(alice, charlie, on=True)
    Creation.objects.filter(pk=kept.pk).update(remixes=1)
    answer = signed_in(alice).post("/account/delete/", {"typed": alice.email})
    assert answer.status_code == 302, answer.content.decode()
    for row in (remix, kept, charlie.profile):
        row.refresh_from_db()
    assert (remix.remix_of, remix.credit) == (None, "“Kite” by Maker")
    assert "“Kite” by Maker" in Client().get(f"/gallery/{remix.pk}/").content.decode()
    assert (kept.loves, kept.collects, kept.remixes, charlie.profile.followers) == (0, 0, 0, 0)
    assert Client().get(f"/gallery/{grown.pk}/").status_code == 404
