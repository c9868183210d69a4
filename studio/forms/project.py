"""A project's name, and the team that it is to belong to."""

from typing import Any

from django import forms

from studio.models import Project, Team

LONGEST_NAME = 120


class ProjectNameForm(forms.Form):
    # No maxlength in the page: the sentence tells both numbers, a box would swallow the end of a paste.
    name = forms.CharField(
        label="Name of the project", error_messages={"required": "Give the project a name."}
    )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(
                f"A name has at most {LONGEST_NAME} characters; this one has {len(name):,}.",
                code="max_length",
            )
        return name


class ProjectForm(ProjectNameForm):
    """`teams` are those that the person may make projects in; with one of them there is nothing to choose."""

    team = forms.CharField(required=False)

    def __init__(self, *args: Any, teams: list[Team], **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams = teams

    def clean_team(self) -> Team:
        if not self.teams:
            raise forms.ValidationError("You are in no team that lets you make projects.")
        wanted = self.cleaned_data["team"] or str(self.teams[0].pk)
        chosen = next((team for team in self.teams if str(team.pk) == wanted), None)
        if chosen is None:
            raise forms.ValidationError("That is none of your teams.")
        return chosen

    def project(self) -> Project:
        """Not saved yet."""
        return Project(name=self.cleaned_data["name"], team=self.cleaned_data["team"])
