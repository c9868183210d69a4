"""A job asked for again, with other versions of its references: a new job, with its own calls and lineage."""

from collections.abc import Mapping

from studio.models import Job, JobInput, Reference, User
from studio.pipeline.submit import Input, Order, submit


def again(job: Job, person: User, newer: Mapping[int, Reference]) -> Job:
    """`newer` maps the id of a reference's version to the one that takes its place. Raises what submit() raises."""
    parameters = {key: value for key, value in job.parameters.items() if key not in ("mask", "feather")}
    return submit(
        Order(
            project=job.project,
            person=person,
            text=job.prompt.text,
            backend=job.backend,
            width=job.width,
            height=job.height,
            count=job.count,
            series=job.series,
            inputs=[
                _input(each, newer) for each in job.inputs.select_related("image", "reference", "variant")
            ],
            feather=job.parameters.get("feather"),
            parent=job.prompt.parent,
            parameters=parameters,
        )
    )


def _input(row: JobInput, newer: Mapping[int, Reference]) -> Input:
    found = newer.get(row.reference_id) if row.reference_id else None
    if found is None:
        return Input(row.image, role=row.role, reference=row.reference, variant=row.variant)
    return Input(found.image, role=row.role, reference=found, variant=found.variant)
