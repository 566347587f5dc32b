"""Every sheet has a table."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from enclave_desktop.dossier.fields import SHEETS

PAGES = {
    "firm": ("企业", "飞地", "备案", "载体", "考核", "获批"),
    "people": ("人员", "劳动合同"),
    "contracts": ("合同",),
    "spend": ("研发费用", "研发项目"),
    "claims": ("申领",),
}


@pytest.mark.parametrize(
    ("page", "title"), [(page, title) for page, titles in PAGES.items() for title in titles]
)
def test_that_every_sheet_has_a_sound_table_and_a_column_for_each_field(open_page, page, title):
    sheet = open_page(page, title)
    tester = QAbstractItemModelTester(sheet.view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    fields = next(s.fields for s in SHEETS.values() if s.title == title)
    shown = [label.removesuffix("（元）") for label in sheet.headers()]
    assert {field.label for field in fields} <= set(shown)
    assert sheet.view.model().rowCount() > 0
    tester.deleteLater()
