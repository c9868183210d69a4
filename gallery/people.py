"""Loving, collecting, following: small moves that can be made twice and taken back."""

from django.db import transaction
from django.db.models import F

from gallery.limits import spend
from gallery.models import Collected, Collection, Creation, Follow, Love, Profile
from gallery.publish.counters import recount
from studio.models import User

FAVOURITES = "Kept"
MOST_COLLECTIONS = 200
SLOWLY = "That was a great deal at once. Come back in a while; nothing you did is lost."


def love(person: User, creation: Creation, *, on: bool) -> None:
    """Raises Enough: an account moves its heart at most two hundred times an hour."""
    spend(person, "love", most=200, seconds=3600, words=SLOWLY)
    with transaction.atomic():
        if on:
            _, changed = Love.objects.get_or_create(user=person, creation=creation)
        else:
            changed = bool(Love.objects.filter(user=person, creation=creation).delete()[0])
        if changed:
            recount(creation.pk)


def collect(person: User, creation: Creation, name: str, *, on: bool) -> Collection | None:
    """Into the person's collection of this name, made if there is none; or out of all of theirs."""
    spend(person, "collect", most=300, seconds=3600, words=SLOWLY)
    with transaction.atomic():
        found: Collection | None = None
        if on:
            found = Collection.objects.filter(user=person, name=name or FAVOURITES).first()
            if found is None and Collection.objects.filter(user=person).count() < MOST_COLLECTIONS:
                found = Collection.objects.create(user=person, name=name or FAVOURITES)
            if found is not None:
                Collected.objects.get_or_create(collection=found, creation=creation)
        else:
            Collected.objects.filter(collection__user=person, creation=creation).delete()
        recount(creation.pk)
    return found


def follow(person: User, author: User, *, on: bool) -> None:
    spend(person, "follow", most=100, seconds=3600, words=SLOWLY)
    if person.pk == author.pk:
        return
    with transaction.atomic():
        if on:
            _, changed = Follow.objects.get_or_create(user=person, author=author)
        else:
            changed = bool(Follow.objects.filter(user=person, author=author).delete()[0])
        if changed:
            Profile.objects.filter(user=author).update(followers=F("followers") + (1 if on else -1))
