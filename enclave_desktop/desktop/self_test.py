"""`--self-test OUT.json`: the installed program tries itself in a real window and writes down what it saw.

Everything it makes lies in a folder beside OUT; the user's settings and records are not touched.
"""

import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enclave_desktop import __version__
from enclave_desktop.paths import OWN_FOLDER

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from enclave_desktop.desktop.main_window import MainWindow

DAY, YEAR = date(2025, 6, 30), 2024
TYPING = "ENCLAVE_SELF_TEST_TYPING"
"""An environment variable: the text that somebody is going to type into the people's search field."""
_LONGEST = 120
"""Seconds that one step may take."""
_MOST_LOOKS = 10


class SelfTest:
    """The steps in their order; each may use what those before have made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book, self.record = folder / "示例企业.xlsx", folder / "示例企业.enclave"
        self.packet = folder / "申报材料.pdf"
        self.told: dict[str, Any] = {}
        self._window: MainWindow | None = None

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        typing = [("type", self._await_typing)] if os.environ.get(TYPING) else []
        return [
            ("export a workbook", self._export),
            ("import it", self._import),
            ("check", self._check),
            ("write a packet", self._write_packet),
            ("open the window", self._open_window),
            ("visit every page", self._visit_pages),
            *typing,
            ("close", self._close),
        ]

    def _export(self) -> None:
        from enclave_desktop.exchange.export import export_book
        from enclave_desktop.exchange.sample import sample_dossier

        export_book(sample_dossier(DAY), self.book)

    def _import(self) -> None:
        from enclave_desktop.exchange.importing import import_book
        from enclave_desktop.records.record import Record

        with Record.create(self.record) as record:
            if not import_book(record, self.book, today=DAY).done:
                raise RuntimeError("the sample firm does not import")

    def _check(self) -> None:
        from enclave_desktop.policy.check import check
        from enclave_desktop.policy.loading import load_packs

        self._findings = check(self._dossier(), load_packs(), YEAR)
        self.told["findings"] = {
            status: sum(finding.status.value == status for finding in self._findings)
            for status in sorted({finding.status.value for finding in self._findings})
        }

    def _write_packet(self) -> None:
        from enclave_desktop.packet.application import Application
        from enclave_desktop.packet.packet import write_packet
        from enclave_desktop.policy.findings import Status

        eligible = [finding for finding in self._findings if finding.status is Status.ELIGIBLE]
        wanted = [finding for finding in eligible if finding.programme == eligible[-1].programme]
        made = write_packet(Application.of(self._dossier(), wanted, YEAR), self.packet)
        self.told["packet"] = {"programme": wanted[0].programme.id, "pages": made.pages}

    def _dossier(self) -> Any:
        from enclave_desktop.records.record import Record

        with Record.open(self.record, read_only=True) as record:
            return record.dossier(DAY)

    def _open_window(self) -> None:
        from enclave_desktop.desktop.app import make_application
        from enclave_desktop.desktop.main_window import MainWindow
        from enclave_desktop.desktop.session import Session
        from enclave_desktop.desktop.settings import Settings
        from enclave_desktop.desktop.work import Worker

        self._app = make_application(sys.argv[:1])
        self.told["platform plugin"] = self._app.platformName()
        session = Session(Worker())
        self._window = MainWindow(session, Settings(), self.record)
        self._window.show()
        self._window.activateWindow()
        session.open(self.record)
        self._wait(lambda: session.view is not None)
        self._wait(lambda: not session.worker.busy)

    def _visit_pages(self) -> None:
        from enclave_desktop.desktop.main_window import ENTRIES

        window = self._window
        assert window is not None
        for entry in ENTRIES:
            window.go(entry.key)
            self._breathe(0.5)
            self._wait(lambda: not window.session.worker.busy)
            self._drawn(window).save(str(self.folder / f"{entry.key}.png"))
        self.told["screens"] = sorted(path.name for path in self.folder.glob("*.png"))

    def _drawn(self, window: "MainWindow") -> "QPixmap":
        """The window once nothing in it changes any more: pages of a packet are drawn beside everything else."""
        now = window.grab()
        for _ in range(_MOST_LOOKS):
            before = now.toImage()
            self._breathe(0.5)
            now = window.grab()
            if now.toImage() == before:
                break
        return now

    def _await_typing(self) -> None:
        from PySide6.QtWidgets import QLineEdit

        assert self._window is not None
        wanted = os.environ[TYPING]
        self._window.go("people")
        self._breathe(0.5)
        field = next(field for field in self._window.findChildren(QLineEdit) if field.isVisible())
        field.setFocus()
        (self.folder / "typing").touch()  # whoever types waits for it
        self._wait(lambda: field.text() == wanted)
        self._window.grab().save(str(self.folder / "typed.png"))

    def _close(self) -> None:
        assert self._window is not None
        session = self._window.session
        session.close()
        session.worker.close()
        self._window.close()
        self._window.deleteLater()
        self._app.processEvents()

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + _LONGEST
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(f"nothing came of it in {_LONGEST} s")
            self._breathe(0.02)

    def _breathe(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._app.processEvents()
            time.sleep(0.005)


def main(out: Path) -> int:
    """Try everything; exit code 0 when all of it went well. OUT tells each step, its seconds and what went wrong."""
    folder = out.absolute().with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[OWN_FOLDER] = str(folder)
    trial = SelfTest(folder)
    steps: list[dict[str, Any]] = []
    for name, step in trial.steps():
        began, error = time.monotonic(), None
        try:
            step()
        except Exception as bug:  # noqa: BLE001 - told in the report
            error = f"{type(bug).__name__}\n" + "".join(traceback.format_tb(bug.__traceback__))
        steps.append({"step": name, "seconds": round(time.monotonic() - began, 2), "error": error})
        if error:
            break
    well = all(step["error"] is None for step in steps)
    report = {
        "well": well,
        "version": __version__,
        "system": platform.platform(),
        "python": platform.python_version(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "steps": steps,
        **trial.told,
    }
    out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if well else 1
