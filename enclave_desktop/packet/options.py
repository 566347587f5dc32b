"""How a packet is printed: what `forms/printing.toml` says, and over that what the firm set for the purpose."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.fields import KEPT, Kind
from enclave_desktop.dossier.handing_in import PURPOSES, SUBMISSION, PrintSetting
from enclave_desktop.errors import UserError
from enclave_desktop.paths import forms
from enclave_desktop.toml_table import Table, load_toml, nearest

ORDER = ("form", "commitment", "criteria", "annexes", "evidence")
PART_NAMES = dict(zip(ORDER, ("申请表", "承诺书", "条件对照表", "附表", "证明材料"), strict=True))
"""The groups of parts behind the contents, as the user reads them."""
LONGEST_RECEIVER = 60
_SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Options:
    """One way to print. Copies, sides and colour are for the printer; the rest decides what the file holds."""

    purpose: str = SUBMISSION
    copies: int = 1
    double_sided: bool = False
    right_hand: bool = True
    """Printed on both sides, each part starts on a right-hand page."""
    colour: bool = False
    show_numbers: bool = True
    """证件号码 in full; else masked, on scans too."""
    show_accounts: bool = True
    seal_circles: bool = True
    consents: bool = False
    """知情同意书 of everyone on the roster is bound in."""
    windows_fonts: bool = False
    newest_months: int | None = None
    """Evidence issued earlier is said to be too old; None: not looked at."""
    part_order: tuple[str, ...] = field(default=ORDER)
    receiver: str | None = None
    """受理单位, where it is not the form's."""

    @property
    def hidden(self) -> frozenset[Kind]:
        """Kinds of fields that are masked."""
        shown = {Kind.DOCUMENT_NUMBER: self.show_numbers, Kind.ACCOUNT: self.show_accounts}
        return frozenset(kind for kind, is_shown in shown.items() if not is_shown)

    @property
    def masked(self) -> bool:
        """Whether scans are blacked out where they have masks; these do not say what kind of number they hide."""
        return bool(self.hidden)

    @property
    def backs(self) -> bool:
        """Blank backs are bound in so that each part starts on a right-hand page."""
        return self.double_sided and self.right_hand

    def as_data(self) -> dict[str, Any]:
        """For the manifest of a frozen packet; `from_data` reads it.

        The form's own receiver is left out: packets are numbered by what stands here, and older ones say nothing of it.
        """
        data = asdict(self)
        if self.receiver is None:
            del data["receiver"]
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Options":
        """What `as_data` gave; what an older program did not know is as it is by default. ValueError for what is none."""
        known: dict[str, tuple[type, ...]] = {
            f.name: (type(getattr(USUAL, f.name)), type(None)) for f in fields(cls)
        }
        known |= {
            "part_order": (list, tuple),
            "newest_months": (int, type(None)),
            "receiver": (str, type(None)),
        }
        held = {name: value for name, value in data.items() if name in known}
        order = tuple(held.get("part_order", ORDER))
        if not all(isinstance(value, known[name]) for name, value in held.items()) or {*order} != {*ORDER}:
            raise ValueError("no options")
        options = cls(**held | {"part_order": order})
        if options.receiver != one_line(options.receiver or ""):
            raise ValueError("no options")
        return options


USUAL = Options()


def options_for(dossier: Dossier, programme: str, purpose: str = SUBMISSION) -> Options:
    """How the programme's packets are printed for the purpose; UserError for a purpose that is none."""
    if purpose not in PURPOSES:
        raise UserError(f"没有“{purpose}”这种用途。", f"用途有：{_SEPARATOR.join(PURPOSES)}。")
    setting = _setting(dossier, programme, purpose)
    options = replace(usual_for(purpose), **_set(setting)) if setting else usual_for(purpose)
    return replace(options, receiver=options.receiver or submitted_to(dossier, programme))


def newest_months(dossier: Dossier, programme: str) -> int | None:
    """How old the evidence of the programme may be when it is handed in; None where that is not looked at."""
    setting = _setting(dossier, programme, SUBMISSION)
    if setting and setting.newest_months is not None:
        return setting.newest_months
    return usual_for(SUBMISSION).newest_months


