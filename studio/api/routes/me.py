"""Who one is here, and what can be asked for."""

from decimal import Decimal

from ninja import Router, Schema
from pydantic import Field

from studio.access import teams_of
from studio.api.bearer import ERRORS, READS
from studio.api.caller import ApiRequest
from studio.api.shapes import MeOut, token_out
from studio.backends.base import Backend
from studio.backends.registry import offered

router = Router()


class BackendOut(Schema):
    alias: str = Field(description="What `backend` of a job takes")
    label: str = Field(description="What people read")
    team: int | None = Field(description="The only team in whose projects it draws; null for all")
    operations: list[str] = Field(description="generate (from words alone), edit (with pictures), set")
    sizes: dict[str, dict[str, tuple[int, int]]] = Field(
        description="tier, then aspect, then [width, height] in px"
    )
    max_references: int = Field(description="0: it takes no pictures")
    max_set: int = Field(description="The most pictures of one coherent set; 1: no sets")
    seed: bool = Field(description="Whether a job may give a `seed`")
    formats: list[str] = Field(
        description="What `format` of a job takes, its own first; empty where it has only that"
    )
    price_per_picture: Decimal = Field(description="US$, at most")


@router.get("/me", auth=READS, response={200: MeOut, **ERRORS}, summary="Who this token speaks for")
def me(request: ApiRequest) -> MeOut:
    user, token = request.auth.user, request.auth.token
    return MeOut(name=user.name, email=user.email, token=token_out(token))


@router.get(
    "/backends",
    auth=READS,
    response={200: list[BackendOut], **ERRORS},
    summary="What pictures can be asked of",
    description="In the order in which they are offered: the first is taken where a job names none.",
)
def backends(request: ApiRequest) -> list[BackendOut]:
    caller = request.auth
    bound = caller.token.project
    found: dict[str, tuple[Backend, int | None]] = {alias: (each, None) for alias, each in offered().items()}
    for team in [bound.team_id] if bound else teams_of(caller.user).values_list("pk", flat=True):
        for alias, each in offered(team).items():
            found.setdefault(alias, (each, team))
    return [_backend_out(alias, each, team) for alias, (each, team) in found.items()]


def _backend_out(alias: str, found: Backend, team: int | None) -> BackendOut:
    able = found.capabilities
    return BackendOut(
        alias=alias,
        label=found.label,
        team=team,
        operations=sorted(able.operations),
        sizes={tier: dict(sizes) for tier, sizes in able.sizes.tiers.items()},
        max_references=able.max_inputs,
        max_set=able.max_set,
        seed=able.seed,
        formats=list(able.formats),
        price_per_picture=able.price_per_picture,
    )
