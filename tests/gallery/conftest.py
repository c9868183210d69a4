"""Creations as they stand in the gallery, without their files."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from gallery.models import Creation, Profile, State
from studio.models import User


@pytest.fixture
def make_creation(alice: User) -> Callable[..., Creation]:
    """A public creation of Alice's, with what a test wants otherwise."""

    def make(**fields: Any) -> Creation:
        author = fields.get("author", alice)
        Profile.objects.get_or_create(
            user=author, defaults={"handle": f"maker-{author.pk}", "name": f"Maker {author.pk}"}
        )
        now = timezone.now()
        told: dict[str, Any] = {
            "author": alice,
            "state": State.PUBLIC,
            "title": "Red kite",
            "alt": "A red kite over dunes",
            "prompt_text": "a red kite over dunes",
            "backend": "engine",
            "model": "Local illustrator",
            "width": 1280,
            "height": 720,
            "aspect": "16:9",
            "published_at": now,
            "checked_at": now,
        }
        return Creation.objects.create(**(told | fields))

    return make
