"""The engine is a process of its own: it loads nothing else of ours, and neither Django nor Celery."""

import subprocess
import sys

from tests.engine.server.process import ROOT

PROGRAM = """
import sys
import studio.engine.__main__, studio.engine.worker, studio.engine.illustrate, studio.engine.edit
strangers = {name.partition(".")[0] for name in sys.modules} & {"django", "celery", "gallery"}
ours = {name for name in sys.modules if name.startswith("studio.")} - {"studio.engine"}
print(sorted(strangers | {name for name in ours if not name.startswith("studio.engine.")}))
"""


def test_the_engine_stands_alone() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout == "[]\n"
