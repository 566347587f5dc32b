"""What a foreign PDF may bring into a packet: what its pages show, and nothing that acts.

A page is taken as its content and its resources alone. Catalogue, actions, scripts, forms, annotations and
embedded files are never asked for; what is visible of forms and annotations is drawn into the page first.
In the resources only what draws is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import AnnotationFlag, Array, Dictionary, Name, Object, Stream

from enclave_desktop.errors import UserError
from enclave_desktop.packet.attached.limits import MOST_NOTES, MOST_OBJECTS

_ON_PAPER = frozenset(
    f"/{kind}"
    for kind in (
        "Widget Stamp FreeText Text Line Square Circle Polygon PolyLine Highlight Underline Squiggly"
        " StrikeOut Caret Ink Watermark"
    ).split()
)
"""Annotations whose appearance is kept; not what plays, links, opens or carries files."""
_TYPE, _SUBTYPE, _S, _PS = Name.Type, Name.Subtype, Name.S, Name.PS
"""Asked for of everything; pikepdf makes a name anew each time it is spelt."""
_NOT_OF_STREAMS = frozenset(
    "/Metadata /PieceInfo /AF /OPI /Ref /Alternates /StructParent /StructParents /F /FFilter"
    " /FDecodeParms /Measure /PtData /PS /Subtype2 /LastModified".split()
)
"""Entries by which a stream refers to files, to other programs' data, or to the structure left behind."""
_FOREIGN_TYPES = frozenset(
    map(
        Name,
        "/Action /Annot /Catalog /EmbeddedFile /Filespec /F /Page /Pages /Outlines /StructTreeRoot"
        " /Metadata /Sig /Rendition /Collection".split(),
    )
)
_ACTIONS = frozenset(
    map(
        Name,
        "/JavaScript /Launch /URI /SubmitForm /ImportData /ResetForm /GoTo /GoToR /GoToE /Named /Hide"
        " /Movie /Sound /Rendition /SetOCGState /Thread /Trans /GoTo3DView /RichMediaExecute".split(),
    )
)


def flatten(pdf: pikepdf.Pdf) -> list[str]:
    """Draws what is visible of form fields and annotations into the pages; gives warnings, in Chinese."""
    form = pdf.Root.get(Name.AcroForm)
    warnings = []
    if isinstance(form, Dictionary):
        if Name.XFA in form:
            warnings.append("含 XFA 动态表单，只印出其中的静态页面；与屏幕所见不同时，请先打印成 PDF。")
            del form[Name.XFA]
        form[Name.NeedAppearances] = False  # what appearances there are hold; the rest is made below
    pages = [page for page in pdf.pages if Name.Annots in page.obj]
    if not pages:
        return warnings
    if sum(len(page.obj.Annots) for page in pages if isinstance(page.obj.Annots, Array)) > MOST_NOTES:
        raise _too_involved()
    bare = sum(_prepare_annotations(pdf, page) for page in pages)
    if bare:
        warnings.append(f"有 {bare} 处批注或表单内容没有自带外观，纸面上可能看不到；请先打印成 PDF 再附上。")
    pdf.flatten_annotations("screen")
    return warnings


def _prepare_annotations(pdf: pikepdf.Pdf, page: pikepdf.Page) -> int:
    """Leaves on the page what belongs on paper; gives how many of these have no appearance and cannot get one."""
    annotations = page.obj.Annots
    known = [
        annotation
        for annotation in (annotations if isinstance(annotations, Array) else ())
        if isinstance(annotation, Dictionary) and str(annotation.get(Name.Subtype)) in _ON_PAPER
    ]
    page.obj.Annots = Array(known)
    return sum(_lacks_appearance(pdf, annotation) for annotation in known)


def _lacks_appearance(pdf: pikepdf.Pdf, annotation: Any) -> bool:
    seen = pikepdf.Annotation(annotation)
    if seen.flags & (AnnotationFlag.hidden | AnnotationFlag.no_view) or Name.N in annotation.get(Name.AP, {}):
        return False
    if annotation.Subtype != Name.Widget:
        return bool(annotation.Subtype != Name.Text)
    field = pdf.acroform.get_field_for_annotation(seen)
    if field is None or not (field.is_text or field.is_choice) or not field.value_as_string:
        return False
    if not field.value_as_string.isascii():
        return True
    field.generate_appearance(seen)
    return Name.AP not in annotation


def layers(pdf: pikepdf.Pdf) -> list[tuple[Any, bool]]:
    """All layers (optional content groups), each with whether it is shown when the file is opened."""
    properties = pdf.Root.get(Name.OCProperties)
    default = properties.get(Name.D) if isinstance(properties, Dictionary) else None
    on, off = ({layer.objgen for layer in _layers(default, name)} for name in (Name.ON, Name.OFF))
    all_off = isinstance(default, Dictionary) and default.get(Name.BaseState) == Name.OFF
    return [
        (layer, layer.objgen not in off and (not all_off or layer.objgen in on))
        for layer in _layers(properties, Name.OCGs)
    ]


def _layers(holder: Any, name: Name) -> list[Any]:
    listed = holder.get(name) if isinstance(holder, Dictionary) else None
    return [
        layer
        for layer in (listed if isinstance(listed, Array) else ())
        if isinstance(layer, Dictionary) and layer.is_indirect
    ]


@dataclass
class Cleaning:
    """The cleaning of one file: what of it is done, so that nothing is done twice and all of it is bounded."""

    done: set[tuple[int, int]] = field(default_factory=set)
    steps: int = 0

    def clean(self, resources: Any) -> Iterator[Stream]:
        """Takes away, in place, all that does not draw; gives the streams that are kept, each once.

        UserError when there is more in the file than `MOST_OBJECTS`.
        """
        waiting = [resources]
        while waiting:
            thing = waiting.pop()
            if thing.is_indirect:
                if thing.objgen in self.done:
                    continue
                self.done.add(thing.objgen)
            if isinstance(thing, Array):
                waiting += self._counted(
                    part for part in thing if isinstance(part, (Dictionary, Stream, Array))
                )
                continue
            if isinstance(thing, Stream):
                for name in _NOT_OF_STREAMS.intersection(thing.keys()):
                    del thing[name]
                yield thing
            waiting += self._counted(_kept(thing))

    def _counted(self, things: Iterable[Any]) -> Iterator[Any]:
        for thing in things:
            self.steps += 1
            if self.steps > MOST_OBJECTS:
                raise _too_involved()
            yield thing


def _too_involved() -> UserError:
    return UserError("PDF 的内部结构过于庞大，无法放入材料。", "请先打印成 PDF，或扫描成图片后再附上。")


def _kept(holder: Any) -> Iterator[Any]:
    for key, value in list(holder.items()):
        if not isinstance(value, Object):
            continue
        if isinstance(value, Array):
            if len(value) and isinstance(value[0], Object):
                yield value  # what begins with a number is numbers: the widths of a Chinese font are thousands
        elif isinstance(value, (Dictionary, Stream)):
            if _acts(value):
                del holder[key]
            else:
                yield value


def _acts(value: Any) -> bool:
    """It is an action, a part of the file beside its pages, or a piece of PostScript for the printer."""
    kind, action, subtype = value.get(_TYPE), value.get(_S), value.get(_SUBTYPE)
    return (
        (isinstance(kind, Name) and kind in _FOREIGN_TYPES)
        or (isinstance(action, Name) and action in _ACTIONS)
        or (isinstance(subtype, Name) and subtype == _PS and isinstance(value, Stream))
    )
