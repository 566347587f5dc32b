"""What one packet applies for: one programme, its subjects, and the dossier that all of it is read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import Carrier, Enclave, Expense, Filing, Firm, Person
from enclave_desktop.packet.attached.inspected import Attached
from enclave_desktop.packet.blanks.mapping import OwnBlank
from enclave_desktop.packet.options import USUAL, Options
from enclave_desktop.packet.progress import Progress, silent
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding, Subject
from enclave_desktop.policy.pack import Programme


@dataclass(frozen=True, slots=True)
class Application:
    """One programme for one or more subjects, as of the dossier's day and for the spend year."""

    programme: Programme
    findings: tuple[Finding, ...]
    """One a subject, in the order they are printed; never empty."""
    context: Context
    progress: Progress = silent
    """Told how far the work is."""
    attachments: Mapping[str, Sequence[Attached]] = field(default_factory=dict)
    """What goes behind the divider of each piece of evidence, by the key of the piece."""
    options: Options = USUAL
    own_blank: OwnBlank | None = None
    """The office's own form, in place of ours or after it."""
    draft: bool = False
    """Printed with a large 草稿 on each page."""
    remarks: tuple[str, ...] = ()
    """In spite of what it is printed; stands on the list of evidence."""

    @classmethod
    def of(cls, dossier: Dossier, findings: Sequence[Finding], year: int, **more: Any) -> Self:
        """From findings of one programme, with whatever else is not as usual."""
        return cls(findings[0].programme, tuple(findings), Context(dossier, year), **more)

    @property
    def dossier(self) -> Dossier:
        return self.context.dossier

    @property
    def as_of(self) -> date:
        return self.context.as_of

    @property
    def year(self) -> int:
        return self.context.year

    @property
    def firm(self) -> Firm | None:
        return self.dossier.firm

    @property
    def subjects(self) -> tuple[Subject, ...]:
        return tuple(finding.subject for finding in self.findings)

    @property
    def several(self) -> bool:
        return len(self.findings) > 1

    @property
    def people(self) -> tuple[Person, ...]:
        """The people it is for; none when it is for enclaves or carriers."""
        return tuple(finding.case.person for finding in self.findings if finding.case.person)

    @property
    def enclaves(self) -> tuple[Enclave, ...]:
        """The enclaves it is for, or at which its people work; a carrier's incubators."""
        named = (enclave for finding in self.findings for enclave in self.enclaves_of(finding))
        return tuple({enclave.name: enclave for enclave in named}.values())

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        return tuple(finding.case.carrier for finding in self.findings if finding.case.carrier)

    def filings(self, enclave: Enclave) -> list[Filing]:
        """Its filings in effect on the as-of day, with either office."""
        return [f for f in self.dossier.filings if f.enclave == enclave.name and f.in_effect(self.as_of)]

    def expenses(self, enclave: Enclave) -> list[Expense]:
        """Its R&D spend of the year, by 日期, 凭证号, 费用类别."""
        rows = (
            r for r in self.dossier.expenses if r.enclave == enclave.name and r.booked_on.year == self.year
        )
        return sorted(rows, key=lambda row: (row.booked_on, row.voucher, row.category))

    def enclaves_of(self, finding: Finding) -> list[Enclave]:
        """The enclave a finding is about; for a carrier the incubators that may have built it."""
        case = finding.case
        if case.carrier:
            return self.context.incubators(case.carrier.enclave)
        return [case.enclave] if case.enclave else []
