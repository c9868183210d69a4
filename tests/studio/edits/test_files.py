"""Pictures as files with their recipe, and projects as files with their lineage."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture

from studio import lineage
from studio.images.recipe import recipe_in
from studio.models import Edit, Job, Project, Team, Transfer, User, Variant
from studio.pipeline.export import write
from studio.pipeline.manifest import ImportRefused
from studio.pipeline.take_in import take_in
from studio.recipes import read
from studio.tasks import run_transfer
from tests.backends.provider import Provider, Reply
from tests.conftest import work
from tests.pictures import png
from tests.studio.edits.conftest import answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_a_saved_picture_says_that_a_machine_made_it_and_carries_its_recipe(
    source: Variant, alice: User, client: Client, form: str
) -> None:
    client.force_login(alice)
    url = reverse("variant-save", args=[source.pk])
    content = client.get(url, {"format": form, "width": "640", "recipe": "1"}).content
    with Picture.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.width) == (form.upper(), 640)
    assert b"digitalsourcetype/trainedAlgorithmicMedia" in content
    told = recipe_in(content)
    assert told is not None
    assert told["prompt"] == "a red kite over dunes"
    bare = client.get(url, {"format": form}).content
    assert recipe_in(bare) is None
    assert b"digitalsourcetype/trainedAlgorithmicMedia" in bare


def test_what_was_laid_back_is_a_composite(
    source: Variant, alice: User, client: Client, provider: Provider, edit_job: Callable[..., Job]
) -> None:
    provider.script(Reply(pictures=(answer(),)))
    edit_job()
    work()
    made = Edit.objects.get().variant
    client.force_login(alice)
    content = client.get(reverse("variant-save", args=[made.pk])).content
    assert b"digitalsourcetype/compositeWithTrainedAlgorithmicMedia" in content


def test_a_recipe_opens_from_a_file_that_is_dropped(source: Variant, alice: User, client: Client) -> None:
    client.force_login(alice)
    content = client.get(reverse("variant-save", args=[source.pk]), {"recipe": "1"}).content
    dropped = ContentFile(content, name="kite.png")
    page = client.post(reverse("recipe-from", args=[source.project_id]), {"file": dropped})
    assert page.status_code == 200
    assert "a red kite over dunes" in page.content.decode()
    bare = client.post(
        reverse("recipe-from", args=[source.project_id]), {"file": ContentFile(png(), name="x.png")}
    )
    assert bare.status_code == 422
    assert "carries no recipe" in bare.content.decode()


@pytest.mark.parametrize(
    "told",
    [{}, {"prompt": 3}, {"prompt": " "}, {"prompt": "a\x00b"}, {"prompt": ["x"]}],
)
def test_a_strangers_recipe_that_is_none_is_none(told: dict[str, object]) -> None:
    assert read(told) is None


def test_a_strangers_recipe_is_cut_to_what_it_may_say() -> None:
    found = read({"prompt": "x" * 99_999, "model": 7, "width": -3, "height": 10**9, "inputs": [1] * 99})
    assert found is not None
    assert (len(found.prompt), found.model, found.width, found.height, len(found.inputs)) == (
        20_000,
        "",
        0,
        0,
        20,
    )


@pytest.fixture
def packed(source: Variant, provider: Provider, edit_job: Callable[..., Job]) -> bytes:
    """The export of a project in which one picture was edited through a mask."""
    provider.script(Reply(pictures=(answer(),)))
    edit_job()
    work()
    file = io.BytesIO()
    write(source.project, file)
    return file.getvalue()


def brought(content: bytes, team: Team, person: User) -> Transfer:
    key = default_storage.save("transfers/test.zip", ContentFile(content))
    made = Transfer.objects.create(kind=Transfer.Kind.IMPORT, team=team, created_by=person, key=key)
    run_transfer(made.pk)
    made.refresh_from_db()
    return made


def changed(content: bytes, change: Callable[[dict[str, Any]], None], **files: bytes | None) -> bytes:
    """The file with another document, and other files: None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        told = json.loads(old.read("project.json"))
        change(told)
        contents = {name: old.read(name) for name in old.namelist()} | {
            "project.json": json.dumps(told).encode()
        }
        for name, each in (contents | files).items():
            if each is not None:
                new.writestr(name, each)
    return out.getvalue()


