"""What a backend may answer instead of pictures.

Every error says two things a ledger must know: what it means for the next attempt (its class), and
whether the provider may have taken money for this one (`charged`). The message is for the person who
reads it: a provider's refusal keeps the provider's words, and a key never stands in it.
"""

from typing import Literal

Charged = Literal["no", "unknown"]


class BackendError(Exception):
    """Base of all. `charged` is "no" when the provider certainly took nothing, "unknown" when the request
    may have reached it and no readable answer came. `code` is the provider's own code, or ""."""

    def __init__(self, message: str, *, charged: Charged = "no", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.charged: Charged = charged
        self.code = code


class Unavailable(BackendError):
    """Try later. `retry_after` is the wait in seconds that the provider asked for, None when it did not."""

    def __init__(
        self,
        message: str,
        *,
        charged: Charged = "no",
        code: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, charged=charged, code=code)
        self.retry_after = retry_after


class Refused(BackendError):
    """The provider will not make this picture. Asking again with the same words is pointless."""


class Unsupported(BackendError):
    """The wish cannot be said to this backend. Nothing was sent."""


class BadAnswer(BackendError):
    """An answer came and cannot be read as pictures. Whether it was charged is unknown unless said."""

    def __init__(self, message: str, *, charged: Charged = "unknown", code: str = "") -> None:
        super().__init__(message, charged=charged, code=code)


class Exhausted(BackendError):
    """Quota, budget, key or model: it will not work again until the owner does something."""


class Misconfigured(Exception):
    """The settings name a backend that cannot be built. Outside the tree on purpose: no handler of a
    call's errors may take it for one."""
