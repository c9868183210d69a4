"""Prompts: immutable versions of what was written."""

import hashlib

from django.conf import settings
from django.db import models

from studio.models.project import Project
from studio.models.team import Reached
from studio.prompts.document import digest
from studio.prompts.parse import Structured, parse


class Prompt(Reached, models.Model):
    """One version. Its text is the document exactly as written: plain words, or the JSON source.

    JSON stays text, so that the order of keys and the way numbers were written survive.
    """

    class Kind(models.TextChoices):
        PLAIN = "plain", "Words"
        STRUCTURED = "structured", "Structured"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="prompts")
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PLAIN)
    text = models.TextField()
    digest = models.CharField("SHA-256 of the document or the words, hex", max_length=64, editable=False)
    name = models.CharField("given by a person, to find it again", max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "digest"], name="one_prompt_per_text")]
        indexes = [models.Index(fields=["project", "-id"], name="prompt_versions")]

    def __str__(self) -> str:
        return f"Prompt {self.pk}"

    @staticmethod
    def kind_of(text: str) -> "Prompt.Kind":
        return Prompt.Kind.STRUCTURED if isinstance(parse(text), Structured) else Prompt.Kind.PLAIN

    @staticmethod
    def digest_of(text: str) -> str:
        """The same for every way to indent one document; order and spelling of its values count."""
        parsed = parse(text)
        if isinstance(parsed, Structured):
            return digest(parsed.document)
        return hashlib.sha256(text.encode()).hexdigest()
