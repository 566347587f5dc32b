"""`check`: which programmes the firm matches, and why."""

import json
import sys
from argparse import Namespace
from collections.abc import Collection

from enclave_desktop.cli.naming import known_programme
from enclave_desktop.cli.opening import open_record
from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.policy.as_json import findings_data
from enclave_desktop.policy.check import check
from enclave_desktop.policy.findings import Finding
from enclave_desktop.policy.installed import installed
from enclave_desktop.policy.loading import load_packs
from enclave_desktop.policy.report import report


def run(call: Namespace) -> int:
    programmes = {known_programme(call.programme).id} if call.programme else None
    dossier, year, findings = checked(call, programmes)
    if call.json:
        json.dump(findings_data(dossier, year, findings), sys.stdout, ensure_ascii=False, indent=2)
        print()
    elif call.csv or call.xlsx:
        from enclave_desktop.exchange.findings_table import write_csv, write_xlsx

        (write_csv if call.csv else write_xlsx)(dossier, year, findings, call.csv or call.xlsx)
        print(f"已写出 {call.csv or call.xlsx}")
    else:
        for line in report(dossier, year, findings):
            print(line)
    return 0


def checked(call: Namespace, programmes: Collection[str] | None) -> tuple[Dossier, int, list[Finding]]:
    """The record's dossier as of the day asked for, the spend year, and the findings."""

    year = call.year or call.as_of.year - 1
    for _, problem in installed().problems:
        print(problem, file=sys.stderr)
    with open_record(call.record, read_only=True) as record:
        dossier = record.dossier(call.as_of)
    return dossier, year, check(dossier, load_packs(), year, programmes)
