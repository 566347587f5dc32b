"""A blank of either kind: opened, suggested for, filled in for one finding."""

from pathlib import Path

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.limits import CONVERSION_SECONDS
from enclave_desktop.packet.blanks.docx_blank import DocxBlank
from enclave_desktop.packet.blanks.docx_filling import fill_docx
from enclave_desktop.packet.blanks.docx_suggesting import suggest_docx
from enclave_desktop.packet.blanks.labels import Suggestion
from enclave_desktop.packet.blanks.mapping import DOCX, PDF, Mapping, OwnBlank, check_digest, digest
from enclave_desktop.packet.blanks.pdf_blank import PdfBlank
from enclave_desktop.packet.blanks.pdf_filling import fill_pdf
from enclave_desktop.packet.blanks.pdf_suggesting import suggest_pdf
from enclave_desktop.packet.forms import load_form
from enclave_desktop.packet.given import Given
from enclave_desktop.packet.word_converter import convert_to_pdf
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding
from enclave_desktop.temporary import own_temporary


def new_mapping(name: str, data: bytes, title: str = "", programmes: tuple[str, ...] = ()) -> Mapping:
    """A mapping without cells for a file that was brought. UserError when it cannot be used."""
    kind = Path(name).suffix.lower().lstrip(".")
    if kind == PDF:
        PdfBlank(data, name).close()
    elif kind == DOCX:
        DocxBlank(data, name)
    else:
        raise UserError(
            f"{name} 不是 PDF，也不是 .docx。",
            "旧的 .doc 请在 Word 或 WPS 中另存为 .docx；Excel 表、图片请先另存为 PDF。",
        )
    return Mapping(title or Path(name).stem, programmes, name, digest(data), kind)


def suggest(mapping: Mapping, data: bytes) -> tuple[Suggestion, ...]:
    """Every place of the blank that looks made to be filled in."""
    suggesting = suggest_pdf if mapping.kind == PDF else suggest_docx
    return suggesting(data, mapping.blank, mapping.programmes)


def given_for(finding: Finding, context: Context, hidden: frozenset[Kind] = frozenset()) -> Given:
    """What a blank for this finding is filled in from: the same as our own form for its programme."""
    variant = load_form(finding.programme.form).variant(finding.programme)
    return Given(finding, context, variant.office, variant.category, hidden)


def filled(blank: OwnBlank, given: Given) -> tuple[bytes, str]:
    """The blank filled in, and what kind of file that is: pdf or docx. UserError when it is another blank."""
    check_digest(blank.mapping, blank.data, blank.mapping.blank)
    if blank.mapping.kind == PDF:
        return fill_pdf(blank.data, blank.mapping, given).data, PDF
    return fill_docx(blank.data, blank.mapping, given), DOCX


def filled_pdf(blank: OwnBlank, given: Given) -> bytes:
    """The same as a PDF; of a Word file by the installed office program. UserError when there is none."""
    data, kind = filled(blank, given)
    if kind == PDF:
        return data
    with own_temporary() as folder:
        source = folder / f"filled.{DOCX}"
        source.write_bytes(data)
        return convert_to_pdf(source, folder, seconds=CONVERSION_SECONDS).read_bytes()
