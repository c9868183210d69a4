"""Projects, and the versions of their prompts."""

from ninja import Router, Schema
from ninja.responses import Status
from pydantic import ConfigDict, Field

from studio import access
from studio.api.bearer import ERRORS, READS, WRITES
from studio.api.caller import ApiRequest
from studio.api.paging import At, Page, page
from studio.api.problems import Problem
from studio.api.shapes import ProjectOut, PromptOut, project_out, prompt_out
from studio.api.validity import require_valid
from studio.forms.project import ProjectForm, ProjectNameForm
from studio.live.events import Event
from studio.live.publish import publish
from studio.models import Prompt, Role
from studio.pipeline.trash import trash_project

router = Router()


class ProjectIn(Schema):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(description="1 to 120 characters")
    team: int | None = Field(
        None, description="One of your teams; left out, the first where you may make projects"
    )


class ProjectChange(Schema):
    model_config = ConfigDict(extra="forbid")
    name: str = Field(description="1 to 120 characters")


@router.get("/projects", auth=READS, response={200: Page[ProjectOut], **ERRORS}, summary="Your projects")
def list_projects(request: ApiRequest, at: At) -> Page[ProjectOut]:
    found, following = page(request.auth.projects().select_related("team"), at)
    return Page(items=[project_out(each) for each in found], next=following)


@router.post("/projects", auth=WRITES, response={201: ProjectOut, **ERRORS}, summary="Make a project")
def make_project(request: ApiRequest, asked: ProjectIn) -> Status[ProjectOut]:
    caller = request.auth
    if caller.token.project_id:
        raise Problem(403, "This token is bound to one project, so it makes no others.")
    data = {"name": asked.name, "team": "" if asked.team is None else str(asked.team)}
    form = ProjectForm(data, teams=list(access.teams_of(caller.user, Role.EDITOR)))
    require_valid(form)
    made = form.project()
    made.created_by = caller.user
    made.save()
    return Status(201, project_out(caller.project(made.pk)))


@router.get("/projects/{int:pk}", auth=READS, response={200: ProjectOut, **ERRORS}, summary="One project")
def read_project(request: ApiRequest, pk: int) -> ProjectOut:
    return project_out(request.auth.project(pk))


@router.patch(
    "/projects/{int:pk}", auth=WRITES, response={200: ProjectOut, **ERRORS}, summary="Rename a project"
)
def rename_project(request: ApiRequest, pk: int, asked: ProjectChange) -> ProjectOut:
    found = request.auth.project(pk, Role.EDITOR)
    form = ProjectNameForm(asked.dict())
    require_valid(form)
    found.name = form.cleaned_data["name"]
    found.save(update_fields=["name"])
    publish(Event(found.pk, "project.changed"))
    return project_out(found)


@router.delete(
    "/projects/{int:pk}", auth=WRITES, response={204: None, **ERRORS}, summary="Move a project to the trash"
)
def remove_project(request: ApiRequest, pk: int) -> Status[None]:
    trash_project(request.auth.project(pk, Role.OWNER))
    return Status(204, None)


@router.get(
    "/projects/{int:pk}/prompts",
    auth=READS,
    response={200: Page[PromptOut], **ERRORS},
    summary="The versions of a project's prompts",
)
def list_prompts(request: ApiRequest, pk: int, at: At) -> Page[PromptOut]:
    found, following = page(Prompt.objects.filter(project=request.auth.project(pk)), at)
    return Page(items=[prompt_out(each) for each in found], next=following)


@router.get(
    "/prompts/{int:pk}", auth=READS, response={200: PromptOut, **ERRORS}, summary="One version of a prompt"
)
def read_prompt(request: ApiRequest, pk: int) -> PromptOut:
    return prompt_out(request.auth.prompt(pk))
