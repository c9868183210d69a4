"""How often somebody may ask: counted in Valkey in one atomic step."""

import ipaddress
import logging
import math
from dataclasses import dataclass
from functools import cache

import redis
from django.http import HttpRequest

from studio.live.publish import sync_client

PERIOD_MS = 60_000
NETWORK_OF_ONE = 64
"""Bits of an IPv6 address that one customer of a provider does not choose."""

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


def take(whose: str, limit: int) -> Rate | None:
    """Count one request of so many a minute; None while Valkey is away: then nobody is refused."""
    try:
        taken, remaining, reset, wait = _script()(keys=[f"rate:{whose}"], args=[PERIOD_MS, limit])
    except redis.RedisError as error:
        log.warning("a request was not counted: %s", error)
        return None
    return Rate(limit, remaining, math.ceil(reset / 1000), 0 if taken else max(1, math.ceil(wait / 1000)))


def address_of(request: HttpRequest) -> str:
    """The address, or of IPv6 the network, that a request came from. The server has put it there: what a client says
    of itself counts only where the server trusts who passed it on."""
    told = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(told)
    except ValueError:  # a socket of this machine
        return "here"
    if address.version == 4:
        return told
    return str(ipaddress.ip_network((address, NETWORK_OF_ONE), strict=False))


@cache
def _script() -> redis.commands.core.Script:
    return sync_client().register_script(TAKE)
