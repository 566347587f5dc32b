"""证明材料: the list of pieces to attach, with what is and is not on record, and a divider before each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enclave_desktop.dossier.values import Agreement
from enclave_desktop.packet import fonts
from enclave_desktop.packet.annexes.lists import people_on_roster
from enclave_desktop.packet.annexes.sheet import iso, note
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.derived import NOT_APPLICABLE
from enclave_desktop.packet.document import Page, Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.flow import Block, Flowing, flow, gap, kept_together, paragraph
from enclave_desktop.packet.letters import consent_pages, load_letters
from enclave_desktop.packet.stamp import stamp_label
from enclave_desktop.packet.style import (
    BODY,
    DIVIDER_LABEL,
    DIVIDER_ROOM,
    DIVIDER_RULE,
    DIVIDER_TITLE,
    DIVIDER_TOP,
    FRAME,
    NOTE,
    PART_ROOM,
    RUNNING_ROOM,
    SMALL_HEADING,
    SUBTITLE,
    TITLE_ROOM,
    Box,
)
from enclave_desktop.packet.tables import TEXT_LOOK, Cells, Column, Table
from enclave_desktop.packet.whose import Whose, whose_pieces
from enclave_desktop.policy.facts import FACTS
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.pack import Criterion, Evidence

TITLE = "证明材料清单"
COLUMNS = (
    Column("序号", 13, align="centre"),
    Column("材料名称", 29),
    Column("性质", 25),
    Column("档案记录", 39),
    Column("原件/\n复印件", 16, align="centre"),
    Column("份数", 10, align="centre"),
    Column("已附", 12, align="centre"),
    Column("起止页", 12, align="centre"),
)
KINDS = {True: "证明公开报道所述条件", False: "通常做法，须以官方通知为准"}
ON_RECORD, NOT_ON_RECORD = "档案已有记录", "档案未记录"
BOX, TICKED = "☐", "☑"
SOME = "“已附”栏写几分之几的，只附了一部分对象的，见该附件的分隔页。"
IN_SPITE_OF = "打印时仍有下列问题"
NUMBERING = "插入的材料接在分隔页之后，沿用分隔页页码编次，如 12-1、12-2。"

_PLACE_OF_FIRM = ("firm.credit_code",)
_FOUNDING = ("enclave.founded_on", "enclave.filed_with")
_CONTRACT = ("contract.signed_on",)
PROVEN_BY: dict[str, tuple[str, ...]] = {
    "firm.province": _PLACE_OF_FIRM,
    "firm.city": _PLACE_OF_FIRM,
    "enclave.type": _FOUNDING,
    "enclave.province": _FOUNDING,
    "enclave.independent": _FOUNDING,
    "contract.form": _CONTRACT,
    "contract.in_effect": _CONTRACT,
    "contract.term_years": _CONTRACT,
    "contract.term_months": _CONTRACT,
    "person.degree": ("person.degree_certificate",),
    "person.rnd_staff": ("person.position",),
    "person.key_discipline": ("person.key_school",),
    "carrier.level": ("carrier.recognition_number",),
}
"""Facts that are read off the piece which holds another fact: the first of these that has a piece."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece to attach, with its number in the packet."""

    number: int
    evidence: Evidence

    @property
    def key(self) -> str:
        return f"evidence:{self.number}"

    @property
    def label(self) -> str:
        return f"附件{self.number}"


def pieces_of(application: Application) -> list[Piece]:
    return [Piece(number, piece) for number, piece in enumerate(application.programme.evidence, 1)]


