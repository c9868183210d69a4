"""Who sees which creation: everybody the public ones, their authors and the moderators the others too."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gallery.models import Creation
from studio.access import Person
from studio.models import User


def creation_for(person: Person, pk: int) -> Creation:
    """A creation that this person may look at; Http404 for everybody else."""
    found = Creation.objects.select_related("author__profile", "remix_of").filter(pk=pk).first()
    if found is None or not may_see(person, found):
        raise Http404
    return found


def public_creation(pk: int) -> Creation:
    """A creation that everybody may look at, whoever asks."""
    found = Creation.objects.public().select_related("author__profile").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def my_creation(person: User, pk: int) -> Creation:
    """The person's own, in any state."""
    found = Creation.objects.select_related("author__profile").filter(pk=pk, author=person).first()
    if found is None:
        raise Http404
    return found


def may_see(person: Person, creation: Creation) -> bool:
    return creation.is_public or (
        person.is_authenticated and (creation.author_id == person.pk or is_moderator(person))
    )


def is_moderator(person: Person) -> bool:
    return bool(person.is_authenticated and person.is_active and person.is_staff)


def require_moderator(person: Person) -> None:
    """To everybody else there is no desk; members are told so."""
    if not person.is_authenticated:
        raise Http404
    if not is_moderator(person):
        raise PermissionDenied("The moderation desk is for the moderators of this studio.")
