"""Pictures of every page with the sample record, light and dark, at 100 % and 150 %, into docs/screens/.

`python tools/screenshots.py [PAGE...]` takes those pages only. Nothing needs a screen.
"""

import io
import os
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from enclave_desktop.desktop.evidence.owners import Attachment
    from enclave_desktop.desktop.main_window import MainWindow
    from enclave_desktop.desktop.session import Session
    from enclave_desktop.dossier.dossier import Dossier
    from enclave_desktop.dossier.handing_in import ClaimStep
    from enclave_desktop.policy.findings import Finding, Status

CHECKOUT = Path(__file__).parents[1]
SCREENS = CHECKOUT / "docs" / "screens"
DAY = date(2025, 6, 30)
"""The day that the sample is made for."""
PRINTED = datetime(2025, 6, 30, 9, 5)
"""When the packet was printed that is shown as printed before."""
SIZES = {"1": (1366, 688), "1.5": (1280, 640)}
"""Logical pixels that a usual screen of that scale leaves for the window: 1366 x 768, and 1920 x 1080 at 150 %."""
COLOURS = 128
AWAY = (700, 720)
"""Where the mouse hovers over nothing."""
SETTLED = 600
"""Milliseconds in which a page has painted what it shows, once nothing is under way."""
QUIET, LONGEST = 2, 200
"""Times as long as that: to be quiet; that anything may take."""
FOLDERS = {
    "record_folder": r"D:\申报资料",
    "packet_folder": r"D:\申报资料",
    "backup_folder": r"E:\备份",
    "batch_folder": r"D:\申报资料",
}
"""What the settings page shows instead of folders of this machine."""
IMPORT = "import"
VIEWER = "evidence-pages"
"""A piece of evidence with its pages, large."""
LOCK = "passphrase"
"""Choosing one, keeping the recovery code, opening by either, and the lock."""
SEALED = Path("申报资料/加密企业.enclave")
RECORD, BOOK = Path("申报资料/示例企业.enclave"), Path("申报资料/人员与费用.xlsx")


