"""The rows of 证明材料."""

import pytest

from enclave_desktop.desktop.evidence.row_list import Entry


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((2, 4, 1), "2 份 · 缺 4 · 留意 1"),
        ((1, 0, 0), "1 份"),
        ((0, 3, 0), "缺 3"),
        ((1, 0, 1), "1 份 · 留意 1"),
    ],
)
def test_that_what_is_expired_is_not_called_missing(counts, words):
    assert Entry("企业", ("企业", None), *counts).end == words
