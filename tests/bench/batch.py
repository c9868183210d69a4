"""A batch of 64 pictures at a backend that draws four at a time: how much longer than four at a time takes."""

import httpx

from tests.bench.harness import Figure, Measurement, median, with_database
from tests.bench.overhead import PATIENCE_SECONDS, provider, straight

PICTURES = 64
AT_ONCE = 4
AN_ORDER = 8
ROUNDS = 3


def measure() -> Measurement:
    with_database()
    from tests.bench.browser import signed_in_browser, web
    from tests.workers import workers

    ratios: list[float] = []
    with provider() as address:
        env = {"ARK_API_KEY": "test-key", "ARK_BASE_URL": address, "ARK_PRICE": "0.03",
               "ARK_CONCURRENCY": str(AT_ONCE)}  # fmt: skip
        with (
            workers("worker", "image-worker", "relay", **env),
            web(**env) as origin,
            signed_in_browser(origin) as (browser, project),
            httpx.Client(timeout=PATIENCE_SECONDS) as direct,
        ):
            batch(browser, project, orders=1)  # everything is warm
            for _ in range(ROUNDS):
                alone = median([straight(direct, address) for _ in range(3)])
                ideal = PICTURES / AT_ONCE * alone
                ratios.append(batch(browser, project, orders=PICTURES // AN_ORDER) / ideal)
    return Measurement([Figure("64 pictures, beside the ideal", median(ratios), "×", 1.10)], runs=ROUNDS)


def batch(browser: httpx.Client, project: int, *, orders: int) -> float:
    """Seconds from the first click until the last picture of all orders can be seen."""
    from django.db.models import Max, Min

    from studio.models import Call, Job, Variant
    from tests.workers import until

    before = Job.objects.aggregate(last=Max("pk"))["last"] or 0
    for _ in range(orders):
        form = {"prompt": "a red kite", "backend": "seedream", "width": 2048, "height": 2048, "count": AN_ORDER,
                "aspect": "custom", "tier": "custom"}  # fmt: skip
        browser.post(
            f"/projects/{project}/jobs/", data=form, headers={"HX-Request": "true"}
        ).raise_for_status()
    ours = Job.objects.filter(pk__gt=before)
    until(
        lambda: not Call.objects.open().filter(job__in=ours).exists(), seconds=PATIENCE_SECONDS * orders * 4
    )
    seen = Variant.objects.filter(job__in=ours)
    assert seen.count() == orders * AN_ORDER
    began = ours.aggregate(first=Min("created_at"))["first"]
    ended = seen.aggregate(last=Max("ready_at"))["last"]
    seconds: float = (ended - began).total_seconds()
    return seconds
