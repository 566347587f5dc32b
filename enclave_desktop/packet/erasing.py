"""Erasing a person, with what each packet came to worked out while it can still be."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from enclave_desktop.dossier.money import plain
from enclave_desktop.errors import UserError
from enclave_desktop.packet.on_record import thawed
from enclave_desktop.policy.check import check
from enclave_desktop.policy.loading import pack_of_text
from enclave_desktop.records.erasing import Erasure
from enclave_desktop.records.erasing_plan import PacketPlan, plan
from enclave_desktop.records.record import Record


def erase_person(record: Record, number: str, reason: str, today: date) -> Erasure:
    """Erase the person with that number; what stays of their packets are figures. UserError when it cannot be done."""
    planned = record.read(partial(plan, number=number))
    return record.erase(number, reason, today, sums_of(record, planned.packets))


def sums_of(record: Record, packets: Iterable[PacketPlan]) -> dict[str, dict[str, Any]]:
    """What the subjects of each packet come to together, in yuan as written; nothing where it can no longer be told."""
    return {packet.number: _sums(record, packet.number) for packet in packets}


def _sums(record: Record, number: str) -> dict[str, Any]:
    try:
        frozen = thawed(record, number)
        pack = pack_of_text(frozen.pack, frozen.manifest["pack"]["file"])
    except (UserError, LookupError):
        return {}
    findings = check(frozen.dossier, [pack], frozen.manifest["year"], {frozen.manifest["programme"]})
    awards = [one.award for one in findings if one.subject.key in frozen.subjects and one.award]
    parts = ("total", "due", "to_come", "claimed")
    told = {part: [getattr(award, part) for award in awards] for part in parts}
    return {part: plain(sum(sums)) for part, sums in told.items() if sums and None not in sums}
