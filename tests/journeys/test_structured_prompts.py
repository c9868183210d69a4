"""A prompt of many fields: pasted, locked, varied, compared, taken from and kept, by the keyboard alone."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio.models import Experiment, Job, Preset, Project, User
from tests.journeys.conftest import AXE, sign_in, violations
from tests.prompts.documents import POTTER
from tests.workers import until

PASTE = """(text) => {
    const prompt = document.querySelector("#id_prompt");
    const data = new DataTransfer();
    data.setData("text/plain", text);
    prompt.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    prompt.value = text;
    prompt.dispatchEvent(new Event("input", {bubbles: true}));
}"""


@pytest.fixture
def page(alice: User, context_of: Callable[..., BrowserContext], project: Project) -> Page:
    page = context_of(viewport={"width": 1440, "height": 1000}).new_page()
    sign_in(page, alice)
    page.goto(f"/projects/{project.pk}/")
    page.wait_for_selector("studio-prompt:defined")
    return page


def does(page: Page, field: str, words: str) -> None:
    """Choose from a field's menu, by keys."""
    page.get_by_role("button", name=f"What can be done with {field}", exact=True).focus()
    page.keyboard.press("Enter")
    item = page.get_by_role("menuitem", name=words, exact=True)
    expect(item).to_be_visible()
    expect(page.get_by_role("menuitem").first).to_be_focused()
    while not item.evaluate("(element) => element.matches(':focus')"):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def vary(page: Page, field: str, *values: str) -> None:
    does(page, field, "Vary this field")
    another = page.get_by_role("textbox", name=f"Another value of {field}", exact=True)
    for value in values:
        expect(another).to_be_focused()
        page.keyboard.type(value)
        page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed in static/node_modules")
def test_from_a_pasted_document_to_a_grid_and_a_preset(page: Page, project: Project, at_work: str) -> None:
    page.evaluate(PASTE, POTTER)
    hair = page.get_by_role("textbox", name="subject.hair.color", exact=True)
    hair.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("grey")
    does(page, "subject.hands", "Lock")
    expect(page.get_by_role("textbox", name="subject.hands.state", exact=True)).not_to_be_editable()
    vary(page, "lighting.key.source", "one candle", "noon sun")
    vary(page, "camera.framing.angle", "from above")
    for setting in ('[name="count"][value="1"]', '[name="tier"][value="1K"]'):
        page.locator(setting).check(force=True)
    expect(page.locator("#price")).to_contain_text("3 × 2")
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/experiments/*/")
    made = Experiment.objects.get()
    assert made.locked == ["subject.hands"]
    assert json.loads(made.prompt.text)["subject"]["hair"]["color"] == "grey"
    assert '"aperture_f": 4.0' in made.prompt.text
    expect(page.locator("tbody th")).to_contain_text(["window light", "one candle", "noon sun"])
    until(lambda: not Job.objects.filter(state=Job.State.OPEN).exists(), seconds=120)
    expect(page.locator(".cell-place .open img")).to_have_count(6)
    assert violations(page) == []

    for cell in ("window light, eye level", "one candle, eye level"):
        page.get_by_role("checkbox", name=f"Compare {cell}", exact=True).focus()
        page.keyboard.press("Space")
    press(page, "Compare two")
    expect(page.get_by_role("heading", name="1 difference between the prompts")).to_be_visible()
    expect(page.locator(".difference ins")).to_have_text("one candle")
    assert violations(page) == []
    page.get_by_role("button", name="Take it: lighting.key.source").focus()
    page.keyboard.press("Enter")
    press(page, "Put it into the prompt")
    page.wait_for_selector("studio-fields")
    light = page.get_by_role("textbox", name="lighting.key.source", exact=True)
    expect(light).to_have_value("one candle")

    does(page, "lighting", "Keep as a preset")
    name = page.get_by_label("Name", exact=True)
    expect(name).to_be_visible()
    name.focus()
    page.keyboard.type("Candlelight")
    expect(name).to_have_value("Candlelight")
    assert violations(page) == []
    press(page, "Keep it")
    expect(page.get_by_role("button", name="Merge Candlelight")).to_be_visible()
    assert json.loads(Preset.objects.get().text)["lighting"]["key"]["source"] == "one candle"
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Presets").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Merge Candlelight")).to_be_visible()
    assert violations(page) == []


def test_a_broken_paste_is_repaired_with_undo_and_history_is_a_key_away(page: Page, project: Project) -> None:
    broken = "{“subject”: “a kite”, 'light': \"dusk\",}"
    page.evaluate(PASTE, broken)
    expect(page.get_by_text("Repaired, so that it can be read.")).to_be_visible()
    expect(page.get_by_role("textbox", name="subject", exact=True)).to_have_value("a kite")
    press(page, "Undo")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value(broken)
    page.get_by_label("Prompt", exact=True).fill('{"sky": "a long sky"}')
    page.keyboard.press("Control+Enter")
    expect(page.locator(".job")).to_have_count(1)
    page.get_by_label("Prompt", exact=True).fill("something else")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("textbox", name="sky", exact=True)).to_have_value("a long sky")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_label("Prompt", exact=True)).to_have_value("something else")
