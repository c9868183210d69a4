"""Prints the path of a one-time sign-in link for the local owner (embedded stack only)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from studio.accounts import local_owner
from studio.welcome import new_token


class Command(BaseCommand):
    help = "Print a one-time sign-in link for the local owner."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError(
                "One-time links exist only in the embedded stack; on servers people sign in by e-mail."
            )
        self.stdout.write(reverse("welcome", urlconf="studio.welcome_urls", args=[new_token(local_owner())]))
