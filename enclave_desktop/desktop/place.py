"""Where something on record is filled in: what one page hands to another so that it shows the very field."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Any

from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Claim,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)

PAGES: dict[type[Any], str] = {
    Firm: "firm",
    Enclave: "firm",
    Filing: "firm",
    Carrier: "firm",
    Assessment: "firm",
    Approval: "firm",
    Claim: "claims",
    Person: "people",
    Contract: "people",
    Agreement: "contracts",
    Project: "spend",
    Expense: "spend",
}
"""The page that a class's rows are edited on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a row; the target of `Surroundings.go`."""

    entity: type[Any]
    row: Any = None
    """None where the row is not there yet."""
    field: str | None = None
    """None for the row as a whole."""
    given: Mapping[str, str] = with_default(default_factory=dict, hash=False)
    """What is known of a row that is not there yet, as it would be typed, by field name."""

    @property
    def page(self) -> str:
        return PAGES[self.entity]
