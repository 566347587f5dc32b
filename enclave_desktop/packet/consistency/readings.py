"""What the packet says of each thing, wherever it says it: the same thing under the same name."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enclave_desktop.packet.annexes import lists
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.consistency.paper import SUM, Cell, Leaf, Paper, Table
from enclave_desktop.packet.forms import Entry, Form, load_form
from enclave_desktop.packet.given import Given
from enclave_desktop.packet.style import COVER_ITEM, COVER_LABEL, COVER_SMALL_ITEM

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_COURSE = re.compile(r"劳动合同：(\S+) 至 (\d\S*?)(?:（|　|$)")
COVER = {"申报单位（公章）": "firm.name", "联系人": "firm.contact", "联系电话": "firm.phone"}
FIRM = "firm"
"""Whose the things are that stand on every form alike."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One place where something is printed."""

    name: str
    """Of the value, as forms name it: firm.name, award.amount."""
    owner: Any
    """The firm, or the number of the finding that it is said of."""
    words: str
    leaf: Leaf


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell of a printed form with what the form has there."""

    entry: Entry
    cell: Cell
    leaf: Leaf


class FormOnPaper:
    """The form of one finding as it is printed; without pages where the office's own takes its place."""

    def __init__(self, paper: Paper, application: Application, number: int) -> None:
        self.number, self.finding = number, application.findings[number]
        blank = application.own_blank
        self.leaves = [] if blank and not blank.besides else paper.of_part(f"form:{number + 1}")
        self.form: Form = load_form(application.programme.form)
        variant = self.form.variant(self.finding.programme)
        self.given = Given(self.finding, application.context, variant.office, variant.category)
        self.filled = list(self._filled())

    def _filled(self) -> Iterator[Filled]:
        """Cells of the form and of paper go in the same order; what paper lacks is left out."""
        printed = [(cell, leaf) for leaf in self.leaves for cell in leaf.cells]
        at = 0
        for section in self.form.sections_for(self.finding.programme.id):
            for entry in (item for row in section.rows for item in row if isinstance(item, Entry)):
                label = entry.label.replace("\n", "")
                found = next((n for n in range(at, len(printed)) if printed[n][0].label == label), None)
                if found is not None:
                    yield Filled(entry, *printed[found])
                    at = found + 1

    @property
    def where(self) -> str:
        """Where it begins."""
        return self.leaves[0].where if self.leaves else ""

    def cell(self, name: str) -> Cell | None:
        """The first cell for the value of that name."""
        return next((filled.cell for filled in self.filled if filled.entry.value == name), None)


def forms(paper: Paper, application: Application) -> list[FormOnPaper]:
    return [FormOnPaper(paper, application, number) for number in range(len(application.findings))]


def bare(words: str) -> str:
    """As it is compared: without white space, a day as 2025-06-03."""
    words = _DATE.sub(lambda day: f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}", words)
    return "".join(words.split())


def readings(paper: Paper, application: Application, filled: list[FormOnPaper]) -> Iterator[Reading]:
    """Everything that is said in more than one place."""
    for form in filled:
        for held in form.filled:
            name = held.entry.value
            if name and held.cell.whole and held.cell.words and not held.entry.choices:
                owner = FIRM if name.startswith("firm.") else form.number
                yield Reading(name, owner, held.cell.words, held.leaf)
    yield from _cover(paper)
    for number in range(len(application.findings)):
        yield from _roster(paper, filled[number])
        yield from _schedule(paper, number)
        yield from _spend(paper, number)
        yield from _ledger(paper, number)
        yield from _projects(paper, number, len(application.findings))
        yield from _agreements(paper, number, len(application.findings))
        yield from _standing(paper, number, filled[number].given)


def _cover(paper: Paper) -> Iterator[Reading]:
    for leaf in paper.of_part("cover"):
        label, lines = "", ""
        for text in (*leaf.texts, None):
            if text is not None and text.style in (COVER_ITEM, COVER_SMALL_ITEM):
                lines += text.words
                continue
            if label in COVER and lines:
                yield Reading(COVER[label], FIRM, lines, leaf)
            label, lines = (text.words if text and text.style == COVER_LABEL else ""), ""


_ROSTER = {
    "姓名": "person.name",
    "性别": "person.sex",
    "证件号码": "person.id_number",
    "学位": "person.degree",
    "培养方式": "person.study_mode",
    "毕业院校": "person.school",
    "专业": "person.major",
    "岗位": "person.position",
    "用工形式": "contract.form",
}


def _roster(paper: Paper, form: FormOnPaper) -> Iterator[Reading]:
    """The line of the roster with the person's number, as it is shown on the form."""
    number = form.cell("person.id_number")
    labels = [column.label.replace("\n", "") for column in lists.ROSTER]
    for leaf, table in paper.tables("T1:1") if number else []:
        for row in table.rows:
            line = dict(zip(labels, row.cells[1:], strict=False))
            if number and line["证件号码"] == number.words:
                for label, name in _ROSTER.items():
                    if line[label]:
                        yield Reading(name, form.number, line[label], leaf)


