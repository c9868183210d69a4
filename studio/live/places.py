"""Places for what stays open, streams of events and requests that wait: each costs a socket and an idle thread."""

from collections import Counter
from collections.abc import AsyncGenerator
from typing import Self


class NoPlace(Exception):
    """This process, or this person, holds as many open as they may."""


class Places:
    """At most `most` in this process, and `of_one` for one person. Belongs to the event loop."""

    def __init__(self, *, most: int, of_one: int, words: str) -> None:
        self.most, self.of_one = most, of_one
        self.words = words
        self._taken: Counter[int] = Counter()

    def take(self, person: int) -> "Place":
        """Raises NoPlace."""
        if self._taken.total() >= self.most or self._taken[person] >= self.of_one:
            raise NoPlace(self.words)
        self._taken[person] += 1
        return Place(self, person)

    def give_back(self, person: int) -> None:
        self._taken[person] -= 1
        if not self._taken[person]:
            del self._taken[person]


class Place:
    """It is given back at the end of its `with`, or when nothing holds it any more: an answer may never be begun."""

    def __init__(self, places: Places, person: int) -> None:
        self._places: Places | None = places
        self._person = person

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        places, self._places = self._places, None
        if places is not None:
            places.give_back(self._person)

    def __del__(self) -> None:
        self.__exit__()

    async def held(self, stream: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        """The stream, and the place as long as it lasts."""
        with self:
            try:
                async for piece in stream:
                    yield piece
            finally:
                await stream.aclose()


STREAMS = Places(most=2000, of_one=64, words="Too many pages of yours listen here. Close some of them.")
WAITS = Places(
    most=200, of_one=50, words="Too many requests are waiting here just now. Ask for the job itself instead."
)
