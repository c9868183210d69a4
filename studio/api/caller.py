"""Who asks: a person through a token, and the rows that both together reach."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import Http404, HttpRequest
from django.utils import timezone

from studio import access
from studio.api import limits
from studio.api.problems import Problem
from studio.models import Call, Image, Job, Project, Prompt, Reference, Role, Token, User, Variant, Webhook
from studio.models.token import is_whole
from studio.rates import Rate

NOTED_EVERY = timedelta(minutes=1)
Row = TypeVar("Row", Job, Variant, Reference)
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Seedbed"'}


@dataclass(frozen=True, slots=True)
class Caller:
    """Rows are read through studio.access for the person; then the token's project, if it has one, must be theirs."""

    user: User
    token: Token

    def is_live(self) -> bool:
        """Whether the token is still valid: an answer may have been waited for."""
        return Token.objects.live().filter(pk=self.token.pk).exists()

    def projects(self) -> QuerySet[Project]:
        found = access.projects_of(self.user)
        return found.filter(pk=self.token.project_id) if self.token.project_id else found

    def project(self, pk: int, role: Role = Role.VIEWER) -> Project:
        self._require(pk)
        return access.project_for(self.user, pk, role)

    def prompt(self, pk: int) -> Prompt:
        found = access.prompt_for(self.user, pk)
        self._require(found.project_id)
        return found

    def job(self, pk: int, role: Role = Role.VIEWER) -> Job:
        return self._inside(access.job_for, pk, role)

    def variant(self, pk: int, role: Role = Role.VIEWER) -> Variant:
        return self._inside(access.variant_for, pk, role)

    def reference(self, pk: int, role: Role = Role.VIEWER) -> Reference:
        return self._inside(access.reference_for, pk, role)

    def call(self, pk: int, role: Role = Role.VIEWER) -> Call:
        found = access.call_for(self.user, pk, role)
        self._require(found.job.project_id)
        return found

    def webhook(self, pk: int) -> Webhook:
        found = access.webhook_for(self.user, pk)
        self._require(found.project_id)
        return found

    def image(self, pk: int) -> Image:
        found = access.image_for(self.user, pk)
        if self.token.project_id and not access.is_in_project(found, self.token.project_id):
            raise Http404
        return found

    def _inside(self, find: Callable[[User, int, Role], Row], pk: int, role: Role) -> Row:
        found = find(self.user, pk, role)
        self._require(found.project_id)
        return found

    def _require(self, project_id: int) -> None:
        if self.token.project_id not in (None, project_id):
            raise Http404


class ApiRequest(HttpRequest):
    """A request that came through `admit`."""

    auth: Caller
    rate: Rate | None


def admit(request: HttpRequest, scope: Token.Scope) -> Caller:
    """The caller that the Authorization header names, counted against its limit. Raises Problem."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem(401, "Send a token as “Authorization: Bearer sbd_…”.", headers=CHALLENGE)
    token = _find(secret.strip())
    if token is None:
        raise Problem(401, "This token is not known here, or not valid any more.", headers=CHALLENGE)
    rate = limits.take(token, scope)
    vars(request)["rate"] = rate
    if rate and rate.is_over:
        raise Problem(
            429,
            f"This token may ask {rate.limit} times a minute for this; try again in {rate.retry_after} s.",
            headers=limits.headers(rate),
        )
    if scope not in token.scopes:
        raise Problem(403, f"This token does not have the scope “{scope}”.")
    if token.last_used_at is None or timezone.now() - token.last_used_at > NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=Now())
    return Caller(token.user, token)


def _find(secret: str) -> Token | None:
    if not is_whole(secret):
        return None
    return Token.objects.live().select_related("user").filter(digest=Token.digest_of(secret)).first()
