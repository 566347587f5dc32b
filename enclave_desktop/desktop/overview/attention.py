"""What is missing and what ends soon, as notices."""

from collections.abc import Mapping

from enclave_desktop.desktop.evidence.lacking import Lack
from enclave_desktop.desktop.evidence.owners import Attachment, Names, Row
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.missing import CLAIMS, Missing, missing
from enclave_desktop.desktop.overview.notices import Notice
from enclave_desktop.desktop.place import Place
from enclave_desktop.dossier.fields import SHEETS
from enclave_desktop.dossier.values import Agreement, Contract, Filing
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.forecast import Ending, ends_soon
from enclave_desktop.policy.proof import MISSING

WITHIN = 90
"""Days."""
_URGENT = 30


def missing_notices(view: View, lacks: Mapping[Row, list[Lack]]) -> list[Notice]:
    """What an office asks for, then what keeps most programmes waiting."""
    items = sorted(missing(view), key=lambda item: (item.page != CLAIMS, -len(item.programmes)))
    return [*(_missing_notice(item) for item in items), *_evidence_notices(view, lacks)]


def _evidence_notices(view: View, lacks: Mapping[Row, list[Lack]]) -> list[Notice]:
    """By row the pieces that are missing or no good; those that keep most programmes waiting come first."""
    names = Names(view.dossier)
    found = sorted(lacks.items(), key=lambda item: -len(_programmes(item[1])))
    return [_evidence_notice(names.words(row), row, held) for row, held in found]


def _evidence_notice(words: str, row: Row, lacks: list[Lack]) -> Notice:
    pieces = "、".join(dict.fromkeys(lack.place.kind or lack.name for lack in lacks))
    programmes = _programmes(lacks)
    return Notice(
        "attach_20_regular",
        "text2",
        words,
        f"请附上{pieces}" if all(lack.what == MISSING for lack in lacks) else f"证明材料要留意：{pieces}",
        f"{len(lacks)} 份",
        "evidence",
        lacks[0].place if lacks[0].place.row else Attachment(row, lacks[0].place.kind),
        f"影响：{'、'.join(programmes)}",
    )


def _programmes(lacks: list[Lack]) -> list[str]:
    return list(dict.fromkeys(title for lack in lacks for title in lack.programmes))


def _missing_notice(item: Missing) -> Notice:
    return Notice(
        "question_circle_16_filled",
        "warn",
        item.name,
        item.words,
        f"{len(item.programmes)} 个项目",
        item.page,
        item.target,
        f"影响：{'、'.join(item.programmes)}",
    )


def ending_notices(view: View) -> list[Notice]:
    """The soonest first."""
    names = {person.id_number: person.name for person in view.dossier.people}
    return [_ending_notice(ending, names) for ending in ends_soon(view.dossier, view.findings, WITHIN)]


def _ending_notice(ending: Ending, names: dict[str, str]) -> Notice:
    title, caption, page, target = _about(ending, names)
    urgent = ending.days <= _URGENT
    return Notice(
        "clock_16_regular",
        "bad" if urgent else "warn",
        title,
        f"{caption} {ending.on}",
        f"{ending.days} 天" if ending.days else "今天",
        page,
        target,
    )


def _about(ending: Ending, names: dict[str, str]) -> tuple[str, str, str, object]:
    """Title, what the day is, and where it leads."""
    what = ending.what
    match what:
        case Finding():
            title = f"{what.subject.name}·{what.programme.marked_title}"
            return title, "最后一个补助月止于", "matching", what
        case Contract():
            title = f"{names.get(what.person, '')}·{SHEETS[Contract].title}"
            field = "left_on" if what.left_on == ending.on else "ends_on"
        case Filing():
            title, field = f"{what.enclave}·{SHEETS[Filing].title}（{what.authority}）", "valid_until"
        case Agreement():
            title, field = f"{what.counterparty}·{what.type}", "ends_on"
    place = Place(type(what), what, field)
    return title, SHEETS[type(what)].field(field).label, place.page, place
