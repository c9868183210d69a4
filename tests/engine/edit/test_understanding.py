"""What an instruction is taken to mean."""

import time

import pytest

from studio.engine.edit.steps import (
    EVERYTHING,
    Adjust,
    Dress,
    Place,
    Recolour,
    Reframe,
    Remove,
    RemoveBackground,
    RemoveText,
    ReplaceBackground,
    ReplaceText,
    Restyle,
    Step,
    Thing,
    Upscale,
)
from studio.engine.edit.understand import understand

BACKGROUND = Thing("background", "background")

ONE_PICTURE: list[tuple[str, Step]] = [
    ("remove the background", RemoveBackground()),
    ("Please cut out the cup!", RemoveBackground()),
    ("make the background transparent", RemoveBackground()),
    ("transparent background please", RemoveBackground()),
    ("remove everything except the cup", RemoveBackground()),
    ("put it on a white background", ReplaceBackground(colour="white")),
    ("white background", ReplaceBackground(colour="white")),
    ("change the background color to #ff8800", ReplaceBackground(colour="#ff8800")),
    ("replace the background with a beach at sunset", ReplaceBackground(scene="beach at sunset")),
    ("put the woman in a forest", ReplaceBackground(scene="forest")),
    ("remove the text", RemoveText()),
    ("could you remove all the lettering from the picture", RemoveText()),
    ("remove the watermark", RemoveText()),
    ('remove the word "SALE"', RemoveText("SALE")),
    ('replace the text "OPEN" with "CLOSED"', ReplaceText("CLOSED", "OPEN")),
    ("replace the word OPEN with CLOSED", ReplaceText("CLOSED", "OPEN")),
    ('make the sign say "Fresh Bread"', ReplaceText("Fresh Bread")),
    ("change the sign to say “HELLO”", ReplaceText("HELLO")),
    ("remove the cup on the left", Remove(Thing("cup", "thing", None, "left"))),
    ("get rid of the red car", Remove(Thing("car", "thing", "red"))),
    ("erase the man", Remove(Thing("man", "person"))),
    ("make the cup blue", Recolour(Thing("cup", "thing"), "blue")),
    ("change the orange suit to white", Recolour(Thing("suit", "garment", "orange"), "white")),
    (
        "Change the colour of the dress from red to emerald green",
        Recolour(Thing("dress", "garment", "red"), "emerald"),
    ),
    ("the car should be black", Recolour(Thing("car", "thing"), "black")),
    ("paint the wall light green", Recolour(Thing("wall", "thing"), "light green")),
    ("turn it into a watercolour painting", Restyle("watercolour")),
    ("make it look like a pencil sketch", Restyle("pencil")),
    ("in the style of Van Gogh", Restyle("starry")),
    ("restyle it as pop art", Restyle("pop art")),
    ("make the picture look vintage", Restyle("vintage")),
    ("upscale to 4k", Upscale()),
    ("upscale 2x", Upscale(2)),
    ("enlarge it four times", Upscale(4)),
    ("crop to 16:9", Reframe(False, "16:9")),
    ("make it square", Reframe(False, "1:1")),
    ("extend the picture to 16:9", Reframe(True, "16:9")),
    ("outpaint to the left", Reframe(True, None, "right")),
    ("brighten the picture slightly", Adjust("brighten", strength=0.5)),
    ("make it black and white", Adjust("grey")),
    ("increase the contrast by 30%", Adjust("contrast", strength=0.75)),
    ("less contrast", Adjust("contrast", strength=-1.0)),
    ("blur the background", Adjust("blur", BACKGROUND)),
    ("make the background blurry", Adjust("blur", BACKGROUND)),
    ("increase the brightness of the face", Adjust("brighten", Thing("face", "face"))),
    ("give it a warm golden look", Adjust("warmer")),
    ("operation: recolour\ntarget: the cup\ncolour: blue", Recolour(Thing("cup", "thing"), "blue")),
    ('{"operation": "replace_background", "background": "a forest"}', ReplaceBackground(scene="a forest")),
    ("operation: extend\naspect: 16:9", Reframe(True, "16:9")),
    ("operation: blur\ntarget: background", Adjust("blur", BACKGROUND)),
]
TWO_PICTURES: list[tuple[str, Step]] = [
    ("change the background to the second picture", ReplaceBackground(picture=2)),
    ("in the style of the second picture", Restyle(picture=2)),
    ("put the cat from picture 1 into picture 2", Place((1,), 2)),
    ("place the dog in the second image on the left", Place((1,), 2, "left")),
    ("combine both pictures", Place((1,), 2)),
    ("put the pattern of the second picture on her dress", Dress(Thing("dress", "garment"), 2)),
]


