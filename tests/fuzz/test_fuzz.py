"""A minute of fuzzing, shared by all readers; `make fuzz` takes longer.

Here always from one seed: nearly the same changes are tried each time, so that a reader that fails has changed.
`make fuzz` tries others each time.
"""

import os
import subprocess
import sys

import pytest

from tests.fuzz.readers import READERS

pytest.importorskip("atheris", reason="atheris is for Linux only")
SECONDS = int(os.environ.get("EVERYDAY_FUZZ_SECONDS", "60"))


@pytest.mark.timeout(SECONDS + 120)
def test_that_no_reader_lets_anything_but_a_user_error_out(tmp_path):
    call = [sys.executable, "-m", "tests.fuzz.run", f"--together={SECONDS}", "--seed=1", str(tmp_path)]
    fixed = os.environ | {"PYTHONHASHSEED": "0"}
    done = subprocess.run(call, env=fixed, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{done.stdout}\nkept in {tmp_path / 'found'}"
    assert done.stdout.count("\n") >= len(READERS), done.stdout
