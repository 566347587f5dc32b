"""What is done to a block of cells: copy, paste, clear, remove, and the menu that offers it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.table import clipboard
from enclave_desktop.desktop.table.editing import changed, read_text
from enclave_desktop.desktop.table.paste import PastePlan, plan_paste
from enclave_desktop.desktop.table.paste_dialog import PasteDialog
from enclave_desktop.desktop.table.removal import removal
from enclave_desktop.desktop.table.view import TableView
from enclave_desktop.dossier.reading import BadValue
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.desktop.table.sheet_table import SheetTable

_AT_ONCE = 300
"""More pasted rows than this are checked in the background."""


def copy(table: TableView, say: Callable[[str], None], *, heads: bool) -> None:
    """As seen: what is masked on the screen is masked in the copy."""
    rows, columns = table.selected_block()
    if not rows:
        return
    model = table.table_model
    # A selection need not be a rectangle.
    chosen = [table.selected_rows(at) for at in columns]
    block = [
        [model.text(row, at) if row in held else "" for at, held in zip(columns, chosen, strict=True)]
        for row in rows
    ]
    if heads:
        shown = [model.columns[at] for at in columns]
        block.insert(0, [column.field.label if column.field else column.label for column in shown])
    cells = [
        (row, at)
        for at, held in zip(columns, chosen, strict=True)
        if model.columns[at].sensitive
        for row in held
    ]
    masked = sum(model.is_masked(row, at) for row, at in cells)
    in_full = len(cells) > masked
    clipboard.copy(block, sensitive=in_full)
    told = f"已复制 {len(rows)} 行 {len(columns)} 列"
    if in_full:
        told += "；其中有敏感内容，一分钟后从剪贴板清除"
    if masked:
        told += f"；其中 {masked} 格敏感内容仍是遮盖的，先显示再复制才是全文"
    say(told)


def paste(table: "SheetTable") -> None:
    """Show what the block on the clipboard would change, then change it."""
    try:
        block = clipboard.pasted()
    except UserError as error:
        table.session.failed.emit(error)
        return
    index = table.table.currentIndex()
    if not block or table.view is None:
        return
    order = table.table.columns_in_order()
    at = order.index(index.column()) if index.isValid() else 0
    fields = [table.model.columns[column].field for column in order[at:]]
    targets = table.model.rows[index.row() :] if index.isValid() else []
    plan = partial(plan_paste, table.sheet, block, fields, targets, table.dossier)
    dialog = PasteDialog(table.sheet.title, table)
    dialog.accepted.connect(lambda: _apply(table, dialog.plan))
    dialog.failed.connect(table.session.failed)
    dialog.finished.connect(dialog.deleteLater)
    if len(block) <= _AT_ONCE:
        dialog.show_plan(plan())
    else:
        dialog.check(table.session.worker, plan)
    dialog.open()


def _apply(table: "SheetTable", plan: PastePlan | None) -> None:
    from enclave_desktop.records.changes import Changes

    assert plan is not None  # else there was nothing to accept
    entity = table.sheet.entity
    pairs = [(row.before, row.after) for row in plan.good if row.before is not None]
    added = [row.after for row in plan.good if row.before is None]
    words = f"粘贴 {len(plan.good)} 行{table.sheet.title}"
    table.session.apply(words, Changes(added={entity: added}, updated={entity: pairs}), table.refused)


def clear(table: "SheetTable") -> None:
    """Empty the selected cells; one that must be filled keeps what it holds and says so."""
    rows, columns = table.table.selected_block()
    fields = [field for at in columns if (field := table.model.columns[at].field)]
    pairs: list[tuple[Any, Any]] = []
    for place in rows:
        row = table.model.rows[place]
        chosen = [f for f in fields if getattr(row, f.name) is not None]
        if not chosen:
            continue
        try:
            values = {field.name: read_text(field, "", table.dossier) for field in chosen}
            pairs.append((row, changed(row, values, table.dossier)))
        except BadValue as bad:
            table.surroundings.say(f"没有清除：{bad.reason}")
            return
    if pairs:
        table.apply(f"清除 {len(pairs)} 行的内容", pairs)


def remove(table: "SheetTable") -> None:
    """Ask, saying what hangs on the rows; then remove all of it as one change."""
    places, _ = table.table.selected_block()
    rows = [table.model.rows[place] for place in places]
    if not rows or table.view is None:
        return
    what = removal(table.sheet.entity, rows, table.dossier)
    name = table.look.words(rows[0])[0] if len(rows) == 1 else f"{len(rows)} 行"
    title = f"删除{table.sheet.title}{name}"
    box = QMessageBox(table)
    box.setWindowTitle(title)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(f"{title}？")
    box.setInformativeText(what.words)
    go = QPushButton("删除", box)
    go.setProperty("kind", "danger")
    box.addButton(go, QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(go)
    box.setEscapeButton(keep)
    go.clicked.connect(lambda: table.session.apply(title, what.changes, table.refused))
    box.finished.connect(box.deleteLater)
    box.open()


def menu(table: "SheetTable") -> QMenu:
    """What can be done with the selected cells."""
    shown = QMenu(table)
    rows, _ = table.table.selected_block()
    entries: list[tuple[str, str, Any, QKeySequence | None]] = [
        (
            "复制",
            "copy_20_regular",
            lambda: copy(table.table, table.surroundings.say, heads=False),
            QKeySequence("Ctrl+C"),
        ),
        (
            "复制（带表头）",
            "copy_20_regular",
            lambda: copy(table.table, table.surroundings.say, heads=True),
            QKeySequence("Ctrl+Shift+C"),
        ),
        ("粘贴…", "arrow_import_20_regular", lambda: paste(table), QKeySequence("Ctrl+V")),
        ("清除内容", "dismiss_20_regular", lambda: clear(table), QKeySequence("Del")),
        ("", "", None, None),
        ("选中整行", "column_triple_20_regular", table.table.select_rows, QKeySequence("Shift+Space")),
    ]
    if any(column.sensitive for column in table.model.columns):
        entries.append(("显示敏感内容", "eye_20_regular", table.unmask, None))
    if table.look.has_page and len(rows) == 1:
        entries.append(
            ("打开个人页", "open_20_regular", lambda: table.page_asked.emit(table.current_row()), None)
        )
    entries += [
        ("", "", None, None),
        (f"新增{table.sheet.title}", "add_20_regular", table.add, None),
        (f"删除 {len(rows)} 行…", "delete_20_regular", lambda: remove(table), QKeySequence("Ctrl+-")),
    ]
    for words, name, act, keys in entries:
        if act is None:
            shown.addSeparator()
            continue
        action = shown.addAction(icon(name), words)
        action.triggered.connect(act)
        if keys:
            action.setShortcut(keys)
    shown.aboutToHide.connect(shown.deleteLater)
    return shown
