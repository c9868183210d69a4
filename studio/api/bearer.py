"""The Authorization header, as ninja's operations ask for it: `auth=READS`."""

from typing import ClassVar

from django.http import HttpRequest
from ninja.security import HttpBearer

from studio.api.caller import Caller, admit
from studio.api.problems import ProblemShape
from studio.models import Token
from studio.threads import in_thread


class Bearer(HttpBearer):
    """Sessions and cookies count for nothing here, so that no other site can make a browser ask.

    The names of the classes are what the schema calls the scopes.
    """

    scope: ClassVar[Token.Scope]

    def __call__(self, request: HttpRequest) -> Caller:
        return admit(request, self.scope)

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        return admit(request, self.scope)


class Read(Bearer):
    scope = Token.Scope.READ


class Write(Bearer):
    scope = Token.Scope.WRITE


class Spend(Bearer):
    scope = Token.Scope.SPEND


class ReadAndWait(Read):
    """For operations that wait: they are asynchronous."""

    async def __call__(self, request: HttpRequest) -> Caller:  # type: ignore[override]  # ninja awaits it
        return await in_thread(admit, request, self.scope)


READS, WRITES, SPENDS, READS_AND_WAITS = Read(), Write(), Spend(), ReadAndWait()

# What any operation may answer beside what it is for.
ERRORS = dict.fromkeys((401, 403, 404, 422, 429), ProblemShape)
SPENDING_ERRORS = ERRORS | dict.fromkeys((400, 409, 503), ProblemShape)
