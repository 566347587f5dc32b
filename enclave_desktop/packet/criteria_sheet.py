"""条件对照表: each criterion held against what is on record, with where it comes from and what proves it."""

from collections.abc import Iterator, Mapping, Sequence

from enclave_desktop.dossier.values import Confirmation
from enclave_desktop.packet.annexes.sheet import iso
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.document import Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.evidence import Piece, pieces_proving
from enclave_desktop.packet.flow import Block, Flowing, baseline, flow, gap, kept_together, paragraph
from enclave_desktop.packet.style import (
    FRAME,
    ITEM_ROOM,
    LABEL,
    NOTE,
    PART_ROOM,
    SMALL_HEADING,
    SUBTITLE,
    TITLE_ROOM,
    VALUE,
    VERDICT,
    Box,
)
from enclave_desktop.packet.tables import TEXT_LOOK, Cells, Column, Table
from enclave_desktop.packet.text import break_lines
from enclave_desktop.packet.whose import Whose, whose_pieces
from enclave_desktop.policy.explain import actual, answer_words, basis_words, outcome_words, required
from enclave_desktop.policy.explain import gap as gap_words
from enclave_desktop.policy.findings import Check, Finding, Status
from enclave_desktop.policy.pack import Assumption, Programme

TITLE = "条件对照表"
COLUMNS = (
    Column("序号", 9, align="centre"),
    Column("条件", 25),
    Column("要求", 28),
    Column("实际情况", 26),
    Column("结论", 12, align="centre"),
    Column("差距", 21.5),
    Column("依据", 19, align="centre"),
    Column("证明材料\n页码", 15.5, align="centre"),
)
FOOT = {
    Status.ELIGIBLE: "各项条件均已达到，初步符合申报条件，最终以主管部门审定为准。",
    Status.INELIGIBLE: "有条件未达到，按企业记录不符合申报条件，最终以主管部门审定为准。",
    Status.UNDETERMINED: "有条件待核实，尚不能作出结论，最终以主管部门审定为准。",
}


def criteria_parts(application: Application, pieces: Sequence[Piece]) -> Iterator[Part]:
    """One sheet a subject."""
    whose = whose_pieces(application)
    for number, finding in enumerate(application.findings, 1):
        name = f"（{finding.subject.name}）" if application.several else ""
        running = paragraph(f"{TITLE}{name}（续）", SMALL_HEADING, FRAME.width)
        yield Part(
            f"criteria:{number}",
            f"{TITLE}{name}",
            flow(_blocks(application, finding, pieces, whose), running=running),
        )


def source_words(programme: Programme) -> str:
    """How the source is cited: the report, the paragraph's subject, the measure where it names one."""
    cited = f"{programme.measure.source}（{programme.topic}）"
    title = programme.measure.title
    return f"《{title}》，见{cited}；办法原文未见" if title else f"公开报道：{cited}"


def _blocks(
    application: Application, finding: Finding, pieces: Sequence[Piece], whose: Mapping[int, Whose]
) -> Iterator[Flowing]:
    yield from paragraph(TITLE, SUBTITLE, FRAME.width, "centre")
    yield gap(TITLE_ROOM)
    for label, words in _lines(application, finding):
        yield _labelled(label, words)
    yield gap(TITLE_ROOM)
    rows = [_row(number, check, finding, pieces, whose) for number, check in enumerate(finding.checks, 1)]
    yield Table(COLUMNS, rows, look=TEXT_LOOK, name=TITLE)
    yield gap(PART_ROOM)
    yield from kept_together(paragraph(FOOT[finding.status], VERDICT, FRAME.width))
    yield from _assumptions(finding)


def _lines(application: Application, finding: Finding) -> Iterator[tuple[str, str]]:
    yield "项目", finding.programme.title
    yield "对象", finding.subject.name
    yield "依据", source_words(finding.programme)
    if mark := finding.programme.measure.mark:
        yield "规则包", f"{mark}，出处未经核实"
    yield "结论", f"{finding.status.words}（数据截至 {iso(application.as_of)}）"


def _labelled(label: str, words: str) -> Block:
    """A label, and beside it as many lines as the words take."""
    indent = 4 * VALUE.size
    lines = break_lines(words, VALUE.face, VALUE.size, FRAME.width - indent)

    def draw(pen: Pen, box: Box, places: Places) -> None:
        first = baseline(box.top, VALUE)
        pen.text(box.x, first, label, LABEL)
        pen.lines(box.x + indent, first, lines, VALUE)

    return Block(len(lines) * VALUE.leading + ITEM_ROOM, draw)


def _row(
    number: int, check: Check, finding: Finding, pieces: Sequence[Piece], whose: Mapping[int, Whose]
) -> Cells:
    case = finding.case
    proving = pieces_proving(check.criterion, pieces)
    return (
        str(number),
        check.criterion.label,
        required(check),
        actual(check, case) or "",
        outcome_words(check),
        gap_words(check, case) or "",
        _basis(check),
        lambda places: "、".join(_pages(places, piece, finding, whose[piece.number]) for piece in proving),
    )


def _pages(places: Places, piece: Piece, finding: Finding, whose: Whose) -> str:
    """Where the piece is; where the copies bound in are those of others, the divider behind which it is to come."""
    if whose.each and whose.having and finding.subject.key not in whose.having:
        return str(places.ranges[piece.key][0])
    return places.words(piece.key)


def _basis(check: Check) -> str:
    """Where the criterion comes from; what was found out about it with who and when."""
    if check.basis != "user":
        return basis_words(check)
    answer = next(iter(check.denied or check.answers))
    return f"{basis_words(check)}\n{answer.answered_by}\n{iso(answer.answered_on)}"


def _assumptions(finding: Finding) -> Iterator[Block]:
    """Each assumption that decides something here, with its question and the answer worked with."""
    assumptions = finding.programme.assumptions
    if not assumptions:
        return
    yield gap(PART_ROOM)
    yield from paragraph("公开报道未载明、采用工作假定的事项", SMALL_HEADING, FRAME.width, keep=1)
    answers = {answer.assumption: answer for answer in finding.answers}
    for number, assumption in enumerate(assumptions, 1):
        yield from kept_together(_assumption(number, assumption, answers.get(assumption.id)))


def _assumption(number: int, assumption: Assumption, answer: Confirmation | None) -> list[Block]:
    text = f"{number}．{assumption.question}？工作假定：{assumption.answer}。"
    if answer:
        instead = f"，改为：{answer.instead}" if answer.instead else ""
        text += f"{answer_words(answer)}{instead}。"
    return [*paragraph(text, NOTE, FRAME.width), gap(ITEM_ROOM)]
