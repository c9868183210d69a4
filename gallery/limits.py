"""How much one account may do: new ones less. Counted in the cache, and in rows where it matters."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from gallery.models import Ban, Creation
from studio.models import User

NEW_FOR = timedelta(hours=24)
A_DAY_NEW = 5


class Enough(Exception):
    """The person has done this as often as one account may for now; the message is for them."""


def is_new(user: User) -> bool:
    """The owner of an embedded studio was never new."""
    if user.is_staff:
        return False
    return bool(user.date_joined > timezone.now() - NEW_FOR)


def may_publish(user: User) -> None:
    """Raises Enough with the reason why not."""
    ban = Ban.objects.filter(user=user).first()
    if ban:
        raise Enough(f"You may not publish here any more. The reason given: {ban.reason}")
    since = timezone.now() - timedelta(days=1)
    done = Creation.objects.filter(author=user, created_at__gt=since).count()
    most = A_DAY_NEW if is_new(user) else settings.GALLERY_CREATIONS_A_DAY
    if done >= most:
        new = " In an account's first day it is fewer than later." if is_new(user) else ""
        raise Enough(f"You have published {done} pictures within a day, and {most} is the most.{new}")


def spend(user: User, what: str, *, most: int, seconds: int, words: str) -> None:
    """Count one more of `what`; raises Enough with `words` beyond `most` in `seconds`."""
    key = f"gallery:{what}:{user.pk}"
    cache.add(key, 0, seconds)
    try:
        done = cache.incr(key)
    except ValueError:  # ran out between the two: this is the first of the next span
        cache.set(key, 1, seconds)
        return
    if done > most:
        raise Enough(words)
