"""Nothing is shown before its check has passed; what is known or for adults is held."""

from collections.abc import Callable, Iterator

import pytest
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from gallery.models import Blocked, Creation, Entry, Profile, State
from gallery.moderate.decide import take_down
from gallery.publish.publish import Wish, publish
from gallery.tasks import check_creation, sweep
from studio.models import Job, User, Variant
from tests.backends.provider import Provider, Reply
from tests.conftest import make_user, work
from tests.gallery.checker import Checker
from tests.pictures import encode, photo

WISH = Wish(title="Kite", alt="A kite", tags=["kite"], use="illustration", licence="cc0", shows="all")


@pytest.fixture
def checker(settings: Settings) -> Iterator[Checker]:
    with Checker() as running:
        settings.ENGINE_URL = running.url
        yield running


@pytest.fixture
def drawn(provider: Provider, make_job: Callable[..., Job]) -> Callable[..., Variant]:
    """A picture with a photograph's shapes; another seed, another look."""

    def make(seed: int, size: tuple[int, int] = (640, 480)) -> Variant:
        provider.script(Reply(pictures=(encode(photo(size, seed), "JPEG", quality=88),)))
        job = make_job(text=f"kite {seed} {size}", count=1)
        work()
        return Variant.objects.select_related("image", "job").get(job=job)

    return make


@pytest.fixture
def author(alice: User) -> User:
    Profile.objects.create(user=alice, handle="alice", name="Alice")
    return alice


def state_of(creation: Creation) -> str:
    creation.refresh_from_db()
    return creation.state


def test_while_the_check_is_away_a_creation_waits_and_says_so(
    drawn: Callable[..., Variant], checker: Checker, author: User
) -> None:
    checker.answers = False
    creation = publish(drawn(1), author, WISH)
    check_creation(creation.pk)
    assert state_of(creation) == State.CHECKING and "not answering" in creation.note
    client = Client()
    client.force_login(author)
    assert "not answering" in client.get(f"/gallery/{creation.pk}/").content.decode()
    assert Client().get(f"/gallery/{creation.pk}/").status_code == 404
    assert Client().get(f"/gallery/{creation.pk}/picture/w640/").status_code == 404
    checker.answers = True
    sweep()
    assert checker.asked == 1, "not before its time"
    Creation.objects.update(check_after=Now())
    sweep()
    assert state_of(creation) == State.PUBLIC and checker.asked == 2
    check_creation(creation.pk)
    assert checker.asked == 2, "twice is once"


def test_what_the_classifier_is_sure_of_is_held_and_what_it_is_not_is_behind_the_gate(
    drawn: Callable[..., Variant], checker: Checker, author: User
) -> None:
    checker.mature = 0.97
    held = publish(drawn(1), author, WISH)
    check_creation(held.pk)
    assert state_of(held) == State.HELD and Entry.objects.get().act == Entry.Act.HELD
    checker.mature = 0.6
    gated = publish(drawn(2), author, WISH)
    check_creation(gated.pk)
    assert state_of(gated) == State.PUBLIC and gated.mature
    stranger = Client()
    assert f"/gallery/{gated.pk}/" not in stranger.get("/gallery/").content.decode()
    page = stranger.get(f"/gallery/{gated.pk}/").content.decode()
    assert "I am of age" in page and "og:image" not in page and f"/gallery/{gated.pk}/picture/" not in page
    stranger.post("/gallery/of-age/", {"of_age": "yes", "next": f"/gallery/{gated.pk}/"})
    assert f"/gallery/{gated.pk}/picture/" in stranger.get(f"/gallery/{gated.pk}/").content.decode()
    assert f"/gallery/{gated.pk}/" in stranger.get("/gallery/").content.decode()


def test_what_was_taken_down_does_not_come_back_smaller(
    drawn: Callable[..., Variant], checker: Checker, author: User
) -> None:
    first = publish(drawn(5), author, WISH)
    check_creation(first.pk)
    first.refresh_from_db()
    assert take_down(first, make_user("mod@example.org", is_staff=True), "Not ours to show.")
    assert Blocked.objects.count() == 1 and not first.files.exists()
    again = publish(drawn(5, (800, 600)), author, WISH)
    other = publish(drawn(6), author, WISH)
    check_creation(again.pk)
    check_creation(other.pk)
    assert state_of(again) == State.HELD and "taken down" in again.note
    assert state_of(other) == State.PUBLIC


def test_a_picture_that_was_deleted_before_its_check_is_given_back(
    drawn: Callable[..., Variant], checker: Checker, author: User
) -> None:
    creation = publish(drawn(7), author, WISH)
    Variant.objects.all().delete()
    check_creation(creation.pk)
    assert state_of(creation) == State.UNPUBLISHED and "deleted before" in creation.note
