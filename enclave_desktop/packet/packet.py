"""A whole packet: its parts in order, numbered, drawn, read back, and written whole or not at all."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from enclave_desktop.errors import UserError
from enclave_desktop.packet import fonts
from enclave_desktop.packet.annexes import annex_parts
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.application_form import form_part
from enclave_desktop.packet.attached.inspected import Ground
from enclave_desktop.packet.blanks.mapping import OwnBlank
from enclave_desktop.packet.contents import contents_part
from enclave_desktop.packet.cover import cover_part
from enclave_desktop.packet.criteria_sheet import criteria_parts
from enclave_desktop.packet.digest_page import digest_part
from enclave_desktop.packet.document import Document, Page, Part, is_back, with_backs
from enclave_desktop.packet.draw import Pen, Sheets
from enclave_desktop.packet.evidence import evidence_parts, pieces_of
from enclave_desktop.packet.folios import COVER, folios, label_pages
from enclave_desktop.packet.forms import Form, load_form
from enclave_desktop.packet.frame import DRAFT_WORDS, draw_frame
from enclave_desktop.packet.letters import commitment_part
from enclave_desktop.packet.manifest import Manifest, manifest_of
from enclave_desktop.packet.progress import DRAWING, JOINING, LAYING_OUT, Progress
from enclave_desktop.packet.stamp import stamp_folio
from enclave_desktop.packet.style import BACK_ASIDE, COVER_ITEM, STAMP_BACK_ASIDE, Side
from enclave_desktop.packet.verify import verify
from enclave_desktop.packet.windows_fonts import opened
from enclave_desktop.policy.explain import reasons
from enclave_desktop.policy.findings import Finding, Outcome, Status
from enclave_desktop.whole_file import write_whole

FORM_TITLE = "申请表"
ROSTER = "T1"


@dataclass(frozen=True, slots=True)
class Made:
    """A packet that was written."""

    pages: int
    manifest: Manifest


def write_packet(application: Application, out: Path) -> Made:
    """The packet as a PDF at `out`.

    Unless it is a draft every subject must be eligible. UserError when one is not, when a character cannot be
    printed (naming the field), when a font or an attached file cannot be read, or when the file cannot be
    written; then nothing is.
    """
    if not application.draft:
        _refuse_ineligible(application.findings)
    application.progress(LAYING_OUT, 0, 0)
    manifest = manifest_of(application)  # all rows in writing
    application.progress(LAYING_OUT, 0, 0)
    with fonts.drawing_from(opened(manifest.fonts)):
        return _write(application, manifest, out)


def _write(application: Application, manifest: Manifest, out: Path) -> Made:
    document = build(application, manifest)
    printed: list[list[str]] = []

    def write(path: Path) -> None:
        if grounds := document.grounds(double_sided=application.options.double_sided):
            drawn = io.BytesIO()
            printed[:] = draw_document(document, application, drawn)
            _join(drawn.getvalue(), grounds, path, application.progress)
            return
        with path.open("wb") as file:
            printed[:] = draw_document(document, application, file)

    write_whole(out, write, lambda path: verify(path, printed, application.progress))
    return Made(len(printed), manifest)


def _join(drawn: bytes, grounds: Sequence[Ground], path: Path, progress: Progress) -> None:
    from enclave_desktop.packet.attached.joining import join

    join(drawn, grounds, path, lambda done: progress(JOINING, done, len(grounds)))


def _refuse_ineligible(findings: Sequence[Finding]) -> None:
    details = []
    for finding in findings:
        if finding.status is not Status.ELIGIBLE:
            details.append(f"{finding.subject.name}：{finding.status.words}")
            for outcome in (Outcome.UNMET, Outcome.UNKNOWN):
                details += [f"　　{reason}" for reason in reasons(finding, outcome)]
    if details:
        title = findings[0].programme.title
        raise UserError(f"有对象尚未初步符合“{title}”，不能生成申报材料；可以先打印草稿。", *details)


def build(application: Application, manifest: Manifest) -> Document:
    """All parts in their order, laid out; the last says what all was made from."""
    form = load_form(application.programme.form)
    receiver = _receiver(application, form)
    body = []
    for part in _body(application, form, receiver):
        application.progress(LAYING_OUT, 0, 0)
        body.append(part)
    body.append(digest_part(manifest))
    cover = cover_part(application, receiver=receiver)
    parts = (cover, contents_part(body), *body)
    return Document.of(with_backs(parts) if application.options.backs else parts)


def _receiver(application: Application, form: Form) -> str | None:
    """受理单位, the firm's word before the form's; None is left to a hand."""
    receiver = application.options.receiver or form.variant(application.programme).receiver
    try:
        fonts.width(receiver or "", COVER_ITEM.face, COVER_ITEM.size)
    except fonts.MissingGlyph as missing:
        raise missing.within("打印选项的“受理单位”") from None
    return receiver


def _body(application: Application, form: Form, receiver: str | None) -> Iterator[Part]:
    """封面 and 目录 aside, in the order the options say."""
    pieces = pieces_of(application)
    groups: dict[str, Callable[[], Iterable[Part]]] = {
        "form": lambda: _forms(application, form),
        "commitment": lambda: [
            commitment_part(application, place=form.place, receiver=receiver, personal=form.personal)
        ],
        "criteria": lambda: criteria_parts(application, pieces),
        "annexes": lambda: annex_parts(_annexes(application, form), application),
        "evidence": lambda: evidence_parts(application, pieces, receiver=receiver),
    }
    for name in application.options.part_order:
        yield from groups[name]()


def _forms(application: Application, form: Form) -> Iterator[Part]:
    """One a subject: ours, the office's own blank, or both."""
    blank = application.own_blank
    for number, finding in enumerate(application.findings, 1):
        name = f"（{finding.subject.name}）" if application.several else ""
        if blank is None or blank.besides:
            yield form_part(
                form,
                finding,
                application.context,
                key=f"form:{number}",
                title=f"{FORM_TITLE}{name}",
                options=application.options,
            )
        if blank:
            application.progress(LAYING_OUT, 0, 0)
            key = f"{'blank' if blank.besides else 'form'}:{number}"
            yield _own_blank(application, blank, finding, key, name)


