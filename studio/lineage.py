"""Where a picture came from and what came of it: bounded walks along the inputs of jobs.

A picture's parent is the variant that its job changed (the source), or else the first variant among its
references. The indexes of JobInput's `job` and `variant` and of Variant's `job` carry every step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from studio.models import Variant

DEEPEST = 200
MOST = 5000

_PARENT = """
    SELECT input.variant_id, input.role FROM studio_jobinput input
    WHERE input.job_id = variant.job_id AND input.variant_id IS NOT NULL AND input.role IN ('source', 'reference')
    ORDER BY (input.role = 'source') DESC, input.position LIMIT 1
"""
_UP = f"""
    WITH RECURSIVE up (id, role, depth) AS (
        SELECT %s::bigint, 'source'::varchar, 0
        UNION ALL
        SELECT parent.variant_id, parent.role, up.depth + 1
        FROM up JOIN studio_variant variant ON variant.id = up.id
        CROSS JOIN LATERAL ({_PARENT}) parent WHERE up.depth < {DEEPEST}
    )
    SELECT id, role FROM up ORDER BY depth
"""  # noqa: S608  # put together of constants
_DOWN = f"""
    WITH RECURSIVE down (id) AS (
        SELECT %s::bigint
        UNION
        SELECT child.id FROM down
        JOIN studio_jobinput input ON input.variant_id = down.id AND input.role IN ('source', 'reference')
        JOIN studio_variant child ON child.job_id = input.job_id
    )
    SELECT id FROM down LIMIT {MOST}
"""  # noqa: S608  # put together of constants
_TREE = f"""
    SELECT variant.id, variant.job_id, parent.variant_id, parent.role
    FROM studio_variant variant LEFT JOIN LATERAL ({_PARENT}) parent ON true
    WHERE variant.project_id = %s ORDER BY variant.id DESC LIMIT {MOST}
"""  # noqa: S608  # put together of constants


@dataclass(frozen=True, slots=True)
class Step:
    """One picture of a project's tree. `role` says how its parent was used; both are empty at a root."""

    variant: int
    job: int
    parent: int | None
    role: str


def ancestors(variant: Variant) -> list[Variant]:
    """From the first picture to this one's parent; empty where it came from words alone."""
    return _in_order(pk for pk, _ in reversed(_walk(_UP, variant.pk)[1:]))


def edits_before(variant: Variant) -> list[Variant]:
    """This picture and what was edited, step by step, to get to it: newest first, the original last."""
    chain = []
    for pk, role in _walk(_UP, variant.pk):
        if role != "source":
            break
        chain.append(pk)
    return _in_order(chain)


def descendants(variant: Variant) -> set[int]:
    """The ids of everything that came of it, without itself."""
    return {row[0] for row in _walk(_DOWN, variant.pk)} - {variant.pk}


def common_ancestor(one: Variant, other: Variant) -> Variant | None:
    """The newest picture that both came from; it may be one of the two."""
    above = {pk for pk, _ in _walk(_UP, other.pk)}
    shared = next((pk for pk, _ in _walk(_UP, one.pk) if pk in above), None)
    return None if shared is None else _in_order([shared])[0]


def tree(project_id: int) -> list[Step]:
    """The newest pictures of a project, each with its parent; parents may be missing where there are too many."""
    return [Step(pk, job, parent, role or "") for pk, job, parent, role in _walk(_TREE, project_id)]


def _walk(query: str, start: int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, [start])
        return list(cursor.fetchall())


def _in_order(pks: Iterable[int]) -> list[Variant]:
    wanted = list(pks)
    found = Variant.objects.select_related("image", "job__prompt", "project").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]
