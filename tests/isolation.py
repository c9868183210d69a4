"""A pytest plugin, loaded before Django's settings: each parallel worker of a run has a Valkey database and a spool of
its own."""

import os

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    number = int(worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("?db=0", f"?db={number}")
    # Answers lie there by the numbers of their calls, which begin anew in each worker's own database.
    os.environ["SEEDBED_SPOOL"] = f"{os.environ['SEEDBED_HOME']}/spool-{number}"
