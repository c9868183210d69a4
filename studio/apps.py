from importlib import import_module

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = "Studio"

    def ready(self) -> None:
        # Not in studio/__init__.py: the engine imports that package and must load neither Celery nor Django.
        import_module("studio.celery")
