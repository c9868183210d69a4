"""An export becomes a project of a team: pictures first, then every row in one transaction, or none."""

import hashlib
import time
import zipfile
from itertools import count
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from studio.images.errors import ImageRefused
from studio.images.inspect import inspect_result
from studio.models import (
    Branch,
    Call,
    Edit,
    Image,
    Job,
    JobInput,
    Project,
    Prompt,
    Reference,
    Transfer,
    Variant,
)
from studio.pipeline.manifest import ImportRefused, manifest
from studio.pipeline.outbox import promise
from studio.pipeline.spool import require_room
from studio.pipeline.store import image_row, put
from studio.prompts.searching import searchable

IMPORTED = "imported"
LONGEST_SECONDS = 360
"""Well within the lease; other people's pictures wait for the same worker."""


def take_in(transfer: Transfer, *, seconds: float = LONGEST_SECONDS) -> Project:
    """The new project of a claimed import, whose pictures may take this long. Raises ImportRefused, NoRoom or StorageTrouble: then there is none."""
    require_room()
    with default_storage.open(transfer.key) as file:
        try:
            opened = zipfile.ZipFile(file)
        except zipfile.BadZipFile as error:
            raise ImportRefused("This is no zip file, or a damaged one.") from error
        with opened:
            told = manifest(opened)
            images = _pictures(transfer, opened, until=time.monotonic() + seconds)
    with transaction.atomic():
        return _Import(transfer, told, images).project()