def _own_blank(application: Application, blank: OwnBlank, finding: Finding, key: str, name: str) -> Part:
    from enclave_desktop.packet.blanks.filling import given_for
    from enclave_desktop.packet.blanks.part import blank_part

    given = given_for(finding, application.context, application.options.hidden)
    return blank_part(blank, given, key=key, title=f"{blank.mapping.title}{name}")


def _annexes(application: Application, form: Form) -> tuple[str, ...]:
    """Those of the form; several people have one roster besides."""
    roster_wanted = len(application.people) > 1 and ROSTER not in form.annexes
    return (ROSTER, *form.annexes) if roster_wanted else form.annexes


def draw_document(
    document: Document,
    application: Application,
    file: BinaryIO,
) -> list[list[str]]:
    """Draws all pages; gives the texts of each, for reading back."""
    firm = application.firm.name if application.firm else ""
    title = f"{application.programme.title}申报材料（参考样表）"
    sheets = Sheets(file, title=title, author=firm, subject=application.programme.measure.title or title)
    places, numbered = document.places, folios(document)
    label_pages(sheets, numbered)
    for part in document.parts:
        for at, page in enumerate(part.pages):
            if not at and part.title:
                sheets.bookmarkPage(part.key)
                sheets.addOutlineEntry(part.title, part.key, part.level)
            before = len(sheets.printed)
            folio, side = numbered[before].foot, _side(application, before)
            if page.ground:
                with Pen(sheets) as pen:
                    stamp_folio(pen, f"{DRAFT_WORDS}　{folio}" if application.draft else folio, side)
            else:
                bare = part.key == COVER
                draw_frame(sheets, application, folio, draft=application.draft, bare=bare, side=side)
            with Pen(sheets, turned=page.landscape, aside=_aside(page, side)) as pen:
                page.draw(pen, places)
            sheets.showPage()
            application.progress(DRAWING, len(sheets.printed), len(numbered))
    sheets.showOutline()
    sheets.save(application.progress)
    return sheets.printed


def _side(application: Application, before: int) -> Side:
    """Where the number stands of the page that so many come before: outside where both sides are printed."""
    if not application.options.double_sided:
        return "centre"
    return "left" if is_back(before) else "right"


def _aside(page: Page, side: Side) -> float:
    """How far what a page draws is moved on the back of a sheet, whose bound edge lies at the right."""
    if side != "left":
        return 0.0
    if page.ground:
        return STAMP_BACK_ASIDE
    return BACK_ASIDE if page.landscape else 0.0
