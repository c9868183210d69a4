"""The words that public creations use: what a misspelt search is compared with."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Word(models.Model):
    """Made anew from the public creations in the background, so it never knows a word that is not public."""

    word = models.CharField(max_length=40, primary_key=True)
    uses = models.PositiveIntegerField("public creations that say it")

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_spelling")]

    def __str__(self) -> str:
        return self.word
