"""Every address of the studio, asked for by everybody: no row is reached by knowing its number."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from studio.models import (
    Board,
    Bundle,
    Call,
    Experiment,
    Job,
    Membership,
    Preset,
    Project,
    Reference,
    Role,
    SavedView,
    Transfer,
    User,
    Variant,
    Webhook,
)
from studio.pipeline.bundle import ask_for_bundle, pack
from studio.pipeline.compare import compare, comparison_of
from studio.pipeline.sharing import make_share
from studio.pipeline.teams import invite
from studio.pipeline.webhooks import test as send_test
from studio.tasks import run_transfer
from tests.backends.provider import Provider, Reply, picture
from tests.conftest import work
from tests.pictures import png
from tests.studio.test_money import added
from tests.studio.views.conftest import signed_in


@dataclass(frozen=True)
class Address:
    """`asks` names what the address is about, `who` the least role that it answers (or only Alice, who asked), `data` what is posted."""

    asks: str
    who: str = "viewer"
    post: bool = False
    answers: frozenset[int] = frozenset({200})
    data: Mapping[str, object] = field(default_factory=dict)


MOVES = frozenset({302})
JOB = {"prompt": "a kite", "aspect": "1:1", "tier": "1K", "count": "1"}

ADDRESSES = {
    "project": Address("project"),
    "wall": Address("project", answers=MOVES),
    "facets": Address("project"),
    "days": Address("project"),
    "matching": Address("project"),
    "choose": Address(
        "project", "editor", post=True, answers=MOVES, data={"act": "favourite", "ids": "1", "value": "on"}
    ),
    "view-create": Address(
        "project", "editor", post=True, answers=MOVES, data={"name": "Snow", "q": "tag:snow"}
    ),
    "view-delete": Address("view", "editor", post=True, answers=MOVES),
    "board-delete": Address("board", "editor", post=True, answers=MOVES),
    "bundle-create": Address("project", post=True, answers=MOVES, data={"ids": "1"}),
    "bundle": Address("bundle", "asker"),
    "bundle-download": Address("bundle", "asker"),
    "compare": Address("project", answers=frozenset({404})),
    "difference": Address("pair", answers=MOVES),
    "difference-map": Address("pair"),
    "variant-choose": Address("variant", answers=MOVES),
    "trash": Address("project"),
    "references": Address("project"),
    "live": Address("project"),
    "composer": Address("project", "editor", answers=MOVES),
    "prompt-facts": Address("project", "editor", post=True, data={"prompt": "{", "count": "1"}),
    "prompt-use": Address("project", "editor", post=True, data={"prompt": "a kite"}),
    "prompt-take": Address("project", "editor", post=True, answers=frozenset({404})),  # from nothing
    "prompt-history": Address("project"),
    "prompt-suggestions": Address("project", "editor"),
    "versions": Address("project"),
    "prompt-compare": Address("project", answers=frozenset({422})),
    "prompt-rename": Address("prompt", "editor", post=True, answers=MOVES, data={"name": "Kite"}),
    "experiment": Address("experiment"),
    "cell-again": Address("cell", "editor", post=True, answers=MOVES),
    "presets": Address("project"),
    "preset-merge": Address("project", "editor", post=True, data={"preset": "starter-0"}),
    "preset-choose": Address("project", "editor", post=True, data={"prompt": "{}"}),
    "preset-create": Address(
        "project",
        "editor",
        post=True,
        answers=MOVES,
        data={"prompt": '{"a": 1}', "field": "a", "name": "A", "whose": "mine"},
    ),
    "presets-export": Address("project"),
    "presets-import": Address("project", "editor", post=True, answers=MOVES),
    "preset-delete": Address("preset", "editor", post=True, answers=MOVES),
    "project-rename": Address("project", "editor", post=True, answers=MOVES, data={"name": "Spring"}),
    "project-trash": Address("project", "owner", post=True, answers=MOVES),
    "project-restore": Address("project", "owner", post=True, answers=MOVES),
    "reference-create": Address("project", "editor", post=True, answers=MOVES),
    "job-create": Address("project", "editor", post=True, answers=MOVES, data=JOB),
    "job": Address("job", answers=MOVES),
    "job-cancel": Address("job", "editor", post=True, answers=MOVES),
    "job-retry": Address("job", "editor", post=True, answers=MOVES),
    "call-preview": Address("call", answers=frozenset({404})),
    "call-retry": Address("call", "editor", post=True, answers=MOVES),
    "call-let-go": Address("call", "editor", post=True, answers=MOVES),
    "reference-trash": Address("reference", "editor", post=True, answers=MOVES),
    "variant": Address("variant"),
    "variant-tile": Address("variant", answers=MOVES),
    "variant-download": Address("variant"),
    "variant-trash": Address("variant", "editor", post=True, answers=MOVES),
    "variant-restore": Address("variant", "editor", post=True, answers=MOVES),
    "variant-use": Address("variant", "editor", post=True, answers=MOVES),
    "variant-edit": Address("variant", "editor"),
    "variant-edited": Address("variant", answers=MOVES),
    "variant-select": Address("variant", "editor", post=True, answers=frozenset({422})),
    "variant-lay-back": Address("variant", "editor", post=True, answers=MOVES),
    "variant-as-it-came": Address("variant", "editor", post=True, answers=MOVES),
    "reference": Address("reference"),
    "reference-role": Address("reference", "editor", post=True, answers=MOVES, data={"role": "style"}),
    "reference-version": Address("reference", "editor", post=True, answers=MOVES),
    "reference-rerun": Address("reference", "editor", post=True, answers=MOVES),
    "reference-fetch": Address("project", "editor", post=True, answers=MOVES),
    "tree": Address("project"),
    "common": Address("project", answers=frozenset({404})),
    "variant-branch": Address("variant", "editor", post=True, answers=MOVES, data={"name": "Blue"}),
    "variant-save": Address("variant"),
    "recipe-from": Address("project", post=True, answers=frozenset({422})),
    "transfer": Address("project", "editor", post=True, answers=MOVES),
    "transfer-file": Address("transfer", "editor"),
    "media": Address("media"),
    "webhooks": Address("project", "owner"),
    "webhook": Address("webhook", "owner"),
    "webhook-test": Address("webhook", "owner", post=True, answers=MOVES),
    "webhook-switch-on": Address("webhook", "owner", post=True, answers=MOVES),
    "webhook-remove": Address("webhook", "owner", post=True, answers=MOVES),
    "delivery-again": Address("delivery", "owner", post=True, answers=MOVES),
    "variant-publish": Address("variant", "editor"),
    "team": Address("team"),
    "team-wall": Address("team"),
    "team-facets": Address("team"),
    "team-rename": Address("team", "owner", post=True, answers=MOVES, data={"name": "Southlight"}),
    "team-leave": Address("team", post=True, answers=frozenset({302, 409})),  # the last owner stays
    "team-hand-over": Address("team", "owner", post=True, answers=frozenset({409})),  # to nobody
    "team-delete": Address("team", "owner"),
    "team-invite": Address(
        "team",
        "owner",
        post=True,
        answers=frozenset({201}),
        data={"way": "link", "role": "viewer", "days": "7"},
    ),
    "member-role": Address("member", "owner", post=True, answers=MOVES, data={"role": "viewer"}),
    "member-remove": Address("member", "owner", post=True, answers=MOVES),
    "invitation-revoke": Address("invitation", "owner", post=True, answers=MOVES),
    "sharing": Address("project", "editor"),
    "project-only": Address("project", "editor", post=True, answers=MOVES, data={"for": "team"}),
    "share-revoke": Address("share", "editor", post=True, answers=MOVES),
    "team-money": Address("team", "owner"),
    "project-money": Address("project"),
    "backend": Address("backend", "owner"),
    "backend-choose": Address("team", "owner"),
    "backend-add": Address("kind", "owner"),
    "backend-key": Address("backend", "owner", post=True, answers=MOVES, data={"key": "a-key"}),
    "backend-switch": Address("backend", "owner", post=True, answers=MOVES, data={"enabled": "off"}),
    "backend-remove": Address("backend", "owner", post=True, answers=MOVES),
    "backend-test": Address("backend", "owner", post=True),
    "backend-tested": Address("backend", "owner", answers=MOVES),
}

# About nobody's rows: everybody gets the same, or their own.
OPEN = {
    "home",
    "healthz",
    "welcome",
    "project-list",
    "team-list",
    "account",
    "account-delete",
    # by a secret: tests/studio/views/test_teams.py and test_shares.py
    "invitation",
    "share",
    "share-media",
    "transfer-incoming",
    "tokens",
    "token-revoke",
    "backend-list",
    "money",
    # for staff alone: tests/studio/views/test_backends.py
    "backend-given",
    "backend-given-test",
    "backend-given-tested",
}


def patterns(resolver: URLResolver, above: str = "") -> Iterator[tuple[str, str]]:
    """(name, address) of every route; the admin's, the account pages' and the API's by their prefix."""
    for entry in resolver.url_patterns:
        path = above + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        elif isinstance(entry, URLPattern):
            yield entry.name or "", path


