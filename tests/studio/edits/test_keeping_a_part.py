"""Afterwards one marks what of an edit shall stay: the rest becomes the picture before it again."""

from collections.abc import Callable

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from studio.images.pixels import pixels
from studio.models import Edit, Job, JobInput, User, Variant
from studio.pipeline.store import read
from studio.pipeline.submit import Input
from studio.tasks import lay_edit
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.studio.edits.conftest import SIZE, answer, painted

pytestmark = pytest.mark.django_db


@pytest.fixture
def edit(provider: Provider, source: Variant, make_job: Callable[..., Job]) -> Edit:
    """An edit in words alone: nothing was marked, so everything may have changed."""
    provider.script(Reply(pictures=(answer(),)))
    inputs = [Input(source.image, role=JobInput.Role.SOURCE, variant=source)]
    job = make_job(text="make it teal", inputs=inputs)
    work()
    return Edit.objects.get(variant__job=job)


@pytest.fixture
def hers(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def mask_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("mask.png", content, content_type="image/png")


def test_the_page_shows_the_answer_and_sends_to_lay_back(hers: Client, edit: Edit) -> None:
    page = hers.get(f"/variants/{edit.variant_id}/edit/?keep=1").content.decode()
    assert f'action="/variants/{edit.variant_id}/lay-back/"' in page
    assert f"/media/{edit.answer_id}/original/" in page
    assert f"/media/{edit.source_id}/w640/" in page


def test_a_picture_that_was_no_edit_gets_the_common_edit_page(hers: Client, source: Variant) -> None:
    page = hers.get(f"/variants/{source.pk}/edit/?keep=1")
    assert f'action="/variants/{source.pk}/edit/"' in page.content.decode()


def test_a_part_that_was_not_marked_is_asked_for_and_the_mask_of_the_edit_is_not_taken_instead(
    hers: Client, edit: Edit
) -> None:
    edit.mask = edit.source
    edit.save(update_fields=["mask"])
    address = f"/variants/{edit.variant_id}/lay-back/"
    answered = hers.post(address, {"part": "1"}, headers={"HX-Request": "true"})
    assert answered.status_code == 422
    assert "Mark the part to keep first." in answered.content.decode()
    assert hers.post(address, headers={"HX-Request": "true"}).status_code == 200


def test_only_what_was_painted_stays(hers: Client, source: Variant, edit: Edit) -> None:
    sent = {"mask": mask_file(painted((0, 0, 100, 720))), "feather": "0"}
    answered = hers.post(f"/variants/{edit.variant_id}/lay-back/", sent, headers={"HX-Request": "true"})
    assert answered.status_code == 204
    assert answered.headers["HX-Redirect"].endswith(f"?open={edit.variant_id}")
    kept = Edit.objects.get(pk=edit.pk)
    assert kept.feather == 0
    lay_edit(edit.pk)
    before, after = (
        np.asarray(pixels(read(each)))
        for each in (source.image, Variant.objects.get(pk=edit.variant_id).image)
    )
    assert np.array_equal(before[:, 100:], after[:, 100:])
    assert not np.array_equal(before[:, :100], after[:, :100])


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (None, "Mark the part to keep first."),
        (painted((0, 0, 0, 0)), "marks nothing"),
        (painted((0, 0, *SIZE)), "marks the whole picture"),
        (painted(size=(320, 180)), "320 × 180 pixels"),
    ],
)
def test_a_marking_that_cannot_be_meant_is_told_on_the_page(
    hers: Client, edit: Edit, content: bytes | None, problem: str
) -> None:
    sent = {"mask": mask_file(content)} if content else {}
    answered = hers.post(f"/variants/{edit.variant_id}/lay-back/", sent)
    assert answered.status_code == 422
    assert problem in answered.content.decode()
    assert Edit.objects.get(pk=edit.pk).mask is None
