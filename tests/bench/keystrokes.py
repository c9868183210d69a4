"""Typing in the composer with a long document in it: from each key to the frame that shows it, in Chromium."""

import json
from collections.abc import Iterator
from typing import Any

from studio.prompts.document import Value, to_plain
from tests.bench.harness import Figure, percentile, with_database

WORDS = "a lamp on the low table beside the open door, and rain"

# The time of each key, from the moment at which the system had it until after the next frame.
WATCH = """() => {
    window.strokes = [];
    addEventListener("keydown", (event) => requestAnimationFrame(() => {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => window.strokes.push(performance.now() - event.timeStamp);
        painted.port2.postMessage(0);
    }), {capture: true});
}"""

FILL = """(text) => {
    const prompt = document.querySelector("#id_prompt");
    prompt.value = text;
    prompt.dispatchEvent(new Event("input", {bubbles: true}));
}"""


def keystrokes(document: Value, field: str) -> Iterator[Figure]:
    """Typed into one field of the form, and into the same document as JSON."""
    with_database()
    from tests.bench.browser import signed_in_browser, web
    from tests.bench.studio import chromium

    with web() as origin, signed_in_browser(origin) as (client, project), chromium(origin, client) as page:
        page.goto(f"{origin}/projects/{project}/")
        page.wait_for_selector("studio-prompt:defined")
        page.evaluate(FILL, json.dumps(to_plain(document), indent=2))
        page.evaluate(WATCH)
        page.get_by_role("radio", name="Fields").click()
        page.get_by_role("textbox", name=field, exact=True).click()
        yield Figure("key to its frame, 300 leaves as fields, p95", percentile(_typed(page), 95), "ms", 50)
        page.get_by_role("radio", name="JSON").click()
        page.locator(".cm-line").nth(4).click()
        yield Figure("key to its frame, 300 leaves as JSON, p95", percentile(_typed(page), 95), "ms", 50)


def _typed(page: Any) -> list[float]:
    """Every key of a sentence; the server is asked about the prompt meanwhile, as it is for anybody."""
    from tests.workers import until

    page.evaluate("window.strokes.length = 0")
    for letter in WORDS:
        page.keyboard.press(letter)
        page.wait_for_timeout(40)
    until(lambda: bool(page.evaluate(f"window.strokes.length >= {len(WORDS)}")), seconds=20)
    strokes: list[float] = page.evaluate("window.strokes")
    return strokes
