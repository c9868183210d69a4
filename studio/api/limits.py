"""How often a token may ask: counted in Valkey in one atomic step, told with every answer."""

import logging
import math
from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings
from django.http.response import HttpResponseBase

from studio.live.publish import sync_client
from studio.models import Token

PERIOD_MS = 60_000

# The generic cell rate algorithm: one number per key, the moment at which everything asked so far is paid off.
TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local period, each = tonumber(ARGV[1]), tonumber(ARGV[1]) / tonumber(ARGV[2])
local paid = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local next = paid + each
if next - now > period then
  return {0, 0, math.ceil(paid - now), math.ceil(next - now - period)}
end
redis.call('SET', KEYS[1], next, 'PX', math.ceil(next - now))
return {1, math.floor((period - (next - now)) / each), math.ceil(next - now), 0}
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rate:
    """`reset` is the seconds until nothing is used any more, `retry_after` those until one more may be asked."""

    limit: int
    remaining: int
    reset: int
    retry_after: int

    @property
    def is_over(self) -> bool:
        return self.retry_after > 0

    def headers(self) -> dict[str, str]:
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return told | ({"Retry-After": str(self.retry_after)} if self.is_over else {})


def take(token: Token, scope: str) -> Rate | None:
    """Count one request; None while Valkey is away: then nobody is refused, and the rows' own limits hold."""
    limit: int = settings.API_REQUESTS_PER_MINUTE[scope]
    try:
        taken, remaining, reset, wait = _script()(
            keys=[f"api:rate:{token.pk}:{scope}"], args=[PERIOD_MS, limit]
        )
    except redis.RedisError as error:
        log.warning("a request was not counted: %s", error)
        return None
    return Rate(limit, remaining, math.ceil(reset / 1000), 0 if taken else max(1, math.ceil(wait / 1000)))


def tell(response: HttpResponseBase, rate: Rate | None) -> None:
    for name, value in (rate.headers() if rate else {}).items():
        response[name] = value


@cache
def _script() -> redis.commands.core.Script:
    return sync_client().register_script(TAKE)
