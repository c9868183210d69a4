import re

from studio.images.keys import image_key, rendition_key
from studio.images.specs import W320, W640

SHA = "ab" * 32


def test_a_key_is_the_same_whenever_it_is_made() -> None:
    assert image_key(7, SHA, "png", secret="s") == image_key(7, SHA, "png", secret="s")
    assert re.fullmatch(r"images/[0-9a-f]{2}/[0-9a-f]{40}\.png", image_key(7, SHA, "png", secret="s"))


def test_neither_team_nor_content_nor_secret_can_be_left_out() -> None:
    keys = {
        image_key(7, SHA, "png", secret="s"),
        image_key(8, SHA, "png", secret="s"),
        image_key(7, "cd" * 32, "png", secret="s"),
        image_key(7, SHA, "png", secret="t"),
        image_key(71, SHA[1:], "png", secret="s"),
    }
    assert len(keys) == 5
    assert not any("abab" in key for key in keys)


def test_a_rendition_does_not_lead_to_its_original_or_its_sisters() -> None:
    key = image_key(7, SHA, "png", secret="s")
    middle, small = (rendition_key(key, spec, secret="s") for spec in (W640, W320))
    assert re.fullmatch(r"renditions/[0-9a-f]{2}/[0-9a-f]{40}\.webp", middle)
    assert middle != small
    assert key.split("/", 1)[1][:20] not in middle
    assert middle != rendition_key(key, W640, secret="t")
