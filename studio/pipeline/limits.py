"""How much a backend may be asked for at once and within a minute, and with whom it shares that."""

from django.conf import settings

from studio.backends.base import Backend
from studio.models.turns import Limits


def limits_of(alias: str, chosen: Backend) -> Limits:
    return Limits(alias, capped_as(alias, chosen), chosen.concurrency, chosen.pictures_per_minute)


def capped_as(alias: str, chosen: Backend) -> str:
    """The same for every alias that draws with one key at one address."""
    account = chosen.account(settings.SECRET_KEY)
    return f"key:{account}" if account else alias
