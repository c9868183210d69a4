"""Files on this disk: none has its name before it is whole, and once it is saved it outlives a power cut."""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage

DRAFTS = "drafts"


def sync(path: Path) -> None:
    """What is in this file, or the names in this folder, are on the disk itself when this returns."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class WholeFileStorage(FileSystemStorage):
    """Django's own writes a file under its name, so that a kill in the middle leaves half a picture there, which
    whoever comes next takes for the whole one: keys tell the content, and what is there is not written again."""

    def _save(self, name: str, content: Any) -> str:
        draft = Path(self.path(super()._save(f"{DRAFTS}/{uuid4().hex}", content)))  # type: ignore[misc]  # django-stubs leaves it out
        whole = Path(self.path(name))
        missing = [each for each in whole.parents if not each.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=self.directory_permissions_mode or 0o777, exist_ok=True)
        draft.replace(whole)
        # Named first and synced then, the disk has one journal to write and not two. A power cut in between can leave
        # a name whose bytes are not all there: whoever trusts a name looks at its size.
        sync(whole)
        for folder in {whole.parent, *(each.parent for each in missing)}:
            sync(folder)
        return name

    def remove_drafts(self, *, before: float) -> int:
        """Those that were begun before this time (seconds of the epoch) and whose writer is long dead."""
        folder = Path(self.path(DRAFTS))
        old = [each for each in folder.glob("*") if each.stat().st_mtime < before] if folder.is_dir() else []
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)
