"""Many packets at once: which there are to make, what their files are called, and a report of what became of each."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from enclave_desktop.dossier.showing import defused
from enclave_desktop.errors import UserError
from enclave_desktop.packet.consistency import Remark, Severity
from enclave_desktop.policy.explain import reasons
from enclave_desktop.policy.findings import Finding, Outcome, Status
from enclave_desktop.policy.pack import Programme
from enclave_desktop.policy.report import subject_words

PLACEHOLDERS = ("项目", "用途", "序号", "编号", "日期")
"""What a file's name may hold. None of it tells who a person is."""
USUAL_PATTERN = "{项目}-{序号}-{编号}"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BARRED = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever the ending."""
_LONGEST = 120
"""Characters of a name, so that any file system takes it."""
_FIRST = 8
"""Reasons told of one packet."""


class Pattern:
    """How the files are named."""

    def __init__(self, words: str) -> None:
        """UserError when the words name something that there is not, or cannot be a file's name."""
        unknown = [name for name in _PLACEHOLDER.findall(words) if name not in PLACEHOLDERS]
        offered = "、".join(f"{{{name}}}" for name in PLACEHOLDERS)
        if unknown:
            raise UserError(
                f"文件名里没有“{{{unknown[0]}}}”这一项。", f"可以写：{offered}，不能写姓名和号码。"
            )
        plain = _PLACEHOLDER.sub("", words)
        if not words.strip(" .") or "{" in plain or "}" in plain or _BARRED.search(plain):
            raise UserError("这样写不成文件名。", f'可以写：{offered} 和文字，不能有 \\ / : * ? " < > |。')
        self._words = words

    def name(self, programme: Programme, *, purpose: str, place: int, number: str, on: date) -> str:
        """The name, without an ending; `place` counts from 1."""
        values = {
            "项目": programme.title,
            "用途": purpose,
            "序号": f"{place:03d}",
            "编号": number,
            "日期": on.isoformat(),
        }
        filled = _PLACEHOLDER.sub(lambda found: values[found[1]], self._words)
        name = " ".join(_BARRED.sub(" ", filled).split()).strip(" .")[:_LONGEST]
        return f"_{name}" if _DEVICE.fullmatch(name) else name


@dataclass(frozen=True, slots=True)
class Task:
    """One packet to be made."""

    place: int
    """In the batch, from 1."""
    findings: tuple[Finding, ...]

    @property
    def programme(self) -> Programme:
        return self.findings[0].programme

    @property
    def subjects(self) -> str:
        return "、".join(subject_words(finding.subject) for finding in self.findings)


class Result(StrEnum):
    MADE, SKIPPED, FAILED, NOT_BEGUN = "已生成", "已跳过", "没有生成", "已取消"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one packet, or of a subject that no packet was made for."""

    programme: str
    subjects: str
    """In words, numbers of identity masked."""
    result: Result
    file: str = ""
    number: str = ""
    reasons: tuple[str, ...] = ()


def planned(findings: Iterable[Finding], *, each: bool) -> tuple[list[Task], list[Entry]]:
    """The packets to be made of what is eligible, one a subject or one a programme; and why others are left out."""
    tasks: list[Task] = []
    left_out: list[Entry] = []
    for programme, group in groupby(findings, key=lambda finding: finding.programme):
        ready = []
        for finding in group:
            if finding.status is Status.ELIGIBLE:
                ready.append(finding)
            else:
                left_out.append(_left_out(programme, finding))
        bundles = [(finding,) for finding in ready] if each else [tuple(ready)] if ready else []
        tasks += [Task(len(tasks) + at, bundle) for at, bundle in enumerate(bundles, 1)]
    return tasks, left_out


def _left_out(programme: Programme, finding: Finding) -> Entry:
    outcome = Outcome.UNMET if finding.status is Status.INELIGIBLE else Outcome.UNKNOWN
    why = (finding.status.words, *reasons(finding, outcome))
    return Entry(programme.title, subject_words(finding.subject), Result.SKIPPED, reasons=why)


def incomplete(remarks: Sequence[Remark]) -> tuple[str, ...]:
    """Why a packet is not complete: what contradicts itself or is missing; empty where nothing is."""
    grave = [str(remark) for remark in remarks if remark.severity is not Severity.HINT]
    more = len(grave) - _FIRST
    return (*grave[:_FIRST], f"其余 {more} 处从略") if more > 0 else tuple(grave)


def free_name(folder: Path, name: str, ending: str = ".pdf") -> Path:
    """A file that is not there yet: the name, or with (2), (3) … after it."""
    path, again = folder / f"{name}{ending}", 1
    while path.exists():
        again += 1
        path = folder / f"{name}({again}){ending}"
    return path


def summary(entries: Sequence[Entry]) -> str:
    """已生成 3 册，已跳过 12 个."""
    counts = {result: sum(entry.result is result for entry in entries) for result in Result}
    return "，".join(f"{result} {count}" for result, count in counts.items() if count) or "没有可以生成的材料"


def as_text(entries: Sequence[Entry]) -> str:
    """The report to be read."""
    lines = [f"批量打印报告：{summary(entries)}", ""]
    for entry in entries:
        lines.append(f"{entry.result}　{entry.programme}　{entry.subjects}")
        if entry.file:
            lines.append(f"　　{entry.file}　编号 {entry.number}")
        lines += [f"　　{reason}" for reason in entry.reasons]
    return "\n".join(lines) + "\n"


def as_csv(entries: Sequence[Entry]) -> bytes:
    """The report as a table that any spreadsheet opens."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(("结果", "项目", "对象", "文件", "材料编号", "原因"))
    for entry in entries:
        row = (
            entry.result,
            entry.programme,
            entry.subjects,
            entry.file,
            entry.number,
            "；".join(entry.reasons),
        )
        table.writerow([defused(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")
