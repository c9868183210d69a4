"""Who may do what, in one place: the row, or Http404 for strangers, or PermissionDenied for a role too low.

Pages, fragments, live streams, media and API all read rows through these functions.
"""

from typing import TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import Http404

from studio.models import (
    BackendAccount,
    Board,
    Bundle,
    Call,
    Edit,
    Experiment,
    Image,
    Invitation,
    Job,
    JobInput,
    Membership,
    Preset,
    Project,
    Prompt,
    Reference,
    Role,
    SavedView,
    Share,
    Team,
    Token,
    Transfer,
    User,
    Variant,
    Webhook,
)
from studio.models.invitation import PREFIX as INVITATION
from studio.models.share import PREFIX as SHARE
from studio.models.team import Reached
from studio.models.token import is_whole

Person = User | AnonymousUser
Found = TypeVar("Found", bound=Reached)


def role_in(user: Person, team_id: int) -> Role | None:
    found = Membership.objects.filter(team=team_id, user=user.pk).values_list("role", flat=True).first()
    return Role(found) if found else None


def teams_of(user: Person, role: Role = Role.VIEWER) -> QuerySet[Team]:
    """The teams in which this person has at least this role."""
    enough = [each for each in Role if each.rank >= role.rank]
    return Team.objects.filter(memberships__user=user.pk, memberships__role__in=enough).order_by("pk")


def projects_of(user: Person) -> QuerySet[Project]:
    """The projects of this person's teams, with their role on each."""
    mine = Project.objects.kept().filter(_shown(user), team__memberships__user=user.pk)
    return mine.annotate(role_found=_role(user, "team")).order_by("-active_at", "-pk")


def trashed_projects_of(user: Person) -> QuerySet[Project]:
    """The projects in the trash that this person may put back, what came there last first."""
    mine = Project.objects.trashed().filter(_shown(user), team__in=teams_of(user, Role.OWNER))
    return mine.select_related("team").order_by("-trashed_at", "-pk")


def team_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Team:
    team = Team.objects.filter(pk=pk).first()
    if team is None:
        raise Http404
    _require(role_in(user, team.pk), role)
    return team


def project_for(user: Person, pk: int, role: Role = Role.VIEWER, *, even_trashed: bool = False) -> Project:
    rows = Project.objects.all() if even_trashed else Project.objects.kept()
    projects = rows.select_related("team")
    return _admit(projects.filter(pk=pk).annotate(role_found=_role_on(user)).first(), role)


def job_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Job:
    jobs = Job.objects.select_related("project__team", "prompt", "created_by").filter(
        project__trashed_at=None
    )
    return _admit(jobs.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), role)


def call_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Call:
    calls = Call.objects.select_related("job__project__team", "job__prompt").filter(
        job__project__trashed_at=None
    )
    return _admit(calls.filter(pk=pk).annotate(role_found=_role_on(user, "job__project__")).first(), role)


def variant_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Variant:
    """Also a variant in the trash: it can be looked at and restored."""
    variants = Variant.objects.select_related(
        "project__team", "job__prompt__parent", "job__created_by", "call", "image", "board"
    ).filter(project__trashed_at=None)
    return _admit(variants.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), role)


def reference_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Reference:
    references = Reference.objects.select_related("project__team", "image").filter(project__trashed_at=None)
    return _admit(references.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), role)


def prompt_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Prompt:
    prompts = Prompt.objects.select_related("project__team", "parent").filter(project__trashed_at=None)
    return _admit(prompts.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), role)


def experiment_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Experiment:
    experiments = Experiment.objects.select_related("project__team", "prompt", "created_by").filter(
        project__trashed_at=None
    )
    return _admit(experiments.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), role)


def presets_of(user: Person, team: Team) -> QuerySet[Preset]:
    """The team's presets, and this person's own."""
    return Preset.objects.filter(Q(team=team) | Q(owner=user.pk))


def preset_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Preset:
    """A person's own preset is nobody else's, whatever teams they share."""
    owned = Case(
        When(owner=user.pk, then=Value(Role.OWNER.value)),
        default=_role(user, "team"),
        output_field=CharField(),
    )
    return _admit(Preset.objects.filter(pk=pk).annotate(role_found=owned).first(), role)


def board_for(user: Person, pk: int, role: Role = Role.VIEWER) -> Board:
    boards = Board.objects.select_related("project__team").filter(project__trashed_at=None)
    return _admit(boards.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), role)


def view_for(user: Person, pk: int, role: Role = Role.VIEWER) -> SavedView:
    views = SavedView.objects.select_related("project__team").filter(project__trashed_at=None)
    return _admit(views.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), role)


def bundle_for(user: Person, pk: int) -> Bundle:
    """A bundle is for the one who asked for it, while they may see its project."""
    bundles = Bundle.objects.select_related("project").filter(project__trashed_at=None, created_by=user.pk)
    found = bundles.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first()
    return _admit(found, Role.VIEWER)


def transfer_for(user: Person, pk: int) -> Transfer:
    """A project's file is for those who may edit in its team."""
    transfers = Transfer.objects.select_related("project", "team")
    found = (
        transfers.filter(_shown(user, "project__"), pk=pk).annotate(role_found=_role(user, "team")).first()
    )
    return _admit(found, Role.EDITOR)


