"""The moderation desk: reports, decisions, bans, appeals, and what may not come back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gallery.models.creation import Creation

PERSON = settings.AUTH_USER_MODEL


class Report(models.Model):
    """One person's report of one creation. Only reports that count can hold a creation."""

    class Reason(models.TextChoices):
        MATURE = "mature", "For adults, and not marked so"
        PERSON = "person", "Shows a real person without consent"
        RIGHTS = "rights", "Breaks somebody's rights"
        HATE = "hate", "Hateful or violent"
        SPAM = "spam", "Spam or misleading"
        OTHER = "other", "Something else"

    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="reported")
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="gallery_reports")
    reason = models.CharField(max_length=8, choices=Reason.choices)
    words = models.CharField(max_length=500, blank=True)
    counts = models.BooleanField("made by an account that is old enough", default=True)
    created_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "creation"], name="one_report_each")]
        indexes = [models.Index(fields=["created_at"], name="report_open", condition=Q(decided_at=None))]

    def __str__(self) -> str:
        return f"Report {self.pk}"


class Entry(models.Model):
    """One line of the desk's log. Lines are only ever added."""

    class Act(models.TextChoices):
        HELD = "held", "Held automatically"
        RESTORED = "restored", "Restored"
        HIDDEN = "hidden", "Hidden"
        TAKEN_DOWN = "taken_down", "Taken down"
        MARKED = "marked", "Marked for adults"
        BANNED = "banned", "Banned from publishing"
        UNBANNED = "unbanned", "Allowed to publish again"
        APPEALED = "appealed", "Appealed by the author"
        ANSWERED = "answered", "Appeal answered"

    creation = models.ForeignKey(
        Creation, on_delete=models.SET_NULL, null=True, blank=True, related_name="log"
    )
    subject = models.CharField("what it was about, kept when the row is gone", max_length=160)
    actor = models.ForeignKey(PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=12, choices=Act.choices)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["-id"], name="entry_newest")]

    def __str__(self) -> str:
        return f"Entry {self.pk}"


class Ban(models.Model):
    user = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="gallery_ban")
    reason = models.CharField(max_length=500)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"Ban {self.pk}"


class Appeal(models.Model):
    """The author's one answer to a decision about a creation."""

    creation = models.OneToOneField(Creation, on_delete=models.CASCADE, related_name="appeal")
    words = models.CharField(max_length=1000)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Appeal {self.pk}"


class Blocked(models.Model):
    """What a picture that was taken down looked like; kept without its creation."""

    fingerprint = models.BigIntegerField("studio.images.fingerprint", unique=True)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"Blocked {self.pk}"
