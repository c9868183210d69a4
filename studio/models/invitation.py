"""Invitations: how somebody comes into a team."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from studio.models.team import Role, Team

PREFIX = "sbi_"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self) -> "InvitationQuerySet":
        """Neither used up, revoked nor over."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=Now(), team__closed_at=None)


class Invitation(models.Model):
    """By e-mail it lets one person in, once; as a link (`email` is empty) whoever has it, until it is over.

    Only the hash of its secret is kept, as of a token's.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)
    email = models.EmailField("whom it was sent to; empty: a link", blank=True)
    digest = models.CharField("SHA-256 of the secret, hex", max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField("used up", null=True, blank=True)
    joined = models.PositiveIntegerField("people who came by it", default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email="") | Q(joined__lte=1), name="an_e_mail_lets_one_person_in"
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