def test_a_project_comes_elsewhere_with_its_whole_lineage(packed: bytes, charlie: User) -> None:
    elsewhere = charlie.memberships.get().team
    made = brought(packed, elsewhere, charlie)
    assert (made.state, made.message) == (Transfer.State.DONE, "")
    assert made.project is not None
    assert made.project.team == elsewhere
    edit = Edit.objects.get(variant__project=made.project)
    (above,) = lineage.ancestors(edit.variant)
    assert above.project == made.project
    assert above.image.team == elsewhere
    assert edit.variant.job.prompt.text == "remove the boat"
    assert edit.is_laid_back
    assert not np.array_equal(edit.answer.sha256, edit.variant.image.sha256)
    again = brought(packed, elsewhere, charlie)
    assert again.project is not None
    assert again.project.name == f"{made.project.name} (2)"


def nested(levels: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for _ in range(levels):
        made = {"in": made}
    return made


def _first_variant(told: dict[str, Any], **fields: object) -> None:
    told["variants"][0].update(fields)


BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no zip": (lambda packed: b"PK nothing", "no zip file"),
    "no document": (lambda packed: changed(packed, lambda told: None, **{"project.json": None}), "no export"),
    "a path that climbs": (
        lambda packed: changed(packed, lambda told: None, **{"../../etc/cron.d/x": b"x"}),
        "does not belong there",
    ),
    "a picture that is missing": (
        lambda packed: changed(packed, lambda told: _first_variant(told, image="0" * 64)),
        "A picture is missing",
    ),
    "a hash that is wrong": (
        lambda packed: changed(packed, lambda told: None, **{f"pictures/{'1' * 64}": png()}),
        "not the one that its name says",
    ),
    "too many rows": (
        lambda packed: changed(packed, lambda told: told.update(variants=told["variants"] * 25_001)),
        "at most 50,000",
    ),
    "a job that is not there": (
        lambda packed: changed(packed, lambda told: _first_variant(told, job=999)),
        "speaks of a job that is not there",
    ),
    "a state of another world": (
        lambda packed: changed(packed, lambda told: told["jobs"][0].update(state="exploded")),
        "no state that this studio knows",
    ),
    "a character that cannot be kept": (
        lambda packed: changed(packed, lambda told: _first_variant(told, details={"plan": {"a": "x\x00"}})),
        "a character that cannot be kept",
    ),
    "half a character": (
        lambda packed: changed(packed, lambda told: told["jobs"][0].update(sent="\ud800")),
        "a character that cannot be kept",
    ),
    "a number that is none": (
        lambda packed: changed(packed, lambda told: _first_variant(told, details={"seed": float("nan")})),
        "a number that is none",
    ),
    "what unfolds without end": (
        lambda packed: changed(packed, lambda told: _first_variant(told, details={"plan": nested(200)})),
        "nested deeper",
    ),
    "variables that are none": (
        lambda packed: changed(packed, lambda told: told["jobs"][0]["parameters"].update(variables=5)),
        "The variables of one of its jobs are none",
    ),
    "more objects than a project has": (
        lambda packed: changed(packed, lambda told: told.update(extra=[{}] * 1_000_001)),
        "project.json is too large",
    ),
    "more lists than a project has": (
        lambda packed: changed(packed, lambda told: told.update(extra=[[]] * 4_000_001)),
        "project.json is too large",
    ),
    "two edits of one picture": (
        lambda packed: changed(packed, lambda told: told.update(edits=told["edits"] * 2)),
        "tells twice of one edit",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_not_right_is_refused_whole_with_words(
    packed: bytes, charlie: User, kind: str
) -> None:
    spoil, words = BROKEN[kind]
    before = (Project.objects.count(), Variant.objects.count(), Job.objects.count())
    made = brought(spoil(packed), charlie.memberships.get().team, charlie)
    assert made.state == Transfer.State.FAILED
    assert words in made.message
    assert (Project.objects.count(), Variant.objects.count(), Job.objects.count()) == before


def test_an_import_that_takes_too_long_is_refused_with_words(packed: bytes, charlie: User) -> None:
    key = default_storage.save("transfers/slow.zip", ContentFile(packed))
    slow = Transfer.objects.create(
        kind=Transfer.Kind.IMPORT, team=charlie.memberships.get().team, created_by=charlie, key=key
    )
    with pytest.raises(ImportRefused, match="too long: 0 were read"):
        take_in(slow, seconds=0)
    assert not Project.objects.filter(team=slow.team).exists()


def test_an_export_is_packed_in_the_background_and_fetched(
    source: Variant, alice: User, client: Client
) -> None:
    client.force_login(alice)
    client.post(reverse("transfer", args=[source.project_id]))
    made = Transfer.objects.get()
    assert made.state == Transfer.State.WAITING
    run_transfer(made.pk)
    page = client.get(reverse("transfer-incoming")).content.decode()
    assert reverse("transfer-file", args=[made.pk]) in page
    file = client.get(reverse("transfer-file", args=[made.pk]))
    with zipfile.ZipFile(io.BytesIO(file.getvalue())) as opened:
        assert "project.json" in opened.namelist()
