"""From a picture to a better one, and its recipe carried in a file to another project."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from studio.models import Project, User
from tests.journeys.conftest import AXE, sign_in, violations

Contexts = Callable[..., BrowserContext]

WORDS = "a lake at first light, one red sailing boat"

DROP = """(stage, told) => {
    const bytes = Uint8Array.from(atob(told), (each) => each.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "lake.jpg", {type: "image/jpeg"}));
    stage.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def clean(page: Page, where: str) -> None:
    if AXE.exists():
        assert violations(page) == [], where


def test_an_object_is_removed_and_the_recipe_opens_elsewhere(
    alice: User, project: Project, context_of: Contexts, at_work: str
) -> None:
    page = context_of(viewport={"width": 1440, "height": 900}).new_page()
    sign_in(page, alice)
    page.get_by_label("Name of the new project").fill("Winter lookbook")
    page.get_by_role("button", name="Create").click()
    page.wait_for_selector("studio-composer:defined")
    for name, value in (("count", "1"), ("tier", "1K")):
        box = page.locator(f'[name="{name}"][value="{value}"]')
        box.check(force=True)
        expect(box).to_be_checked()
    page.get_by_label("Prompt", exact=True).fill(WORDS)
    page.get_by_role("button", name="Generate").click()
    tiles = page.locator(".tile > .open")
    expect(tiles.locator("img")).to_have_count(1, timeout=120_000)

    tiles.first.click()
    inspector = page.locator("#inspector")
    inspector.get_by_role("link", name="Edit").click()
    page.wait_for_selector("studio-mask[data-ready]")
    mark_the_middle(page)
    expect(page.locator("[data-marked]")).to_contain_text("% of the picture")
    page.get_by_role("link", name="Remove something").click()
    expect(page.get_by_label("What should change?")).to_have_value(
        "Remove the object and fill in what lies behind it."
    )
    clean(page, "marked, and told what should change")
    page.locator(".go").click()
    expect(tiles.locator("img")).to_have_count(2, timeout=120_000)

    tiles.first.click()
    expect(inspector.get_by_text("Outside the marked area")).to_be_visible(timeout=60_000)
    inspector.get_by_text("Show where").click()
    expect(inspector.get_by_role("img", name="Red where the answer differs")).to_be_visible()
    line = inspector.get_by_role("navigation", name="From the first picture to this one")
    expect(line.get_by_role("listitem")).to_have_count(2)
    clean(page, "an edit and its figures")

    file = saved(page)
    page.goto(f"/projects/{project.pk}/")
    page.wait_for_selector("studio-recipe:defined", state="attached")
    page.locator(".zone.wall").evaluate(DROP, b64encode(file.read_bytes()).decode())
    brought = page.get_by_role("dialog", name="The recipe in lake.jpg")
    expect(brought.get_by_text("Remove the object")).to_be_visible()
    clean(page, "a recipe from a file")
    brought.get_by_role("button", name="Take the prompt over").click()
    expect(page.get_by_label("Prompt", exact=True)).to_have_value(
        "Remove the object and fill in what lies behind it."
    )


def mark_the_middle(page: Page) -> None:
    """A box drawn by the keys alone: where the boat stands, or the lake before it."""
    page.locator("studio-mask").get_by_role("button", name="Box").press("Enter")
    easel = page.get_by_role("application")
    easel.focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")


def saved(page: Page) -> Path:
    """The open picture as a small file with its recipe inside."""
    inspector = page.locator("#inspector")
    inspector.get_by_text("Save as…").click()
    inspector.get_by_label("Format").select_option("jpeg")
    inspector.get_by_label("Size").select_option("640")
    with page.expect_download() as download:
        inspector.get_by_role("button", name="Save", exact=True).click()
    return Path(download.value.path())
