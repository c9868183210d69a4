"""Who somebody is in the gallery: their name and the address of their page, chosen once, and a few words."""

from typing import Any

from django import forms

from gallery.forms.fields import LineField
from gallery.models import Profile
from gallery.models.people import HANDLE
from studio.models import User


def name_field(person: User) -> LineField:
    return LineField(
        most=60,
        label="Your name in the gallery",
        initial=person.get_full_name()[:60],
        help_text="Everybody sees it beside what you publish. Your e-mail address is never shown.",
        error_messages={"required": "Choose a name."},
    )


class HandleField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label="Address of your page",
            validators=[HANDLE],
            max_length=30,
            help_text="/gallery/people/…: small letters, digits and hyphens. It stays as it is from then on.",
            error_messages={"required": "Choose an address."},
        )

    def clean(self, value: Any) -> str:
        handle = str(super().clean(value)).lower()
        if Profile.objects.filter(handle__iexact=handle).exists():
            raise forms.ValidationError("Somebody else has this address already.", code="taken")
        return handle


class ProfileForm(forms.Form):
    about = LineField(
        most=400, required=False, label="A few words about you", widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.profile = Profile.objects.filter(user=person).first()
        self.fields["name"] = name_field(person)
        if self.profile is None:
            self.fields["handle"] = HandleField()
        else:
            self.initial = {"name": self.profile.name, "about": self.profile.about}
        self.order_fields(["name", "handle", "about"])

    def save(self) -> Profile:
        told = self.cleaned_data
        profile = self.profile or Profile(user=self.person, handle=told["handle"])
        profile.name, profile.about = told["name"], told["about"]
        profile.save()
        return profile
