"""Files in a real S3 server, through Django's storage API as the studio is configured."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile

from tests import pictures
from tests.storage import seaweed
from tests.storage.conftest import BUCKET, storage
from tests.storage.seaweed import Seaweed


def saved(bucket: Any, name: str, content: bytes = b"some bytes") -> str:
    return str(bucket.save(name, ContentFile(content)))


def read(bucket: Any, name: str) -> bytes:
    with bucket.open(name) as file:
        return bytes(file.read())


def test_what_is_saved_can_be_read_sized_and_deleted(bucket: Any) -> None:
    content = pictures.png()
    name = saved(bucket, "images/ab/cdef.png", content)
    assert name == "images/ab/cdef.png"
    assert bucket.exists(name)
    assert bucket.size(name) == len(content)
    assert read(bucket, name) == content
    bucket.delete(name)
    assert not bucket.exists(name)
    bucket.delete(name)


def test_what_is_not_there_is_file_not_found(bucket: Any) -> None:
    assert not bucket.exists("images/no/thing.png")
    with pytest.raises(FileNotFoundError):
        read(bucket, "images/no/thing.png")
    with pytest.raises(FileNotFoundError):
        bucket.size("images/no/thing.png")


def test_names_may_be_in_any_script(bucket: Any) -> None:
    name = saved(bucket, "Übung/画像 één+plus & 100%.txt", b"hello")
    assert bucket.exists(name)
    assert httpx.get(bucket.url(name)).content == b"hello"
    assert "画像 één+plus & 100%.txt" in bucket.listdir("Übung")[1]


def test_the_same_name_is_the_same_file(bucket: Any) -> None:
    assert [saved(bucket, "images/one/name.txt") for _ in range(2)] == ["images/one/name.txt"] * 2
    assert bucket.listdir("images/one") == ([], ["name.txt"])


def test_a_name_cannot_climb_out_of_the_bucket(bucket: Any) -> None:
    name = saved(bucket, "a/./b.txt")
    assert name == "a/b.txt"
    with pytest.raises(SuspiciousFileOperation):
        saved(bucket, "../outside.txt")


def test_a_signed_address_gives_the_picture_for_five_minutes(bucket: Any) -> None:
    content = pictures.webp()
    address = bucket.url(saved(bucket, "renditions/ab/cd.webp", content))
    answer = httpx.get(address)
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["content-type"] == "image/webp"
    query = parse_qs(urlsplit(address).query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["300"]


def test_a_download_has_the_name_and_type_that_were_asked_for(bucket: Any) -> None:
    name = saved(bucket, "images/ab/download.png", pictures.png())
    asked = {
        "ResponseContentDisposition": "attachment; filename*=UTF-8''red%20fox.png",
        "ResponseContentType": "application/octet-stream",
    }
    answer = httpx.get(bucket.url(name, parameters=asked))
    assert answer.headers["content-disposition"] == asked["ResponseContentDisposition"]
    assert answer.headers["content-type"] == "application/octet-stream"


def test_an_unsigned_request_is_refused(bucket: Any, s3: Seaweed) -> None:
    name = saved(bucket, "private.txt")
    plain = bucket.url(name).split("?")[0]
    assert plain.startswith(s3.address)
    assert httpx.get(plain).status_code == 403
    assert httpx.put(plain, content=b"mine now").status_code == 403
    assert httpx.delete(plain).status_code == 403
    assert httpx.get(f"{s3.address}/{BUCKET}/").status_code == 403
    assert read(bucket, name) == b"some bytes"


@pytest.mark.parametrize(
    ("genuine", "forged"),
    [
        ("/mine", "/yours"),
        ("X-Amz-Expires=300", "X-Amz-Expires=86400"),
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
    ],
    ids=["another file", "a longer life", "another signature"],
)
def test_a_tampered_address_is_refused(bucket: Any, genuine: str, forged: str) -> None:
    address = bucket.url(saved(bucket, "tampered/mine"))
    tampered = address.replace(genuine, forged)
    assert tampered != address
    assert httpx.get(tampered).status_code == 403


def test_an_address_is_for_reading_only(bucket: Any) -> None:
    address = bucket.url(saved(bucket, "read-only.txt"))
    assert httpx.put(address, content=b"mine now").status_code == 403
    assert httpx.delete(address).status_code == 403


def test_an_address_of_yesterday_is_refused(s3: Seaweed, bucket: Any) -> None:
    name = saved(bucket, "yesterday.txt")
    assert httpx.get(signed(s3, name, age=timedelta(minutes=4))).status_code == 200
    assert httpx.get(signed(s3, name, age=timedelta(minutes=6))).status_code == 403


def signed(s3: Seaweed, name: str, *, age: timedelta) -> str:
    """An address for five minutes, signed some time ago, with the right key."""

    class SignedThen(S3SigV4QueryAuth):  # type: ignore[misc]  # botocore ships no types
        def _modify_request_before_signing(self, request: Any) -> None:
            then = datetime.now(UTC) - age
            request.context["timestamp"] = then.strftime("%Y%m%dT%H%M%SZ")
            super()._modify_request_before_signing(request)

    request = AWSRequest("GET", f"{s3.address}/{BUCKET}/{name}")
    SignedThen(Credentials(seaweed.KEY, seaweed.SECRET), "s3", "us-east-1", expires=300).add_auth(request)
    return str(request.url)


def test_a_file_of_many_parts_comes_back_whole(bucket: Any) -> None:
    block = hashlib.sha256(b"block").digest() * 32_768  # 1 MiB
    content = block * 20 + b"the end"
    name = saved(bucket, "large.bin", content)
    assert bucket.size(name) == len(content)
    assert httpx.get(bucket.url(name)).content == content
    assert hashlib.sha256(read(bucket, name)).digest() == hashlib.sha256(content).digest()
    tag = bucket.connection.meta.client.head_object(Bucket=BUCKET, Key=name)["ETag"]
    assert tag.strip('"').endswith("-3")  # three parts


def test_browsers_may_reach_the_server_by_another_name(s3: Seaweed, bucket: Any, tmp_path: Path) -> None:
    outside = f"http://localhost:{s3.port}"
    env = {**s3.environment(BUCKET), "AWS_S3_PUBLIC_ENDPOINT_URL": outside}
    named = storage(env, tmp_path)
    name = saved(named, "named.txt")
    address = named.url(name)
    assert address.startswith(f"{outside}/{BUCKET}/named")
    answer = httpx.get(address.replace("localhost", "127.0.0.1"), headers={"Host": f"localhost:{s3.port}"})
    assert answer.content == b"some bytes"


def test_a_wrong_key_is_an_error_and_not_an_empty_bucket(s3: Seaweed, tmp_path: Path) -> None:
    env = {**s3.environment(BUCKET), "AWS_SECRET_ACCESS_KEY": "wrong"}
    locked_out = storage(env, tmp_path)
    with pytest.raises(ClientError):
        locked_out.exists("private.txt")
    with pytest.raises(ClientError):
        saved(locked_out, "x.txt")
