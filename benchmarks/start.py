"""From the start of the process to the first paint, and to the last record's rows: our window against a bare one.

The bare window is a QMainWindow with a centred label, as in the first example that everyone writes. Both are started alternately as processes
of their own, offscreen, with their modules compiled; measured from the outside, until the process says that its
window is painted, with the same filter in both. The last record is the sample firm's; its rows are there when the
page that it opens on is painted with them. The
fastest of the runs counts: whatever else the machine does only adds. CPU time, of all threads, is told beside it.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from threading import Timer

ROUNDS = 9
_LIMIT = 30
"""Seconds after which a window that says nothing is given up."""
GOAL_PAINT, GOAL_ROWS = 1.4, 3.0

_TELL = """
import sys
import time
from PySide6.QtCore import QEvent, QObject, QTimer

def tell(word):
    sys.stdout.write(f"{word} {time.process_time()}\\n")
    sys.stdout.flush()

class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.isWindow():
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: tell("painted"))
        return False
"""
_BARE = f"""
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
{_TELL}
app = QApplication([])
window = QMainWindow()
label = QLabel("window")
label.setAlignment(Qt.AlignmentFlag.AlignCenter)
window.setCentralWidget(label)
window.resize(1366, 688)
first = First()
window.installEventFilter(first)
window.show()
app.exec()
"""
_OURS = f"""
from enclave_desktop.desktop import app as start
{_TELL}
first = First()

class Window(start.MainWindow):
    def __init__(self, session, settings, opening):
        super().__init__(session, settings, opening)
        session.changed.connect(lambda: QTimer.singleShot(0, self.repainted))

    def showEvent(self, event):
        self.installEventFilter(first)  # after the program's own, so that it is told first
        super().showEvent(event)

    def repainted(self):
        self.repaint()
        tell("rows")
        self.close()  # killed, it would tell at the next start that it ended badly

start.MainWindow = Window
start.main(None)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        _remember_sample(Path(folder), environment)
        _seconds(_BARE, environment, "painted")  # compiles
        _seconds(_OURS, environment, "rows")  # and fills the cache of icons
        bare, paint, rows = [], [], []
        for _ in range(ROUNDS):
            bare.append(_seconds(_BARE, environment, "painted")["painted"])
            ours = _seconds(_OURS, environment, "rows")
            paint.append(ours["painted"])
            rows.append(ours["rows"])
    base, base_cpu = map(min, zip(*bare, strict=True))
    print(f"start : first paint of a bare window ({base:.3f} s, CPU {base_cpu:.3f} s)")
    for name, times, goal in (
        ("first paint", paint, GOAL_PAINT),
        ("rows of the last record", rows, GOAL_ROWS),
    ):
        wall, cpu = map(min, zip(*times, strict=True))
        print(
            f"  {name:24} {wall:6.3f} s = {wall / base:.2f} (goal {goal}), CPU {cpu:.3f} s = {cpu / base_cpu:.2f}"
        )


def _environment(folder: Path) -> dict[str, str]:
    """Settings, caches and logs in the folder, and no screen."""
    homes = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    return {**compiled, "QT_QPA_PLATFORM": "offscreen", **dict.fromkeys(homes, str(folder))}


def _remember_sample(folder: Path, environment: dict[str, str]) -> None:
    from enclave_desktop.dossier.fields import SHEETS
    from enclave_desktop.exchange.sample import sample_dossier
    from enclave_desktop.records.changes import Changes
    from enclave_desktop.records.record import Record

    path = folder / "sample.enclave"
    dossier = sample_dossier(date.today())
    with Record.create(path) as record, record.transaction() as transaction:
        transaction.apply(Changes(added={entity: dossier.rows(entity) for entity in SHEETS}))
    remember = (
        "import sys, pathlib; from enclave_desktop.desktop.settings import Settings;"
        "Settings().remember_record(pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", remember, path], env=environment, check=True)


def _seconds(program: str, environment: dict[str, str], last: str) -> dict[str, tuple[float, float]]:
    """When the program said each word, from its start, and the CPU time by then."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    too_long = Timer(_LIMIT, process.kill)
    too_long.start()
    said: dict[str, tuple[float, float]] = {}
    assert process.stdout is not None
    for line in process.stdout:
        word, cpu = line.split()
        said.setdefault(word, (time.perf_counter() - begin, float(cpu)))
        if word == last:
            break
    if program is _BARE:
        process.kill()
    process.wait()
    too_long.cancel()
    if last not in said:
        raise SystemExit(f"the window never said {last!r}")
    return said


if __name__ == "__main__":
    main()
