"""Pieces that all HTTP backends stand on: waits, streams of events, base64, deadlines on real sockets."""

import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpcore
import pytest

from studio.backends.base import SizeRules
from studio.backends.errors import BackendError, BadAnswer, Unavailable
from studio.backends.fetch import GuardedNetwork, ssl_context
from studio.backends.payload import data_uri, decoded, details_of, media_type_of, seconds_of
from studio.backends.registry import client
from studio.backends.seedream import Seedream
from studio.backends.sse import events
from studio.backends.transport import Deadline, make_client

from .provider import Fault, Provider, Reply, picture
from .wire import input_image, png, tarpit, wish


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        (" 1.5 ", 1.5),
        ("0", 0.0),
        (None, None),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("nan", None),
    ],
)
def test_a_wait_is_read_from_a_number(text: str | None, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def test_a_wait_is_read_from_a_date() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    told = seconds_of(soon)
    assert told is not None
    assert 85 <= told <= 90
    assert seconds_of("Wed, 21 Oct 2015 07:28:00 GMT") == 0


def in_pieces(text: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(text), size):
        yield text[start : start + size]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_events_may_be_cut_anywhere(size: int) -> None:
    text = b": hello\nevent: a\ndata: one\n\nid: 3\r\ndata:two\r\ndata:  lines\r\n\r\n\n\ndata: cut off"
    assert list(events(in_pieces(text, size), 100)) == [b"one", b"two\n lines"]


@pytest.mark.parametrize("text", [b"data: " + b"x" * 200, b"data: xxxxxxxx\n" * 30])
def test_an_event_without_end_is_refused(text: bytes) -> None:
    with pytest.raises(BadAnswer):
        list(events(in_pieces(text, 10), 100))


@pytest.mark.parametrize("text", [None, "", 7, "%%%", "aGk", ["aGk="]])
def test_what_is_not_base64_is_a_bad_answer(text: object) -> None:
    with pytest.raises(BadAnswer):
        decoded(text)


def test_base64_may_carry_the_head_of_a_data_uri() -> None:
    assert decoded("data:image/png;base64,aGk=") == decoded("aGk=") == b"hi"


def test_the_first_bytes_tell_the_type() -> None:
    assert media_type_of(png()) == "image/png"
    assert media_type_of(picture()) == "image/jpeg"
    assert media_type_of(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "image/webp"
    assert media_type_of(b"<svg xmlns='http://www.w3.org/2000/svg'/>") is None
    assert media_type_of(b"") is None


def test_sizes_are_judged_by_area_aspect_and_step() -> None:
    rules = SizeRules({}, min_area=10_000, max_area=1_000_000, min_aspect=0.5, max_aspect=2.0, step=16)
    assert rules.problem(320, 320) is None
    for width, height in (
        (16, 16),
        (1600, 1600),
        (1600, 400),
        (400, 1600),
        (330, 320),
        (0, 320),
        (-16, -1600),
    ):
        assert rules.problem(width, height), (width, height)


@pytest.mark.parametrize(
    "fault", ["cut", "trickle", "garbage", "reset", "silent", "wrong_length", "chunked_garbage"]
)
def test_a_spoilt_answer_over_a_real_socket_ends_in_time_and_may_have_been_charged(fault: Fault) -> None:
    with Provider() as provider:
        provider.script(Reply(fault=fault))
        backend = Seedream(client=client(), base_url=provider.url, model="seedream-4-0-250828", deadline=0.5)
        began = time.monotonic()
        with pytest.raises(BackendError) as caught:
            list(backend.send(wish(key=fault)))
        assert time.monotonic() - began <= 1.5
        assert caught.value.charged == "unknown"
        assert provider.charged_for(fault) == 1


def test_a_large_upload_arrives_whole() -> None:
    image = input_image()
    large = type(image)(b"\x89PNG" + bytes(range(256)) * 4000, "image/png", 1000, 1000)
    with Provider() as provider:
        backend = Seedream(client=client(), base_url=provider.url, model="seedream-4-0-1")
        list(backend.send(wish(inputs=(large,))))
        assert provider.requests[0].body["image"] == [data_uri(large)]


def test_an_upload_that_nobody_reads_ends_in_time() -> None:
    with tarpit(b"", every=1.0) as origin:
        backend = Seedream(client=client(), base_url=origin, model="seedream-4-0-1", deadline=0.5)
        image = input_image()
        large = type(image)(b"\x89PNG" * 2_400_000, "image/png", 1000, 1000)
        began = time.monotonic()
        with pytest.raises(BackendError):
            list(backend.send(wish(inputs=(large,) * 2)))
        assert time.monotonic() - began <= 3


def test_an_error_whose_words_never_end_is_told_by_its_status_in_time() -> None:
    with tarpit(b"HTTP/1.1 500 Oops\r\n\r\n") as origin:
        backend = Seedream(client=client(), base_url=origin, model="seedream-4-0-1", deadline=0.3)
        began = time.monotonic()
        with pytest.raises(BackendError, match="status 500") as caught:
            list(backend.send(wish()))
        assert time.monotonic() - began <= 1.5
        assert caught.value.charged == "unknown"


def test_hanging_up_frees_the_provider() -> None:
    with Provider() as provider:
        provider.script(Reply(pause=5.0))
        backend = Seedream(client=client(), base_url=provider.url, model="seedream-4-0-1")
        events = backend.send(wish(count=3))
        next(events)
        close = getattr(events, "close", None)
        assert close is not None
        began = time.monotonic()
        close()
        assert time.monotonic() - began < 3


def test_two_calls_at_once_keep_their_own_deadlines() -> None:
    with Provider() as provider:
        provider.always(Reply(delay=0.6))
        ended: list[str] = []

        def call(deadline: float) -> None:
            backend = Seedream(
                client=client(), base_url=provider.url, model="seedream-4-0-1", deadline=deadline
            )
            try:
                list(backend.send(wish()))
                ended.append("came")
            except BackendError:
                ended.append("late")

        threads = [threading.Thread(target=call, args=(seconds,)) for seconds in (0.3, 5.0)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(ended) == ["came", "late"]


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ("http://nowhere.invalid", "cannot be reached: its name has no address."),
        ("http://127.0.0.1:1", "cannot be reached: nothing listens at its address."),
        ("https://{provider}", "cannot be reached: it does not speak https at its address."),
    ],
)
def test_who_gave_a_wrong_address_is_told_what_is_wrong_with_it(origin: str, why: str) -> None:
    with Provider() as provider:
        address = origin.format(provider=provider.origin.removeprefix("http://"))
        backend = Seedream(base_url=address, model="seedream-4-0-250828", api_key="key", client=client())
        with pytest.raises(Unavailable, match=re.escape(why)):
            list(backend.send(wish()))


@pytest.mark.parametrize("leads", [[], ["10.0.0.7"]])
def test_a_guarded_name_that_leads_inside_is_told_like_one_that_leads_nowhere(leads: list[str]) -> None:
    guarded = make_client(GuardedNetwork(frozenset(), lambda host, port: leads), ssl_context())
    backend = Seedream(base_url="https://a.example", model="seedream-4-0-250828", client=guarded)
    with pytest.raises(Unavailable, match=r"cannot be reached: its name has no public address\."):
        list(backend.send(wish()))


def test_a_deadline_can_only_come_nearer() -> None:
    until = Deadline(10)
    until.shorten(100)
    assert until.left() <= 10
    until.shorten(0)
    assert until.over()


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Provider() as provider, make_client(httpcore.SyncBackend(), ssl_context()) as fresh:
        backend = Seedream(
            client=fresh, base_url=provider.url, model="seedream-4-0-1", response_format="b64_json"
        )
        assert list(backend.send(wish()))


def test_details_that_unfold_without_end_are_left_out() -> None:
    plan: object = "a kite"
    for _ in range(100):
        plan = [plan]
    assert details_of({"plan": plan, "seed": 7}, ("plan", "seed")) == {}
    assert details_of({"plan": ["a kite"], "seed": 7}, ("plan", "seed")) == {"plan": ["a kite"], "seed": 7}
