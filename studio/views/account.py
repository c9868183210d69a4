"""A person's own account: their name, and its end."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from studio.forms.account import EndForm, NameForm
from studio.pipeline.leaving import end, leaving
from studio.pipeline.teams import NotPossible
from studio.views.answers import SignedInRequest, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def account(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = NameForm(request.POST or None, initial={"name": user.get_full_name()})
    if request.method == "POST" and form.is_valid():
        user.first_name, user.last_name = form.cleaned_data["name"], ""
        user.save(update_fields=["first_name", "last_name"])
        messages.info(request, f"Others see you as {user.name} now.")
        return redirect("account")
    return render(request, "studio/account.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def delete(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = EndForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        try:
            end(user)
        except NotPossible as why:
            form.add_error(None, str(why))
        else:
            logout(request)
            messages.info(request, "Your account is deleted.")
            return redirect("account_login")
    context = {"form": form, "leaving": leaving(user)}
    return render(request, "studio/account_delete.html", context, status=422 if form.is_bound else 200)
