"""One line for a heading: what a document says, not how it is written."""

import pytest

from studio.prompts.summary import summary


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a red kite over dunes", "a red kite over dunes"),
        ('{"subject": "a kite"}', "a kite"),
        ('{"subject": "kite", "light": {"key": "dusk"}, "iso": 100}', "kite · dusk"),
        (
            '{"output": {"profile": "sRGB"}, "subject": {"who": "an old sailor", "wears": "a wool\\n coat"}}',
            "an old sailor · a wool coat",
        ),
        ('{"subject": "a red kite", "negative_prompt": ["no text at all", "no people"]}', "a red kite"),
        ('["a red kite", "a long tail"]', "a red kite · a long tail"),
    ],
)
def test_a_prompt_is_told_in_one_line(text: str, said: str) -> None:
    assert summary(text) == said


@pytest.mark.parametrize(
    "text", ['{"subject": ', "{}", '{"n": 7}', '{"avoid": "rain"}', "[" * 5_000 + "]" * 5_000]
)
def test_what_cannot_be_told_stays_as_it_is_written(text: str) -> None:
    assert summary(text) == text
