"""What was spent and what may be: a team's ledger and budgets for its owners, a project's sums for its people."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from studio.access import project_for, team_for, teams_of
from studio.forms.budget import BudgetForm
from studio.models import Role
from studio.numbers import number
from studio.pipeline.budget import spent
from studio.pipeline.ledger import calls_of, ledger, month_named, newest
from studio.views.answers import SignedInRequest, signed_in


@require_safe
@signed_in
def money(request: SignedInRequest) -> HttpResponse:
    """The teams whose money this person looks after; with one of them there is nothing to choose."""
    teams = list(teams_of(request.user, Role.OWNER))
    if len(teams) == 1:
        return redirect("team-money", teams[0].pk)
    rows = [(team, spent(team)) for team in teams]
    return render(request, "studio/money/teams.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def team_money(request: SignedInRequest, pk: int) -> HttpResponse:
    team = team_for(request.user, pk, Role.OWNER)
    form = BudgetForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("team-money", pk)
    month = month_named(request.GET.get("month", ""))
    calls = calls_of(team, month)
    shown, older = newest(calls, number(request.GET.get("before", "")))
    context = {
        "team": team,
        "form": form,
        "month": month,
        "ledger": ledger(calls),
        "calls": shown,
        "older": older,
    }
    return render(request, "studio/money/team.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def project_money(request: SignedInRequest, pk: int) -> HttpResponse:
    project = project_for(request.user, pk)
    context = {"project": project, "ledger": ledger(calls_of(project))}
    return render(request, "studio/money/project.html", context)
