"""How servers that speak OpenAI's image API differ from it. Each difference is a field here; none is guessed.

Read in: openai 3.54 (types), vllm_omni 0.30 and sglang 0.5.23 (wheels), LocalAI's and stable-diffusion.cpp's
sources of August 2026.
"""

from dataclasses import dataclass
from typing import Literal

Mask = Literal["transparent", "white", "none"]
"""What of a mask is redrawn: its transparent pixels, its white ones, or no mask is taken."""


@dataclass(frozen=True, slots=True)
class Server:
    """`response_format` is sent when not empty. `edit_path` takes several pictures; with `inpaint_path` a
    masked edit goes there. `file_field` carries one input inside a generation. `seed` is where a seed goes:
    a field of its own, or sd.cpp's tag inside the prompt. `bad_words` would be read as commands when they
    stand in a prompt. `previews` are partial pictures of a stream."""

    label: str
    response_format: str = ""
    edit_path: str = "/images/edits"
    inpaint_path: str = ""
    file_field: str = ""
    max_inputs: int = 16
    mask: Mask = "none"
    mask_field: str = "mask"
    seed: Literal["field", "tag", "none"] = "none"
    bad_words: tuple[str, ...] = ()
    previews: bool = False
    free_of_charge: bool = True


SERVERS = {
    "openai": Server("OpenAI", mask="transparent", previews=True, free_of_charge=False),
    # Refuses response_format=url. What its mask_image means is not documented.
    "vllm-omni": Server("vLLM-Omni", response_format="b64_json", seed="field", mask_field="mask_image"),
    # Its default of url needs storage; `mask` is declared there and never read.
    "sglang": Server("SGLang", response_format="b64_json", seed="field"),
    # Has no edits; splits the prompt at a bar and takes the rest for a negative prompt.
    "localai": Server(
        "LocalAI",
        response_format="b64_json",
        edit_path="",
        inpaint_path="/images/inpainting",
        file_field="file",
        max_inputs=1,
        mask="white",
        bad_words=("|",),
    ),
    # Reads the mask as one grey channel. Draws with the same seed each time unless it is told another.
    "sd.cpp": Server("stable-diffusion.cpp", mask="white", seed="tag", bad_words=("<sd_cpp_extra_args>",)),
}
