"""The main job, end to end, in a browser."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from studio.models import Call, Job, Project, Reference, User, Variant
from tests.journeys.conftest import sign_in, sign_in_by_hand
from tests.pictures import encode
from tests.workers import until

Contexts = Callable[..., BrowserContext]

PASTE = """(bytes) => {
    const file = new File([new Uint8Array(bytes)], "kite.png", {type: "image/png"});
    const data = new DataTransfer();
    data.items.add(file);
    const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.querySelector("#id_prompt").dispatchEvent(paste);
}"""

# Every shift of the layout that no key or click caused, from the first byte on.
WATCH_SHIFTS = """
    window.shifts = 0;
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts += each.value;
    }).observe({type: "layout-shift", buffered: true});
"""


def kite() -> bytes:
    """One clear subject on a plain ground, as the engine wants its references."""
    image = Image.new("RGB", (320, 320), (236, 238, 240))
    draw = ImageDraw.Draw(image)
    draw.polygon([(160, 40), (250, 150), (160, 280), (70, 150)], fill=(196, 40, 32))
    draw.line([(160, 40), (160, 280)], fill=(120, 16, 16), width=6)
    return encode(image, "PNG")


@pytest.fixture
def page_of_alice(alice: User, context_of: Contexts) -> Page:
    page = context_of(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(WATCH_SHIFTS)
    sign_in(page, alice)
    return page


def choose_small(page: Page) -> None:
    """1K pictures: the engine draws them sooner."""
    page.get_by_label("1K").check(force=True)
    expect(page.get_by_label("1K")).to_be_checked()


def ask_for(page: Page, words: str) -> None:
    page.get_by_label("Prompt", exact=True).fill(words)
    page.get_by_role("button", name="Generate").click()


def test_from_a_prompt_with_a_pasted_reference_to_a_picture_put_back(
    page_of_alice: Page, at_work: str
) -> None:
    page = page_of_alice
    page.get_by_label("Name of the new project").fill("Winter lookbook")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", name="An empty wall")).to_be_visible()

    page.wait_for_selector("studio-composer:defined")
    page.evaluate(PASTE, list(kite()))
    expect(page.locator(".tray .reference")).to_have_count(1)
    reference = Reference.objects.get()
    assert reference.name == "kite"

    choose_small(page)
    ask_for(page, "a red kite over dunes")
    places = page.locator(".job .tile")
    expect(places).to_have_count(4)
    before = places.first.bounding_box()
    job = Job.objects.get()
    assert [each.reference for each in job.inputs.all()] == [reference]

    pictures = page.locator(".tile .open img")
    expect(pictures.first).to_be_visible(timeout=120_000)
    page.reload()
    assert places.first.bounding_box() == before
    expect(pictures).to_have_count(4, timeout=120_000)
    expect(page.locator(".job")).to_have_attribute("data-state", "done")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("a red kite over dunes")
    assert page.evaluate("window.shifts") <= 0.02

    pictures.nth(1).click()
    inspector = page.get_by_role("complementary", name="The open picture")
    expect(inspector.locator(".told")).to_have_text("a red kite over dunes")
    expect(inspector.get_by_text("Took")).to_be_visible()
    opened = int(page.locator(".tile .open").nth(1).get_attribute("data-variant") or 0)
    assert page.url.endswith(f"?open={opened}")

    page.locator(".tile .open").nth(1).focus()
    page.keyboard.press("Delete")
    expect(pictures).to_have_count(3)
    assert Variant.objects.get(pk=opened).trashed_at is not None
    page.get_by_role("button", name="Undo").click()
    expect(pictures).to_have_count(4)
    assert Variant.objects.get(pk=opened).trashed_at is None


def test_another_tab_and_another_person_see_it_happen(
    page_of_alice: Page, bob: User, project: Project, context_of: Contexts, at_work: str
) -> None:
    other = context_of().new_page()
    sign_in(other, bob)
    other.goto(f"/projects/{project.pk}/")
    page_of_alice.goto(f"/projects/{project.pk}/")
    choose_small(page_of_alice)
    page_of_alice.locator('[name="count"][value="1"]').check(force=True)
    ask_for(page_of_alice, "a lake at first light")
    expect(other.get_by_role("heading", name="a lake at first light")).to_be_visible()
    expect(other.locator(".tile .open img")).to_have_count(1, timeout=120_000)


def test_everything_that_matters_works_without_script(
    alice: User, project: Project, context_of: Contexts, at_work: str
) -> None:
    page = context_of(java_script_enabled=False, viewport={"width": 1440, "height": 1100}).new_page()
    sign_in_by_hand(page, alice)
    page.get_by_role("link", name="Winter lookbook").click()
    page.get_by_label("Prompt", exact=True).fill("a lake at first light")
    page.locator('[name="tier"][value="1K"]').check(force=True)
    page.locator('[name="count"][value="1"]').check(force=True)
    picture: FilePayload = {"name": "dune.png", "mimeType": "image/png", "buffer": kite()}
    page.locator('[name="files"]').set_input_files([picture])
    page.get_by_role("button", name="Generate").click()
    expect(page.locator(".job .tile")).to_have_count(1)
    job = Job.objects.get()
    assert [each.reference.name for each in job.inputs.all() if each.reference] == ["dune"]

    def arrived() -> bool:
        state = Job.objects.get().state
        assert state != Job.State.FAILED, Call.objects.get().error_message
        if state == Job.State.OPEN:
            return False
        page.reload()
        return page.locator(".tile .open img").count() == 1

    until(arrived, seconds=120)
    page.locator(".tile .open").click()
    expect(page.get_by_text("Use as reference")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Moved to the trash.")).to_be_visible()
    page.goto(f"/projects/{project.pk}/trash/")
    page.get_by_role("button", name="Put back").click()
    assert Variant.objects.get().trashed_at is None


def test_what_was_written_survives_a_refusal_and_a_reload(page_of_alice: Page, project: Project) -> None:
    page = page_of_alice
    page.goto(f"/projects/{project.pk}/")
    ask_for(page, "")
    expect(page.get_by_text("Write what you want to see.")).to_be_visible()
    expect(page.get_by_label("Prompt", exact=True)).to_be_focused()
    long = "kite " * 4100
    ask_for(page, long)
    expect(page.locator("#prompt-wrong")).to_have_text(
        "A prompt has at most 20,000 characters; this one has 20,499."
    )
    assert page.get_by_label("Prompt", exact=True).input_value().strip() == long.strip()
    page.reload()
    assert page.get_by_label("Prompt", exact=True).input_value().strip() == long.strip()
    assert not Job.objects.exists()
