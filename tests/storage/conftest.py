from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from django.utils.module_loading import import_string

from studio.storage import storages_from_env
from tests.storage import seaweed
from tests.storage.seaweed import Seaweed

BUCKET = "pictures"


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seaweed]:
    """A running server with one private bucket."""
    with seaweed.running(tmp_path_factory.mktemp("s3")) as server:
        client = boto3.client(
            "s3",
            endpoint_url=server.address,
            aws_access_key_id=seaweed.KEY,
            aws_secret_access_key=seaweed.SECRET,
            region_name="us-east-1",
            config=Config(s3={"addressing_style": "path"}),
        )
        client.create_bucket(Bucket=BUCKET)
        client.close()
        yield server


def storage(env: Mapping[str, str], home: Path) -> Any:
    """The default storage as Django makes it from the settings."""
    default = storages_from_env(env, home=home)["default"]
    return import_string(default["BACKEND"])(**default["OPTIONS"])


@pytest.fixture
def bucket(s3: Seaweed, tmp_path: Path) -> Any:
    """The studio's storage when a bucket is named."""
    return storage(s3.environment(BUCKET), tmp_path)


@pytest.fixture
def disk(tmp_path: Path) -> Any:
    return storage({}, tmp_path)
