"""What the tour shows: a team of three, its projects, and pictures that the local illustrator draws for them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PIL import Image as Picture
from PIL import ImageDraw

from gallery.models import Profile
from gallery.publish.publish import Wish, publish
from studio.backends.registry import backend
from studio.models import (
    Branch,
    Experiment,
    Job,
    JobInput,
    Membership,
    Project,
    Reference,
    Role,
    SavedView,
    Team,
    User,
    Variant,
)
from studio.pipeline.choose import board_named, favourite, judge, move, tag
from studio.pipeline.experiment import experiment
from studio.pipeline.refer import add_upload, add_variant, add_version
from studio.pipeline.submit import Input, Order, submit
from studio.prompts.vary import Axis
from tests.pictures import encode
from tests.tour.patience import while_it_goes_on

ALIAS, TIER = "engine", "1K"
BOAT = 23
"""The seed of the picture that is marked: its boat stays where the hand of the tour goes around it."""
FOX = {
    "subject": {"who": "a red fox, sitting", "coat": "frost on the back", "count": 1},
    "environment": {"place": "clearing in a snowy forest", "time": "night", "moon": "low over the firs"},
    "lighting": {"source": "full moon", "mood": "quiet"},
    "style": "flat illustration",
}
SCENES = {
    "a lake at first light, one small red sailing boat, pale mountains": "3:4",
    "a perfume bottle on a plinth, soft morning light": "3:4",
    "a camel in the desert at sunset, long shadows": "3:4",
    "a red bicycle in a city street at night, neon signs, rain": "3:4",
    "a lighthouse by the sea, watercolour": "3:4",
    "a deer in an autumn forest, paper cut": "3:4",
}


@dataclass(frozen=True, slots=True)
class Story:
    """What the pages are asked for with."""

    nora: User
    team: Team
    project: Project
    boat: Variant
    """The picture that was edited, and what came of it."""
    without: Variant
    edited: Variant
    bottle: Reference
    grid: Experiment


def tell() -> Story:
    """Everything, drawn and judged; takes as long as the illustrator does."""
    nora, emil, vera = (
        _person("nora@northlight.example", "Nora", "Lindqvist"),
        _person("emil@northlight.example", "Emil", "Sander"),
        _person("vera@northlight.example", "Vera", "Okafor"),
    )
    team = Team.objects.create(name="Northlight", monthly_budget=Decimal(25))
    for user, role in ((nora, Role.OWNER), (emil, Role.EDITOR), (vera, Role.VIEWER)):
        Membership.objects.create(team=team, user=user, role=role)
    spring = Project.objects.create(team=team, name="Spring catalogue", created_by=emil)
    winter = Project.objects.create(team=team, name="Winter lookbook", created_by=nora)

    def drawn() -> None:
        is_open = Job.objects.filter(state=Job.State.OPEN, project__team=team)
        variants = Variant.objects.filter(project__team=team)
        while_it_goes_on(lambda: not is_open.exists(), variants.count, "pictures are drawn")

    for words, aspect in list(SCENES.items())[2:]:
        _ask(spring, emil, words, aspect, count=3)
    bottle = add_upload(winter, nora, bottle_picture("#de7860"), name="bottle.png", role="product")
    _ask(winter, emil, "a perfume bottle like @bottle on a plinth, palm shade", "3:4", reference=bottle)
    lake = _ask(winter, nora, next(iter(SCENES)), "3:4", seed=BOAT)
    grid = experiment(
        _order(winter, nora, json.dumps(FOX), "3:4"),
        [
            Axis(("subject", "who"), ("a red fox, sitting", "a deer, standing")),
            Axis(("environment", "time"), ("dawn", "noon", "night")),
        ],
    )
    drawn()

    boat, calm, *_ = sorted(lake.variants.all(), key=lambda each: each.details["plan"]["seed"])
    without = _edit(boat, nora, "Remove the boat and fill in what lies behind it.")
    dusk = _edit(
        boat, emil, "Replace the background with a pebble beach at dusk. Keep the subject exactly as it is."
    )
    drawn()
    edited = _edit(_first(without), nora, "Redraw the picture as a watercolour.")
    _edit(_first(dusk), emil, "Make the light warmer.")
    _edit(calm, nora, "Change the colour of the boat to dark green.")
    _edit(calm, emil, "Redraw the picture as a paper cut.")
    drawn()
    bottle = add_version(bottle, nora, bottle_picture("#4f7d6b"))
    _ask(winter, emil, "the product of @bottle on a marble table, soft window light", "3:4", reference=bottle)
    fox = _ask(winter, nora, json.dumps(FOX, indent=2), "3:4")
    drawn()

    Branch.objects.create(variant=_first(without), name="no boat")
    Branch.objects.create(variant=_first(dusk), name="dusk")
    favourite(winter, [boat.pk, _first(fox).pk], True)
    judge(winter, [boat.pk], 5)
    judge(winter, [calm.pk, _first(without).pk], 4)
    tag(winter, [each.pk for each in lake.variants.all()], ["water", "cover"])
    move(winter, [boat.pk, _first(fox).pk], board_named(winter, nora, "Shortlist"))
    SavedView.objects.create(project=winter, name="To show", query="verdict:>=4", created_by=nora)
    add_variant(_first(fox), nora, name="fox")
    _publish(nora, [boat, _first(fox), *(_first(job) for job in Job.objects.filter(project=spring))])
    return Story(nora, team, winter, boat, _first(without), _first(edited), bottle, grid)


def bottle_picture(colour: str) -> bytes:
    """One clear subject on a plain ground, as the engine wants its references."""
    picture = Picture.new("RGB", (640, 800), (238, 236, 230))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((200, 300, 440, 700), 44, fill=colour)
    draw.rectangle((280, 220, 360, 300), fill=(60, 52, 48))
    draw.rounded_rectangle((250, 430, 390, 600), 16, fill=(246, 236, 224))
    return encode(picture, "PNG")


def _person(email: str, first: str, last: str) -> User:
    return User.objects.create_user(email, first_name=first, last_name=last)


def _ask(
    project: Project,
    person: User,
    text: str,
    aspect: str,
    *,
    count: int = 4,
    reference: Reference | None = None,
    seed: int | None = None,
) -> Job:
    inputs = [Input(reference.image, reference=reference)] if reference else []
    return submit(_order(project, person, text, aspect, seed=seed, count=count, inputs=inputs))


def _edit(source: Variant, person: User, words: str) -> Job:
    source = Variant.objects.select_related("image", "project__team", "job__prompt").get(pk=source.pk)
    inputs = [Input(source.image, role=JobInput.Role.SOURCE, variant=source)]
    return submit(_order(source.project, person, words, "3:4", inputs=inputs, parent=source.job.prompt))


def _order(
    project: Project, person: User, text: str, aspect: str, *, seed: int | None = None, **fields: Any
) -> Order:
    width, height = backend(ALIAS).capabilities.sizes.tiers[TIER][aspect]
    return Order(
        project=project, person=person, text=text, backend=ALIAS, width=width, height=height,
        parameters={"aspect": aspect, "tier": TIER, "options": {} if seed is None else {"seed": seed}}, **fields,
    )  # fmt: skip


def _first(job: Job) -> Variant:
    return Variant.objects.select_related("image", "job__prompt", "project").filter(job=job).order_by("pk")[0]


def _publish(author: User, variants: Sequence[Variant]) -> None:
    Profile.objects.create(
        user=author, handle="nora", name="Nora Lindqvist", about="Pictures for Northlight."
    )
    for variant in variants:
        title = variant.job.sent_text.split(",")[0][:60].capitalize()
        if title.startswith("{"):
            title = "Fox under a low moon"
        wish = Wish(
            title=title, alt=title, tags=["illustration"], use="illustration", licence="cc0", shows="all"
        )
        publish(variant, author, wish, counted=False)
