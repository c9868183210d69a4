"""What holds keys keeps its memory to itself."""

import ctypes
import subprocess
import sys

import pytest

PR_GET_DUMPABLE = 3
ASK = f"import studio.memory, ctypes; studio.memory.keep_private(); print(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}))"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have rules of their own")
def test_no_other_process_of_the_same_user_looks_into_ours() -> None:
    """Django was set up here, as it is in every process that holds keys."""
    assert ctypes.CDLL(None).prctl(PR_GET_DUMPABLE) == 0
    debugged = subprocess.check_output(
        [sys.executable, "-c", ASK], env={"SEEDBED_DEBUGGABLE": "1"}, text=True
    )
    assert debugged.strip() == "1"
