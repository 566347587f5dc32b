"""The awards in a rule pack: monthly, yearly or once approved."""

from collections.abc import Callable
from decimal import Decimal

from enclave_desktop.dossier.fields import SHEETS, Kind
from enclave_desktop.dossier.values import Filing
from enclave_desktop.policy.pack import ApprovalRule, AwardRule, MonthlyRule, Series, YearlyRule
from enclave_desktop.policy.rule_values import Facts, read_decimal, read_series, read_word, read_yuan
from enclave_desktop.toml_table import Table

_OFFICES = SHEETS[Filing].field("authority").choices


def read_award(table: Table, facts: Facts, subject: str) -> AwardRule:
    """The rule of a programme for that kind of subject."""
    with table:
        basis = table.word("basis", AWARDS)
        if basis == "monthly" and subject != "person":
            raise table.error("basis", "按月补助只用于以人员为对象的项目")
        return AWARDS[basis](table, facts)


def _rate(table: Table, key: str) -> Decimal:
    rate = read_decimal(table, key)
    if not 0 <= rate <= 1:
        raise table.error(key, f"“{rate}”不在 0 与 1（百分之百）之间")
    return rate


def _months(table: Table, key: str) -> int:
    months = table.whole(key)
    if months < 1:
        raise table.error(key, "应为正整数")
    return months


def _monthly(table: Table, facts: Facts) -> MonthlyRule:
    return MonthlyRule(
        amount=read_series(table, "amount", read_yuan),
        months=read_series(table, "months", _months),
        filed_with=table.word("filed_with", _OFFICES) if "filed_with" in table else None,
        at_most=table.flag("at_most"),
    )


def _yearly(table: Table, facts: Facts) -> YearlyRule:
    money = [name for name, fact in facts.items() if fact.kind == Kind.MONEY]
    return YearlyRule(
        of=table.word("of", money),
        rate=read_series(table, "rate", _rate),
        cap=read_series(table, "cap", read_yuan),
        at_most=table.flag("at_most"),
    )


def _on_approval(table: Table, facts: Facts) -> ApprovalRule:
    at_most = table.flag("at_most")
    if "by" not in table:
        return ApprovalRule({None: read_series(table, "amount", read_yuan)}, at_most=at_most)
    fact = facts[table.word("by", facts)]
    with table.table("amounts") as amounts:
        by_word: dict[str | None, Series[int]] = {
            read_word(fact, word, amounts, word): read_series(amounts, word, read_yuan)
            for word in amounts.names()
        }
    return ApprovalRule(by_word, fact.name, at_most)


AWARDS: dict[str, Callable[[Table, Facts], AwardRule]] = {
    "monthly": _monthly,
    "yearly": _yearly,
    "on_approval": _on_approval,
}