def submitted_to(dossier: Dossier, programme: str) -> str | None:
    """受理单位 as the firm set it for handing in, and so for each purpose that has no other; None for the form's own."""
    setting = _setting(dossier, programme, SUBMISSION)
    return one_line(setting.receiver or "") if setting else None


def one_line(words: str) -> str | None:
    """The words as 受理单位 has them: on one line, and not too many; None where there are none."""
    return " ".join(words.split())[:LONGEST_RECEIVER].rstrip() or None


def _setting(dossier: Dossier, programme: str, purpose: str) -> PrintSetting | None:
    wanted = programme, purpose
    return next((row for row in dossier.print_settings if (row.programme, row.purpose) == wanted), None)


def usual_for(purpose: str) -> Options:
    """What the forms say of that purpose."""
    return _usual()[purpose]


def setting_of(options: Options, programme: str) -> PrintSetting | None:
    """What a firm sets so that its packets are printed that way; None where all is as usual."""
    usual = usual_for(options.purpose)
    names = [described.name for described in KEPT[PrintSetting].fields if not described.key]
    other = {name: getattr(options, name) for name in names if getattr(options, name) != getattr(usual, name)}
    if "part_order" in other:
        other["part_order"] = order_in_words(other["part_order"])
    return PrintSetting(programme=programme, purpose=options.purpose, **other) if other else None


def order_in_words(order: Iterable[str]) -> str:
    """申请表、承诺书、…"""
    return _SEPARATOR.join(PART_NAMES[name] for name in order)


def order_of_words(words: str) -> tuple[str, ...]:
    """The reverse; UserError unless each group is named once."""
    names = {words_: name for name, words_ in PART_NAMES.items()}
    try:
        order = tuple(names[part.strip()] for part in words.split(_SEPARATOR))
    except KeyError as unknown:
        word = str(unknown.args[0])
        remedy = f"各部分的名称是：{_SEPARATOR.join(names)}。"
        raise UserError(f"材料次序里没有“{word}”这一部分{nearest(word, names)}。", remedy) from None
    if sorted(order) != sorted(ORDER):
        raise UserError("材料次序须把每一部分写一次。", f"如：{order_in_words(ORDER)}。")
    return order


def _set(setting: PrintSetting) -> dict[str, Any]:
    values = {
        described.name: getattr(setting, described.name)
        for described in KEPT[PrintSetting].fields
        if not described.key and getattr(setting, described.name) is not None
    }
    if "part_order" in values:
        values["part_order"] = order_of_words(values["part_order"])
    if "receiver" in values:
        values["receiver"] = one_line(values["receiver"])
    return values


@cache
def _usual() -> dict[str, Options]:
    path = forms() / "printing.toml"
    return parse_printing(load_toml(path), path.name)


def parse_printing(data: dict[str, Any], file: str) -> dict[str, Options]:
    """The options of each purpose from TOML data; `file` names it in errors."""
    with Table(data, file) as table:
        usual = _read(table.table("defaults"), Options())
        by_purpose = dict.fromkeys(PURPOSES, usual)
        for entry in table.tables("purpose"):
            with entry:
                purpose = entry.word("name", PURPOSES)
                by_purpose[purpose] = _read(entry, usual)
    return {purpose: replace(options, purpose=purpose) for purpose, options in by_purpose.items()}


def _read(table: Table, usual: Options) -> Options:
    with table:
        flags = ((f.name, getattr(usual, f.name)) for f in fields(Options))
        values: dict[str, Any] = {
            name: table.flag(name, default) for name, default in flags if isinstance(default, bool)
        }
        if "copies" in table:
            values["copies"] = table.whole("copies")
        if "newest_months" in table:
            values["newest_months"] = table.whole("newest_months")
        if "part_order" in table:
            values["part_order"] = table.words("part_order", ORDER)
            if sorted(values["part_order"]) != sorted(ORDER):
                raise table.error("part_order", "须把每一部分写一次")
        return replace(usual, **values)
