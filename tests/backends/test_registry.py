"""Aliases to backends."""

from collections.abc import Mapping

import pytest
from django.test import override_settings

from studio.backends import registry
from studio.backends.errors import BackendError, Misconfigured

from .wire import UNUSED

ARK = "studio.backends.seedream.Seedream"
MAPPING = {
    "ark": {"BACKEND": ARK, "OPTIONS": {"model": "seedream-4-0-250828", "api_key": "canary"}},
    "local": {
        "BACKEND": ARK,
        "OPTIONS": {"model": "seedbed-illustrator", "base_url": "http://127.0.0.1:1/api/v3"},
    },
}


@pytest.mark.django_db
@override_settings(IMAGE_BACKENDS=MAPPING)
def test_aliases_keep_the_order_of_the_settings() -> None:
    assert registry.aliases() == ["ark", "local"]
    assert registry.backend("local").label == "Local illustrator"


@pytest.mark.django_db
@override_settings(IMAGE_BACKENDS=MAPPING)
def test_an_unknown_alias_is_named_with_the_known_ones() -> None:
    with pytest.raises(Misconfigured, match=r"'fal'.*ark, local"):
        registry.backend("fal")


def test_a_change_of_the_settings_is_seen_at_once() -> None:
    with override_settings(IMAGE_BACKENDS=MAPPING):
        assert registry.backend("ark").label == "Seedream 4.0"
    changed = {"ark": {"BACKEND": ARK, "OPTIONS": {"model": "seedream-4-5-1", "label": "Ours"}}}
    with override_settings(IMAGE_BACKENDS=changed):
        assert registry.backend("ark").label == "Ours"


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"BACKEND": 7},
        {"BACKEND": "nowhere"},
        {"BACKEND": "studio.backends.nowhere.Nobody"},
        {"BACKEND": "studio.backends.seedream.Nobody"},
        {"BACKEND": "studio.backends.errors.Refused"},
        {"BACKEND": ARK, "OPTIONS": ["model"]},
        {"BACKEND": ARK, "OPTIONS": {}},
        {"BACKEND": ARK, "OPTIONS": {"model": "unheard-of"}},
        {"BACKEND": ARK, "OPTIONS": {"model": "seedream-4-0-1", "wings": 2}},
        {"BACKEND": ARK, "OPTIONS": {"model": "seedream-4-0-1", "base_url": "ark.example"}},
        {"BACKEND": ARK, "OPTIONS": {"model": "seedream-4-0-1", "base_url": "https://u:canary@ark.example"}},
        {"BACKEND": ARK, "OPTIONS": {"model": "seedream-4-0-1", "api_key": "canary\n"}},
    ],
)
def test_a_wrong_entry_is_named_and_shows_no_secret(config: Mapping[str, object]) -> None:
    with pytest.raises(Misconfigured) as caught:
        registry.build("mine", config, UNUSED)
    assert not isinstance(caught.value, BackendError)
    assert "canary" not in str(caught.value)


def test_the_process_has_one_client() -> None:
    assert registry.client() is registry.client()
