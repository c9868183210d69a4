"""What a project page of 48 variants costs the server, beside the same page under plain WSGI; and its queries."""

import sys
from collections.abc import Callable

import psutil

from tests.bench.harness import Figure, Measurement, median, pairs, with_database

ROUNDS = 12
PAGES_A_ROUND = 10
VARIANTS = 48

PLAIN_WSGI = """
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server
from studio.wsgi import application

class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *args):
        pass

make_server("127.0.0.1", int(sys.argv[1]), application, handler_class=Quiet).serve_forever()
"""


def measure() -> Measurement:
    with_database()
    from studio.stack.services import WEB
    from tests.bench.browser import free_port, serving, signed_in_browser
    from tests.bench.filling import fill

    ours, plain = free_port(), free_port()
    with (
        serving(WEB.command(sys.executable, host="127.0.0.1", port=ours), ours) as ours_process,
        serving([sys.executable, "-c", PLAIN_WSGI, str(plain)], plain) as plain_process,
        signed_in_browser(f"http://127.0.0.1:{ours}") as (browser, project),
    ):
        fill(project, variants=VARIANTS)
        few, many = queries(project), 0
        fill(project, variants=2 * VARIANTS)
        many = queries(project)

        def page(port: int, process: psutil.Process) -> Callable[[], float]:
            def cost() -> float:
                before = process.cpu_times()
                for _ in range(PAGES_A_ROUND):
                    browser.get(f"http://127.0.0.1:{port}/projects/{project}/").raise_for_status()
                after = process.cpu_times()
                return 1000 * ((after.user - before.user) + (after.system - before.system)) / PAGES_A_ROUND

            return cost

        asgi, wsgi = (
            page(ours, psutil.Process(ours_process.pid)),
            page(plain, psutil.Process(plain_process.pid)),
        )
        asgi(), wsgi()
        costs, references = pairs(asgi, wsgi, ROUNDS)
    return Measurement(
        [
            Figure("CPU of a page, beside plain WSGI", median(costs) / median(references), "×", 1.5),
            Figure("CPU of a page", median(costs), "ms"),
            Figure("CPU of the same page under plain WSGI", median(references), "ms"),
            Figure("queries of a page of 48", few, "queries", 8),
            Figure("queries of a page with three times as many", many, "queries", 8),
        ],
        runs=ROUNDS,
    )


def queries(project: int) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from studio.accounts import local_owner

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(local_owner())
    client.get(f"/projects/{project}/")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(f"/projects/{project}/")
    assert answer.status_code == 200
    return len(captured)
