"""A packet read as paper: cells, tables, pages."""

import pytest

from enclave_desktop.packet.binding import words
from enclave_desktop.packet.consistency.paper import Paper
from enclave_desktop.packet.consistency.readings import forms
from enclave_desktop.packet.forms import Entry
from tests.packet import sample
from tests.packet.firms import long_firm
from tests.unit import rows
from tests.unit.packet.consistency import looking


@pytest.mark.parametrize("programme", sample.PROGRAMMES)
@pytest.mark.parametrize("held", [sample.dossier, long_firm])
def test_that_each_cell_of_a_form_is_read_as_it_was_filled_in(programme, held):
    application = looking.application(held(), programme)
    paper = Paper.of(looking.document(application))
    for form in forms(paper, application):
        entries = [
            item
            for section in form.form.sections_for(programme)
            for row in section.rows
            for item in row
            if isinstance(item, Entry)
        ]
        assert [filled.entry for filled in form.filled] == entries
        for filled in form.filled:
            if filled.entry.value and not filled.entry.choices:
                said = words(filled.entry.value, form.given).text.replace("\n", "")
                assert filled.cell.words == said if filled.cell.whole else said.startswith(filled.cell.words)


def test_that_a_ledger_is_one_table_over_its_pages():
    spent = [rows.expense(voucher=f"记-{n}", entry="9", amount=100 * n) for n in range(1, 101)]
    application = looking.application(looking.spender(*spent), looking.REWARD)
    paper = Paper.of(looking.document(application))
    ((leaf, table),) = paper.tables("T4:1")
    assert len(paper.of_part("T4:1")) > 2
    assert (len(table.rows), leaf.number) == (102, paper.of_part("T4:1")[0].number)
    assert table.head[-1] == "金额"
    assert [row.cells[0] for row in table.rows] == [str(n) for n in range(1, 103)]
    assert [row.label for row in table.sums].count("合计") == 1


def test_that_two_tables_of_one_page_are_two():
    application = looking.application(looking.spender(), looking.REWARD)
    paper = Paper.of(looking.document(application))
    assert [table.head[0] for _, table in paper.tables("T3:1")] == ["费用类别", "月份"]


def test_that_a_page_says_where_it_is():
    application = looking.application(looking.doctor())
    paper = Paper.of(looking.document(application))
    assert [leaf.where for leaf in paper.leaves][:3] == ["封面", "申请表第1页", "申请表第2页"]
