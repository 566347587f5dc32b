"""A disk that is full or broken at any write: a clear word, the old or the new state, and the next try succeeds."""

import pytest

from tests.faults.disk import compiler
from tests.faults.operations import AT_A_DISK
from tests.faults.starving import starve
from tests.faults.trying import DONE, REFUSED

pytestmark = pytest.mark.skipif(compiler() is None, reason="no C compiler for a disk that fails when told to")
SAMPLE = 6
"""Writes of each operation; `make faults` lets every one fail."""


@pytest.mark.parametrize("operation", AT_A_DISK)
def test_that_a_write_that_fails_leaves_the_old_state_or_the_new_and_can_be_tried_again(operation, tmp_path):
    trials = starve(operation, tmp_path, SAMPLE)
    assert trials.faults == []
    assert sum(trials.ended.values()) == SAMPLE
    assert set(trials.ended) == {DONE, REFUSED}
    assert trials.ended[REFUSED] > 0


def test_that_a_new_record_is_not_there_until_its_log_went_into_its_file(tmp_path):
    assert starve("create", tmp_path, SAMPLE, last=90).faults == []
