"""The day and the spend year that everything is held against."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from enclave_desktop.desktop.editor.day_input import DayInput
from enclave_desktop.desktop.held import View
from enclave_desktop.desktop.manual.terms import tip
from enclave_desktop.desktop.session import Session
from enclave_desktop.dossier.fields import Field, Kind
from enclave_desktop.dossier.reading import BadValue, read_value

_DAY = Field("as_of", "截至日期", Kind.DATE, help="写成 2025-06-30 这样，回车重新核对")
_DAY_WIDTH = 132


class PeriodBar(QWidget):
    """Two inputs in the page's header; a change recomputes everything."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._day = DayInput(_DAY, self)
        self._day.setAccessibleName(_DAY.label)
        self._day.setToolTip(_DAY.help)
        self._day.setFixedWidth(_DAY_WIDTH)
        self._year = QComboBox(self)
        self._year.setAccessibleName("费用年度")
        self._today = QPushButton("回到今天", self)
        self._today.setProperty("kind", "link")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for words, widget in (("截至", self._day), ("费用年度", self._year)):
            label = QLabel(words, self)
            label.setProperty("role", "second")
            label.setBuddy(widget)
            label.setToolTip(tip(words))
            line.addWidget(label)
            line.addWidget(widget)
        line.insertWidget(2, self._today)
        self._day.editingFinished.connect(self._read_day)
        self._day.picked.connect(self._read_day)
        self._year.activated.connect(lambda: self._look(self._shown_day()))
        self._today.clicked.connect(lambda: self._look(date.today()))

    def show_view(self, view: View) -> None:
        day = view.dossier.as_of
        self._day.setText(day.isoformat())
        self._say_wrong("")
        self._year.clear()
        for year in _years(view):
            self._year.addItem(str(year), year)
        self._year.setCurrentIndex(self._year.findData(view.year))
        self._today.setVisible(day != date.today())

    def _read_day(self) -> None:
        try:
            day = read_value(_DAY, self._day.text())
        except BadValue as bad:
            self._say_wrong(f"{bad.reason}；{bad.remedy}")
            return
        if day == self._shown_day():
            self._day.setText(day.isoformat())
            self._say_wrong("")
        else:
            self._look(day)

    def _shown_day(self) -> date:
        assert self._session.view is not None
        return self._session.view.dossier.as_of

    def _look(self, day: date) -> None:
        self._session.look(day, self._year.currentData())

    def _say_wrong(self, words: str) -> None:
        self._day.setProperty("state", "error" if words else "")
        self._day.setAccessibleDescription(words)
        self._day.setToolTip(words or _DAY.help)
        self._day.style().unpolish(self._day)
        self._day.style().polish(self._day)


def _years(view: View) -> list[int]:
    """The years that something is on record for, the one looked at, and those around the day; the last first."""
    dossier = view.dossier
    years = {row.booked_on.year for row in dossier.expenses} | {row.year for row in dossier.assessments}
    around = range(dossier.as_of.year - 3, dossier.as_of.year + 1)
    return sorted(years | {view.year} | set(around), reverse=True)
