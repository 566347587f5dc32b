"""The annex tables T1–T8 that go with a form."""

from collections.abc import Callable, Iterable, Iterator

from enclave_desktop.packet.annexes import ledger, lists, schedule, spend
from enclave_desktop.packet.annexes.sheet import Sheet, annex_part
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.document import Part

ANNEXES: dict[str, Callable[[Application], Iterator[Sheet]]] = {
    "T1": lists.roster,
    "T2": schedule.sheets,
    "T3": spend.sheets,
    "T4": ledger.sheets,
    "T5": lists.agreements,
    "T6": lists.cooperations,
    "T7": lists.projects,
    "T8": lists.standing,
}


def annex_parts(codes: Iterable[str], application: Application) -> Iterator[Part]:
    """The annexes of these codes in their order, numbered 附表1, 附表2, …; 附表2-1 when one has several sheets."""
    for number, code in enumerate(codes, 1):
        sheets = list(ANNEXES[code](application))
        for index, sheet in enumerate(sheets, 1):
            label = f"附表{number}" if len(sheets) == 1 else f"附表{number}-{index}"
            yield annex_part(sheet, f"{code}:{index}", label)
