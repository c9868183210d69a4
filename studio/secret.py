"""The instance's secret: from the environment on servers, made once and kept in the home otherwise."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(home: Path, *, may_make: bool) -> str:
    """The kept secret of `home`; made at the first call when `may_make`, else a clear failure."""
    file = home / "secret"
    if file.exists():
        return file.read_text().strip()
    if not may_make:
        raise ImproperlyConfigured(
            "Set SECRET_KEY (or SECRET_KEY_FILE): DATABASE_URL names a server, so nothing is made up."
        )
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f"secret.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, file)  # the first of several processes wins, the others read its secret
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text().strip()
