"""What an author does not show is nowhere: published with every setting, looked for everywhere."""

import json
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from gallery.explore.spelling import learn_words
from gallery.models import Creation, CreationFile, DoomedFile, State, Word
from gallery.tasks import check_creation, remove_files
from studio.models import Job, Project, User, Variant
from tests.backends.provider import Provider, Reply, picture
from tests.conftest import work
from tests.gallery.checker import Checker

SECRET = "zanzibarine"
SHOWN = "marigoldish"
STRUCTURED = json.dumps(
    {"subject": {"main": SHOWN, "client": SECRET}, "light": [f"soft {SHOWN}", f"{SECRET} rim"], SECRET: "x"}
)
FORM = {
    "name": "North",
    "handle": "north",
    "title": "Kite",
    "alt": "A kite in the wind",
    "tags": "kite, wind",
    "use": "illustration",
    "licence": "cc-by",
    "act": "publish",
    "remix_allowed": "on",
}
SETTINGS: list[tuple[str, str, dict[str, object]]] = [
    ("words, nothing", f"{SECRET} kite", {"shows": "nothing"}),
    ("document, nothing", STRUCTURED, {"shows": "nothing"}),
    ("document, some", STRUCTURED, {"shows": "fields", "fields_shown": ["/subject/main", "/light/0"]}),
]


@pytest.fixture
def checker(settings: Settings) -> Iterator[Checker]:
    with Checker() as running:
        settings.ENGINE_URL = running.url
        yield running


@pytest.fixture
def variant_of(provider: Provider, make_job: Callable[..., Job]) -> Callable[..., Variant]:
    """A picture drawn from this prompt."""

    def make(text: str, **fields: Any) -> Variant:
        provider.script(Reply(pictures=(picture(1280, 720, seed=len(text) % 7),)))
        job = make_job(text=text, count=1, **fields)
        work()
        return Variant.objects.select_related("image", "job").get(job=job)

    return make


def published(client: Client, variant: Variant, **chosen: object) -> Creation:
    answer = client.post(f"/gallery/publish/{variant.pk}/", FORM | chosen)
    assert answer.status_code == 302, answer.content.decode()
    creation = Creation.objects.get(variant=variant)
    check_creation(creation.pk)
    creation.refresh_from_db()
    return creation


def everywhere(creation: Creation) -> Iterator[tuple[str, str]]:
    """(address, what a stranger reads there), and every column of every table of the gallery."""
    stranger = Client()
    paths = ["/", "/gallery/", f"/gallery/{creation.pk}/", "/gallery/people/north/", "/gallery/models/",
             "/gallery/models/paid/", "/gallery/feed.atom", "/gallery/people/north/feed.atom", "/sitemap.xml",
             "/gallery/?order=rising", "/gallery/?q=kite", "/gallery/themes/"]  # fmt: skip
    for path in paths:
        answer = stranger.get(path)
        assert answer.status_code == 200, path
        yield path, unescape(answer.content.decode())
    for model in apps.get_app_config("gallery").get_models():
        for row in model.objects.values():  # type: ignore[attr-defined]  # every model has its manager
            yield model.__name__, repr(row)


@pytest.mark.parametrize(("name", "text", "chosen"), SETTINGS, ids=[each[0] for each in SETTINGS])
def test_hidden_words_are_nowhere(
    name: str,
    text: str,
    chosen: dict[str, object],
    variant_of: Callable[..., Variant],
    checker: Checker,
    bob: User,
) -> None:
    client = Client()
    client.force_login(bob)
    creation = published(client, variant_of(text), **chosen)
    assert creation.state == State.PUBLIC, creation.note
    learn_words()
    found = [where for where, told in everywhere(creation) if SECRET in told.casefold()]
    assert found == []
    assert f"/gallery/{creation.pk}/" not in Client().get(f"/gallery/?q={SECRET}").content.decode()
    assert not Word.objects.filter(word__contains=SECRET[:5]).exists()
    if chosen["shows"] == "fields":
        page = Client().get(f"/gallery/{creation.pk}/").content.decode()
        assert SHOWN in page
        assert f"/gallery/{creation.pk}/" in Client().get(f"/gallery/?q={SHOWN}").content.decode()
        assert json.loads(creation.prompt_document) == {
            "subject": {"main": SHOWN},
            "light": [f"soft {SHOWN}"],
        }


