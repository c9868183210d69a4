"""A masked edit keeps to its mask, whatever the backend does; and what the backend did is told."""

import base64
from collections.abc import Callable
from io import BytesIO
from typing import cast

import numpy as np
import pytest
from PIL import Image as Picture

from studio.backends.errors import Unsupported
from studio.images.masks import MaskRefused, feathered, marked
from studio.images.pixels import pixels
from studio.models import Call, Edit, Image, Job, JobInput, Variant
from studio.pipeline import spool
from studio.pipeline.kept import keep_mask
from studio.pipeline.lay import new_mask, take_answer
from studio.pipeline.store import read, store
from studio.pipeline.submit import Input, Order, price, submit
from studio.tasks import lay_edit, measure_edit
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.studio.edits.conftest import BOX, SIZE, answer, painted

pytestmark = pytest.mark.django_db

EditJob = Callable[..., Job]


def edited(job: Job) -> Edit:
    """The job's only picture, drawn and measured."""
    work()
    edit = Edit.objects.get(variant__job=job)
    measure_edit(edit.pk)
    return Edit.objects.select_related("variant__image", "source", "answer", "laid").get(pk=edit.pk)


def sent(provider: Provider) -> tuple[str, list[Picture.Image], bool]:
    """The last request's prompt, its pictures, and whether it had a mask."""
    body = provider.requests[-1].body
    images: list[Picture.Image] = [
        Picture.open(BytesIO(base64.b64decode(each.partition(",")[2])))
        for each in cast("list[str]", body["image"])
    ]
    return str(body["prompt"]), images, "mask" in body


def test_no_byte_differs_outside_the_feather_where_the_backend_takes_no_mask(
    provider: Provider, source: Variant, mask: Image, edit_job: EditJob
) -> None:
    provider.script(Reply(pictures=(answer(),)))
    edit = edited(edit_job(feather=12))
    before, after = (np.asarray(pixels(read(each))) for each in (source.image, edit.variant.image))
    where = marked(pixels(read(mask)).convert("L"), SIZE)
    outside = feathered(where, 12) == 0
    assert np.array_equal(before[outside], after[outside])
    assert not np.array_equal(before[where], after[where])
    assert outside.mean() > 0.5


def test_an_answer_of_another_size_is_laid_back_into_the_source(
    provider: Provider, edit_job: EditJob
) -> None:
    provider.script(Reply(pictures=(answer((2560, 1440)),)))
    edit = edited(edit_job(width=2560, height=1440))
    assert (edit.variant.image.width, edit.variant.image.height) == SIZE
    assert (edit.answer.width, edit.answer.height) == (2560, 1440)


