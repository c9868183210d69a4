"""Where files live: on this disk, or in a bucket once one is named. Pure; `settings.STORAGES` is made here."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SIGNED_SECONDS = 300
MEGABYTE = 1024 * 1024


def storages_from_env(env: Mapping[str, str], *, home: Path) -> dict[str, dict[str, Any]]:
    """`{"default": …}` for Django's STORAGES.

    AWS_STORAGE_BUCKET_NAME            names the bucket and so chooses S3; without it, files go to <home>/media
    AWS_S3_ENDPOINT_URL                any server that speaks S3; Amazon's own when absent
    AWS_S3_PUBLIC_ENDPOINT_URL         the same server as browsers reach it, when that is another address
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY   both, or neither where the machine itself has a role
    AWS_S3_REGION_NAME                 signed into every address; us-east-1 when absent
    AWS_S3_ADDRESSING_STYLE            path (default; works everywhere), virtual or auto

    Raises ImproperlyConfigured when half of it is missing.
    """
    if not env.get("AWS_STORAGE_BUCKET_NAME"):
        return {"default": _disk(home)}
    return {"default": _bucket(env)}


def _disk(home: Path) -> dict[str, Any]:
    return {
        "BACKEND": "studio.disk.WholeFileStorage",
        "OPTIONS": {
            "location": home / "media",
            "allow_overwrite": True,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def _bucket(env: Mapping[str, str]) -> dict[str, Any]:
    # Imported only where a bucket is used: they cost a quarter of a second at every start.
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config

    style = env.get("AWS_S3_ADDRESSING_STYLE") or "path"
    if style not in ("path", "virtual", "auto"):
        raise ImproperlyConfigured(f"AWS_S3_ADDRESSING_STYLE is {style!r}; it can be path, virtual or auto.")
    return {
        "BACKEND": "studio.s3.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": env["AWS_STORAGE_BUCKET_NAME"],
            "endpoint_url": _address(env, "AWS_S3_ENDPOINT_URL"),
            "public_endpoint_url": _address(env, "AWS_S3_PUBLIC_ENDPOINT_URL"),
            **_keys(env),
            "region_name": env.get("AWS_S3_REGION_NAME") or "us-east-1",
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": style},
                connect_timeout=5,
                read_timeout=60,
                retries={"mode": "standard", "max_attempts": 3},
                # Amazon checks newer checksums; many other servers answer them with an error.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            "transfer_config": TransferConfig(
                multipart_threshold=16 * MEGABYTE, multipart_chunksize=8 * MEGABYTE, max_concurrency=4
            ),
            "querystring_auth": True,
            "querystring_expire": SIGNED_SECONDS,
            "default_acl": None,
            "file_overwrite": True,
        },
    }


def _keys(env: Mapping[str, str]) -> dict[str, str | None]:
    key, secret = env.get("AWS_ACCESS_KEY_ID") or None, env.get("AWS_SECRET_ACCESS_KEY") or None
    if (key is None) != (secret is None):
        raise ImproperlyConfigured(
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY together, or neither where the machine has a role."
        )
    return {"access_key": key, "secret_key": secret}


def _address(env: Mapping[str, str], name: str) -> str | None:
    address = env.get(name) or None
    if address is not None and not address.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"{name} is {address!r}; it must begin with http:// or https://.")
    return address
