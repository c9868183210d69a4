"""The address of a new webhook."""

import ipaddress
from typing import Any

from django import forms
from django.conf import settings

from studio.backends.fetch import Unfetchable, checked_url, is_public, origin_of
from studio.models import Project, Webhook

MOST_WEBHOOKS = 10


class WebhookForm(forms.Form):
    url = forms.CharField(
        label="Address",
        max_length=500,
        error_messages={"required": "Give the address that is to be told."},
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project = project

    def clean_url(self) -> str:
        """Where its name leads is looked at again with every delivery."""
        address: str = self.cleaned_data["url"]
        try:
            url = checked_url(address, settings.WEBHOOK_ORIGINS)
        except Unfetchable:
            raise forms.ValidationError(
                "An address begins with https:// and names no port, user or password."
            ) from None
        if origin_of(address) not in settings.WEBHOOK_ORIGINS and _leads_inside(url.host):
            raise forms.ValidationError("This address is not on the public internet.")
        if Webhook.objects.filter(project=self.project, url=address).exists():
            raise forms.ValidationError("This address is told already.")
        if Webhook.objects.filter(project=self.project).count() >= MOST_WEBHOOKS:
            raise forms.ValidationError(f"A project has at most {MOST_WEBHOOKS} webhooks.")
        return address

    def webhook(self) -> Webhook:
        """Not saved yet."""
        return Webhook(project=self.project, url=self.cleaned_data["url"])


def _leads_inside(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return not is_public(host)