def _schedule(paper: Paper, number: int) -> Iterator[Reading]:
    """T2: the sum, the months, the course of the contract."""
    key = f"T2:{number + 1}"
    yield from _sum(paper, key, number, {"小计": ("award.amount", str), "月数": ("award.months", _months)})
    for leaf in paper.of_part(key)[:1]:
        for match in map(_COURSE.search, (text.words for text in leaf.texts)):
            if match:
                yield Reading("contract.starts_on", number, match[1], leaf)
                yield Reading("contract.ends_on", number, match[2], leaf)
        for name in (text.words for text in leaf.texts if text.words.startswith("姓名：")):
            yield Reading("person.name", number, name.removeprefix("姓名："), leaf)


def _months(words: str) -> str:
    return f"{words}个月"


def _sum(
    paper: Paper,
    key: str,
    number: int,
    wanted: Mapping[str, tuple[str, Callable[[str], str]]],
    which: int = 0,
) -> Iterator[Reading]:
    """Of a table's sum what stands in the columns of these labels."""
    for leaf, table in paper.tables(key)[which : which + 1]:
        for row in (row for row in table.sums if row.label == SUM):
            for label, (name, words) in wanted.items():
                at = table.column(label)
                if at is not None and row.cells[at]:
                    yield Reading(name, number, words(row.cells[at]), leaf)


def _spend(paper: Paper, number: int) -> Iterator[Reading]:
    """T3: the year's spend by categories and by months, and what comes of it."""
    key = f"T3:{number + 1}"
    wanted = {"自筹": ("enclave.self_funded", str), SUM: ("enclave.spend", str)}
    for which in range(len(paper.tables(key))):
        yield from _sum(paper, key, number, wanted, which)
    for leaf, table in paper.tables(key)[:1]:
        total = table.column(SUM)
        for row in table.sums if total is not None else ():
            name = _result(row.label)
            if name and total is not None and row.cells[total]:
                yield Reading(name, number, row.cells[total], leaf)


def _result(label: str) -> str | None:
    starts = {"年度上限": "award.cap", "申请额": "award.amount"}
    return next((name for start, name in starts.items() if label.startswith(start)), None)


def _ledger(paper: Paper, number: int) -> Iterator[Reading]:
    yield from _sum(paper, f"T4:{number + 1}", number, {"金额": ("enclave.spend", str)})


def _projects(paper: Paper, number: int, count: int) -> Iterator[Reading]:
    if len(paper.tables("T7:1")) == count:
        yield from _sum(paper, "T7:1", number, {"当年支出": ("enclave.spend", str)}, number)


def _agreements(paper: Paper, number: int, count: int) -> Iterator[Reading]:
    """T5: leases and purchases, a table each."""
    tables = paper.tables("T5:1")
    if len(tables) != 2 * count:
        return
    for which, kind in enumerate(("lease", "purchase"), 2 * number):
        leaf, table = tables[which]
        listed = sum(bool(row.cells[1]) for row in table.rows)
        if listed:
            yield Reading(f"enclave.{kind}_count", number, f"{listed}份", leaf)
        yield from _sum(paper, "T5:1", number, {"合同金额": (f"enclave.{kind}_sum", str)}, which)


def _standing(paper: Paper, number: int, given: Given) -> Iterator[Reading]:
    """T8: the filing that the form shows, the carrier, the assessment."""
    filing = given.filings[0] if len(given.filings) == 1 else None
    for leaf, table in paper.tables("T8:1"):
        if filing and table.head[2:3] == ("备案机关",):
            keys = {"飞地名称": filing.enclave, "备案机关": filing.authority}
            columns = {
                "备案日期": "filing.filed_on", "备案编号": "filing.number", "有效期至": "filing.valid_until"
            }  # fmt: skip
            days = {"备案日期": filing.filed_on.isoformat()}
            yield from _line(table, {**keys, **days}, columns, number, leaf)
        if given.case.carrier and table.head[1:2] == ("载体名称",):
            columns = {"认定级别": "carrier.level", "认定日期": "carrier.recognised_on",
                       "认定文号": "carrier.recognition_number", "类型": "carrier.type"}  # fmt: skip
            yield from _line(table, {"载体名称": given.case.carrier.name}, columns, number, leaf)
        if given.assessment and table.head[2:3] == ("年度",):
            keys = {"飞地名称": given.assessment.enclave, "年度": str(given.assessment.year)}
            columns = {"结果": "assessment.result", "文号": "assessment.number"}
            yield from _line(table, keys, columns, number, leaf)


def _line(
    table: Table, keys: dict[str, str], columns: dict[str, str], number: int, leaf: Leaf
) -> Iterator[Reading]:
    """The row that holds these keys."""
    for row in table.rows:
        line = dict(zip(table.head, row.cells, strict=True))
        if all(bare(line.get(label, "")) == bare(words) for label, words in keys.items()):
            for label, name in columns.items():
                if line[label]:
                    yield Reading(name, number, line[label], leaf)
