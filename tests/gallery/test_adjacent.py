"""Adjacent prompts: what differs is named, and every direction ends in a prompt."""

import json
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from gallery.adjacent.find import Adjacent, adjacent
from gallery.facets.differing import difference, told
from gallery.facets.reading import read
from gallery.facets.turning import turned
from gallery.models import Creation, Remix, State
from gallery.related import candidates
from studio.models import Project, User
from studio.prompts.document import Value, find
from tests.gallery.corpus import FOXES, grow, grow_all
from tests.gallery.embedder import Embedder, vector

MakeCreation = Callable[..., Creation]
FOX = "a red fox in a snowy forest at night, watercolour"


def around(text: str) -> Adjacent:
    return adjacent(text, candidates(text, vector(text)))


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        (FOX, {"subject": "fox", "place": "snowy forest", "light": "at night", "style": "watercolour"}),
        ("A product photo of an oak chair, softbox", {"subject": "oak chair", "light": "softbox"}),
        ("poster: two boats on a lake", {"subject": "boats", "place": "lake", "use": "poster"}),
        ("Neon signs", {"light": "Neon signs"}),
        ("42", {}),
        ("", {}),
        ("İstanbul at dusk", {"subject": "İstanbul", "light": "dusk"}),
    ],
)
def test_plain_words_tell_their_facets(text: str, facets: dict[str, str]) -> None:
    said = {facet: phrase.text for facet, phrase in read(text).items()}
    assert said.items() >= facets.items()
    if not facets:
        assert said == {}


def test_fields_tell_their_facets_and_forbidden_things_do_not() -> None:
    document: Value = {
        "subject": {"main": "a grey heron"},
        "environment": {"location": "a pond"},
        "lighting": {"key": {"source": "blue hour"}},
        "negative_prompt": "neon, cartoon",
    }
    said = read(document)
    assert {facet: phrase.text for facet, phrase in said.items()} == {
        "subject": "a grey heron", "place": "a pond", "light": "blue hour",
    }  # fmt: skip
    assert find(document, said["light"].path) == "blue hour"


def test_what_differs_is_named() -> None:
    mine, theirs = read(FOX), read("a red fox in a snowy forest at sunrise, watercolour")
    assert difference(mine, theirs).words == "same subject and place, other light"
    assert told("light", mine, theirs) == "light: at night → sunrise"


def test_a_common_lantern_does_not_make_dawn_of_night() -> None:
    night, dawn = read("a fox at night, lanterns"), read("a fox at dawn, lanterns")
    assert difference(night, dawn).words == "same subject, other light"


def test_what_shares_nothing_is_not_said_to() -> None:
    assert difference(read(FOX), read("a tram in a city street")).words == ""


def test_a_turned_prompt_differs_in_that_facet_alone() -> None:
    theirs = read("a tram in a rainy street at sunrise, woodcut")
    assert turned(FOX, read(FOX), "light", theirs) == "a red fox in a snowy forest at sunrise, watercolour"
    assert turned("a fox", read("a fox"), "style", theirs) == "a fox, woodcut"
    assert turned("A fox on ice", read("A fox on ice"), "subject", read("an owl")) == "An owl on ice"
    assert turned("a fox on ice", read("a fox on ice"), "subject", read("two ducks")) == "ducks on ice"
    assert (
        turned("a fox at night", read("a fox at night"), "light", read("a cat, softbox"))
        == "a fox in softbox"
    )
    assert turned("a fox, a cat", read("a fox, a cat"), "subject", read("a cat")) is None
    document: Value = {"subject": "a heron", "lighting": {"key": "blue hour"}}
    assert turned(document, read(document), "light", theirs) == {
        "subject": "a heron", "lighting": {"key": "sunrise"},
    }  # fmt: skip
    assert turned("42", read("42"), "subject", theirs) is None


