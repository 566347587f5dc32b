"""A packet looked through before it is printed, and what is then written on its list of evidence."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from enclave_desktop.packet.application import Application
from enclave_desktop.packet.consistency import Remark, Severity, consistency
from enclave_desktop.packet.consistency.attachments import LACKING
from enclave_desktop.packet.consistency.hands import EMPTY
from enclave_desktop.packet.manifest import manifest_of
from enclave_desktop.packet.packet import build


@dataclass(frozen=True, slots=True)
class Before:
    """An application ready to be printed."""

    application: Application
    """Says on its list of evidence in spite of what it is printed."""
    remarks: tuple[Remark, ...]
    """Everything found, the gravest first."""


def looked_through(application: Application, *, damaged: Collection[str] = ()) -> Before:
    """Lays the packet out and looks it through; UserError when a character of it cannot be printed.

    `damaged` are digests of files that cannot be read any more.
    """
    said = replace(application, remarks=())
    remarks = _remarks(said, damaged)
    if application.options.part_order[-1] != "evidence":  # what the list says moves the pages behind it
        remarks = _remarks(replace(said, remarks=tuple(in_spite_of(remarks))), damaged)
    return Before(replace(said, remarks=tuple(in_spite_of(remarks))), tuple(remarks))


def _remarks(application: Application, damaged: Collection[str]) -> list[Remark]:
    document = build(application, manifest_of(application))
    return consistency(application, document, damaged=damaged)


def in_spite_of(remarks: Iterable[Remark]) -> list[str]:
    """What the list of evidence says: contradictions and gaps.

    Not the pieces that are missing, which the list itself leaves unticked; empty cells of a page are one line.
    """
    lines: dict[str, str] = {}
    for remark in remarks:
        if remark.severity is Severity.HINT or remark.topic == LACKING:
            continue
        if remark.topic == EMPTY:
            before = lines.get(remark.where)
            cell = remark.words.removesuffix(EMPTY)
            lines[remark.where] = f"{before}、{cell}" if before else f"{remark.where}{EMPTY}：{cell}"
        else:
            lines[str(remark)] = str(remark)
    return list(lines.values())
