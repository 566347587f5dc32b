"""A date: typed in any spelling, or picked from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from enclave_desktop.desktop.icons import icon
from enclave_desktop.desktop.theme import theme
from enclave_desktop.dossier.fields import Field
from enclave_desktop.dossier.reading import BadValue, is_blank, read_value

OPEN_KEYS = "Alt+↓"
_CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
_EDGES = (("qt_calendar_prevmonth", "left", "上个月"), ("qt_calendar_nextmonth", "right", "下个月"))


class DayInput(QLineEdit):
    """A line for a day, with a calendar behind its button and Alt+↓."""

    picked = Signal()
    """A day was chosen in the calendar: it stands in the line."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        action = self.addAction(
            icon("calendar_16_regular", "text2"), QLineEdit.ActionPosition.TrailingPosition
        )
        action.setText(f"选{field.label}")
        action.setToolTip(f"从日历里选（{OPEN_KEYS}）")
        action.triggered.connect(self.open_calendar)

    def open_calendar(self) -> None:
        """Under the line, at the day that stands in it; else at today."""
        calendar = Calendar(self._field.label, self._day(), self)
        calendar.chosen.connect(self._take)
        calendar.open_at(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if (down or event.key() == Qt.Key.Key_F4) and not self.isReadOnly():
            self.open_calendar()
            event.accept()
            return
        super().keyPressEvent(event)

    def _day(self) -> date:
        if is_blank(self.text()):
            return date.today()
        try:
            day: date = read_value(self._field, self.text())
        except BadValue:
            return date.today()
        return day

    def _take(self, day: date) -> None:
        self.setText(day.isoformat())
        self.setFocus()
        self.picked.emit()


class Calendar(QFrame):
    """A month in a popup, weeks from Monday; gone once a day is chosen or the user turns away."""

    chosen = Signal(object)
    """A date."""

    def __init__(self, label: str, day: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.month = QCalendarWidget(self)
        self.month.setAccessibleName(f"选{label}")
        self.month.setLocale(_CHINESE)
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.month.setGridVisible(False)
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.month.clicked.connect(self._choose)
        self.month.activated.connect(self._choose)
        self._dress()
        today = QPushButton("今天", self)
        today.setProperty("kind", "link")
        today.clicked.connect(lambda: self._choose(QDate.currentDate()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addWidget(self.month)
        layout.addWidget(today, 0, Qt.AlignmentFlag.AlignLeft)

    def open_at(self, line: QWidget) -> None:
        """Below the line, or above where the screen ends."""
        self.adjustSize()
        below = line.mapToGlobal(QPoint(line.width() - self.width(), line.height() + 2))
        room = line.screen().availableGeometry()
        if below.y() + self.height() > room.bottom():
            below.setY(line.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        below.setX(max(below.x(), room.left()))
        self.move(below)
        self.show()
        self._days().setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(day.toPython())

    def _days(self) -> QTableView:
        found = self.month.findChild(QTableView, "qt_calendar_calendarview")
        assert isinstance(found, QTableView)
        return found

    def _dress(self) -> None:
        """The weekend is no alarm; arrows and words in the theme's colours."""
        plain, head = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme().colour("text"))
        head.setForeground(theme().colour("text2"))
        self.month.setHeaderTextFormat(head)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(day, plain)
        for name, side, words in _EDGES:
            button = self.month.findChild(QToolButton, name)
            assert isinstance(button, QToolButton)
            button.setIcon(icon(f"chevron_{side}_20_regular", "text2"))
            button.setIconSize(QSize(16, 16))
            button.setAccessibleName(words)
            button.setToolTip(words)
        for button in self.month.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
