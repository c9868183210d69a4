"""Where bytes live in the storage. Whoever knows a picture, or one of its keys, can guess no other key.

A key is an HMAC: stable for one team and content, so that storing twice is storing once; without the secret,
neither the content's hash nor another key leads to it.
"""

import hashlib
import hmac

from studio.images.specs import Spec


def image_key(team_id: object, sha256: str, extension: str, *, secret: str) -> str:
    """`images/3f/9c….png` for one team's picture; `extension` without its dot."""
    return f"images/{_name(secret, 'image', str(team_id), sha256)}.{extension}"


def rendition_key(image_key: str, spec: Spec, *, secret: str) -> str:
    return f"renditions/{_name(secret, 'rendition', image_key, spec.name)}.webp"


def pair_key(one_key: str, other_key: str, *, secret: str) -> str:
    """Of the map that shows how two pictures differ."""
    return f"differences/{_name(secret, 'difference', one_key, other_key)}.png"


def _name(secret: str, *parts: str) -> str:
    digest = hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()
    return f"{digest[:2]}/{digest[2:42]}"
