"""What a person says about a backend of theirs: one form for each kind, with what that kind needs to know.

Whether a private address may be given is decided twice: here, so that the answer stands beside the field, and
where connections are made (`registry.built_guarded`), because a name may lead elsewhere tomorrow.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

import httpx
from django import forms
from django.core.files.uploadedfile import UploadedFile

from studio.backends.errors import Misconfigured
from studio.backends.fetch import is_public
from studio.backends.http import checked_base_url
from studio.backends.kinds import Kind, kind_called
from studio.backends.registry import build, built_guarded, client
from studio.models import BackendAccount

LONGEST_KEY = 1000
LARGEST_WORKFLOW = 1024 * 1024


class KeyForm(forms.Form):
    """A key comes in and never goes out again: the widget renders no value."""

    key = forms.CharField(
        label="API key",
        required=False,
        max_length=LONGEST_KEY,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].label = kind.key
        self.fields["key"].required = kind.needs_key
        self.fields["key"].help_text = "" if kind.needs_key else "Only if it asks for one."
        self.fields["key"].error_messages["required"] = "Nothing can be drawn there without a key."

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if not (key.isascii() and key.isprintable()):
            raise forms.ValidationError(
                "This has characters that no key has. Copy it again, without line ends."
            )
        return key


class BackendForm(KeyForm):
    """What every kind is asked. With `account`, it changes that one: its key and its address stay as they are,
    because whoever could lead a kept key to another address could read it there."""

    kind_name: ClassVar[str]
    of_address: ClassVar[tuple[str, ...]] = ("key",)

    label = forms.CharField(
        label="Name",
        max_length=80,
        help_text="What people read when they choose.",
        error_messages={"required": "Give it a name."},
    )
    price = forms.DecimalField(
        label="Price of a picture, US$", required=False, min_value=0, max_digits=9, decimal_places=6
    )
    concurrency = forms.IntegerField(label="Calls at once", required=False, min_value=1, max_value=64)
    pictures_per_minute = forms.IntegerField(
        label="Pictures a minute",
        required=False,
        min_value=1,
        max_value=100_000,
    )
    field_order = ["label", "region", "base_url", "server", "workflow", "model", "key"]

    def __init__(
        self,
        *args: Any,
        account: BackendAccount | None = None,
        is_guarded: bool = True,
        **options: Any,
    ) -> None:
        self.kind = kind_called(self.kind_name) or _no_kind()
        super().__init__(*args, kind=self.kind, **options)
        self.account = account
        self.is_guarded = is_guarded
        price = self.fields["price"]
        price.help_text = (
            "Empty: the price list that the studio knows."
            if self.kind.price_known
            else "Empty: it costs nothing."
            if self.kind.own
            else "It is reserved before, and replaced by what was charged where that is told."
        )
        price.required = not (self.kind.price_known or self.kind.own)
        price.error_messages["required"] = "Say what a picture costs, or no budget could hold."
        if account is None:
            self.fields["label"].initial = self.kind.label
            return
        for name in self.of_address:
            del self.fields[name]
        told = {
            name: getattr(account, name) for name in ("label", "price", "concurrency", "pictures_per_minute")
        }
        if account.price is not None:
            told["price"] = f"{account.price.normalize():f}"
        self.initial = {**told, **account.options, **self.initial}

    def options(self) -> dict[str, Any]:
        """The keyword arguments of the kind's class, without key and limits; from clean fields."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        options = {**(self.account.options if self.account else {}), **self.options()}
        limits = {name: cleaned.get(name) for name in ("price", "concurrency", "pictures_per_minute")}
        config: Mapping[str, object] = {
            "BACKEND": self.kind.backend,
            "OPTIONS": {**options, **{name: value for name, value in limits.items() if value is not None}},
        }
        try:
            if self.is_guarded:
                built_guarded("new", config)
            else:
                build("new", config, client())
        except Misconfigured as problem:
            self.add_error(self._field_of(str(problem)), str(problem))
        cleaned["options"] = options
        return cleaned

    def account_with(self, account: BackendAccount) -> BackendAccount:
        """`account` as the form says; not saved yet."""
        for name in ("label", "price", "concurrency", "pictures_per_minute", "options"):
            setattr(account, name, self.cleaned_data[name])
        if "key" in self.cleaned_data:
            account.set_key(self.cleaned_data["key"])
        return account

    def _field_of(self, problem: str) -> str | None:
        """Which field the backend's own complaint is about."""
        named = [name for name in ("price", "family", "workflow", "model") if name in problem]
        return next((name for name in named if name in self.fields), None)


class AddressForm(BackendForm):
    """A kind that people run themselves."""

    of_address = ("key", "base_url")

    base_url = forms.CharField(
        label="Address", max_length=300, error_messages={"required": "Where does it answer?"}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if (address := self.fields.get("base_url")) is None:
            return
        address.widget.attrs["inputmode"] = "url"
        address.help_text = (
            "A public address with https. What runs in the studio’s own network can only be added for the whole "
            "instance, by its staff."
            if self.is_guarded
            else "As this machine reaches it, such as http://10.0.0.7:8188."
        )

    def clean_base_url(self) -> str:
        try:
            address = checked_base_url(self.cleaned_data["base_url"].strip())
        except Misconfigured as problem:
            raise forms.ValidationError(
                "This is no address of a server: it begins with https:// or http:// and has a host, no user, "
                "no password and no question mark."
            ) from problem
        if self.is_guarded:
            url = httpx.URL(address)
            if url.scheme != "https" or url.port not in (None, 443):
                raise forms.ValidationError("A team’s backend is reached by https on its usual port.")
            if url.host.lower() == "localhost" or _is_inside(url.host):
                raise forms.ValidationError("This address lies inside the studio’s own network.")
        return address


def _is_inside(host: str) -> bool:
    """Whether this is an IP address, and not a public one. What a name leads to is checked when connecting."""
    looks_like_one = ":" in host or host.rpartition(".")[2].isdigit()
    return looks_like_one and not is_public(host.strip("[]"))


def _no_kind() -> Kind:
    raise AssertionError("a form names a kind that kinds.py does not have")


class WorkflowField(forms.FileField):
    """An uploaded JSON file, as its value."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > LARGEST_WORKFLOW:
            raise forms.ValidationError("This file is larger than 1 MB; a workflow is not.")
        try:
            nodes = json.loads(file.read())
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(
                "This file is not JSON. In ComfyUI: Workflow, Export (API)."
            ) from error
        if not isinstance(nodes, dict):
            raise forms.ValidationError("This is no workflow. In ComfyUI: Workflow, Export (API).")
        return nodes
