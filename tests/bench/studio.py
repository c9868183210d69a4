"""A project of 10,000 variants in Chromium: first sight, scrolling, search, keys, ink; its tree; its pages on the server."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil

from tests.bench.harness import Figure, Measurement, median, percentile, with_database

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
IN_BROWSER, IN_TREE, FEW, MANY = 10_000, 2_000, 1_000, 100_000
CARDS = 2_000
VISITS, SEARCHES, PRESSES, ASKED, PANS, STROKES = 5, 9, 20, 60, 120, 60
DEEP = 0.9

WATCH = """
window.shifts = 0;
new PerformanceObserver((list) => {
    for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifts += each.value;
}).observe({type: "layout-shift", buffered: true});
"""

# The moment at which the first picture of the wall could be seen, from the start of the navigation.
SEEN = """() => new Promise((seen) => {
    const look = () => {
        const first = document.querySelector(".tile img");
        if (first && first.complete && first.naturalWidth) requestAnimationFrame(() => seen(performance.now()));
        else setTimeout(look, 5);
    };
    look();
})"""

# Scrolls steadily until so many cards are there; the time of each frame in ms.
SCROLL = """(cards) => new Promise((done) => {
    const zone = document.querySelector(".zone.wall");
    const frames = [];
    let last = performance.now(), idle = 0;
    const step = (now) => {
        frames.push(now - last);
        last = now;
        const before = zone.scrollTop;
        zone.scrollTop += 90;
        idle = zone.scrollTop === before ? idle + 1 : 0;
        const passed = Number(zone.dataset.passed ?? 0) + document.querySelectorAll(".tile").length;
        if (passed >= cards || idle > 300) done({frames: frames.slice(1), cards: passed});
        else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
})"""

# From Enter in the search field to its answer on the wall, ms.
SEARCH = """(words) => new Promise((done) => {
    const field = document.querySelector('[name="q"]');
    field.value = words;
    const begun = performance.now();
    new MutationObserver((_, watcher) => {
        if (!document.querySelector("#found")) return;
        watcher.disconnect();
        requestAnimationFrame(() => done(performance.now() - begun));
    }).observe(document.querySelector("#jobs"), {childList: true});
    field.form.requestSubmit();
})"""

# From the key's event to the next frame with the heart turned, ms.
PRESS = """() => new Promise((done) => {
    const tile = document.querySelector(".tile");
    tile.querySelector(".open").focus();
    const begun = performance.now();
    new MutationObserver((_, watcher) => {
        watcher.disconnect();
        requestAnimationFrame(() => done(performance.now() - begun));
    }).observe(tile.querySelector(".marks"), {attributes: true});
    tile.querySelector(".open").dispatchEvent(
        new KeyboardEvent("keydown", {key: "f", bubbles: true, cancelable: true}));
})"""

# The moment at which the tree has been drawn, from the start of the navigation.
DRAWN = """() => new Promise((drawn) => {
    const look = () => {
        if (document.querySelector("studio-tree[data-ready]")) {
            requestAnimationFrame(() => drawn(performance.now()));
        } else setTimeout(look, 5);
    };
    look();
})"""

# Drags the tree about; the time of each frame in ms.
PAN = """(pans) => new Promise((done) => {
    const canvas = document.querySelector("studio-tree canvas");
    const box = canvas.getBoundingClientRect();
    const told = (name, target, at) => target.dispatchEvent(new MouseEvent(name, {
        bubbles: true, cancelable: true, view: window, button: 0,
        clientX: box.left + box.width / 2 + 120 * Math.sin(at / 9), clientY: box.top + 200 + at}));
    told("mousedown", canvas, 0);
    const frames = [];
    let last = performance.now();
    const step = (now) => {
        frames.push(now - last);
        last = now;
        told("mousemove", window, frames.length);
        if (frames.length <= pans) requestAnimationFrame(step);
        else { told("mouseup", window, 0); done(frames.slice(2)); }
    };
    requestAnimationFrame(step);
})"""

# From each movement of the pointer to the frame that carries its ink, ms.
INK = """() => {
    window.inked = [];
    document.addEventListener("pointermove", (event) => {
        requestAnimationFrame(() => window.inked.push(performance.now() - event.timeStamp));
    });
}"""


def measure() -> Measurement:
    with_database()
    from studio.accounts import local_owner, make_team_of_one
    from studio.models import Project
    from tests.bench.browser import signed_in_browser, web
    from tests.bench.crowd import crowd, lineage

    with web() as origin, signed_in_browser(origin) as (client, project):
        team = make_team_of_one(local_owner())
        few, many, grown = (
            Project.objects.create(team=team, name=name, created_by=local_owner())
            for name in ("Few", "Many", "Grown")
        )
        crowd(Project.objects.get(pk=project), variants=IN_BROWSER)
        crowd(few, variants=FEW)
        crowd(many, variants=MANY)
        lineage(grown, variants=IN_TREE)
        analyse()
        with chromium(origin, client) as page:
            figures = [
                *of_the_wall(page, f"{origin}/projects/{project}/"),
                *of_the_tree(page, f"{origin}/projects/{grown.pk}/tree/"),
                *of_the_mask(page, f"{origin}/variants/{grown.variants.order_by('pk')[0].pk}/edit/"),
            ]
        figures += on_the_server(client, few.pk, many.pk)
    return Measurement(figures, runs=VISITS)


def analyse() -> None:
    """What autovacuum would have done by the time that a project has grown so large."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def of_the_wall(page: Any, address: str) -> Iterator[Figure]:
    page.goto(address)
    firsts = []
    for _ in range(VISITS):
        page.goto(address, wait_until="commit")
        firsts.append(page.evaluate(SEEN))
    yield Figure("first wall of 10,000 variants seen", median(firsts), "ms", 1200)
    page.wait_for_selector("studio-choose", state="attached")
    presses = [page.evaluate(PRESS) for _ in range(PRESSES)]
    yield Figure("key press to its reaction", percentile(presses, 95), "ms", 50)
    searches = [page.evaluate(SEARCH, f"kite number {n % 8} snow") for n in range(SEARCHES)]
    yield Figure("search answered", median(searches), "ms", 150)
    page.goto(address)
    page.wait_for_selector("studio-choose", state="attached")
    scrolled = page.evaluate(SCROLL, CARDS)
    yield Figure("cards scrolled through", scrolled["cards"], "cards", CARDS, better="higher")
    yield Figure("frames while scrolling", 1000 / median(scrolled["frames"]), "frames/s", 55, better="higher")
    yield Figure("memory of the tab after it", memory_of_tab(), "MB", 400)
    yield Figure("layout shift", page.evaluate("window.shifts"), "CLS", 0.02)


def of_the_tree(page: Any, address: str) -> Iterator[Figure]:
    drawn = []
    for _ in range(VISITS):
        page.goto(address, wait_until="commit")
        drawn.append(page.evaluate(DRAWN))
    yield Figure("tree of 2,000 pictures drawn", median(drawn), "ms", 1000)
    frames = page.evaluate(PAN, PANS)
    yield Figure("frames while the tree is dragged", 1000 / median(frames), "frames/s", 50, better="higher")


def of_the_mask(page: Any, address: str) -> Iterator[Figure]:
    page.goto(address)
    page.wait_for_selector("studio-mask[data-ready]")
    box = page.locator("studio-mask .holder").bounding_box()
    page.evaluate(INK)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    page.mouse.down()
    for step in range(STROKES):
        page.mouse.move(box["x"] + box["width"] / 2 + step, box["y"] + box["height"] / 3 + 2 * step)
    page.mouse.up()
    yield Figure("stroke to its ink", median(page.evaluate("window.inked")), "ms", 16)


def on_the_server(client: httpx.Client, few: int, many: int) -> Iterator[Figure]:
    for place, depth in (("front", 0.0), ("90 % depth", DEEP)):
        small, large = asked(client, few, many, depth)
        yield Figure(f"wall page at the {place}, 1,000 variants, p95", percentile(small, 95), "ms")
        yield Figure(f"wall page at the {place}, 100,000 variants, p95", percentile(large, 95), "ms")
        grown = percentile(large, 95) / percentile(small, 95)
        yield Figure(f"wall page at the {place}, 100 times as many", grown, "×", 1.5)


def asked(client: httpx.Client, few: int, many: int, depth: float) -> tuple[list[float], list[float]]:
    """Seconds of wall pages in turns, ms."""
    from tests.bench.harness import pairs

    def page(project: int) -> float:
        before = place_at(project, depth)
        begun = time.perf_counter()
        answer = client.get(
            f"/projects/{project}/wall/",
            params={"before": before} if before else {},
            headers={"HX-Request": "true"},
        )
        answer.raise_for_status()
        return 1000 * (time.perf_counter() - begun)

    page(few), page(many)
    return pairs(lambda: page(few), lambda: page(many), ASKED)


def place_at(project: int, depth: float) -> int:
    """The id of the job that so much of the project's newer jobs lie above; 0 for the front."""
    from studio.models import Job

    if not depth:
        return 0
    ids = Job.objects.filter(project=project).order_by("-pk").values_list("pk", flat=True)
    return ids[int(ids.count() * depth)]


@contextmanager
def chromium(origin: str, client: httpx.Client) -> Iterator[Any]:
    """A page of a browser with the client's session."""
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies(
            [{"name": name, "value": value, "url": origin} for name, value in client.cookies.items()]
        )
        page = context.new_page()
        page.add_init_script(WATCH)
        yield page
        browser.close()


def memory_of_tab() -> float:
    """MB that the largest page process of our browsers holds alone."""
    sizes = [0.0]
    for process in psutil.Process().children(recursive=True):
        try:
            if "--type=renderer" in process.cmdline():
                sizes.append(process.memory_full_info().uss / 1e6)
        except psutil.Error:
            continue  # it has ended meanwhile
    return max(sizes)
