"""What strangers write, as it is kept; and what becomes of it when an account goes."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gallery.forms.fields import LineField
from gallery.models import Creation, CreationFile, DoomedFile, Follow, Love, Profile
from gallery.publish.recipe import recipe
from gallery.words import fold, tags
from studio.lines import line
from studio.models import User

MakeCreation = Callable[..., Creation]


def test_a_line_has_no_traps() -> None:
    assert line("  a\u202egnp.exe\u202c \n b\u200b\ufeff\x00c ") == "agnp.exe bc"
    assert line("Z" + "\u0335" * 400) == "Z" + "\u0335" * 3
    assert line("👩‍👩‍👧 family") == "👩‍👩‍👧 family"


def test_tags_are_few_small_and_once() -> None:
    assert tags("Kite, #kite,  WIND!, <b>x</b>, \u200b, " + ",".join(f"t{n}" for n in range(40)))[:3] == [
        "kite",
        "wind",
        "bxb",
    ]
    assert len(tags(",".join(f"tag{n}" for n in range(500)))) == 12


def test_folding_forgives_case_and_accents() -> None:
    assert fold("ÄRGER Čaj") == "arger caj"


@pytest.mark.parametrize("title", ["x" * 10_000, "\u200b\u200b\u202e", "   ", "\u3164"])
def test_a_title_that_is_too_long_or_not_to_be_seen_is_refused(title: str) -> None:
    with pytest.raises(ValidationError):
        LineField(most=120).clean(title)


def test_markup_in_a_title_is_only_text(make_creation: MakeCreation) -> None:
    creation = make_creation(title="<img src=x onerror=alert(1)>", alt='"><script>x</script>', tags=["<b>"])
    for path in ("/gallery/", f"/gallery/{creation.pk}/", "/gallery/feed.atom"):
        page = Client().get(path).content
        assert b"<img src=x" not in page and b"<script>x" not in page, path


def test_fields_of_a_document_keep_their_order_and_lists_lose_only_what_is_hidden() -> None:
    text = '{"b": {"x": 1.50, "y": null}, "a": ["one", "two", {"k": true}]}'
    shown = recipe(text, "fields", ["/b/x", "/a/1", "/a/2/k"])
    assert shown.document.replace("\n", "").replace(" ", "") == '{"b":{"x":1.50},"a":["two",{"k":true}]}'
    assert recipe(text, "fields", ["/nothing", "/b"]).document == ""


def test_an_account_goes_with_its_creations_and_leaves_credit_and_no_orphans(
    make_creation: MakeCreation, alice: User, charlie: User
) -> None:
    origin = make_creation(title="First kite")
    CreationFile.objects.create(
        creation=origin, spec="w640", key="gallery/k.webp", width=1, height=1, size_bytes=1
    )
    remix = make_creation(
        author=charlie, title="Second kite", remix_of=origin, credit="“First kite” by Alice"
    )
    Love.objects.create(user=alice, creation=remix)
    Follow.objects.create(user=charlie, author=alice)
    alice.delete()
    assert list(Creation.objects.values_list("pk", flat=True)) == [remix.pk]
    assert DoomedFile.objects.get().key == "gallery/k.webp"
    assert not Profile.objects.filter(name__contains="Alice").exists() and not Follow.objects.exists()
    page = Client().get(f"/gallery/{remix.pk}/").content.decode()
    assert "“First kite” by Alice" in page and "not public any more" in page
