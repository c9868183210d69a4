from dataclasses import replace

import numpy as np
import pytest

from studio.engine.compose.draw import draw
from tests.engine.compose.truth import planned

MUG = planned("product card for a blue mug, $12, 'Limited'")


@pytest.mark.parametrize("size", [(120, 160), (240, 120), (64, 200)])
def test_every_part_of_a_card_is_drawn_at_every_aspect(size: tuple[int, int]) -> None:
    whole = draw(MUG, 3, *size)
    assert whole.size == size
    for bare in (
        replace(MUG, title=""),
        replace(MUG, price=""),
        replace(MUG, badge=""),
        replace(MUG, subjects=()),
    ):
        apart = np.abs(np.asarray(whole, dtype=np.int16) - np.asarray(draw(bare, 3, *size), dtype=np.int16))
        assert (apart > 40).any()
