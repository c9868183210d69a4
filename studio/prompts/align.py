"""The longest common subsequence of two sequences, in time and memory that a stranger's text cannot blow up."""

from collections.abc import Hashable, Sequence

MAX_PAIRS = 25_000_000
"""Above this product of lengths only the common beginning and end are found: about 0.05 s and 3 MB."""


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Index pairs of a longest common subsequence, ascending in both.

    Bit-parallel (Hyyrö 2004): one big-integer step per item of `new`, whose bits stand for the items of `old`;
    a zero bit marks where the common subsequence grows. Walking the kept rows back gives the pairs.
    """
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _middle(old[start : len(old) - tail], new[start : len(new) - tail])
    return [
        *((index, index) for index in range(start)),
        *((one + start, other + start) for one, other in middle),
        *((len(old) - tail + index, len(new) - tail + index) for index in range(tail)),
    ]


def _middle(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    if len(old) * len(new) > MAX_PAIRS:
        return []
    where: dict[Hashable, int] = {}
    for index, item in enumerate(old):
        where[item] = where.get(item, 0) | 1 << index
    every = (1 << len(old)) - 1
    row, rows = every, []
    for item in new:
        common = row & where.get(item, 0)
        row = ((row + common) | (row - common)) & every
        rows.append(row)
    pairs: list[tuple[int, int]] = []
    one, other = len(old), len(new)
    while one and other:
        if rows[other - 1] >> (one - 1) & 1:
            one -= 1
        elif other > 1 and not rows[other - 2] >> (one - 1) & 1:
            other -= 1
        else:
            one, other = one - 1, other - 1
            pairs.append((one, other))
    return pairs[::-1]
