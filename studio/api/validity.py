"""The forms of the pages judge what the API is sent: one set of rules, one set of sentences."""

from collections.abc import Mapping

from django import forms

from studio.api.problems import Problem


def require_valid(form: forms.BaseForm, names: Mapping[str, str] | None = None) -> None:
    """Raises Problem with the form's sentences; `names` are those fields that the API calls otherwise."""
    if form.is_valid():
        return
    called = names or {}
    wrong = [
        ("" if field == "__all__" else called.get(field, field), str(sentence))
        for field, sentences in form.errors.items()
        for sentence in sentences
    ]
    raise Problem(422, wrong[0][1], errors=wrong)
