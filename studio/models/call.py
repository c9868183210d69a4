"""Calls: single requests to a backend that may cost money, each written down before it is made."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from studio.models import turns
from studio.models.job import Job
from studio.models.rows import columns, model_of
from studio.models.team import Reached, Team


class CallQuerySet(models.QuerySet["Call"]):
    def with_job(self) -> "CallQuerySet":
        """With what a call's way reads."""
        return self.select_related("job")

    def open(self) -> "CallQuerySet":
        return self.filter(state__in=Call.OPEN)

    def ready(self) -> "CallQuerySet":
        """Waiting, and their time has come."""
        return self.filter(state=Call.State.WAITING, not_before__lte=Now())

    def abandoned(self) -> "CallQuerySet":
        """In somebody's hands that have shown no sign of life for a whole lease."""
        return self.filter(state__in=Call.HELD, lease_until__lt=Now())

    def renew(self, worker: str) -> int:
        return self.filter(worker=worker, state__in=Call.HELD).update(lease_until=Now() + lease())

    def answers(self) -> "CallQuerySet":
        """Those that ended with a word of the backend, the newest first."""
        return self.filter(state__in=(Call.State.STORED, Call.State.FAILED)).order_by("-ended_at")

    def away_since(self, alias: str) -> datetime | None:
        """When this backend gave the first of its last answers that all say it cannot be had; None while
        it is not held to be away."""
        if not turns.is_away(alias):
            return None
        calls = self.filter(backend=alias)
        good = calls.answers().exclude(error_kind="Unavailable").values_list("ended_at", flat=True).first()
        bad = calls.answers().filter(ended_at__gt=good) if good else calls.answers()
        return bad.values_list("ended_at", flat=True).last()

    def claim(self, pk: int, limits: turns.Limits, *, worker: str) -> "Call | None":
        """Take a waiting call, with what its way reads; None if it is taken, not due, or its backend has no room."""
        taken = turns.take(pk, limits, worker=worker, lease=settings.CALL_LEASE_SECONDS, told=WITH_JOB)
        if taken is None:
            return None
        values = iter(taken)
        call, job = model_of(Call, values), model_of(Job, values)
        call.job = job
        if not next(values):
            job.sent_along = []
        return call

    def send(self, call: "Call", *, worker: str) -> bool:
        """Write down that a call that this worker holds leaves now; False when it has been taken away."""
        return turns.send(call.pk, worker=worker, lease=settings.CALL_LEASE_SECONDS)

    def adopt(self, pk: int, *, worker: str) -> "Call | None":
        """Take over an answered call whose worker is gone; None if somebody else has it."""
        taken = (
            self.abandoned()
            .filter(pk=pk, state=Call.State.ANSWERED)
            .update(worker=worker, lease_until=Now() + lease())
        )
        return self.with_job().get(pk=pk) if taken else None

    def move(self, pk: int, *, worker: str, to: "Call.State", **fields: object) -> bool:
        """Advance a call that this worker still holds; False when it has been taken away."""
        return bool(
            self.filter(pk=pk, worker=worker, state__in=Call.HELD).update(
                state=to, lease_until=Now() + lease(), **fields
            )
        )


def lease() -> timedelta:
    return timedelta(seconds=settings.CALL_LEASE_SECONDS)


class Call(Reached, models.Model):
    """
    waiting ─▶ claimed ─▶ sent ─▶ answered ─▶ stored
       │          │         ├─▶ failed      no answer that costs anything; `error_*` say why
       │          │         └─▶ unknown     it may have been charged; only the person repeats it
       └──────────┴──▶ cancelled            before the first byte left
    unknown ─▶ let_go                       the person does not want it any more
    *claimed* is a call whose pictures are being read; without any, it is *sent* at once.
    A crash in `claimed` frees the call. In `sent`, the backend's crash class decides. In `answered` the
    kept bytes are stored, and the backend is not asked again. Only unasked repeats are never made.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CLAIMED = "claimed", "Starting"
        SENT = "sent", "Drawing"
        ANSWERED = "answered", "Storing"
        STORED = "stored", "Done"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Outcome unknown"
        CANCELLED = "cancelled", "Cancelled"
        LET_GO = "let_go", "Let go"

    HELD = (State.CLAIMED, State.SENT, State.ANSWERED)
    AT_BACKEND = (State.CLAIMED, State.SENT)
    OPEN = (State.WAITING, *HELD)
    FREE = (State.FAILED, State.CANCELLED)

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="calls")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="calls")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    backend = models.CharField("alias of the backend", max_length=40)
    capped_as = models.CharField("what its caps are counted by", max_length=40, db_default="", blank=True)
    slot = models.PositiveSmallIntegerField("which of the job's requests, from 0")
    attempt = models.PositiveSmallIntegerField("a retry is a new call in the same slot", default=1)
    wanted = models.PositiveSmallIntegerField("pictures wanted of this call", default=1)
    key = models.UUIDField("identity towards the backend", default=uuid.uuid4)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    worker = models.CharField(max_length=80, blank=True)
    not_before = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True, blank=True)
    ref = models.CharField("the backend's own id of this call", max_length=200, blank=True)
    progress = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    estimate = models.DecimalField("US$ before", max_digits=12, decimal_places=6, default=0)
    amount = models.DecimalField("US$ after", max_digits=12, decimal_places=6, null=True, blank=True)
    error_kind = models.CharField(max_length=20, blank=True)
    error_code = models.CharField(max_length=120, blank=True)
    error_message = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "slot", "attempt"], name="one_call_per_attempt"),
            models.CheckConstraint(condition=Q(wanted__gte=1), name="a_call_wants_a_picture"),
        ]
        indexes = [
            models.Index(fields=["backend", "not_before"], name="call_waiting", condition=Q(state="waiting")),
            models.Index(
                fields=["capped_as", "state"],
                name="call_held",
                condition=Q(state__in=["claimed", "sent", "answered"]),
            ),
            models.Index(fields=["team", "created_at"], name="call_ledger"),
            models.Index(
                fields=["backend", "-ended_at"],
                name="call_answers",
                condition=Q(state__in=["stored", "failed"]),
            ),
            models.Index(
                fields=["capped_as", "sent_at"], name="call_rate", condition=Q(sent_at__isnull=False)
            ),
            models.Index(fields=["capped_as", "backend"], name="call_beside", condition=Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"Call {self.pk}"

    @property
    def seconds_at_backend(self) -> float | None:
        if self.sent_at is None or self.answered_at is None:
            return None
        return (self.answered_at - self.sent_at).total_seconds()


WITH_JOB = f"""
    SELECT {columns(Call, "call")}, {columns(Job, "job")}, EXISTS (SELECT FROM studio_jobinput WHERE job_id = job.id)
    FROM call JOIN studio_job AS job ON job.id = call.job_id
"""  # noqa: S608  # put together of constants


def cost(of: Q | None = None) -> models.Sum:
    """What calls (those that are `of` this sort) cost or may cost: the amount where known, else the reserve."""
    known = models.Case(
        models.When(state__in=Call.FREE, then=models.Value(0)),
        default=models.functions.Coalesce(F("amount"), F("estimate")),
        output_field=models.DecimalField(max_digits=12, decimal_places=6),
    )
    return models.Sum(known, filter=of, default=0)
