"""The forms of the single kinds of backend, by the kind's name."""

from typing import Any

from django import forms

from studio.backends.families import FAMILIES
from studio.backends.kinds import ARK_MODELS, FAL_MODELS, REGIONS
from studio.backends.openai_servers import SERVERS
from studio.backends.replicate import MODELS as REPLICATE_MODELS
from studio.forms.backend import AddressForm, BackendForm, WorkflowField

OTHER = "other"


class SeedreamForm(BackendForm):
    kind_name = "seedream"
    of_address = ("key", "region")

    region = forms.ChoiceField(
        label="Region",
        choices=[(region.name, region.label) for region in REGIONS],
        help_text="A key works in its own region only.",
    )
    model = forms.ChoiceField(
        label="Model", choices=[*((model.id, model.label) for model in ARK_MODELS), (OTHER, "Another id…")]
    )
    model_id = forms.CharField(
        label="Its id",
        required=False,
        max_length=120,
        help_text="Only for “Another id”: a model id or an endpoint, ep-….",
    )
    family = forms.ChoiceField(
        label="Its family",
        required=False,
        choices=[
            ("", "As its id tells"),
            *((each.name, each.label) for each in FAMILIES if each.name != "seedbed"),
        ],
        help_text="Only for an endpoint, whose id does not tell what it can do.",
    )
    field_order = ["label", "region", "model", "model_id", "family", "key"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.account and (model := str(self.account.options.get("model", ""))):
            known = next((each.id for each in ARK_MODELS if model in (each.id, _in_china(each))), None)
            self.initial.update(model=known or OTHER, model_id="" if known else model)

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if asked.get("model") == OTHER and not asked.get("model_id"):
            self.add_error("model_id", "Give the id of the model or of the endpoint.")
        return super().clean()

    def options(self) -> dict[str, Any]:
        asked = self.cleaned_data
        chosen = next((each for each in ARK_MODELS if each.id == asked["model"]), None)
        region = next((each for each in REGIONS if each.name == asked.get("region")), None)
        in_china = (
            bool(region.prefix) if region else REGIONS[-1].base_url == (self.account and self._base_url())
        )
        model = asked["model_id"] if chosen is None else _in_china(chosen) if in_china else chosen.id
        options: dict[str, Any] = {"model": model, "family": asked["family"] if chosen is None else ""}
        return options | ({"base_url": region.base_url} if region else {})

    def _base_url(self) -> object:
        return self.account.options.get("base_url") if self.account else None


class FalForm(BackendForm):
    kind_name = "fal"

    model = forms.ChoiceField(label="Model", choices=[(model.path, model.label) for model in FAL_MODELS])

    def options(self) -> dict[str, Any]:
        chosen = next(each for each in FAL_MODELS if each.path == self.cleaned_data["model"])
        return {"model": chosen.path, "edit_model": chosen.edit_path}


class ReplicateForm(BackendForm):
    kind_name = "replicate"

    model = forms.ChoiceField(label="Model", choices=[(name, name) for name in REPLICATE_MODELS])

    def options(self) -> dict[str, Any]:
        return {"model": self.cleaned_data["model"]}


class OpenAIForm(BackendForm):
    kind_name = "openai"

    model = forms.CharField(label="Model", max_length=120, initial="gpt-image-2")
    partial_images = forms.IntegerField(
        label="Previews of each picture",
        min_value=0,
        max_value=3,
        initial=1,
        help_text="0 to 3. Each costs output tokens.",
    )

    def options(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("model", "partial_images")}


class LargestField(forms.ChoiceField):
    """The largest picture, as px of area."""

    def __init__(self) -> None:
        sides = (768, 1024, 1536, 2048, 4096)
        super().__init__(
            label="Largest picture",
            choices=[(str(side * side), f"as {side} × {side}") for side in sides],
            initial=str(2048 * 2048),
            help_text="What the loaded model draws well.",
        )


class ServerForm(AddressForm):
    kind_name = "server"

    server = forms.ChoiceField(
        label="Which server",
        choices=[(name, each.label) for name, each in SERVERS.items() if name != "openai"],
        help_text="They differ in small things that cannot be guessed.",
    )
    model = forms.CharField(label="Model, by its served name", max_length=120)
    mask = forms.ChoiceField(
        label="Masks",
        required=False,
        choices=[
            ("", "As this server is known to take them"),
            ("white", "It redraws what is white"),
            ("transparent", "It redraws what is transparent"),
            ("none", "It takes none"),
        ],
        help_text="vLLM-Omni does not say how it reads one, so none is sent until you know.",
    )
    max_area = LargestField()

    def options(self) -> dict[str, Any]:
        asked = self.cleaned_data
        told = {"server": asked["server"], "model": asked["model"], "max_area": int(asked["max_area"])}
        told["mask"] = asked["mask"] or None
        return told | ({"base_url": asked["base_url"]} if "base_url" in asked else {})


class ComfyUIForm(AddressForm):
    kind_name = "comfyui"

    workflow = WorkflowField(
        label="Workflow",
        help_text="As “Export (API)” saves it, with marks where the studio fills in: {{prompt}}, {{width}}, "
        "{{height}}, {{seed}}, {{image_1}}, {{mask}}; and any other with a default, such as {{steps|20}}.",
        error_messages={"required": "Choose the workflow’s file."},
    )
    max_area = LargestField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.account:
            self.fields["workflow"].required = False
            self.initial.pop("workflow", None)
            self.fields["workflow"].label = "Another workflow"

    def options(self) -> dict[str, Any]:
        asked = self.cleaned_data
        told: dict[str, Any] = {"max_area": int(asked["max_area"])}
        told |= {name: asked[name] for name in ("base_url", "workflow") if asked.get(name)}
        return told


class Automatic1111Form(AddressForm):
    kind_name = "automatic1111"

    steps = forms.IntegerField(label="Steps", required=False, min_value=1, max_value=150)
    max_area = LargestField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.account:
            self.initial["steps"] = self.account.options.get("defaults", {}).get("steps")

    def options(self) -> dict[str, Any]:
        asked = self.cleaned_data
        told: dict[str, Any] = {"max_area": int(asked["max_area"])}
        told["defaults"] = {"steps": asked["steps"]} if asked.get("steps") else {}
        return told | ({"base_url": asked["base_url"]} if "base_url" in asked else {})


def _in_china(model: Any) -> str:
    return model.china or f"{REGIONS[-1].prefix}{model.id}"


FORMS: dict[str, type[BackendForm]] = {
    form.kind_name: form
    for form in (
        SeedreamForm,
        FalForm,
        ReplicateForm,
        OpenAIForm,
        ServerForm,
        ComfyUIForm,
        Automatic1111Form,
    )
}
