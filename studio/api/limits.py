"""How often a token may ask, told with every answer."""

from django.conf import settings
from django.http.response import HttpResponseBase

from studio import rates
from studio.models import Token
from studio.rates import Rate


def take(token: Token, scope: str) -> Rate | None:
    """Count one request; None while nobody counts: the rows' own limits hold all the same."""
    return rates.take(f"token:{token.pk}:{scope}", settings.API_REQUESTS_PER_MINUTE[scope])


def headers(rate: Rate) -> dict[str, str]:
    told = {
        "RateLimit-Limit": str(rate.limit),
        "RateLimit-Remaining": str(rate.remaining),
        "RateLimit-Reset": str(rate.reset),
    }
    return told | ({"Retry-After": str(rate.retry_after)} if rate.is_over else {})


def tell(response: HttpResponseBase, rate: Rate | None) -> None:
    for name, value in (headers(rate) if rate else {}).items():
        response[name] = value
