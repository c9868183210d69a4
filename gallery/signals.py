"""An account that goes takes its loves, collections and follows with it: what was counted of them is counted anew."""

from typing import Any

from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from gallery.models import Collected, Creation, Follow, Love
from gallery.publish.counters import recount_of
from studio.models import User

TOUCHED = "_gallery_touched"


@receiver(pre_delete, sender=User)
def remember(instance: User, **_: Any) -> None:
    loved = Love.objects.filter(user=instance).values_list("creation", flat=True)
    kept = Collected.objects.filter(collection__user=instance).values_list("creation", flat=True)
    remixed = Creation.objects.filter(author=instance).values_list("remix_of", flat=True)
    followed = Follow.objects.filter(user=instance).values_list("author", flat=True)
    setattr(instance, TOUCHED, ([pk for pk in {*loved, *kept, *remixed} if pk is not None], list(followed)))


@receiver(post_delete, sender=User)
def count_anew(instance: User, **_: Any) -> None:
    creations, authors = getattr(instance, TOUCHED, ([], []))
    recount_of(creations, authors)
