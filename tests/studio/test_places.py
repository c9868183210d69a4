"""What stays open has its places: so many in a process, and for one person."""

from collections.abc import AsyncGenerator

import pytest

from studio.live.places import NoPlace, Places
from tests.studio.test_live import in_a_loop

ALICE, BOB = 1, 2


def test_one_person_takes_no_more_than_theirs_and_leaves_the_others_some() -> None:
    places = Places(most=3, of_one=2, words="Enough.")
    held = [places.take(ALICE), places.take(ALICE)]
    with pytest.raises(NoPlace, match="Enough"):
        places.take(ALICE)
    with places.take(BOB), pytest.raises(NoPlace):
        places.take(3)
    with held.pop():
        pass
    assert places.take(ALICE)


@in_a_loop
async def test_a_stream_that_ends_or_is_never_begun_gives_its_place_back() -> None:
    async def one() -> AsyncGenerator[bytes]:
        yield b"x"

    places = Places(most=1, of_one=1, words="Enough.")
    assert [piece async for piece in places.take(ALICE).held(one())] == [b"x"]
    never = places.take(ALICE).held(one())
    await never.aclose()
    del never
    assert places.take(ALICE)
