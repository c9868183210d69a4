"""An order's rows, written by one statement: its prompt, its job with what is sent along, and its calls.

In SQL, because a person waits for it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from studio.models.job import Job, JobInput
from studio.models.journeys import journey
from studio.models.project import Project
from studio.models.prompt import Prompt
from studio.models.user import User

# The version with exactly this text: the one that is there, or a new one.
PROMPT = """
    found AS (
        SELECT id FROM studio_prompt WHERE project_id = %(project)s AND digest = %(digest)s
    ), made AS (
        INSERT INTO studio_prompt (project_id, parent_id, kind, text, digest, name, created_by_id, created_at)
        SELECT %(project)s, %(parent)s::bigint, %(kind)s, %(text)s, %(digest)s, '', %(person)s, statement_timestamp()
        WHERE NOT EXISTS (SELECT FROM found)
        ON CONFLICT (project_id, digest) DO UPDATE SET digest = excluded.digest  -- so that it tells the id
        RETURNING id
    ), prompt AS (
        SELECT id FROM found UNION ALL SELECT id FROM made
    )
"""
VERSION = f"WITH {PROMPT} SELECT id FROM prompt"  # noqa: S608  # put together of constants
ORDER = f"""
    WITH {PROMPT}, job AS (
        INSERT INTO studio_job (
            project_id, prompt_id, created_by_id, state, backend, model, sent_text, searched, width, height,
            count, series, parameters, ticket, experiment_id, cell, created_at
        )
        SELECT %(project)s, prompt.id, %(person)s, 'open', %(backend)s, %(model)s, %(sent_text)s, %(searched)s,
               %(width)s, %(height)s, %(count)s, %(series)s, %(parameters)s::jsonb, %(ticket)s::uuid,
               %(experiment)s::bigint, %(cell)s::int, statement_timestamp()
        FROM prompt
        RETURNING id, prompt_id, created_at
    ), input AS (
        INSERT INTO studio_jobinput (job_id, position, role, image_id, reference_id, variant_id)
        SELECT job.id, each.position, each.role, each.image, each.reference, each.variant
        FROM job, jsonb_to_recordset(%(inputs)s::jsonb)
            AS each (position int, role text, image bigint, reference bigint, variant bigint)
    ), call AS (
        INSERT INTO studio_call (
            job_id, team_id, asked_by_id, backend, capped_as, slot, attempt, wanted, key, state, worker, ref,
            progress, estimate, error_kind, error_code, error_message
        )
        SELECT job.id, %(team)s, %(person)s, %(backend)s, %(capped_as)s, slot, 1, %(wanted)s, gen_random_uuid(),
               'waiting', '', '', '{{}}', %(estimate)s, '', '', ''
        FROM job, unnest(%(slots)s::int[]) AS slot
        RETURNING id
    ), worked_on AS (
        UPDATE studio_project SET active_at = statement_timestamp() WHERE id = %(project)s
    )
    SELECT job.id, job.prompt_id, job.created_at, call.id FROM job, call ORDER BY call.id
"""  # noqa: S608  # put together of constants


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that a job begins with, one for each of `number` slots."""

    team: int
    number: int
    wanted: int
    capped_as: str
    estimate: Decimal


def write(
    job: Job, text: str, calls: Calls, *, parent: Prompt | None, inputs: Sequence[JobInput]
) -> list[int]:
    """Write down a job that is not saved yet, with its prompt, `inputs` and `calls`; the ids of its calls."""
    assert job.created_by is not None
    told = {
        **_words(job.project, job.created_by, text, parent),
        "backend": job.backend,
        "model": job.model,
        "sent_text": job.sent_text,
        "searched": job.searched,
        "width": job.width,
        "height": job.height,
        "count": job.count,
        "series": job.series,
        "parameters": json.dumps(job.parameters, cls=DjangoJSONEncoder),
        "ticket": job.ticket,
        "experiment": job.experiment_id,
        "cell": job.cell,
        "inputs": json.dumps([_input(each) for each in inputs]),
        "team": calls.team,
        "slots": list(range(calls.number)),
        "wanted": calls.wanted,
        "capped_as": calls.capped_as,
        "estimate": calls.estimate,
    }
    [rows] = journey(told, ORDER)
    job.pk, job.prompt_id, job.created_at, _ = rows[0]
    job._state.adding, job._state.db = False, connection.alias
    return [row[-1] for row in rows]


def prompt_version(project: Project, person: User, text: str, *, parent: Prompt | None = None) -> Prompt:
    """The immutable version with exactly this text: the one that is there, or a new one after `parent`."""
    [[(pk,)]] = journey(_words(project, person, text, parent), VERSION)
    return Prompt.objects.get(pk=pk)


def _words(project: Project, person: User, text: str, parent: Prompt | None) -> dict[str, Any]:
    return {
        "project": project.pk,
        "person": person.pk,
        "text": text,
        "kind": Prompt.kind_of(text),
        "digest": Prompt.digest_of(text),
        "parent": parent.pk if parent else None,
    }


def _input(each: JobInput) -> dict[str, object]:
    return {
        "position": each.position,
        "role": each.role,
        "image": each.image_id,
        "reference": each.reference_id,
        "variant": each.variant_id,
    }
