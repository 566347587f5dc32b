"""Small and large pictures of the pages on record, drawn in the background, the last ones asked for first."""

from collections import OrderedDict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from enclave_desktop.desktop.held import Held
from enclave_desktop.desktop.session import Session
from enclave_desktop.desktop.work import Cancelled, Job
from enclave_desktop.dossier.evidence import PageEdit
from enclave_desktop.errors import UserError

if TYPE_CHECKING:
    from enclave_desktop.packet.attached.inspected import Inspected

_MOST_BYTES = 96 << 20
_MOST_WANTED = 60
Key = tuple[str, PageEdit, tuple[int, int]]
"""Digest of the file, the page with its edits, and the pixels it may take."""


class Shelf(QObject):
    """The pictures of one session's record."""

    ready = Signal(str)
    """Something is new of the file with this digest."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._pictures: OrderedDict[Key, QImage | None] = OrderedDict()
        self._bytes = 0
        self._wanted: OrderedDict[Key, None] = OrderedDict()
        self._inspected: dict[str, Inspected | None] = {}
        self._busy = False
        self._files = _Files()
        session.opened.connect(self._forget)

    def picture(self, content: str, edit: PageEdit, box: tuple[int, int]) -> QImage | None:
        """The page in so many pixels at most; None while it is not drawn, or when it cannot be."""
        key = content, replace(edit, masks=()), box
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        self._wanted[key] = None
        self._wanted.move_to_end(key)
        while len(self._wanted) > _MOST_WANTED:
            self._wanted.popitem(last=False)
        self._draw_next()
        return None

    def inspected(self, content: str) -> "Inspected | None":
        """What is known of a file once a page of it was drawn."""
        return self._inspected.get(content)

    @property
    def busy(self) -> bool:
        """Pictures are still to come."""
        return self._busy or bool(self._wanted)

    def is_broken(self, content: str) -> bool:
        """It was tried and cannot be read."""
        return content in self._inspected and self._inspected[content] is None

    def _draw_next(self) -> None:
        if self._busy or not self._wanted or self._session.view is None:
            return
        self._busy = True
        key, _ = self._wanted.popitem()
        work = partial(self._files.draw, key)
        self._session.with_held("画缩略图", work, partial(self._keep, key), partial(self._failed, key))

    def _keep(self, key: Key, drawn: "tuple[QImage, Inspected] | None") -> None:
        self._busy = False
        self._inspected[key[0]] = drawn[1] if drawn else self._inspected.get(key[0])
        self._pictures[key] = drawn[0] if drawn else None
        self._bytes += drawn[0].sizeInBytes() if drawn else 0
        while self._bytes > _MOST_BYTES and len(self._pictures) > 1:
            _, old = self._pictures.popitem(last=False)
            self._bytes -= old.sizeInBytes() if old else 0
        self.ready.emit(key[0])
        self._draw_next()

    def _failed(self, key: Key, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, Cancelled):
            self._session.failed.emit(error)
        self._pictures[key] = None
        self._draw_next()

    def _forget(self) -> None:
        self._pictures.clear()
        self._wanted.clear()
        self._inspected.clear()
        self._bytes = 0
        self._busy = False
        self._files = _Files()


def shelf_of(session: Session) -> Shelf:
    """The one shelf of a session."""
    shelf = session.findChild(Shelf)
    return shelf if shelf is not None else Shelf(session)


class _Files:
    """What the worker's thread has read; it alone touches this."""

    def __init__(self) -> None:
        self._inspected: dict[str, Inspected] = {}
        self._last: tuple[str, bytes] = "", b""

    def draw(self, key: Key, held: Held, job: Job) -> "tuple[QImage, Inspected] | None":
        """The picture; None when the file cannot be read."""
        from enclave_desktop.packet.attached.reading import inspect
        from enclave_desktop.packet.attached.rendering import thumbnail

        content, edit, box = key
        try:
            data = self._read(content, held)
            if content not in self._inspected:
                self._inspected[content] = inspect(data)
            inspected = self._inspected[content]
            if edit.page >= len(inspected.pages):
                return None
            return QImage.fromData(thumbnail(data, inspected, edit, box)), inspected
        except UserError:
            return None

    def _read(self, content: str, held: Held) -> bytes:
        if self._last[0] != content:
            self._last = content, held.record.content(content)
        return self._last[1]
