"""What who opened a record may do with it. The server holds everyone to it; the program says it beforehand."""

from enum import StrEnum


class Rights(StrEnum):
    """From least to most; the words are what the window shows."""

    READS = "查看"
    WRITES = "录入"
    APPROVES = "审核"
    """Writes too, answers what rule packs assume, and erases."""
    OWNS = "管理"
    """Everything, and says who may what."""

    @property
    def writes(self) -> bool:
        return self is not Rights.READS

    @property
    def approves(self) -> bool:
        return self in (Rights.APPROVES, Rights.OWNS)
