"""Projects: the list with its covers, and the page on which people work."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from studio.access import project_for, projects_of, teams_of, trashed_projects_of, variant_for
from studio.forms.job import JobForm, as_asked
from studio.forms.project import ProjectForm, ProjectNameForm
from studio.live.events import Event
from studio.live.publish import publish
from studio.live.stream import latest_id
from studio.models import Call, Project, Role, Variant
from studio.models.orders import prompt_version
from studio.numbers import number
from studio.pipeline.budget import spent
from studio.pipeline.trash import restore_project, trash_project
from studio.views.answers import SignedInRequest, signed_in
from studio.views.variants import picture
from studio.views.wall import wall_page

COVER_PICTURES = 3
TRASH_SHOWN = 60
LONGEST_WORDS = 2000  # of a prompt in an address
IDEAS = (
    "A ceramic teapot on a wooden table by a window, morning light, product photograph",
    "Annotated diagram of a flower: petal, stamen, pistil, sepal, stem",
    "Poster for a summer concert by the sea, flat shapes, “OPEN AIR” in large letters",
    "A lighthouse on a cliff in a storm at dusk, ink drawing",
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def project_list(request: SignedInRequest) -> HttpResponse:
    teams = list(teams_of(request.user, Role.EDITOR))
    form = ProjectForm(request.POST or None, initial={"team": request.GET.get("team", "")}, teams=teams)
    if request.method == "POST" and form.is_valid():
        made = form.project()
        made.created_by = request.user
        made.save()
        begun = form.cleaned_data["prompt"]
        query = {"from": prompt_version(made, request.user, begun).pk} if begun else None
        return redirect(reverse("project", args=[made.pk], query=query))
    context = {
        "form": form,
        "projects": covered(projects_of(request.user)),
        "trashed": trashed_projects_of(request.user)[:TRASH_SHOWN],
        "ideas": IDEAS,
    }
    return render(request, "studio/project_list.html", context, status=422 if form.is_bound else 200)


@require_safe
@signed_in
def project(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = project_for(request.user, pk)
    chosen = _chosen(request) | {"reference": request.GET.getlist("use")}
    form = JobForm(project=shown, initial=chosen | _like(request, shown) | _recipe(request, shown))
    return project_page(request, shown, form)


def project_page(
    request: SignedInRequest, shown: Project, form: JobForm, *, status: int = 200
) -> HttpResponse:
    """The whole page, with the composer as `form` has it."""
    # Before the rows are read: what happens in between is then told, never missed.
    latest = latest_id(shown.pk)
    context = wall_page(request, shown) | {
        "form": form,
        "latest": latest,
        "spent": spent(shown.team) if shown.team.monthly_budget is not None else None,
    }
    if opened := _opened(request):
        context |= picture(opened)
    return render(request, "studio/project.html", context, status=status)


@require_GET
@signed_in
def composer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The composer's settings for what was chosen so far, and what that costs."""
    shown = project_for(request.user, pk, Role.EDITOR)
    if not request.htmx:
        return redirect("project", shown.pk)
    form = JobForm(project=shown, initial=_chosen(request))
    away = Call.objects.away_since(form.choices.alias)
    context = {"project": shown, "form": form, "is_swap": True, "away": away}
    return render(request, "studio/_settings.html", context)


@require_POST
@signed_in
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = project_for(request.user, pk, Role.EDITOR)
    form = ProjectNameForm(request.POST)
    if not form.is_valid():
        return render(request, "studio/project_rename.html", {"project": shown, "form": form}, status=422)
    shown.name = form.cleaned_data["name"]
    shown.save(update_fields=["name"])
    publish(Event(shown.pk, "project.changed"))
    return redirect("project", shown.pk)


@require_POST
@signed_in
def trash(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = project_for(request.user, pk, Role.OWNER)
    trash_project(shown)
    messages.info(request, f"“{shown.name}” lies in the trash at the end of this page, and can be put back.")
    return redirect("project-list")


@require_POST
@signed_in
def restore(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = project_for(request.user, pk, Role.OWNER, even_trashed=True)
    restore_project(shown)
    messages.info(request, f"“{shown.name}” is back.")
    return redirect("project", pk)


def covered(rows: QuerySet[Project]) -> list[Project]:
    """With how many pictures they hold, and the newest of them as a cover."""
    kept = Q(variants__trashed_at=None)
    newest = Variant.objects.kept().select_related("image").order_by("-pk")
    projects = rows.select_related("team", "created_by").annotate(pictures=Count("variants", filter=kept))
    return list(projects.prefetch_related(Prefetch("variants", newest[:COVER_PICTURES], to_attr="cover")))


def _opened(request: SignedInRequest) -> Variant | None:
    """The picture that ?open= names, so that a reload shows what was shown."""
    wanted = number(request.GET.get("open", ""))
    try:
        return variant_for(request.user, wanted) if wanted else None
    except Http404:
        return None


def _chosen(request: SignedInRequest) -> dict[str, object]:
    names = ("backend", "aspect", "tier", "width", "height", "count", "series", "seed", "format")
    many = ("reference", "kept", "vary")
    return {name: request.GET.get(name, "") for name in names} | {
        name: request.GET.getlist(name) for name in many
    }


def _like(request: SignedInRequest, project: Project) -> dict[str, object]:
    """The settings and references to begin with, where ?like= names a job of this project."""
    wanted = number(request.GET.get("like", ""))
    asked = project.jobs.filter(pk=wanted).first() if wanted else None
    return as_asked(asked) if asked else {}


def _recipe(request: SignedInRequest, project: Project) -> dict[str, object]:
    """The prompt to begin with: ?from= names a version of this project, ?prompt= brings words."""
    version = request.GET.get("from")
    if version and (found := project.prompts.filter(pk=number(version)).first()):
        return {"prompt": found.text, "after": found.pk}
    return {"prompt": request.GET.get("prompt", "")[:LONGEST_WORDS]}
