"""空白 and 签章: cells that a form prints and the record leaves empty; places to sign and seal that are there."""

from collections.abc import Iterator, Sequence

from enclave_desktop.packet.annexes.spend import SIGNED_BY
from enclave_desktop.packet.cells import TICKED_BOX
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.paper import Leaf
from enclave_desktop.packet.consistency.readings import Filled, FormOnPaper
from enclave_desktop.packet.consistency.remark import Remark, Severity
from enclave_desktop.packet.consistency.spots import spot_of_value
from enclave_desktop.packet.forms import Opinion, Signature
from enclave_desktop.packet.letters import DATE, load_letters

EMPTY, SIGNED = "空白", "签章"
MAY_BE_EMPTY = (
    "enclave.platform",
    "enclave.credit_code",
    "enclave.leases",
    "enclave.lease_",
    "enclave.purchase_",
    "enclave.partners",
    "enclave.projects",
    "enclave.running_projects",
    "enclave.agreement_types",
    "person.title",
    "approval.approved_on",
    "approval.number",
)
"""Values that are rightly empty for many: a hint at most."""
_WORKED_OUT = "award."
"""Empty where nobody can tell the amount: the criteria say why."""
_WITH_APPROVAL = ("approval.stage", "approval.number")
"""Empty without an approval, which is said once."""


def empty_cells(looked_at: LookedAt) -> Iterator[Remark]:
    """Each cell for something on record that is printed empty, with its field."""
    for form in looked_at.forms:
        for filled in form.filled:
            value = filled.entry.value
            if value and _empty(filled) and not _follows(value, form):
                severity = Severity.HINT if value.startswith(MAY_BE_EMPTY) else Severity.GAP
                words = f"“{filled.cell.label}”空白"
                spot = spot_of_value(value, form.given)
                yield Remark(severity, EMPTY, words, filled.leaf.where, spot)


def _follows(value: str, form: FormOnPaper) -> bool:
    """Whether it is empty because of something that is said elsewhere."""
    return value.startswith(_WORKED_OUT) or (value in _WITH_APPROVAL and form.given.approval is None)


def _empty(filled: Filled) -> bool:
    if filled.entry.choices:
        return TICKED_BOX not in filled.cell.words
    return not filled.cell.words


def places_to_sign(looked_at: LookedAt) -> Iterator[Remark]:
    """Every signature, seal and opinion that the form has is on its pages; the letters have theirs."""
    for number, form in enumerate(looked_at.forms):
        yield from _lacking(form.leaves, _of_form(form), looked_at.about(number))
    letter = load_letters().commitment
    wanted = [letter.representative, DATE]
    if looked_at.forms[0].form.personal:
        wanted.append(letter.person)
    yield from _lacking(looked_at.paper.of_part("commitment"), wanted)
    for key in dict.fromkeys(leaf.part.key for leaf in looked_at.paper.of_part("T3:")):
        yield from _lacking(looked_at.paper.of_part(key), SIGNED_BY)


def _of_form(form: FormOnPaper) -> list[str]:
    wanted = []
    for section in form.form.sections_for(form.finding.programme.id):
        for item in (item for row in section.rows for item in row):
            if isinstance(item, Signature | Opinion):
                wanted += [*item.lines, *([item.seal] if item.seal else [])]
    return wanted


def _lacking(leaves: Sequence[Leaf], wanted: Sequence[str], about: str = "") -> Iterator[Remark]:
    """What is not printed as often as it is wanted."""
    printed = "\n".join(text.words for leaf in leaves for text in leaf.texts)
    for words in dict.fromkeys(wanted if leaves else ()):
        if printed.count(words) < wanted.count(words):
            said = f"{about}没有“{words}”的位置"
            yield Remark(Severity.CONTRADICTION, SIGNED, said, leaves[0].part.title)
