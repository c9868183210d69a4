"""The worker processes: a bounded queue before them, a deadline on each picture, and an end to idle memory.

Processes and not threads, for four measured or plain reasons: resvg holds Python's lock for a whole rendering
(in a thread it stopped the event loop for as long); only a process can be stopped in the middle when its
caller has gone or its time is up; a file that crashes a decoder takes only its worker along; and what a
process took, models included, goes back to the system when it ends.
"""

import asyncio
import contextlib
import logging
import math
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any

from studio.engine import frames
from studio.engine.errors import internal, overloaded
from studio.engine.frames import Frame
from studio.engine.limits import MB, Limits
from studio.engine.memory import resident_bytes

_START_SECONDS = 60
_PIPE_BYTES = 4 * MB
_MODELS_BYTES = 60 * MB  # a worker that grew by more since its start holds models worth letting go
_ENVIRONMENT = {
    # With more threads OpenBLAS takes twice the time where other work has the cores: its threads spin.
    "OPENBLAS_NUM_THREADS": "1",
    # Pictures of 12 MB and a network's layers are made and dropped all the time: glibc would take each from the
    # system anew, page by page, a tenth of an edit's time. What is free goes back after every job (memory.py).
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=1073741824",
}
_log = logging.getLogger("studio.engine.pool")


class Worker:
    def __init__(self, process: Process) -> None:
        self.process = process
        self.fresh_bytes = 0
        self.loaded: list[str] = []

    @classmethod
    async def start(cls, illustrator: str) -> "Worker":
        root = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "studio.engine.worker",
            illustrator,
            stdin=PIPE,
            stdout=PIPE,
            limit=_PIPE_BYTES,
            env={**_ENVIRONMENT, **os.environ, "PYTHONPATH": path},
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await worker._receive()
        except BaseException:
            worker.kill()
            raise
        worker.fresh_bytes = worker.resident_bytes()
        return worker

    @property
    def lives(self) -> bool:
        return self.process.returncode is None

    def resident_bytes(self) -> int:
        return resident_bytes(self.process.pid)

    async def run(self, job: Frame, seconds: float) -> AsyncGenerator[Frame]:
        """The job's frames as they come; TimeoutError when the next takes longer than this."""
        assert self.process.stdin is not None
        async with asyncio.timeout(seconds):
            await frames.send(self.process.stdin, job)
        while True:
            async with asyncio.timeout(seconds):
                frame = await self._receive()
            if frame.header["kind"] == "done":
                return
            yield frame

    async def _receive(self) -> Frame:
        assert self.process.stdout is not None
        frame = await frames.receive(self.process.stdout)
        self.loaded = frame.header.get("loaded", self.loaded)
        return frame

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


