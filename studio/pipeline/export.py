"""A whole project as one file: every picture, and a document that says how they belong together."""

import json
import tempfile
import uuid
import zipfile
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from studio.models import Edit, Image, Job, Project, Prompt, Reference, Transfer, Variant
from studio.pipeline.spool import require_room
from studio.pipeline.store import read

DOCUMENT = "project.json"
VERSION = 1


def export(transfer: Transfer) -> None:
    """Write the file of a claimed transfer. Raises NoRoom or StorageTrouble; safe to run twice."""
    assert transfer.project is not None
    require_room()
    with tempfile.TemporaryFile() as file:
        write(transfer.project, file)
        size = file.tell()
        file.seek(0)
        key = default_storage.save(f"transfers/{uuid.uuid4()}.zip", File(file))
    Transfer.objects.filter(pk=transfer.pk).update(
        state=Transfer.State.DONE, key=key, size_bytes=size, ended_at=timezone.now()
    )


def write(project: Project, file: IO[bytes]) -> None:
    told, images = document(project)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for image in images:
            made.writestr(f"pictures/{image.sha256}", read(image))
        made.writestr(DOCUMENT, json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False))


def document(project: Project) -> tuple[dict[str, Any], list[Image]]:
    """Rows by the numbers that they have here; an import gives them new ones."""
    jobs = list(Job.objects.filter(project=project).order_by("pk").prefetch_related("inputs"))
    variants = list(Variant.objects.filter(project=project).order_by("pk").select_related("branch"))
    references = list(Reference.objects.filter(project=project).order_by("pk"))
    edits = list(Edit.objects.filter(variant__project=project).order_by("pk"))
    wanted = {each.image_id for each in variants} | {each.image_id for each in references}
    wanted |= {each.image_id for job in jobs for each in job.inputs.all()}
    for edit in edits:
        wanted |= {edit.source_id, edit.answer_id, edit.laid_id or 0, edit.mask_id or 0}
    images = list(Image.objects.filter(pk__in=wanted - {0}).order_by("pk"))
    sha = {each.pk: each.sha256 for each in images}
    told = {
        "seedbed": VERSION,
        "project": {"name": project.name},
        "prompts": list(
            Prompt.objects.filter(project=project).order_by("pk").values("id", "parent", "kind", "text")
        ),
        "references": [
            {
                "id": each.pk,
                "name": each.name,
                "version": each.version,
                "role": each.role,
                "image": sha[each.image_id],
                "variant": each.variant_id,
                "trashed": each.trashed_at is not None,
            }
            for each in references
        ],
        "jobs": [_job(each, sha) for each in jobs],
        "variants": [_variant(each, sha) for each in variants],
        "edits": [
            {
                "variant": each.variant_id,
                "source": sha[each.source_id],
                "answer": sha[each.answer_id],
                "laid": sha.get(each.laid_id or 0),
                "mask": sha.get(each.mask_id or 0),
                "feather": each.feather,
            }
            for each in edits
        ],
    }
    return told, images


def _job(job: Job, sha: dict[int, str]) -> dict[str, Any]:
    return {
        "id": job.pk,
        "prompt": job.prompt_id,
        "state": job.state,
        "backend": job.backend,
        "model": job.model,
        "sent": job.sent_text,
        "width": job.width,
        "height": job.height,
        "count": job.count,
        "series": job.series,
        "parameters": job.parameters,
        "created": job.created_at,
        "inputs": [
            {
                "position": each.position,
                "role": each.role,
                "image": sha[each.image_id],
                "reference": each.reference_id,
                "variant": each.variant_id,
            }
            for each in job.inputs.all()
        ],
    }


def _variant(variant: Variant, sha: dict[int, str]) -> dict[str, Any]:
    branch = getattr(variant, "branch", None)
    return {
        "id": variant.pk,
        "job": variant.job_id,
        "image": sha[variant.image_id],
        "details": variant.details,
        "favourite": variant.is_favourite,
        "verdict": variant.verdict,
        "trashed": variant.trashed_at is not None,
        "branch": branch.name if branch else "",
        "hidden": bool(branch and branch.is_hidden),
    }
