"""The containers run what `manage.py up` runs."""

import json
import os
import re
import shlex
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from studio.stack.home import ROOT
from studio.stack.services import ENGINE_PORT, SERVICES, WEB_PORT

SECRETS = dict.fromkeys(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()), "x")
ADDRESS = {"web": {"host": "0.0.0.0", "port": WEB_PORT}, "engine": {"host": "0.0.0.0", "port": ENGINE_PORT}}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"])


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_runs_the_same_command(name: str, compose: dict[str, Any]) -> None:
    ours = SERVICES[name].command("python", **ADDRESS.get(name, {}))
    assert shlex.split(compose[name]["command"]) == ours


def test_the_image_serves_pages_by_default() -> None:
    command = re.search(r"^CMD (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert command
    assert json.loads(command[1]) == SERVICES["web"].command("python", **ADDRESS["web"])


def test_every_process_of_the_studio_has_what_it_needs(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "image-worker", "relay"):
        assert compose[name]["environment"] == compose["migrate"]["environment"]
        assert set(compose[name]["depends_on"]) == {"migrate", "bucket", "valkey"}


def test_every_server_has_a_health_check_and_keeps_its_data(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "image-worker", "engine", "postgres", "valkey", "s3"):
        assert compose[name]["healthcheck"]["test"], name
    for name in ("postgres", "valkey", "s3"):
        assert compose[name]["volumes"], name


def test_no_secret_is_written_down() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in re.findall(r"^\s+(\w*(?:PASSWORD|SECRET|_KEY)\w*): *(.*)$", text, re.MULTILINE):
        assert name[1].startswith("${") or not name[1], name
    assert {"SECRET_KEY", "POSTGRES_PASSWORD", "ENGINE_KEY", "S3_SECRET_KEY"} <= set(SECRETS)


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not installed")
class TestDockerCompose:
    def run(self, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["docker-compose", "config", "-q"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **env},
            capture_output=True,
            text=True,
            check=False,
        )

    def test_it_accepts_the_file(self) -> None:
        done = self.run(SECRETS)
        assert (done.returncode, done.stderr) == (0, "")

    def test_it_refuses_to_start_without_a_secret(self) -> None:
        without = {name: value for name, value in SECRETS.items() if name != "ENGINE_KEY"}
        done = self.run(without)
        assert done.returncode != 0
        assert "a long random text, which only the studio tells the engine" in done.stderr
