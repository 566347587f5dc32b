"""A PDF that an office hands out, opened: its pages' shapes and its form fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.foreign_pdf import inspect_pdf
from enclave_desktop.packet.attached.limits import MB
from enclave_desktop.packet.blanks.mapping import Area
from enclave_desktop.packet.blanks.page_shape import PageShape, page_shape

LARGEST_FILE = 50 * MB
MOST_PAGES = 100
_TEXT, _BUTTON, _CHOICE = "/Tx", "/Btn", "/Ch"
_MULTILINE, _RADIO, _PUSH, _COMB = 1 << 12, 1 << 15, 1 << 16, 1 << 24
_OFF = "Off"
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Widget:
    """One place where a form field is shown."""

    page: int
    """From 1."""
    area: Area
    field: str
    """Its full name, levels joined by dots."""
    tooltip: str
    kind: str
    """text, multiline, check, choice or push."""
    state: str = ""
    """Of a check box: its value when ticked."""
    comb: int = 0
    """So many boxes with a character each."""
    border: float | None = None
    """Grey of the frame that it draws around itself; None when it draws none."""
    radio: bool = False


class PdfBlank:
    """An opened blank; close it, or use it as a context manager."""

    def __init__(self, data: bytes, name: str) -> None:
        """UserError, naming the file `name`, when it cannot be used."""
        self.pdf = _open(data, name)
        try:
            self._read(name)
        except (pikepdf.PikepdfError, TypeError, ValueError, AttributeError) as error:
            self.pdf.close()
            raise damaged(name) from error

    def _read(self, name: str) -> None:
        pages = list(self.pdf.pages)
        if not pages or len(pages) > MOST_PAGES:
            self.pdf.close()
            raise UserError(f"{name} 有 {len(pages)} 页。", f"空白表应有 1 至 {MOST_PAGES} 页，请核对文件。")
        self.shapes: tuple[PageShape, ...] = tuple(map(page_shape, pages))
        self.widgets: tuple[Widget, ...] = tuple(
            widget
            for number, (page, shape) in enumerate(zip(pages, self.shapes, strict=True), 1)
            for widget in _widgets(page, shape, number)
        )

    def __enter__(self) -> "PdfBlank":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.pdf.close()


def _open(data: bytes, name: str) -> pikepdf.Pdf:
    if len(data) > LARGEST_FILE:
        raise UserError(f"{name} 超过 {LARGEST_FILE // MB} MB，不像是空白表。")
    try:
        with pikepdf.open(
            BytesIO(data), inherit_page_attributes=False
        ) as plain:  # its page tree may be endless
            by_reader = _drawn_by_reader(plain)
    except pikepdf.PasswordError:
        raise UserError(
            f"{name} 加了密码，打不开。", "请用密码打开后另存为不加密的 PDF，再用那一份。"
        ) from None
    except (pikepdf.PikepdfError, ValueError):
        raise damaged(name) from None
    if by_reader:
        raise UserError(
            f"{name} 是只有 Adobe Reader 能显示的动态表单（XFA），文件里没有表格本身。",
            "请在 Adobe Reader 中打开，打印成普通 PDF，再用那一份。",
        )
    try:
        inspect_pdf(data)
    except UserError as error:
        raise UserError(f"{name}：{error.message}", *error.details) from None
    return pikepdf.open(BytesIO(data))


def damaged(name: str) -> UserError:
    """The UserError for a PDF that is not whole."""
    return UserError(f"{name} 不是完好的 PDF。", "请重新下载，或打开后另存为 PDF 再试。")


def _drawn_by_reader(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    return (
        isinstance(form, pikepdf.Dictionary)
        and "/XFA" in form
        and bool(pdf.Root.get("/NeedsRendering", False))
    )


def _widgets(page: pikepdf.Page, shape: PageShape, number: int) -> Iterator[Widget]:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    for annotation in annotations.as_list():
        if isinstance(annotation, pikepdf.Dictionary) and annotation.get("/Subtype") == "/Widget":
            box = annotation.get("/Rect")
            if isinstance(box, pikepdf.Array) and len(box) == 4:
                area = shape.area(*(float(edge) for edge in box.as_list()))
                if area.width > 0 and area.height > 0:
                    yield _widget(annotation, area, number)


def _widget(annotation: pikepdf.Dictionary, area: Area, number: int) -> Widget:
    flags = _whole(_from_field(annotation, "/Ff"))
    kind = _kind(str(_from_field(annotation, "/FT") or ""), flags)
    return Widget(
        page=number,
        area=area,
        field=_full_name(annotation),
        tooltip=_text(_from_field(annotation, "/TU")),
        kind=kind,
        state=_on_state(annotation) if kind == "check" else "",
        comb=_whole(_from_field(annotation, "/MaxLen")) if kind == "text" and flags & _COMB else 0,
        border=_border(annotation),
        radio=kind == "check" and bool(flags & _RADIO),
    )


def _kind(type_: str, flags: int) -> str:
    if type_ == _BUTTON:
        return "push" if flags & _PUSH else "check"
    if type_ == _CHOICE:
        return "choice"
    return "multiline" if flags & _MULTILINE else "text"


def _levels(annotation: Any) -> Iterator[pikepdf.Dictionary]:
    """The widget, its field and the fields above."""
    node = annotation
    for _ in range(_DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return
        yield node
        node = node.get("/Parent")


def _from_field(annotation: pikepdf.Dictionary, key: str) -> Any:
    return next((node[key] for node in _levels(annotation) if key in node), None)


def _full_name(annotation: pikepdf.Dictionary) -> str:
    names = [_text(node["/T"]) for node in _levels(annotation) if "/T" in node]
    return ".".join(reversed(names))


def _on_state(annotation: pikepdf.Dictionary) -> str:
    """The name of the appearance that is not Off."""
    appearance = annotation.get("/AP")
    normal = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
    if not isinstance(normal, pikepdf.Dictionary) or isinstance(normal, pikepdf.Stream):
        return ""
    names = (_readable(key[1:]) for key in normal.keys())  # noqa: SIM118 - no mapping
    return next((name for name in names if name != _OFF), "")


def _readable(name: str) -> str:
    """A name that is no UTF-8, as it would be written byte by byte."""
    raw = name.encode("utf-8", "surrogateescape")
    return name if raw.decode("utf-8", "ignore").encode() == raw else raw.decode("latin-1")


def _border(annotation: pikepdf.Dictionary) -> float | None:
    """The grey of the frame that the widget's own looks say it has."""
    looks = annotation.get("/MK")
    colour = looks.get("/BC") if isinstance(looks, pikepdf.Dictionary) else None
    if not isinstance(colour, pikepdf.Array) or not len(colour):
        return None
    if _no_width(annotation):
        return None
    shades = [float(shade) for shade in colour.as_list()]
    return max(0.0, 1 - sum(shades)) if len(shades) == 4 else sum(shades) / len(shades)


def _no_width(annotation: pikepdf.Dictionary) -> bool:
    style = annotation.get("/BS")
    return isinstance(style, pikepdf.Dictionary) and "/W" in style and float(style["/W"]) == 0


def _whole(given: Any) -> int:
    try:
        return int(given)
    except (TypeError, ValueError):
        return 0


def _text(given: Any) -> str:
    return str(given) if isinstance(given, pikepdf.String) else ""
