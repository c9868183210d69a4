"""A project's name."""

from typing import Any

from django import forms

from studio.models import Project, Team


class ProjectForm(forms.ModelForm[Project]):
    """`teams` are those that the person may make projects in; with one of them there is nothing to choose."""

    team = forms.ModelChoiceField(Team.objects.none(), required=False, label="Team")

    class Meta:
        model = Project
        fields = ("name", "team")
        labels = {"name": "Name of the project"}
        error_messages = {
            "name": {
                "required": "Give the project a name.",
                "max_length": "A name has at most %(limit_value)d characters; this one has %(show_value)d.",
            }
        }

    def __init__(self, *args: Any, teams: list[Team], **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams = teams
        choice = self.fields["team"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Team.objects.filter(pk__in=[team.pk for team in teams])
        # The whole sentence, with both numbers, instead of a box that swallows the rest of a paste.
        self.fields["name"].widget.attrs.pop("maxlength", None)

    def clean_team(self) -> Team:
        chosen = self.cleaned_data["team"] or next(iter(self.teams), None)
        if chosen is None:
            raise forms.ValidationError("You are in no team that lets you make projects.")
        return chosen


class ProjectNameForm(forms.ModelForm[Project]):
    class Meta:
        model = Project
        fields = ("name",)
        labels = ProjectForm.Meta.labels
        error_messages = ProjectForm.Meta.error_messages
