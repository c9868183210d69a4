"""Where built files get their names from."""

from typing import IO, Any

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # ships no types


class ViteAwareStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # as above
    """Vite has put a content hash into the names under assets/ already.

    A second hash would give a module two addresses: its lazily loaded parts import the first name, the page
    the second, and everything would run twice.
    """

    def hashed_name(self, name: str, content: IO[Any] | None = None, filename: str | None = None) -> str:
        if name.startswith("assets/"):
            return name
        return str(super().hashed_name(name, content, filename))

    def stored_name(self, name: str) -> str:
        """Before collectstatic has run, as in tests, files keep their plain names."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
