"""A project's name, the team that it is to belong to, and what it is to begin with."""

from typing import Any

from django import forms
from django.utils.text import Truncator

from studio.forms.prompt import require_short
from studio.lines import line
from studio.models import Project, Team

LONGEST_NAME = 120
WORDS_OF_A_NAME, LETTERS_OF_A_NAME = 6, 60


class ProjectNameForm(forms.Form):
    # No maxlength in the page: the sentence tells both numbers, a box would swallow the end of a paste.
    name = forms.CharField(
        label="Name of the project", error_messages={"required": "Give the project a name."}
    )

    def clean_name(self) -> str:
        name = line(self.cleaned_data["name"])
        if not name and self.fields["name"].required:
            raise forms.ValidationError(self.fields["name"].error_messages["required"], code="required")
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(
                f"A name has at most {LONGEST_NAME} characters; this one has {len(name):,}.",
                code="max_length",
            )
        return name


class ProjectForm(ProjectNameForm):
    """`teams` are those that the person may make projects in; with one of them there is nothing to choose.

    A project may begin with a prompt instead of a name; then it is called by the prompt's first words.
    """

    prompt = forms.CharField(required=False, strip=False)
    team = forms.CharField(required=False)

    def __init__(self, *args: Any, teams: list[Team], **options: Any) -> None:
        super().__init__(*args, **options)
        self.teams = teams
        self.fields["name"].required = not (self.data.get("prompt") or "").strip()

    def clean_name(self) -> str:
        return super().clean_name() or _called(self.data["prompt"])

    def clean_prompt(self) -> str:
        text: str = self.cleaned_data["prompt"].replace("\r\n", "\n").replace("\x00", "").strip()
        require_short(text)
        return text

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


def _called(prompt: str) -> str:
    """The first words of a prompt; a document has none that could be said aloud."""
    words = " ".join(prompt.split())
    if not words or words[0] in "{[`":
        return "First project"
    return Truncator(Truncator(words).words(WORDS_OF_A_NAME)).chars(LETTERS_OF_A_NAME).rstrip(",.;: ")
