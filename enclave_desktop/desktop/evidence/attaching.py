"""How files come in: chosen, dropped, pasted, or as a whole folder."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QMimeData
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from enclave_desktop.desktop.asking import ask_folder
from enclave_desktop.desktop.evidence.offers import Source
from enclave_desktop.desktop.evidence.owners import Row
from enclave_desktop.desktop.page import Surroundings
from enclave_desktop.desktop.writing_only import may_write

FOLDER_SETTING = "evidence_folder"
_FILES = "PDF、图片和 Word (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.heif *.docx *.doc);;所有文件 (*)"
_BOOKS = frozenset({".xlsx", ".xls", ".enclave"})
"""What is dropped on the window for other purposes."""
PASTED = "剪贴板图片.png"


def ask_files(
    surroundings: Surroundings, parent: QWidget, row: Row | None = None, kind: str | None = None
) -> None:
    """Choose files, then say what they are."""
    if not may_write(surroundings.session, surroundings.say):
        return
    settings = surroundings.settings
    dialog = QFileDialog(parent, "添加证明材料", str(settings.folder(FOLDER_SETTING)), _FILES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def chosen(names: list[str]) -> None:
        paths = list(map(Path, names))
        settings.keep_text(FOLDER_SETTING, str(paths[0].parent))
        offer(surroundings, parent, paths, row, kind)

    dialog.filesSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_for_folder(surroundings: Surroundings, parent: QWidget) -> None:
    """Choose a folder, whose files are matched to rows by their names."""
    if not may_write(surroundings.session, surroundings.say):
        return
    folder = surroundings.settings.folder(FOLDER_SETTING)
    ask_folder(parent, "导入材料文件夹", folder, lambda path: offer(surroundings, parent, [path]))


def can_take(data: QMimeData) -> bool:
    """Whether something that is dropped or pasted may be evidence."""
    return bool(_paths(data)) or (data.hasImage() and not data.hasUrls())


def take(
    surroundings: Surroundings,
    parent: QWidget,
    data: QMimeData | None,
    row: Row | None = None,
    kind: str | None = None,
) -> bool:
    """Files, a folder, or a picture; whether there was any."""
    if data is None:
        return False
    paths = _paths(data)
    if paths:
        offer(surroundings, parent, paths, row, kind)
        return True
    image = data.imageData() if data.hasImage() and not data.hasUrls() else None
    if isinstance(image, QImage) and not image.isNull():
        _open(surroundings, parent, [Source(PASTED, pasted=_png(image))], None, row, kind)
        return True
    return False


def paste(
    surroundings: Surroundings, parent: QWidget, row: Row | None = None, kind: str | None = None
) -> None:
    """What is on the clipboard: a picture, or files that were copied."""
    if not take(surroundings, parent, QGuiApplication.clipboard().mimeData(), row, kind):
        surroundings.say("剪贴板里没有图片，也没有复制的文件")


def offer(
    surroundings: Surroundings,
    parent: QWidget,
    paths: Sequence[Path],
    row: Row | None = None,
    kind: str | None = None,
) -> None:
    """Look the files over and show them before any is taken; those of a folder are anybody's, as their names say."""
    folder = next((path for path in paths if path.is_dir()), None)
    if folder is not None:
        row, kind = None, None
    sources = [Source(path.name, path) for path in paths if path.is_file()]
    _open(surroundings, parent, sources, folder, row, kind)


def _open(
    surroundings: Surroundings,
    parent: QWidget,
    sources: Sequence[Source],
    folder: Path | None,
    row: Row | None,
    kind: str | None,
) -> None:
    if not may_write(surroundings.session, surroundings.say):
        return
    from enclave_desktop.desktop.evidence.take_dialog import TakeDialog

    dialog = TakeDialog(surroundings, parent.window())
    dialog.finished.connect(partial(_let_go, dialog))
    dialog.open()
    dialog.look(sources, folder, row, kind)


def _let_go(dialog: QWidget, _: int) -> None:
    dialog.deleteLater()


def _paths(data: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() not in _BOOKS]


def _png(image: QImage) -> bytes:
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(kept, "PNG")  # type: ignore[call-overload]
    return bytes(kept.data().data())
