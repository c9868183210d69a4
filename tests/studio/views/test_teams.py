"""Teams by their pages: invited, let in, given roles, gone, handed over, deleted."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from studio.models import Call, Invitation, Job, Membership, Project, Role, Team, User, Variant
from studio.pipeline import choose
from studio.pipeline.sharing import make_share
from studio.pipeline.teams import change_role, hand_over, invite, take_out
from tests.studio.views.conftest import HTMX, signed_in

MAIL = {"way": "mail", "email": "dora@example.org", "role": "viewer", "days": "7"}
LINK = {"way": "link", "role": "editor", "days": "1"}


def path_in(text: str) -> str:
    found = re.search(r"/invitations/sbi_\w+/", text)
    assert found
    return found[0]


def role_of(user: User, team: Team) -> str | None:
    return Membership.objects.filter(user=user, team=team).values_list("role", flat=True).first()


def test_a_mail_lets_one_person_in_once(as_alice: Client, charlie: User, bob: User, team: Team) -> None:
    as_alice.post(reverse("team-invite", args=[team.pk]), MAIL)
    (sent,) = mail.outbox
    path = path_in(str(sent.body))
    assert sent.to == ["dora@example.org"]
    assert Client().get(path).status_code == 200
    assert signed_in(bob).post(path).status_code == 302  # in already: nothing is used up
    assert signed_in(charlie).post(path).headers["Location"] == reverse("team", args=[team.pk])
    assert role_of(charlie, team) == Role.VIEWER
    Membership.objects.get(user=charlie, team=team).delete()
    assert signed_in(charlie).post(path).status_code == 404
    assert role_of(charlie, team) is None


def test_a_link_lets_in_until_it_is_taken_back(
    as_alice: Client, charlie: User, vera: User, team: Team
) -> None:
    page = as_alice.post(reverse("team-invite", args=[team.pk]), LINK)
    assert page.status_code == 201
    path = path_in(page.content.decode())
    invitation = Invitation.objects.get()
    assert path.split("/")[2] not in str(vars(invitation).values())
    assert signed_in(charlie).post(path).status_code == 302
    assert role_of(charlie, team) == Role.EDITOR
    assert Client().get(path).status_code == 200
    as_alice.post(reverse("invitation-revoke", args=[invitation.pk]))
    assert Client().get(path).status_code == 404


def test_an_invitation_ends_with_its_time(alice: User, charlie: User, team: Team) -> None:
    made, secret = invite(team, alice, role=Role.EDITOR, email="", days=1)
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert signed_in(charlie).post(reverse("invitation", args=[secret])).status_code == 404
    assert role_of(charlie, team) is None


@pytest.mark.parametrize("secret", ["sbi_", "x", "sbi_" + "a" * 36, "sbs_" + "a" * 36])
def test_what_is_no_secret_opens_nothing(db: None, secret: str) -> None:
    assert Client().get(reverse("invitation", args=[secret])).status_code == 404


def test_one_signs_in_or_up_and_comes_back(alice: User, team: Team) -> None:
    path = reverse("invitation", args=[invite(team, alice, role=Role.EDITOR, email="", days=1)[1]])
    page = Client().get(path).content.decode()
    assert f"/accounts/signup/?next={path}" in page and f"/accounts/login/?next={path}" in page
    assert Client().post(path).headers["Location"] == f"/accounts/login/?next={path}"


def test_a_mail_without_an_address_says_so(as_alice: Client, team: Team) -> None:
    page = as_alice.post(reverse("team-invite", args=[team.pk]), MAIL | {"email": ""})
    assert page.status_code == 422 and b"Say where to send it" in page.content


@pytest.mark.parametrize("kind", ["smtp", "console"])
def test_a_mail_server_that_is_away_or_not_there_leaves_the_link(
    as_alice: Client, team: Team, settings: Settings, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{kind}.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = as_alice.post(reverse("team-invite", args=[team.pk]), MAIL)
    path = path_in(page.content.decode())
    assert b"could not be sent" in page.content and path
    assert path not in capsys.readouterr().out


def test_the_last_owner_stays_one(as_alice: Client, alice: User, bob: User, team: Team) -> None:
    own = Membership.objects.get(user=alice, team=team)
    for name, key, data in (
        ("member-role", own.pk, {"role": "viewer"}),
        ("member-remove", own.pk, {}),
        ("team-leave", team.pk, {}),
    ):
        page = as_alice.post(reverse(name, args=[key]), data)
        assert page.status_code == 409 and b"needs an owner" in page.content
    heir = Membership.objects.get(user=bob, team=team)
    as_alice.post(reverse("team-hand-over", args=[team.pk]), {"to": heir.pk})
    assert (role_of(alice, team), role_of(bob, team)) == (Role.EDITOR, Role.OWNER)
    assert as_alice.post(reverse("team-leave", args=[team.pk])).status_code == 302
    assert role_of(alice, team) is None


def test_who_goes_leaves_their_own_projects_to_the_team(
    as_alice: Client, bob: User, project: Project, team: Team
) -> None:
    Project.objects.filter(pk=project.pk).update(only_for=bob)
    url = reverse("project", args=[project.pk])
    assert as_alice.get(url).status_code == 404
    as_alice.post(reverse("member-remove", args=[Membership.objects.get(user=bob, team=team).pk]))
    assert as_alice.get(url).status_code == 200
    assert signed_in(bob).get(url).status_code == 404


def test_a_name_shows_nothing_but_itself(as_alice: Client, alice: User, team: Team, project: Project) -> None:
    for name, fields in (
        ("account", {"name": "Al\u202eice\u200b"}),
        ("team-rename", {"name": "North\u2066light\x07"}),
        ("project-rename", {"name": "Win\ufeffter"}),
        ("view-create", {"name": "V\u200b", "q": "fox\x00"}),
    ):
        about = {"account": [], "team-rename": [team.pk]}.get(name, [project.pk])
        assert as_alice.post(reverse(name, args=about), fields).status_code == 302
    for row in (alice, team, project):
        row.refresh_from_db()
    assert (alice.first_name, team.name, project.name) == ("Alice", "Northlight", "Winter")
    assert as_alice.get(reverse("versions", args=[project.pk]), {"q": "a\x00"}).status_code == 200
    assert as_alice.post(reverse("team-rename", args=[team.pk]), {"name": "\u200b"}).status_code == 422


def test_who_goes_comes_back_by_no_link_of_their_own(alice: User, bob: User, project: Project) -> None:
    team = project.team
    member = Membership.objects.get(user=bob, team=team)
    change_role(member, Role.OWNER)
    _, back = invite(team, bob, role=Role.OWNER, email="", days=7)
    _, by_alice = invite(team, alice, role=Role.VIEWER, email="", days=7)
    _, seen = make_share(project, bob, name="Me", shows_prompts=True, days=7)
    assert signed_in(bob).get(reverse("invitation", args=[back])).status_code == 200
    take_out(member)
    assert signed_in(bob).post(reverse("invitation", args=[back])).status_code == 404
    assert Client().get(reverse("share", args=[seen])).status_code == 404
    assert Client().get(reverse("invitation", args=[by_alice])).status_code == 200


def test_who_owns_no_more_asks_nobody_in_any_more(alice: User, bob: User, team: Team) -> None:
    member = Membership.objects.get(user=bob, team=team)
    change_role(member, Role.OWNER)
    _, way_in = invite(team, bob, role=Role.OWNER, email="", days=7)
    change_role(member, Role.VIEWER)
    assert Client().get(reverse("invitation", args=[way_in])).status_code == 404
    _, another = invite(team, alice, role=Role.OWNER, email="", days=7)
    hand_over(Membership.objects.get(user=alice, team=team), member)
    assert Client().get(reverse("invitation", args=[another])).status_code == 404


def test_a_viewer_sees_the_members_and_no_controls(vera: User, bob: User, team: Team) -> None:
    page = signed_in(vera).get(reverse("team", args=[team.pk])).content.decode()
    assert "Leave the team" in page and "Viewer" in page
    assert bob.email not in page and "Invite somebody" not in page and "Delete the team" not in page


def test_a_project_that_is_begun_from_a_teams_page_belongs_to_it(as_alice: Client, alice: User) -> None:
    as_alice.post(reverse("team-list"), {"name": "Second"})
    second = Team.objects.get(name="Second")
    begin = f"{reverse('project-list')}?team={second.pk}"
    assert begin in as_alice.get(reverse("team", args=[second.pk])).content.decode()
    assert as_alice.get(begin).content.decode().count(f'<option value="{second.pk}" selected>') == 2


def test_somebody_makes_a_second_team(as_alice: Client, alice: User) -> None:
    answer = as_alice.post(reverse("team-list"), {"name": "  Second   home "})
    made = Team.objects.get(name="Second home")
    assert answer.headers["Location"] == reverse("team", args=[made.pk])
    assert role_of(alice, made) == Role.OWNER
    assert as_alice.post(reverse("team-list"), {"name": ""}).status_code == 422


def test_the_page_tells_who_made_what(as_alice: Client, vera: User, variant: Variant, team: Team) -> None:
    page = as_alice.get(reverse("team", args=[team.pk])).content.decode()
    assert "1 picture · Alice" in page and "1 job · 1 picture" in page
    Project.objects.filter(pk=variant.project_id).update(only_for=variant.job.created_by)
    page = signed_in(vera).get(reverse("team", args=[team.pk])).content.decode()
    assert "Winter lookbook" not in page and "1 job" not in page


def test_all_projects_of_a_team_are_one_wall_with_filters(
    as_alice: Client, vera: User, variant: Variant, team: Team
) -> None:
    wall = reverse("team-wall", args=[team.pk])
    address = f"/projects/{variant.project_id}/?open={variant.pk}"
    choose.tag(variant.project, [variant.pk], ["snow"])
    filters = as_alice.get(reverse("team-facets", args=[team.pk])).content.decode()
    assert 'data-term="project:&quot;Winter lookbook&quot;"' in filters and 'data-term="tag:snow"' in filters
    for query in ("", "tag:snow", "by:Alice", 'project:"winter lookbook"'):
        assert address in as_alice.get(wall, {"q": query}).content.decode()
    fragment = as_alice.get(wall, {"q": "tag:sun"}, headers=HTMX).content.decode()
    assert address not in fragment and "Nothing here matches" in fragment and "<html" not in fragment
    assert address in signed_in(vera).get(wall).content.decode()
    Project.objects.filter(pk=variant.project_id).update(only_for=variant.job.created_by)
    for page in (wall, reverse("team-facets", args=[team.pk])):
        shown = signed_in(vera).get(page).content.decode()
        assert address not in shown and "Winter lookbook" not in shown and "snow" not in shown


def test_a_deleted_team_is_nobodys(
    as_alice: Client, bob: User, variant: Variant, make_job: Callable[..., Job], team: Team
) -> None:
    waiting = make_job(count=2)
    url = reverse("team-delete", args=[team.pk])
    told = as_alice.get(url).content.decode()
    assert "1 project, 1 picture" in told and "2 waiting calls" in told
    assert as_alice.post(url, {"typed": "northlight"}).status_code == 422
    assert as_alice.post(url, {"typed": "Northlight"}).status_code == 302
    for client in (as_alice, signed_in(bob)):
        assert client.get(reverse("team", args=[team.pk])).status_code == 404
        assert client.get(reverse("project", args=[variant.project_id])).status_code == 404
        assert client.get(reverse("media", args=[variant.image_id, "w640"])).status_code == 404
    assert set(Call.objects.filter(job=waiting).values_list("state", flat=True)) == {Call.State.CANCELLED}