def test_all_of_a_prompt_is_shown_and_found(
    variant_of: Callable[..., Variant], checker: Checker, bob: User
) -> None:
    client = Client()
    client.force_login(bob)
    creation = published(client, variant_of(f"a {SHOWN} kite"), shows="all")
    assert SHOWN in Client().get(f"/gallery/{creation.pk}/").content.decode()
    learn_words()
    misspelt = Client().get("/gallery/", {"q": "marigoldisch kites"}).content.decode()
    assert f"/gallery/{creation.pk}/" in misspelt and f"<b>{SHOWN} kites</b>" in misspelt.replace(
        "kite<", "kites<"
    )


def test_the_preview_is_what_strangers_will_see_and_publishes_nothing(
    variant_of: Callable[..., Variant], bob: User
) -> None:
    client = Client()
    client.force_login(bob)
    variant = variant_of(STRUCTURED)
    chosen = {"act": "preview", "shows": "fields", "fields_shown": ["/subject/main"]}
    page = client.post(f"/gallery/publish/{variant.pk}/", FORM | chosen).content.decode()
    preview = page[page.index('aria-label="Preview"') : page.index('<form class="publish-form"')]
    assert SHOWN in preview and SECRET not in preview
    assert not Creation.objects.exists()


def test_unpublishing_takes_it_out_of_everything_at_once(
    variant_of: Callable[..., Variant], checker: Checker, bob: User
) -> None:
    client = Client()
    client.force_login(bob)
    creation = published(client, variant_of(f"a {SHOWN} kite"), shows="all")
    stranger, address = Client(), f"/gallery/{creation.pk}/picture/w640/"
    seen = stranger.get(address)
    assert seen.status_code == 200 and seen.headers["Cache-Control"] == "no-cache"
    seen.getvalue()
    assert stranger.get(address, headers={"If-None-Match": seen.headers["ETag"]}).status_code == 304
    keys = list(creation.files.values_list("key", flat=True))
    assert len(keys) == 4 and all(default_storage.exists(key) for key in keys)
    client.post(f"/gallery/{creation.pk}/unpublish/")
    assert stranger.get(address, headers={"If-None-Match": seen.headers["ETag"]}).status_code == 404
    for path in (
        "/gallery/",
        "/gallery/feed.atom",
        "/sitemap.xml",
        f"/gallery/?q={SHOWN}",
        "/gallery/people/north/",
    ):
        assert f"/gallery/{creation.pk}/" not in stranger.get(path).content.decode(), path
    creation.refresh_from_db()
    assert creation.text_vector is None and not CreationFile.objects.exists()
    remove_files()
    assert not any(default_storage.exists(key) for key in keys) and not DoomedFile.objects.exists()


def test_it_outlives_its_variant_and_the_whole_team(
    variant_of: Callable[..., Variant], checker: Checker, bob: User, project: Project
) -> None:
    client = Client()
    client.force_login(bob)
    creation = published(client, variant_of("a red kite"), shows="all")
    Variant.objects.all().delete()
    Job.objects.all().delete()
    project.team.delete()
    assert Client().get(f"/gallery/{creation.pk}/").status_code == 200
    assert Client().get(f"/gallery/{creation.pk}/picture/w1280/").getvalue()[8:12] == b"WEBP"


def test_a_viewer_publishes_nothing_and_nobody_publishes_twice(
    variant_of: Callable[..., Variant], checker: Checker, bob: User, vera: User
) -> None:
    variant = variant_of("a red kite")
    client = Client()
    client.force_login(vera)
    assert client.post(f"/gallery/publish/{variant.pk}/", FORM | {"shows": "all"}).status_code == 403
    client.force_login(bob)
    published(client, variant, shows="all")
    assert client.post(f"/gallery/publish/{variant.pk}/", FORM | {"shows": "all"}).status_code == 302
    assert Creation.objects.count() == 1
