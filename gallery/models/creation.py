"""Creations: variants published to the gallery, as frozen copies that show only what their authors chose."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from pgvector.django import VectorField


class State(models.TextChoices):
    CHECKING = "checking", "Being checked"
    PUBLIC = "public", "Public"
    HELD = "held", "Held for the moderators"
    HIDDEN = "hidden", "Hidden by the moderators"
    UNPUBLISHED = "unpublished", "Unpublished by its author"
    TAKEN_DOWN = "taken_down", "Taken down"


class Shows(models.TextChoices):
    """How much of the prompt strangers see."""

    ALL = "all", "The whole prompt"
    FIELDS = "fields", "Some of its fields"
    NOTHING = "nothing", "Nothing of it"


class Licence(models.TextChoices):
    CC_BY = "cc-by", "CC BY 4.0: with credit, for anything"
    CC_BY_NC = "cc-by-nc", "CC BY-NC 4.0: with credit, not for money"
    CC0 = "cc0", "CC0: for anything, without conditions"
    RESERVED = "reserved", "All rights reserved"


class Use(models.TextChoices):
    ILLUSTRATION = "illustration", "Illustration"
    PRODUCT = "product", "Product and try-on"
    CONCEPT = "concept", "Concept and exploration"
    TEACHING = "teaching", "Teaching and diagrams"
    CAMPAIGN = "campaign", "Campaign and series"


VECTORS = ("text_vector", "picture_vector")
WORDS = ("prompt_text", "prompt_document", "heading", "prose", "search")
PUBLIC = Q(state="public")


class CreationQuerySet(models.QuerySet["Creation"]):
    def public(self) -> Self:
        """What a stranger may be told of, by the partial indexes below."""
        return self.filter(PUBLIC)

    def calm(self) -> Self:
        """Without what needs the age gate."""
        return self.filter(mature=False)

    def as_cards(self) -> Self:
        """As walls show them: who made it, and no long columns."""
        return self.select_related("author__profile").defer(*VECTORS, *WORDS)

    def live(self) -> Self:
        """Published as far as its author is concerned."""
        return self.filter(state__in=Creation.LIVE)


class Creation(models.Model):
    """
    checking ─▶ public ◀─▶ held ─▶ hidden          held: by the classifier, a fingerprint or many reports
       │          │          └──▶ taken down       a moderator decided; hidden ones may be restored
       └──────────┴──▶ unpublished                 by the author, at any time; publishing again is a new check
    Only `public` is shown to anybody but the author and the moderators.
    """

    LIVE = (State.CHECKING, State.PUBLIC, State.HELD, State.HIDDEN)

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="creations")
    variant = models.ForeignKey(
        "studio.Variant", on_delete=models.SET_NULL, null=True, blank=True, related_name="creations"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.CHECKING)
    note = models.CharField("why it is in this state, for its author", max_length=300, blank=True)

    title = models.CharField(max_length=120)
    alt = models.CharField("what is to be seen, for those who do not see it", max_length=600)
    tags = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    use = models.CharField(max_length=12, choices=Use.choices, default=Use.ILLUSTRATION)
    licence = models.CharField(max_length=10, choices=Licence.choices, default=Licence.CC_BY)
    mature = models.BooleanField("for adults", default=False)
    remix_allowed = models.BooleanField(default=True)

    shows = models.CharField(max_length=8, choices=Shows.choices, default=Shows.ALL)
    prompt_text = models.TextField("the public part of the prompt, in words", blank=True)
    prompt_document = models.TextField("the public part of a structured prompt, as JSON text", blank=True)

    backend = models.CharField("alias of the backend", max_length=40)
    model = models.CharField("the backend's name for its model", max_length=120, blank=True)
    width = models.PositiveIntegerField("width in px")
    height = models.PositiveIntegerField("height in px")
    aspect = models.CharField("nearest short name of the shape, 3:4", max_length=12)
    thumbhash = models.CharField(max_length=64, blank=True)

    remix_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="remix_creations"
    )
    credit = models.CharField(
        "what it is a remix of, as it was called when taken", max_length=260, blank=True
    )

    loves = models.PositiveIntegerField(default=0)
    loves_week = models.PositiveIntegerField("loves of the last seven days", default=0)
    loves_month = models.PositiveIntegerField("loves of the last thirty days", default=0)
    collects = models.PositiveIntegerField(default=0)
    remixes = models.PositiveIntegerField("public remixes", default=0)
    reports = models.PositiveIntegerField("open reports that count", default=0)
    rising = models.FloatField("loves and freshness in one number", default=0)

    fingerprint = models.BigIntegerField("studio.images.fingerprint of the picture", null=True, blank=True)
    mature_score = models.FloatField("the classifier's, 0 to 1", null=True, blank=True)
    text_vector = VectorField(dimensions=384, null=True, blank=True)
    picture_vector = VectorField(dimensions=1280, null=True, blank=True)

    theme = models.ForeignKey(
        "gallery.Theme",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="creations",
        db_index=False,
    )

    heading = models.CharField("title and tags, folded for searching", max_length=600, blank=True)
    prose = models.TextField("alternative text and public prompt, folded for searching", blank=True)
    search = models.GeneratedField(
        expression=SearchVector("heading", weight="A", config="english")
        + SearchVector("prose", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField("became public, at last", null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_after = models.DateTimeField("the next try of its check", db_default=Now())

    objects = CreationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["variant"],
                condition=Q(state__in=["checking", "public", "held", "hidden"]),
                name="one_live_creation_per_variant",
            ),
            models.CheckConstraint(
                condition=~Q(state="public") | Q(published_at__isnull=False, checked_at__isnull=False),
                name="public_only_when_checked",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="creation_newest", condition=PUBLIC),
            models.Index(fields=["-rising", "-id"], name="creation_rising", condition=PUBLIC),
            models.Index(fields=["-loves", "-id"], name="creation_loved", condition=PUBLIC),
            models.Index(
                fields=["-loves_week", "-id"],
                name="creation_loved_week",
                condition=PUBLIC & Q(loves_week__gt=0),
            ),
            models.Index(
                fields=["-loves_month", "-id"],
                name="creation_loved_month",
                condition=PUBLIC & Q(loves_month__gt=0),
            ),
            models.Index(
                fields=["backend", "-published_at", "-id"], name="creation_backend", condition=PUBLIC
            ),
            models.Index(fields=["aspect", "-published_at", "-id"], name="creation_aspect", condition=PUBLIC),
            models.Index(fields=["use", "-published_at", "-id"], name="creation_use", condition=PUBLIC),
            models.Index(fields=["author", "-published_at", "-id"], name="creation_author", condition=PUBLIC),
            models.Index(fields=["remix_of", "-published_at"], name="creation_remixes", condition=PUBLIC),
            models.Index(
                fields=["-published_at", "-id"],
                name="creation_grown",
                condition=PUBLIC & Q(remix_of__isnull=False),
            ),
            GinIndex(fields=["tags"], name="creation_tags", condition=PUBLIC),
            GinIndex(fields=["search"], name="creation_search", condition=PUBLIC),
            GinIndex(
                fields=["heading"], opclasses=["gin_trgm_ops"], name="creation_spelling", condition=PUBLIC
            ),
            models.Index(fields=["theme", "-published_at", "-id"], name="creation_theme", condition=PUBLIC),
            models.Index(
                fields=["id"], name="creation_unread", condition=PUBLIC & Q(text_vector__isnull=True)
            ),
            models.Index(fields=["check_after"], name="creation_to_check", condition=Q(state="checking")),
            models.Index(fields=["created_at"], name="creation_held", condition=Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"Creation {self.pk}"

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLIC

    @property
    def is_structured(self) -> bool:
        return bool(self.prompt_document)
