"""Backends that people added in the browser: for the whole instance, or for one team."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from studio.backends.errors import Misconfigured
from studio.backends.kinds import Kind, kind_called
from studio.backends.registry import Entry
from studio.models.job import Job
from studio.models.team import Reached, Team
from studio.sealing import CannotOpen, seal, unseal

ENDING = 4
# Of a shorter key, four characters would tell too much.
SHORTEST_KEY_WITH_ENDING = 16


class BackendAccountQuerySet(models.QuerySet["BackendAccount"]):
    def kept(self) -> "BackendAccountQuerySet":
        return self.filter(removed_at=None)

    def offered_to(self, team: int | None) -> "BackendAccountQuerySet":
        """What this team may draw with; for None, what every team may."""
        return self.kept().filter(Q(team=None) | Q(team=team), enabled=True).order_by("pk")


class BackendAccount(Reached, models.Model):
    """One way to get pictures, with its key and its limits.

    `options` are the keyword arguments of the kind's class, without its secret. A removed one keeps its row,
    without key and options, because its alias must never mean another backend: calls are known by it.
    """

    team = models.ForeignKey(
        Team,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="backends",
        help_text="Empty: for every team of the instance.",
    )
    alias = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=80)
    options = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    sealed_key = models.TextField("the key, encrypted", blank=True)
    key_ending = models.CharField("the last characters of the key", max_length=ENDING, blank=True)
    key_set_at = models.DateTimeField(null=True, blank=True)
    price = models.DecimalField(
        "US$ per picture",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    concurrency = models.PositiveSmallIntegerField("calls at once", null=True, blank=True)
    pictures_per_minute = models.PositiveIntegerField(null=True, blank=True)
    enabled = models.BooleanField(default=True)
    last_test = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = BackendAccountQuerySet.as_manager()

    def __str__(self) -> str:
        return f"BackendAccount {self.pk}"

    @property
    def about(self) -> Kind:
        """What its kind is. Raises Misconfigured for a kind that this version does not know."""
        if (kind := kind_called(self.kind)) is None:
            raise Misconfigured(f"{self.label}: this version of the studio knows no kind {self.kind!r}.")
        return kind

    def set_key(self, key: str) -> None:
        """Not saved yet. The key itself cannot be read back but by the calls that need it."""
        self.sealed_key = seal(key) if key else ""
        self.key_ending = key[-ENDING:] if len(key) >= SHORTEST_KEY_WITH_ENDING else ""
        self.key_set_at = timezone.now() if key else None

    def remove(self) -> None:
        """Nothing is drawn with it any more; what was drawn keeps its name."""
        self.set_key("")
        self.options, self.enabled, self.removed_at = {}, False, timezone.now()
        self.save()

    def entry(self) -> Entry:
        """For the registry. Raises Misconfigured when the key cannot be read any more."""
        options: dict[str, Any] = {**self.options, "label": self.label}
        limits = {
            "price": self.price,
            "concurrency": self.concurrency,
            "pictures_per_minute": self.pictures_per_minute,
        }
        options |= {name: value for name, value in limits.items() if value is not None}
        if self.sealed_key:
            try:
                options["api_key"] = unseal(self.sealed_key)
            except CannotOpen as error:
                raise Misconfigured(
                    f"{self.label}: its key cannot be read any more, because the instance’s secret has changed. "
                    "Set the key anew."
                ) from error
        return Entry(
            {"BACKEND": self.about.backend, "OPTIONS": options},
            team=self.team_id,
            enabled=self.enabled,
            is_guarded=self.team_id is not None,
        )


def entry_of(alias: str) -> Entry | None:
    """The registry's question about one alias."""
    account = BackendAccount.objects.kept().filter(alias=alias).first()
    return account.entry() if account else None


def entries_for(team: int | None) -> Mapping[str, Entry | Misconfigured]:
    """The registry's question about everything that is on offer to a team, in one query."""
    found: dict[str, Entry | Misconfigured] = {}
    for account in BackendAccount.objects.offered_to(team):
        try:
            found[account.alias] = account.entry()
        except Misconfigured as error:
            found[account.alias] = error
    return found
