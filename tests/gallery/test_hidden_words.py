"""What an author does not show is nowhere: published with every setting, looked for everywhere."""

import json
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import resolve
from pytest_django import Settings

from gallery.explore.spelling import learn_words
from gallery.fill import fill_missing
from gallery.models import Collection, Creation, CreationFile, DoomedFile, State, Theme
from gallery.tasks import check_creation, remove_files
from gallery.urls import urlpatterns
from studio.models import Job, Project, User, Variant
from studio.pipeline.export import document
from tests.api.conftest import Program, make_token
from tests.backends.provider import Provider, Reply, picture
from tests.conftest import make_user, work
from tests.gallery.checker import Checker
from tests.gallery.corpus import grow, grow_all
from tests.gallery.embedder import Embedder, vector

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
    ("words, all", f"{SECRET} kite over dunes, watercolour", {"shows": "all"}),
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


ASKED = "a kite over dunes, oil painting"
OWN = "a red fox in a snowy forest at night, watercolour"
CREATION, THEME, FEED, SEARCH = (
    "its page",
    "/gallery/themes/kites/",
    "/gallery/feed.atom",
    f"/gallery/?q={SECRET}",
)
BESIDE, TAKEN, TURNED = "beside a prompt being written", "taken", "turned toward"
API, EXPORT, EMBEDDED = "API", "export", "what vectors are made of"
TELLING = {CREATION, THEME, BESIDE, TAKEN, TURNED, API, EXPORT, EMBEDDED, "Creation", "Word"}
"""Where words are read that their author shows: a place that never told anything would prove nothing."""


PAGES = (
    "/", "/gallery/", "/gallery/?order=rising", "/gallery/?order=loved&period=ever", "/gallery/?tag=kite",
    "/gallery/?backend=paid", "/gallery/?use=illustration", "/gallery/?theme=kites", "/gallery/?q=kite", SEARCH,
    "/gallery/people/north/", "/gallery/people/north/feed.atom", "/gallery/models/", "/gallery/models/paid/", FEED,
    "/gallery/themes/", THEME, "/sitemap.xml", "/robots.txt",
)  # fmt: skip
OF_IT = ("", "picture/w640/", "remix/")
DESK = ("/gallery/desk/", "/gallery/desk/log/")
LOOKED_AT_IN_THE_TEST = {"gallery-adjacent", "creation-turn", "gallery-collection"}
OTHERS = {
    "creation-love", "creation-collect", "creation-report", "gallery-follow", "gallery-gate", "gallery-decide", "gallery-ban",
    "creation-appeal", "creation-unpublish", "variant-publish", "gallery-mine", "gallery-profile", "gallery-begin",
}  # fmt: skip
"""They act and answer with nothing of their own, are their author's alone, or know no creation."""


def test_no_address_of_the_gallery_is_forgotten_here() -> None:
    looked = (*PAGES, *DESK, *(f"/gallery/1/{each}" for each in OF_IT))
    names = {resolve(path.partition("?")[0]).url_name for path in looked} | LOOKED_AT_IN_THE_TEST
    assert names - {"home"} == {each.name for each in urlpatterns} - OTHERS


@pytest.fixture
def embedder() -> Iterator[Embedder]:
    with Embedder() as running:
        yield running


def everywhere(creation: Creation, reader: User, embedder: Embedder) -> Iterator[tuple[str, str]]:
    """(where, what a stranger reads there), every column of every table of the gallery, and what a member is told."""
    yield EMBEDDED, " ".join(embedder.asked)
    stranger = Client()
    for path in PAGES:
        yield path, read(stranger, path)
    yield CREATION, read(stranger, f"/gallery/{creation.pk}/")
    yield "its picture", read(stranger, f"/gallery/{creation.pk}/picture/w640/")
    for model in apps.get_app_config("gallery").get_models():
        for row in model.objects.values():  # type: ignore[attr-defined]  # every model has its manager
            yield model.__name__, repr(row)
    yield from told_to_a_member(creation, reader)


def read(client: Client, path: str) -> str:
    """All that is answered, as text; of a picture, its bytes."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.getvalue().decode(errors="replace"))


def told_to_a_member(creation: Creation, reader: User) -> Iterator[tuple[str, str]]:
    """Beside their own words, of a recipe that they take or turn, and of what they then have, here and outside."""
    member = Client()
    member.force_login(reader)
    yield BESIDE, unescape(member.post("/gallery/adjacent/", {"prompt": ASKED}).content.decode())
    yield "its remix page", read(member, f"/gallery/{creation.pk}/remix/")
    member.post(f"/gallery/{creation.pk}/report/", {"reason": "spam"})
    moderator = Client()
    moderator.force_login(make_user("mod@example.org", is_staff=True))
    for path in DESK:
        yield path, read(moderator, path)
    kept = Collection.objects.create(user=reader, name="Kites").items.create(creation=creation)
    yield "a collection", read(member, f"/gallery/collections/{kept.collection_id}/")
    answer = member.post(f"/gallery/{creation.pk}/remix/", follow=True)
    yield TAKEN, unescape(answer.content.decode())
    mine = reader.creations.get()
    answer = member.post(f"/gallery/{mine.pk}/turn/", {"way": f"nearer {creation.pk}"}, follow=True)
    yield TURNED, unescape(answer.content.decode())
    program = Program(make_token(reader)[0])
    assert creation.variant is not None
    assert program.get(f"/api/v1/prompts/{creation.variant.job.prompt_id}").status_code == 404
    for project in Project.objects.filter(created_by=reader):
        yield API, program.get(f"/api/v1/projects/{project.pk}/prompts").content.decode()
        yield EXPORT, repr(document(project)[0])


@pytest.mark.parametrize(("name", "text", "chosen"), SETTINGS, ids=[each[0] for each in SETTINGS])
def test_hidden_words_are_nowhere_and_shown_ones_are_told(
    name: str,
    text: str,
    chosen: dict[str, object],
    variant_of: Callable[..., Variant],
    make_creation: Callable[..., Creation],
    checker: Checker,
    embedder: Embedder,
    settings: Settings,
    bob: User,
    charlie: User,
) -> None:
    client = Client()
    client.force_login(bob)
    creation = published(client, variant_of(text), **chosen)
    assert creation.state == State.PUBLIC, creation.note
    grow_all(make_creation)
    grow(make_creation, [OWN], author=charlie)
    settings.ENGINE_URL = embedder.url
    fill_missing()
    kites = Theme.objects.create(slug="kites", name="Kites", centre=vector(ASKED), size=3)
    of_it = [creation.pk, *Creation.objects.exclude(pk=creation.pk).values_list("pk", flat=True)[:3]]
    Creation.objects.filter(pk__in=of_it).update(theme=kites)
    learn_words()
    found = {where for where, told in everywhere(creation, charlie, embedder) if SECRET in told.casefold()}
    shown = chosen["shows"] == "all"
    assert found - {SEARCH} == (TELLING if shown else set())
    assert (f'href="/gallery/{creation.pk}/"' in Client().get(SEARCH).content.decode()) == shown
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
