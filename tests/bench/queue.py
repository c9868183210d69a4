"""What ten thousand waiting calls make a submit cost, beside a submit into an empty queue."""

from time import perf_counter

from tests.bench.harness import Figure, Measurement, median, with_database

WAITING = 10_000
ROUNDS = 6
SUBMITS = 10


def measure() -> Measurement:
    with_database()
    from django.db import connection

    from studio.accounts import local_owner, make_team_of_one
    from studio.models import Call, Job, Project, User
    from studio.pipeline.submit import Order, submit

    owner = local_owner()
    project = Project.objects.create(team=make_team_of_one(owner), name="Bench", created_by=owner)
    other = User.objects.create_user("other@example.org")
    theirs = Project.objects.create(team=make_team_of_one(other), name="A campaign", created_by=other)
    order = Order(project, owner, "a red kite", "engine", 1024, 1024)
    campaign = submit(Order(theirs, other, "forty thousand kites", "engine", 1024, 1024))
    campaign.calls.all().delete()
    Call.objects.bulk_create(
        Call(job=campaign, team=theirs.team, asked_by=other, backend="engine", slot=slot)
        for slot in range(WAITING)
    )

    def several() -> float:
        """Seconds of one submit. It leaves nothing waiting behind."""
        took = []
        for _ in range(SUBMITS):
            began = perf_counter()
            job = submit(order)
            took.append(perf_counter() - began)
            job.delete()
        return median(took)

    def queue(state: str) -> None:
        Call.objects.filter(job=campaign).update(state=state)
        Job.objects.filter(pk=campaign.pk).update(state=Job.State.OPEN)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE studio_call")

    several()
    full, empty = [], []
    for _ in range(ROUNDS):  # A B A B
        queue(Call.State.WAITING)
        full.append(several())
        queue(Call.State.CANCELLED)
        empty.append(several())
    return Measurement(
        [
            Figure("submit with 10,000 waiting, beside none", median(full) / median(empty), "×", 1.2),
            Figure("submit with none waiting", 1000 * median(empty), "ms"),
        ],
        runs=ROUNDS * SUBMITS,
    )
