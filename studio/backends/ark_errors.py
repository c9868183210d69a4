"""What Ark's error codes mean for the next attempt.

Codes may carry dotted suffixes, so they are compared by prefix. Source: Volcengine Ark's error-code page,
82379/1299023. An error that Ark tells in its own words is not charged: only finished pictures are.
"""

import re

from .errors import BackendError, Exhausted, Refused, Unavailable

LATER = (
    "RateLimitExceeded",
    "ModelAccountRpmRateLimitExceeded",
    "ModelAccountTpmRateLimitExceeded",
    "ModelAccountIpmRateLimitExceeded",
    "APIAccountRpmRateLimitExceeded",
    "AccountRateLimitExceeded",
    "RequestBurstTooFast",
    "ServerOverloaded",
    "InflightBatchsizeExceeded",
    "InternalServiceError",
)
NOT_WITHOUT_THE_OWNER = (
    "SetLimitExceeded",
    "AuthenticationError",
    "InvalidAccountStatus",
    "AccessDenied",
    "AccountOverdueError",
    "OperationDenied",
    "InvalidEndpoint",
    "InvalidSubscription",
    "ModelNotOpen",
    "UnsupportedModel",
)
NEVER = (
    "MissingParameter",
    "InvalidParameter",
    "InvalidImageURL",
    "OutofContextError",
    "SensitiveContentDetected",
    "InputTextSensitiveContentDetected",
    "InputImageSensitiveContentDetected",
    "OutputTextSensitiveContentDetected",
    "OutputImageSensitiveContentDetected",
    "InputTextRiskDetection",
    "InputImageRiskDetection",
    "OutputImageRiskDetection",
    "ContentSecurityDetectionError",
)

_DOWNLOAD_TIMED_OUT = re.compile(
    r"download.*tim(?:e|ed)[ -]?out|tim(?:e|ed)[ -]?out.*download", re.IGNORECASE
)
_QUOTA_OF_A_PLAN = re.compile(r"trial|\bhour|week|month|plan\b|reset", re.IGNORECASE)
_QUOTA_OF_A_QUEUE = re.compile(r"has exceeded the quota|queue", re.IGNORECASE)


def ark_error(code: str, message: str, retry_after: float | None = None) -> BackendError | None:
    """The error for one of Ark's codes; None for a code that is not known."""
    if _is(code, ("QuotaExceeded",)):
        # One code for three things: a used-up trial, a used-up plan, and too many queued tasks.
        if _QUOTA_OF_A_PLAN.search(message) or not _QUOTA_OF_A_QUEUE.search(message):
            return Exhausted(message, code=code)
        return Unavailable(message, code=code, retry_after=retry_after)
    if _is(code, ("InvalidParameter",)) and _DOWNLOAD_TIMED_OUT.search(message):
        return Unavailable(message, code=code, retry_after=retry_after)
    if _is(code, LATER):
        return Unavailable(message, code=code, retry_after=retry_after)
    if _is(code, NOT_WITHOUT_THE_OWNER):
        return Exhausted(message, code=code)
    if _is(code, NEVER):
        return Refused(message, code=code)
    return None


def _is(code: str, prefixes: tuple[str, ...]) -> bool:
    return code.startswith(prefixes)
