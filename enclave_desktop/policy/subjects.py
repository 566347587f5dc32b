"""Whom a programme is reported for, and the rows its facts are read from."""

from collections.abc import Callable, Iterator

from enclave_desktop.policy.context import Context
from enclave_desktop.policy.findings import Case, Subject
from enclave_desktop.policy.pack import Programme


def cases(programme: Programme, context: Context) -> list[tuple[Subject, Case]]:
    """Every subject of the programme's kind by key; a person once for each contract, or once without any."""
    return list(_KINDS[programme.subject](programme, context))


def _enclaves(programme: Programme, context: Context) -> Iterator[tuple[Subject, Case]]:
    for enclave in context.dossier.enclaves:
        if programme.type in (None, enclave.type):
            subject = Subject("enclave", enclave.name, enclave.name)
            yield subject, Case(context.dossier.firm, enclave=enclave)


def _people(programme: Programme, context: Context) -> Iterator[tuple[Subject, Case]]:
    firm = context.dossier.firm
    for person in context.dossier.people:
        subject = Subject("person", person.id_number, person.name)
        contracts = context.contracts.get(person.id_number, ())
        if not contracts:
            yield subject, Case(firm, person=person)
        for contract in contracts:
            enclave = context.enclaves[contract.enclave]
            yield subject, Case(firm, enclave, person, contract)


def _carriers(programme: Programme, context: Context) -> Iterator[tuple[Subject, Case]]:
    for carrier in context.dossier.carriers:
        if programme.type in (None, carrier.type):
            enclave = context.enclaves[carrier.enclave] if carrier.enclave else None
            subject = Subject("carrier", carrier.name, carrier.name)
            yield subject, Case(context.dossier.firm, enclave=enclave, carrier=carrier)


_KINDS: dict[str, Callable[[Programme, Context], Iterator[tuple[Subject, Case]]]] = {
    "enclave": _enclaves,
    "person": _people,
    "carrier": _carriers,
}
