"""The first gallery, one step at a time: by the pipeline's own ways, and only while nobody else draws.

Rows tell how far it has come, so it goes on after any stop. One picture is asked for at a time, and none while a
person's own pictures are open: at most the one that is being drawn is in somebody's way.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from gallery.models import Creation, Profile, State
from gallery.publish.publish import Wish, publish
from gallery.remix import remix
from gallery.seed.progress import finished, tell
from gallery.seed.prompts import Seed, seeds
from studio.backends.errors import Misconfigured, Unsupported
from studio.backends.registry import backend
from studio.models import Call, Job, Membership, Project, Role, Team, User, Variant
from studio.pipeline.budget import OverBudget, TooMuchAtOnce
from studio.pipeline.spool import NoRoom
from studio.pipeline.submit import Order, submit

log = logging.getLogger(__name__)
AUTHOR, NAME, HANDLE, PROJECT = (
    "first-gallery@seedbed.local",
    "Seedbed’s illustrator",
    "illustrator",
    "First gallery",
)
ALIAS, TIER = "engine", "1K"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """`published` of `of`; `moved` where this step did something, `done` where nothing is left."""

    published: int
    of: int
    moved: bool = False
    done: bool = False


def wanted() -> bool:
    """A gallery that people filled themselves is left alone."""
    return Project.objects.filter(created_by__email=AUTHOR).exists() or not Creation.objects.exists()


def step() -> Standing:
    """Publish what was drawn, ask for the next picture where there is room; at once, without waiting."""
    project = _project()
    every = seeds()
    jobs = {job.prompt.text: job for job in Job.objects.filter(project=project).select_related("prompt")}
    published = _publish_drawn(project, {each.prompt: each for each in every})
    count = Creation.objects.filter(variant__project=project).count()
    is_open = any(job.state == Job.State.OPEN for job in jobs.values())
    left = [each for each in every if each.prompt not in jobs]
    standing = Standing(count, len(every), moved=bool(published), done=not left and not is_open)
    if standing.done:
        finished()
        return standing
    tell(count, len(every))
    if left and not is_open and not _somebody_draws(project):
        return Standing(count, len(every), moved=_ask(project, left[0]) or standing.moved)
    return standing


def _publish_drawn(project: Project, by_prompt: dict[str, Seed]) -> int:
    drawn = Variant.objects.kept().filter(project=project, creations=None, ready_at__isnull=False)
    done = 0
    for variant in drawn.select_related("image", "job__prompt", "project").order_by("pk"):
        seed = by_prompt.get(variant.job.prompt.text)
        author = project.created_by
        if seed is None or author is None:
            continue
        wish = Wish(title=seed.title, alt=seed.alt, tags=seed.tags, use=seed.use, licence="cc0", shows="all")
        publish(variant, author, wish, counted=False)
        done += 1
    return done


def _ask(project: Project, seed: Seed) -> bool:
    author = project.created_by
    if author is None:
        return False
    if seed.grows_from:
        _take(project, author, seed)
    try:
        sizes = backend(ALIAS).capabilities.sizes.tiers[TIER]
        width, height = sizes.get(seed.aspect) or sizes["1:1"]
        parent = project.prompts.filter(text=seed.grows_from).first() if seed.grows_from else None
        submit(
            Order(
                project=project, person=author, text=seed.prompt, backend=ALIAS, width=width, height=height,
                parent=parent, parameters={"aspect": seed.aspect, "tier": TIER},
            )
        )  # fmt: skip
    except (Misconfigured, Unsupported, OverBudget, TooMuchAtOnce, NoRoom, KeyError) as error:
        log.warning("the first gallery waits: %s", error)
        return False
    return True


def _take(project: Project, author: User, seed: Seed) -> None:
    """The recipe that this one grows from, with its credit, as anybody takes it; while it is public."""
    origin = Creation.objects.filter(
        author=author, state=State.PUBLIC, variant__job__prompt__text=seed.grows_from
    ).first()
    if origin is not None:
        remix(origin, project, author)


def _somebody_draws(project: Project) -> bool:
    return Call.objects.open().exclude(job__project=project).exists()


@transaction.atomic
def _project() -> Project:
    """The illustrator's own: an account that nobody can sign in to."""
    author, made = User.objects.get_or_create(
        email=AUTHOR, defaults={"first_name": NAME, "is_active": False, "date_joined": LONG_AGO}
    )
    if made:
        author.set_unusable_password()
        author.save(update_fields=["password"])
        Profile.objects.create(
            user=author, handle=HANDLE, name=NAME,
            about="The program that draws on this machine. Everything here is CC0: take it, and go on.",
        )  # fmt: skip
    found = Project.objects.filter(created_by=author).first()
    if found is None:
        team = Team.objects.create(name=NAME)
        Membership.objects.create(team=team, user=author, role=Role.OWNER)
        found = Project.objects.create(team=team, name=PROJECT, created_by=author)
    return found
