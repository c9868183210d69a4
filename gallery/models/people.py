"""What people do in the gallery: who they are there, what they love, collect and follow."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from gallery.models.creation import Creation

PERSON = settings.AUTH_USER_MODEL
HANDLE = RegexValidator(r"^[a-z0-9][a-z0-9-]{1,28}[a-z0-9]$", "3 to 30 small letters, digits and hyphens.")


class Profile(models.Model):
    """The name under which a person publishes. It is chosen, never made from the e-mail address."""

    user = models.OneToOneField(PERSON, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    handle = models.CharField(max_length=30, validators=[HANDLE])
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=400, blank=True)
    followers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("handle"), name="one_profile_per_handle")]

    def __str__(self) -> str:
        return f"Profile {self.pk}"


class Love(models.Model):
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="loves")
    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="lovers")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "creation"], name="one_love_each")]
        indexes = [models.Index(fields=["created_at"], name="love_by_time")]

    def __str__(self) -> str:
        return f"Love {self.pk}"


class Collection(models.Model):
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="collections")
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_collection_per_name")]

    def __str__(self) -> str:
        return f"Collection {self.pk}"


class Collected(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    creation = models.ForeignKey(Creation, on_delete=models.CASCADE, related_name="collected")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "creation"], name="collected_once")]

    def __str__(self) -> str:
        return f"Collected {self.pk}"


class Follow(models.Model):
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="follows")
    author = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="followed_by")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "author"], name="one_follow_each"),
            models.CheckConstraint(condition=~Q(user=F("author")), name="nobody_follows_themselves"),
        ]

    def __str__(self) -> str:
        return f"Follow {self.pk}"
