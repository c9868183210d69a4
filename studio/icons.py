"""The template tag `lucide`, remembering what it drew: drawing an icon anew costs more than all else in a tile."""

from functools import cache

from django import template
from lucide.templatetags import lucide as package

register = template.Library()


@register.simple_tag
def lucide(name: str, *, size: int = 24) -> str:
    """The icon's SVG, `size` px wide and high. Raises IconDoesNotExist."""
    return _drawn(name, size)


@cache  # as many as the templates name
def _drawn(name: str, size: int) -> str:
    return package.lucide(name, size=size)