def _pictures(transfer: Transfer, file: zipfile.ZipFile, *, until: float) -> dict[str, Image]:
    """The stored images by the hashes that the file gives them: each is what its name says, and a picture."""
    found: dict[str, Image] = {}
    for info in file.infolist():
        _, _, sha = info.filename.partition("/")
        if not sha:
            continue
        if time.monotonic() > until:
            raise ImportRefused(
                f"Its pictures take too long: {len(found):,} were read. Export the project in parts, or with fewer of them."
            )
        try:
            content = file.read(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise ImportRefused(f"The picture {sha[:16]}… is damaged.") from error
        if hashlib.sha256(content).hexdigest() != sha:
            raise ImportRefused(f"The picture {sha[:16]}… is not the one that its name says.")
        try:
            inspected = inspect_result(content)
        except ImageRefused as refusal:
            raise ImportRefused(f"The picture {sha[:16]}… cannot be used: {refusal}") from refusal
        put(transfer.team_id, inspected)
        found[sha] = image_row(transfer.team_id, inspected)
    return found


class _Import:
    """One file on its way into the tables; maps of the file's numbers to the new rows."""

    def __init__(self, transfer: Transfer, told: dict[str, Any], images: dict[str, Image]) -> None:
        self.transfer = transfer
        self.told = told
        self.images = images

    def project(self) -> Project:
        told = self.told.get("project")
        name = str(told.get("name", "")) if isinstance(told, dict) else ""
        self.made = Project.objects.create(
            team=self.transfer.team,
            name=self._free(name.replace("\x00", "").strip()[:110] or "Imported project"),
            created_by=self.transfer.created_by,
        )
        self._prompts()
        self._jobs()
        self._variants()
        self._references()
        self._inputs()
        self._edits()
        for image in self.images.values():
            promise("studio.tasks.derive_image", image.pk)
        return self.made

    def _free(self, name: str) -> str:
        """As it is called; with a number where the team has one that is called so."""
        taken = set(self.transfer.team.projects.filter(name__startswith=name).values_list("name", flat=True))
        numbered = (f"{name} ({number})" for number in count(2))
        return name if name not in taken else next(each for each in numbered if each not in taken)

    def _prompts(self) -> None:
        self.prompts: dict[int, Prompt] = {}
        by_text: dict[str, Prompt] = {}
        for row in self.told["prompts"]:
            digest = Prompt.digest_of(row["text"])
            if digest not in by_text:
                by_text[digest] = Prompt.objects.create(
                    project=self.made,
                    kind=row["kind"],
                    text=row["text"],
                    digest=digest,
                    created_by=self.transfer.created_by,
                )
            self.prompts[row["id"]] = by_text[digest]
        for row in self.told["prompts"]:
            prompt, parent = self.prompts[row["id"]], self.prompts.get(row["parent"])
            if parent and parent.pk < prompt.pk:  # a family tree without circles, whatever the file says
                Prompt.objects.filter(pk=prompt.pk).update(parent=parent)

    def _jobs(self) -> None:
        now = timezone.now()
        jobs = Job.objects.bulk_create(
            Job(
                project=self.made,
                prompt=self.prompts[row["prompt"]],
                created_by=self.transfer.created_by,
                state=Job.State.DONE,
                backend=row["backend"],
                model=row["model"],
                sent_text=row["sent"],
                searched=searchable(row["sent"]),
                width=row["width"],
                height=row["height"],
                count=row["count"],
                series=bool(row.get("series")),
                parameters=row["parameters"] | {IMPORTED: str(row.get("created"))[:40]},
                ended_at=now,
            )
            for row in self.told["jobs"]
        )
        self.jobs = {row["id"]: job for row, job in zip(self.told["jobs"], jobs, strict=True)}
        # One call that has ended and cost this team nothing: what an answer hangs on.
        calls = Call.objects.bulk_create(
            Call(
                job=job,
                team=self.transfer.team,
                asked_by=self.transfer.created_by,
                backend=job.backend,
                slot=0,
                state=Call.State.STORED,
                amount=0,
                ended_at=now,
            )
            for job in jobs
        )
        self.calls = {job.pk: call for job, call in zip(jobs, calls, strict=True)}

    def _variants(self) -> None:
        now = timezone.now()
        places: dict[int, int] = {}
        rows = []
        for row in self.told["variants"]:
            job = self.jobs[row["job"]]
            index = places.get(job.pk, 0)
            places[job.pk] = index + 1
            rows.append(
                Variant(
                    project=self.made,
                    job=job,
                    call=self.calls[job.pk],
                    index=index,
                    image=self.images[row["image"]],
                    details=row["details"],
                    is_favourite=bool(row.get("favourite")),
                    verdict=row["verdict"],
                    ready_at=now,
                    trashed_at=now if row.get("trashed") else None,
                )
            )
        made = Variant.objects.bulk_create(rows)
        self.variants = {row["id"]: variant for row, variant in zip(self.told["variants"], made, strict=True)}
        Branch.objects.bulk_create(
            Branch(variant=self.variants[row["id"]], name=row["branch"], is_hidden=bool(row.get("hidden")))
            for row in self.told["variants"]
            if row["branch"] or row.get("hidden")
        )

    def _references(self) -> None:
        self.references: dict[int, Reference] = {}
        there: set[tuple[str, int]] = set()
        for row in self.told["references"]:
            if (row["name"], row["version"]) in there:
                raise ImportRefused(f"It has @{row['name']} twice in version {row['version']}.")
            there.add((row["name"], row["version"]))
            self.references[row["id"]] = Reference.objects.create(
                project=self.made,
                name=row["name"],
                version=row["version"],
                role=row["role"],
                image=self.images[row["image"]],
                variant=self.variants.get(row["variant"]),
                created_by=self.transfer.created_by,
                trashed_at=timezone.now() if row.get("trashed") else None,
            )

    def _inputs(self) -> None:
        rows = []
        for row in self.told["jobs"]:
            job = self.jobs[row["id"]]
            for each in row["inputs"]:
                parent = self.variants.get(each["variant"])
                if parent and parent.job_id == job.pk:
                    raise ImportRefused("One of its pictures would be its own parent.")
                rows.append(
                    JobInput(
                        job=job,
                        position=each["position"],
                        role=each["role"],
                        image=self.images[each["image"]],
                        reference=self.references.get(each["reference"]),
                        variant=parent,
                    )
                )
        JobInput.objects.bulk_create(rows)

    def _edits(self) -> None:
        seen: set[int] = set()
        for row in self.told["edits"]:
            if row["variant"] in seen:
                raise ImportRefused("It tells twice of one edit.")
            seen.add(row["variant"])
            edit = Edit.objects.create(
                variant=self.variants[row["variant"]],
                source=self.images[row["source"]],
                answer=self.images[row["answer"]],
                laid=self.images.get(row["laid"]),
                mask=self.images.get(row["mask"]),
                feather=row["feather"],
            )
            promise("studio.tasks.measure_edit", edit.pk)
