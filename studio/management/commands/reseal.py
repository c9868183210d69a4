"""Bring what is sealed under the newest secret, so that the ones before can be forgotten."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from studio.models import BackendAccount
from studio.sealing import CannotOpen, reseal


class Command(BaseCommand):
    help = "Seal the keys of backends with SECRET_KEY again; those of SECRET_KEY_FALLBACKS may go afterwards."

    def handle(self, *args: Any, **options: Any) -> None:
        lost = []
        with transaction.atomic():
            accounts = BackendAccount.objects.select_for_update().exclude(sealed_key="").order_by("pk")
            for account in accounts:
                try:
                    account.sealed_key = reseal(account.sealed_key)
                except CannotOpen:
                    lost.append(account.alias)
                else:
                    account.save(update_fields=["sealed_key"])
        self.stdout.write(f"{len(accounts) - len(lost)} keys are sealed with the newest secret.")
        if lost:
            raise CommandError(
                f"No known secret opens the keys of {', '.join(lost)}: name the old one in SECRET_KEY_FALLBACKS, "
                "or set those keys anew."
            )
