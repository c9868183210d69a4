"""Adjacent prompts: directions from a creation into the composer, and what lies beside a prompt being written."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST

from gallery import vectors
from gallery.access import public_creation
from gallery.adjacent.find import Adjacent, adjacent, end_of
from gallery.limits import Enough, spend
from gallery.related import LEAST_CORPUS, candidates, has_corpus
from gallery.remix import NotAllowed, remix
from gallery.said import document_of, meaning_of_document, written
from gallery.views.answers import SignedInRequest, is_grown_up, signed_in, told
from gallery.views.people import new_project, projects_to_draw_in
from studio.numbers import number

LEAST_CHARACTERS = 8
SLOWLY = "That was a great deal at once. Come back in a while."


@require_POST
@signed_in
def turn(request: SignedInRequest, pk: int) -> HttpResponse:
    """A creation's prompt, turned in one direction, in the composer of the project worked on last."""
    shown = public_creation(pk)
    name, _, toward = request.POST.get("way", "")[:60].partition(" ")
    other = public_creation(number(toward))
    text = end_of(document_of(shown), name, other)
    if text is None:
        raise Http404
    whole = name in ("nearer", "wilder")
    origin = other if whole else shown
    project = projects_to_draw_in(request.user).first() or new_project(request.user, f"Remix: {origin.title}")
    try:
        taken = remix(origin, project, request.user, turned="" if whole else text)
    except NotAllowed as error:
        return told(request, str(error), "creation", pk)
    return redirect(f"{resolve_url('project', project.pk)}?from={taken.prompt_id}&aspect={origin.aspect}")


@require_POST
@signed_in
def beside(request: SignedInRequest) -> HttpResponse:
    """What lies beside the words in the composer, as a fragment; nothing is kept of them."""
    text = request.POST.get("prompt", "")[: settings.MAX_PROMPT_CHARACTERS].strip()
    try:
        spend(request.user, "adjacent", most=1200, seconds=3600, words=SLOWLY)
    except Enough as error:
        return HttpResponse(str(error), status=429, content_type="text/plain; charset=utf-8")
    found = Adjacent()
    if len(text) >= LEAST_CHARACTERS and has_corpus():
        found = _beside(request, text)
    return render(
        request, "gallery/_beside.html", {"adjacent": found, "few": LEAST_CORPUS if not has_corpus() else 0}
    )


def _beside(request: HttpRequest, text: str) -> Adjacent:
    document = written(text)
    meaning = meaning_of_document(document, text)
    around = candidates(text, vectors.of_query(meaning), mature=is_grown_up(request))
    return adjacent(document, around)
