"""A team's name, invitations into it, and links out of its projects."""

from typing import Any

from django import forms

from studio.forms.project import LONGEST_NAME
from studio.lines import line
from studio.models import Role, Team

LASTS = {"1": "a day", "7": "a week", "30": "30 days"}
SHARE_LASTS = {"7": "a week", "30": "30 days", "90": "90 days"}
ABOUT = {
    Role.VIEWER: "looks at everything",
    Role.EDITOR: "makes pictures, which may cost money",
    Role.OWNER: "also looks after people, money and backends",
}


class TeamForm(forms.Form):
    name = forms.CharField(label="Name of the team", error_messages={"required": "Give the team a name."})

    def clean_name(self) -> str:
        name = line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(
                f"A name has at most {LONGEST_NAME} characters; this one has {len(name):,}."
            )
        return name


class InviteForm(forms.Form):
    """`way` is "mail" or "link"; only a mail needs an address."""

    way = forms.ChoiceField(choices=[("mail", "mail"), ("link", "link")])
    email = forms.EmailField(label="E-mail address", required=False)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)
    days = forms.TypedChoiceField(choices=list(LASTS.items()), coerce=int, initial="7")

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("way") == "mail" and not asked.get("email") and "email" not in self.errors:
            self.add_error("email", "Say where to send it, or make a link.")
        if asked.get("way") == "link":
            asked["email"] = ""
        return asked


class CloseForm(forms.Form):
    typed = forms.CharField(label="Name of the team", required=False, strip=True)

    def __init__(self, *args: Any, team: Team, **options: Any) -> None:
        super().__init__(*args, **options)
        self.team = team

    def clean_typed(self) -> str:
        typed = " ".join(self.cleaned_data["typed"].split())
        if typed != " ".join(self.team.name.split()):
            raise forms.ValidationError("Type the name exactly as it is written above.")
        return typed


class ShareForm(forms.Form):
    name = forms.CharField(
        label="Whom it is for",
        max_length=80,
        error_messages={"required": "Say whom it is for: one day you will want to know which to revoke."},
    )
    shows_prompts = forms.BooleanField(required=False)
    days = forms.TypedChoiceField(choices=list(SHARE_LASTS.items()), coerce=int, initial="30")
