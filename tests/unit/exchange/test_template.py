"""The blank workbook, as another program opens it."""

import openpyxl
import pytest

from enclave_desktop.dossier.fields import IDENTIFIERS, SHEETS
from enclave_desktop.errors import UserError
from enclave_desktop.exchange.template import write_template
from enclave_desktop.exchange.workbook import read_book
from tests.unit.exchange.books import errors, plan


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "blank.xlsx"
    write_template(path)
    return path


@pytest.fixture(scope="module")
def blank(path):
    return openpyxl.load_workbook(path)


def test_that_every_sheet_follows_a_guide_and_has_exactly_its_headers(blank):
    assert blank.sheetnames == ["填写说明", *[spec.title for spec in SHEETS.values()]]
    for spec in SHEETS.values():
        assert [cell.value for cell in blank[spec.title][1]] == [field.label for field in spec.fields]


def test_that_the_unchanged_examples_import_nothing(path):
    outcome = plan(read_book(path))
    assert outcome.accepted
    assert (outcome.new, outcome.bad) == (0, 0)
    assert [sheet.examples for sheet in outcome.sheets] == [1] * len(SHEETS)
    assert outcome.notices[0].startswith("示例行没有改动，已跳过：企业、飞地、")


def test_that_an_example_is_free_of_faults_once_it_is_changed(path):
    read = read_book(path)
    for raw in read.sheets[1:]:
        raw.rows[1] = [
            cell.replace("示例", "自家") if isinstance(cell, str) else cell for cell in raw.rows[1]
        ]
    # The example of an incubator's assessment has no incubator among the examples.
    assert [(sheet, column) for sheet, _, column, _ in errors(plan(read))] == [("考核", "飞地名称")]


def test_that_every_choice_has_its_drop_down(blank):
    for spec in SHEETS.values():
        offered = {
            range_.coord.split(":")[0]: rule.formula1.strip('"').split(",")
            for rule in blank[spec.title].data_validations.dataValidation
            for range_ in rule.sqref.ranges
        }
        wanted = {
            blank[spec.title].cell(2, column).coordinate: list(field.choices)
            for column, field in enumerate(spec.fields, 1)
            if field.choices
        }
        assert offered == wanted


def test_that_every_column_has_a_note_that_says_whether_it_must_be_filled(blank):
    for spec in SHEETS.values():
        for cell, field in zip(blank[spec.title][1], spec.fields, strict=True):
            assert ("必填" if field.required else "可以留空") in cell.comment.text
            assert field.help in cell.comment.text


def test_that_identifiers_are_text_down_the_whole_column(blank):
    for spec in SHEETS.values():
        # openpyxl keeps neighbours of one format as one.
        spans = blank[spec.title].column_dimensions.values()
        formats = {n: span.number_format for span in spans for n in range(span.min, span.max + 1)}
        for number, field in enumerate(spec.fields, 1):
            is_text = formats[number] == "@"
            assert is_text or field.kind not in IDENTIFIERS, (spec.title, field.label)


def test_that_required_headers_look_different_and_stay_in_view(blank):
    for spec in SHEETS.values():
        sheet = blank[spec.title]
        assert sheet.freeze_panes == "A2"
        colours: dict[bool, set[str]] = {True: set(), False: set()}
        for cell, field in zip(sheet[1], spec.fields, strict=True):
            colours[field.required].add(cell.fill.fgColor.rgb)
        assert not colours[True] & colours[False]


def test_that_the_example_line_is_marked(blank):
    for spec in SHEETS.values():
        example = blank[spec.title][2]
        assert "示例行" in example[0].comment.text
        assert all(cell.font.italic for cell in example if cell.value is not None)


def test_that_a_template_has_the_same_bytes_each_time(path, tmp_path):
    write_template(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_that_a_name_no_program_would_open_is_refused(tmp_path):
    with pytest.raises(UserError, match=r"\.xlsx"):
        write_template(tmp_path / "blank.csv")
