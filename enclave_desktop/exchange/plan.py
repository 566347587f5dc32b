"""What importing a workbook would change in a record, and everything that speaks against it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import SHEETS, Sheet
from enclave_desktop.dossier.reading import is_blank
from enclave_desktop.dossier.values import Firm
from enclave_desktop.exchange.headers import GUIDE, Layout, find_layout, nearest, plain_header
from enclave_desktop.exchange.references import Targets, check_claims, check_references
from enclave_desktop.exchange.remarks import Remark, Remarks
from enclave_desktop.exchange.sheet_plan import Progress, SheetPlan, plan_sheet, rows_by_key, silent
from enclave_desktop.exchange.sheet_rows import SheetRows
from enclave_desktop.exchange.workbook import Book, RawSheet
from enclave_desktop.records.changes import Changes


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The outcome of holding a workbook against a dossier."""

    remarks: Remarks
    notices: tuple[str, ...]
    """What was passed over, and why: no fault, but nothing is dropped in silence."""
    sheets: tuple[SheetPlan, ...]
    """Those that the book has, in its standard order."""
    good_rows: bool
    """Rows without an error are taken although others have one."""
    barred: bool
    """The book is not this firm's: nothing of it may go in."""

    @property
    def new(self) -> int:
        return sum(len(sheet.added) for sheet in self.sheets)

    @property
    def changed(self) -> int:
        return sum(len(sheet.updated) for sheet in self.sheets)

    @property
    def equal(self) -> int:
        return sum(sheet.equal for sheet in self.sheets)

    @property
    def bad(self) -> int:
        return sum(sheet.bad for sheet in self.sheets)

    @property
    def accepted(self) -> bool:
        """Whether anything may be written."""
        return not self.barred and (self.good_rows or not self.remarks.error_count)

    @property
    def changes(self) -> Changes:
        """What to write: nothing unless the plan is accepted."""
        if not self.accepted:
            return Changes()
        entities = {spec.title: entity for entity, spec in SHEETS.items()}
        return Changes(
            added={entities[sheet.title]: sheet.added for sheet in self.sheets if sheet.added},
            updated={entities[sheet.title]: sheet.updated for sheet in self.sheets if sheet.updated},
        )


def plan_import(
    book: Book,
    dossier: Dossier,
    *,
    today: date,
    programmes: Collection[str] = (),
    good_rows: bool = False,
    progress: Progress = silent,
) -> ImportPlan:
    """Read and check every row of `book`. `programmes`: the ids that a claim may name; empty: any."""
    planning = _Planning(dossier, today, sorted(programmes), good_rows, progress)
    chosen = planning.choose(book)
    plans = tuple(
        plan for spec in SHEETS.values() if (plan := planning.sheet(spec, chosen.get(spec.title))) is not None
    )
    examples = "、".join(plan.title for plan in plans if plan.examples)
    if examples:
        planning.notices.append(f"示例行没有改动，已跳过：{examples}")
    return ImportPlan(planning.remarks, tuple(planning.notices), plans, good_rows, planning.barred)


