"""Trying a backend out: what is asked for, and what a page tells of it. For those added here and the settings' own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from studio.access import teams_of
from studio.backends.base import Capabilities
from studio.backends.errors import Misconfigured, Unsupported
from studio.backends.registry import backend
from studio.forms.choices import pixels
from studio.models import Call, Job, Role, Team, User
from studio.pipeline.budget import OverBudget, TooMuchAtOnce
from studio.pipeline.spool import NoRoom
from studio.pipeline.trial import try_out


def tried(person: User, alias: str, team: Team | None) -> tuple[Job | None, str]:
    """The job of a test, at the expense of `team`, or else of the person's first; or why there is none."""
    team = team or teams_of(person, Role.EDITOR).first()
    if team is None:
        return None, "A test is a job of a team, and you are in none. Make yourself one first."
    try:
        return try_out(alias, team, person), ""
    except (Misconfigured, Unsupported, OverBudget, TooMuchAtOnce, NoRoom) as error:
        return None, str(error)


def what_came(request: HttpRequest, job: Job | None, problem: str, *, page: str, fresh: str) -> str:
    """What became of a test; `fresh` is the address that tells it anew, `page` the whole page's."""
    attempts = list(job.calls.order_by("-attempt")[:2]) if job else []
    call = attempts[0] if attempts else None
    context = {
        "job": job,
        "call": call,
        "trouble": attempts[1].error_message if len(attempts) > 1 else "",
        "variant": call.variants.select_related("image").first() if call else None,
        "problem": problem,
        "page": page,
        "fresh": fresh,
    }
    return render_to_string("studio/backends/_tested.html", context, request=request)


def told_of(alias: str, team: int | None) -> dict[str, Any]:
    """What a backend can do, or, as text, why it cannot be used; and since when it is away."""
    try:
        able: Capabilities | str = backend(alias, team=team, is_under_way=True).capabilities
    except Misconfigured as problem:
        able = str(problem)
    tiers = sorted(able.sizes.tiers, key=pixels) if isinstance(able, Capabilities) else []
    return {"able": able, "tiers": tiers, "away": Call.objects.away_since(alias)}