def test_neighbours_say_how_they_differ(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    said = {each.words for each in around(FOX).neighbours}
    assert "same subject and place, other light" in said
    assert "same subject and place, other style" in said


def test_directions_end_in_prompts_of_public_creations(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    ways = {each.name: each for each in around(FOX).directions}
    assert {"nearer", "light", "style", "wilder"} <= ways.keys()
    assert ways["light"].text.startswith("a red fox in a snowy forest ")
    assert ways["light"].said not in FOX
    assert ways["style"].text != FOX


def test_who_allows_no_remix_gives_no_direction(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    Creation.objects.update(remix_allowed=False)
    assert around(FOX).directions == ()


def test_structured_neighbours_name_the_very_field(make_creation: MakeCreation) -> None:
    grow_all(make_creation)
    mine: dict[str, Value] = {"subject": "a fox", "lighting": {"key": "blue hour"}}
    theirs = {"subject": "a fox", "lighting": {"key": "candlelight"}}
    grow(make_creation, ["subject: a fox. key: candlelight"], prompt_document=json.dumps(theirs))
    found = adjacent(mine, candidates("a fox", vector("a fox; blue hour"))).neighbours
    assert ("lighting.key differs",) in [tuple(each.details) for each in found]


def test_structured_neighbours_that_differ_in_more_say_what_each_of_them_says(
    make_creation: MakeCreation,
) -> None:
    grow_all(make_creation)
    mine: dict[str, Value] = {"subject": "a fox", "place": "a pond", "lighting": {"key": "blue hour"}}
    theirs = {"subject": "a hare", "place": "a pond", "lighting": {"key": "candlelight"}}
    grow(make_creation, ["subject: a hare. key: candlelight"], prompt_document=json.dumps(theirs))
    found = adjacent(mine, candidates("a hare", vector("a hare; candlelight"))).neighbours
    assert ("subject: a fox → a hare", "light: blue hour → candlelight") in [
        tuple(each.details) for each in found
    ]


@pytest.fixture
def embedder(settings: Settings) -> Iterator[Embedder]:
    cache.clear()
    with Embedder() as running:
        settings.ENGINE_URL = running.url
        yield running


def ask(person: User, text: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.post("/gallery/adjacent/", {"prompt": text})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_composer_is_told_what_lies_beside_its_words(
    make_creation: MakeCreation, charlie: User, embedder: Embedder
) -> None:
    grow_all(make_creation)
    assert "Other light" in ask(charlie, FOX)


def test_the_composer_is_answered_by_words_when_the_engine_is_away(
    make_creation: MakeCreation, charlie: User, embedder: Embedder
) -> None:
    grow_all(make_creation)
    Creation.objects.filter(prompt_text__in=FOXES).update(prose="a red fox in a snowy forest")
    embedder.status = 503
    assert "fox" in ask(charlie, FOX)


@pytest.mark.parametrize(
    "text", ["", "a fox", "x" * 30_000, '{"subject": "a fox', "\u202e\u200b!!!!!!!!!", "' OR 1=1 --"]
)
def test_any_words_get_an_answer(
    make_creation: MakeCreation, charlie: User, embedder: Embedder, text: str
) -> None:
    grow_all(make_creation)
    ask(charlie, text)


def test_a_small_gallery_says_nothing(make_creation: MakeCreation, charlie: User, embedder: Embedder) -> None:
    grow(make_creation, FOXES)
    assert ask(charlie, FOX).strip() == ""


def test_hidden_prompts_are_in_no_suggestion(
    make_creation: MakeCreation, charlie: User, embedder: Embedder
) -> None:
    grow_all(make_creation)
    grow(make_creation, ["a red fox of zanzibarine"], state=State.HELD, title="zanzibarine")
    grow(make_creation, ["a red fox of zanzibarine"], state=State.UNPUBLISHED, title="zanzibarine")
    make_creation(title="A fox", prompt_text="", shows="nothing")
    assert "zanzibarine" not in ask(charlie, "a red fox of zanzibarine, watercolour").replace(
        "a red fox of zanzibarine, ", ""
    )


def test_nobody_is_sent_to_sign_in(db: None, client: Client) -> None:
    assert client.post("/gallery/adjacent/", {"prompt": FOX}).status_code == 302
    assert client.get("/gallery/adjacent/").status_code == 405


def test_one_click_opens_the_turned_prompt_in_the_composer_with_its_credit(
    make_creation: MakeCreation, bob: User, project: Project
) -> None:
    foxes = grow_all(make_creation)["foxes"]
    client = Client()
    client.force_login(bob)
    page = client.get(f"/gallery/{foxes[0].pk}/").content.decode()
    assert "Adjacent prompts" in page
    answer = client.post(f"/gallery/{foxes[0].pk}/turn/", {"way": f"light {foxes[1].pk}"}, follow=True)
    assert "a red fox in a snowy forest at sunrise, watercolour" in answer.content.decode()
    assert Remix.objects.get().origin == foxes[0]


@pytest.mark.parametrize("way", ["", "light", "light x", "light 999999999", "nothing 1", "light -1"])
def test_a_way_that_leads_nowhere_is_not_found(make_creation: MakeCreation, bob: User, way: str) -> None:
    creation = make_creation(prompt_text=FOX)
    client = Client()
    client.force_login(bob)
    assert client.post(f"/gallery/{creation.pk}/turn/", {"way": way}).status_code == 404


@pytest.mark.parametrize("which", ["from", "toward"])
def test_no_way_leads_from_or_to_what_is_not_public(
    make_creation: MakeCreation, bob: User, which: str
) -> None:
    one, other = make_creation(prompt_text=FOX), make_creation(prompt_text="a fox at sunrise")
    hidden = one if which == "from" else other
    Creation.objects.filter(pk=hidden.pk).update(state=State.HIDDEN)
    client = Client()
    client.force_login(bob)
    assert client.post(f"/gallery/{one.pk}/turn/", {"way": f"light {other.pk}"}).status_code == 404
