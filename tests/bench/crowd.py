"""A project with very many variants that share a few small pictures: written straight into the tables, bytes real."""

from datetime import timedelta
from decimal import Decimal
from itertools import count, islice
from random import Random

from django.db.models import DurationField, ExpressionWrapper, F, IntegerField, Value
from django.utils import timezone
from PIL import Image as Picture

from studio.accounts import local_owner
from studio.images.inspect import inspect_result
from studio.images.render import render
from studio.images.specs import SPECS
from studio.models import Call, Image, Job, JobInput, Project, Prompt, Variant
from studio.pipeline.store import image_row, put, put_renditions, rendition_rows
from tests.pictures import encode

A_JOB = 4
PICTURES = 16
JOBS_A_DAY = 60
COLOURS = ("red", "amber", "green", "teal", "blue", "violet", "white", "black")
PLACES = ("over dunes", "by a lake", "in the snow", "at night", "on a roof")


def crowd(project: Project, *, variants: int) -> None:
    """`variants` pictures in jobs of four, as the pipeline leaves them, over as many days as they would take."""
    owner, now = local_owner(), timezone.now()
    images = _images(project)
    prompts = _prompts(project)
    number = count()
    everything = iter(range(variants // A_JOB))
    while batch := list(islice(everything, 2500)):
        jobs = Job.objects.bulk_create(
            Job(
                project=project,
                prompt=prompts[each % len(prompts)],
                created_by=owner,
                backend="engine",
                model="Local illustrator",
                sent_text=prompts[each % len(prompts)].text,
                searched=prompts[each % len(prompts)].text,
                width=768,
                height=1024,
                count=A_JOB,
                state=Job.State.DONE,
                ended_at=now,
            )
            for each in batch
        )
        newer = ExpressionWrapper(variants // A_JOB - batch[0] + jobs[0].pk - F("pk"), IntegerField())
        aged = ExpressionWrapper(newer * Value(timedelta(days=1 / JOBS_A_DAY)), DurationField())
        Job.objects.filter(pk__range=(jobs[0].pk, jobs[-1].pk)).update(created_at=Value(now) - aged)
        calls = Call.objects.bulk_create(
            Call(job=job, team=project.team, backend="engine", slot=slot, state=Call.State.STORED,
                 amount=Decimal(0), sent_at=now, answered_at=now, ended_at=now)
            for job in jobs for slot in range(A_JOB)
        )  # fmt: skip
        Variant.objects.bulk_create(
            Variant(project=project, job=call.job, call=call, index=0, image=images[at % PICTURES], ready_at=now,
                    is_favourite=at % 17 == 0, verdict=at % 6)
            for call, at in zip(calls, number, strict=False)
        )  # fmt: skip


def lineage(project: Project, *, variants: int, seed: int = 6) -> None:
    """`variants` pictures, each an edit of one of the few made before it, but for every hundredth, a new root."""
    crowd(project, variants=variants * A_JOB)
    Variant.objects.filter(project=project).exclude(call__slot=0).delete()
    chosen = Random(seed)
    made = list(Variant.objects.filter(project=project).select_related("job", "image").order_by("pk"))
    JobInput.objects.bulk_create(
        JobInput(job=variant.job, position=1, role=JobInput.Role.SOURCE, image=parent.image, variant=parent)
        for at, variant in enumerate(made)
        if at % 100
        for parent in [made[at - chosen.randint(1, min(at % 100, 9))]]
    )


def _images(project: Project) -> list[Image]:
    rows = []
    for at in range(PICTURES):
        grain = Picture.effect_noise((768, 1024), 60)
        tint = Picture.new("RGB", (768, 1024), (40 + at * 12, 90, 220 - at * 12))
        picture = Picture.blend(tint, Picture.merge("RGB", (grain, grain, grain)), 0.25)
        inspected = inspect_result(encode(picture, "JPEG"))
        put(project.team_id, inspected)
        row = image_row(project.team_id, inspected)
        rendition_rows(row, put_renditions(row.key, render(inspected.content, SPECS)))
        rows.append(row)
    return rows


def _prompts(project: Project) -> list[Prompt]:
    texts = [
        f"a {colour} kite number {n} {place}, late light"
        for n in range(8)
        for colour in COLOURS
        for place in PLACES
    ]
    return Prompt.objects.bulk_create(
        Prompt(project=project, text=text, digest=Prompt.digest_of(text), created_by=local_owner())
        for text in texts
    )