def pieces_proving(criterion: Criterion, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that hold the criterion's fact, or a fact that shows it."""
    for fact in (criterion.fact, *PROVEN_BY.get(criterion.fact, ())):
        proving = [piece for piece in pieces if piece.evidence.fact == fact]
        if proving:
            return proving
    return []


def evidence_parts(
    application: Application, pieces: Sequence[Piece], *, receiver: str | None
) -> Iterator[Part]:
    """The list, then a divider for each piece; behind that for the consent the letters to be signed."""
    if not pieces:
        return
    whose = whose_pieces(application)
    yield Part("evidence", TITLE, flow(_list(application, pieces, whose), running=_running()))
    consent = load_letters().consent.title
    for piece in pieces:
        pages = _divider(application, piece, whose[piece.number])
        if consent in piece.evidence.name:
            pages += consent_pages(application, application.people, receiver=receiver)
        pages += _attached(application, piece)
        yield Part(piece.key, f"{piece.label}　{piece.evidence.name}", pages, level=1)
    if application.options.consents and not any(consent in piece.evidence.name for piece in pieces):
        people = people_on_roster(application)
        yield Part("consents", consent, consent_pages(application, people, receiver=receiver), level=1)


def _attached(application: Application, piece: Piece) -> tuple[Page, ...]:
    """A page for each attached one, holding its stamp: 附件 3-2."""
    attachments = application.attachments.get(piece.key, ())
    grounds = [(attached, edit) for attached in attachments for edit in attached.pages]
    return tuple(
        Page(_label(f"附件 {piece.number}-{number}"), ground=ground)
        for number, ground in enumerate(grounds, 1)
    )


def _label(words: str) -> Callable[[Pen, Places], None]:
    return lambda pen, _: stamp_label(pen, words)


def _running() -> list[Block]:
    return [*paragraph(f"{TITLE}（续）", SMALL_HEADING, FRAME.width), gap(RUNNING_ROOM)]


def _list(application: Application, pieces: Sequence[Piece], whose: Mapping[int, Whose]) -> Iterator[Flowing]:
    yield from paragraph(TITLE, SUBTITLE, FRAME.width, "centre")
    yield gap(TITLE_ROOM)
    marks = [_mark(application, whose[piece.number]) for piece in pieces]
    rows = [_row(application, piece, mark) for piece, mark in zip(pieces, marks, strict=True)]
    yield Table(COLUMNS, rows, look=TEXT_LOOK, name=TITLE)
    yield from note(load_letters().copies)
    if any(mark != TICKED for mark in marks):
        yield from note(NUMBERING)
    if not {*marks} <= {TICKED, BOX}:
        yield from note(SOME)
    if application.remarks:
        yield gap(PART_ROOM)
        yield from paragraph(IN_SPITE_OF, SMALL_HEADING, FRAME.width, keep=1)
        for number, remark in enumerate(application.remarks, 1):
            yield from kept_together(paragraph(f"{number}．{remark}", NOTE, FRAME.width))


def _mark(application: Application, whose: Whose) -> str:
    """Ticked once everyone's copies are bound in; of some subjects how many."""
    count, total = len(whose.having), len(application.findings)
    return TICKED if count == total else f"{count}/{total}" if count else BOX


def _row(application: Application, piece: Piece, mark: str) -> Cells:
    return (
        piece.label,
        piece.evidence.name,
        KINDS[piece.evidence.proves_source],
        "\n".join(record_lines(application, piece.evidence)) if piece.evidence.fact else NOT_APPLICABLE,
        f"{BOX}原件\n{BOX}复印件",
        "",
        mark,
        lambda places: places.words(piece.key),
    )


def record_lines(application: Application, evidence: Evidence) -> list[str]:
    """What is on record of a piece, and whose is not; sensitive values are masked."""
    fact = evidence.fact
    if fact is None:
        return [NOT_ON_RECORD]
    held = {
        finding.subject.name: _words(application, finding, evidence, fact) for finding in application.findings
    }
    distinct = {words for words in held.values() if words}
    missing = [name for name, words in held.items() if not words]
    if not distinct:
        return [NOT_ON_RECORD]
    if len(distinct) == 1 and not missing:
        return [ON_RECORD, distinct.pop()]
    found = len(held) - len(missing)
    lines = [f"{ON_RECORD} {found} 份" if missing else ON_RECORD]
    return [*lines, f"{NOT_ON_RECORD}：{'、'.join(missing)}"] if missing else lines


def _words(application: Application, finding: Finding, evidence: Evidence, fact: str) -> str | None:
    detail = _DETAILS.get(fact)
    if detail:
        return detail(application, finding, evidence)
    known = FACTS[fact]
    value = known.read(application.context, finding.case)
    return None if value is None else f"{known.label}：{known.words(value)}"


def _filings(application: Application, finding: Finding, evidence: Evidence) -> str | None:
    offices = application.programme.filed_with(application.as_of)
    filings = [
        filing
        for enclave in application.enclaves_of(finding)
        for filing in application.filings(enclave)
        if not offices or filing.authority in offices
    ]
    return (
        "\n".join("，".join(filter(None, (f.authority, iso(f.filed_on), f.number))) for f in filings) or None
    )


def _contract(application: Application, finding: Finding, evidence: Evidence) -> str | None:
    contract = finding.case.contract
    if contract is None:
        return None
    signed = f"{iso(contract.signed_on)} 签订，" if contract.signed_on else ""
    return f"{signed}{iso(contract.starts_on)} 至 {iso(contract.ends_on)}".rstrip(" 至")


def _agreements(application: Application, finding: Finding, evidence: Evidence) -> str | None:
    """Numbers of the agreements of the types that the piece names (租赁, 购置); of all when it names none."""
    if finding.case.enclave is None:
        return None
    rows: list[Agreement] = application.context.agreements(finding.case.enclave.name)
    named = [row for row in rows if row.type[-2:] in evidence.name]
    return "、".join(row.number for row in named) or None


def _recognition(application: Application, finding: Finding, evidence: Evidence) -> str | None:
    carrier = finding.case.carrier
    if carrier is None:
        return None
    return (
        "，".join(filter(None, (carrier.level, iso(carrier.recognised_on), carrier.recognition_number)))
        or None
    )


def _assessment(application: Application, finding: Finding, evidence: Evidence) -> str | None:
    enclave = finding.case.enclave
    row = application.context.assessment(enclave.name) if enclave else None
    return "，".join(filter(None, (f"{row.year}年{row.result}", row.number))) if row else None


_DETAILS: dict[str, Callable[[Application, Finding, Evidence], str | None]] = {
    "enclave.filed_with": _filings,
    "carrier.filed_with": _filings,
    "contract.signed_on": _contract,
    "enclave.agreement_types": _agreements,
    "carrier.recognition_number": _recognition,
    "enclave.assessment": _assessment,
}
"""What a piece shows beyond its fact's own words."""


def _divider(application: Application, piece: Piece, whose: Whose) -> tuple[Page, ...]:
    """A sheet before the copies of one piece: its number and name, what is on record, whose copies follow or are to."""
    width = FRAME.width
    blocks: list[Block] = [
        gap(DIVIDER_TOP),
        *paragraph(piece.label, DIVIDER_LABEL, width, "centre"),
        gap(DIVIDER_ROOM),
        *paragraph(piece.evidence.name, DIVIDER_TITLE, width, "centre"),
        gap(DIVIDER_ROOM),
        Block(DIVIDER_ROOM, _short_rule),
    ]
    for line in record_lines(application, piece.evidence)[1:]:
        blocks += paragraph(line, BODY, width, "centre")
    if whose.each:
        blocks.append(gap(DIVIDER_ROOM))
        names = [
            f"{TICKED if subject.key in whose.having else BOX} {subject.name}"
            for subject in application.subjects
        ]
        for line in _in_lines(names, width):
            blocks += paragraph(line, BODY, width, "centre")
    return flow(blocks)


def _in_lines(names: Sequence[str], room: float) -> Iterator[str]:
    """As many on a line as have room, none of them torn unless it alone is too long."""
    line = ""
    for name in names:
        longer = f"{line}　{name}" if line else name
        if line and fonts.width(longer, BODY.face, BODY.size) > room:
            yield line
            line = name
        else:
            line = longer
    yield line


def _short_rule(pen: Pen, box: Box, places: Places) -> None:
    middle = box.x + box.width / 2
    pen.rule(middle - DIVIDER_RULE / 2, box.top, middle + DIVIDER_RULE / 2, box.top)
