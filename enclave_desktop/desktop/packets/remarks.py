"""What was found of a packet before it is printed, as lines of the checklist that lead to where each is mended."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from enclave_desktop.desktop.packets.checklist import Item, Section, State
from enclave_desktop.desktop.place import PAGES, Place
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.handing_in import ClaimStep
from enclave_desktop.dossier.values import Agreement, Claim, Contract, Expense, Project

if TYPE_CHECKING:  # loaded by the worker that finds them
    from enclave_desktop.packet.consistency import Remark, Spot

_STATES = {"contradiction": State.UNMET, "gap": State.MISSING, "hint": State.NOTE}
_SUMMED = (Agreement, Contract, Expense, Project)
"""What is found of all their rows together is looked at from the first on: no row is missing."""
_NOTHING = Item("没有发现前后矛盾", "", State.DONE)


def sections(remarks: "Sequence[Remark]", dossier: Dossier) -> list[Section]:
    """What was found, pieces that are still to be attached apart: they are many."""
    from enclave_desktop.packet.consistency.attachments import LACKING

    lacking = [remark for remark in remarks if remark.topic == LACKING]
    others = [remark for remark in remarks if remark.topic != LACKING]
    found = [_section("打印前核对", others, dossier, told=_counted(others))]
    if lacking:
        found.append(_section("还没有附上的材料", lacking, dossier, told=f"　{len(lacking)} 份"))
    return found


def _section(title: str, remarks: "Sequence[Remark]", dossier: Dossier, told: str) -> Section:
    items = tuple(_item(remark, dossier) for remark in remarks) or (_NOTHING,)
    return Section(f"{title}{told}", items, 0, 0)


def _counted(remarks: "Sequence[Remark]") -> str:
    counts = Counter(remark.severity for remark in remarks)
    return "".join(f"　{severity.words} {count}" for severity, count in counts.items())


def _item(remark: "Remark", dossier: Dossier) -> Item:
    attach = remark.spot is not None and remark.spot.attach
    page, target = _where(remark.spot, dossier) if remark.spot else (None, None)
    detail = "　".join(part for part in (remark.severity.words, remark.where) if part)
    return Item(remark.words, "" if attach else detail, _STATES[remark.severity], page, target)


def _where(spot: "Spot", dossier: Dossier) -> tuple[str, object]:
    """The page and what to look at on it."""
    from enclave_desktop.desktop.evidence.owners import FIRM, Attachment

    entity, row = spot.described.entity, spot.row(dossier)
    if spot.attach:
        owner = FIRM if spot.sheet == FIRM[0] else (spot.sheet, spot.reference)
        return "evidence", Attachment(owner, kind=spot.attach)
    if entity is Evidence:
        return "evidence", Attachment(number=row.number if row else None)
    if entity is ClaimStep or (entity is Claim and row is None):
        return "claims", row
    if row is None and entity in _SUMMED:
        row = next(iter(dossier.rows(entity)), None)
    return PAGES[entity], Place(entity, row, spot.field)
