"""Searches over real rows: who is found, and who is not."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from studio.find.pictures import find, jobs_of, pictures_of
from studio.models import Board, Job, JobInput, Project, Reference, User, Variant
from studio.pipeline import choose
from studio.pipeline.refer import add_upload
from tests.backends.provider import Provider
from tests.conftest import work
from tests.pictures import png

RED_HAIR = '{"subject": {"hair": {"color": "Dark Réd"}}, "light": "soft"}'


@pytest.fixture
def pictures(project: Project, provider: Provider, make_job: Callable[..., Job]) -> dict[str, Variant]:
    """Three jobs of one picture each, by what they show."""
    for name in ("a red kite over 100% dunes", RED_HAIR, "a blue lake"):
        make_job(count=1, text=name)
    work()
    return dict(zip(("kite", "hair", "lake"), Variant.objects.order_by("pk"), strict=True))


@pytest.fixture
def found(project: Project, alice: User, pictures: dict[str, Variant]) -> Callable[[str], set[str]]:
    names = {variant.pk: name for name, variant in pictures.items()}

    def names_of(text: str) -> set[str]:
        search = find(text, alice)
        theirs = {names[variant.pk] for variant in pictures_of(project, search)}
        jobs = set(jobs_of(project, search).values_list("pk", flat=True))
        assert jobs == {pictures[name].job_id for name in theirs}
        return theirs

    return names_of


def test_every_word_must_be_there_whatever_its_capitals_and_accents(found: Callable[[str], set[str]]) -> None:
    assert found("RED kite") == {"kite"}
    assert found("dark red") == {"hair"}
    assert found('"red kite"') == {"kite"}
    assert found('"kite red"') == set()
    assert found("-red") == {"lake"}
    assert found("100%") == {"kite"}
    assert found("_ed") == set()


def test_a_field_is_looked_for_where_it_stands(found: Callable[[str], set[str]]) -> None:
    assert found("hair.color:red") == {"hair"}
    assert found("subject.hair:red") == {"hair"}
    assert found("subject.hair.color:réd") == {"hair"}
    assert found("light:red") == set()
    assert found("air.color:red") == set()
    assert found("hair.color:(.*") == set()


def test_what_people_think_is_found(
    found: Callable[[str], set[str]], project: Project, alice: User, pictures: dict[str, Variant]
) -> None:
    choose.favourite(project, [pictures["kite"].pk], on=True)
    choose.judge(project, [pictures["kite"].pk], 4)
    choose.judge(project, [pictures["lake"].pk], 1)
    choose.tag(project, [pictures["lake"].pk], ["Late  Snow", "night"])
    choose.move(project, [pictures["hair"].pk], choose.board_named(project, alice, "Finals"))
    assert found("is:favourite") == {"kite"}
    assert found("verdict:>=2") == {"kite"}
    assert found("verdict:<4") == {"lake"}
    assert found("is:unjudged") == {"hair"}
    assert found('tag:"late snow" tag:night') == {"lake"}
    assert found("is:untagged") == {"kite", "hair"}
    assert found("board:finals") == {"hair"}
    assert found("board:none -red") == {"lake"}


def test_references_people_days_and_sizes_are_found(
    found: Callable[[str], set[str]], project: Project, alice: User, bob: User, pictures: dict[str, Variant]
) -> None:
    bottle = add_upload(project, alice, png((64, 64)), name="bottle.png")
    JobInput.objects.create(
        job=pictures["lake"].job, position=1, image=bottle.image, reference=Reference.objects.get()
    )
    Job.objects.filter(pk=pictures["kite"].job_id).update(created_by=bob)
    Job.objects.filter(pk=pictures["hair"].job_id).update(created_at=timezone.now().replace(year=2020))
    assert found("uses:@bottle") == {"lake"}
    assert found("by:me") == {"hair", "lake"}
    assert found("by:bob") == {"kite"}
    assert found('project:"winter lookbook" -by:"Alice"') == {"kite"}
    assert found("project:Elsewhere") == set()
    assert found("after:2021-01-01") == {"kite", "lake"}
    assert found("before:2021-01-01") == {"hair"}
    assert found("backend:paid shape:wide") == {"kite", "hair", "lake"}
    assert found("size:4k") == set()
    assert found("is:structured") == {"hair"}


def test_a_search_that_cannot_be_read_finds_nothing_instead_of_everything(
    found: Callable[[str], set[str]],
) -> None:
    assert found("verdict:9") == set()


def test_another_project_is_never_found(project: Project, alice: User, pictures: dict[str, Variant]) -> None:
    other = Project.objects.create(team=project.team, name="Other", created_by=alice)
    assert not pictures_of(other, find("kite", alice)).exists()
    assert not jobs_of(other, find(f"like:{pictures['kite'].pk}", alice)).exists()
    both = Project.objects.filter(team=project.team)
    assert set(pictures_of(both, find("kite", alice))) == {pictures["kite"]}
    assert not pictures_of(both.exclude(pk=project.pk), find("", alice)).exists()
    assert Board.objects.count() == 0
