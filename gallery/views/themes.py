"""Themes: the list, and a page for each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gallery.clusters import LEAST_MEMBERS
from gallery.explore.feed import Wanted, page, wanted
from gallery.explore.tree import tree
from gallery.models import Theme
from gallery.themes.page import central, covered, is_shown, members, neighbours, starting_prompt, typical
from gallery.views.answers import is_grown_up
from gallery.views.explore import loved

MOST = 240


@require_safe
@gzip_page
def theme_list(request: HttpRequest) -> HttpResponse:
    living = Theme.objects.living().filter(size__gte=LEAST_MEMBERS).defer("centre").order_by("-size", "pk")
    return render(request, "gallery/themes.html", {"themes": covered(list(living[:MOST]))})


@require_safe
@gzip_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Its creations, what is typical of them, where to begin, and the themes beside it."""
    shown = get_object_or_404(Theme.objects.select_related("successor"), slug=slug)
    if shown.ended_at is not None:
        if shown.successor is None:
            raise Http404
        return redirect("gallery-theme", shown.successor.slug, permanent=True)
    if not is_shown(shown):
        raise Http404
    mature = is_grown_up(request)
    asked = Wanted(after=wanted(request.GET).after)
    creations = page(members(shown, mature=mature), asked)
    middle = central(shown, mature=mature) if not asked.after else []
    start = starting_prompt(middle)
    context = {
        "theme": shown,
        "page": creations,
        "next": asked.address(after=creations.after) if creations.after else "",
        "typical": typical(middle),
        "start": start,
        "tree": tree(start.prompt_document) if start else [],
        "neighbours": neighbours(shown),
        "loved": loved(request, creations.creations),
    }
    return render(request, "gallery/theme.html", context)
