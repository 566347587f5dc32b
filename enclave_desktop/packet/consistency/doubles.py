"""重复: one person, voucher or file that counts twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.money import grouped
from enclave_desktop.dossier.values import Expense
from enclave_desktop.packet.consistency.looked_at import LookedAt
from enclave_desktop.packet.consistency.remark import Remark, Severity, spot_of

TOPIC = "重复"
OF_ONE = frozenset(
    ("身份证件", "学位学历证书", "学历认证报告", "全日制证明", "职称证书", "劳动合同", "知情同意书")
)
"""Kinds of evidence of which a file is one person's only; a list of social insurance may hold many."""


def subjects(looked_at: LookedAt) -> Iterator[Remark]:
    """A subject that is in the packet twice."""
    for key, count in Counter(subject.key for subject in looked_at.application.subjects).items():
        if count > 1:
            name = next(s.name for s in looked_at.application.subjects if s.key == key)
            yield Remark(Severity.CONTRADICTION, TOPIC, f"“{name}”在本册中出现 {count} 次")


def vouchers(looked_at: LookedAt) -> Iterator[Remark]:
    """The same line of a voucher, of the same amount, under two enclaves or projects."""
    application = looked_at.application
    if not any(leaf.part.key.startswith("T4:") for leaf in looked_at.paper.leaves):
        return
    here = {enclave.name for enclave in application.enclaves}
    lines: dict[tuple[Any, ...], list[Expense]] = defaultdict(list)
    for row in application.dossier.expenses:
        if row.booked_on.year == application.year and row.amount:
            lines[row.booked_on, row.voucher, row.entry, row.amount, row.summary].append(row)
    for rows in lines.values():
        places = {(row.enclave, row.project) for row in rows}
        if len(places) > 1 and here & {row.enclave for row in rows}:
            first = rows[0]
            words = (
                f"凭证 {first.voucher}（{first.booked_on}，{grouped(first.amount)} 元）列在 {len(places)} 处"
            )
            across = len({row.enclave for row in rows}) > 1
            severity = Severity.CONTRADICTION if across else Severity.HINT
            yield Remark(severity, TOPIC, words, spot=spot_of(rows[-1], "voucher"))


def files(looked_at: LookedAt) -> Iterator[Remark]:
    """One file that proves two people, or an agreement and an expense."""
    dossier, application = looked_at.dossier, looked_at.application
    concerned = {person.id_number for person in application.people}
    concerned |= {
        row.person for row in dossier.contracts if row.enclave in {e.name for e in application.enclaves}
    }
    names = {person.id_number: person.name for person in dossier.people}
    for rows in _by_content(dossier.evidence):
        people = list(dict.fromkeys(filter(None, map(_person, rows))))
        if len(people) > 1 and concerned & set(people):
            whose = "、".join(names.get(person, "") for person in people)
            own = any(row.kind in OF_ONE for row in rows)
            severity = Severity.CONTRADICTION if own else Severity.HINT
            words = f"同一份文件用作{whose}的{'、'.join(dict.fromkeys(row.kind for row in rows))}"
            yield Remark(severity, TOPIC, words, spot=spot_of(rows[-1]))
        vouched = [row for row in rows if row.agreement or row.expense]
        if len({row.proves for row in vouched}) > 1 and {row.proves[0] for row in vouched} != {_EXPENSES}:
            words = f"同一份{vouched[0].kind}用于 {len({row.proves for row in vouched})} 处（合同或研发费用）"
            yield Remark(Severity.HINT, TOPIC, words, spot=spot_of(vouched[-1]))


_EXPENSES = KEPT[Expense].title


def _by_content(evidence: Iterable[Evidence]) -> Iterator[list[Evidence]]:
    held: dict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        held[row.content].append(row)
    return (rows for rows in held.values() if len(rows) > 1)


def _person(row: Evidence) -> str | None:
    """Whom it proves something of."""
    return row.person or (row.contract[0] if row.contract else None)
