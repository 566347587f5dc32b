"""The power gone at any moment: what was acknowledged is on the disk, whatever had not reached it yet."""

import pytest

from tests.faults.disk import compiler
from tests.faults.operations import AT_A_DISK
from tests.faults.unplugging import unplug

pytestmark = pytest.mark.skipif(
    compiler() is None, reason="no C compiler for a disk that puts down what it is told"
)
CUTS = 30
"""Of each operation; `make faults` cuts 1 000 times."""


@pytest.mark.parametrize("operation", AT_A_DISK)
def test_that_whatever_was_acknowledged_is_there_after_the_power_was_cut(operation, tmp_path):
    cuts = unplug(operation, tmp_path, CUTS)
    assert cuts.faults == []
    assert cuts.cuts == CUTS
    assert cuts.acknowledged > 0
