"""From a wall of pictures to the good ones in a zip: by keyboard alone, and by touch on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from studio.models import Bundle, Job, Project, User, Variant
from studio.tasks import pack_bundle
from tests.backends.provider import Provider
from tests.conftest import work
from tests.journeys.conftest import AXE, sign_in, violations
from tests.workers import until

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def wall(project: Project, provider: Provider, make_job: Callable[..., Job]) -> Project:
    """Two jobs: two kites, and a lake."""
    make_job(count=1, text="a blue lake")
    make_job(count=2, text="a red kite over dunes")
    work()
    return project


def opened(page: Page, user: User, project: Project) -> Page:
    sign_in(page, user)
    page.goto(f"/projects/{project.pk}/")
    page.wait_for_selector("studio-choose", state="attached")
    page.wait_for_selector(".pick:not([hidden])", state="attached")
    return page


def clean(page: Page, where: str) -> None:
    if AXE.exists():
        assert violations(page) == [], where


def packed(page: Page) -> None:
    """What the worker would do, and the page then offering it."""
    until(lambda: Bundle.objects.exists(), seconds=10)
    pack_bundle(Bundle.objects.get().pk)
    expect(page.get_by_role("link", name="Download").last).to_be_visible()


def test_by_keyboard_alone(wall: Project, alice: User, context_of: Contexts) -> None:
    page = opened(context_of(viewport={"width": 1440, "height": 900}).new_page(), alice, wall)
    press = page.keyboard.press
    first, second = Variant.objects.filter(job__sent_text__contains="kite").order_by("pk")
    tiles = page.locator(".tile > .open")

    tiles.first.focus()
    press("f")
    expect(page.locator(".tile").first.locator("[data-favour]")).to_have_attribute("aria-pressed", "true")
    press("ArrowRight")
    press("4")
    until(lambda: Variant.objects.filter(pk=first.pk, is_favourite=True).exists(), seconds=10)
    until(lambda: Variant.objects.filter(pk=second.pk, verdict=4).exists(), seconds=10)
    expect(tiles.nth(1)).to_be_focused()

    press("x")
    press("Shift+ArrowLeft")
    expect(page.get_by_text("2 chosen")).to_be_visible()
    clean(page, "two chosen")
    press("t")
    expect(page.get_by_role("dialog", name="Tag")).to_be_visible()
    clean(page, "asked for a tag")
    page.keyboard.type("dunes")
    press("Enter")
    expect(page.get_by_text("2 pictures tagged dunes")).to_be_visible()

    press("/")
    page.keyboard.type("tag:dunes is:favourite")
    expect(page.get_by_text("1 picture matches")).to_be_visible()
    expect(tiles).to_have_count(1)
    clean(page, "a search")
    press("Control+a")
    press("Backspace")
    expect(tiles).to_have_count(3)

    press("Tab")
    tiles.first.focus()
    press("c")
    dialog = page.get_by_role("dialog", name="Compare")
    expect(dialog).to_be_visible()
    expect(dialog.locator(".pane")).to_have_count(2)
    press("m")
    expect(dialog.locator(".comparing")).to_have_attribute("data-mode", "slider")
    clean(page, "compared")
    press("Escape")
    expect(dialog).not_to_be_visible()
    press("Shift+D")
    packed(page)
    press("Delete")
    expect(page.get_by_text("2 pictures moved to the trash")).to_be_visible()
    gone = page.locator(".toast").filter(has_text="moved to the trash")
    gone.get_by_role("button", name="Undo").press("Enter")
    until(lambda: Variant.objects.kept().count() == 3, seconds=10)

    press("Control+k")
    page.keyboard.type("keys")
    expect(page.get_by_role("option", name="Show and change the keys")).to_be_visible()
    clean(page, "the palette")


def test_by_touch_at_the_width_of_a_phone(wall: Project, alice: User, context_of: Contexts) -> None:
    phone = context_of(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = opened(phone.new_page(), alice, wall)
    tiles = page.locator(".tile > .open")
    tiles.first.tap()
    panel = page.locator("#inspector .choose")
    panel.get_by_role("button", name="Favourite").tap()
    panel.get_by_role("button", name="5", exact=True).tap()
    until(lambda: Variant.objects.filter(is_favourite=True, verdict=5).exists(), seconds=10)
    panel.get_by_role("textbox", name="Tag").fill("dunes")
    panel.get_by_role("textbox", name="Tag").press("Enter")
    expect(panel.get_by_text("dunes")).to_be_visible()
    clean(page, "an open picture")
    page.get_by_role("button", name="Close the picture").tap()

    long_touch(page, tiles.nth(0))
    tiles.nth(1).tap()
    expect(page.get_by_text("2 chosen")).to_be_visible()
    clean(page, "two chosen")
    page.get_by_role("button", name="Compare").tap()
    expect(page.get_by_role("dialog", name="Compare").locator(".pane")).to_have_count(2)
    clean(page, "compared")
    page.get_by_role("button", name="Close", exact=True).tap()
    page.get_by_role("button", name="Zip").tap()
    packed(page)
    page.get_by_role("button", name="Choose none").tap()

    page.locator("details.filters summary").tap()
    page.get_by_role("link", name="favourite", exact=True).tap()
    expect(tiles).to_have_count(1)
    page.locator("details.filters summary").tap()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tiles.first.tap()
    page.locator("#inspector .big").tap()
    expect(page.locator("dialog.large")).to_be_visible()
    clean(page, "the large view")


def long_touch(page: Page, tile: Locator) -> None:
    """A finger that rests: as the browser would tell it."""
    box = tile.bounding_box()
    assert box is not None
    at = {"x": box["x"] + 60, "y": box["y"] + 120}
    cdp = page.context.new_cdp_session(page)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(page.get_by_text("1 chosen")).to_be_visible()
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
