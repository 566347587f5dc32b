"""What the checks look at: the application and its packet on paper."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.packet.application import Application
from enclave_desktop.packet.consistency.paper import Paper
from enclave_desktop.packet.consistency.readings import FormOnPaper, forms


@dataclass(frozen=True)
class LookedAt:
    """One packet before it is printed."""

    application: Application
    paper: Paper = field(repr=False)
    damaged: Collection[str] = ()
    """Digests of files that cannot be read any more."""

    @property
    def dossier(self) -> Dossier:
        return self.application.dossier

    @cached_property
    def forms(self) -> list[FormOnPaper]:
        """One for each finding."""
        return forms(self.paper, self.application)

    def about(self, number: int) -> str:
        """Whose it is, where the packet is for several."""
        return f"{self.application.findings[number].subject.name}：" if self.application.several else ""
