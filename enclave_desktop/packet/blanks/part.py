"""An office's blank as a part of a packet: its filled pages, stamped with nothing but their number."""

from enclave_desktop.packet.attached.inspected import Attached
from enclave_desktop.packet.attached.reading import inspect
from enclave_desktop.packet.blanks.filling import filled_pdf
from enclave_desktop.packet.blanks.mapping import OwnBlank
from enclave_desktop.packet.document import Page, Part, Places
from enclave_desktop.packet.draw import Pen
from enclave_desktop.packet.given import Given


def blank_part(blank: OwnBlank, given: Given, *, key: str, title: str) -> Part:
    """The blank filled in for one finding. UserError as `filled_pdf`."""
    data = filled_pdf(blank, given)
    attached = Attached(data, inspect(data))
    return Part(key, title, tuple(Page(_nothing, ground=(attached, edit)) for edit in attached.pages))


def _nothing(pen: Pen, places: Places) -> None:
    """The page is its ground."""
