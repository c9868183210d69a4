"""Whether somebody whom the studio knows sends a request: asked before much of it is read."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models.functions import Now
from django.http import parse_cookie

from studio.models import Token
from studio.models.token import is_whole

MOST_BYTES = 256 * 1024
"""What a stranger may send: every form that they see is far smaller."""


def is_known(headers: Mapping[bytes, bytes]) -> bool:
    """By a session that is signed in, or by a live token. Runs in a thread that keeps no connection."""
    try:
        return _has_token(headers) or _has_session(headers)
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _has_token(headers: Mapping[bytes, bytes]) -> bool:
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme.lower() != "bearer" or not is_whole(secret.strip()):
        return False
    return Token.objects.live().filter(digest=Token.digest_of(secret.strip())).exists()


def _has_session(headers: Mapping[bytes, bytes]) -> bool:
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    key = cookies.get(settings.SESSION_COOKIE_NAME, "").replace("\x00", "")
    found = Session.objects.filter(session_key=key, expire_date__gt=Now()).first() if key else None
    return found is not None and SESSION_KEY in found.get_decoded()
