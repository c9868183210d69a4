"""What a backend tells while it draws, on its way to the page."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from studio.backends.base import Event, GeneratedImage, ImageRequest, Progress, Usage
from studio.models import Call, Job, User
from studio.pipeline import preview
from studio.pipeline.lease import WORKER
from studio.pipeline.run import run
from tests.backends.provider import picture
from tests.conftest import limits
from tests.pictures import TEXT, png
from tests.studio.calls.moves import Pollable
from tests.studio.views.conftest import HTMX

pytestmark = pytest.mark.usefixtures("provider")


class Telling(Pollable):
    """Tells these things, then gives its picture."""

    def __init__(self, *told: Progress) -> None:
        self.told = told

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        yield from self.told
        yield GeneratedImage(0, picture(1280, 720), "image/png")
        yield Usage(1, Decimal("0.03"))


@pytest.fixture
def drawing(make_job: Callable[..., Job]) -> Call:
    """A call in this worker's hands."""
    found = Call.objects.claim(make_job().calls.get().pk, limits(concurrency=1), worker=WORKER)
    assert found
    return found


def test_a_preview_is_on_the_page_while_the_picture_is_drawn(
    drawing: Call, client: Client, vera: User
) -> None:
    client.force_login(vera)
    steps = run(drawing, Telling(Progress(0.5, "KSampler", png((96, 64)))))
    next(steps)
    page = client.get(reverse("job", args=[drawing.job_id]), headers=HTMX).content.decode()
    url = reverse("call-preview", args=[drawing.pk])
    assert f'src="{url}?n=1"' in page
    assert "KSampler" in page and "50 %" in page
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"], answer.content[8:12]) == (200, "image/webp", b"WEBP")


def test_a_preview_that_is_no_picture_is_left_out_and_costs_no_picture(drawing: Call) -> None:
    kept = list(run(drawing, Telling(Progress(0.5, "", TEXT), Progress(0.6, "", b"\xff\xd8 broken"))))
    assert len(kept) == 1
    assert preview.kept(drawing.pk) is None


def test_what_was_said_holds_while_only_previews_come(drawing: Call) -> None:
    list(run(drawing, Telling(Progress(None, "3 before it in the queue"), Progress(None, "", png((96, 64))))))
    drawing.refresh_from_db()
    assert drawing.progress == {"fraction": None, "note": "3 before it in the queue", "preview": 1}


def test_a_stranger_sees_no_preview(drawing: Call, client: Client, charlie: User) -> None:
    preview.keep(drawing.pk, png((96, 64)))
    client.force_login(charlie)
    assert client.get(reverse("call-preview", args=[drawing.pk])).status_code == 404
