"""Real providers, for whoever has a key: `ARK_API_KEY=… pytest -m live tests/backends`. It costs a few cents."""

import os

import pytest

from studio.backends.base import GeneratedImage, Usage
from studio.backends.registry import client
from studio.backends.seedream import Seedream

from .wire import wish

pytestmark = pytest.mark.live


def test_ark_draws_a_small_red_square() -> None:
    backend = Seedream(
        client=client(),
        api_key=os.environ["ARK_API_KEY"],
        base_url=os.environ.get("ARK_BASE_URL", ""),
        model=os.environ.get("ARK_MODEL", "seedream-4-0-250828"),
    )
    request = wish(prompt="a small red square on white", width=1024, height=1024)
    image, usage = list(backend.send(request))
    assert isinstance(image, GeneratedImage)
    assert isinstance(usage, Usage)
    assert usage.amount == backend.estimate(request)
