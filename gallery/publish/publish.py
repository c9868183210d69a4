"""A variant becomes a creation, waiting for its check; and its author takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from gallery.limits import may_publish
from gallery.models import Creation, Remix, State
from gallery.publish.counters import recount_remixes
from gallery.publish.recipe import recipe
from gallery.words import fold, heading_of
from studio.forms.choices import aspect_of
from studio.models import Prompt, User, Variant
from studio.pipeline.outbox import promise

FURTHEST = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What an author chose. `fields` are JSON Pointers, used where only some fields are shown."""

    title: str
    alt: str
    tags: Sequence[str]
    use: str
    licence: str
    shows: str
    fields: Sequence[str] = ()
    remix_allowed: bool = True
    mature: bool = False


class AlreadyPublished(Exception):
    """This variant has a creation already; unpublish it first."""


def draft(variant: Variant, author: User, wish: Wish) -> Creation:
    """The creation as it would be, not saved: the preview shows exactly this."""
    shown = recipe(variant.job.sent_text, wish.shows, wish.fields)
    origin = _origin(variant.job.prompt)
    image = variant.image
    return Creation(
        author=author,
        variant=variant,
        title=wish.title,
        alt=wish.alt,
        tags=list(wish.tags),
        use=wish.use,
        licence=wish.licence,
        mature=wish.mature,
        remix_allowed=wish.remix_allowed and bool(shown.text),
        shows=wish.shows,
        prompt_text=shown.text,
        prompt_document=shown.document,
        backend=variant.job.backend,
        model=variant.job.model,
        width=image.width,
        height=image.height,
        aspect=aspect_of(image.width, image.height)[:12],
        thumbhash=image.thumbhash,
        remix_of_id=origin.origin_id if origin else None,
        credit=origin.credit if origin else "",
        heading=heading_of(wish.title, wish.tags),
        prose=fold(f"{wish.alt}\n{shown.text}"),
    )


def publish(variant: Variant, author: User, wish: Wish, *, counted: bool = True) -> Creation:
    """The creation, being checked. Raises Enough (where it is `counted`) or AlreadyPublished; nothing was written."""
    with transaction.atomic():
        # Two forms sent at once must not both take the last place of a day.
        User.objects.select_for_update().get(pk=author.pk)
        if counted:
            may_publish(author)
        creation = draft(variant, author, wish)
        try:
            with transaction.atomic():
                creation.save()
        except IntegrityError as error:
            raise AlreadyPublished("This picture is in the gallery already.") from error
        promise("gallery.tasks.check_creation", creation.pk)
    return creation


def unpublish(creation: Creation) -> bool:
    """Out of every page, feed, search and address at once, its files too; True for the one who did it."""
    with transaction.atomic():
        moved = (
            Creation.objects.live()
            .filter(pk=creation.pk)
            .update(
                state=State.UNPUBLISHED,
                note="",
                text_vector=None,
                picture_vector=None,
            )
        )
        if moved:
            creation.files.all().delete()  # the database's trigger hands their bytes to the sweep
            recount_remixes(creation.remix_of_id)
            promise("gallery.tasks.remove_files")
    return bool(moved)


def _origin(prompt: Prompt | None) -> Remix | None:
    """The creation whose recipe this prompt grew out of: its own, or the nearest version before it."""
    for _ in range(FURTHEST):
        if prompt is None:
            return None
        found = Remix.objects.filter(prompt=prompt).order_by("-pk").first()
        if found:
            return found
        prompt = prompt.parent
    return None
