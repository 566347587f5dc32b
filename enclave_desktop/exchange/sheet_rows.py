"""A raw sheet's data rows as values, and the remarks about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from enclave_desktop.dossier.fields import Field, Sheet
from enclave_desktop.dossier.reading import BadValue, Cell
from enclave_desktop.dossier.showing import show_masked
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.columns import CLEAR, read_column
from enclave_desktop.exchange.headers import Layout
from enclave_desktop.exchange.remarks import Remark, Remarks, shown_cell
from enclave_desktop.exchange.workbook import MOST_CELLS, RawSheet


@dataclass(slots=True)
class SheetRows:
    """The rows after a header; an index counts them from 0, blank ones included."""

    spec: Sheet
    raw: RawSheet
    layout: Layout
    remarks: Remarks
    fields: tuple[Field, ...]
    """Those that the sheet has columns for."""
    columns: dict[str, list[Any]]
    """Values by name of field: None where blank, CLEAR, or a BadValue."""
    table: list[tuple[Any, ...]]
    """The same by row, in the order of `columns`."""
    filled: list[int]
    """Rows that hold anything and are not the unchanged example."""
    examples: int
    """Rows that were passed over as the unchanged example."""
    bad: dict[int, set[str]]
    """Names of the fields with an error, by row; the empty name stands for the whole row."""

    @classmethod
    def read(cls, spec: Sheet, raw: RawSheet, layout: Layout, remarks: Remarks) -> "SheetRows":
        """Read all columns, and report what is wrong with single cells."""
        data = raw.rows[layout.header + 1 :]
        fields = tuple(field for field in spec.fields if field.name in layout.columns)
        columns = {
            field.name: read_column(field, list(map(itemgetter(layout.columns[field.name]), data)))
            for field in fields
        }
        table = list(zip(*columns.values(), strict=True))
        blank = (None,) * len(fields)
        examples = set(_examples(fields, table))
        filled = [index for index, row in enumerate(table) if row != blank and index not in examples]
        rows = cls(spec, raw, layout, remarks, fields, columns, table, filled, len(examples), {})
        rows._report_merges()
        rows._report_cells()
        return rows

    def values(self, index: int) -> dict[str, Any]:
        """What row `index` says, by name of field: None where blank, CLEAR, or a BadValue."""
        return dict(zip(self.columns, self.table[index], strict=True))

    def cell(self, index: int, name: str) -> Cell:
        """The raw cell of a field that the sheet has a column for."""
        return self.raw.rows[self.layout.header + 1 + index][self.layout.columns[name]]

    def number(self, index: int) -> int:
        """The row's number in a spreadsheet program."""
        return self.raw.row_number(self.layout.header + 1 + index)

    def keys(self) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
        """Each filled row with its key; None where a part of it cannot be read or is missing."""
        blank = [None] * len(self.table)
        parts = [(field.required, self.columns.get(field.name, blank)) for field in self.spec.key]
        keys = list(zip(*(part for _, part in parts), strict=True))
        suspects = {BadValue, type(CLEAR)}, {BadValue, type(CLEAR), type(None)}
        sound = not any(suspects[required] & set(map(type, part)) for required, part in parts)
        for index in self.filled:
            yield index, keys[index] if sound else self._key(keys[index])

    def _key(self, parts: tuple[Any, ...]) -> tuple[Any, ...] | None:
        key = tuple([None if part is CLEAR else part for part in parts])
        for field, part in zip(self.spec.key, key, strict=True):
            if isinstance(part, BadValue) or (part is None and field.required):
                return None
        return key

    def complain(
        self, index: int, name: str, reason: str, remedy: str, *, row: Any = None, warning: bool = False
    ) -> None:
        """Report field `name` of a row (with an empty name the whole row); `row` gives the value if no column does."""
        if not warning:
            self.bad.setdefault(index, set()).add(name)
        label, letter, value = self._place(index, name, row)
        self.remarks.add(
            Remark(self.spec.title, self.number(index), label, letter, value, reason, remedy, warning=warning)
        )

    def _place(self, index: int, name: str, row: Any) -> tuple[str, str, str]:
        if not name:
            return "", "", ""
        field = self.spec.field(name)
        if name in self.layout.columns and self.columns[name][index] is not None:
            letter = self.raw.letter(self.layout.columns[name])
            return field.label, letter, shown_cell(field, self.cell(index, name))
        value = show_masked(field, getattr(row, name, None))
        letter = self.raw.letter(self.layout.columns[name]) if name in self.layout.columns else ""
        return field.label, letter, f"档案中的 {value}" if value else ""

    def _report_cells(self) -> None:
        for field in self.fields:
            column = self.columns[field.name]
            kinds = set(map(type, column))
            if BadValue in kinds or (field.required and {type(None), type(CLEAR)} & kinds):
                for index in self.filled:
                    if field.name not in self.bad.get(index, ()):
                        self._report_cell(field, index, column[index])

    def _report_cell(self, field: Field, index: int, value: Any) -> None:
        if isinstance(value, BadValue):
            self.complain(index, field.name, value.reason, value.remedy)
        elif field.required and value is None:
            self.complain(index, field.name, "必填，这里是空的", f"填写{field.label}")
        elif field.required and value is CLEAR:
            self.complain(index, field.name, "必填，不能用 - 清除", f"填写{field.label}")

    def _report_merges(self) -> None:
        """A merge has its value in its first cell only: which rows it is meant for, nobody can say."""
        top = self.raw.top + self.layout.header + 1
        columns = {self.raw.left + column: name for name, column in self.layout.columns.items()}
        merges = []
        for (first_row, first_column), (last_row, last_column) in self.raw.merged:
            names = [name for column, name in columns.items() if first_column <= column <= last_column]
            rows = range(max(first_row - top, 0), min(last_row - top + 1, self._height()))
            merges += [(names, rows)] if names else []
        if sum(len(rows) for _, rows in merges) > MOST_CELLS:
            raise UserError(f"工作表“{self.raw.title}”的合并单元格互相重叠", "取消全部合并后再导入")
        filled = set(self.filled)
        for names, rows in merges:
            for index in filled.intersection(rows):
                self.complain(index, names[0], "与其他单元格合并在一起", "取消合并，每一格分别填写")
                self.bad[index].update(names)

    def _height(self) -> int:
        return len(self.raw.rows) - self.layout.header - 1


def _examples(fields: tuple[Field, ...], table: list[tuple[Any, ...]]) -> Iterator[int]:
    """Rows that say exactly what the template's example line says."""
    example = tuple(read_column(field, [field.example])[0] for field in fields)
    if any(example):
        yield from (index for index, row in enumerate(table) if row == example)
