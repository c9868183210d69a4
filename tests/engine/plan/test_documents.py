import json

from studio.engine.art import shelf
from studio.engine.plan import ScenePlan, make_plan
from studio.engine.plan.series import series


def plan(document: object) -> ScenePlan:
    text = document if isinstance(document, str) else json.dumps(document)
    return make_plan(text, shelf.nouns())


def test_fields_of_any_name_land_in_the_same_plan() -> None:
    made = plan(
        {
            "main_character": {"animal": "a fox", "count": "one"},
            "environment": {"location": "snowy forest", "props": "a bench"},
            "lighting": {"key": "moonlight"},
            "art_style": "watercolour",
            "headline": "Quiet",
            "negative_prompt": ["no people", "text"],
        }
    )
    assert [subject.noun for subject in made.subjects] == ["fox", "bench"]
    assert (made.place, made.time, made.season, made.style) == ("forest", "night", "winter", "watercolour")
    assert made.lettering == ("Quiet",)
    assert made.negatives == ("no people", "text")


def test_number_and_colour_beside_a_name_are_those_of_the_thing() -> None:
    made = plan(
        {
            "subject": {"type": "astronaut", "count": 2},
            "product": {"name": "Aurora", "category": "perfume bottle", "color": "amber"},
        }
    )
    assert [(subject.count, subject.colour, subject.noun) for subject in made.subjects] == [
        (2, "", "astronaut"),
        (1, "amber", "perfume"),
    ]
    assert not made.features  # the brand is no northern light


def test_technical_fields_name_no_subjects() -> None:
    made = plan(
        {
            "subject": "a red bicycle",
            "camera": {"system": "phone camera", "film": "Gold 200"},
            "quality": "8k",
        }
    )
    assert [(subject.colour, subject.noun) for subject in made.subjects] == [("red", "bicycle")]
    assert made.unplaced == ()


def test_the_same_thing_in_several_fields_is_one_thing() -> None:
    made = plan(
        {"subject": "a young woman", "scene": "the woman stands on a beach", "description": "woman at sunset"}
    )
    assert [(subject.count, subject.noun) for subject in made.subjects] == [(1, "woman")]
    assert (made.place, made.time) == ("beach", "sunset")


def test_a_document_names_bodies_and_materials_to_describe_somebody() -> None:
    made = plan(
        {
            "subject": "a young woman looking at the camera",
            "detail": "bright eyes, wearing a red coat, brick and wood behind her, one ear visible",
        }
    )
    assert [subject.noun for subject in made.subjects] == ["woman", "coat"]
    assert [relation.kind for relation in made.relations] == ["wearing"]
    assert {"eyes", "brick", "wood", "ear"} <= set(made.unplaced)


def test_a_document_is_not_drawn_as_a_heap_of_all_it_names() -> None:
    made = plan(
        {"items": ["a cup", "a book", "a lamp", "a chair", "a cat", "a dog", "a fox", "a bear", "a car"]}
    )
    assert len(made.subjects) == 7
    assert made.unplaced == ("bear", "car")


def test_what_only_looks_like_json_is_read_pair_by_pair() -> None:
    made = plan('{"subject": "two cats", "background": "a meadow", }')
    assert [(subject.count, subject.noun) for subject in made.subjects] == [(2, "cat")]
    assert made.place == "meadow"


def test_deep_documents_are_read_to_a_bounded_depth() -> None:
    assert isinstance(plan('{"a":' * 3000 + '"cat"' + "}" * 3000), ScenePlan)


def test_four_seasons_change_the_season_and_nothing_else() -> None:
    prompt = "four seasons of one courtyard with a red bench"
    made = plan(prompt)
    told = series(prompt, made, 4)
    assert [part.season for part in told] == ["spring", "summer", "autumn", "winter"]
    assert {part.subjects for part in told} == {made.subjects}


def test_a_series_without_a_word_for_it_passes_the_hours() -> None:
    made = plan("a lighthouse")
    assert [part.time for part in series("a lighthouse", made, 3)] == ["dawn", "day", "sunset"]


def test_one_person_is_told_in_many_fields() -> None:
    """As in the long portraits that people paste: a gender, hair, clothes, a room and hard light."""
    made = plan(
        {
            "subject": {
                "category": "human",
                "gender_presentation": "female",
                "body": {"posture": "relaxed on a sofa"},
                "hair": {"style": "loose ink-black bun", "color": "dark brown"},
                "wardrobe": {
                    "outerwear": "red zip hoodie with a leather patch",
                    "bottom": "white lounge shorts",
                },
            },
            "environment": {
                "location": "studio",
                "set": "black sofa against a white wall",
                "props": "silver laptop (Apple, logo visible)",
            },
            "lighting": {"key": {"effect": "crisp, dark, well-defined cast shadows"}},
        }
    )
    assert [(subject.colour, subject.noun) for subject in made.subjects] == [
        ("", "woman"),
        ("red", "sweater"),
        ("black", "sofa"),
        ("silver", "laptop"),
    ]
    assert [relation.kind for relation in made.relations] == ["wearing"]
    assert (made.place, made.time, made.style) == ("studio", "", "")
