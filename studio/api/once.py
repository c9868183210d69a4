"""Idempotency keys: the same request under the same key is the same job, however often it is sent."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now
from django.http.response import HttpResponseBase

from studio.api.caller import Caller
from studio.api.problems import Problem, field_problem
from studio.models import IdempotencyKey, Job

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
# OpenAI's clients wait for ten minutes before they repeat a request, and do so twice.
RETRIED_WITHIN = timedelta(minutes=30)
KEY = re.compile(r"[\x21-\x7e]{1,200}")


def key_of(header: str | None) -> str:
    """The key that a client chose, "" when it chose none. Raises Problem."""
    if header is None:
        return ""
    if not KEY.fullmatch(header):
        raise field_problem(HEADER, "A key has 1 to 200 visible ASCII characters.", status=400)
    return f"key:{header}"


def digest_of(asked: Mapping[str, object]) -> str:
    """The same for every spelling of the same JSON."""
    text = json.dumps(asked, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def once(caller: Caller, key: str, asked: Mapping[str, object], spend: Callable[[], Job]) -> tuple[Job, bool]:
    """The job that `spend` makes, and whether it had been made before. Without a key it is made every time.

    The key is written in the transaction that spends: a crash leaves both or neither. Raises Problem: 409 while
    the same key is being worked on, 422 when it was used for something else; and what `spend` raises, which
    leaves the key free.
    """
    if not key:
        return spend(), False
    digest = digest_of(asked)
    with transaction.atomic():
        if not _alone(_name(caller, key)):
            raise Problem(
                409,
                "A request with this Idempotency-Key is being worked on; ask again in a moment.",
                errors=[(HEADER, "It is in use just now.")],
                headers={"Retry-After": "1"},
            )
        found = IdempotencyKey.objects.filter(user=caller.user, key=key).first()
        if found is None:
            job = spend()
            IdempotencyKey.objects.create(user=caller.user, key=key, digest=digest, job=job)
            return job, False
    if found.digest != digest:
        raise field_problem(HEADER, "This key was used for another request. Use a new one for each.")
    return caller.job(found.job_id), True


def unless_retried(
    caller: Caller, asked: Mapping[str, object], spend: Callable[[], Job], *, is_retry: bool
) -> tuple[Job, bool]:
    """For clients that repeat a request by themselves, and say so, without a key: the repetition is given the job
    of the same person's last such request. Asking for the same once more, on purpose, makes another job."""
    digest = digest_of(asked)
    key = f"retry:{digest}"
    with transaction.atomic():
        _alone(_name(caller, key), wait=True)
        lately = IdempotencyKey.objects.filter(created_at__gt=Now() - RETRIED_WITHIN)
        found = lately.filter(user=caller.user, key=key).first()
        if not (found and is_retry):
            job = spend()
            IdempotencyKey.objects.update_or_create(
                user=caller.user,
                key=key,
                defaults={"digest": digest, "job": job, "created_at": Now()},
            )
            return job, False
    return caller.job(found.job_id), True


def tell(response: HttpResponseBase, *, replayed: bool) -> None:
    if replayed:
        response[REPLAYED] = "true"


def _name(caller: Caller, key: str) -> str:
    return f"once:{caller.user.pk}:{key}"


def _alone(name: str, *, wait: bool = False) -> bool:
    """Whether nobody else works under this name; held until the transaction ends."""
    how = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(hashtextextended(%s, 0))", [name])
        return wait or bool(cursor.fetchone()[0])
