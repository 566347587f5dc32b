"""Traps of libraries that a new version may open again."""

import sys

from PySide6.QtCore import QAbstractListModel, QIdentityProxyModel


class Rows(QAbstractListModel):
    def rowCount(self, _parent=None):  # noqa: N802
        return 1

    def data(self, _index, _role=0):
        return None


def test_that_qt_keeps_count_of_none():
    """PySide6 6.12 on Python 3.11 lost one reference to None at each `data()`, and in the end the process."""
    rows, proxy = Rows(), QIdentityProxyModel()
    proxy.setSourceModel(rows)
    index = proxy.index(0, 0)
    before = sys.getrefcount(None)
    for _ in range(1000):
        proxy.data(index)
    assert abs(sys.getrefcount(None) - before) < 100
