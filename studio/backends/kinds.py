"""The kinds of backend that can be added in the browser: what each is called, and what has to be said about it.

Which addresses a kind may lead to follows from `own`: services of others have their addresses here, and only
what people run themselves has an address of theirs.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`own`: people run it themselves, so its address is theirs to give. `key` says what the key is called
    there; `needs_key` that nothing works without one. `price_known`: it has a price list of its own."""

    name: str
    label: str
    about: str
    backend: str
    own: bool = False
    key: str = "API key"
    needs_key: bool = True
    price_known: bool = False


KINDS = (
    Kind(
        "seedream",
        "Seedream at ByteDance",
        "BytePlus ModelArk or Volcengine Ark: 4.0, 4.5, 5.0 lite, pro and flash.",
        "studio.backends.seedream.Seedream",
        price_known=True,
    ),
    Kind(
        "fal",
        "Seedream at fal",
        "A queue that tells the place in it, and can be asked again after a crash.",
        "studio.backends.fal.Fal",
        key="Key, as id:secret",
        price_known=True,
    ),
    Kind(
        "replicate",
        "Seedream at Replicate",
        "Predictions that can be asked about again after a crash.",
        "studio.backends.replicate.Replicate",
        key="API token",
        price_known=True,
    ),
    Kind(
        "openai",
        "OpenAI Images",
        "Generations, and edits with a mask. Shows the picture while it is drawn.",
        "studio.backends.openai.OpenAI",
    ),
    Kind(
        "server",
        "A server that speaks OpenAI’s API",
        "vLLM-Omni, SGLang, LocalAI or stable-diffusion.cpp, on a machine of yours.",
        "studio.backends.openai.OpenAI",
        own=True,
        needs_key=False,
    ),
    Kind(
        "comfyui",
        "ComfyUI",
        "A workflow of yours with marked inputs. Tells its progress and can be stopped.",
        "studio.backends.comfyui.ComfyUI",
        own=True,
        needs_key=False,
    ),
    Kind(
        "automatic1111",
        "AUTOMATIC1111",
        "The web UI with --api, and what resembles it.",
        "studio.backends.automatic1111.Automatic1111",
        own=True,
        key="User and password, as user:password",
        needs_key=False,
    ),
)


def kind_called(name: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.name == name), None)


@dataclass(frozen=True, slots=True)
class Region:
    """Where Ark answers. A key works in its own region only; China's model ids have a prefix."""

    name: str
    label: str
    base_url: str
    prefix: str = ""


REGIONS = (
    Region("johor", "BytePlus, Johor", "https://ark.ap-southeast.bytepluses.com/api/v3"),
    Region("dublin", "BytePlus, Dublin", "https://ark.eu-west.bytepluses.com/api/v3"),
    Region("beijing", "Volcengine, Beijing", "https://ark.cn-beijing.volces.com/api/v3", "doubao-"),
)


@dataclass(frozen=True, slots=True)
class ArkModel:
    """`id` as BytePlus has it; `china` where Volcengine's differs by more than the prefix."""

    label: str
    id: str
    china: str = ""


ARK_MODELS = (
    ArkModel("Seedream 4.0", "seedream-4-0-250828"),
    ArkModel("Seedream 4.0, build of April 2026", "seedream-4-0-20260415"),
    ArkModel("Seedream 4.5", "seedream-4-5-251128"),
    ArkModel("Seedream 5.0 lite", "seedream-5-0-260128"),
    ArkModel("Seedream 5.0 pro", "dola-seedream-5-0-pro-260628", "doubao-seedream-5-0-pro-260628"),
    ArkModel("Seedream 5.0 flash", "dola-seedream-5-0-flash-260915", "doubao-seedream-5-0-flash-260915"),
)


@dataclass(frozen=True, slots=True)
class FalModel:
    """`path` draws from words, `edit_path` with references."""

    label: str
    path: str
    edit_path: str


FAL_MODELS = (
    FalModel(
        "Seedream 4.0", "fal-ai/bytedance/seedream/v4/text-to-image", "fal-ai/bytedance/seedream/v4/edit"
    ),
    FalModel(
        "Seedream 4.5",
        "fal-ai/bytedance/seedream/v4.5/text-to-image",
        "fal-ai/bytedance/seedream/v4.5/edit",
    ),
    FalModel(
        "Seedream 5.0 lite",
        "bytedance/seedream/v5/lite/text-to-image",
        "bytedance/seedream/v5/lite/edit",
    ),
    FalModel(
        "Seedream 5.0 pro",
        "bytedance/seedream/v5/pro/text-to-image",
        "bytedance/seedream/v5/pro/edit",
    ),
)
