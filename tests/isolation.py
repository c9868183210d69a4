"""A pytest plugin, loaded before Django's settings: each parallel worker of a run has a Valkey database of its own."""

import os

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    number = int(worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("?db=0", f"?db={number}")
