"""A plan and a seed become a picture, by the way that its kind asks for."""

from PIL import Image

from studio.engine.compose import abstracts, boards, cards, charts, diagrams, logos, steps
from studio.engine.compose.fit import stage
from studio.engine.compose.paint import paint
from studio.engine.plan.scene import ScenePlan

WHOLE = frozenset({"chart", "icons", "diagram", "steps", "card", "logo", "abstract"})


def draw(plan: ScenePlan, seed: int, width: int, height: int, detail: int | None = None) -> Image.Image:
    """RGB, exactly of that size; the same bytes for the same plan, seed, detail and size.

    A scene with `detail` keeps the seed's composition; what is no scene has no details beside it: it is made anew.
    """
    if plan.kind in WHOLE and detail is not None:
        seed = detail
    if plan.kind == "chart":
        return charts.chart(plan, seed, width, height)
    if plan.kind == "icons":
        return boards.icons(plan, seed, width, height)
    if plan.kind == "diagram":
        return diagrams.diagram(plan, seed, width, height)
    if plan.kind == "steps":
        return steps.steps(plan, seed, width, height)
    if plan.kind == "card":
        return cards.card(plan, seed, width, height)
    if plan.kind == "logo":
        return logos.logo(plan, seed, width, height)
    if plan.kind == "abstract":
        return abstracts.abstract(plan, seed, width, height)
    return paint(stage(plan, seed, width, height, detail), width, height)
