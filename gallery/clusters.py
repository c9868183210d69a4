"""Clusters of unit vectors that grow out of older clusters. Pure numpy; the same input gives the same answer.

What all prompts have in common is taken out before they are parted: without that, one broad cluster in the middle
takes in everything that is a little like anything.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""One unit-length row per prompt."""

LEAST_MEMBERS = 3
"""Fewer are not a cluster."""
LEAST_LIKENESS = 0.36
"""Cosine to the centre below which a prompt belongs to no cluster."""
ALIKE = 0.88
"""Cosine of two centres from which on they are one cluster."""
ALIKE_NEW = 0.72
"""The same for a centre that is new: a cluster parts only where it clearly was two."""
MOST_CLUSTERS = 240
ROUNDS = 25
CANDIDATES = 5
"""So many prompts are weighed for each new centre."""
TRIES, TRIED_PROMPTS = 12, 12_000
"""The best of so many beginnings is taken; of fewer, where there are many prompts to go through."""


@dataclass(frozen=True)
class Clustering:
    """`centres` are unit vectors; `labels` has each row's centre, -1 for none; `origins` each centre's seed or -1."""

    centres: Vectors
    labels: NDArray[np.int64]
    origins: tuple[int, ...]


def cluster(vectors: Vectors, seeds: Vectors) -> Clustering:
    """Clusters that start from the centres `seeds` and from new ones where prompts are far from all of them."""
    if len(vectors) < LEAST_MEMBERS:
        return _none(vectors)
    common = vectors.mean(axis=0)
    parted, begun = unit(vectors - common), unit(seeds - common)
    wanted = max(min(MOST_CLUSTERS, round(len(vectors) ** 0.54)), len(seeds))
    random = np.random.default_rng(len(vectors))
    tries = max(1, min(TRIES, TRIED_PROMPTS // len(vectors)))
    found = [_parted(parted, _begun(parted, begun, wanted, random)) for _ in range(tries)]
    labels = max(found, key=lambda each: each[1])[0]
    centres = _means(
        vectors,
        labels,
        np.concatenate([seeds, np.zeros((wanted - len(seeds), vectors.shape[1]), np.float32)]),
    )
    origins = list(range(len(seeds))) + [-1] * (wanted - len(seeds))
    kept = _distinct(centres, _sizes(nearest(vectors, centres), len(centres)), len(seeds))
    while kept:
        labels = nearest(vectors, centres[kept])
        sizes = _sizes(labels, len(kept))
        large = [place for place, size in zip(kept, sizes, strict=True) if size >= LEAST_MEMBERS]
        if large == kept:
            return Clustering(centres[kept], labels, tuple(origins[place] for place in kept))
        kept = large
    return _none(vectors)


def nearest(vectors: Vectors, centres: Vectors) -> NDArray[np.int64]:
    """The centre of each row; -1 where none is near enough."""
    if not len(centres):
        return np.full(len(vectors), -1)
    likeness = vectors @ centres.T
    labels = np.asarray(likeness.argmax(axis=1), dtype=np.int64)
    labels[likeness.max(axis=1) < LEAST_LIKENESS] = -1
    return labels


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows brought to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _none(vectors: Vectors) -> Clustering:
    return Clustering(np.empty((0, vectors.shape[1]), np.float32), np.full(len(vectors), -1), ())


def _begun(vectors: Vectors, seeds: Vectors, wanted: int, random: np.random.Generator) -> Vectors:
    """`wanted` centres: the seeds, and prompts that are far from every centre so far (greedy k-means++)."""
    centres = list(seeds)
    far = 1 - (vectors @ seeds.T).max(axis=1) if len(seeds) else np.ones(len(vectors), np.float32)
    while len(centres) < wanted:
        odds = np.clip(far, 1e-6, None).astype(np.float64) ** 2
        drawn = random.choice(len(vectors), CANDIDATES, p=odds / odds.sum())
        left = np.minimum(far[:, None], 1 - vectors @ vectors[drawn].T)
        best = int(left.sum(axis=0).argmin())
        centres.append(vectors[drawn[best]])
        far = left[:, best]
    return np.array(centres, np.float32)


def _parted(vectors: Vectors, centres: Vectors) -> tuple[NDArray[np.int64], float]:
    """The nearest centre of each, once they have settled, and how like their centres all are together."""
    for _ in range(ROUNDS):
        moved = _means(vectors, (vectors @ centres.T).argmax(axis=1), centres)
        settled = np.allclose(moved, centres, atol=1e-5)
        centres = moved
        if settled:
            break
    likeness = vectors @ centres.T
    return likeness.argmax(axis=1), float(likeness.max(axis=1).sum())


def _means(vectors: Vectors, labels: NDArray[np.int64], centres: Vectors) -> Vectors:
    """Where the members of each centre lie on the whole; a centre without members stays where it is."""
    sums = np.zeros_like(centres)
    near = labels >= 0
    np.add.at(sums, labels[near], vectors[near])
    empty = ~np.isin(np.arange(len(centres)), labels)
    sums[empty] = centres[empty]
    return unit(sums)


def _sizes(labels: NDArray[np.int64], number: int) -> NDArray[np.int64]:
    return np.bincount(labels[labels >= 0], minlength=number)


def _distinct(centres: Vectors, sizes: NDArray[np.int64], seeds: int) -> list[int]:
    """Places of the centres that are not nearly another one: seeds before new ones, which stand after them."""
    kept: list[int] = []
    for place in range(len(centres)):
        most = ALIKE if place < seeds else ALIKE_NEW
        apart = all(float(centres[place] @ centres[other]) < most for other in kept)
        if apart and sizes[place] >= LEAST_MEMBERS:
            kept.append(place)
    return kept
