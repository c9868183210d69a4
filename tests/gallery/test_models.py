"""What the database itself keeps true about creations."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gallery.models import Creation, CreationFile, DoomedFile, State

MakeCreation = Callable[..., Creation]


def test_nothing_is_public_that_was_not_checked(make_creation: MakeCreation) -> None:
    creation = make_creation(state=State.CHECKING, published_at=None, checked_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Creation.objects.filter(pk=creation.pk).update(state=State.PUBLIC, published_at=timezone.now())


def test_a_file_whose_row_goes_is_doomed_whatever_made_it_go(make_creation: MakeCreation) -> None:
    creation = make_creation()
    CreationFile.objects.create(
        creation=creation, spec="w640", key="gallery/a.webp", width=640, height=480, size_bytes=1
    )
    creation.author.delete()
    assert list(DoomedFile.objects.values_list("key", flat=True)) == ["gallery/a.webp"]
