"""Unlike money stands apart."""

from enclave_desktop.policy.check import check
from enclave_desktop.policy.totals import totals
from tests.unit import rows
from tests.unit.policy.packs import pack, programme

MONTHLY = {"basis": "monthly", "amount": "100.00", "months": 60, "filed_with": "自治区科技厅"}
YEARLY = {"basis": "yearly", "of": "enclave.spend", "rate": "0.2", "cap": "150.00"}
ONCE = {"basis": "on_approval", "amount": "9.00"}
PACK = pack(
    programme(subject="person", award=MONTHLY),
    programme(id="p-year", subject="enclave", award=YEARLY),
    programme(id="p-once", subject="enclave", award=ONCE),
    programme(id="p-most", subject="enclave", award=ONCE | {"amount": "70.00", "at_most": True}),
    programme(id="p-none", subject="enclave"),
)
HELD = [
    rows.firm(),
    rows.centre(),
    rows.person(),
    rows.filing(),
    rows.contract(),
    rows.expense(amount=50_000),
]


def test_that_each_way_of_paying_has_its_own_total():
    found = totals(check(rows.dossier(*HELD, rows.claim(programme="p-one", amount=300)), [PACK], 2024))
    assert (found.monthly.due, found.monthly.to_come) == (15 * 10_000, 43 * 10_000)
    assert (found.monthly.count, found.monthly.claimed) == (1, 300)
    assert (found.yearly.total, found.yearly.count) == (10_000, 1)
    assert (found.on_approval.total, found.on_approval.count) == (900, 1)
    assert (found.at_most.total, found.at_most.count) == (7_000, 1)


def test_that_nothing_found_comes_to_nothing():
    found = totals([])
    assert [kind.count for kind in (found.monthly, found.yearly, found.on_approval, found.at_most)] == [0] * 4
    assert (found.monthly.due, found.yearly.total) == (0, 0)
