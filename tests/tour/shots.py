"""Which pages the tour shows, and what is done there before the picture is taken."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

from gallery.models import Creation, Theme
from studio.models import Job
from tests.tour.story import Story

WIDE, PHONE = (1440, 900), (390, 844)
Scheme = Literal["dark", "light"]


def nothing(page: Page) -> None:
    page.wait_for_load_state("networkidle")


@dataclass(frozen=True, slots=True)
class Shot:
    """Phones of one name are laid side by side into one picture."""

    name: str
    path: str
    scheme: Scheme = "light"
    size: tuple[int, int] = WIDE
    prepare: Callable[[Page], None] = nothing
    signed_in: bool = True


def shots(story: Story) -> Iterator[Shot]:
    home = f"/projects/{story.project.pk}/"
    team = f"/teams/{story.team.pk}/"
    fox = Job.objects.get(project=story.project, experiment=None, sent_text__contains="a red fox")
    begun = f"{home}?from={fox.prompt_id}&use={story.bottle.pk}"
    public = Creation.objects.public().filter(author=story.nora).order_by("pk")
    yield Shot("studio", f"{begun}&open={story.boat.pk}", "dark", prepare=studio)
    yield Shot("edit", f"/variants/{story.boat.pk}/edit/", prepare=marked)
    yield Shot("compare", f"{home}compare/?ids={story.boat.pk},{story.without.pk}", "dark")
    yield Shot("tree", f"{home}tree/?at={story.without.pk}", prepare=tree)
    yield Shot("grid", f"/experiments/{story.grid.pk}/", "dark")
    yield Shot("palette", f"{home}?open={story.boat.pk}", prepare=palette)
    yield Shot("references", f"/references/{story.bottle.pk}/")
    yield Shot("team", team)
    yield Shot("team-wall", f"{team}pictures/", "dark")
    yield Shot("money", f"{team}money/")
    yield Shot("gallery", "/gallery/", signed_in=False)
    yield Shot("creation", f"/gallery/{public[0].pk}/", "dark", signed_in=False)
    fox_shown = public.filter(title__startswith="Fox").select_related("theme").first()
    if theme := (fox_shown and fox_shown.theme) or Theme.objects.order_by("-size").first():
        yield Shot("theme", f"/gallery/themes/{theme.slug}/", signed_in=False)
    for path in (home, f"{home}?open={story.boat.pk}", f"/variants/{story.boat.pk}/edit/", "/gallery/"):
        yield Shot("phone", path, "dark" if path == home else "light", PHONE, settled)


def settled(page: Page) -> None:
    page.wait_for_timeout(1500)


def studio(page: Page) -> None:
    page.wait_for_selector("studio-composer:defined")
    page.get_by_role("tab", name="Fields").or_(page.get_by_role("radio", name="Fields")).first.click()
    settled(page)


AROUND_THE_BOAT = (
    (0.63, 0.52), (0.72, 0.52), (0.76, 0.62), (0.79, 0.7), (0.85, 0.715), (0.82, 0.8), (0.5, 0.8), (0.475, 0.715),
    (0.53, 0.7), (0.6, 0.62),
)  # fmt: skip
"""In shares of the picture, which is 3:4 and fills 96 % of the easel's height."""


def marked(page: Page) -> None:
    page.wait_for_selector("studio-mask[data-ready]")
    easel = page.get_by_role("application").bounding_box()
    assert easel is not None
    height = 0.96 * easel["height"]
    left, top = easel["x"] + (easel["width"] - 0.75 * height) / 2, easel["y"] + (easel["height"] - height) / 2
    line = [(left + x * 0.75 * height, top + y * height) for x, y in AROUND_THE_BOAT]
    page.get_by_role("button", name="Lasso").click()
    page.mouse.move(*line[-1])
    page.mouse.down()
    for point in line:
        page.mouse.move(*point, steps=4)
    page.mouse.up()
    page.get_by_role("link", name="Remove something").click()
    settled(page)


def tree(page: Page) -> None:
    page.wait_for_selector("studio-tree[data-ready]")
    settled(page)


def palette(page: Page) -> None:
    page.wait_for_selector("studio-palette:defined", state="attached")
    settled(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("pict")
    settled(page)
