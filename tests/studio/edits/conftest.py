"""A picture to edit, a mask for it, and a backend with masks beside the one without."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image as Picture
from pytest_django import Settings

from studio.models import Image, Job, JobInput, Variant
from studio.pipeline.kept import keep_mask
from studio.pipeline.submit import Input
from tests.backends.provider import Provider, Reply
from tests.conftest import backend_settings, work
from tests.pictures import encode, jpeg, photo

SIZE = (640, 360)
BOX = (150, 100, 310, 260)


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    """ "paid" takes no mask, "engine" takes one."""
    with Provider() as running:
        settings.IMAGE_BACKENDS = {
            "paid": backend_settings(running),
            "engine": backend_settings(running, model="seedbed-1", label="Loopback engine"),
        }
        yield running


@pytest.fixture
def source(provider: Provider, make_job: Callable[..., Job]) -> Variant:
    """A picture that a backend drew."""
    provider.script(Reply(pictures=(encode(photo(SIZE), "JPEG", quality=92),)))
    job = make_job(count=1)
    work()
    return Variant.objects.select_related("image", "project__team").get(job=job)


@pytest.fixture
def mask(source: Variant) -> Image:
    return keep_mask(source.project.team, painted(), SIZE)


def painted(box: tuple[int, int, int, int] = BOX, size: tuple[int, int] = SIZE) -> bytes:
    """White on black, as a browser sends it."""
    picture = Picture.new("RGB", size, "black")
    picture.paste("white", box)
    return encode(picture, "PNG")


def answer(size: tuple[int, int] = SIZE) -> bytes:
    """What a model that keeps to nothing gives back."""
    return jpeg(size, "teal", quality=90)


@pytest.fixture
def edit_job(make_job: Callable[..., Job], source: Variant, mask: Image) -> Callable[..., Job]:
    """A submitted edit of the source through the mask."""

    def make(**fields: Any) -> Job:
        inputs = [
            Input(source.image, role=JobInput.Role.SOURCE, variant=source),
            Input(mask, role=JobInput.Role.MASK),
        ]
        return make_job(**({"text": "remove the boat", "inputs": inputs} | fields))

    return make
