"""The tests that need no window, on the Windows Python; at a second attempt those that failed at the first."""

from layout import PYTHON, SOURCE
from wine import Failed, Wine, windows

FOLDERS = ("tests/unit", "tests/policy", "tests/workflows", "tests/architecture", "tests/fuzz/test_found.py")
_LONGEST = 1500


def run_tests(wine: Wine) -> None:
    """Failed with what failed."""
    options = ["-q", "-r", "fE", "--last-failed", "--timeout", "300", "--tb", "short", "-n", "2"]
    call = [windows(PYTHON / "python.exe"), "-m", "pytest", *options, *FOLDERS]
    done = wine.run(call, _LONGEST, cwd=SOURCE, more={"WINEQT_QPA_PLATFORM": "offscreen"})
    print(done.output.rstrip().rpartition("\n")[2], flush=True)
    if done.code:
        raise Failed(done.output[-8000:])