def image_for(user: Person, pk: int) -> Image:
    """Bytes belong to a team: its members may see them, unless only others' own projects show them."""
    theirs = Project.objects.filter(team=OuterRef("team")).exclude(_shown(user))
    image = (
        Image.objects.filter(pk=pk, team__memberships__user=user.pk)
        .annotate(some_are_hidden=Exists(theirs))
        .first()
    )
    if image is None or (vars(image)["some_are_hidden"] and _is_hidden(user, image)):
        raise Http404
    return image


def _is_hidden(user: Person, image: Image) -> bool:
    """Something uses these bytes, and all that does lies in projects that only others see."""
    edits = Q(source=image) | Q(answer=image) | Q(laid=image) | Q(mask=image) | Q(overlay=image)
    inputs = JobInput.objects.filter(image=image)
    uses = (
        (image.variants.all(), "project__"),
        (image.references.all(), "project__"),
        (inputs, "job__project__"),
        (Edit.objects.filter(edits), "variant__project__"),
    )
    shown = any(rows.filter(_shown(user, path)).exists() for rows, path in uses)
    return not shown and any(rows.exists() for rows, _ in uses)


def is_in_project(image: Image, project_id: int) -> bool:
    """Whether this project shows these bytes: as a variant, as a reference, or as what a job was given."""
    return (
        image.variants.filter(project=project_id).exists()
        or image.references.filter(project=project_id).exists()
        or JobInput.objects.filter(image=image, job__project=project_id).exists()
    )


def webhook_for(user: Person, pk: int) -> Webhook:
    """Only for owners: it carries the team's news outside."""
    webhooks = Webhook.objects.select_related("project__team").filter(project__trashed_at=None)
    return _admit(webhooks.filter(pk=pk).annotate(role_found=_role_on(user, "project__")).first(), Role.OWNER)


def own_membership(user: Person, team: int) -> Membership:
    found = Membership.objects.select_related("team", "user").filter(team=team, user=user.pk).first()
    if found is None:
        raise Http404
    return found


def membership_for(user: Person, pk: int) -> Membership:
    """A member, for the owners of the team."""
    found = Membership.objects.select_related("team", "user").filter(pk=pk).first()
    if found is None:
        raise Http404
    _require(role_in(user, found.team_id), Role.OWNER)
    return found


def invitation_for(user: Person, pk: int) -> Invitation:
    """For the owners of the team."""
    found = Invitation.objects.select_related("team").filter(pk=pk).first()
    if found is None:
        raise Http404
    _require(role_in(user, found.team_id), Role.OWNER)
    return found


def invitation_by(secret: str) -> Invitation | None:
    """The live one that this secret opens."""
    if not is_whole(secret, INVITATION):
        return None
    live = Invitation.objects.live().select_related("team", "created_by")
    return live.filter(digest=Token.digest_of(secret)).first()


def share_for(user: Person, pk: int) -> Share:
    """For those who may edit its project."""
    found = Share.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    project_for(user, found.project_id, Role.EDITOR)
    return found


def share_by(secret: str) -> Share | None:
    """The live one that this secret opens."""
    if not is_whole(secret, SHARE):
        return None
    return Share.objects.live().select_related("project").filter(digest=Token.digest_of(secret)).first()


def shared_variants(share: Share, before: int | None = None) -> QuerySet[Variant]:
    """What a share shows, the newest first: the project's pictures that are not in the trash."""
    kept = Variant.objects.kept().filter(project=share.project_id)
    if before:
        kept = kept.filter(pk__lt=before)
    return kept.select_related("image", "job").order_by("-pk")


def shared_variant(secret: str, pk: int) -> Variant:
    share = share_by(secret)
    found = shared_variants(share).filter(pk=pk).first() if share else None
    if found is None:
        raise Http404
    return found


def token_for(user: Person, pk: int) -> Token:
    """One's own, as long as it was not revoked."""
    token = Token.objects.filter(pk=pk, user=user.pk, revoked_at=None).first()
    if token is None:
        raise Http404
    return token


def backend_for(user: Person, pk: int) -> BackendAccount:
    """A team's backend for its owners, the instance's for its staff; of the latter others are told nothing."""
    accounts = BackendAccount.objects.kept().select_related("team", "last_test").filter(pk=pk)
    account = accounts.annotate(role_found=_role(user, "team")).first()
    if account is not None and account.team_id is None:
        require_staff(user)
        account.my_role = None
        return account
    return _admit(account, Role.OWNER)


def require_staff(user: Person) -> None:
    """What belongs to the whole instance is its staff's; to others it is not there."""
    if not user.is_staff:
        raise Http404


def _shown(user: Person, project: str = "") -> Q:
    """Shared with the team, or this person's own; `project` is the way from the row to its project."""
    return Q(**{f"{project}only_for": None}) | Q(**{f"{project}only_for": user.pk})


def _role_on(user: Person, project: str = "") -> Case:
    """The role in the project's team; none on what somebody else keeps to themselves."""
    return Case(When(_shown(user, project), then=_role(user, f"{project}team")), output_field=CharField())


def _role(user: Person, team: str) -> Subquery:
    mine = Membership.objects.filter(user=user.pk, team=OuterRef(team))
    return Subquery(mine.values("role")[:1])


def _admit(row: Found | None, need: Role) -> Found:
    """The row, with the person's role on it; a stranger is told nothing, a member what is missing."""
    if row is None:
        raise Http404
    row.my_role = vars(row)["role_found"]
    _require(row.my_role, need)
    return row


def _require(have: str | None, need: Role) -> None:
    if have is None:
        raise Http404
    if Role(have).rank < need.rank:
        raise PermissionDenied(
            f"This needs the role {need.label.lower()}; yours is {Role(have).label.lower()}."
        )
