"""Ways to get pictures, managed in the browser: the instance's by its staff, a team's by its owners."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from studio.access import Person, backend_for, require_staff, team_for, teams_of
from studio.backends.errors import Misconfigured
from studio.backends.kinds import KINDS, kind_called
from studio.backends.registry import given
from studio.forms.backend import BackendForm, KeyForm
from studio.forms.backend_kinds import FORMS
from studio.models import BackendAccount, Call, Role, Team
from studio.numbers import number
from studio.pipeline.trial import free_alias
from studio.views.answers import SignedInRequest, signed_in
from studio.views.backends_given import label_of
from studio.views.trials import told_of, tried, what_came

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Given:
    """One of the settings' backends: changed there, tried here."""

    alias: str
    label: str
    trouble: str = ""
    away: datetime | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """One that was added here; `away` says since when it cannot be had."""

    account: BackendAccount
    away: datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The backends of the whole instance (`team` None), or of one team."""

    team: Team | None
    added: list[Added]
    given: list[Given]

    @property
    def whose(self) -> str:
        return EVERYBODY if self.team is None else str(self.team.pk)


@require_safe
@signed_in
def backend_list(request: SignedInRequest) -> HttpResponse:
    accounts = BackendAccount.objects.kept().select_related("last_test").order_by("label", "pk")
    shelves = [
        Shelf(team, _added(accounts.filter(team=team)), []) for team in teams_of(request.user, Role.OWNER)
    ]
    if request.user.is_staff:
        shelves.insert(
            0, Shelf(None, _added(accounts.filter(team=None)), [_given(alias) for alias in given()])
        )
    return render(request, "studio/backends/list.html", {"shelves": shelves})


@require_safe
@signed_in
def choose(request: SignedInRequest, whose: str) -> HttpResponse:
    """Which kind is to be added?"""
    team = _team(request.user, whose)
    return render(request, "studio/backends/choose.html", {"team": team, "whose": whose, "kinds": KINDS})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: SignedInRequest, whose: str, kind: str) -> HttpResponse:
    team = _team(request.user, whose)
    if (about := kind_called(kind)) is None:
        raise Http404
    form = FORMS[kind](request.POST or None, request.FILES or None, is_guarded=team is not None)
    if request.method == "POST" and form.is_valid():
        account = form.account_with(
            BackendAccount(
                team=team,
                kind=kind,
                created_by=request.user,
                alias=free_alias(form.cleaned_data["label"]),
            )
        )
        account.save()
        return redirect("backend", account.pk)
    context = {"form": form, "kind": about, "team": team, "whose": whose}
    return render(request, "studio/backends/add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """One backend: what is known of it, and its settings."""
    shown = backend_for(request.user, pk)
    form = FORMS[shown.kind](
        request.POST or None, request.FILES or None, account=shown, is_guarded=shown.team_id is not None
    )
    if request.method == "POST" and form.is_valid():
        form.account_with(shown).save()
        return redirect("backend", shown.pk)
    return _page(request, shown, form=form, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def set_key(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = backend_for(request.user, pk)
    form = KeyForm(request.POST, kind=shown.about)
    if not form.is_valid():
        return _page(request, shown, key_form=form, status=422)
    shown.set_key(form.cleaned_data["key"])
    shown.save(update_fields=["sealed_key", "key_ending", "key_set_at"])
    return redirect("backend", shown.pk)


@require_POST
@signed_in
def switch(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = backend_for(request.user, pk)
    shown.enabled = request.POST.get("enabled") == "on"
    shown.save(update_fields=["enabled"])
    return redirect("backend", shown.pk)


@require_POST
@signed_in
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    backend_for(request.user, pk).remove()
    return redirect("backend-list")


@require_POST
@signed_in
def test(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a small red square, as anybody would ask for a picture."""
    shown = backend_for(request.user, pk)
    job, problem = tried(request.user, shown.alias, shown.team)
    shown.last_test = job or shown.last_test
    if not request.htmx:
        return _page(request, shown, problem=problem, status=409 if problem else 200)
    return HttpResponse(_tested(request, shown, problem))


@require_GET
@signed_in
def tested(request: SignedInRequest, pk: int) -> HttpResponse:
    """What became of the last test."""
    shown = backend_for(request.user, pk)
    return HttpResponse(_tested(request, shown)) if request.htmx else redirect("backend", pk)


def _page(
    request: SignedInRequest,
    shown: BackendAccount,
    *,
    form: BackendForm | None = None,
    key_form: KeyForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    form = form or FORMS[shown.kind](account=shown, is_guarded=shown.team_id is not None)
    context = {
        **told_of(shown.alias, shown.team_id),
        "account": shown,
        "form": form,
        "key_form": key_form or KeyForm(kind=shown.about),
        "tested": _tested(request, shown, problem),
    }
    return render(request, "studio/backends/account.html", context, status=status)


def _tested(request: HttpRequest, shown: BackendAccount, problem: str = "") -> str:
    page, fresh = (reverse(name, args=[shown.pk]) for name in ("backend", "backend-tested"))
    return what_came(request, shown.last_test, problem, page=page, fresh=fresh)


def _added(accounts: QuerySet[BackendAccount]) -> list[Added]:
    return [Added(each, Call.objects.away_since(each.alias) if each.enabled else None) for each in accounts]


def _given(alias: str) -> Given:
    try:
        return Given(alias, label_of(alias), away=Call.objects.away_since(alias))
    except Misconfigured as problem:
        return Given(alias, alias, str(problem))


def _team(user: Person, whose: str) -> Team | None:
    """The team that a new backend is for, None for every one; of either only its owner may speak."""
    if whose == EVERYBODY:
        require_staff(user)
        return None
    return team_for(user, number(whose), Role.OWNER)
