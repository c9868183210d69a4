"""What pip and npm say, in one sentence for the person at the terminal."""

import pytest

from studio.stack.frontend import why_npm_failed
from studio.stack.pip_errors import why_pip_failed

NO_WHEEL = """\
Collecting resvg-py==0.5.0 (from -r requirements/local.txt (line 2105))
ERROR: Could not find a version that satisfies the requirement resvg-py==0.5.0 (from versions: none)
ERROR: No matching distribution found for resvg-py==0.5.0
"""
NO_NETWORK = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3>')': /simple/
ERROR: Could not find a version that satisfies the requirement a2wsgi==1.10.10 (from versions: none)
ERROR: No matching distribution found for a2wsgi==1.10.10
"""
OTHER_HASH = """\
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions …
    django==5.2.19 from …:
        Expected sha256 aaaa
             Got        bbbb
"""
NO_SPACE = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
SOMETHING_ELSE = "Collecting x\nERROR: Cannot open requirements file\n"


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (NO_WHEEL, "resvg-py 0.5.0 has no ready-made wheel for Python 3."),
        (NO_NETWORK, "The package index does not answer"),
        (OTHER_HASH, "A downloaded package is not the one that was locked, so nothing was installed"),
        (NO_SPACE, "The packages do not fit: no space left on the disk"),
        (SOMETHING_ELSE, "pip failed: Cannot open requirements file"),
        ("", "pip failed: no words"),
    ],
)
def test_pips_failure_has_a_cause(output: str, sentence: str) -> None:
    words = why_pip_failed(output)
    assert words.startswith(sentence)
    assert "\n" not in words
    assert "setup.log" in words


BUILD = """\
> build
> vite build

transforming...
error during build:
\x1b[31mCould not resolve "./lost" from "src/main.ts"\x1b[0m
    at file:///x/node_modules/rollup/dist/es/shared/parseAst.js:282:41
"""
NPM_NETWORK = """\
npm error code ECONNREFUSED
npm error syscall connect
npm error A complete log of this run can be found in: /home/x/.npm/_logs/x.log
"""


def test_a_failing_build_is_told_without_its_stack() -> None:
    words = why_npm_failed(BUILD)
    assert words.startswith('error during build: Could not resolve "./lost" from "src/main.ts" (')
    assert "parseAst" not in words


def test_npms_own_failure_names_its_code() -> None:
    assert "ECONNREFUSED" in why_npm_failed(NPM_NETWORK)
    assert "\n" not in why_npm_failed(NPM_NETWORK)


def test_silence_is_told_as_silence() -> None:
    assert why_npm_failed("").startswith("npm said nothing")
