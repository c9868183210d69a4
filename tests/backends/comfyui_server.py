"""A ComfyUI on loopback, as far as the backend needs one: queue, history, files and the websocket."""

import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from .provider import picture

PREVIEW = picture(seed=77)


class Comfy:
    """`prompts` are the submitted bodies. A prompt runs as soon as it comes: its frames go to its client,
    and its history is there before the last of them."""

    def __init__(self, *, hang_up_early: bool = False) -> None:
        self.prompts: list[dict[str, object]] = []
        self.history: dict[str, object] = {}
        self._hang_up_early = hang_up_early
        self._sockets: dict[str, WebSocket] = {}
        self.app = Starlette(
            routes=[
                Route("/prompt", self.prompt, methods=["POST"]),
                Route("/queue", self.queue),
                Route("/history/{id}", self.past),
                Route("/view", self.view),
                WebSocketRoute("/ws", self.listen),
            ]
        )

    async def prompt(self, request: Request) -> Response:
        body = json.loads(await request.body())
        self.prompts.append(body)
        prompt_id, socket = body["prompt_id"], self._sockets.get(body["client_id"])
        image = {"filename": "a_1_.jpg", "subfolder": "", "type": "output"}
        status = {"status_str": "success", "completed": True, "messages": []}
        self.history[prompt_id] = {"outputs": {"9": {"images": [image]}}, "status": status}
        if socket is not None:
            await self._tell(socket, prompt_id)
        return JSONResponse({"prompt_id": prompt_id, "number": 1, "node_errors": {}})

    async def _tell(self, socket: WebSocket, prompt_id: str) -> None:
        if self._hang_up_early:
            await socket.close()
            return
        mine, other = {"prompt_id": prompt_id}, {"prompt_id": "another"}
        frames: list[tuple[str, dict[str, object]]] = [
            ("status", {"exec_info": {"queue_remaining": 1}}),
            ("execution_start", {**mine}),
            ("executing", {**mine, "node": "3"}),
            ("progress", {**other, "value": 19, "max": 20, "node": "3"}),
            ("progress", {**mine, "value": 5, "max": 20, "node": "3"}),
        ]
        for kind, data in frames:
            await socket.send_text(json.dumps({"type": kind, "data": data}))
        await socket.send_text("not json")
        await socket.send_bytes(b"\x00")
        await socket.send_bytes(struct.pack(">II", 1, 1) + PREVIEW)
        meta = json.dumps(mine).encode()
        await socket.send_bytes(struct.pack(">II", 4, len(meta)) + meta + PREVIEW)
        await socket.send_text(json.dumps({"type": "executing", "data": {**mine, "node": None}}))

    async def listen(self, socket: WebSocket) -> None:
        await socket.accept()
        self._sockets[socket.query_params["clientId"]] = socket
        await socket.send_text(json.dumps({"type": "status", "data": {"sid": "s"}}))
        async for _ in socket.iter_text():
            pass

    async def queue(self, request: Request) -> Response:
        return JSONResponse({"queue_running": [], "queue_pending": []})

    async def past(self, request: Request) -> Response:
        prompt_id = request.path_params["id"]
        found = self.history.get(prompt_id)
        return JSONResponse({prompt_id: found} if found else {})

    async def view(self, request: Request) -> Response:
        return Response(picture(seed=1), media_type="image/jpeg")


@contextmanager
def running(comfy: Comfy) -> Iterator[str]:
    """The base_url of the server while it runs in a thread."""
    config = uvicorn.Config(comfy.app, port=0, log_config=None, lifespan="off", ws="websockets-sansio")
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    socket.listen()  # a client may come before the thread is ready
    thread = threading.Thread(target=server.run, args=([socket],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        socket.close()
