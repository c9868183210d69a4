"""`python -m tests.tour.take OUT [NAME …]`, in an environment that points at an empty stack; `manage.py tour` makes one."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.bench.harness import with_database

if TYPE_CHECKING:
    from tests.tour.shots import Shot

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
ENOUGH_CREATIONS = 30
GAP = 24
PATIENCE_MS = 180_000
QUALITY = 82


def main(out: str, *names: str) -> None:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
    with_database()
    from tests.bench.browser import session_of, web
    from tests.tour.shots import shots
    from tests.tour.story import tell

    with drawing() as engine, web(ENGINE_URL=engine) as origin, sync_playwright() as playwright:
        print("The gallery is planted …", flush=True)
        planted()
        print("The team draws …", flush=True)
        story = tell()
        themed()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        cookie = session_of(story.nora)
        wanted = [shot for shot in shots(story) if not names or shot.name in names]
        for name, group in groupby(wanted, lambda shot: shot.name):
            taken = [photograph(browser, origin, cookie, shot) for shot in group]
            file = Path(out) / f"{name}.webp"
            side_by_side(taken).save(file, "WEBP", quality=QUALITY, method=6)
            print(f"{file.name}: {file.stat().st_size // 1024} KB", flush=True)
        browser.close()


@contextmanager
def drawing() -> Iterator[str]:
    """The engine and the workers; gives the engine's address."""
    from tests.bench.browser import answers, free_port
    from tests.workers import Workers, child_env, until

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as logs:
        names = ("engine", "worker", "image-worker", "relay")
        group = Workers(names, child_env(ENGINE_URL=address), Path(logs))
        group.start(host="127.0.0.1", port=port)
        try:
            until(lambda: answers(f"{address}/healthz"), seconds=60, why=group.log)
            yield address
        finally:
            group.kill()


def planted() -> None:
    """As much of the first gallery as its pages show, drawn as `up` lets it be drawn."""
    from gallery.models import Creation
    from gallery.seed.plant import step
    from gallery.seed.progress import finished
    from tests.tour.patience import while_it_goes_on

    public = Creation.objects.public()

    def enough() -> bool:
        return step().done or public.count() >= ENOUGH_CREATIONS

    while_it_goes_on(enough, public.count, "creations are public")
    finished()


def themed() -> None:
    """The themes of what is public by now, once the relay had all of it read."""
    from gallery.models import Creation, State
    from gallery.themes.refresh import refresh
    from tests.tour.patience import while_it_goes_on

    unread = Creation.objects.exclude(state=State.PUBLIC, text_vector__isnull=False)
    while_it_goes_on(lambda: not unread.exists(), unread.count, "creations are not read yet")
    refresh(always=True)


def photograph(browser: Browser, origin: str, cookie: str, shot: "Shot") -> Image.Image:
    from django.conf import settings

    width, height = shot.size
    context = browser.new_context(
        base_url=origin,
        viewport={"width": width, "height": height},
        color_scheme=shot.scheme,
        has_touch=width < 600,
    )
    if shot.signed_in:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": origin}])
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(shot.path)
    shot.prepare(page)
    taken = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    context.close()
    return taken


def side_by_side(taken: Sequence[Image.Image]) -> Image.Image:
    if len(taken) == 1:
        return taken[0]
    width = sum(each.width for each in taken) + GAP * (len(taken) - 1)
    sheet = Image.new("RGB", (width, max(each.height for each in taken)), "#8a8780")
    left = 0
    for each in taken:
        sheet.paste(each, (left, 0))
        left += each.width + GAP
    return sheet


if __name__ == "__main__":
    main(*sys.argv[1:])
