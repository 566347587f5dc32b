"""Printing a long ledger: the whole packet against ReportLab's one LongTable of CJK paragraphs.

Peer and product run as child processes, alternating, so that a busy machine slows both; figures are user CPU
seconds and peak memory of the whole process. The product prints more than the peer: form, sums, evidence, and
it reads the file back; the peer prints the same ledger rows in the same columns and nothing else.
"""

import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import Enclave, Expense, Filing, Firm, Project

ROWS, MANY = 10_000, 100_000
ROUNDS = 2
GOAL, GROWTH, PEAK, SIZE = 0.35, 11.0, 150.0, 0.8
YEAR = 2024
CENTRE = "示例上海研发中心"
OFFICE = "银川市科技局"
CATEGORIES = ("人员人工", "直接投入", "折旧费用", "无形资产摊销", "设计试验", "其他相关", "委托研发")
WORDS = "采购领用支付委托测试样品材料试剂设备加工检测分析服务费用真空高温粉末气雾化电解质膜片复合涂层".strip()


def invented_dossier(rows: int) -> Dossier:
    """A centre with so many ledger rows in one year; two thirds of the summaries take two lines."""
    dice = random.Random(rows)
    firm = Firm(
        name="银川示例新材料科技有限公司", credit_code="91640100MA7EXAMP48", province="宁夏", city="银川"
    )
    centre = Enclave(name=CENTRE, type="研发中心", province="上海", city="上海", independent=True)
    filing = Filing(enclave=CENTRE, authority=OFFICE, filed_on=date(2023, 5, 20))
    projects = [Project(number=f"RD-{n:03d}", name=_words(dice, 12, 18), enclave=CENTRE) for n in range(40)]
    expenses = [_expense(dice, number, projects) for number in range(rows)]
    held: dict[type[Any], list[Any]] = {
        Firm: [firm],
        Enclave: [centre],
        Filing: [filing],
        Project: projects,
        Expense: expenses,
    }
    return Dossier.of(date(2025, 6, 30), held)


def _expense(dice: random.Random, number: int, projects: list[Project]) -> Expense:
    summary = _words(dice, 18, 26) if dice.random() < 0.68 else _words(dice, 4, 14)
    return Expense(
        booked_on=date(YEAR, 1, 1) + timedelta(days=dice.randrange(366)),
        voucher=f"记-{number:06d}",
        enclave=CENTRE,
        project=dice.choice(projects).number,
        category=dice.choice(CATEGORIES),
        amount=dice.randrange(100, 5_000_000),
        summary=summary,
        funding=dice.choice(("自筹", "财政")),
    )


def _words(dice: random.Random, least: int, most: int) -> str:
    return "".join(dice.choices(WORDS, k=dice.randint(least, most)))


def product(rows: int, out: Path) -> None:
    """The packet of the programme whose annexes include the ledger."""
    from enclave_desktop.packet.application import Application
    from enclave_desktop.packet.packet import write_packet
    from enclave_desktop.policy.check import check
    from enclave_desktop.policy.loading import load_packs

    dossier = invented_dossier(rows)
    programmes = [
        p for pack in load_packs() for p in pack.programmes if p.award and p.award.basis == "yearly"
    ]
    findings = check(dossier, load_packs(), YEAR, {programmes[0].id})
    write_packet(Application.of(dossier, findings, YEAR), out)


def peer(rows: int, out: Path) -> None:
    """The same rows in the same columns: one LongTable, each text a CJK paragraph."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    from enclave_desktop.packet.annexes.ledger import COLUMNS, ledger_table
    from enclave_desktop.packet.fonts import FILES
    from enclave_desktop.packet.style import BOTTOM, LEFT, MM, TOP
    from enclave_desktop.paths import resources

    dossier = invented_dossier(rows)
    names = {project.number: project.name for project in dossier.projects}
    pdfmetrics.registerFont(TTFont("song", str(resources() / "fonts" / FILES["song"])))
    style = ParagraphStyle("cell", fontName="song", fontSize=9, leading=12, wordWrap="CJK")
    expenses = sorted(dossier.expenses, key=lambda row: (row.booked_on, row.voucher, row.category))
    body = [[Paragraph(str(cell), style) for cell in row] for row in ledger_table(expenses, names).rows]
    head = [Paragraph(column.label, style) for column in COLUMNS]
    table = LongTable([head, *body], colWidths=[column.width * MM for column in COLUMNS], repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "grey")])
    margins = {"leftMargin": BOTTOM, "rightMargin": TOP, "topMargin": LEFT, "bottomMargin": 15 * MM}
    SimpleDocTemplate(str(out), pagesize=landscape(A4), **margins).build([table])


WAYS = {"product": product, "peer": peer}


def measure(way: str, rows: int) -> dict[str, float]:
    """One way in a child process of its own."""
    call = [sys.executable, "-m", "benchmarks.ledger", way, str(rows)]
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True)
    return {key: float(value) for key, value in json.loads(done.stdout).items()}


def _child(way: str, rows: int) -> None:
    import resource

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "ledger.pdf"
        WAYS[way](rows, out)
        used = resource.getrusage(resource.RUSAGE_SELF)
        json.dump(
            {"cpu": used.ru_utime, "peak": used.ru_maxrss / 1024, "size": out.stat().st_size}, sys.stdout
        )


def main() -> None:
    """Prints the ratios and the goals."""
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(ROUNDS):
        for way, done in runs.items():
            done.append(measure(way, ROWS))
    many = measure("product", MANY)
    cpu = {way: statistics.median(run["cpu"] for run in done) for way, done in runs.items()}
    ours, theirs = runs["product"][0], runs["peer"][0]
    ratio, growth = cpu["product"] / cpu["peer"], many["cpu"] / cpu["product"]
    size = ours["size"] / theirs["size"]
    report = io.StringIO()
    report.write(f"ledger of {ROWS} rows, whole packet : one LongTable\n")
    report.write(f"  user CPU   {cpu['product']:6.2f} s : {cpu['peer']:6.2f} s = {ratio:.3f} (goal {GOAL})\n")
    report.write(f"  peak       {ours['peak']:6.0f} MB: {theirs['peak']:6.0f} MB (goal {PEAK:.0f})\n")
    report.write(
        f"  size       {ours['size'] / 1e6:6.2f} MB: {theirs['size'] / 1e6:6.2f} MB = {size:.2f} (goal {SIZE})\n"
    )
    report.write(
        f"  {MANY} rows {many['cpu']:6.2f} s = {growth:.1f} x (goal {GROWTH:.0f}), peak {many['peak']:.0f} MB\n"
    )
    print(report.getvalue(), end="")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _child(sys.argv[1], int(sys.argv[2]))
    else:
        main()