class _Planning:
    """Goes through the sheets in their order, so that what is referred to is known first."""

    def __init__(
        self, dossier: Dossier, today: date, programmes: list[str], good_rows: bool, progress: Progress
    ) -> None:
        self.remarks = Remarks()
        self.notices: list[str] = []
        self.barred = False
        self._dossier = dossier
        self._today = today
        self._programmes = programmes
        self._good_rows = good_rows
        self._progress = progress
        self._targets: dict[str, Targets] = {}

    def choose(self, book: Book) -> dict[str, RawSheet]:
        """The book's sheets by our titles; others are named in a notice."""
        titles = {plain_header(spec.title): spec.title for spec in SHEETS.values()}
        chosen: dict[str, RawSheet] = {}
        for raw in book.sheets:
            title = titles.get(plain_header(raw.title))
            if title is None:
                self._unknown_sheet(raw, list(titles.values()))
            elif title in chosen:
                self._fault(
                    title, f"工作簿里有两个“{title}”表（另一个叫“{raw.title}”）", "合并成一个，或给另一个改名"
                )
            elif any(not is_blank(cell) for row in raw.rows for cell in row):
                chosen[title] = raw
                if raw.hidden:
                    self.notices.append(f"工作表“{title}”是隐藏的，也照样读取")
        return chosen

    def _unknown_sheet(self, raw: RawSheet, titles: list[str]) -> None:
        if plain_header(raw.title) != GUIDE:
            near = nearest(raw.title, titles)
            self.notices.append(
                f"工作表“{raw.title}”不认识，没有读取" + (f"；是不是“{near[0]}”？" if near else "")
            )

    def _fault(self, title: str, reason: str, remedy: str, row: int | None = None, column: str = "") -> None:
        self.remarks.add(Remark(title, row, column, "", "", reason, remedy))

    def sheet(self, spec: Sheet, raw: RawSheet | None) -> SheetPlan | None:
        """Plan one sheet; None when the book does not have it."""
        recorded = rows_by_key(spec, self._dossier.rows(spec.entity))
        target = self._targets[spec.title] = Targets()
        if len(spec.key) == 1:
            target.sound.update((key[0], row) for key, row in recorded.items())
        if raw is None:
            return None
        layout = find_layout(spec, raw)
        if layout is None:
            target.unread = True
            required = "、".join(field.label for field in spec.fields if field.required)
            self._fault(spec.title, "找不到表头", f"在第一行写上列名，至少要有：{required}")
            return SheetPlan(spec.title, bad=0)
        return self._rows(spec, raw, layout, recorded, target)

    def _rows(
        self,
        spec: Sheet,
        raw: RawSheet,
        layout: Layout,
        recorded: dict[tuple[Any, ...], Any],
        target: Targets,
    ) -> SheetPlan:
        mark = self.remarks.mark()
        broken = self._header(spec, raw, layout)
        rows = SheetRows.read(spec, raw, layout, self.remarks)
        if broken:
            target.unread = any(field.key for field in layout.missing)
            for index in rows.filled:
                rows.bad.setdefault(index, set()).add("")
        if spec.entity is Firm:
            self._one_firm(rows)
        check_references(rows, self._targets, good_rows=self._good_rows)
        check_claims(rows, self._targets, self._programmes)
        plan = plan_sheet(rows, recorded, target, self._today, self._progress)
        self.remarks.sort(mark)
        return plan

    def _header(self, spec: Sheet, raw: RawSheet, layout: Layout) -> bool:
        """Report the header; True when it bars the whole sheet."""
        row = raw.row_number(layout.header)
        for field in layout.missing:
            self._fault(
                spec.title, f"缺少必填的列“{field.label}”", f"在表头加上“{field.label}”一列并填写", row
            )
        for field, column in layout.doubled:
            reason = f"列“{field.label}”出现了两次（{raw.letter(column)} 列又是一个）"
            self._fault(spec.title, reason, "删去或改名其中一列", row, field.label)
        absent = [field.label for field in spec.fields if field.name not in layout.columns]
        for header, column in layout.unknown:
            near = nearest(header, absent)
            self.notices.append(
                f"“{spec.title}”的列“{header}”（{raw.letter(column)} 列）不认识，没有读取"
                + (f"；是不是“{near[0]}”？" if near else "")
            )
        return bool(layout.missing or layout.doubled)

    def _one_firm(self, rows: SheetRows) -> None:
        for index in rows.filled[1:]:
            self.barred = True
            rows.complain(index, "name" if "name" in rows.columns else "", "一个档案只记一家企业", "只留一行")
        firm = self._dossier.firm
        for index in rows.filled[:1] if firm and "credit_code" in rows.columns else ():
            code = rows.columns["credit_code"][index]
            if firm and isinstance(code, str) and code != firm.credit_code:
                self.barred = True
                reason = f"与档案中的企业（{firm.name}，{firm.credit_code}）不是同一家"
                rows.complain(index, "credit_code", reason, "核对统一社会信用代码；另一家企业请另建档案")
