from importlib import import_module

from django.apps import AppConfig

from studio.backends.registry import Source, also_from
from studio.memory import keep_private


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Studio"

    def ready(self) -> None:
        keep_private()
        # Not in studio/__init__.py: the engine imports that package and must load neither Celery nor Django.
        import_module("studio.celery")
        rows = import_module("studio.models.backend")
        also_from(Source(rows.entry_of, rows.entries_for))