def test_the_region_is_marked_in_a_further_picture_and_the_words_say_so(
    provider: Provider, edit_job: EditJob
) -> None:
    job = edit_job()
    work()
    prompt, (clean, shown), has_mask = sent(provider)
    assert prompt == job.sent_text
    assert prompt.startswith("remove the boat\n\nChange only image 1")
    assert "image 2 shows" in prompt
    assert job.prompt.text == "remove the boat"
    assert not has_mask
    left, top, _, bottom = BOX
    red, green, _ = cast(
        "tuple[int, int, int]", shown.convert("RGB").getpixel((left - 2, (top + bottom) // 2))
    )
    assert red > 200 and green < 90
    assert clean.size == shown.size == SIZE


def test_a_backend_with_masks_gets_the_mask_and_its_answer_is_shown_as_it_came(
    provider: Provider, edit_job: EditJob
) -> None:
    provider.script(Reply(pictures=(answer(),)))
    edit = edited(edit_job(backend="engine"))
    prompt, pictures, has_mask = sent(provider)
    assert (prompt, len(pictures), has_mask) == ("remove the boat", 1, True)
    assert edit.laid is None
    assert edit.variant.image == edit.answer


def test_how_far_the_backend_strayed_is_told_of_its_own_answer(provider: Provider, edit_job: EditJob) -> None:
    provider.script(Reply(pictures=(answer(),)))
    edit = edited(edit_job())
    assert edit.laid is not None
    assert edit.is_laid_back
    assert edit.changed_outside is not None
    assert edit.changed_outside > 0.9
    assert edit.overlay is not None


def test_what_a_native_edit_changed_outside_is_laid_back_in_one_click_and_back_again(
    provider: Provider, source: Variant, mask: Image, edit_job: EditJob
) -> None:
    provider.script(Reply(pictures=(answer(),)))
    edit = edited(edit_job(backend="engine", feather=0))
    lay_edit(edit.pk)
    variant = Variant.objects.get(pk=edit.variant_id)
    before, after = (np.asarray(pixels(read(each))) for each in (source.image, variant.image))
    outside = ~marked(pixels(read(mask)).convert("L"), SIZE)
    assert np.array_equal(before[outside], after[outside])
    take_answer(Edit.objects.get(pk=edit.pk))
    assert Variant.objects.get(pk=edit.variant_id).image == edit.answer
    assert Edit.objects.get(pk=edit.pk).laid is not None


def test_another_region_can_be_kept_to_afterwards(
    provider: Provider, source: Variant, edit_job: EditJob
) -> None:
    provider.script(Reply(pictures=(answer(),)))
    edit = edited(edit_job(backend="engine"))
    other = keep_mask(source.project.team, painted((0, 0, 100, 720)), SIZE)
    new_mask(edit, other, 0)
    lay_edit(edit.pk)
    after = np.asarray(pixels(read(Variant.objects.get(pk=edit.variant_id).image)))
    before = np.asarray(pixels(read(source.image)))
    assert np.array_equal(before[:, 100:], after[:, 100:])
    assert Edit.objects.get(pk=edit.pk).measured_at is None


def test_an_edit_in_words_alone_is_measured_too(
    provider: Provider, source: Variant, make_job: Callable[..., Job]
) -> None:
    provider.script(Reply(pictures=(answer(),)))
    inputs = [Input(source.image, role=JobInput.Role.SOURCE, variant=source)]
    edit = edited(make_job(text="make it teal", inputs=inputs))
    assert edit.changed is not None
    assert edit.changed > 0.9
    assert edit.changed_outside is None


def test_a_picture_that_changes_none_has_no_edit(source: Variant) -> None:
    assert not Edit.objects.exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (painted(size=(320, 180)), "320 × 180 pixels, the picture 640 × 360"),
        (painted((0, 0, 0, 0)), "marks nothing"),
        (painted((0, 0, *SIZE)), "marks the whole picture"),
    ],
)
def test_a_mask_that_cannot_be_meant_is_refused_with_words(
    source: Variant, content: bytes, problem: str
) -> None:
    before = Image.objects.count()
    with pytest.raises(MaskRefused, match=problem):
        keep_mask(source.project.team, content, SIZE)
    assert Image.objects.count() == before


def test_the_same_painting_is_one_image(source: Variant, mask: Image) -> None:
    assert keep_mask(source.project.team, painted(), SIZE) == mask


def test_a_mask_without_its_picture_is_refused_before_any_call(
    provider: Provider, order: Callable[..., Order], mask: Image
) -> None:
    asked = len(provider.requests)
    with pytest.raises(Unsupported, match="needs the picture that it belongs to"):
        submit(order(inputs=[Input(mask, role=JobInput.Role.MASK)]))
    assert len(provider.requests) == asked
    assert Call.objects.count() == 1


def test_the_marked_picture_counts_among_what_a_backend_takes(
    order: Callable[..., Order], mask: Image, source: Variant
) -> None:
    inputs = [
        Input(source.image, role=JobInput.Role.SOURCE, variant=source),
        Input(mask, role=JobInput.Role.MASK),
        *(Input(source.image) for _ in range(13)),
    ]
    with pytest.raises(Unsupported, match="at most 14 input pictures, not 15"):
        submit(order(inputs=inputs))
    assert price(order(inputs=inputs[:3])) > 0


def test_an_answer_that_is_stored_twice_is_one_edit(provider: Provider, edit_job: EditJob) -> None:
    provider.script(Reply(pictures=(answer(),)))
    job = edit_job()
    work()
    call = job.calls.get()
    store(call, spool.keep(call.pk, 0, answer(), media_type="image/jpeg", details={}))
    assert Edit.objects.filter(variant__job=job).count() == 1
    spool.forget(call.pk)
