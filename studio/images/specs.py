"""The sizes in which pages show a picture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spec:
    name: str
    width: int  # px; a narrower original keeps its own


# In the order in which they are made: the wall's card first, because someone is waiting for it.
W640, W320, W1280, W2048 = (Spec(f"w{width}", width) for width in (640, 320, 1280, 2048))
SPECS = (W640, W320, W1280, W2048)
