"""Changing a picture as a program does: with an instruction, a mask, notes, and under the same rules as the page."""

import json
from io import BytesIO
from typing import Any

import pytest

from studio.models import Delivery, Edit, Job, Reference, User, Variant, Webhook
from studio.pipeline.refer import add_variant
from tests.api.conftest import Program
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.studio.edits.conftest import answer, painted, provider, source  # noqa: F401 - fixtures of the edit page

pytestmark = pytest.mark.django_db


def edits_of(variant: Variant) -> str:
    return f"/api/v1/variants/{variant.pk}/edits"


def mask(**how: Any) -> BytesIO:
    file = BytesIO(painted(**how))
    file.name = "mask.png"
    return file


def test_a_marked_part_is_changed_and_its_end_is_told(
    as_alice: Program,
    source: Variant,  # noqa: F811
    provider: Provider,  # noqa: F811
    alice: User,
) -> None:
    Webhook.objects.create(project=source.project, url="https://example.org/hook")
    reference: Reference = add_variant(source, alice)
    provider.script(Reply(pictures=(answer(),)))
    made = as_alice.upload(
        edits_of(source),
        {
            "prompt": "a teal boat",
            "mask": mask(),
            "feather": 8,
            "references": [reference.pk],
            "backend": "paid",
        },
    )
    assert made.status_code == 201
    roles = [(each["role"], each["variant"], each["reference"]) for each in made.json()["inputs"]]
    assert roles == [
        ("source", source.pk, None),
        ("reference", source.pk, reference.pk),
        ("mask", None, None),
    ]
    work()
    done = as_alice.get(f"/api/v1/jobs/{made.json()['id']}").json()
    assert (done["state"], len(done["variants"])) == ("done", 1)
    row = Edit.objects.get(variant=done["variants"][0]["id"])
    assert (row.source, row.feather, row.trouble) == (source.image, 8, "")
    assert row.laid == row.variant.image, "laid back outside the mask, as the page's edits are"
    told = Delivery.objects.get(webhook__project=source.project)
    assert json.loads(told.body)["data"]["job"] == done["id"]


def test_notes_alone_are_an_instruction(as_alice: Program, source: Variant, provider: Provider) -> None:  # noqa: F811
    notes = '[{"kind": "note", "at": [0.5, 0.5], "to": [0.5, 0.5], "text": "a red sail here"}]'
    made = as_alice.upload(edits_of(source), {"notes": notes})
    assert made.status_code == 201
    assert [each["role"] for each in made.json()["inputs"]] == ["source", "notes"]
    assert "a red sail here" in made.json()["text"]


def test_the_same_key_is_one_edit_and_another_mask_another_request(
    as_alice: Program,
    source: Variant,  # noqa: F811
) -> None:
    def ask(**how: Any) -> Any:
        parts = {"prompt": "a teal boat", "mask": mask(**how)}
        return as_alice.upload(edits_of(source), parts, Idempotency_Key="boat-1")

    first, again, other = ask(), ask(), ask(box=(0, 0, 90, 90))
    assert [each.status_code for each in (first, again, other)] == [201, 200, 422]
    assert again.json()["id"] == first.json()["id"]
    assert Job.objects.count() == 2, "the one that drew the picture, and its edit"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": "x" * 20_001}, "prompt"),
        ({"backend": "nowhere"}, "backend"),
        ({"size": "huge"}, "size"),
        ({"operation": "make-better"}, "operation"),
        ({"count": "5"}, "count"),
        ({"feather": "300"}, "feather"),
        ({"notes": "[{}]"}, "notes"),
        ({"references": ["4711"]}, "references"),
        ({"colour": "red"}, "colour"),
        ({"mask": lambda: mask(size=(64, 64), box=(1, 1, 9, 9))}, "mask"),
        ({"mask": lambda: mask(box=(0, 0, 0, 0))}, "mask"),
        ({"size": "4K", "mask": mask}, "size"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(
    change: dict[str, Any],
    field: str,
    as_alice: Program,
    source: Variant,  # noqa: F811
) -> None:
    parts = {name: each() if callable(each) else each for name, each in ({"prompt": "teal"} | change).items()}
    told = as_alice.upload(edits_of(source), parts)
    assert told.status_code == 422
    assert [each["field"] for each in told.json()["errors"]] == [field]
    assert Job.objects.count() == 1


def test_what_an_edit_may_be_is_told_for_each_backend(as_alice: Program, source: Variant) -> None:  # noqa: F811
    told = as_alice.get(edits_of(source), backend="engine").json()
    assert (told["backend"], told["backends"], told["mask"]) == ("engine", ["paid", "engine"], "native")
    assert told["sizes"][0] == {"name": "same", "width": 1280, "height": 720}
    assert "remove-object" in [each["name"] for each in told["operations"]]
    assert as_alice.get(edits_of(source)).json()["mask"] == "composed"
    assert as_alice.get(edits_of(source), backend="nowhere").json()["errors"][0]["field"] == "backend"
