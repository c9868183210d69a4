"""The feed page on a throttled phone in Chromium, beside a hand-written static page with the same pictures."""

import html
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.bench.harness import Figure, Measurement, median, pairs, with_database
from tests.pictures import encode, photo

ROUNDS = 9
CREATIONS = 30
SIZES = ((960, 1280), (1280, 960), (1024, 1024))
# Chrome's own "fast 4G" and a mid-range phone.
NETWORK = {"offline": False, "latency": 60, "downloadThroughput": 9e6 / 8, "uploadThroughput": 1.5e6 / 8}
SLOWER_CPU = 4
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

WATCH = """
    window.lcp = 0; window.cls = 0;
    new PerformanceObserver((list) => { for (const each of list.getEntries()) window.lcp = each.startTime; })
        .observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver((list) => { for (const each of list.getEntries()) window.cls += each.value; })
        .observe({type: "layout-shift", buffered: true});
"""
STATIC = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Static</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{margin:14px;font:16px sans-serif}}ul{{columns:2;column-gap:9px;padding:0;list-style:none}}
li{{break-inside:avoid;margin-bottom:14px}}img{{width:100%;height:auto;display:block;border-radius:12px}}</style>
</head><body><h1>Creations</h1><ul>{items}</ul></body></html>"""


def measure() -> Measurement:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
    with_database()
    from django.core.management import call_command

    from studio.stack.services import WEB
    from tests.bench.browser import free_port, serving

    call_command("collectstatic", interactive=False, verbosity=0)  # as `up` does, with what is compressed
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, serving(
        WEB.command(sys.executable, host="127.0.0.1", port=port), port
    ):  # fmt: skip
        pictures = fill()
        asked = queries()
        with static_twin(Path(folder), pictures) as twin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
            )
            ours, theirs = f"http://127.0.0.1:{port}/gallery/", twin
            look(browser, ours), look(browser, theirs)
            mine, plain = pairs(partial(look, browser, ours), partial(look, browser, theirs), ROUNDS)
            browser.close()
    paint, static = median([lcp for lcp, _ in mine]), median([lcp for lcp, _ in plain])
    return Measurement(
        [
            Figure("largest_paint", paint / 1000, "s", 1.2),
            Figure("layout_shift", max(cls for _, cls in mine), "", 0.02),
            Figure("beside_a_static_page", paint / static, "times", 1.3),
            Figure("static_page", static / 1000, "s"),
            Figure("queries", asked, "queries", 6),
        ],
        runs=ROUNDS,
    )


def fill() -> list[tuple[int, int, bytes, bytes]]:
    """Public creations with real files in two sizes; what was stored: width, height, small, large."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.utils import timezone

    from gallery.models import Creation, CreationFile, Profile
    from studio.accounts import local_owner

    author = local_owner()
    Profile.objects.get_or_create(user=author, defaults={"handle": "bench", "name": "Bench"})
    stored = []
    for number in range(CREATIONS):
        width, height = SIZES[number % len(SIZES)]
        now = timezone.now()
        creation = Creation.objects.create(
            author=author, state="public", title=f"Made {number}", alt=f"A made picture {number}", backend="engine",
            width=width, height=height, aspect="1:1", published_at=now, checked_at=now,
        )  # fmt: skip
        sizes = []
        for wide in (320, 640):
            content = encode(photo((wide, wide * height // width), number + 1), "WEBP", quality=78)
            key = default_storage.save(f"gallery/bench-{number}-{wide}.webp", ContentFile(content))
            CreationFile.objects.create(
                creation=creation, spec=f"w{wide}", key=key, width=wide, height=wide * height // width,
                size_bytes=len(content),
            )  # fmt: skip
            sizes.append(content)
        stored.append((width, height, sizes[0], sizes[1]))
    return stored[::-1]


def queries() -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(HTTP_HOST="127.0.0.1")
    client.get("/gallery/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/gallery/").status_code == 200
    return len(captured)


@contextmanager
def static_twin(folder: Path, pictures: list[tuple[int, int, bytes, bytes]]) -> Iterator[str]:
    """The plainest page that shows the same pictures, from files."""
    items = []
    for number, (width, height, small, large) in enumerate(pictures):
        (folder / f"{number}-320.webp").write_bytes(small)
        (folder / f"{number}-640.webp").write_bytes(large)
        lazy = ' loading="lazy"' if number > 9 else ""
        items.append(
            f'<li><img src="{number}-640.webp" srcset="{number}-320.webp 320w, {number}-640.webp 640w" sizes="46vw" '
            f'width="{width}" height="{height}" alt="{html.escape(f"Picture {number}")}"{lazy}></li>'
        )
    (folder / "index.html").write_text(STATIC.format(items="".join(items)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass


def look(browser: Browser, address: str) -> tuple[float, float]:
    """(largest contentful paint in ms, sum of layout shifts) of a first visit, scrolled once to its end."""
    from tests.workers import until

    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    page.goto(address, wait_until="load")
    until(lambda: bool(page.evaluate("window.lcp > 0")), seconds=20)
    paint = float(page.evaluate("window.lcp"))
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    shift = float(page.evaluate("window.cls"))
    context.close()
    return paint, shift
