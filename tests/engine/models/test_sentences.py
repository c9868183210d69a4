"""What MiniLM says of sentences, against the figures of its own model card."""

import numpy as np
import pytest

from studio.engine.models.sentences import SIZE, embed


def test_the_vectors_are_those_of_the_model_card() -> None:
    (vector,), pieces = embed(["This is an example sentence"])
    assert vector[:5] == pytest.approx([0.0676569, 0.0634959, 0.0487131, 0.0793050, 0.0374480], abs=2e-6)
    assert vector.shape == (SIZE,)
    assert np.linalg.norm(vector) == pytest.approx(1)
    assert pieces == 7


def test_what_means_the_same_is_near() -> None:
    vectors, _ = embed(["That is a happy person", "That is a very happy person", "Today is a sunny day"])
    assert vectors[0] @ vectors[1] == pytest.approx(0.943, abs=1e-3)
    assert vectors[0] @ vectors[2] == pytest.approx(0.257, abs=1e-3)


def test_a_text_is_the_same_alone_and_among_others() -> None:
    texts = ["a red fox", "word " * 200, "", "two cups of coffee on a table"]
    together, _ = embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert embed([text])[0][0] == pytest.approx(vector, abs=1e-5)


def test_no_texts_have_no_vectors() -> None:
    vectors, pieces = embed([])
    assert (vectors.shape, pieces) == ((0, SIZE), 0)
