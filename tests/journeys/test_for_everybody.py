"""Pages that everybody can use: no violation that axe knows, in both schemes, wide and narrow; none that scrolls
sideways."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio.models import Call, Job, Project, Reference, Role, Transfer, User, Variant
from studio.pipeline.refer import add_upload
from studio.pipeline.sharing import make_share
from studio.pipeline.teams import invite
from studio.pipeline.trash import trash
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.journeys.conftest import needs_axe, sign_in, violations_in_every_look
from tests.pictures import png

Contexts = Callable[..., BrowserContext]


@pytest.fixture
def full_project(
    project: Project, alice: User, provider: Provider, make_job: Callable[..., Job]
) -> Iterator[Project]:
    """A wall with a job in every state, a reference, and a picture in the trash."""
    make_job(count=2, text="two kites over dunes, done")
    work()
    trash(Variant.objects.order_by("pk")[0])
    provider.script(Reply(status=400, error=("OutputImageSensitiveContentDetected", "Not this one.")))
    make_job(count=1, text="failed")
    work()
    provider.script(Reply(fault="reset"))
    make_job(count=1, text="without an answer")
    work()
    make_job(count=3, text="waiting, " + "with a very long prompt " * 40)
    job = make_job(count=2, text='{"subject": "a structured kite"}')
    Call.objects.filter(job=job).update(state=Call.State.SENT, progress={"fraction": 0.4, "note": "painting"})
    add_upload(project, alice, png((90, 60)), name="bottle.png")
    yield project


def look(page: Page, path: str) -> list[str]:
    answer = page.goto(path)
    assert answer is not None and (answer.status == 200 or path == "/nowhere/"), f"{path}: {answer}"
    page.wait_for_load_state("load")
    return violations_in_every_look(page)


@pytest.fixture
def page(context_of: Contexts) -> Page:
    return context_of().new_page()


@needs_axe
def test_no_violation_on_any_page(page: Page, full_project: Project, alice: User) -> None:
    found = [
        problem
        for path in ("/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nowhere/")
        for problem in look(page, path)
    ]
    sign_in(page, alice)
    home = f"/projects/{full_project.pk}/"
    kept = Variant.objects.kept().latest("pk")
    for path in (
        "/projects/",
        home,
        f"{home}?open={kept.pk}",
        f"{home}trash/",
        f"{home}references/",
        f"/variants/{kept.pk}/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/logout/",
    ):
        found += look(page, path)
    page.goto(home)
    page.wait_for_selector("studio-composer:defined")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    found += violations_in_every_look(page)
    page.keyboard.press("Escape")
    page.locator(".tile .open").first.click()
    expect(page.locator("#inspector .picture")).to_be_visible()
    found += violations_in_every_look(page)
    page.locator("#inspector .big").click()
    expect(page.locator("dialog.large")).to_be_visible()
    found += violations_in_every_look(page)
    assert "\n".join(found) == ""


@needs_axe
def test_no_violation_on_the_pages_around_it(
    page: Page, full_project: Project, alice: User, bob: User
) -> None:
    """Full, and where that looks otherwise, empty."""
    sign_in(page, alice)
    team, home = full_project.team, f"/projects/{full_project.pk}/"
    empty = Project.objects.create(team=team, name="Nothing yet", created_by=alice)
    kept = Variant.objects.kept().latest("pk")
    other = Variant.objects.exclude(pk=kept.pk).earliest("pk")
    reference = Reference.objects.get()
    failed = Transfer.objects.create(
        team=team, created_by=alice, kind="import", state="failed", message="This is no zip file."
    )
    _, share = make_share(full_project, alice, name="A client", shows_prompts=True, days=7)
    _, asked_in = invite(team, alice, role=Role.VIEWER, email="", days=7)
    found = [
        problem
        for path in (
            *(f"{home}{part}/" for part in ("tree", "references", "sharing", "facets", "days", "prompts")),
            *(f"{home}{part}/" for part in ("presets", "webhooks", "money")),
            *(f"/projects/{empty.pk}/{part}" for part in ("", "tree/", "references/", "trash/", "prompts/")),
            f"{home}common/?a={kept.pk}&b={kept.pk}",
            f"{home}compare/?ids={kept.pk},{other.pk}",
            f"/references/{reference.pk}/",
            f"/variants/{kept.pk}/edit/",
            *(f"/teams/{part}" for part in ("", f"{team.pk}/", f"{team.pk}/delete/", f"{team.pk}/money/")),
            *(f"/teams/{team.pk}/pictures/{part}" for part in ("", "?q=nothing", "filters/")),
            *("/transfers/", "/account/", "/account/delete/", "/tokens/", "/backends/", "/money/"),
            f"/s/{share}/",
            f"/invitations/{asked_in}/",
        )
        for problem in look(page, path)
    ]
    page.goto(f"{home}tree/")
    page.wait_for_selector("studio-tree[data-ready]")
    page.get_by_role("application").press("ArrowRight")
    found += violations_in_every_look(page)
    assert failed.pk and "\n".join(found) == ""


def test_the_wall_under_the_keyboard(full_project: Project, alice: User, context_of: Contexts) -> None:
    """One stop of Tab, arrows between pictures, Enter opens, Enter again shows it large, Esc goes back."""
    page = context_of(viewport={"width": 1440, "height": 900}).new_page()
    sign_in(page, alice)
    page.goto(f"/projects/{full_project.pk}/")
    page.wait_for_selector("studio-composer:defined")
    links = page.locator(".tile > .open")
    assert links.evaluate_all("(all) => all.filter((each) => each.tabIndex === 0).length") == 1
    links.first.focus()
    page.keyboard.press("Enter")
    expect(links.first).to_have_attribute("aria-current", "true")
    expect(page.locator("#inspector .picture")).to_be_visible()
    expect(links.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.large")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.large")).not_to_be_visible()
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#inspector .picture")).to_have_count(0)
    page.keyboard.press("Alt+a")
    expect(page.get_by_label("Prompt", exact=True)).to_be_focused()


def test_the_strict_policy_is_never_broken(full_project: Project, alice: User, context_of: Contexts) -> None:
    page = context_of(viewport={"width": 1440, "height": 900}).new_page()
    page.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation',"
        " (e) => window.broken.push(`${e.violatedDirective}: ${e.blockedURI} ${e.sourceFile}`));"
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(page, alice)
    page.goto(f"/projects/{full_project.pk}/")
    page.wait_for_selector("studio-composer:defined")
    page.locator(".tile .open").first.click()
    expect(page.locator("#inspector .picture")).to_be_visible()
    page.locator('[name="count"][value="2"]').focus()
    page.keyboard.press("Space")
    expect(page.locator("#price")).to_contain_text("2")
    assert page.evaluate("window.broken") == []
    assert errors == []


def test_fonts_and_scripts_come_from_the_studio_alone(
    full_project: Project, alice: User, context_of: Contexts, base_url: str
) -> None:
    page = context_of().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, alice)
    page.goto(f"/projects/{full_project.pk}/")
    page.wait_for_load_state("load")
    assert [url for url in asked if not url.startswith((base_url, "data:", "blob:"))] == []
    assert any(Path(url).suffix == ".woff2" for url in asked)
