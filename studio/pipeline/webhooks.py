"""What webhooks are told: rows, written in the transaction that ends a job, sent and repeated by `deliver`."""

import json
from collections.abc import Mapping

from django.utils import timezone

from studio.models import Delivery, Job, Variant, Webhook
from studio.pipeline.outbox import promise

ENDED = "job.ended"
TEST = "ping"


def announce(job: Job) -> None:
    """Promise every webhook of the job's project the news of its end."""
    hooks = list(Webhook.objects.on().filter(project=job.project_id))
    if not hooks:
        return
    variants = Variant.objects.filter(job=job).order_by("pk").values_list("pk", flat=True)
    told = {
        "job": job.pk,
        "project": job.project_id,
        "state": job.state,
        "count": job.count,
        "variants": list(variants),
    }
    for hook in hooks:
        _promise(hook, ENDED, told, job)


def test(hook: Webhook) -> Delivery:
    """A delivery about nothing, so that its receiver can be tried."""
    return _promise(hook, TEST, {"project": hook.project_id}, None)


def switch_on(hook: Webhook) -> None:
    """Again, after it was switched off because it failed for days."""
    Webhook.objects.filter(pk=hook.pk).update(disabled_at=None, failing_since=None)


def again(delivery: Delivery) -> Delivery:
    """The same news under the same id, once more from the beginning."""
    Delivery.objects.filter(pk=delivery.pk).exclude(state=Delivery.State.WAITING).update(
        state=Delivery.State.WAITING, attempts=0, not_before=timezone.now(), ended_at=None
    )
    promise("studio.tasks.deliver_webhook", delivery.pk)
    return delivery


def _promise(hook: Webhook, event: str, told: Mapping[str, object], job: Job | None) -> Delivery:
    body = {"type": event, "timestamp": timezone.now().isoformat(), "data": told}
    delivery = Delivery.objects.create(webhook=hook, job=job, event=event, body=json.dumps(body))
    promise("studio.tasks.deliver_webhook", delivery.pk)
    return delivery
