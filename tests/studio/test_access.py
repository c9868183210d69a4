"""Rows are read through access.py, and only by those who may."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from studio.access import project_for, projects_of, role_in, team_for, teams_of
from studio.models import Project, Role, Team, User


def test_a_member_finds_the_project(bob: User, project: Project) -> None:
    assert project_for(bob, project.pk) == project


def test_a_stranger_does_not_find_the_project(charlie: User, project: Project) -> None:
    with pytest.raises(Http404):
        project_for(charlie, project.pk)


def test_nobody_does_not_find_the_project(project: Project) -> None:
    with pytest.raises(Http404):
        project_for(AnonymousUser(), project.pk)


def test_a_viewer_may_look_but_not_edit(vera: User, project: Project) -> None:
    assert project_for(vera, project.pk, Role.VIEWER)
    with pytest.raises(PermissionDenied, match="needs the role editor; yours is viewer"):
        project_for(vera, project.pk, Role.EDITOR)


def test_an_editor_may_edit_but_not_own(bob: User, project: Project) -> None:
    assert project_for(bob, project.pk, Role.EDITOR)
    with pytest.raises(PermissionDenied):
        project_for(bob, project.pk, Role.OWNER)


def test_a_stranger_is_told_the_same_as_of_a_project_that_does_not_exist(
    charlie: User, project: Project
) -> None:
    for pk in (project.pk, project.pk + 1000):
        with pytest.raises(Http404) as caught:
            project_for(charlie, pk, Role.OWNER)
        assert str(caught.value) == ""


def test_a_trashed_project_is_gone_for_its_owner_too(alice: User, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(trashed_at=project.created_at)
    with pytest.raises(Http404):
        project_for(alice, project.pk)
    assert not projects_of(alice).exists()


def test_lists_hold_only_what_the_person_may_see(
    bob: User, charlie: User, project: Project, team: Team
) -> None:
    assert list(projects_of(bob)) == [project]
    assert list(projects_of(charlie)) == []
    assert list(teams_of(bob, Role.EDITOR)) == [team]
    assert list(teams_of(bob, Role.OWNER)) == []


def test_a_stranger_has_no_role(charlie: User, team: Team) -> None:
    assert role_in(charlie, team.pk) is None
    with pytest.raises(Http404):
        team_for(charlie, team.pk)
