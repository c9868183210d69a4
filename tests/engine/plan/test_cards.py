import pytest

from studio.engine.art import shelf
from studio.engine.plan import ScenePlan, make_plan
from studio.engine.plan.told import told


def plan(prompt: str) -> ScenePlan:
    return make_plan(prompt, shelf.nouns())


@pytest.mark.parametrize(
    ("prompt", "title", "price", "badge"),
    [
        ("product card for a blue mug, $12, 'Limited'", "Blue mug", "$12", "Limited"),
        ('product card: a red chair "Nora" €189.90 badge "New"', "Nora", "€189.90", "New"),
        ("shop tile of a green vase, 40 EUR", "Green vase", "40 EUR", ""),
        ("product card for a lamp", "Lamp", "", ""),
    ],
)
def test_a_card_has_its_title_price_and_badge(prompt: str, title: str, price: str, badge: str) -> None:
    made = plan(prompt)
    assert (made.kind, made.title, made.price, made.badge) == ("card", title, price, badge)
    assert made.lettering == ()


def test_a_card_is_told_in_full() -> None:
    made = told(plan("product card for a blue mug, $12, 'Limited'"))
    assert made == {
        "kind": "product card",
        "subjects": ["a blue cup"],
        "title": "Blue mug",
        "price": "$12",
        "badge": "Limited",
        "art": {"cup": "own:mug"},
    }


def test_a_product_photograph_is_no_card() -> None:
    assert plan("a perfume bottle, product photography").kind == "product"
