"""What people write about themselves and their pictures, on one line."""

from typing import Any

from django import forms

from studio.lines import is_seen, line

TOO_LONG = "Say it in at most {} characters; these are {:,}."


class LineField(forms.CharField):
    """One line for people: without controls, invisible signs or signs that turn the writing around."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(strip=True, **options)
        self.most = most
        self.widget.attrs["maxlength"] = most

    def clean(self, value: Any) -> str:
        told = line(str(value or "")[:100_000])
        if len(told) > self.most:
            raise forms.ValidationError(TOO_LONG.format(self.most, len(told)), code="max_length")
        if told and not is_seen(told):
            raise forms.ValidationError("Nothing of this would be visible.", code="invisible")
        return str(super().clean(told))
