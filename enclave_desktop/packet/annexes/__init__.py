"""The annex tables T1–T8 that go with a form."""

from collections.abc import Callable, Iterable, Iterator

from enclave_desktop.packet.annexes.ledger import ledger
from enclave_desktop.packet.annexes.lists import agreements, cooperations, projects, roster, standing
from enclave_desktop.packet.annexes.schedule import schedule
from enclave_desktop.packet.annexes.sheet import Sheet, annex_part
from enclave_desktop.packet.annexes.spend import spend
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.document import Part

ANNEXES: dict[str, Callable[[Application], Iterator[Sheet]]] = {
    "T1": roster,
    "T2": schedule,
    "T3": spend,
    "T4": ledger,
    "T5": agreements,
    "T6": cooperations,
    "T7": projects,
    "T8": standing,
}


def annex_parts(codes: Iterable[str], application: Application) -> Iterator[Part]:
    """The annexes of these codes in their order, numbered 附表1, 附表2, …; 附表2-1 when one has several sheets."""
    for number, code in enumerate(codes, 1):
        sheets = list(ANNEXES[code](application))
        for index, sheet in enumerate(sheets, 1):
            label = f"附表{number}" if len(sheets) == 1 else f"附表{number}-{index}"
            yield annex_part(sheet, f"{code}:{index}", label)
