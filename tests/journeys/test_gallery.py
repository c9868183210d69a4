"""The gallery in a browser: from a stranger's first look to a published remix with its credit; and for everybody."""

import json
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from gallery.models import Creation, State
from gallery.seed.plant import ALIAS
from studio.models import Job, User
from tests.gallery.planting import planted
from tests.journeys.conftest import PASSWORD, needs_axe, sign_in, violations_in_every_look
from tests.workers import until

Contexts = Callable[..., BrowserContext]
DOCUMENT = json.dumps(
    {"subject": {"main": "a red kite", "count": 1}, "place": "dunes", "light": ["late", "warm"]}
)


def test_a_stranger_explores_remixes_signs_up_varies_publishes_and_gives_credit(
    alice: User, context_of: Contexts, at_work: str
) -> None:
    origin = planted(alice, title="Kite over dunes")
    page = context_of(viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/")
    page.get_by_role("link", name="A red kite over dunes").click()
    expect(page.get_by_role("heading", name="Kite over dunes")).to_be_visible()
    page.get_by_role("link", name="Remix").click()
    page.get_by_role("main").get_by_role("link", name="Create an account").click()
    page.get_by_label("Email").fill("dora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_role("heading", name="Remix “Kite over dunes”")).to_be_visible()
    page.get_by_role("button", name="Take the recipe").click()

    prompt = page.get_by_label("Prompt", exact=True)
    expect(prompt).to_have_value("a red kite over dunes")
    page.wait_for_selector("studio-composer:defined")
    prompt.fill("a blue kite over dunes")
    page.get_by_label("1K").check(force=True)
    expect(page.get_by_label("1K")).to_be_checked()
    page.locator('input[name="count"][value="1"]').check(force=True)
    page.get_by_role("button", name="Generate").click()
    until(lambda: Job.objects.filter(state=Job.State.DONE, backend=ALIAS).exists(), seconds=60)
    variant = Job.objects.get().variants.get()

    page.goto(f"/variants/{variant.pk}/")
    page.get_by_role("link", name="Publish…").click()
    page.get_by_label("Your name in the gallery").fill("Dora")
    page.get_by_label("Address of your page").fill("dora")
    page.get_by_label("Title").fill("Blue kite")
    page.get_by_label("What is to be seen").fill("A blue kite")
    page.get_by_role("button", name="See what strangers will see").click()
    expect(page.get_by_role("region", name="Preview")).to_contain_text("Kite over dunes")
    page.get_by_role("button", name="Publish", exact=True).click()
    until(lambda: Creation.objects.filter(title="Blue kite", state=State.PUBLIC).exists(), seconds=60)

    stranger = context_of().new_page()
    stranger.goto(f"/gallery/{Creation.objects.get(title='Blue kite').pk}/")
    expect(stranger.get_by_role("link", name="“Kite over dunes” by")).to_be_visible()
    stranger.goto(f"/gallery/{origin.pk}/")
    expect(stranger.get_by_role("heading", name="Remixes of it")).to_be_visible()


def test_without_script_everything_but_the_composer_works(
    alice: User, charlie: User, context_of: Contexts
) -> None:
    creation = planted(alice, prompt_document=DOCUMENT)
    page = context_of(java_script_enabled=False).new_page()
    sign_in(page, charlie)
    page.goto("/gallery/?q=kites")
    page.get_by_role("link", name="A red kite over dunes").click()
    expect(page.get_by_text("a red kite", exact=True)).to_be_visible()
    page.get_by_role("button", name="Love").click()
    page.get_by_text("Keep", exact=True).click()
    page.get_by_label("In the collection").fill("Winds")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept in “Winds”.")).to_be_visible()
    page.locator("summary", has_text="Report").click()
    page.get_by_label("What is wrong with it?").select_option("spam")
    page.locator("details[open]").get_by_role("button", name="Report").click()
    expect(page.get_by_text("The moderators will look at it.")).to_be_visible()
    page.goto(f"/gallery/people/maker-{alice.pk}/")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    creation.refresh_from_db()
    assert (creation.loves, creation.collects, creation.reported.count()) == (1, 1, 1)


def look(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.wait_for_load_state("load")
    return violations_in_every_look(page)


@needs_axe
def test_no_violation_on_any_page_of_the_gallery(alice: User, context_of: Contexts) -> None:
    alice.is_staff = True
    alice.save()
    first = planted(alice, prompt_document=DOCUMENT, title="A very long title " * 6)
    planted(alice, title="Second", remix_of=first, credit="“A very long title” by Maker")
    held = planted(alice, title="Held", state=State.HELD, note="Three people reported it.")
    mature = planted(alice, title="Gated", mature=True)
    page = context_of().new_page()
    handle = alice.profile.handle
    paths = ["/", "/gallery/?q=nothing+of+it", "/gallery/?order=loved", f"/gallery/{first.pk}/",
             f"/gallery/{mature.pk}/", "/gallery/models/", "/gallery/models/engine/", f"/gallery/people/{handle}/"]  # fmt: skip
    found = [problem for path in paths for problem in look(page, path)]
    sign_in(page, alice)
    for path in ("/gallery/mine/", f"/gallery/{held.pk}/", f"/gallery/{first.pk}/remix/", "/gallery/desk/",
                 "/gallery/desk/log/"):  # fmt: skip
        found += look(page, path)
    assert "\n".join(found) == ""
