"""Vectors for creations, from what strangers may read of them and from the picture they may see."""

import logging
from collections.abc import Iterable, Sequence

import numpy as np
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import default_storage
from numpy.typing import NDArray

from gallery import vectors
from gallery.looks import looks
from gallery.models import Creation, Theme
from gallery.said import meaning_of
from gallery.themes.refresh import theme_for
from studio.images.errors import ImageRefused
from studio.images.pixels import pixels
from studio.images.sandbox.client import SandboxBroken

log = logging.getLogger(__name__)

AT_ONCE = 32
LOOKED_AT = "w320"


def fill_missing(most: int = 256) -> int:
    """Vectors for public creations that have none yet; how many were made. Raises vectors.Away."""
    unread = Creation.objects.public().filter(text_vector=None).order_by("pk")
    return fill(list(unread[:most]))


def fill(creations: Sequence[Creation]) -> int:
    """Vectors and themes for these creations; how many were written. Raises vectors.Away."""
    themes = list(Theme.objects.living())
    done = 0
    for start in range(0, len(creations), AT_ONCE):
        part = creations[start : start + AT_ONCE]
        for creation, vector in zip(part, vectors.of_texts([meaning_of(each) for each in part]), strict=True):
            done += _write(creation, vector, themes)
    return done


def _write(creation: Creation, vector: vectors.Vector, themes: Iterable[Theme]) -> int:
    """Only while the creation still says what the vector was made of: its author may show less by now."""
    same = Creation.objects.public().filter(
        pk=creation.pk, prompt_text=creation.prompt_text, prompt_document=creation.prompt_document
    )
    fields: dict[str, object] = {"text_vector": vector, "theme": theme_for(np.array(vector), themes)}
    if (seen := _looks(creation)) is not None:
        fields["picture_vector"] = seen
    return same.update(**fields)


def _looks(creation: Creation) -> NDArray[np.float32] | None:
    """None where the picture cannot be read just now; it is looked at again when the vectors are recomputed."""
    key = creation.files.filter(spec=LOOKED_AT).values_list("key", flat=True).first()
    if key is None:
        return None
    try:
        with default_storage.open(key) as file:
            return looks(pixels(file.read()))
    except (OSError, BotoCoreError, ClientError, ImageRefused, SandboxBroken) as error:
        log.warning("creation %s: its picture was not looked at: %s", creation.pk, error)
        return None
