"""The client of the engine's embeddings, and what creations are read by."""

import json
import threading
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from pytest_django import Settings

from gallery import fill, vectors
from gallery.management.commands import read_gallery
from gallery.models import Creation, State, Survey
from gallery.said import meaning_of
from tests.gallery.embedder import Embedder, vector

MakeCreation = Callable[..., Creation]


@pytest.fixture
def embedder(settings: Settings) -> Iterator[Embedder]:
    cache.clear()
    with Embedder() as running:
        settings.ENGINE_URL = running.url
        yield running


def test_texts_come_back_as_vectors_in_order(embedder: Embedder) -> None:
    texts = [f"a fox of kind {number}" for number in range(vectors.MOST_TEXTS + 3)]
    assert vectors.of_texts(texts)[-1] == pytest.approx(vector(texts[-1]))
    assert embedder.asked == texts


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"data": []},
        {"data": [{}]},
        {"data": [{"embedding": [1.0] * 3}]},
        {"data": [{"embedding": ["x"] * 384}]},
        {"data": [{"embedding": [1e30] * 384}]},
        [1],
    ],
)
def test_an_answer_that_is_no_vector_counts_as_away(embedder: Embedder, answer: object) -> None:
    embedder.answer = answer
    with pytest.raises(vectors.Away):
        vectors.of_texts(["a fox"])


def test_a_query_is_asked_once_and_remembered(embedder: Embedder) -> None:
    assert vectors.of_query("a  fox ") == vectors.of_query("a fox")
    assert embedder.asked == ["a fox"]


def test_a_query_does_not_wait_for_a_slow_engine(embedder: Embedder) -> None:
    embedder.hold = threading.Event()
    assert vectors.of_query("a slow fox") is None


def test_a_query_without_words_asks_nobody(embedder: Embedder) -> None:
    assert vectors.of_query("   ") is None
    assert embedder.asked == []


def test_public_creations_are_read_and_others_are_not(
    embedder: Embedder, make_creation: MakeCreation
) -> None:
    shown = make_creation(prompt_text="a kite")
    hidden = make_creation(prompt_text="a secret kite", state=State.HIDDEN)
    assert fill.fill_missing() == 1
    shown.refresh_from_db()
    hidden.refresh_from_db()
    assert shown.text_vector is not None
    assert hidden.text_vector is None
    assert embedder.asked == ["a kite"]


def test_nothing_of_a_prompt_that_is_not_shown_is_read(make_creation: MakeCreation) -> None:
    creation = make_creation(title="Dunes", alt="A kite", tags=["wind"], prompt_text="", shows="nothing")
    assert meaning_of(creation) == "Dunes. A kite. wind"


def test_the_facets_of_a_structured_prompt_are_read_first(make_creation: MakeCreation) -> None:
    document = {"note": "n" * 300, "subject": "a heron", "lighting": {"key": "blue hour"}}
    creation = make_creation(prompt_text="note: n, a heron", prompt_document=json.dumps(document))
    assert meaning_of(creation).startswith("a heron; blue hour; ")


def test_a_vector_of_words_that_were_taken_back_meanwhile_is_not_written(
    embedder: Embedder, make_creation: MakeCreation
) -> None:
    creation = make_creation(prompt_text="everything I know about kites")
    Creation.objects.filter(pk=creation.pk).update(prompt_text="")
    assert fill.fill([creation]) == 0
    creation.refresh_from_db()
    assert creation.text_vector is None


def test_reading_all_anew_goes_on_where_it_stopped(
    embedder: Embedder, make_creation: MakeCreation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_gallery, "STEP", 2)  # a size, not a behaviour
    texts = [f"a kite of kind {number}" for number in range(5)]
    made = [make_creation(prompt_text=text) for text in texts]
    Survey.objects.create(pk=1, prompts=0, reached=made[1].pk)
    embedder.status = 503
    with pytest.raises(CommandError, match=f"goes on after creation {made[1].pk}"):
        call_command("read_gallery", verbosity=0)
    embedder.status = 200
    embedder.asked.clear()
    call_command("read_gallery", verbosity=0)
    assert embedder.asked == texts[2:]
    assert Survey.objects.get().reached == 0
