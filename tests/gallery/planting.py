"""A creation with its files, as the check leaves it."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from gallery.models import Creation, CreationFile, Profile, State
from gallery.words import fold, heading_of
from studio.models import User
from tests.pictures import encode, photo


def planted(author: User, **fields: Any) -> Creation:
    """Public, of 960 × 720 px; its author has a name in the gallery."""
    Profile.objects.get_or_create(
        user=author, defaults={"handle": f"maker-{author.pk}", "name": f"Maker {author.pk}"}
    )
    now = timezone.now()
    told: dict[str, Any] = {
        "state": State.PUBLIC,
        "title": "Red kite",
        "alt": "A red kite over dunes",
        "prompt_text": "a red kite over dunes",
        "tags": ["kite"],
        "backend": "engine",
        "model": "Local illustrator",
        "width": 960,
        "height": 720,
        "aspect": "4:3",
        "published_at": now,
        "checked_at": now,
    } | fields
    told |= {
        "heading": heading_of(told["title"], told["tags"]),
        "prose": fold(f"{told['alt']}\n{told['prompt_text']}"),
    }
    creation = Creation.objects.create(author=author, **told)
    for wide in (320, 640, 1280, 2048):
        across = min(wide, 960)
        content = encode(photo((across, across * 3 // 4), creation.pk), "WEBP", quality=70)
        key = default_storage.save(f"gallery/test/{creation.pk}-{wide}.webp", ContentFile(content))
        CreationFile.objects.create(
            creation=creation, spec=f"w{wide}", key=key, width=across, height=across * 3 // 4,
            size_bytes=len(content),
        )  # fmt: skip
    return creation
