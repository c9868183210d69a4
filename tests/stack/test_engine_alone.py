import subprocess
import sys

from studio.stack.home import ROOT


def test_the_engine_loads_neither_django_nor_celery() -> None:
    script = "import sys, studio.engine.server; print({'django', 'celery'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
