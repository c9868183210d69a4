"""Where a picture came from, for templates that show it."""

from django import template
from django.db.models import Count

from studio import lineage as walks
from studio.models import Branch, Variant

register = template.Library()

SHOWN_CHILDREN = 24
LONGEST_CRUMBS = 8


@register.inclusion_tag("studio/_lineage.html")
def lineage(variant: Variant) -> dict[str, object]:
    """The breadcrumb from the first picture, the pictures beside it, and what came of it."""
    above = walks.ancestors(variant)
    beside = list(
        variant.job.variants.filter(trashed_at=None).select_related("image").order_by("pk")[:SHOWN_CHILDREN]
    )
    children = (
        Variant.objects.kept()
        .filter(job__inputs__variant=variant, job__inputs__role__in=("source", "reference"))
        .select_related("image")
        .distinct()
        .order_by("-pk")
    )
    lines = Branch.objects.filter(variant__in=[*(each.pk for each in above), variant.pk]).exclude(name="")
    names = {each.variant_id: each.name for each in lines}
    return {
        "variant": variant,
        "above": above[-LONGEST_CRUMBS:],
        "skipped": max(0, len(above) - LONGEST_CRUMBS),
        "beside": beside if len(beside) > 1 else [],
        "children": children[:SHOWN_CHILDREN],
        "more": max(0, children.aggregate(n=Count("pk"))["n"] - SHOWN_CHILDREN),
        "line": next((names[each.pk] for each in reversed([*above, variant]) if each.pk in names), ""),
    }
