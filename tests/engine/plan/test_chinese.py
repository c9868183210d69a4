"""Chinese prompts: the commonest words are drawn, the rest is named."""

import pytest

from studio.engine.art import shelf
from studio.engine.plan import make_plan
from studio.engine.plan.chinese import in_english
from studio.engine.plan.told import told


def understood(prompt: str) -> dict[str, object]:
    rows = told(make_plan(prompt, shelf.nouns()))
    rows.pop("art", None)
    return rows


@pytest.mark.parametrize(
    ("prompt", "rows"),
    [
        ("一只红色的狐狸在雪地森林里", {"subjects": ["a fox"], "place": "forest", "season": "winter"}),
        ("宇航员骑着马在月球上", {"subjects": ["an astronaut", "a horse"], "place": "moonscape"}),
        ("两只猫坐在长椅上，秋天，水彩画", {"season": "autumn", "style": "watercolour"}),
        (
            "一个穿蓝色裙子的女孩在海边",
            {"subjects": ["a girl", "a blue dress"], "relations": ["the girl wearing the dress"]},
        ),
        ("招牌上写着“欢迎”", {"subjects": ["a sign"], "lettering": ["欢迎"]}),
        (
            "一杯咖啡在书的左边",
            {"subjects": ["a cup", "a book"], "relations": ["the cup left of the book"]},
        ),
        (
            "桌子上有三个苹果和一个蓝色的杯子",
            {"relations": ["the apples on the table", "the cup on the table"]},
        ),
    ],
)
def test_it_is_read_as_its_english_would_be(prompt: str, rows: dict[str, object]) -> None:
    assert rows.items() <= understood(prompt).items()


def test_what_is_not_known_is_named() -> None:
    rows = understood("鸳鸯在湖边")
    assert rows["not placed"] == ["鸳鸯"]
    assert rows["place"] == "lake"


def test_chinese_inside_a_document_is_read_too() -> None:
    rows = understood('{"subject": "一只熊猫", "style": "水墨画", "negative": "文字"}')
    assert rows["subjects"] == ["a panda"]
    assert rows["style"] == "ink drawing"


def test_other_text_is_left_as_it_is() -> None:
    assert in_english('a "红" sign, café') != ""
    assert in_english("a red fox, café, 🦊") == "a red fox, café, 🦊"