# The public face and one's own things in it: tests/gallery/test_addresses.py walks these.
GALLERY = {
    *("gallery", "creation", "creation-picture", "gallery-gate", "creation-love", "creation-collect"),
    *("creation-report", "creation-remix", "creation-appeal", "creation-unpublish", "gallery-mine"),
    "gallery-profile",
    *("gallery-collection", "gallery-person", "gallery-follow", "gallery-person-atom", "gallery-models"),
    *("gallery-model", "gallery-begin", "gallery-desk", "gallery-log", "gallery-decide", "gallery-ban"),
    *("gallery-atom", "sitemap", "robots"),
    # tests/gallery/test_themes.py and test_adjacent.py
    *("gallery-themes", "gallery-theme", "creation-turn", "gallery-adjacent"),
}


def test_every_address_is_known_here() -> None:
    known = set(ADDRESSES) | OPEN | GALLERY
    strange = [
        path
        for name, path in patterns(get_resolver())
        if name not in known and not path.startswith(("admin/", "accounts/", "api/", "^api/", "v1/", "^v1/"))
    ]
    assert strange == []


@pytest.fixture
def rows(
    project: Project,
    variant: Variant,
    reference: Reference,
    provider: Provider,
    make_job: Callable[..., Job],
    alice: User,
    bob: User,
) -> dict[str, list[object]]:
    """The arguments of an address about each kind of row."""
    provider.script(Reply(fault="reset"))
    make_job(count=1)
    work()
    unknown = Call.objects.get(state=Call.State.UNKNOWN)
    hook = Webhook.objects.create(project=project, url="https://example.org/hook")
    provider.script(Reply(pictures=(picture(640, 480),)))
    other = Variant.objects.get(job=drawn(make_job))
    compare(comparison_of(variant.image, other.image))
    board = Board.objects.create(project=project, name="Finals")
    view = SavedView.objects.create(project=project, name="Red", query="red")
    asked = ask_for_bundle(project, alice, [variant.pk])
    pack(Bundle.objects.claim(asked.pk) or asked)
    grid = Experiment.objects.create(
        project=project, prompt=unknown.job.prompt, axes=[{"field": "light", "values": ['"dusk"']}]
    )
    Job.objects.filter(pk=variant.job_id).update(experiment=grid, cell=0)
    kept = Preset.objects.create(team=project.team, name="Kept", text="{}")
    return {
        "project": [project.pk],
        "job": [variant.job_id],
        "call": [unknown.pk],
        "reference": [reference.pk],
        "prompt": [unknown.job.prompt_id],
        "experiment": [grid.pk],
        "cell": [grid.pk, 0],
        "preset": [project.pk, kept.pk],
        "variant": [variant.pk],
        "pair": [variant.pk, other.pk],
        "board": [board.pk],
        "view": [view.pk],
        "bundle": [asked.pk],
        "transfer": [packed(project).pk],
        "media": [variant.image_id, "w640"],
        "webhook": [hook.pk],
        "delivery": [hook.pk, send_test(hook).pk],
        "backend": [added(provider, team=project.team).pk],
        "team": [project.team_id],
        "member": [Membership.objects.get(user=bob).pk],
        "invitation": [invite(project.team, alice, role=Role.VIEWER, email="", days=7)[0].pk],
        "share": [make_share(project, alice, name="A client", shows_prompts=False, days=7)[0].pk],
        "kind": [project.team_id, "comfyui"],
    }


