"""From a picture to a better one, and its recipe carried in a file to another project."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from studio.models import Branch, Project, Team, User
from tests.journeys.conftest import AXE, sign_in, violations
from tests.journeys.hands import HANDS, Hand, Kind, hand
from tests.pictures import jpeg
from tests.workers import until

Contexts = Callable[..., BrowserContext]

WORDS = "a lake at first light, one red sailing boat"
REMOVE = "Remove the object and fill in what lies behind it."
BACKGROUND = "Replace the background with image 2. Keep the subject exactly as it is."
UPSCALE = "Upscale the picture to 4K. Change nothing in it."
PATIENCE_MS = 120_000

DROP = """(stage, told) => {
    const bytes = Uint8Array.from(atob(told), (each) => each.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], "lake.jpg", {type: "image/jpeg"}));
    stage.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.mark.parametrize(
    "kind", [pytest.param(each, marks=[] if each == "pointer" else pytest.mark.hands) for each in HANDS]
)
def test_a_picture_is_refined_and_its_recipe_opens_elsewhere(
    kind: Kind, alice: User, project: Project, team: Team, context_of: Contexts, at_work: str
) -> None:
    by = hand(kind, context_of)
    page = by.page
    sign_in(page, alice)
    ask(by, project)
    boat = project.variants.get()
    favour(by)
    until(lambda: project.variants.filter(is_favourite=True).exists(), seconds=10)

    edit(by)
    page.wait_for_selector("studio-mask[data-ready]")
    by.press(page.get_by_role("link", name="Remove something"))
    by.draw(page.get_by_role("application"), (0.42, 0.5), (0.58, 0.5), (0.42, 0.6), (0.58, 0.6))
    expect(page.locator("[data-marked]")).to_contain_text("% of the picture")
    expect(page.get_by_label("What should change?")).to_have_value(REMOVE)
    clean(page, "marked, and told what should change")
    arrives(by, 2)
    opened(by, 0)
    expect(page.locator("#inspector").get_by_text("Outside the marked area")).to_be_visible(timeout=60_000)
    line = page.get_by_role("navigation", name="From the first picture to this one")
    expect(line.get_by_role("listitem")).to_have_count(2)
    clean(page, "an edit and its figures")
    compare_with_parent(by)

    branch(by, "with the boat")
    until(lambda: Branch.objects.filter(variant=boat, name="with the boat").exists(), seconds=10)
    dunes: FilePayload = {"name": "dunes.jpg", "mimeType": "image/jpeg", "buffer": jpeg((640, 480), "teal")}
    page.locator("#tray .add input").set_input_files([dunes])
    expect(page.locator(".tray .reference")).to_have_count(1)
    page.get_by_label("What should change?").fill(BACKGROUND)
    page.reload()
    expect(page.get_by_label("What should change?")).to_have_value(BACKGROUND)
    expect(page.locator(".tray .reference")).to_have_count(1)
    arrives(by, 3)

    opened(by, 0)
    edit(by)
    by.press(page.get_by_role("link", name="Upscale to 4K"))
    expect(page.get_by_label("What should change?")).to_have_value(UPSCALE)
    arrives(by, 4)
    large = project.variants.latest("pk").image
    assert max(large.width, large.height) >= 4000

    opened(by, 0)
    file = saved(by)
    page.goto(f"/projects/{Project.objects.create(team=team, name='Elsewhere', created_by=alice).pk}/")
    brought = page.get_by_role("dialog", name="The recipe in")
    bring(by, file)
    expect(brought.get_by_text(UPSCALE)).to_be_visible()
    clean(page, "a recipe from a file")
    by.press(brought.get_by_role("button", name="Take the prompt over"))
    expect(page.get_by_label("Prompt", exact=True)).to_have_value(UPSCALE)


def clean(page: Page, where: str) -> None:
    if AXE.exists():
        assert violations(page) == [], where


def tiles(by: Hand) -> Locator:
    return by.page.locator(".tile > .open")


