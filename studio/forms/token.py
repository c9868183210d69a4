"""What a person wants of a new token."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from studio.models import Project, Token, User
from studio.models.token import make_secret

MOST_TOKENS = 50
LASTS = {"30": "30 days", "90": "90 days", "365": "a year", "": "until it is revoked"}


class TokenForm(forms.Form):
    name = forms.CharField(
        label="What it is for",
        max_length=80,
        error_messages={"required": "Say what it is for: one day you will want to know which to revoke."},
    )
    scopes = forms.MultipleChoiceField(
        choices=Token.Scope.choices,
        error_messages={"required": "A token that may do nothing is of no use: choose at least one."},
    )
    project = forms.CharField(required=False)
    lasts = forms.ChoiceField(choices=list(LASTS.items()), required=False)

    def __init__(self, *args: Any, person: User, projects: QuerySet[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.projects = projects

    def clean_project(self) -> Project | None:
        wanted = self.cleaned_data["project"]
        if not wanted:
            return None
        chosen = next((each for each in self.projects if str(each.pk) == wanted), None)
        if chosen is None:
            raise forms.ValidationError("That is none of your projects.")
        return chosen

    def clean(self) -> dict[str, Any]:
        if Token.objects.live().filter(user=self.person).count() >= MOST_TOKENS:
            raise forms.ValidationError(f"You have {MOST_TOKENS} tokens; revoke one that is not needed.")
        return super().clean() or {}

    def make(self) -> tuple[Token, str]:
        """The token, and the secret that is seen now and never again."""
        asked = self.cleaned_data
        secret = make_secret()
        token = Token.objects.create(
            user=self.person,
            name=asked["name"],
            scopes=asked["scopes"],
            project=asked["project"],
            digest=Token.digest_of(secret),
            hint=secret[-4:],
            expires_at=timezone.now() + timedelta(days=int(asked["lasts"])) if asked["lasts"] else None,
        )
        return token, secret