def drawn(make_job: Callable[..., Job]) -> Job:
    job = make_job(count=1)
    work()
    return job


def packed(project: Project) -> Transfer:
    """An export that is ready."""
    made = Transfer.objects.create(kind=Transfer.Kind.EXPORT, team=project.team, project=project)
    run_transfer(made.pk)
    return made


@pytest.fixture
def people(alice: User, bob: User, vera: User, charlie: User) -> dict[str, Client]:
    """A browser of everybody, from the least role to the greatest."""
    return {
        "nobody": Client(),
        "stranger": signed_in(charlie),
        "viewer": signed_in(vera),
        "editor": signed_in(bob),
        "owner": signed_in(alice),
    }


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here did not happen afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, name: str, address: Address, url: str) -> int:
    file = BytesIO(png())
    file.name = "kite.png"
    files = {"file": file} if name == "reference-create" else {}
    with undone():
        answer = client.post(url, {**address.data, **files}) if address.post else client.get(url)
        if name != "live":
            answer.getvalue()  # reading to the end closes a file
        return answer.status_code


def may(who: str, address: Address) -> frozenset[int]:
    """The statuses that are right for this person."""
    if who == "nobody":
        return frozenset({404 if address is ADDRESSES["live"] else 302})
    if who == "stranger":
        return frozenset({404})
    if address.who == "asker":
        return address.answers if who == "owner" else frozenset({404})
    ranks = ["viewer", "editor", "owner"]
    return address.answers if ranks.index(who) >= ranks.index(address.who) else frozenset({403})


