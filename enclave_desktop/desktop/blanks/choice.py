"""Which blank is used for a programme, as it is remembered from one start to the next."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from enclave_desktop.desktop.settings import Settings
from enclave_desktop.errors import UserError

if TYPE_CHECKING:  # imported by the worker, when a packet is made
    from enclave_desktop.packet.blanks.mapping import OwnBlank

_KEY = "blank/"
_BESIDES, _INSTEAD = "besides", "instead"


@dataclass(frozen=True, slots=True)
class Choice:
    """A mapping of the user's folder, in place of our own form or after it."""

    file: str
    besides: bool


def chosen(settings: Settings, programme: str) -> Choice | None:
    """None: our own form."""
    how, _, file = settings.text(_KEY + programme).partition("|")
    return Choice(file, how == _BESIDES) if file else None


def keep_choice(settings: Settings, programme: str, choice: Choice | None) -> None:
    words = f"{_BESIDES if choice.besides else _INSTEAD}|{choice.file}" if choice else ""
    settings.keep_text(_KEY + programme, words)


def load_choice(choice: Choice, folder: Path) -> "OwnBlank":
    """The mapping and its blank. UserError when one of them is gone or was changed."""
    from enclave_desktop.packet.blanks.library import blank_of
    from enclave_desktop.packet.blanks.mapping import OwnBlank, load_mapping

    file = folder / choice.file
    if not file.is_file():
        raise UserError("选用的空白表已经不在了。", "请点“空白表…”另选一份，或改用自带的参考样表。")
    mapping = load_mapping(file)
    return OwnBlank(mapping, blank_of(mapping, folder), choice.besides)
