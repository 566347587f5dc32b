"""What must hold within one row: dates in order, numbers that agree with what stands beside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT
from enclave_desktop.dossier.numbers import Verdict, birth_date, check_credit_code, check_document, sex_of
from enclave_desktop.dossier.values import (
    RESIDENT_ID,
    Agreement,
    Claim,
    Confirmation,
    Contract,
    Enclave,
    Filing,
    Firm,
    Person,
    Project,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one row, at the field where it is to be mended; a warning does not bar the row."""

    field: str
    reason: str
    remedy: str
    warning: bool = False


def check_row(row: Any, today: date) -> list[Problem]:
    """Everything wrong within `row`; `today` is what a birth date must lie before.

    Of a row that could be read in part only, the unread fields are None and nothing is said about them.
    """
    check = _CHECKS.get(type(row))
    return list(check(row, today)) if check else []


def _ordered(row: Any, first: str, second: str, at: str | None = None) -> Iterator[Problem]:
    earlier, later = getattr(row, first), getattr(row, second)
    if earlier is not None and later is not None and earlier > later:
        sheet = KEPT[type(row)]
        labels = sheet.field(first).label, sheet.field(second).label
        yield Problem(at or second, f"{labels[0]}晚于{labels[1]}", f"核对{labels[0]}和{labels[1]}")


def _verdict(field: str, verdict: Verdict, remedy: str) -> Iterator[Problem]:
    if verdict.error:
        yield Problem(field, verdict.error, remedy)
    if verdict.warning:
        yield Problem(field, verdict.warning, remedy, warning=True)


def _credit_code(row: Firm | Enclave, today: date) -> Iterator[Problem]:
    if row.credit_code is not None:
        yield from _verdict("credit_code", check_credit_code(row.credit_code), "对照营业执照重新输入")


def _person(row: Person, today: date) -> Iterator[Problem]:
    if row.id_number is None:
        return
    verdict = check_document(row.document_type, row.id_number, today)
    yield from _verdict("id_number", verdict, "对照证件核对证件类型和证件号码")
    if row.document_type != RESIDENT_ID or verdict.error:
        return
    if row.born_on and row.born_on != birth_date(row.id_number):
        yield Problem("born_on", "出生日期与居民身份证号（第 7 至 14 位）不一致", "对照证件核对两处")
    if row.sex and row.sex != sex_of(row.id_number):
        yield Problem("sex", "性别与居民身份证号（第 17 位）不一致", "对照证件核对两处")


def _contract(row: Contract, today: date) -> Iterator[Problem]:
    yield from _ordered(row, "signed_on", "starts_on", at="signed_on")
    yield from _ordered(row, "starts_on", "ends_on")
    yield from _ordered(row, "starts_on", "left_on")
    if row.ends_on and row.open_ended:
        yield Problem("open_ended", "无固定期限的合同不应有终止日期", "删去终止日期，或把无固定期限改为 否")


def _filing(row: Filing, today: date) -> Iterator[Problem]:
    yield from _ordered(row, "filed_on", "valid_until")


def _course(row: Project | Agreement, today: date) -> Iterator[Problem]:
    yield from _ordered(row, "starts_on", "ends_on")


def _claim(row: Claim, today: date) -> Iterator[Problem]:
    yield from _period(row)


def _evidence(row: Evidence, today: date) -> Iterator[Problem]:
    yield from _ordered(row, "issued_on", "valid_until")
    yield from _period(row)


def _period(row: Claim | Evidence) -> Iterator[Problem]:
    if row.period_from is None or row.period_to is None:
        return
    if len(row.period_from) != len(row.period_to):
        yield Problem("period_to", "期间起和期间止应同为月份或同为年度", "统一写成 2024-04 或 2024")
    else:
        yield from _ordered(row, "period_from", "period_to")


def _confirmation(row: Confirmation, today: date) -> Iterator[Problem]:
    if row.instead and not row.denies:
        yield Problem("instead", "确认的假定没有别的规定", "删去改为，或把答复改为 否定")


_CHECKS: dict[type[Any], Callable[[Any, date], Iterator[Problem]]] = {
    Firm: _credit_code,
    Enclave: _credit_code,
    Person: _person,
    Contract: _contract,
    Filing: _filing,
    Project: _course,
    Agreement: _course,
    Claim: _claim,
    Confirmation: _confirmation,
    Evidence: _evidence,
}
