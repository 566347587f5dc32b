"""Installing what was dropped on the window or chosen: looked at in the background, shown, installed if wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.problems import show_problem
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.desktop.held import View
    from enclave_desktop.desktop.packs.sight import Sight

_PACK, _SIGNATURE = ".toml", ".sig"
_CASES = ".cases.toml"


@dataclass(frozen=True, slots=True)
class Looked:
    """One thing that may be installed."""

    sight: "Sight"
    install: Callable[[], None]
    done: str


def is_installable(path: Path) -> bool:
    """Whether it is one of our files, or a folder or stick that has some."""
    if path.is_dir():
        return any(_files(path))
    return path.suffix.lower() == _PACK or path.name.lower().endswith(_PACK + _SIGNATURE)


def begin_install(
    surroundings: Surroundings,
    parent: QWidget,
    path: Path,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Look at all that is there, and ask for one after the other; `then` when one was installed."""
    session, view = surroundings.session, surroundings.session.view

    def show(found: Sequence[Looked | UserError]) -> None:
        if not found:
            return
        first, rest = found[0], found[1:]
        if isinstance(first, UserError):
            show_problem(parent, first)
            show(rest)
        else:
            _show(surroundings, parent, first, then, partial(show, rest))

    session.worker.submit("看看要安装什么", lambda _: _look(path, view), show, partial(show_problem, parent))


def _show(
    surroundings: Surroundings,
    parent: QWidget,
    looked: Looked,
    then: Callable[[], None],
    go_on: Callable[[], None],
) -> None:
    from enclave_desktop.desktop.packs.look_dialog import LookDialog

    def done(_: None) -> None:
        surroundings.say(looked.done)
        follow(surroundings)
        then()

    def install() -> None:
        failed = partial(show_problem, parent)
        surroundings.session.worker.submit("安装", lambda _: looked.install(), done, failed)

    dialog = LookDialog(looked.sight, parent.window())
    dialog.accepted.connect(install)
    dialog.finished.connect(dialog.deleteLater)
    dialog.finished.connect(lambda _: go_on())
    dialog.open()


def follow(surroundings: Surroundings) -> None:
    """Other rules are in force: the open record is checked again."""
    if surroundings.session.view is not None:
        surroundings.session.reload()


def _look(path: Path, view: "View | None") -> list[Looked | UserError]:
    from enclave_desktop.policy.bundle import pack_file
    from enclave_desktop.policy.installing import says_measure

    path = pack_file(path)
    found: list[Looked | UserError] = []
    for file in _files(path) if path.is_dir() else [path]:
        try:
            found.append(_look_at_pack(file, view) if says_measure(file) else _look_at_mapping(file))
        except UserError as error:
            found.append(error)
    return found


def _files(folder: Path) -> Iterator[Path]:
    """Packs and mappings in it and the folders right below it."""
    try:
        files = [*sorted(folder.glob(f"*{_PACK}")), *sorted(folder.glob(f"*/*{_PACK}"))]
    except OSError:
        return
    for file in files:
        if not file.name.startswith(".") and not file.name.lower().endswith(_CASES):
            yield file


def _look_at_pack(file: Path, view: "View | None") -> Looked:
    from enclave_desktop.desktop.packs.sight import sight_of_pack
    from enclave_desktop.policy.installing import install, look

    offer = look(file)
    sight = sight_of_pack(offer, view)
    return Looked(sight, partial(install, offer), f"已安装规则包“{sight.name}”")


def _look_at_mapping(file: Path) -> Looked:
    from enclave_desktop.desktop.packs.sight import sight_of_mapping
    from enclave_desktop.packet.blanks import library
    from enclave_desktop.packet.blanks.mapping import load_mapping
    from enclave_desktop.paths import blanks
    from enclave_desktop.policy.loading import load_packs

    mapping = load_mapping(file)
    titles = {programme.id: programme.title for pack in load_packs() for programme in pack.programmes}

    def take() -> None:
        library.take_both(file, blanks())

    return Looked(sight_of_mapping(mapping, file, titles), take, f"已安装“{mapping.title}”的对应关系")
