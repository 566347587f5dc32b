"""The sample firm, and what its programmes find of it."""

from functools import cache

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.exchange.sample import sample_dossier
from enclave_desktop.packet.application import Application
from enclave_desktop.policy.check import check
from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Finding, Status
from enclave_desktop.policy.loading import load_packs
from tests.packet.firms import AS_OF, YEAR

PROGRAMMES = {programme.id: programme for pack in load_packs() for programme in pack.programmes}


@cache
def dossier() -> Dossier:
    return sample_dossier(AS_OF)


@cache
def findings(programme: str) -> tuple[Finding, ...]:
    return tuple(check(dossier(), load_packs(), YEAR, {programme}))


def of_status(programme: str, status: Status = Status.ELIGIBLE) -> list[Finding]:
    return [finding for finding in findings(programme) if finding.status is status]


def application(programme: str, count: int | None = None) -> Application:
    """For the first so many eligible subjects; for all when none is said."""
    return Application(PROGRAMMES[programme], tuple(of_status(programme)[:count]), Context(dossier(), YEAR))
