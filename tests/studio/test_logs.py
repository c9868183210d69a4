"""The log names no key, and a record is one line whatever an address says."""

import logging

import pytest

from studio.logs import Line
from studio.models.invitation import PREFIX as INVITATION
from studio.models.share import PREFIX as SHARE
from studio.models.token import make_secret


def line(words: str, *told: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, words, told, None)
    return Line("{levelname} {message}", style="{").format(record)


@pytest.mark.parametrize("prefix", ["sbd_", SHARE, INVITATION])
def test_a_key_in_an_address_is_not_written_down(prefix: str) -> None:
    secret = make_secret(prefix)
    assert line("Not Found: %s", f"/s/{secret}/3/original/") == f"WARNING Not Found: /s/{prefix}…/3/original/"


@pytest.mark.parametrize(
    "way", ["/accounts/password/reset/key/", "/accounts/confirm-email/", "/welcome/", "/v1/files/"]
)
def test_the_address_in_a_mail_is_not_written_down(way: str) -> None:
    assert line("Not Found: %s", f"{way}3-c4f1e2aabbcc/") == f"WARNING Not Found: {way}…/"


def test_an_address_forges_no_second_line() -> None:
    said = line("%s: the database is away", "/x\n2026-11-27 ERROR root: all is lost\x1b[2J")
    assert said == "WARNING /x\\n2026-11-27 ERROR root: all is lost\\x1b[2J: the database is away"
