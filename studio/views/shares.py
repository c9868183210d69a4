"""Who sees a project: the switch and the links on its page of sharing, and what outsiders get by a link."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.access import project_for, share_by, share_for, shared_variant, shared_variants
from studio.forms.team import ShareForm
from studio.models import Role, Share
from studio.numbers import number
from studio.pipeline import sharing as pipeline
from studio.serve import FOREVER, ORIGINAL, send
from studio.views.answers import SignedInRequest, signed_in

A_PAGE = 48
SHORT = "private, max-age=300"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def sharing(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page; a POST makes a link, whose address is told in that answer only."""
    project = project_for(request.user, pk, Role.EDITOR)
    form = ShareForm(request.POST if request.method == "POST" else None)
    made, address, status = None, "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made, secret = pipeline.make_share(project, request.user, **form.cleaned_data)
            except pipeline.NoMoreShares:
                form.add_error(None, f"{pipeline.MOST_SHARES} links are open; revoke one first.")
            else:
                address = request.build_absolute_uri(reverse("share", args=[secret]))
                form, status = ShareForm(), 201
    context = {
        "project": project,
        "form": form,
        "may_keep": project.created_by_id == request.user.pk,
        "shares": Share.objects.live().filter(project=project).select_related("created_by").order_by("-pk"),
        "made": made,
        "address": address,
    }
    return render(request, "studio/share_project.html", context, status=status)


@require_POST
@signed_in
def only(request: SignedInRequest, pk: int) -> HttpResponse:
    """`for` is "me" or "team". Only who made a project may take it out of the others' sight."""
    project = project_for(request.user, pk, Role.EDITOR)
    if request.POST.get("for") != "me":
        pipeline.share_with_team(project)
        messages.info(request, f"{project.team.name} sees this project now.")
    elif project.created_by_id != request.user.pk:
        raise PermissionDenied("Only who made a project may keep it to themselves.")
    else:
        pipeline.keep_to_oneself(project, request.user)
        messages.info(request, "Only you see this project now.")
    return redirect("sharing", pk)


@require_POST
@signed_in
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    share = share_for(request.user, pk)
    pipeline.revoke(share)
    messages.info(request, f"The link for “{share.name}” opens nothing any more.")
    return redirect("sharing", share.project_id)


@require_safe
@never_cache
def share(request: HttpRequest, secret: str) -> HttpResponse:
    """The pictures of one project, for whoever has the link."""
    found = share_by(secret)
    if found is None:
        answer = render(request, "studio/share_over.html", {"what": "link"}, status=404)
    else:
        before = number(request.GET.get("before", ""))
        pictures = list(shared_variants(found, before)[: A_PAGE + 1])
        context = {
            "share": found,
            "secret": secret,
            "pictures": pictures[:A_PAGE],
            "older": pictures[A_PAGE - 1].pk if len(pictures) > A_PAGE else None,
            "begins": not before,
        }
        answer = render(request, "studio/share.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_safe
def share_media(request: HttpRequest, secret: str, pk: int, spec: str) -> HttpResponseBase:
    """A derived size of one of those pictures: the original may carry what is not shared."""
    if spec == ORIGINAL:
        raise Http404
    variant = shared_variant(secret, pk)
    answer = send(request, variant.image, spec, filename="picture.webp")
    if answer["Cache-Control"] == FOREVER:
        answer["Cache-Control"] = SHORT
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