def main(wanted: list[str]) -> None:
    """Every scale in a process of its own: Qt reads it once."""
    with tempfile.TemporaryDirectory() as folder:
        for scale in SIZES:
            home = Path(folder) / scale
            home.mkdir()
            places = {"XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home), "XDG_DATA_HOME": str(home)}
            settings = {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale, "PYTHONPATH": str(CHECKOUT)}
            call = [sys.executable, str(Path(__file__).resolve()), "--at", scale, *wanted]
            subprocess.run(call, cwd=home, env=os.environ | places | settings, check=True)


def take(scale: str, wanted: list[str]) -> None:
    """All pictures at one scale."""
    from PySide6.QtGui import QCursor

    from enclave_desktop.desktop.app import make_application
    from enclave_desktop.desktop.main_window import ENTRIES, MainWindow
    from enclave_desktop.desktop.session import Session
    from enclave_desktop.desktop.settings import Settings
    from enclave_desktop.desktop.theme import theme
    from enclave_desktop.desktop.work import Worker

    application = make_application(["screenshots"])
    QCursor.setPos(*AWAY)
    make_record()
    settings = Settings()
    for name, folder in FOLDERS.items():
        settings.keep_text(name, folder)
    worker = Worker()
    session = Session(worker)
    window = MainWindow(session, settings)
    window.resize(*SIZES[scale])
    window.show()
    window.open_file(RECORD)
    while session.view is None:
        wait(SETTLED)
    settings.remember_backup(session.path)  # none is due, which would not find the folder that is shown
    window.backups.told.emit()
    session.look(DAY, DAY.year - 1)
    ending = "" if scale == "1" else f"-{float(scale):.0%}".rstrip("%")
    targets = {"matching": nearly, "evidence": attached, "packets": eligible, "claims": partly_paid}
    for name in ("light", "dark"):
        theme().apply(name, 1.0)
        for entry in ENTRIES:
            if entry.key in wanted or not wanted:
                window.go(entry.key, targets[entry.key](session) if entry.key in targets else None)
                settle(window)
                save(window, f"{entry.key}-{name}{ending}")
                if entry.key == "packets":
                    take_packets(window, f"{name}{ending}")
        if VIEWER in wanted or not wanted:
            take_viewer(window, f"{VIEWER}-{name}{ending}")
        if LOCK in wanted or not wanted:
            take_passphrase(window, f"{name}{ending}")
        if IMPORT in wanted or not wanted:
            window.go("people")
            take_import(window, f"{IMPORT}-{name}{ending}")
    window.close()
    session.close()
    worker.close()
    application.processEvents()


def wait(milliseconds: int) -> None:
    """Let the window work: by an event loop of its own, since QTest's waiting lets no other thread run Python."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(window: "MainWindow") -> None:
    """Wait until no progress is shown any more, nor any that follows it."""
    from PySide6.QtWidgets import QProgressBar

    quiet = 0
    for _ in range(LONGEST):
        wait(SETTLED)
        busy = any(bar.isVisible() for bar in window.findChildren(QProgressBar)) or drawing(window)
        quiet = 0 if busy else quiet + 1
        if quiet == QUIET:
            return
    raise TimeoutError("work in the window does not end")


def drawing(window: "MainWindow") -> bool:
    """Whether pictures of evidence are still to come."""
    from enclave_desktop.desktop.evidence.shelf import shelf_of

    return shelf_of(window.session).busy


def make_record() -> None:
    """The sample firm's record with the steps of a claim, and a workbook with some rows more and some cells wrong."""
    from openpyxl import load_workbook

    from enclave_desktop.dossier.fields import SHEETS
    from enclave_desktop.dossier.handing_in import ClaimStep
    from enclave_desktop.exchange.export import export_book
    from enclave_desktop.exchange.sample import sample_dossier
    from enclave_desktop.exchange.sample_scans import keep_sample_scans
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.record import Record

    dossier = sample_dossier(DAY)
    RECORD.parent.mkdir()
    with Record.create(RECORD) as record, record.transaction() as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
        keep_sample_scans(transaction, dossier)
        transaction.apply(Changes(added={ClaimStep: steps(dossier)}))
    export_book(dossier, BOOK)
    book = load_workbook(BOOK)
    people, spend = book["人员"], book["研发费用"]
    columns = {str(cell.value): cell.column for cell in (*people[1], *spend[1])}
    people.cell(5, columns["手机"]).value = "13800000005"
    people.cell(8, columns["学位"]).value = "研究生"
    people.cell(12, columns["毕业日期"]).value = "2018-06-31"
    for voucher, amount in (("记-9001", 12600), ("记-9002", 3480.5), ("记-9003", "一万")):
        at = spend.max_row + 1
        for cell in spend[2]:
            spend.cell(at, cell.column).value = cell.value
        spend.cell(at, columns["凭证号"]).value = voucher
        spend.cell(at, columns["金额"]).value = amount
    book.save(BOOK)


def steps(dossier: "Dossier") -> "list[ClaimStep]":
    """A claim of months that was approved: how it came there, and a first payment of it."""
    from enclave_desktop.dossier.handing_in import ClaimStep
    from enclave_desktop.policy.claim_course import APPROVED, PAID, SUBMITTED, key_of

    claim = next(row for row in dossier.claims if row.state == APPROVED and row.period_to)
    course = (
        (SUBMITTED, date(2025, 1, 10), 1),
        (APPROVED, date(2025, 1, 27), 1),
        (PAID, date(2025, 3, 14), 3),
    )
    return [
        ClaimStep(
            number=f"{number:06}",
            claim=key_of(claim),
            on=on,
            state=state,
            amount=(claim.amount or 0) // part,
            reason=None,
            settled_on=None,
            packet=None,
        )
        for number, (state, on, part) in enumerate(course, 1)
    ]


def partly_paid(session: "Session") -> "ClaimStep | None":
    """A step of the claim that has some."""
    return session.view.dossier.claim_steps[-1] if session.view else None


def nearly(session: "Session") -> "Finding":
    """A person whom one criterion alone keeps from an allowance: there is something to explain, and to try."""
    from enclave_desktop.policy.findings import Outcome, Status

    def unmet(finding: "Finding") -> int:
        return sum(held.outcome is not Outcome.MET for held in finding.checks)

    found = (finding for finding in findings(session, Status.INELIGIBLE) if unmet(finding) == 1)
    return next(finding for finding in found if finding.subject.kind == "person")


def attached(session: "Session") -> "Attachment":
    """The first person with evidence on record who lacks some."""
    from enclave_desktop.desktop.evidence.lacking import all_lacks
    from enclave_desktop.desktop.evidence.owners import Attachment

    rows = session.view.dossier.evidence if session.view else ()
    lacks = all_lacks(session.view) if session.view else {}
    return Attachment(next(row.proves for row in rows if row.person and row.proves in lacks))


def eligible(session: "Session") -> "Finding":
    """A person whose packet can be printed."""
    from enclave_desktop.policy.findings import Status

    return next(finding for finding in findings(session, Status.ELIGIBLE) if finding.subject.kind == "person")


def findings(session: "Session", status: "Status") -> "list[Finding]":
    return [finding for finding in session.view.findings if finding.status is status] if session.view else []


def take_import(window: "MainWindow", name: str) -> None:
    """The import dialog over the window, on what a dry run found."""
    from PySide6.QtWidgets import QDialog

    window.open_file(BOOK)
    settle(window)
    dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
    save(window, name, dialog)
    dialog.reject()


def take_passphrase(window: "MainWindow", ending: str) -> None:
    """The dialogs over the start page, then what covers the window while a record is locked."""
    from enclave_desktop.desktop.locking.cover import Cover
    from enclave_desktop.desktop.opening.passphrase import UnlockDialog
    from enclave_desktop.desktop.passphrase.creating import DECLINE, TITLE, WHY
    from enclave_desktop.desktop.passphrase.dialog import PassphraseDialog
    from enclave_desktop.desktop.passphrase.sheet import SheetDialog
    from enclave_desktop.records.cipher import new_key
    from enclave_desktop.records.record import Record
    from enclave_desktop.records.recovery_code import code_of

    if not SEALED.exists():
        Record.create(SEALED, key=new_key("an invented passphrase")).close()
    window.go("start")
    settle(window)
    chosen = PassphraseDialog(TITLE, WHY, "设置口令", window, decline=DECLINE)
    chosen._choosing.first.setText("staple orange window")  # noqa: SLF001
    sheet = SheetDialog(window.session, window.settings, SEALED, code_of(bytes(range(7, 39))), window)
    asked = UnlockDialog(window.session.worker, SEALED, window)
    for dialog, name in ((chosen, "new"), (sheet, "sheet"), (asked, "open")):
        dialog.open()
        wait(SETTLED)
        save(window, f"{LOCK}-{name}-{ending}", dialog)
        if dialog is asked:
            asked._form.turn(by_code=True)  # noqa: SLF001
            wait(SETTLED)
            save(window, f"{LOCK}-code-{ending}", dialog)
        dialog.reject()
    cover = Cover(window.session.worker, window)
    window.cover(cover)
    cover.show_locked(SEALED, unfinished=False)
    wait(SETTLED)
    save(window, f"{LOCK}-locked-{ending}")
    window.uncover()


def take_viewer(window: "MainWindow", name: str) -> None:
    """A contract of several pages over the page of evidence."""
    from PySide6.QtWidgets import QDialog

    view = window.session.view
    row = next(row for row in (view.dossier.evidence if view else ()) if row.contract)
    window.go("evidence", attached(window.session))
    window._pages["evidence"].panel.open(row)  # type: ignore[attr-defined]  # noqa: SLF001
    settle(window)
    viewer = next(child for child in window.findChildren(QDialog) if child.isVisible())
    save(window, name, viewer)
    viewer.reject()


def take_packets(window: "MainWindow", ending: str) -> None:
    """What contradicts itself, the options, many packets at once, and a packet that was printed."""
    from PySide6.QtWidgets import QAbstractButton, QDialog

    from enclave_desktop.desktop.packets.press import Press
    from enclave_desktop.packet.on_record import keep_packet

    def press(words: str) -> None:
        button = (child for child in window.findChildren(QAbstractButton) if child.isVisible())
        next(child for child in button if child.text() == words).click()
        settle(window)

    def take_dialog(words: str, name: str) -> None:
        press(words)
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        save(window, f"packets-{name}-{ending}", dialog)
        dialog.close()
        wait(SETTLED)

    take_dialog("选项…", "options")
    take_dialog("批量…", "batch")
    printed = window.findChild(Press).printed
    window.session.with_held(
        "存入档案",
        lambda held, _: keep_packet(held.record, printed.application, printed.made, printed.data, PRINTED),
        lambda _: None,
    )
    press("全不选")
    press("全选")
    save(window, f"packets-remarks-{ending}")
    press("已打印")
    press("重新生成核对")
    save(window, f"packets-kept-{ending}")
    press("新的一册")


def save(window: "MainWindow", name: str, dialog: "QDialog | None" = None) -> None:
    """A picture with few colours, so that it stays small."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QPoint, QRect
    from PySide6.QtGui import QPainter

    from enclave_desktop.desktop.theme import theme

    picture = window.grab()
    if dialog is not None:
        over = dialog.grab()
        gap = (picture.deviceIndependentSize() - over.deviceIndependentSize()) / 2
        painter = QPainter(picture)
        at = QPoint(round(gap.width()), round(gap.height()))
        painter.drawPixmap(at, over)
        painter.setPen(theme().colour("control_border"))  # the frame that a window manager draws
        painter.drawRect(QRect(at, over.deviceIndependentSize().toSize()))
        painter.end()
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(kept, "PNG")
    SCREENS.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(kept.data().data())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(SCREENS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--at"]:
        take(sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1:])
