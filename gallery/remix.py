"""A creation's public recipe becomes a prompt in a project of mine, and the credit is written down with it."""

from django.db import transaction

from gallery.models import Creation, Remix
from studio.models import Project, User
from studio.models.orders import prompt_version


class NotAllowed(Exception):
    """Its author does not allow remixes, or shows nothing of the prompt."""


def recipe_text(creation: Creation) -> str:
    """The public recipe as a prompt: the document where there is one, else the words."""
    return creation.prompt_document or creation.prompt_text


def remix(creation: Creation, project: Project, person: User, *, turned: str = "") -> Remix:
    """The recipe as a prompt version of the project, or what it was `turned` into. Raises NotAllowed.

    Taking it twice is taking it once.
    """
    recipe = recipe_text(creation)
    if not creation.is_public or not creation.remix_allowed or not recipe:
        raise NotAllowed("This recipe cannot be taken: its author does not allow remixes.")
    text = turned or recipe
    with transaction.atomic():
        prompt = prompt_version(project, person, text)
        taken, _ = Remix.objects.get_or_create(
            prompt=prompt,
            origin=creation,
            defaults={"credit": credit_of(creation), "user": person, "project": project},
        )
    return taken


def credit_of(creation: Creation) -> str:
    """Title and author as they are called now."""
    profile = getattr(creation.author, "profile", None)
    return f"“{creation.title}” by {profile.name if profile else 'someone'}"[:260]
