"""The tables, in the order of the flow."""

from studio.models.backend import BackendAccount
from studio.models.branch import Branch
from studio.models.call import Call
from studio.models.edit import Edit
from studio.models.experiment import Experiment
from studio.models.idempotency import IdempotencyKey
from studio.models.image import Image, Rendition
from studio.models.job import Job, JobInput
from studio.models.outbox import Outbox
from studio.models.preset import Preset
from studio.models.project import Project
from studio.models.prompt import Prompt
from studio.models.reference import Reference
from studio.models.team import Membership, Role, Team
from studio.models.token import Token
from studio.models.transfer import Transfer
from studio.models.user import User
from studio.models.variant import Variant
from studio.models.webhook import Delivery, Webhook

__all__ = [
    "BackendAccount",
    "Branch",
    "Call",
    "Delivery",
    "Edit",
    "Experiment",
    "IdempotencyKey",
    "Image",
    "Job",
    "JobInput",
    "Membership",
    "Outbox",
    "Preset",
    "Project",
    "Prompt",
    "Reference",
    "Rendition",
    "Role",
    "Team",
    "Token",
    "Transfer",
    "User",
    "Variant",
    "Webhook",
]