def test_everybody_gets_what_they_may_and_nothing_else(
    rows: dict[str, list[object]], people: dict[str, Client]
) -> None:
    wrong = [
        f"{name}: {who} got {status}"
        for name, address in ADDRESSES.items()
        for who, client in people.items()
        if (status := ask(client, name, address, reverse(name, args=rows[address.asks])))
        not in may(who, address)
    ]
    assert wrong == []


def test_nobody_is_led_to_the_sign_in_and_back(project: Project) -> None:
    url = reverse("project", args=[project.pk])
    answer = Client().get(url)
    assert answer.headers["Location"] == f"/accounts/login/?next={url}"


def test_what_changes_something_is_not_done_by_a_link(
    rows: dict[str, list[object]], people: dict[str, Client]
) -> None:
    done = [
        name
        for name, address in ADDRESSES.items()
        if address.post and people["owner"].get(reverse(name, args=rows[address.asks])).status_code != 405
    ]
    assert done == []


def test_a_form_of_another_site_changes_nothing(rows: dict[str, list[object]], alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    done = [
        name
        for name, address in ADDRESSES.items()
        if address.post
        and client.post(reverse(name, args=rows[address.asks]), address.data).status_code != 403
    ]
    assert done == []


def test_the_admin_is_for_staff(alice: User) -> None:
    assert signed_in(alice).get("/admin/studio/job/").status_code in (302, 404)
