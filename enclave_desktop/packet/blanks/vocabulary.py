"""What a blank's cell may hold, in words: every value of `binding` with its labels and the choices it may name.

Labels are those of the dossier's fields and of our own forms; `forms/labels.toml` has what else offices call it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from enclave_desktop import paths
from enclave_desktop.dossier.fields import SHEETS, Field, Kind
from enclave_desktop.dossier.values import (
    Approval,
    Assessment,
    Carrier,
    Contract,
    Enclave,
    Filing,
    Firm,
    Person,
)
from enclave_desktop.packet.binding import VALUES
from enclave_desktop.packet.forms import Entry, form_ids, load_form
from enclave_desktop.toml_table import Table, load_toml, nearest

FILE = "labels.toml"
YES_NO = ("是", "否")
_SHEETS = {
    "firm": SHEETS[Firm],
    "enclave": SHEETS[Enclave],
    "filing": SHEETS[Filing],
    "person": SHEETS[Person],
    "contract": SHEETS[Contract],
    "carrier": SHEETS[Carrier],
    "approval": SHEETS[Approval],
    "assessment": SHEETS[Assessment],
}
_OTHER_GROUPS = {"award": "补贴金额"}
_WHOLE_FORM = "本表"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One thing that a cell may hold."""

    name: str
    """As in a form: firm.name, award.amount."""
    group: str
    """What it belongs to: 企业, 人员."""
    labels: tuple[str, ...]
    """What it is called; the first is what we call it."""
    kind: Kind
    choices: tuple[str, ...]
    """What a box may stand for; empty where that is open."""
    closed: bool
    """It can be nothing but one of these."""
    ours: bool
    """Some form of our own holds it."""

    @property
    def label(self) -> str:
        return self.labels[0]

    @property
    def words(self) -> str:
        """企业 · 名称."""
        return f"{self.group} · {self.label}"


@cache
def placeholders() -> dict[str, Placeholder]:
    """Every value of `binding` by name. UserError when `labels.toml` names one that is not known."""
    more = _more_labels()
    entries = _entries()
    return {name: _placeholder(name, entries.get(name, []), more.get(name, ())) for name in VALUES}


def _placeholder(name: str, entries: list[Entry], more: tuple[str, ...]) -> Placeholder:
    role, _, field_name = name.partition(".")
    sheet = _SHEETS.get(role)
    field = next((f for f in sheet.fields if f.name == field_name), None) if sheet else None
    kind = field.kind if field else VALUES[name].kind
    own = dict.fromkeys(entry.label.replace("\n", "") for entry in entries)
    first = [field.label] if field else more[:1] if len(own) != 1 else []
    labels = tuple(dict.fromkeys(chain(first, own, more)))
    group = sheet.title if sheet else _OTHER_GROUPS.get(role, _WHOLE_FORM)
    choices = tuple(dict.fromkeys(chain(_choices(field), *(entry.choices for entry in entries))))
    closed = bool(choices) and not (field and field.open_choice)
    return Placeholder(name, group, labels, kind, choices, closed, ours=bool(entries))


def _choices(field: Field | None) -> tuple[str, ...]:
    if field is None:
        return ()
    return YES_NO if field.kind is Kind.YES_NO else field.choices


def _entries() -> dict[str, list[Entry]]:
    """The cells of our own forms by the value that they hold."""
    found: dict[str, list[Entry]] = {}
    for form in form_ids():
        for entry in form_entries(form):
            found.setdefault(entry.value or "", []).append(entry)
    return found


def form_entries(form: str) -> Iterator[Entry]:
    """The cells of one of our own forms that hold a value."""
    for section in load_form(form).sections:
        for item in chain.from_iterable(section.rows):
            if isinstance(item, Entry) and item.value:
                yield item


def _more_labels() -> dict[str, tuple[str, ...]]:
    with Table(load_toml(paths.forms() / FILE), FILE) as table:
        for name in table.names():
            if name not in VALUES:
                raise table.error(name, f"没有名为“{name}”的数据项{nearest(name, VALUES)}")
        return {name: table.words(name) for name in table.names()}
