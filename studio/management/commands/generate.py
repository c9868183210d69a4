"""The studio's main job from the terminal: the same rows, workers and backends as in the browser."""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.termui import progressbar
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from studio.accounts import local_owner, make_team_of_one
from studio.backends.errors import Misconfigured, Unsupported
from studio.backends.registry import aliases, backend
from studio.images.errors import ImageRefused
from studio.models import Job, Project, User
from studio.pipeline import settle
from studio.pipeline.budget import OverBudget, TooMuchAtOnce
from studio.pipeline.cancel import cancel
from studio.pipeline.refer import add_upload
from studio.pipeline.spool import NoRoom
from studio.pipeline.store import StorageTrouble, read
from studio.pipeline.submit import Input, Order, submit

LOOK_EVERY_SECONDS = 0.2
PROJECT = "From the terminal"
NOT_RUNNING = (
    "The studio is not running, so nobody would draw. Start it with `python3 manage.py up` in another terminal, "
    "then try again."
)


class Command(BaseCommand):
    help = "Generate pictures from words and reference pictures; files and a JSON summary come out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("prompt", help="words, or a JSON document")
        parser.add_argument(
            "--count", type=int, default=4, help=f"pictures wanted, 1 to {settings.MAX_COUNT} (4)"
        )
        parser.add_argument(
            "--size", default="2K", help="a tier of the backend such as 2K, or WIDTHxHEIGHT (2K)"
        )
        parser.add_argument("--aspect", default="1:1", help="with a tier: 1:1, 4:3, 16:9 … (1:1)")
        parser.add_argument("--series", action="store_true", help="one coherent set instead of variants")
        parser.add_argument("--reference", action="append", default=[], type=Path, metavar="FILE",
                            help="a picture to send along; may be given several times, in order")  # fmt: skip
        parser.add_argument("--backend", default="", help="alias of a backend (the first one configured)")
        parser.add_argument("--as", dest="email", default="", help="whose job it is (the local owner)")
        parser.add_argument("--project", default=PROJECT, help=f"name of the project ({PROJECT})")
        parser.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where files go (here)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["count"] <= settings.MAX_COUNT:
            raise CommandError(f"--count is {options['count']}; it can be 1 to {settings.MAX_COUNT}.")
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(NOT_RUNNING) from error
        person = find_person(options["email"])
        alias = options["backend"] or aliases()[0]
        try:
            width, height = find_size(alias, options["size"], options["aspect"])
            project = find_project(person, options["project"])
            job = submit(
                Order(
                    project=project,
                    person=person,
                    text=options["prompt"],
                    backend=alias,
                    width=width,
                    height=height,
                    count=options["count"],
                    series=options["series"],
                    inputs=list(inputs(project, person, options["reference"])),
                )
            )
        except (Misconfigured, Unsupported, OverBudget, TooMuchAtOnce, NoRoom, StorageTrouble) as error:
            raise CommandError(str(error)) from error
        wait(job)
        self.stdout.write(json.dumps(summary(job, write_files(job, options["out"])), indent=2))
        if job.state != Job.State.DONE:
            raise CommandError(f"The job ended as: {job.get_state_display().lower()}.")


def find_person(email: str) -> User:
    if email:
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(f"Nobody has signed up with {email}.")
        return person
    if not settings.EMBEDDED:
        raise CommandError("Say whose job it is: --as EMAIL.")
    return local_owner()


def find_project(person: User, name: str) -> Project:
    team = make_team_of_one(person)
    found = Project.objects.kept().filter(team=team, name=name).first()
    return found or Project.objects.create(team=team, name=name, created_by=person)


def find_size(alias: str, size: str, aspect: str) -> tuple[int, int]:
    """(width, height) in px of a tier and an aspect, or of WIDTHxHEIGHT."""
    width, _, height = size.lower().partition("x")
    if width.isdigit() and height.isdigit():
        return int(width), int(height)
    tiers = backend(alias).capabilities.sizes.tiers
    if size.upper() not in tiers:
        raise CommandError(f"--size {size}: this backend has {', '.join(tiers)}, or give WIDTHxHEIGHT.")
    aspects = tiers[size.upper()]
    if aspect not in aspects:
        raise CommandError(f"--aspect {aspect}: at {size.upper()} this backend has {', '.join(aspects)}.")
    return aspects[aspect]


def inputs(project: Project, person: User, files: list[Path]) -> Iterator[Input]:
    for file in files:
        try:
            reference = add_upload(project, person, file.read_bytes(), name=file.stem)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except ImageRefused as error:
            raise CommandError(f"{file}: {error}") from error
        yield Input(reference.image, reference=reference)


def wait(job: Job) -> None:
    """Until the job has ended; Ctrl-C cancels what was not sent yet."""
    with progressbar(range(job.count), label="Drawing", file=sys.stderr) as bar:
        try:
            while True:
                job.refresh_from_db()
                bar.update(job.variants.count() - bar.pos)
                if job.state != Job.State.OPEN:
                    return
                time.sleep(LOOK_EVERY_SECONDS)  # a person waits here; the rows are the only truth to look at
        except KeyboardInterrupt:
            cancel(job)
            raise CommandError(
                "Cancelled. Pictures that were being drawn still arrive in the project."
            ) from None


def write_files(job: Job, folder: Path) -> dict[int, str]:
    """File names by variant id."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {}
    for number, variant in enumerate(
        job.variants.select_related("image").order_by("call__slot", "index"), start=1
    ):
        path = folder / f"seedbed-{job.pk}-{number}.{variant.image.key.rsplit('.', 1)[-1]}"
        path.write_bytes(read(variant.image))
        names[variant.pk] = str(path)
    return names


def summary(job: Job, names: dict[int, str]) -> dict[str, Any]:
    calls = settle.latest_calls(job)
    return {
        "job": job.pk,
        "project": job.project_id,
        "state": job.state,
        "backend": job.backend,
        "prompt": job.prompt.text,
        "cost_usd": str(sum(call.amount or 0 for call in calls)),
        "pictures": [
            {
                "file": names[variant.pk],
                "variant": variant.pk,
                "width": variant.image.width,
                "height": variant.image.height,
                "sha256": variant.image.sha256,
                "seconds": variant.call.seconds_at_backend,
                "understood": variant.details.get("plan"),
            }
            for variant in job.variants.select_related("image", "call").order_by("call__slot", "index")
        ],
        "failures": [call.error_message for call in calls if call.error_message],
    }
