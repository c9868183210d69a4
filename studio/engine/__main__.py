"""`python -m studio.engine --port 8100`: the engine, until it is told to stop."""

import argparse
import ipaddress
import logging
import os
import socket
import sys
from dataclasses import replace

import uvicorn

from studio.engine import server
from studio.engine.fetch import origins_of
from studio.engine.limits import CONNECTIONS, Limits
from studio.engine.wire import BoundedHttp

_log = logging.getLogger("studio.engine")


def main(illustrator: str = server.ILLUSTRATOR, usual: Limits | None = None) -> None:
    usual = usual or Limits()
    options = _options(usual)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    key = os.environ.get("ENGINE_KEY") or None
    if key is None and not _is_loopback(options.host):
        sys.exit(
            f"{options.host} can be reached from other machines: set ENGINE_KEY, or use --host 127.0.0.1."
        )
    try:
        origins = origins_of(os.environ.get("ENGINE_REFERENCES_FROM", ""))
    except ValueError as fault:
        sys.exit(f"ENGINE_REFERENCES_FROM: {fault}.")
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        listener = socket.create_server((options.host, options.port), family=family, backlog=CONNECTIONS)
    except OSError as fault:
        sys.exit(
            f"The engine cannot listen on {options.host} port {options.port}: {os.strerror(fault.errno or 0)}."
        )
    host = f"[{options.host}]" if ":" in options.host else options.host
    _log.info("listening on http://%s:%d", host, listener.getsockname()[1])
    limits = replace(usual, workers=options.workers, queue=options.queue)
    application = server.app(illustrator, key=key, limits=limits, origins=origins)
    config = uvicorn.Config(
        application,
        http=BoundedHttp,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _options(usual: Limits) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m studio.engine", description="Seedbed's local illustrator."
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one and logs it")
    parser.add_argument("--workers", type=int, default=usual.workers, help="pictures drawn at one moment")
    parser.add_argument("--queue", type=int, default=usual.queue, help="requests that may wait beyond those")
    return parser.parse_args()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    main()
