"""Every address of the gallery, for nobody, strangers, the author and a moderator."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from gallery.models import Collection, Creation, Profile, State
from studio.models import User
from tests.conftest import make_user
from tests.gallery.planting import planted

MakeCreation = Callable[..., Creation]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def moderator(db: None) -> User:
    user = make_user("mod@example.org", is_staff=True)
    Profile.objects.create(user=user, handle="the-desk", name="The desk")
    return user


@pytest.fixture
def people(alice: User, charlie: User, moderator: User) -> dict[str, Client]:
    return {
        "nobody": Client(),
        "stranger": signed_in(charlie),
        "author": signed_in(alice),
        "moderator": signed_in(moderator),
    }


PUBLIC = (
    "/gallery/",
    "/gallery/?order=rising",
    "/gallery/?order=loved",
    "/gallery/?order=loved&period=month",
    "/gallery/?order=loved&period=ever",
    "/gallery/?tag=kite&use=illustration&aspect=16:9&backend=engine&structured=on&remixable=on",
    "/gallery/?q=kite",
    "/gallery/models/",
    "/gallery/models/engine/",
    "/gallery/models/seedream-45/",
    "/gallery/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
)


def test_the_public_face_is_for_everybody(make_creation: MakeCreation, people: dict[str, Client]) -> None:
    creation = make_creation(tags=["kite"])
    handle = creation.author.profile.handle
    addresses = [*PUBLIC, f"/gallery/{creation.pk}/", f"/gallery/people/{handle}/",
                 f"/gallery/people/{handle}/feed.atom"]  # fmt: skip
    wrong = [
        f"{address}: {who} got {status}"
        for address in addresses
        for who, client in people.items()
        if (status := client.get(address).status_code) != 200
    ]
    assert wrong == []


def test_a_stranger_at_the_door_sees_the_gallery_and_a_member_their_projects(
    make_creation: MakeCreation, people: dict[str, Client]
) -> None:
    make_creation(title="Kite at noon")
    assert "Kite at noon" in people["nobody"].get("/").content.decode()
    assert people["author"].get("/").headers["Location"] == "/projects/"


@pytest.mark.parametrize("state", [each for each in State if each != State.PUBLIC])
def test_what_is_not_public_is_there_for_its_author_and_the_moderators_alone(
    state: State, make_creation: MakeCreation, people: dict[str, Client]
) -> None:
    creation = make_creation(state=state, title="Kept to myself", checked_at=timezone.now())
    seen = {who: client.get(f"/gallery/{creation.pk}/").status_code for who, client in people.items()}
    assert seen == {"nobody": 404, "stranger": 404, "author": 200, "moderator": 200}
    for path in ("/", *PUBLIC, f"/gallery/people/{creation.author.profile.handle}/"):
        assert b"Kept to myself" not in people["nobody"].get(path).content
    for act in ("love", "collect", "report", "remix"):
        assert people["stranger"].post(f"/gallery/{creation.pk}/{act}/", {"on": "yes"}).status_code == 404


def test_what_is_for_adults_is_behind_a_gate_with_its_picture(alice: User, people: dict[str, Client]) -> None:
    creation = planted(alice, mature=True, title="Gated kite")
    page, picture = f"/gallery/{creation.pk}/", f"/gallery/{creation.pk}/picture/w640/"
    for who in ("nobody", "stranger"):
        assert b"Gated kite" not in people[who].get(page).content
        assert people[who].get(picture).status_code == 404
    for who in ("author", "moderator"):
        assert people[who].get(picture).getvalue()
    grown_up = Client()
    assert grown_up.post("/gallery/of-age/", {"of_age": "yes", "next": page}).headers["Location"] == page
    assert b"Gated kite" in grown_up.get(page).content
    seen = grown_up.get(picture)
    assert seen.getvalue() and seen.headers["Cache-Control"] == "private, no-store"


def test_who_acts_signs_in_first_and_comes_back_to_the_page(make_creation: MakeCreation) -> None:
    creation = make_creation()
    for act in ("love", "collect", "report"):
        answer = Client().post(f"/gallery/{creation.pk}/{act}/", {"on": "yes"})
        assert answer.headers["Location"] == f"/accounts/login/?next=/gallery/{creation.pk}/"
    answer = Client().get(f"/gallery/{creation.pk}/remix/")
    assert answer.headers["Location"] == f"/accounts/login/?next=/gallery/{creation.pk}/remix/"


def test_the_desk_is_for_moderators(make_creation: MakeCreation, people: dict[str, Client]) -> None:
    creation = make_creation(state=State.HELD)
    act = {"act": "hide", "reason": "no"}
    for path, data in (("/gallery/desk/", None), ("/gallery/desk/log/", None),
                       (f"/gallery/desk/{creation.pk}/decide/", act)):  # fmt: skip
        seen = {
            who: (client.get(path) if data is None else client.post(path, data)).status_code
            for who, client in people.items()
        }
        assert seen["nobody"] == 302 and seen["stranger"] == seen["author"] == 403
        assert seen["moderator"] in (200, 302)


def test_only_its_author_unpublishes_or_appeals(
    make_creation: MakeCreation, people: dict[str, Client]
) -> None:
    creation = make_creation()
    for who in ("stranger", "moderator"):
        for act in ("unpublish", "appeal"):
            assert people[who].post(f"/gallery/{creation.pk}/{act}/", {"words": "please"}).status_code == 404
    assert people["author"].post(f"/gallery/{creation.pk}/unpublish/").status_code == 302
    assert people["nobody"].get(f"/gallery/{creation.pk}/").status_code == 404


def test_a_collection_is_its_owners_alone(alice: User, people: dict[str, Client]) -> None:
    mine = Collection.objects.create(user=alice, name="Kept")
    seen = {who: client.get(f"/gallery/collections/{mine.pk}/").status_code for who, client in people.items()}
    assert seen == {"nobody": 302, "stranger": 404, "author": 200, "moderator": 404}


def test_a_link_changes_nothing(make_creation: MakeCreation, people: dict[str, Client]) -> None:
    creation = make_creation()
    for act in ("love", "collect", "report", "unpublish", "appeal"):
        assert people["author"].get(f"/gallery/{creation.pk}/{act}/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(creation.author)
    assert strict.post(f"/gallery/{creation.pk}/unpublish/").status_code == 403


def test_a_use_opens_the_composer_ready_for_it(alice: User, people: dict[str, Client]) -> None:
    answer = people["author"].get("/gallery/begin/annotated-diagram/", {"model": "engine"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200 and "A labelled diagram of a bicycle" in page
    assert Client().get("/gallery/begin/annotated-diagram/").status_code == 302
    assert people["author"].get("/gallery/begin/nothing/").status_code == 404
