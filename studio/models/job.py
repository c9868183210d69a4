"""Jobs: what a person asked for, frozen when it was asked."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import cached_property

from studio.models.experiment import Experiment
from studio.models.image import Image
from studio.models.project import Project
from studio.models.prompt import Prompt
from studio.models.reference import Reference
from studio.models.team import Reached


class Job(Reached, models.Model):
    """A prompt, ordered inputs and parameters; its calls bring its variants.

    open ──▶ done        every picture asked for is there
         ├─▶ partial     some are, the rest failed or were cancelled
         ├─▶ failed      none is; the calls say why
         ├─▶ cancelled   by the person, before any picture came
         └─▶ unknown     a call ended without an answer, and the person has not decided yet
    A retry or a decision opens it again.
    """

    class State(models.TextChoices):
        OPEN = "open", "Running"
        DONE = "done", "Done"
        PARTIAL = "partial", "Partly done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"
        UNKNOWN = "unknown", "Outcome unknown"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="jobs")
    prompt = models.ForeignKey(Prompt, on_delete=models.RESTRICT, related_name="jobs")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    backend = models.CharField("alias of the backend", max_length=40)
    model = models.CharField("the backend's name for its model, when submitted", max_length=120, blank=True)
    sent_text = models.TextField("the prompt as sent")
    searched = models.TextField("the prompt as it is searched, see prompts/searching.py", default="")
    width = models.PositiveIntegerField("asked width in px")
    height = models.PositiveIntegerField("asked height in px")
    count = models.PositiveSmallIntegerField("pictures asked for")
    series = models.BooleanField("one coherent set in one call", default=False)
    parameters = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    ticket = models.UUIDField("the same for a form that was sent twice", null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    experiment = models.ForeignKey(
        Experiment, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    cell = models.PositiveSmallIntegerField("its place in the experiment, from 0", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["project", "-id"], name="job_wall"),
            GinIndex(OpClass("searched", name="gin_trgm_ops"), name="job_words"),
        ]

    def __str__(self) -> str:
        return f"Job {self.pk}"

    @cached_property
    def sent_along(self) -> list["JobInput"]:
        """Its inputs in their order, with their images; a picture that is drawn anew only leads to it."""
        is_anew = bool(self.parameters.get("anew"))
        rows = self.inputs.select_related("image")
        return [each for each in rows if not (is_anew and each.role == JobInput.Role.SOURCE)]


class JobInput(models.Model):
    """One ordered input: an edge of the lineage graph. `image` is what was sent, whatever happens later."""

    class Role(models.TextChoices):
        SOURCE = "source", "Source"
        REFERENCE = "reference", "Reference"
        MASK = "mask", "Mask"
        NOTES = "notes", "Notes drawn on the source"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="inputs")
    position = models.PositiveSmallIntegerField("1 is the first picture that the prompt can speak of")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.REFERENCE)
    image = models.ForeignKey(Image, on_delete=models.RESTRICT, related_name="+")
    reference = models.ForeignKey(
        Reference, on_delete=models.SET_NULL, null=True, blank=True, related_name="uses"
    )
    variant = models.ForeignKey(
        "studio.Variant", on_delete=models.SET_NULL, null=True, blank=True, related_name="uses"
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["job", "position"], name="one_input_per_position")]

    def __str__(self) -> str:
        return f"JobInput {self.pk}"