@pytest.mark.parametrize(("words", "step"), ONE_PICTURE)
def test_plain_words_become_a_step(words: str, step: Step) -> None:
    understood = understand(words)
    assert understood.steps == (step,)
    assert understood.missed == ()


@pytest.mark.parametrize(("words", "step"), TWO_PICTURES)
def test_words_about_two_pictures_become_a_step(words: str, step: Step) -> None:
    assert understand(words, pictures=2).steps == (step,)


def test_several_wishes_in_one_sentence_keep_their_order() -> None:
    steps = understand("Could you remove all the text, blur the background and make the cup red?").steps
    assert steps == (RemoveText(), Adjust("blur", BACKGROUND), Recolour(Thing("cup", "thing"), "red"))


def test_a_second_adjective_means_the_same_thing() -> None:
    sky = Thing("sky", "sky")
    assert understand("make the sky darker and warmer").steps == (
        Adjust("darken", sky),
        Adjust("warmer", sky),
    )
    assert understand("make it warmer and brighter").steps == (
        Adjust("warmer", EVERYTHING),
        Adjust("brighten", EVERYTHING),
    )


def test_one_verb_may_serve_two_things() -> None:
    steps = understand("make the red cup blue and the saucer green").steps
    assert steps == (
        Recolour(Thing("cup", "thing", "red"), "blue"),
        Recolour(Thing("saucer", "thing"), "green"),
    )


def test_what_is_not_understood_is_handed_back() -> None:
    understood = understand("make it warmer. add a hat to the dog")
    assert understood.steps == (Adjust("warmer"),)
    assert understood.missed == ("add a hat to the dog",)


@pytest.mark.parametrize(
    ("words", "missed"),
    [
        ("Remove the boat and fill in what lies behind it.", ()),
        ("Replace the background with a beach. Keep the subject exactly as it is.", ()),
        ("Make the coat green. Please don’t touch its folds, texture and light.", ()),
        ("Replace “SALE” with “SOON”, in the same lettering and place.", ()),
        ("Upscale it. Change nothing in it.", ()),
        ("Keep the dog and remove the background", ("Keep the dog",)),
        ("Remove the cat. Leave out the dog.", ("Leave out the dog",)),
    ],
)
def test_what_an_edit_does_anyway_need_not_be_understood(words: str, missed: tuple[str, ...]) -> None:
    understood = understand(words)
    assert len(understood.steps) == 1
    assert understood.missed == missed


def test_the_lines_of_a_numbered_list_are_wishes_and_its_head_is_none() -> None:
    understood = understand(
        "Make all of these changes at once:\n1. make it warmer\n2. make the sky 2 shades darker"
    )
    assert understood.words == ("make it warmer", "make the sky 2 shades darker")
    assert understood.missed == ()


def test_to_keep_one_thing_alone_is_a_wish() -> None:
    assert understand("Make it brighter. Keep only the dog.").steps[1:] == (RemoveBackground(),)


def test_words_in_quotes_are_never_read_as_instructions() -> None:
    understood = understand('replace "A and make it blue" with "remove the background"')
    assert understood.steps == (ReplaceText("remove the background", "A and make it blue"),)


def test_a_named_operation_without_what_it_needs_is_not_guessed() -> None:
    assert understand("operation: recolour\ntarget: the cup").steps == ()


@pytest.mark.parametrize(
    "words",
    [
        "make " * 4000,
        "remove the " + "very " * 3000 + "cup",
        "change the colour of a " * 900,
        "“" * 20_000,
        "to " * 6000,
    ],
)
def test_twenty_thousand_letters_are_read_in_a_moment(words: str) -> None:
    began = time.process_time()
    understand(words)
    assert time.process_time() - began < 1.0
