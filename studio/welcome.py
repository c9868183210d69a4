"""One-time sign-in links of the embedded stack: valid once, for a quarter of an hour, on loopback only."""

import secrets

from django.core.cache import cache

from studio.models import User

SECONDS = 15 * 60


def new_token(user: User) -> str:
    token = secrets.token_urlsafe(32)
    cache.set(f"welcome:{token}", user.pk, SECONDS)
    return token


def redeem(token: str) -> User | None:
    """The person of this token; a second call finds nobody."""
    key = f"welcome:{token}"
    pk = cache.get(key)
    # delete() says who took it: of two requests with one token only one gets in.
    if pk is None or not cache.delete(key):
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
