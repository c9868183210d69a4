"""Tasks promised in a transaction: a row inside it, a message after it, and the relay for when that fails.

Calls need none: a call that waits is a promise itself (due.py).
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from celery import current_app
from django.db import transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError

from studio.models import Outbox

log = logging.getLogger(__name__)


def promise(task: str, *ids: int) -> None:
    """Have `task` run with `ids` once the surrounding transaction has committed, whatever dies in between."""
    row = Outbox.objects.create(task=task, arguments=list(ids))
    transaction.on_commit(partial(send, [row]))


def send(rows: Iterable[Outbox]) -> int:
    """Hand promised tasks to the broker and forget them; what it does not take stays promised."""
    sent = []
    for row in rows:
        if not enqueue(row.task, *row.arguments):
            break
        sent.append(row.pk)
    Outbox.objects.filter(pk__in=sent).delete()
    return len(sent)


def enqueue(task: str, *ids: int) -> bool:
    """Wake somebody up. A lost or doubled message does no harm: rows decide what there is to do."""
    try:
        current_app.send_task(task, args=ids, retry=False)
    except OperationalError as error:
        log.warning("the broker did not take %s%s: %s", task, ids, error)
        return False
    return True


def relay(*, older_than: timedelta = timedelta(seconds=1), at_most: int = 500) -> int:
    """Send what was committed but not sent: the sender died, or the broker was away."""
    return send(Outbox.objects.filter(created_at__lt=Now() - older_than).order_by("pk")[:at_most])
