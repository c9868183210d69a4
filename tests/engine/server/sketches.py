"""An illustrator for tests: flat pictures at once, and misbehaviour when the prompt's first word asks for it.

`python -m tests.engine.server.sketches --port 0` is the engine with it.
"""

import os
import threading
from collections.abc import Iterator

from PIL import Image

from studio.engine.__main__ import main
from studio.engine.limits import Limits
from studio.engine.wish import Drawing, Refusal, Wish

_hoard: list[bytes] = []


def pictures(wish: Wish) -> Iterator[Drawing]:
    behaviour = wish.prompt.split()[0]
    if behaviour == "refused":
        raise Refusal("InvalidParameter", "A mirror cannot be drawn; ask for a lake instead.")
    if behaviour == "broken":
        raise RuntimeError("a defect")
    if behaviour == "crashing":
        os.abort()
    if behaviour == "nothing":
        return
    if behaviour == "hoarding":
        _hoard.append(b"x" * 100 * 1024 * 1024)
    for index in range(wish.count):
        if behaviour == "stuck" and index == wish.count - 1:
            threading.Event().wait()
        if behaviour == "half" and index == wish.count // 2:
            raise Refusal("OutputImageSensitiveContentDetected", "The rest is not drawn.")
        if behaviour == "chatty":
            print("a library that prints")
        colour = (wish.seed % 256, index * 40, 90)
        told: dict[str, object] = {"prompt": wish.prompt, "series": wish.series, "index": index}
        told["references"] = [[*picture.size, picture.mode, *_corner(picture)] for picture in wish.references]
        if wish.mask is not None:
            told["mask"] = [*wish.mask.size, wish.mask.mode, wish.mask.getpixel((0, 0))]
        if wish.wants_alpha:
            told["alpha"] = True
        yield Drawing(Image.new("RGB", (wish.width, wish.height), colour), told)


def _corner(picture: Image.Image) -> tuple[int, ...]:
    pixel = picture.getpixel((2, 2))
    assert isinstance(pixel, tuple)
    return pixel


if __name__ == "__main__":
    deadline = float(os.environ.get("SKETCH_SECONDS", "60"))
    main("tests.engine.server.sketches:pictures", Limits(draw_seconds=deadline, idle_seconds=1))
