"""A process that submits one job and then hangs before its calls are enqueued: made to be killed.

python -m tests.studio.faults.submitting PROJECT PERSON BACKEND     with a broker that never answers
"""

import os
import sys

import django


def main(project: int, person: int, backend: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    from studio.models import Project, User
    from studio.pipeline.submit import Order, submit

    submit(
        Order(
            Project.objects.get(pk=project),
            User.objects.get(pk=person),
            "a red kite",
            backend,
            2048,
            2048,
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
