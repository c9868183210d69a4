"""One drawing process: `python -m studio.engine.worker package.module:function`. Its front owns both pipes.

Jobs arrive as frames on stdin, one at a time; pictures and errors leave on stdout as they come. The process
ends by itself as soon as stdin closes, in whatever state, so a killed front leaves nothing behind.
"""

import importlib
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from studio.engine import asks, decode, frames, memory
from studio.engine.encode import encode
from studio.engine.errors import ApiError, internal
from studio.engine.families import family_of
from studio.engine.frames import Frame
from studio.engine.sizes import settle
from studio.engine.wish import Drawing, Refusal, Wish

Illustrator = Callable[[Wish], Iterator[Drawing]]

_NOTABLE = ("numpy", "resvg_py", "cv2", "onnxruntime", "ncnn", "tokenizers", "rapidocr_onnxruntime")
_log = logging.getLogger("studio.engine.worker")


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the front decides
    answers = _private_stdout()
    module, function = sys.argv[1].split(":")
    draw = cast(Illustrator, getattr(importlib.import_module(module), function))
    jobs: queue.SimpleQueue[Frame] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs,), daemon=True).start()
    frames.write(answers, _done())
    while True:
        for frame in answer(jobs.get(), draw):
            frames.write(answers, frame)
        frames.write(answers, _done())
        memory.give_back()  # 20 ms and more, which the caller does not wait for


def answer(job: Frame, draw: Illustrator) -> Iterator[Frame]:
    """A `picture` frame for each drawing, or the `answer` to a question; one `error` frame where it ends early."""
    index = 0
    try:
        if "question" in job.header:
            yield Frame({"kind": "answer", "answer": asks.answer(job.header, job.blobs)})
            return
        clock = _Clock()
        wish = _wish(job)
        clock.note("decode")
        for drawing in draw(wish):
            clock.note("draw")
            yield _picture(job, wish, index, drawing, clock)
            clock.start()
            index += 1
            if index == wish.count:
                return
        if index == 0:
            yield _error(index, internal("The illustrator drew nothing."))
    except ApiError as error:
        yield _error(index, error)
    except Refusal as refusal:
        yield _error(index, ApiError(400, refusal.code, refusal.message, param="prompt"))
    except Exception:  # noqa: BLE001  the process boundary: what went wrong is logged, and told as our fault
        _log.exception("drawing failed")
        yield _error(index, internal("The illustrator failed at this picture; its log says why."))


class _Clock:
    """Seconds by step since the last picture."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.spent: dict[str, float] = {}
        self._since = time.perf_counter()

    def note(self, step: str) -> None:
        now = time.perf_counter()
        self.spent[step] = now - self._since
        self._since = now


def _private_stdout() -> BinaryIO:
    """The answer pipe; what a library prints goes to stderr instead of into it."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _listen(jobs: "queue.SimpleQueue[Frame]") -> None:
    while (job := frames.read(sys.stdin.buffer)) is not None:
        jobs.put(job)
    os._exit(0)


def _done() -> Frame:
    return Frame({"kind": "done", "loaded": [name for name in _NOTABLE if name in sys.modules]})


def _wish(job: Frame) -> Wish:
    """Decode the references, then settle what depends on them."""
    told = job.header
    family = family_of(told["model"])
    size = told["size"] if isinstance(told["size"], str) else tuple(told["size"])
    contents = job.blobs[: told["references"]]
    area = family.max_area if isinstance(size, str) else size[0] * size[1]
    references = decode.references(contents, area=area)
    width, height = settle(size, family, told["prompt"], references[0].size if references else None)
    masks = job.blobs[told["references"] :]
    return Wish(
        prompt=told["prompt"],
        width=width,
        height=height,
        count=told["count"],
        series=told["series"],
        references=references,
        seed=told["seed"],
        mask=decode.mask(masks[0], references[0].size) if masks else None,
        wants_alpha=told["format"] == "png",
        detail=told["detail"],
    )


def _picture(job: Frame, wish: Wish, index: int, drawing: Drawing, clock: _Clock) -> Frame:
    content = encode(
        drawing.picture,
        job.header["format"],
        watermark=job.header["watermark"],
        from_references=bool(wish.references),
    )
    clock.note("encode")
    width, height = drawing.picture.size
    return Frame(
        {
            "kind": "picture",
            "index": index,
            "width": width,
            "height": height,
            "plan": {"seed": wish.seed, **drawing.plan},
            "spent": clock.spent,
        },
        (content,),
    )


def _error(index: int, error: ApiError) -> Frame:
    told = {"status": error.status, "code": error.code, "message": error.message, "param": error.param}
    return Frame({"kind": "error", "index": index, **told})


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(name)s %(levelname)s %(message)s")
    main()
