"""Rows for tests: each with what it must have, and what a test says besides.

Held together they are a filed centre in Shanghai with one full-time doctor whom every criterion fits.
"""

from collections import defaultdict
from datetime import date
from hashlib import sha256
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.handing_in import ClaimStep, PrintSetting
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Claim,
    Confirmation,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)

TODAY = date(2025, 6, 30)
NUMBER = "64010419900101123X"
"""A man born on 1990-01-01."""
OTHER_NUMBER = "640104199001011221"

Values = dict[str, Any]


def firm(**more: Any) -> Firm:
    values: Values = {"name": "宁夏示例新材料公司", "credit_code": "91640100MA7EXAMP48"}
    return Firm(**values | {"province": "宁夏", "city": "银川"} | more)


def centre(**more: Any) -> Enclave:
    values: Values = {"name": "上海中心", "type": "研发中心", "province": "上海", "city": "上海"}
    return Enclave(**values | {"independent": True} | more)


def incubator(**more: Any) -> Enclave:
    values: Values = {"name": "深圳孵化器", "type": "孵化器", "province": "广东", "city": "深圳"}
    return Enclave(**values | more)


def filing(**more: Any) -> Filing:
    values: Values = {"enclave": "上海中心", "authority": "自治区科技厅", "filed_on": date(2024, 3, 15)}
    return Filing(**values | more)


def person(**more: Any) -> Person:
    values: Values = {"name": "示例人", "id_number": NUMBER, "rnd_staff": True}
    return Person(**values | {"degree": "博士", "study_mode": "全日制"} | more)


def contract(**more: Any) -> Contract:
    values: Values = {"person": NUMBER, "enclave": "上海中心", "form": "全职"}
    return Contract(**values | {"starts_on": date(2024, 2, 20), "ends_on": date(2029, 2, 19)} | more)


def project(**more: Any) -> Project:
    return Project(**{"number": "RD-1", "name": "示例项目", **more})


def expense(**more: Any) -> Expense:
    values: Values = {"booked_on": date(2024, 5, 6), "voucher": "记-1", "enclave": "上海中心"}
    return Expense(**values | {"category": "直接投入", "amount": 100_000} | more)


def agreement(**more: Any) -> Agreement:
    return Agreement(**{"number": "HT-1", "type": "场地租赁", "counterparty": "示例物业公司", **more})


def carrier(**more: Any) -> Carrier:
    return Carrier(**{"name": "示例众创空间", "type": "众创空间", "city": "银川", **more})


def assessment(**more: Any) -> Assessment:
    return Assessment(**{"enclave": "深圳孵化器", "year": 2024, "result": "合格", **more})


def approval(**more: Any) -> Approval:
    values: Values = {"enclave": "上海中心", "category": "人才小高地", "approved_on": date(2024, 12, 1)}
    return Approval(**values | more)


def claim(**more: Any) -> Claim:
    values: Values = {"programme": "nx-phd-allowance", "subject": NUMBER, "period_from": "2024-04"}
    return Claim(**values | {"state": "已提交", "amount": 45_000_00} | more)


def confirmation(**more: Any) -> Confirmation:
    values: Values = {"measure": "nx", "assumption": "employer", "answer": "确认", "answered_by": "示例人"}
    return Confirmation(**values | {"answered_on": date(2025, 5, 6)} | more)


FILE = b"%PDF-1.7 a scan, as far as a record minds"
FILE_DIGEST = sha256(FILE).hexdigest()


def evidence(**more: Any) -> Evidence:
    values: Values = {"number": "e1", "kind": "学位学历证书", "content": FILE_DIGEST, "file_name": "扫描.pdf"}
    return Evidence(**values | more)


def claim_step(**more: Any) -> ClaimStep:
    values: Values = {"number": "s1", "claim": ("nx-phd-allowance", NUMBER, "2024-04")}
    return ClaimStep(**values | {"on": date(2025, 1, 10), "state": "已提交"} | more)


def print_setting(**more: Any) -> PrintSetting:
    return PrintSetting(**{"programme": "nx-phd-allowance", "purpose": "报送主管部门", **more})


def dossier(*rows: Any, as_of: date = TODAY) -> Dossier:
    """A dossier of these rows, of whatever sheets."""
    held: dict[type[Any], list[Any]] = defaultdict(list)
    for row in rows:
        held[type(row)].append(row)
    return Dossier.of(as_of, held)
