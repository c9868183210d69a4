"""What the environment makes of settings.STORAGES; no server needed."""

import ctypes
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from studio.storage import storages_from_env

HOME = Path("/home/of/seedbed")
NAMED = {"AWS_STORAGE_BUCKET_NAME": "pictures", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s"}


def options(**more: str) -> dict[str, Any]:
    made: dict[str, Any] = storages_from_env({**NAMED, **more}, home=HOME)["default"]["OPTIONS"]
    return made


def test_without_a_bucket_files_are_on_disk() -> None:
    default = storages_from_env({}, home=HOME)["default"]
    assert default["BACKEND"].endswith("WholeFileStorage")
    assert default["OPTIONS"]["location"] == HOME / "media"
    assert storages_from_env({"AWS_STORAGE_BUCKET_NAME": ""}, home=HOME)["default"] == default


def test_files_on_disk_are_for_our_own_user_only(disk: Any) -> None:
    name = disk.save("images/ab/cd.png", ContentFile(b"bytes"))
    assert stat.S_IMODE(Path(disk.path(name)).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(disk.path(name)).parent.stat().st_mode) == 0o700
    with disk.open(name) as file:
        assert file.read() == b"bytes"


class Breaking(ContentFile[bytes]):
    """Bytes whose writer does not live to see the last of them."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half of a pic"
        raise KeyboardInterrupt


def test_a_writer_that_dies_leaves_nothing_that_looks_whole(disk: Any) -> None:
    with pytest.raises(KeyboardInterrupt):
        disk.save("images/ab/cd.png", Breaking(b"half of a picture"))
    assert not disk.exists("images/ab/cd.png")
    assert disk.save("images/ab/cd.png", ContentFile(b"all of it")) == "images/ab/cd.png"
    assert disk.remove_drafts(before=0) == 0, "it may still be written"
    assert disk.remove_drafts(before=time.time() + 1) == 1
    with disk.open("images/ab/cd.png") as file:
        assert file.read() == b"all of it"


def test_what_was_saved_lies_on_the_disk_itself(disk: Any) -> None:
    content = os.urandom(1_000_000)
    path = Path(disk.path(disk.save("images/ab/cd.png", ContentFile(content))))
    with path.open("rb") as saved, path.with_name("unsynced").open("wb") as unsynced:
        unsynced.write(content)
        unsynced.flush()
        assert unwritten_pages(unsynced) > 0, "or this would see nothing"
        os.fsync(unsynced.fileno())
        if unwritten_pages(unsynced):
            pytest.skip("the temporary folder lies in memory")
        assert unwritten_pages(saved) == 0


def test_the_same_name_is_the_same_file(disk: Any) -> None:
    assert [disk.save("images/ab/cd.png", ContentFile(b"bytes")) for _ in range(2)] == [
        "images/ab/cd.png"
    ] * 2
    assert disk.listdir("images/ab") == ([], ["cd.png"])


CACHESTAT = 451


def unwritten_pages(file: IO[bytes]) -> int:
    """Pages of this file that a power cut would take; skips the test where the kernel (before 6.5) cannot say."""
    told = (ctypes.c_uint64 * 5)()  # cached, dirty, being written, evicted, evicted lately
    whole = (ctypes.c_uint64 * 2)()
    call = ctypes.CDLL(None).syscall
    if call(CACHESTAT, file.fileno(), ctypes.byref(whole), ctypes.byref(told), 0):
        pytest.skip("this kernel does not tell what is not written yet")
    return int(told[1] + told[2])


def test_a_bucket_is_private_and_signed_for_minutes() -> None:
    made = options()
    assert (made["querystring_auth"], made["querystring_expire"]) == (True, 300)
    assert made["default_acl"] is None
    assert made["client_config"].signature_version == "s3v4"
    assert made["client_config"].s3 == {"addressing_style": "path"}


def test_the_style_of_addresses_can_be_chosen() -> None:
    assert options(AWS_S3_ADDRESSING_STYLE="virtual")["client_config"].s3 == {"addressing_style": "virtual"}
    with pytest.raises(ImproperlyConfigured, match="it can be path, virtual or auto"):
        options(AWS_S3_ADDRESSING_STYLE="hosted")


@pytest.mark.parametrize("missing", ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
def test_half_a_key_is_an_error_that_names_both(missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY together"):
        options(**{missing: ""})


def test_no_key_at_all_means_the_machine_s_own_role() -> None:
    made = options(AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY="")
    assert (made["access_key"], made["secret_key"]) == (None, None)


@pytest.mark.parametrize("name", ["AWS_S3_ENDPOINT_URL", "AWS_S3_PUBLIC_ENDPOINT_URL"])
def test_an_address_without_its_scheme_is_an_error_that_shows_it(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} is 's3:8333'; it must begin with http"):
        options(**{name: "s3:8333"})
