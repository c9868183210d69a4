"""Tokens: how a program speaks to the API for a person."""

import hashlib
import secrets
import string
from zlib import crc32

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from studio.models.project import Project

PREFIX = "sbd_"
RANDOM, CHECK = 30, 6
ALPHABET = string.digits + string.ascii_letters


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self) -> "TokenQuerySet":
        """Neither revoked nor over."""
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=Now()), revoked_at=None, user__is_active=True
        )


class Token(models.Model):
    """What its holder may do is what its person may do, narrowed to `scopes` and, if one is named, to a project.

    Only the hash of a token is kept: it is as random as a key, so that a plain hash of it tells nothing.
    """

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Write"
        SPEND = "spend", "Spend"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    name = models.CharField("what it is for", max_length=80)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope.choices))
    digest = models.CharField("SHA-256 of the token, hex", max_length=64, unique=True, editable=False)
    hint = models.CharField("its last characters", max_length=4, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField("last used, to the minute", null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Token {self.pk}"

    @staticmethod
    def digest_of(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()


def make_secret(prefix: str = PREFIX) -> str:
    """A new secret: 178 random bits, and a checksum that finds typing errors without asking the database."""
    random = prefix + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return random + _check(random)


def is_whole(secret: str, prefix: str = PREFIX) -> bool:
    """Whether this can be one of ours at all."""
    body = secret[:-CHECK]
    return (
        secret.isascii()
        and secret.startswith(prefix)
        and len(secret) == len(prefix) + RANDOM + CHECK
        and secrets.compare_digest(secret[-CHECK:], _check(body))
    )


def _check(body: str) -> str:
    number, letters = crc32(body.encode()), ""
    for _ in range(CHECK):
        number, rest = divmod(number, len(ALPHABET))
        letters += ALPHABET[rest]
    return letters
