"""Why a connection was not made, in words that help whoever gave the address."""

import socket
import ssl
from collections.abc import Iterator

import httpx

from .fetch import NoPublicAddress


def why_unreached(error: httpx.ConnectError | httpx.ConnectTimeout) -> str:
    """What follows “cannot be reached”, with its punctuation. Of a name that is only looked up under guard, it is
    not told whether it leads nowhere or into our own network."""
    if isinstance(error, httpx.ConnectTimeout):
        return ": nothing at its address answered in time."
    causes = list(_causes(error))
    if any(isinstance(cause, NoPublicAddress) for cause in causes):
        return ": its name has no public address."
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return ": its name has no address."
        if isinstance(cause, ConnectionRefusedError):
            return ": nothing listens at its address."
        if isinstance(cause, ssl.SSLCertVerificationError):
            return ": its certificate is not one that can be trusted."
        if isinstance(cause, ssl.SSLError):
            return ": it does not speak https at its address."
    return "."


def _causes(error: BaseException) -> Iterator[BaseException]:
    # The pool of connections cuts the chain of causes, and leaves that of contexts.
    while cause := error.__cause__ or error.__context__:
        yield cause
        error = cause
