"""Weights in the safetensors format, mapped rather than read: what is not used takes no memory.

Eight bytes with the header's length, a JSON header of name → dtype, shape and offsets, then the numbers.
"""

import json
import math
from pathlib import Path

import numpy as np

from studio.engine.models.types import Floats


def mapped(file: Path) -> dict[str, Floats]:
    """Every float32 array of the file by its name, read-only."""
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        header = json.loads(opened.read(length))
    whole = np.memmap(file, np.uint8, "r", offset=8 + length)
    return {
        name: np.frombuffer(whole, np.float32, math.prod(told["shape"]), told["data_offsets"][0]).reshape(
            told["shape"]
        )
        for name, told in header.items()
        if name != "__metadata__" and told["dtype"] == "F32"
    }
