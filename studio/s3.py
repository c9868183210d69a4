"""Private files in a bucket, reached by short-lived signed addresses."""

import mimetypes
from typing import Any

from storages.backends.s3 import S3Storage

mimetypes.add_type(
    "image/webp", ".webp"
)  # Python learnt it in 3.13; before, only some systems' tables have it


class PrivateS3Storage(S3Storage):  # type: ignore[misc]  # django-storages ships no types
    """S3Storage whose addresses are signed for `public_endpoint_url`, where one is set.

    A signature covers the host name. Servers that reach the bucket as http://s3:8333 inside their own network
    must sign for the name that browsers use, or every picture answers 403.
    """

    public_endpoint_url: str | None

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._public: S3Storage | None = None
        if self.public_endpoint_url:
            inside = ("endpoint_url", "public_endpoint_url")
            shared = {name: value for name, value in options.items() if name not in inside}
            self._public = S3Storage(endpoint_url=self.public_endpoint_url, **shared)

    def get_default_settings(self) -> dict[str, Any]:
        return {**super().get_default_settings(), "public_endpoint_url": None}

    def url(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        if self._public is not None:
            return str(self._public.url(name, parameters, expire, http_method))
        return str(super().url(name, parameters, expire, http_method))
