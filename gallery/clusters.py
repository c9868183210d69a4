"""Clusters of unit vectors that grow out of older clusters. Pure numpy; the same input gives the same answer."""

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
ALIKE_NEW = 0.8
"""The same for a centre that is new: a cluster parts only where it clearly was two."""
MOST_CLUSTERS = 240
ROUNDS = 25


@dataclass(frozen=True)
class Clustering:
    """`centres` are unit vectors; `labels` has each row's centre, -1 for none; `origins` each centre's seed or -1."""

    centres: Vectors
    labels: NDArray[np.int64]
    origins: tuple[int, ...]


def cluster(vectors: Vectors, seeds: Vectors) -> Clustering:
    """Clusters that start from the centres `seeds` and from new ones where prompts are far from all of them."""
    wanted = min(MOST_CLUSTERS, round(len(vectors) ** 0.54))
    if len(vectors) < LEAST_MEMBERS:
        return _none(vectors)
    centres = np.concatenate([seeds, _newcomers(vectors, seeds, wanted - len(seeds))])
    origins = list(range(len(seeds))) + [-1] * (len(centres) - len(seeds))
    for _ in range(ROUNDS):
        labels = nearest(vectors, centres)
        moved = _means(vectors, labels, centres)
        settled = np.allclose(moved, centres, atol=1e-5)
        centres = moved
        if settled:
            break
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


def _newcomers(vectors: Vectors, seeds: Vectors, number: int) -> Vectors:
    """New centres by k-means++: prompts, the likelier the further they are from every centre so far."""
    random = np.random.default_rng(len(vectors))
    chosen: list[int] = []
    far = 1 - (vectors @ seeds.T).max(axis=1) if len(seeds) else np.ones(len(vectors), np.float32)
    for _ in range(number):
        odds = np.clip(far, 0, None).astype(np.float64) ** 2
        if odds.sum() <= 1e-9:
            break
        chosen.append(int(random.choice(len(vectors), p=odds / odds.sum())))
        far = np.minimum(far, 1 - vectors @ vectors[chosen[-1]])
    return vectors[chosen]


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
