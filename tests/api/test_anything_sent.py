"""Whatever is sent to the API, by its own description or against it, is answered without a failure of ours."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from pytest_django import Settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from studio.models import Job, Project, Reference, User, Variant, Webhook
from studio.pipeline.webhooks import test as send_test
from tests.api.conftest import make_token
from tests.backends.provider import Provider
from tests.studio.views.conftest import reference, variant  # noqa: F401 - the rows that addresses are about
from tests.studio.views.test_every_address import undone

CHECKS: list[Any] = [not_a_server_error, response_schema_conformance, content_type_conformance]
# A stream of events has no end to wait for, and schemathesis leaves open the file of a picture.
LEFT_OUT = {"/api/v1/projects/{pk}/events", "/api/v1/media/{image}/{spec}"}


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests are made in the test's own transaction: as Django's client does, nothing is closed around them."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def asks(
    _one_connection: None,
    settings: Settings,
    alice: User,
    project: Project,
    variant: Variant,  # noqa: F811
    reference: Reference,  # noqa: F811
    provider: Provider,
) -> Callable[[int], list[str]]:
    """asks(n): send n requests of each sort to every operation, about rows that are there; what went wrong."""
    settings.API_REQUESTS_PER_MINUTE = dict.fromkeys(("read", "write", "spend"), 1_000_000)
    secret, _ = make_token(alice)
    rows = {
        "projects": project.pk,
        "prompts": variant.job.prompt_id,
        "references": reference.pk,
        "variants": variant.pk,
        "jobs": variant.job_id,
        "calls": variant.call_id,
        "webhooks": (hook := Webhook.objects.create(project=project, url="https://example.org/hook")).pk,
    }
    delivery = send_test(hook).pk

    def ask(examples: int) -> list[str]:
        wrong: list[str] = []
        for operation, mode in _operations():
            subject = operation.path.split("/")[3]
            places = {"pk": rows.get(subject), "delivery": delivery}
            try:
                _send(operation, mode, examples, places, {"Authorization": f"Bearer {secret}"})
            except BaseExceptionGroup as errors:
                wrong += [f"{operation.label}: {error}" for error in errors.exceptions]
        return wrong

    return ask


def _send(
    operation: Any, mode: GenerationMode, examples: int, places: dict[str, Any], headers: dict[str, str]
) -> None:
    @how(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.path_parameters = {name: places[name] for name in case.path_parameters or {}}
        with undone():
            case.call_and_validate(headers=headers, checks=CHECKS)

    send()


def _operations() -> Iterator[tuple[Any, GenerationMode]]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    found: Any
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            takes_something = operation.body or operation.query or operation.headers
            if operation.path not in LEFT_OUT and (mode == GenerationMode.POSITIVE or takes_something):
                yield operation, mode


def test_a_few_of_everything(asks: Callable[[int], list[str]]) -> None:
    assert "\n".join(asks(2)) == ""
    assert Job.objects.count() == 1


@pytest.mark.faults
def test_very_many_of_everything(asks: Callable[[int], list[str]]) -> None:
    assert "\n".join(asks(150)) == ""
