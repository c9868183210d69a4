"""The tables, in the order of the flow."""

from studio.models.backend import BackendAccount
from studio.models.branch import Branch
from studio.models.bundle import Bundle
from studio.models.call import Call
from studio.models.comparison import Comparison
from studio.models.edit import Edit
from studio.models.experiment import Experiment
from studio.models.idempotency import IdempotencyKey
from studio.models.image import Image, Rendition
from studio.models.invitation import Invitation
from studio.models.job import Job, JobInput
from studio.models.outbox import Outbox
from studio.models.preset import Preset
from studio.models.project import Project
from studio.models.prompt import Prompt
from studio.models.reference import Reference
from studio.models.review import Board, SavedView, Tag, Tagging, Verdict
from studio.models.share import Share
from studio.models.team import Membership, Role, Team
from studio.models.token import Token
from studio.models.transfer import Transfer
from studio.models.user import User
from studio.models.variant import Variant
from studio.models.webhook import Delivery, Webhook

__all__ = [
    "BackendAccount",
    "Board",
    "Branch",
    "Bundle",
    "Call",
    "Comparison",
    "Delivery",
    "Edit",
    "Experiment",
    "IdempotencyKey",
    "Image",
    "Invitation",
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
    "SavedView",
    "Share",
    "Tag",
    "Tagging",
    "Team",
    "Token",
    "Transfer",
    "User",
    "Variant",
    "Verdict",
    "Webhook",
]
