"""The program killed at random moments: what it said was saved is there, and at most one change more, whole."""

import sys

import pytest

from tests.faults.killing import kill_often
from tests.faults.marks import Phase
from tests.faults.operations import OPERATIONS, kills_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
KILLS = 25


@pytest.mark.parametrize("operation", OPERATIONS)
def test_that_whatever_was_acknowledged_is_there_after_a_kill(operation, tmp_path):
    kills = kills_of(operation, KILLS)
    tally = kill_often(operation, tmp_path, kills)
    assert tally.faults == []
    assert tally.kills == kills
    assert tally.acknowledged + tally.unacknowledged > 0
    assert tally.phases[Phase.INSIDE] >= kills / 4
