"""The browser of the browser tests: found, or installed where Debian's packages can be."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PACKAGES = ("chromium", "fonts-dejavu-core")


def find_chromium() -> str | None:
    """Its path: the environment's CHROMIUM, or one of the usual places."""
    for candidate in (os.environ.get("CHROMIUM", ""), *NAMES, *MACOS):
        if candidate and (found := shutil.which(candidate)):
            return found
    return None


def chromium_or_why_not() -> tuple[str | None, str]:
    """Its path, installed if need be, or the reason why there is none."""
    if found := find_chromium():
        return found, ""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None, "Chromium is not installed, and only root with apt-get could install it here"
    print("seedbed: Installing Chromium for the browser tests …", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(["apt-get", *arguments], check=False, env=env, capture_output=True, text=True)
        if done.returncode:
            cause = (done.stderr.strip().splitlines() or ["no words"])[-1]
            return None, f"Chromium could not be installed: {cause}"
    found = find_chromium()
    return found, "" if found else "Chromium was installed, but is not on the PATH"
