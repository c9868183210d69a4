"""A person's tokens for the API: made, seen once, listed, revoked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from studio.access import projects_of, token_for
from studio.forms.token import LASTS, TokenForm
from studio.models import Token
from studio.views.answers import SignedInRequest, signed_in

ABOUT = {
    "read": "see projects, prompts and pictures",
    "write": "change, cancel and throw away",
    "spend": "ask for pictures, which may cost money",
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def tokens(request: SignedInRequest) -> HttpResponse:
    """The list and the form; after making one also its secret, which is told nowhere else."""
    form = TokenForm(request.POST or None, person=request.user, projects=projects_of(request.user))
    made, secret, status = None, "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made, secret = form.make()
            form = TokenForm(person=request.user, projects=projects_of(request.user))
            status = 201
    chosen = form["scopes"].value() or ([] if form.is_bound else ["read"])
    context = {
        "form": form,
        "scopes": [(value, label, ABOUT[value], value in chosen) for value, label in Token.Scope.choices],
        "lasts": list(LASTS.items()),
        "tokens": Token.objects.filter(user=request.user, revoked_at=None)
        .select_related("project")
        .order_by("-pk"),
        "now": timezone.now(),
        "made": made,
        "secret": secret,
    }
    return render(request, "studio/tokens.html", context, status=status)


@require_POST
@signed_in
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    token = token_for(request.user, pk)
    Token.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
    messages.info(request, f"“{token.name}” opens nothing any more.")
    return redirect("tokens")
