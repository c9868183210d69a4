"""The public face: the wall of creations, one creation, its picture."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from gallery.access import creation_for, is_moderator, may_see
from gallery.explore.feed import PAGE, Page, Wanted, chosen, page, wanted
from gallery.explore.growth import growth
from gallery.explore.lineage import ancestors, remixes
from gallery.explore.search import Found, search
from gallery.explore.tree import tree
from gallery.models import Collection, Creation, CreationFile, Love, Report, State, Theme
from gallery.remix import recipe_text
from gallery.seed.progress import progress
from gallery.slots import around, strip
from gallery.themes.page import Covered, is_shown, themes_of
from gallery.views.answers import GROWN_UP, is_grown_up
from gallery.views.filters import filters
from studio import rates
from studio.images.specs import SPECS
from studio.numbers import number

A_YEAR = 31_536_000


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Who works here comes to their projects, everybody else to what was made here."""
    if request.user.is_authenticated:
        return redirect("project-list")
    return explore(request)


@require_safe
@gzip_page
def explore(request: HttpRequest) -> HttpResponse:
    """A page of the wall, in an order, through filters, or the answer to a search."""
    asked = wanted(request.GET)
    if asked.query and (seconds := _searched_too_often(request)):
        response = render(request, "429.html", {"seconds": seconds, "is_search": True}, status=429)
        response["Retry-After"] = str(seconds)
        return response
    mature = is_grown_up(request)
    shown, found, theme = _page(request, asked, mature=mature)
    plain = asked == Wanted()
    is_front = plain and not request.user.is_authenticated
    context = {
        "wanted": asked,
        "page": shown,
        "next": asked.address(after=shown.after) if shown.after else "",
        "found": found,
        "theme": theme,
        "themes": _themes(asked, shown, found),
        "filters": filters(asked, theme.name if theme else ""),
        "is_front": is_front,
        "growth": growth() if is_front else None,
        "progress": progress() if plain else None,
        "loved": loved(request, shown.creations),
    }
    return render(request, "gallery/explore.html", context)


def _searched_too_often(request: HttpRequest) -> int:
    """Seconds until a stranger's address may search again; 0 while it may."""
    if request.user.is_authenticated:
        return 0
    rate = rates.take(f"search:{rates.address_of(request)}", settings.STRANGERS_SEARCHES_PER_MINUTE)
    return rate.retry_after if rate else 0


def _themes(asked: Wanted, shown: Page, found: Found | None) -> list[Covered]:
    """Above the first page: the themes of what was found, or the largest."""
    if asked.after:
        return []
    return themes_of(shown.creations) if found and shown.creations else strip()


def _page(request: HttpRequest, asked: Wanted, *, mature: bool) -> tuple[Page, Found | None, Theme | None]:
    everything = chosen(asked, mature=mature)
    theme = None
    if asked.theme:
        theme = Theme.objects.living().filter(slug=asked.theme).defer("centre").first()
        if theme is None or not is_shown(theme):
            raise Http404("There is no such theme.")
        everything = everything.filter(theme=theme)
    if not asked.query:
        return page(everything, asked), None, theme
    found = search(asked.query, mature=mature)
    start = number(asked.after, digits=3)
    matching = found.ids
    if asked.is_filtered:
        kept = set(everything.filter(pk__in=found.ids).values_list("pk", flat=True))
        matching = [pk for pk in found.ids if pk in kept]
    ids = matching[start : start + PAGE + 1]
    cards = {each.pk: each for each in everything.as_cards().filter(pk__in=ids[:PAGE])}
    rows = [cards[pk] for pk in ids if pk in cards]
    return Page(rows, str(start + PAGE) if len(ids) > PAGE else ""), found, theme


@require_safe
@gzip_page
def creation(request: HttpRequest, pk: int) -> HttpResponse:
    """One creation, large, with all that its author chose to show of it."""
    shown = creation_for(request.user, pk)
    mature = is_grown_up(request)
    mine = request.user.is_authenticated and shown.author_id == request.user.pk
    if _is_behind_the_gate(request, shown):
        return render(request, "gallery/gate.html", {"creation": shown})
    context = {
        "creation": shown,
        "tree": tree(shown.prompt_document),
        "recipe": recipe_text(shown),
        "ancestors": ancestors(shown),
        "remixes": remixes(shown, mature=mature) if shown.is_public else [],
        "around": around(shown, mature=mature) if shown.is_public else None,
        "mine": mine,
        "moderates": is_moderator(request.user),
        "has_loved": bool(loved(request, [shown])),
        "collected": _collected(request, shown),
        "reasons": Report.Reason.choices,
        "picture_url": f"{settings.SITE_URL}{_address(shown, 'w1280')}",
        "page_url": f"{settings.SITE_URL}/gallery/{shown.pk}/",
    }
    return render(request, "gallery/creation.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, spec: str) -> HttpResponseBase:
    """The gallery's own copy. Whoever shows it asks again each time, so that unpublishing holds at once."""
    file = (
        CreationFile.objects.select_related("creation")
        .only("key", "creation__state", "creation__author", "creation__mature")
        .filter(creation=pk, spec=spec)
        .first()
    )
    if file is None or spec not in {each.name for each in SPECS} or not may_see(request.user, file.creation):
        raise Http404
    if _is_behind_the_gate(request, file.creation):
        raise Http404
    etag = f'"{file.key[-12:-5]}{file.pk}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            response = FileResponse(default_storage.open(file.key), content_type="image/webp")
        except FileNotFoundError as error:
            raise Http404 from error
        response["Content-Disposition"] = f'inline; filename="seedbed-{pk}.webp"'
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = etag
    for_all = file.creation.state == State.PUBLIC and not file.creation.mature
    response["Cache-Control"] = "no-cache" if for_all else "private, no-store"
    return response


def _is_behind_the_gate(request: HttpRequest, shown: Creation) -> bool:
    """For adults, and this browser's owner has not said that they are one, nor made it, nor moderates."""
    if not shown.mature or is_grown_up(request):
        return False
    mine = request.user.is_authenticated and shown.author_id == request.user.pk
    return not mine and not is_moderator(request.user)


@require_POST
def gate(request: HttpRequest) -> HttpResponse:
    """This browser's owner says that they are of age, or takes it back."""
    back = request.POST.get("next", "")
    back = back if back.startswith("/gallery/") and "\\" not in back and len(back) < 200 else "/gallery/"
    response = redirect(back)
    if request.POST.get("of_age") == "yes":
        response.set_cookie(
            GROWN_UP, "yes", max_age=A_YEAR, httponly=True, secure=settings.HTTPS, samesite="Lax"
        )
    else:
        response.delete_cookie(GROWN_UP)
    return response


def loved(request: HttpRequest, creations: list[Creation]) -> set[int]:
    """Which of these the person loves."""
    if not request.user.is_authenticated or not creations:
        return set()
    mine = Love.objects.filter(user=request.user, creation__in=[each.pk for each in creations])
    return set(mine.values_list("creation", flat=True))


def _collected(request: HttpRequest, shown: Creation) -> list[str]:
    if not request.user.is_authenticated:
        return []
    mine = Collection.objects.filter(user=request.user, items__creation=shown)
    return list(mine.values_list("name", flat=True))


def _address(shown: Creation, spec: str) -> str:
    return f"/gallery/{shown.pk}/picture/{spec}/"
