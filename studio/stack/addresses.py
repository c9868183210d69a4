"""The addresses of the embedded servers, as settings want them. Strings from paths; nothing is started or made."""

from pathlib import Path
from urllib.parse import urlsplit

from studio.stack.home import Places, home

DATABASE = "seedbed"
ROLE = "seedbed"


def database_url(where: Path | None = None) -> str:
    """`postgresql://role@/database?host=<socket folder>`: read alike by libpq and django-environ."""
    return f"postgresql://{ROLE}@/{DATABASE}?host={Places(where or home()).sockets}"


def redis_url(where: Path | None = None) -> str:
    """`unix:///path/v.sock?db=0`, as redis-py and Django's cache want it."""
    return f"unix://{Places(where or home()).valkey_socket}?db=0"


def broker_url(redis: str) -> str:
    """Celery's spelling of a redis URL: unix sockets are `redis+socket:///path?virtual_host=0` there."""
    parts = urlsplit(redis)
    if parts.scheme != "unix":
        return redis
    number = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"
