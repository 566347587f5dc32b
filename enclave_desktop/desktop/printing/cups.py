"""Printing by CUPS: the very PDF goes to the printer, nothing is drawn anew."""

import io
import shutil
import subprocess
import sys
from collections.abc import Sequence

from enclave_desktop.desktop.printing.order import Order
from enclave_desktop.errors import UserError

_PROGRAM = "lp"


def takes_pdf() -> bool:
    """Whether this system's printers take a PDF as it is."""
    return sys.platform != "win32" and shutil.which(_PROGRAM) is not None


def send(data: bytes, order: Order, title: str) -> None:
    """Hand the pages of a PDF to a printer, at true size; UserError when it does not take them."""
    call = [_PROGRAM, "-d", order.printer, "-n", str(order.copies), "-t", title]
    for option in _options(order):
        call += ["-o", option]
    try:
        done = subprocess.run([*call, "-"], input=chosen(data, order.pages), capture_output=True, check=False)
    except OSError as error:
        raise _refused(str(error)) from None
    if done.returncode:
        raise _refused(done.stderr.decode(errors="replace").strip())


def chosen(data: bytes, pages: Sequence[int]) -> bytes:
    """A PDF of these pages; the very bytes where that is all of it."""
    import pikepdf

    with pikepdf.Pdf.open(io.BytesIO(data)) as whole:
        if [*pages] == [*range(len(whole.pages))]:
            return data
        part = pikepdf.Pdf.new()
        for page in pages:
            part.pages.append(whole.pages[page])
        out = io.BytesIO()
        part.save(out)
        return out.getvalue()


def _options(order: Order) -> list[str]:
    return [
        "media=A4",
        "print-scaling=none",  # what is 100 mm long in the file is 100 mm long on paper
        f"sides={order.sides}",
        f"Collate={order.collated}",
        f"print-color-mode={'color' if order.colour else 'monochrome'}",
    ]


def _refused(words: str) -> UserError:
    return UserError(
        "打印机没有接受这份材料。", *filter(None, [words]), "请检查打印机，或先保存 PDF 再打印。"
    )
