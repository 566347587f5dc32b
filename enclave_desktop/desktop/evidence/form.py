"""What is said of a piece, field by field: in the form that every row of the record has."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from enclave_desktop.desktop.editor.form import Form
from enclave_desktop.desktop.evidence.owners import kinds_for
from enclave_desktop.dossier.checks import check_row
from enclave_desktop.dossier.evidence import EVIDENCE_KINDS, Evidence
from enclave_desktop.dossier.fields import KEPT, Sheet
from enclave_desktop.dossier.reading import BadValue

FIELDS = ("kind", "issued_on", "valid_until", "period_from", "period_to", "note", "file_name")
"""What is said of a piece by hand, and the name it came with."""
_PERIODIC = frozenset(kind.name for kind in EVIDENCE_KINDS if kind.periodic)
_PERIOD = ("period_from", "period_to")


def evidence_sheet(title: str) -> Sheet:
    """The fields that are filled in of a piece that proves a row of that sheet."""
    whole = KEPT[Evidence]
    fields = [whole.field(name) for name in FIELDS]
    fields[0] = replace(fields[0], choices=kinds_for(title), open_choice=False)
    return replace(whole, fields=tuple(fields))


def must_make_sense(row: Evidence, today: date) -> None:
    """BadValue when what is said of a piece contradicts itself."""
    for problem in check_row(row, today):
        raise BadValue(problem.reason, problem.remedy)


def no_button_on_enter(dialog: QWidget) -> None:
    """Enter ends what is typed into a field; it does not press the button that happens to come first."""
    for button in dialog.findChildren(QPushButton):
        button.setAutoDefault(False)


class EvidenceForm(Form):
    """The fields; the months are asked for where the kind has any."""

    def __init__(self, title: str, unmasked_seconds: Callable[[], int], parent: QWidget) -> None:
        super().__init__(evidence_sheet(title), unmasked_seconds, parent)
        self.title = title

    def show_kind(self, row: Any) -> None:
        """Ask for what this kind has only; what is recorded is shown in any case."""
        periodic = row.kind in _PERIODIC or any(getattr(row, name) for name in _PERIOD)
        for name in _PERIOD:
            line = self.lines[name]
            line.label.setVisible(periodic)
            line.input.setVisible(periodic)