def ask(by: Hand, project: Project) -> None:
    """One small picture: the engine draws it sooner."""
    by.page.goto(f"/projects/{project.pk}/?count=1&tier=1K")
    by.page.wait_for_selector("studio-composer:defined")
    by.page.get_by_label("Prompt", exact=True).fill(WORDS)
    if by.kind == "keys":
        by.page.keyboard.press("Control+Enter")
    else:
        by.press(by.page.get_by_role("button", name="Generate"))
    expect(tiles(by).locator("img")).to_have_count(1, timeout=PATIENCE_MS)


def favour(by: Hand) -> None:
    if by.kind == "keys":
        tiles(by).first.focus()
        by.page.keyboard.press("f")
        opened(by, 0)
    else:
        opened(by, 0)
        by.press(by.page.locator("#inspector .choose").get_by_role("button", name="Favourite"))


def opened(by: Hand, number: int) -> None:
    """The picture of this number on the wall, the newest first, in the inspector."""
    tile = tiles(by).nth(number)
    variant = tile.get_attribute("data-variant")
    if not by.page.locator(f"#picture-{variant}").count():
        by.press(tile)
    expect(by.page.locator(f"#picture-{variant}")).to_be_visible()


def edit(by: Hand) -> None:
    if by.kind == "keys":
        by.page.keyboard.press("e")
    else:
        by.press(by.page.locator("#inspector [data-edit]"))
    by.page.wait_for_url("**/edit/")


def arrives(by: Hand, count: int) -> None:
    """The edit is asked for, and its picture lands on the wall."""
    by.press(by.page.locator("#edit-form .go"))
    expect(tiles(by).locator("img")).to_have_count(count, timeout=PATIENCE_MS)


def closed(by: Hand) -> None:
    """On a phone the open picture lies over the wall."""
    if by.kind == "touch":
        by.press(by.page.get_by_role("button", name="Close the picture"))


def compare_with_parent(by: Hand) -> None:
    closed(by)
    by.choose(tiles(by).nth(0), tiles(by).nth(1))
    if by.kind == "keys":
        by.page.keyboard.press("c")
    else:
        by.press(by.page.get_by_role("button", name="Compare"))
    dialog = by.page.get_by_role("dialog", name="Compare")
    expect(dialog.locator(".pane")).to_have_count(2)
    by.press(dialog.get_by_role("button", name="Close", exact=True))
    by.press(by.page.get_by_role("button", name="Choose none"))


def branch(by: Hand, name: str) -> None:
    """From the tree: the first picture gets a name, and work goes on from there."""
    page = by.page
    opened(by, 1)
    by.press(page.locator("#inspector").get_by_role("link", name="See it in the tree"))
    page.wait_for_selector("studio-tree[data-ready]")
    page.get_by_label("Name of this branch").fill(name)
    by.press(page.get_by_role("button", name="Name it"))
    expect(page.get_by_text("Named.")).to_be_visible()
    by.press(page.get_by_role("link", name="Continue from here"))
    page.wait_for_url("**/edit/")


def saved(by: Hand) -> Path:
    """The open picture as a small file with its recipe inside."""
    inspector = by.page.locator("#inspector")
    by.press(inspector.get_by_text("Save as…"))
    inspector.get_by_label("Format").select_option("jpeg")
    inspector.get_by_label("Size").select_option("640")
    with by.page.expect_download() as download:
        by.press(inspector.get_by_role("button", name="Save", exact=True))
    return Path(download.value.path())


def bring(by: Hand, file: Path) -> None:
    """Dropped on the stage; chosen from the project's menu where nothing can be dragged."""
    page = by.page
    page.wait_for_selector("studio-recipe:defined", state="attached")
    if by.kind == "pointer":
        page.locator(".zone.wall").evaluate(DROP, b64encode(file.read_bytes()).decode())
        return
    by.press(page.get_by_label("This project"))
    with page.expect_file_chooser() as chooser:
        by.press(page.get_by_role("button", name="Read the recipe in a file"))
    chooser.value.set_files(file)
