"""pip's failures in one sentence."""

import platform
import re
import sys

from studio.stack.steps import LOG

NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name resolution|Max retries exceeded|"
    r"ConnectTimeoutError|ReadTimeoutError|Connection refused|Network is unreachable|ProxyError",
)
NO_WHEEL = re.compile(r"No matching distribution found for (\S+?)(?:==(\S+))?[\s;(]")
NO_SPACE = "No space left on device"
OTHER_HASH = "THESE PACKAGES DO NOT MATCH THE HASHES"


def why_pip_failed(output: str) -> str:
    """The cause as a person can act on it; pip's own words are in the log."""
    words = f"(pip's own words are in {LOG})"
    if NO_SPACE in output:
        return f"The packages do not fit: no space left on the disk {words}."
    if OTHER_HASH in output:
        return f"A downloaded package is not the one that was locked, so nothing was installed {words}."
    if NO_NETWORK.search(output):
        return f"The package index does not answer: is this machine on the network? {words}"
    if found := NO_WHEEL.search(output + "\n"):
        name, version = found.group(1), found.group(2)
        python = ".".join(map(str, sys.version_info[:2]))
        return (
            f"{name} {version or ''} has no ready-made wheel for Python {python} on {platform.system()} "
            f"{platform.machine()}, and Seedbed compiles nothing: use another Python from 3.11 on {words}."
        )
    errors = (
        [line for line in output.splitlines() if line.startswith("ERROR:")]
        or output.splitlines()
        or ["no words"]
    )
    return f"pip failed: {errors[-1].removeprefix('ERROR: ').strip()} {words}"
