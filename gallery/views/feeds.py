"""What machines read: Atom, the sitemap, and what robots may visit. All of it only of what is public."""

from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gallery.explore.feed import Wanted, page
from gallery.models import Creation, Profile, Theme

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES, ADDRESSES = 30, 5000


@require_safe
def atom(request: HttpRequest, handle: str = "") -> HttpResponse:
    """The newest creations, of everybody or of one person."""
    found = Creation.objects.public().calm()
    title, home = "Seedbed: new creations", _absolute("/gallery/")
    if handle:
        profile = get_object_or_404(Profile, handle=handle.lower())
        found = found.filter(author=profile.user_id)
        title, home = f"{profile.name} on Seedbed", _absolute(f"/gallery/people/{profile.handle}/")
    creations = page(found, Wanted(), ENTRIES).creations
    feed = Element("feed", xmlns=ATOM)
    SubElement(feed, "title").text = title
    SubElement(feed, "id").text = home
    SubElement(feed, "link", href=home)
    SubElement(feed, "link", rel="self", href=_absolute(request.path))
    newest = max((each.published_at for each in creations if each.published_at), default=None)
    SubElement(feed, "updated").text = _moment(newest)
    for each in creations:
        _entry(feed, each)
    return _xml(feed, "application/atom+xml")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The newest public pages."""
    newest = Creation.objects.public().calm().order_by("-published_at", "-pk")
    urls = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in ("/gallery/", "/gallery/models/"):
        SubElement(SubElement(urls, "url"), "loc").text = _absolute(path)
    for slug in Theme.objects.living().order_by("-size", "pk").values_list("slug", flat=True)[:500]:
        SubElement(SubElement(urls, "url"), "loc").text = _absolute(f"/gallery/themes/{slug}/")
    for pk, at in newest.values_list("pk", "published_at")[:ADDRESSES]:
        url = SubElement(urls, "url")
        SubElement(url, "loc").text = _absolute(f"/gallery/{pk}/")
        SubElement(url, "lastmod").text = _moment(at)
    return _xml(urls, "application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = "".join(f"Disallow: {path}\n" for path in ("/projects/", "/accounts/", "/admin/", "/media/"))
    told = f"User-agent: *\n{closed}Sitemap: {_absolute('/sitemap.xml')}\n"
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


def _entry(feed: Element, creation: Creation) -> None:
    address = _absolute(f"/gallery/{creation.pk}/")
    profile = getattr(creation.author, "profile", None)
    entry = SubElement(feed, "entry")
    SubElement(entry, "title").text = creation.title
    SubElement(entry, "id").text = address
    SubElement(entry, "link", href=address)
    SubElement(entry, "updated").text = _moment(creation.published_at)
    SubElement(SubElement(entry, "author"), "name").text = profile.name if profile else "Somebody"
    SubElement(entry, "summary").text = creation.alt
    picture = _absolute(f"/gallery/{creation.pk}/picture/w640/")
    SubElement(entry, "link", rel="enclosure", type="image/webp", href=picture)
    for tag in creation.tags:
        SubElement(entry, "category", term=tag)


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else "1970-01-01T00:00:00+00:00"


def _xml(root: Element, kind: str) -> HttpResponse:
    told = tostring(root, encoding="utf-8", xml_declaration=True)
    response = HttpResponse(told, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
