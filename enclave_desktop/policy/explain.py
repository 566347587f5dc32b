"""A check in words: what is required, what is on record, what would make it met, and on what it rests."""

from enclave_desktop.dossier.months import Term
from enclave_desktop.dossier.values import Confirmation
from enclave_desktop.policy.facts import FACTS, Fact
from enclave_desktop.policy.findings import Case, Check, Finding, Outcome

OPEN_ENDED = "无固定期限"
_BASIS_WORDS = {"source": "公开报道", "assumption": "工作假定", "user": "用户确认"}
_DENIED = "用户否定"
_WAIVED = "不作要求"
_OUTCOME_WORDS = {Outcome.MET: "达到", Outcome.UNMET: "未达到", Outcome.UNKNOWN: "待核实"}


def required(check: Check) -> str:
    """What is required: 不少于 5 年."""
    if check.waived:
        return _WAIVED
    return check.criterion.required.replace("{value}", _limit_words(check))


def actual(check: Check, case: Case) -> str | None:
    """What is on record: 5 年; None where nothing is."""
    fact = FACTS[check.criterion.fact]
    if check.operand is None:
        return OPEN_ENDED if _is_open_ended(fact, case) else None
    term = _term(fact, case)
    return term.words if term else fact.words(check.operand)


def gap(check: Check, case: Case) -> str | None:
    """What would make it met: 还差 1 年：合同须签至 2029-02-28; None when it is met."""
    if check.outcome is Outcome.MET:
        return None
    if check.denied:
        return "；".join(map(_denial_words, check.denied))
    if check.outcome is Outcome.UNKNOWN:
        return _unknown_gap(check, case)
    return check.criterion.remedy or _unmet_gap(check, case)


def outcome_words(check: Check) -> str:
    return _OUTCOME_WORDS[check.outcome]


def basis_words(check: Check) -> str:
    """Where the criterion comes from: never a line number on screen or paper."""
    return _DENIED if check.denied else _BASIS_WORDS[check.basis]


def reason(check: Check, case: Case) -> str:
    """One unmet or unknown criterion in a line: 合同期限：4 年，要求不少于 5 年；还差 1 年：…."""
    found = actual(check, case) or "未填"
    basis = f"〔{basis_words(check)}〕" if check.basis != "source" else ""
    words = gap(check, case) or ""
    remedy = "" if words.endswith(required(check)) else f"；{words}"
    return f"{check.criterion.label}{basis}：{found}，要求{required(check)}{remedy}"


def reasons(finding: Finding, outcome: Outcome) -> list[str]:
    """The finding's criteria of that outcome, a line each."""
    return [reason(check, finding.case) for check in finding.checks if check.outcome is outcome]


def answer_words(answer: Confirmation) -> str:
    """Who answered, when and on what: 用户确认（示例人，2025-10-12，科技厅电话答复）."""
    word = _DENIED if answer.denies else _BASIS_WORDS["user"]
    known = (answer.answered_by, answer.answered_on.isoformat(), answer.source)
    return f"{word}（{'，'.join(part for part in known if part)}）"


def _denial_words(answer: Confirmation) -> str:
    if answer.instead:
        return f"所依据的工作假定已改为“{answer.instead}”，请按此核对"
    return "所依据的工作假定已被否定，请向主管部门确认"


def _limit_words(check: Check) -> str:
    fact, limit = FACTS[check.criterion.fact], check.limit
    if limit is None:
        return ""
    if isinstance(limit, tuple):
        return "或".join(limit)
    return limit if fact.kind == "words" else fact.limit_words(limit)


def _term(fact: Fact, case: Case) -> Term | None:
    return case.contract.term if fact.kind == "duration" and case.contract else None


def _is_open_ended(fact: Fact, case: Case) -> bool:
    return fact.kind == "duration" and case.contract is not None and bool(case.contract.open_ended)


def _unknown_gap(check: Check, case: Case) -> str:
    fact = FACTS[check.criterion.fact]
    if _is_open_ended(fact, case):
        return f"{OPEN_ENDED}的合同是否算作{required(check)}，请向主管部门确认"
    if check.limit is None and check.criterion.value.values:
        return "这一天没有生效的标准，请向主管部门确认"
    if check.operand is None:
        return _to_fill_in(fact, case)
    if fact.kind == "words":
        return f"如有{_limit_words(check)}，请登记到{fact.place}"
    return f"“{fact.words(check.operand)}”是否算作{_limit_words(check)}，请向主管部门确认"


def _to_fill_in(fact: Fact, case: Case) -> str:
    role = fact.name.partition(".")[0]
    if case.person is not None and case.contract is None and role in ("contract", "enclave"):
        return "请在“劳动合同”登记此人的合同"
    return f"请填写{fact.place}"


def _unmet_gap(check: Check, case: Case) -> str:
    fact, limit, operand = FACTS[check.criterion.fact], check.limit, check.operand
    term = _term(fact, case)
    if check.criterion.operator == "at_least" and term:
        return f"还差 {term.missing_for(limit).words}：合同须签至 {term.last_day_for(limit)}"
    if check.criterion.operator == "at_least" and fact.kind == "money":
        return f"还差 {fact.words(limit - operand)}"
    if check.criterion.operator in ("is_not", "excludes"):
        return f"不能为{_limit_words(check)}"
    if check.criterion.operator == "is" and fact.kind == "yes_no":
        return f"须为{_limit_words(check)}"
    return f"须{required(check)}" if required(check) != _limit_words(check) else f"须为{_limit_words(check)}"
