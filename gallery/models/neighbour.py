"""What likeness is looked up in: a row for each public creation, and for no other.

A trigger writes it with the statement that publishes, changes or unpublishes the creation, so nobody else does. It has
no counters: each love writes a new version of a creation's row, and an index of vectors that knew those would find less
and less among them.
"""

from django.db import models
from django.db.models import Q
from pgvector.django import HalfVectorField, HnswIndex


def by_likeness(field: str, name: str) -> list[HnswIndex]:
    """An index on either side of the age gate, so that what is behind it hides nobody.

    The fewer links a vector has, the fewer pages a look reads (`manage.py bench related`).
    """
    return [
        HnswIndex(
            fields=[field],
            opclasses=["halfvec_cosine_ops"],
            name=f"{name}{side}",
            m=12,
            condition=Q(mature=mature),
        )
        for side, mature in (("", False), ("_mature", True))
    ]


class Neighbour(models.Model):
    """The vectors of a public creation, with half the digits."""

    creation = models.OneToOneField(
        "gallery.Creation", on_delete=models.DO_NOTHING, primary_key=True, related_name="+"
    )
    mature = models.BooleanField("behind the age gate")
    text_vector = HalfVectorField(dimensions=384, null=True)
    picture_vector = HalfVectorField(dimensions=1280, null=True)

    class Meta:
        indexes = [
            *by_likeness("text_vector", "neighbour_meaning"),
            *by_likeness("picture_vector", "neighbour_looks"),
        ]

    def __str__(self) -> str:
        return f"Neighbour {self.pk}"
