"""What one form is filled in from."""

from dataclasses import dataclass
from datetime import date

from enclave_desktop.dossier.fields import Kind
from enclave_desktop.dossier.values import Approval, Assessment, Enclave, Filing
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Case, Finding


@dataclass(frozen=True, slots=True)
class Given:
    """A finding, all that is on record, and what the form's variant says."""

    finding: Finding
    context: Context
    office: str | None = None
    """With which office the filing is shown."""
    category: str | None = None
    """类别 of the approval that the form asks payment for."""
    hidden: frozenset[Kind] = frozenset()
    """Kinds of fields that are masked on this paper."""

    @property
    def case(self) -> Case:
        return self.finding.case

    @property
    def as_of(self) -> date:
        return self.context.as_of

    @property
    def enclaves(self) -> list[Enclave]:
        """The enclave that the form is about; for a carrier the incubators that are filed and may have built it."""
        if self.case.carrier is None:
            return [self.case.enclave] if self.case.enclave else []
        return [
            e
            for e in self.context.incubators(self.case.carrier.enclave)
            if self.office is None or self.context.filing(e.name, self.office)
        ]

    @property
    def filings(self) -> list[Filing]:
        """For each of these enclaves its filing with the form's office in effect on the as-of day."""
        if self.office is None:
            return []
        found = (self.context.filing(enclave.name, self.office) for enclave in self.enclaves)
        return [filing for filing in found if filing]

    @property
    def approval(self) -> Approval | None:
        """The approval of the form's category, when there was one by the as-of day."""
        if self.case.enclave is None:
            return None
        wanted = self.case.enclave.name, self.category
        rows = self.context.dossier.approvals
        return next(
            (a for a in rows if (a.enclave, a.category) == wanted and a.approved_on <= self.as_of), None
        )

    @property
    def assessment(self) -> Assessment | None:
        """The 考核 of the spend year."""
        return self.context.assessment(self.case.enclave.name) if self.case.enclave else None
