"""Writing workbooks from the window: the blank one, the whole record, the errors of an import."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.asking import ask_save
from enclave_desktop.desktop.importing.dry_run import DryRun
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.desktop.session import Session
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import Sheet

_FILTER = "工作簿 (*.xlsx)"


def save_template(session: Session, parent: QWidget) -> None:
    """The blank workbook that is filled in and imported."""

    def write(path: Path) -> None:
        from enclave_desktop.exchange.template import write_template

        write_template(path)

    _save(session, parent, "保存空白工作簿", "空白工作簿.xlsx", write)


def save_export(session: Session, parent: QWidget) -> None:
    """The whole record, unmasked: importing it again changes nothing."""
    view, path = session.view, session.path
    if view is None or path is None:
        return

    def write(path: Path) -> None:
        from enclave_desktop.exchange.export import export_book

        export_book(view.dossier, path)

    title = "导出为工作簿（含完整的证件号码和账号，请妥善保管）"
    _save(session, parent, title, f"{path.stem}.xlsx", write)


def save_rows(session: Session, parent: QWidget, sheet: Sheet, rows: Sequence[Any]) -> None:
    """Some rows of a sheet, unmasked, as a workbook that can be imported again."""
    view = session.view
    if view is None:
        return
    dossier = Dossier.of(view.dossier.as_of, {sheet.entity: rows})

    def write(path: Path) -> None:
        from enclave_desktop.exchange.export import export_book

        export_book(dossier, path, [sheet.entity])

    sensitive = "、".join(field.label for field in sheet.fields if field.sensitive)
    care = f"（含完整的{sensitive}，请妥善保管）" if sensitive else ""
    _save(session, parent, f"导出{sheet.title} {len(rows)} 行{care}", f"{sheet.title}.xlsx", write)


def save_report(session: Session, parent: QWidget, run: DryRun) -> None:
    """The workbook once more, with what is wrong beside each row."""

    def write(path: Path) -> None:
        from enclave_desktop.exchange.error_report import write_report

        write_report(run.book, run.plan, path)

    stem = Path(run.book.name).stem
    _save(session, parent, "写出带“错误原因”的工作簿", f"{stem}-错误.xlsx", write)


def _save(
    session: Session, parent: QWidget, title: str, suggested: str, write: Callable[[Path], None]
) -> None:
    def put(path: Path) -> None:
        session.worker.submit(
            f"写出 {path.name}",
            lambda job: write(path),
            lambda _: session.saved.emit(f"写出 {path.name}"),
            lambda error: show_problem(parent, error),
        )

    folder = session.path.parent if session.path else Path.home()
    ask_save(parent, title, folder / suggested, _FILTER, put)
