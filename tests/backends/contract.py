"""What every backend promises, as one class to subclass: supply how to build it, one good conversation and
one refusal. Add a named test for each quirk beside it.

The request that costs is the first one that a backend sends for a wish without inputs; faults strike there.
"""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from studio.backends.base import Accepted, Backend, Event, GeneratedImage, ImageRequest, Usage
from studio.backends.errors import BackendError, BadAnswer, Exhausted, Refused, Unavailable, Unsupported
from studio.backends.fetch import Fetcher
from studio.backends.registry import client as process_client

from .wire import Wire, input_image, tarpit, wish

CANARY = "sk-canary-3141592653589793"


class BackendContract:
    """`secret_shown` is what of the canary could leak in another shape, such as Basic's base64."""

    pictures: tuple[bytes, ...]
    leaks: tuple[str, ...] = (CANARY,)

    def build(self, client: httpx.Client, **options: Any) -> Backend:
        """The backend, with CANARY as its key."""
        raise NotImplementedError

    def good(self, request: httpx.Request) -> httpx.Response:
        """The other side of one successful call that gives `pictures`."""
        raise NotImplementedError

    def refusal(self, words: str) -> httpx.Response:
        """How the provider says with 400 (or its own status) that it will not."""
        raise NotImplementedError

    def trouble(self, words: str) -> httpx.Response:
        """A 500 in the provider's own envelope; None where it has none."""
        raise NotImplementedError

    def request(self) -> ImageRequest:
        return wish()

    # Helpers

    def backend(self, wire: Wire, **options: Any) -> Backend:
        return self.build(wire.client, fetch_from=Fetcher(wire.client), pause=lambda seconds: None, **options)

    def events(self, wire: Wire, **options: Any) -> list[Event]:
        return list(self.backend(wire, **options).send(self.request()))

    def error(self, answer: httpx.Response | Exception, **options: Any) -> BackendError:
        """What the backend raises when its first request meets this."""

        def handle(request: httpx.Request) -> httpx.Response:
            if isinstance(answer, Exception):
                raise answer
            return answer

        with pytest.raises(BackendError) as caught:
            self.events(Wire(handle), **options)
        for leak in self.leaks:
            assert leak not in str(caught.value)
            assert leak not in repr(caught.value)
            assert leak not in caught.value.code
        return caught.value

    # The promises

    def test_the_pictures_come_in_order_and_the_usage_last(self) -> None:
        events = self.events(Wire(self.good))
        images = [event for event in events if isinstance(event, GeneratedImage)]
        assert tuple(image.content for image in images) == self.pictures
        assert [image.index for image in images] == list(range(len(self.pictures)))
        assert all(image.media_type.startswith("image/") for image in images)
        assert isinstance(events[-1], Usage)
        assert events[-1].pictures == len(self.pictures)
        assert sum(isinstance(event, Usage) for event in events) == 1

    def test_the_prompt_is_sent(self) -> None:
        wire = Wire(self.good)
        self.events(wire)
        assert self.request().prompt.encode() in wire.sent()

    def test_an_iterator_that_is_not_read_sends_nothing(self) -> None:
        wire = Wire(self.good)
        self.backend(wire).send(self.request())
        assert wire.requests == []

    def test_too_many_requests_means_later_and_names_the_wait(self) -> None:
        error = self.error(httpx.Response(429, headers={"Retry-After": "7"}, text="slow down"))
        assert isinstance(error, Unavailable)
        assert error.retry_after == 7
        assert error.charged == "no"

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    def test_a_server_error_without_words_may_have_been_charged(self, status: int) -> None:
        error = self.error(httpx.Response(status, text="<html>upstream</html>"))
        assert isinstance(error, Unavailable)
        assert error.charged == "unknown"

    def test_a_server_error_in_its_own_words_was_not_charged(self) -> None:
        error = self.error(self.trouble("the model is being loaded"))
        assert isinstance(error, Unavailable)
        assert error.charged == "no"
        assert "the model is being loaded" in str(error)

    @pytest.mark.parametrize("status", [502, 504])
    def test_the_words_of_a_gateway_are_not_the_providers(self, status: int) -> None:
        error = self.error(httpx.Response(status, json={"error": {"message": "upstream timed out"}}))
        assert isinstance(error, Unavailable)
        assert error.charged == "unknown"

    def test_an_unreachable_provider_charged_nothing(self) -> None:
        error = self.error(httpx.ConnectError("refused"))
        assert isinstance(error, Unavailable)
        assert error.charged == "no"

    @pytest.mark.parametrize(
        "fault", [httpx.ReadTimeout("late"), httpx.ReadError("reset"), httpx.RemoteProtocolError("gone")]
    )
    def test_a_call_without_an_answer_may_have_been_charged(self, fault: httpx.TransportError) -> None:
        error = self.error(fault)
        assert isinstance(error, Unavailable)
        assert error.charged == "unknown"

    def test_a_refusal_keeps_the_words_of_the_provider(self) -> None:
        error = self.error(self.refusal("we do not draw kites on Sundays"))
        assert isinstance(error, Refused)
        assert "we do not draw kites on Sundays" in str(error)
        assert error.charged == "no"

    @pytest.mark.parametrize("status", [401, 402, 403])
    def test_a_bad_key_or_an_empty_account_waits_for_the_owner(self, status: int) -> None:
        error = self.error(httpx.Response(status, json={"error": {"message": "no", "code": "x"}}))
        assert isinstance(error, Exhausted)
        assert error.charged == "no"

    @pytest.mark.parametrize(
        "content",
        [b"<html><body>hello</body></html>", b"{}", b"null", b"[]", b"7", b"", b"[" * 20000, b'{"data": 5}'],
        ids=["html", "object", "null", "list", "number", "empty", "nested", "wrong-type"],
    )
    def test_an_answer_that_cannot_be_read_may_have_been_charged(self, content: bytes) -> None:
        error = self.error(httpx.Response(200, content=content))
        assert isinstance(error, BadAnswer)
        assert error.charged == "unknown"

    def test_an_answer_that_breaks_off_may_have_been_charged(self) -> None:
        error = self.error(httpx.Response(200, stream=Broken()))
        assert isinstance(error, BadAnswer)
        assert error.charged == "unknown"

    def test_an_answer_without_end_is_cut_at_the_limit(self) -> None:
        stream = Endless()
        error = self.error(httpx.Response(200, stream=stream), max_answer_bytes=100_000)
        assert isinstance(error, BadAnswer)
        assert stream.given <= 200_000

    def test_a_redirect_of_a_call_is_not_followed(self) -> None:
        wire = Wire(lambda request: httpx.Response(302, headers={"Location": "https://elsewhere.example/"}))
        with pytest.raises(BadAnswer, match="base_url") as caught:
            self.events(wire)
        assert caught.value.charged == "no"
        assert len(wire.requests) == 1

    def test_a_key_that_the_provider_repeats_is_not_shown(self) -> None:
        for status in (400, 401, 429, 500):
            self.error(
                httpx.Response(status, json={"error": {"message": f"bad key {CANARY}", "code": CANARY}})
            )
        assert CANARY not in repr(self.backend(Wire(self.good)))

    def test_more_inputs_than_it_takes_are_refused_before_anything_is_sent(self) -> None:
        words = self.refused(inputs=tuple(input_image() for _ in range(200)))
        assert "input pictures" in words

    def test_an_impossible_size_is_refused_before_anything_is_sent(self) -> None:
        self.refused(width=1, height=1)
        self.refused(width=200_000, height=200_000)

    def test_no_words_are_refused_before_anything_is_sent(self) -> None:
        self.refused(prompt="  \n")

    def test_half_a_character_is_refused_before_anything_is_sent(self) -> None:
        wire = Wire(self.good)
        with pytest.raises(Unsupported):
            list(self.backend(wire).send(wish(prompt="a kite \ud83e")))
        assert wire.requests == []

    def test_a_count_out_of_range_is_refused_before_anything_is_sent(self) -> None:
        self.refused(count=0)
        self.refused(count=1000)

    def refused(self, **changes: object) -> str:
        """What is said to a wish that must not be sent."""
        wire = Wire(self.good)
        with pytest.raises(Unsupported) as caught:
            self.backend(wire).send(wish(**changes))
        assert wire.requests == []
        assert caught.value.charged == "no"
        return str(caught.value)

    @pytest.mark.parametrize(
        "opening",
        [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n"],
    )
    def test_a_call_ends_at_its_deadline_however_slowly_bytes_come(self, opening: bytes) -> None:
        with tarpit(opening) as origin:
            backend = self.build(process_client(), base_url=origin, deadline=0.3)
            began = time.monotonic()
            with pytest.raises(BackendError) as caught:
                list(backend.send(self.request()))
            assert 0.28 <= time.monotonic() - began <= 1.5
        assert caught.value.charged == "unknown"

    def test_the_estimate_covers_the_bill(self) -> None:
        wire = Wire(self.good)
        usage = self.events(wire)[-1]
        assert isinstance(usage, Usage)
        if usage.amount is not None:
            assert self.backend(wire).estimate(self.request()) >= usage.amount


class PollableContract(BackendContract):
    """For backends whose call goes on without its caller."""

    def submissions(self, wire: Wire) -> int:
        """How many of the requests began something that costs."""
        raise NotImplementedError

    def test_its_id_is_told_before_the_first_picture(self) -> None:
        events = self.events(Wire(self.good))
        kinds = [type(event) for event in events]
        assert kinds.index(Accepted) < kinds.index(GeneratedImage)

    def test_a_call_is_taken_up_again_without_being_sent_again(self) -> None:
        wire = Wire(self.good)
        backend = self.backend(wire)
        events = backend.send(self.request())
        ref = next(event.ref for event in events if isinstance(event, Accepted))
        close = getattr(events, "close", None)
        assert close is not None
        close()
        rest = list(backend.resume(ref, self.request()))
        images = [event.content for event in rest if isinstance(event, GeneratedImage)]
        assert tuple(images) == self.pictures
        assert isinstance(rest[-1], Usage)
        assert self.submissions(wire) == 1


class Broken(httpx.SyncByteStream):
    def __iter__(self) -> Iterator[bytes]:
        yield b'{"data": [{"b64_json": "'
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


class Endless(httpx.SyncByteStream):
    def __init__(self) -> None:
        self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.given += 10_000
            yield b" " * 10_000