class Pool:
    """Hands each job to a worker of its own, starting and ending workers as they are needed."""

    def __init__(self, illustrator: str, limits: Limits, *, ready: bool = True) -> None:
        """With `ready` one worker waits at all times; otherwise the first request starts it, and none idles."""
        self._illustrator = illustrator
        self._limits = limits
        self._ready = ready
        self._free = asyncio.Semaphore(limits.workers)
        self._edits = asyncio.Semaphore(limits.edits)
        self._admitted = 0
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._warming = asyncio.Lock()  # held while a worker is started that nobody has asked for yet
        self._mean_seconds = 2.0
        self._rest: asyncio.TimerHandle | None = None
        self._background: set[asyncio.Task[None]] = set()
        self._closed = False

    async def open(self) -> None:
        """Have one worker ready, so that the first request does not wait for it."""
        if self._ready:
            await self._warm_up()

    async def close(self) -> None:
        self._closed = True
        if self._rest is not None:
            self._rest.cancel()
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        workers = [*self._idle, *self._busy]
        for worker in workers:
            worker.kill()
        await asyncio.gather(*(worker.process.wait() for worker in workers))

    @contextlib.contextmanager
    def admit(self) -> Iterator[None]:
        """A place among those who draw or wait; ApiError 429 when there is none."""
        waiting = self._admitted - self._limits.workers
        if waiting >= self._limits.queue:
            raise overloaded(self.seconds_until_free(waiting + 1))
        self._admitted += 1
        try:
            yield
        finally:
            self._admitted -= 1

    def seconds_until_free(self, waiting: int) -> int:
        """A guess for Retry-After, from the recent requests' mean."""
        return max(1, min(60, math.ceil(waiting * self._mean_seconds / self._limits.workers)))

    async def draw(self, job: Frame) -> AsyncGenerator[Frame]:
        """The frames of the job. Closing this early stops the worker at once."""
        gate = self._edits if job.header.get("references") else contextlib.nullcontext()
        async with gate, self._free:
            try:
                worker = await self._take()
            except (TimeoutError, asyncio.IncompleteReadError, OSError) as fault:
                _log.error("a worker did not start: %r", fault)
                raise internal("The illustrator cannot be started; the engine's log says why.") from fault
            self._busy.add(worker)
            began = time.monotonic()
            finished = False
            try:
                async with contextlib.aclosing(worker.run(job, self._limits.draw_seconds)) as run:
                    async for frame in run:
                        yield frame
                finished = True
                self._mean_seconds += 0.2 * (time.monotonic() - began - self._mean_seconds)
            except TimeoutError:
                raise internal(
                    f"The picture was given up after {self._limits.draw_seconds:g} s; ask for something simpler "
                    "or smaller."
                ) from None
            except (asyncio.IncompleteReadError, ConnectionError) as fault:
                raise internal(
                    "The drawing process broke off at this request; the engine goes on."
                ) from fault
            finally:
                self._busy.discard(worker)
                self._put_back(worker, finished=finished)

    def state(self) -> dict[str, Any]:
        """For /healthz: who works, who waits, what is in memory."""
        workers = [*self._idle, *self._busy]
        return {
            "busy": len(self._busy),
            "queued": max(0, self._admitted - len(self._busy)),
            "room": self._limits.workers + self._limits.queue,
            "most_workers": self._limits.workers,
            "workers": [
                {
                    "pid": worker.process.pid,
                    "resident_bytes": worker.resident_bytes(),
                    "loaded": worker.loaded,
                }
                for worker in workers
            ],
        }

    async def _take(self) -> Worker:
        if not self._idle:
            async with self._warming:
                pass  # what is being started is for us: with one more there would be too many
        while self._idle:
            worker = self._idle.pop()
            if worker.lives and worker.resident_bytes() <= self._limits.worker_bytes:
                return worker
            worker.kill()
        return await Worker.start(self._illustrator)

    def _put_back(self, worker: Worker, *, finished: bool) -> None:
        if finished and worker.lives:
            self._idle.append(worker)
        else:
            worker.kill()
        if self._closed:
            return
        nobody_waits = self._admitted - 1 <= len(self._busy)
        if self._ready and not self._idle and nobody_waits:  # who waits starts a worker of its own
            self._soon(self._warm_up())
        if self._rest is not None:
            self._rest.cancel()
        loop = asyncio.get_running_loop()
        self._rest = loop.call_later(self._limits.idle_seconds, lambda: self._soon(self._wind_down()))

    async def _warm_up(self) -> None:
        async with self._warming:
            if self._idle:
                return
            try:
                worker = await Worker.start(self._illustrator)
            except (TimeoutError, asyncio.IncompleteReadError, OSError) as fault:
                # Not fatal: the next request tries again, and is told if that fails.
                _log.error("a worker did not start: %r", fault)
            else:
                self._idle.append(worker)

    async def _wind_down(self) -> None:
        """Nothing has been drawn for a while: keep at most one worker, and that one without models."""
        spare, self._idle = self._idle, []
        for worker in spare:
            slim = self._ready and worker.resident_bytes() - worker.fresh_bytes <= _MODELS_BYTES
            if worker.lives and slim and not self._idle:
                self._idle.append(worker)
            else:
                worker.kill()
        if self._ready and not self._idle and not self._busy:
            await self._warm_up()

    def _soon(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
