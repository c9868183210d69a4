"""Publishing a variant, seeing what strangers will see, and taking it back."""

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gallery.access import my_creation
from gallery.explore.tree import tree
from gallery.forms.publish import PublishForm
from gallery.limits import Enough, may_publish
from gallery.models import Collection, Creation, Follow, State
from gallery.publish.publish import AlreadyPublished, draft, publish, unpublish
from gallery.views.answers import SignedInRequest, signed_in, told
from studio.access import variant_for
from studio.models import Role

MINE = 60


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def publish_variant(request: SignedInRequest, variant: int) -> HttpResponse:
    """The form; with `preview` the page as strangers will see it; with `publish` the creation."""
    shown = variant_for(request.user, variant, Role.EDITOR)
    there = Creation.objects.live().filter(variant=shown).first()
    if there is not None:
        return redirect("creation" if there.author_id == request.user.pk else "gallery-mine", *(
            [there.pk] if there.author_id == request.user.pk else []
        ))  # fmt: skip
    form = PublishForm(request.POST or None, variant=shown, person=request.user)
    context: dict[str, object] = {"form": form, "variant": shown, "project": shown.project}
    if not form.is_bound:
        try:
            may_publish(request.user)
        except Enough as error:
            context["enough"] = str(error)
        return render(request, "gallery/publish.html", context)
    if not form.is_valid():
        return render(request, "gallery/publish.html", context, status=422)
    wish = form.wish()
    preview = draft(shown, request.user, wish)
    if request.POST.get("act") == "publish":
        try:
            form.save_profile()
            made = publish(shown, request.user, wish)
        except (Enough, AlreadyPublished) as error:
            form.add_error(None, str(error))
        except IntegrityError:
            form.add_error("handle", "Somebody else has taken this address just now.")
        else:
            words = "On its way: it is public as soon as its check has passed."
            return told(request, words, "creation", made.pk)
        return render(request, "gallery/publish.html", context, status=422)
    name = form.profile.name if form.profile else form.cleaned_data["name"]
    context |= {"preview": preview, "tree": tree(preview.prompt_document), "name": name}
    return render(request, "gallery/publish.html", context)


@require_POST
@signed_in
def unpublish_creation(request: SignedInRequest, pk: int) -> HttpResponse:
    unpublish(my_creation(request.user, pk))
    return told(request, "Unpublished. It is gone from every page, feed and address.", "gallery-mine")


@require_GET
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """What I published, in every state with its reason; what I collected; whom I follow."""
    creations = Creation.objects.filter(author=request.user).as_cards().order_by("-pk")
    followed = Follow.objects.filter(user=request.user).values("author")
    news = Creation.objects.public().calm().filter(author__in=followed).as_cards()
    context = {
        "creations": creations[:MINE],
        "collections": Collection.objects.filter(user=request.user).order_by("name")[:MINE],
        "news": news.order_by("-published_at")[:24],
        "waiting": State.CHECKING,
    }
    return render(request, "gallery/mine.html", context)
