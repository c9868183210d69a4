"""The studio as a browser meets it: the real web server, workers and engine, and Chromium."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from studio.models import User
from tests.workers import Workers, child_env, until

# Playwright runs an event loop in this thread; the rows are still read by this thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
AXE = Path(__file__).resolve().parents[2] / "static" / "node_modules" / "axe-core" / "axe.min.js"
START_SECONDS = 60
LOOKS: tuple[tuple[int, Literal["dark", "light"]], ...] = ((390, "dark"), (1280, "light"))
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed in static/node_modules")
PASSWORD = "correct horse battery"

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: once Playwright's loop runs in this thread, no test can run one of its own. Of them,
    those that want the workers come first, so that these are started once."""
    for item in items:
        if _is_journey(item):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
    items.sort(key=lambda item: (_is_journey(item), "at_work" not in getattr(item, "fixturenames", ())))


def _is_journey(item: pytest.Item) -> bool:
    return Path(__file__).parent in item.path.parents


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture(scope="session")
def _ports() -> dict[str, int]:
    """Free ports for the web server and the engine."""
    with socket.create_server(("127.0.0.1", 0)) as web, socket.create_server(("127.0.0.1", 0)) as engine:
        return {"web": web.getsockname()[1], "engine": engine.getsockname()[1]}


@pytest.fixture(scope="session")
def base_url(
    _ports: dict[str, int], django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The address of the studio, served as `manage.py up` serves it, on the test's database."""
    with django_db_blocker.unblock(), _running(("web",), _ports["web"], {}) as address:
        yield address


class WorkForce:
    """The engine and the workers: started when a test wants them, and kept for the next that does."""

    def __init__(self, port: int) -> None:
        self.engine = f"http://127.0.0.1:{port}"
        self._port = port
        self._running = ExitStack()
        self._is_there = False

    def come(self) -> None:
        if not self._is_there:
            names = ("engine", "worker", "image-worker", "relay")
            self._running.enter_context(_running(names, self._port, {"ENGINE_URL": self.engine}))
            self._is_there = True

    def go(self) -> None:
        self._running.close()
        self._is_there = False


@pytest.fixture(scope="session")
def _work_force(_ports: dict[str, int], base_url: str) -> Iterator[WorkForce]:
    force = WorkForce(_ports["engine"])
    yield force
    force.go()


@pytest.fixture
def at_work(_work_force: WorkForce) -> str:
    """The address of the engine; it draws, and the workers work."""
    _work_force.come()
    return _work_force.engine


@pytest.fixture(autouse=True)
def _nobody_at_work(request: pytest.FixtureRequest, _work_force: WorkForce) -> None:
    """Rows that a test lays out by hand must not be taken by workers that it did not ask for."""
    if "at_work" not in request.fixturenames:
        _work_force.go()


@contextmanager
def _running(names: tuple[str, ...], port: int, env: dict[str, str]) -> Iterator[str]:
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as logs:
        group = Workers(names, child_env(**env), Path(logs))
        group.start(host="127.0.0.1", port=port)
        try:
            until(lambda: _answers(address), seconds=START_SECONDS, why=group.log)
            yield address
        finally:
            group.kill()


def _answers(address: str) -> bool:
    try:
        httpx.get(f"{address}/healthz", timeout=5, verify=False)
    except httpx.TransportError:
        return False
    return True


@pytest.fixture
def context_of(browser: Browser, base_url: str) -> Iterator[Callable[..., BrowserContext]]:
    """A browser profile of its own, e.g. context_of(color_scheme="dark"); closed with the test."""
    opened: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        # What moves only to be seen moving is painted again and again: a fifth of a journey's CPU.
        context = browser.new_context(base_url=base_url, reduced_motion="reduce", **options)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


def sign_in(page: Page, user: User) -> None:
    """The session that the form would give, without its two hashes of a password."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "127.0.0.1", "path": "/"}]
    )
    page.goto("/projects/")


def sign_in_by_hand(page: Page, user: User) -> None:
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/projects/")


def violations_in_every_look(page: Page) -> list[str]:
    """On a phone in the dark, and on a desk in the light: the page is loaded once and looked at twice."""
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        where = f"{page.url} {width} {scheme}"
        found += [f"{where}: {each}" for each in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{where}: wider than the window")
    return found


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now: rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async () => {
            await new Promise(requestAnimationFrame);
            // Colours on their way to another scheme; nothing moves for ever where motion is reduced.
            await Promise.allSettled(document.getAnimations().map((each) => each.finished));
            const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            const result = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
            return result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160) + " " +
                n.failureSummary).slice(0, 3).join(" | ")}`);
        }"""
    )
    return list(found)
