"""Many jobs with stored variants, written straight into the tables: made data for benches of pages."""

from django.utils import timezone

from studio.accounts import local_owner
from studio.models import Call, Image, Job, Project, Prompt, Rendition, Variant

A_JOB = 4


def fill(project_id: int, *, variants: int, width: int = 1728, height: int = 2304) -> None:
    """`variants` pictures in jobs of four. Their rows are as the pipeline leaves them; they have no bytes."""
    project = Project.objects.select_related("team").get(pk=project_id)
    owner, now = local_owner(), timezone.now()
    for number in range(variants // A_JOB):
        start = Image.objects.count()
        text = f"a kite of colour {start + number} over dunes, late light"
        prompt = Prompt.objects.create(
            project=project, text=text, digest=Prompt.digest_of(text), created_by=owner
        )
        job = Job.objects.create(
            project=project, prompt=prompt, created_by=owner, backend="engine", model="Local illustrator",
            sent_text=text, width=width, height=height, count=A_JOB, state=Job.State.DONE, ended_at=now,
        )  # fmt: skip
        calls = Call.objects.bulk_create(
            Call(job=job, team=project.team, backend="engine", slot=slot, state=Call.State.STORED, amount=0,
                 sent_at=now, answered_at=now, ended_at=now)
            for slot in range(A_JOB)
        )  # fmt: skip
        images = Image.objects.bulk_create(
            Image(team=project.team, sha256=f"{start + slot:064x}", key=f"made/{start + slot}", format="JPEG",
                  media_type="image/jpeg", width=width, height=height, size_bytes=800_000,
                  thumbhash="IQgGDIQWh4eHh3h4h3d4eHeIdwAAAAA=")
            for slot in range(A_JOB)
        )  # fmt: skip
        Rendition.objects.bulk_create(
            Rendition(image=image, spec=f"w{wide}", key=f"{image.key}/{wide}", width=wide,
                      height=wide * height // width, size_bytes=20_000)
            for image in images for wide in (640, 320, 1280, 2048)
        )  # fmt: skip
        Variant.objects.bulk_create(
            Variant(project=project, job=job, call=call, index=0, image=image, ready_at=now)
            for call, image in zip(calls, images, strict=True)
        )
