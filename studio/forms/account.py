"""What a person changes about themselves."""

from typing import Any

from django import forms

from studio.lines import line
from studio.models import User

LONGEST = 80


class NameForm(forms.Form):
    name = forms.CharField(
        label="Your name, as others see it",
        required=False,
        help_text="Empty: what stands before the @ of your address.",
    )

    def clean_name(self) -> str:
        name = line(self.cleaned_data["name"])
        if len(name) > LONGEST:
            raise forms.ValidationError(
                f"A name has at most {LONGEST} characters; this one has {len(name):,}."
            )
        return name


class EndForm(forms.Form):
    typed = forms.CharField(label="Your e-mail address", required=False, strip=True)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.casefold() != self.user.email.casefold():
            raise forms.ValidationError("Type the address exactly as it is written above.")
        return typed
