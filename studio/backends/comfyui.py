"""ComfyUI: a workflow file with marked inputs, drawn on somebody's own machine.

The prompt's id is chosen here and told before it is sent, so a call can always be found again: in the
history (done), in the queue (under way), or nowhere (it never arrived, or ComfyUI was restarted).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5
from zlib import crc32

from . import comfyui_live
from .base import Accepted, Capabilities, Event, GeneratedImage, ImageRequest, InputImage, InputRules, Usage
from .comfyui_workflow import read_workflow
from .errors import BackendError, BadAnswer, Refused, Unavailable, Unsupported
from .payload import as_list, as_object, as_text, checked_picture, details_of
from .polling import PollingBackend
from .sizes import local_sizes
from .transport import Deadline


class ComfyUI(PollingBackend):
    """Options beside HttpBackend's: `workflow`, a file's path or its content (`comfyui_workflow`);
    `max_area`, px, of what its model draws; `live`, whether its websocket is listened to."""

    name = "comfyui"
    family = "comfyui"
    label = "ComfyUI"
    default_base_url = "http://127.0.0.1:8188"
    concurrency = 1

    def __init__(
        self,
        *,
        workflow: str | Mapping[str, object],
        max_area: int = 2048 * 2048,
        live: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._workflow = read_workflow(workflow)
        self._live = live
        self._headers = {"Authorization": f"Bearer {key}"} if (key := options.get("api_key")) else {}
        images = self._workflow.images
        self.capabilities = Capabilities(
            operations=frozenset({"edit"} if images else {"generate"}),
            sizes=local_sizes(max_area),
            price_per_picture=self.price or Decimal(0),
            max_inputs=images,
            inputs=InputRules(frozenset({"image/png", "image/jpeg", "image/webp"}), max_bytes=50_000_000),
            output_media_types=frozenset({"image/png", "image/jpeg", "image/webp"}),
            mask="native" if "mask" in self._workflow.marks else "none",
            seed="seed" in self._workflow.marks,
            streaming=live,
            previews=live,
            options=frozenset(self._workflow.options),
            reads="words",
            negative_option=next(
                (name for name in ("negative_prompt", "negative") if name in self._workflow.options), ""
            ),
        )

    def check(self, request: ImageRequest) -> None:
        super().check(request)
        needed = self._workflow.images
        if len(request.inputs) != needed:
            raise Unsupported(f"{self.label}: its workflow needs {needed} input pictures.")
        if "mask" in self._workflow.marks and request.mask is None:
            raise Unsupported(f"{self.label}: its workflow needs a mask.")

    def draw(self, request: ImageRequest) -> Iterator[Event]:
        until = Deadline(self.deadline)
        prompt_id = prompt_id_of(request.key)
        nodes = self._nodes(request, until)
        yield Accepted(prompt_id)
        if not self._live:
            known = self._submit(nodes, prompt_id, until)
        else:
            with comfyui_live.listening(self.base_url, prompt_id, self._headers, until) as connection:
                known = self._submit(nodes, prompt_id, until)
                if connection is not None:
                    yield from comfyui_live.progress(connection, known, self._workflow.title, until)
        if known != prompt_id:  # an older ComfyUI chooses for itself
            yield Accepted(known)
        yield from self.follow(known, request, until)

    def resume(self, ref: str, request: ImageRequest) -> Iterator[Event]:
        until = Deadline(self.deadline)
        if not self._finished(ref, until) and not self._queued(ref, until) and not self._finished(ref, until):
            self._submit(self._nodes(request, until), ref, until)
        yield from self.follow(ref, request, until)

    def follow(self, ref: str, request: ImageRequest, until: Deadline) -> Iterator[Event]:
        while not (entry := self._finished(ref, until)):
            if not self._queued(ref, until):
                if entry := self._finished(ref, until):
                    break
                raise Unavailable(
                    f"{self.label} no longer knows the call.", charged="unknown", code="forgotten"
                )
            self.wait(self.interval, until)
        self._raise_failure_in(entry)
        yield from self._pictures(as_object(entry.get("outputs")), until)

    def cancel(self, ref: str) -> bool:
        """By the call's own id only: an interrupt without one would stop whatever runs."""
        answer = self.asked_to_stop("POST", f"/api/jobs/{ref}/cancel")
        return answer is not None and as_object(answer.json()).get("cancelled") is True

    def error_in(self, body: object) -> tuple[str, str] | None:
        found = super().error_in(body)
        fields = as_object(body)
        details = [as_text(as_object(fields.get("error")).get("details"))]
        for node in as_object(fields.get("node_errors")).values():
            for each in as_list(as_object(node).get("errors")):
                error = as_object(each)
                details.append(f"{as_text(error.get('message'))} {as_text(error.get('details'))}".strip())
        if found is None:
            return None
        code, message = found
        return code, " · ".join(text for text in dict.fromkeys([message, *details]) if text)

    def _nodes(self, request: ImageRequest, until: Deadline) -> dict[str, object]:
        values: dict[str, object] = {
            "seed": crc32(request.key.encode()),
            **request.options,
            "prompt": request.prompt,
            "width": request.width,
            "height": request.height,
        }
        for number, image in enumerate(request.inputs, start=1):
            values[f"image_{number}"] = self._uploaded(image, until)
        if request.mask is not None:
            values["mask"] = self._uploaded(request.mask, until)
        return self._workflow.filled(values)

    def _uploaded(self, image: InputImage, until: Deadline) -> str:
        """The name under which ComfyUI keeps a picture; the same content has the same name."""
        name = f"{hashlib.sha256(image.content).hexdigest()[:32]}.{image.media_type.removeprefix('image/')}"
        try:
            answer = self.ask(
                "POST",
                "/upload/image",
                until,
                data={"type": "input", "subfolder": "seedbed", "overwrite": "true"},
                files=[("image", (name, image.content, image.media_type))],
            )
            kept = as_object(answer.json())
        except BackendError as error:
            error.charged = "no"  # nothing was asked for yet
            raise
        subfolder, name = as_text(kept.get("subfolder")), as_text(kept.get("name"))
        if not name:
            raise BadAnswer(f"{self.label} did not keep an input picture.", charged="no")
        return f"{subfolder}/{name}" if subfolder else name

    def _submit(self, nodes: Mapping[str, object], prompt_id: str, until: Deadline) -> str:
        body = {"prompt": nodes, "client_id": prompt_id, "prompt_id": prompt_id}
        answer = as_object(self.ask("POST", "/prompt", until, json=body).json())
        self.raise_error_in(answer)
        known = as_text(answer.get("prompt_id"))
        if not re.fullmatch(r"[\w-]{1,80}", known):
            raise BadAnswer(f"{self.label} accepted the request without naming it.")
        return known

    def _finished(self, ref: str, until: Deadline) -> Mapping[str, object]:
        """The history's entry of a call that has ended; empty while there is none."""
        return as_object(as_object(self.question(f"/history/{ref}", until).json()).get(ref))

    def _queued(self, ref: str, until: Deadline) -> bool:
        queue = as_object(self.question("/queue", until).json())
        entries = [*as_list(queue.get("queue_running")), *as_list(queue.get("queue_pending"))]
        return any(ref in map(as_text, as_list(entry)) for entry in entries)

    def _raise_failure_in(self, entry: Mapping[str, object]) -> None:
        status = as_object(entry.get("status"))
        if as_text(status.get("status_str")) != "error":
            return
        told = {
            as_text(pair[0]): as_object(pair[1])
            for m in as_list(status.get("messages"))
            if len(pair := as_list(m)) > 1
        }
        if "execution_interrupted" in told:
            raise Refused(f"{self.label}: the call was interrupted there.", code="interrupted")
        failure = told.get("execution_error", {})
        kind = as_text(failure.get("exception_type"))
        words = (
            self.words(as_text(failure.get("exception_message"))) or "the workflow failed without a reason."
        )
        if "OutOfMemory" in kind:
            raise Unavailable(f"{self.label}: {words}", code=kind)
        raise Refused(f"{self.label}: {words}", code=self.words(kind))

    def _pictures(self, outputs: Mapping[str, object], until: Deadline) -> Iterator[Event]:
        """Of all nodes in the order of their ids; what a workflow only previews is of type "temp"."""
        files = [
            as_object(file)
            for node in sorted(outputs, key=lambda node: (len(node), node))
            for file in as_list(as_object(outputs[node]).get("images"))
        ]
        kept = [file for file in files if as_text(file.get("type")) == "output"]
        if not kept:
            raise BadAnswer(f"{self.label}: the workflow ended without saving a picture.")
        for index, file in enumerate(kept):
            place = {name: as_text(file.get(name)) for name in ("filename", "subfolder", "type")}
            answer = self.question(f"/view?{urlencode(place)}", until)
            content, media_type = checked_picture(answer.content)
            yield GeneratedImage(index, content, media_type, details_of(place, ("filename",)))
        yield Usage(len(kept), self.capabilities.price_per_picture * len(kept))


def prompt_id_of(key: str) -> str:
    """The canonical lower-case UUID that ComfyUI wants, the same for the same call."""
    try:
        return str(UUID(key))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, key))
