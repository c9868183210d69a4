"""What an author chooses when publishing."""

from typing import Any

from django import forms

from gallery.forms.fields import LineField
from gallery.forms.profile import HandleField, name_field
from gallery.models import Licence, Profile, Shows, Use
from gallery.publish.publish import Wish
from gallery.publish.recipe import choices, is_structured
from gallery.words import tags
from studio.models import User, Variant


class PublishForm(forms.Form):
    title = LineField(most=120, label="Title", error_messages={"required": "Give it a title."})
    alt = LineField(
        most=600,
        label="What is to be seen",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For people who do not see the picture, and for search. Strangers read it, whatever you show of the prompt.",
        error_messages={"required": "Describe the picture in a sentence."},
    )
    tags = forms.CharField(required=False, label="Tags", help_text="Up to twelve, with commas between them.")
    use = forms.ChoiceField(choices=Use.choices, label="Kind of use", initial=Use.ILLUSTRATION)
    shows = forms.ChoiceField(choices=Shows.choices, label="Strangers see", initial=Shows.ALL)
    fields_shown = forms.MultipleChoiceField(required=False, label="The fields to show")
    remix_allowed = forms.BooleanField(required=False, initial=True, label="Others may remix the recipe")
    mature = forms.BooleanField(required=False, label="For adults only")
    licence = forms.ChoiceField(choices=Licence.choices, label="Licence", initial=Licence.CC_BY)

    def __init__(self, *args: Any, variant: Variant, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.variant, self.person = variant, person
        self.profile = Profile.objects.filter(user=person).first()
        self.prompt_fields = choices(variant.job.sent_text)
        shown = self.fields["fields_shown"]
        assert isinstance(shown, forms.MultipleChoiceField)
        shown.choices = [(each.pointer, each.name) for each in self.prompt_fields]
        if not is_structured(variant.job.sent_text):
            shows = self.fields["shows"]
            assert isinstance(shows, forms.ChoiceField)
            shows.choices = [each for each in Shows.choices if each[0] != Shows.FIELDS]
        if self.profile is None:
            self.fields["name"] = name_field(person)
            self.fields["handle"] = HandleField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("shows") == Shows.FIELDS and not cleaned.get("fields_shown"):
            self.add_error("fields_shown", "Choose at least one field, or show nothing of the prompt.")
        return cleaned

    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(
            title=told["title"],
            alt=told["alt"],
            tags=tags(told["tags"]),
            use=told["use"],
            licence=told["licence"],
            shows=told["shows"],
            fields=told["fields_shown"] if told["shows"] == Shows.FIELDS else (),
            remix_allowed=told["remix_allowed"],
            mature=told["mature"],
        )

    def save_profile(self) -> Profile:
        """The person's name in the gallery, chosen with the first thing they publish."""
        if self.profile is None:
            told = self.cleaned_data
            self.profile = Profile.objects.create(user=self.person, name=told["name"], handle=told["handle"])
        return self.profile
