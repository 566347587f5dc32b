"""The blank workbook that clerks fill in."""

from pathlib import Path
from typing import Any

from enclave_desktop.dossier.fields import SHEETS, Field, Kind, Sheet
from enclave_desktop.dossier.reading import read_value
from enclave_desktop.exchange.headers import GUIDE
from enclave_desktop.exchange.sheet_style import (
    Style,
    check_name,
    fit_paper,
    workbook,
    write_headers,
    write_value,
)
from enclave_desktop.exchange.workbook import MOST_ROWS
from enclave_desktop.whole_file import write_whole

_EXAMPLE_NOTE = "示例行：照这样填写。不改动就不会导入；可以删去，也可以直接改成自己的内容。"
_SPELLINGS = {
    Kind.DATE: "日期：写成 2024-01-05、2024/1/5 或 2024年1月5日",
    Kind.MONEY: "金额：以元为单位，最多两位小数",
    Kind.YES_NO: "填 是 或 否；不清楚的留空",
    Kind.AREA: "面积：以 m² 为单位，最多两位小数",
    Kind.YEAR: "四位年份，如 2024",
    Kind.PERIOD: "月份写成 2024-04，年度写成 2024",
    Kind.CREDIT_CODE: "18 位统一社会信用代码",
    Kind.DOCUMENT_NUMBER: "完整的证件号码；本列已设为文本格式，请勿改成数字格式",
    Kind.ACCOUNT: "完整的账号；本列已设为文本格式，请勿改成数字格式",
    Kind.PHONE: "如 0951-1234567 或 13800000000",
    Kind.PLACE: "如 宁夏、银川；带不带“省”“市”“自治区”都可以",
}
_GUIDE = (
    ("怎样填写", ""),
    ("表和列", "每张表填一类内容。用不到的表和浅色的列可以留空，也可以整张、整列删去；列的先后可以调换。"),
    ("必填", "深蓝色表头的列必填，浅蓝色的可以留空。鼠标停在表头上，能看到该填什么。"),
    ("示例行", "每张表第 2 行的灰色斜体是示例。不改动就不会导入，导入时会说明已跳过。"),
    ("引用", "“飞地名称”“证件号码”“项目编号”要与“飞地”“人员”“研发项目”表中的写法一致，或已在档案里。"),
    ("号码", "证件号码、账号等列是文本格式。粘贴时请选“只粘贴值”，以免变成数字而丢失末尾的位数。"),
    ("日期", "2024-01-05、2024/1/5、2024.1.5、2024年1月5日，或日期格式的单元格，都可以。"),
    ("金额", "以元为单位，最多两位小数。研发费用的冲销填负数。"),
    ("不知道的", "留空，不要填 0 或“否”。留空表示不清楚，核对时会列为待补资料。"),
    ("更新", "编号、名称等标识相同的行再次导入就是更新：留空的格子保留原有内容，填 - 则清除原有内容。"),
    ("有错时", "只要有一行有错，就什么都不导入，并逐个指出在哪一格、为什么、怎么改。改好后再导入一次即可。"),
    ("保密", "填好的工作簿含有个人信息，请妥善保管。"),
)


def write_template(path: Path) -> None:
    """Write the blank workbook: drop-downs, a note on each column, one example line a sheet.

    UserError when it cannot be written.
    """
    check_name(path)
    write_whole(path, _write)


def _write(path: Path) -> None:
    with workbook(path, "科创飞地档案填报工作簿") as book:
        style = Style(book)
        _write_guide(book.add_worksheet(GUIDE), style)
        for spec in SHEETS.values():
            _write_sheet(book.add_worksheet(spec.title), spec, style)


def _write_guide(sheet: Any, style: Style) -> None:
    sheet.hide_gridlines(2)
    fit_paper(sheet)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 88)
    sheet.write_string(0, 0, _GUIDE[0][0], style.format(bold=True, font_size=16))
    sheet.set_row(0, 32)
    word = style.format(bold=True, font_color="#1F6FB8")
    text = style.format(text_wrap=True)
    for row, (topic, explained) in enumerate(_GUIDE[1:], 1):
        sheet.set_row(row, 36)
        sheet.write_string(row, 0, topic, word)
        sheet.write_string(row, 1, explained, text)


def _write_sheet(sheet: Any, spec: Sheet, style: Style) -> None:
    write_headers(sheet, spec, style)
    for column, field in enumerate(spec.fields):
        sheet.write_comment(0, column, _note(field), {"x_scale": 2.2, "y_scale": 1.3, "font_size": 10})
        _offer_choices(sheet, column, field)
        if field.example:
            example = style.cell(field, italic=True, font_color="#808080")
            write_value(sheet, 1, column, field, read_value(field, field.example), example)
    sheet.write_comment(1, 0, _EXAMPLE_NOTE, {"x_scale": 2.2})


def _note(field: Field) -> str:
    """What a column wants, in a few lines."""
    return "\n".join(
        line
        for line in (
            f"{field.label}（{'必填' if field.required else '可以留空'}）",
            field.help,
            "用来认出同一行：各标识列都相同就是同一行" if field.key else "",
            f"须与“{field.refers}”表中的写法一致，或已在档案里" if field.refers else "",
            f"可选：{'、'.join(field.choices)}" if field.choices and field.kind is not Kind.YES_NO else "",
            "也可以填写其他文字" if field.open_choice else "",
            _SPELLINGS.get(field.kind, ""),
        )
        if line
    )


def _offer_choices(sheet: Any, column: int, field: Field) -> None:
    if field.choices:
        sheet.data_validation(
            1,
            column,
            MOST_ROWS - 1,
            column,
            {
                "validate": "list",
                "source": list(field.choices),
                "ignore_blank": True,
                # A dash clears, and an open choice takes other words: the list offers, the import decides.
                "error_type": "information" if field.open_choice else "warning",
                "error_title": "不在可选范围内",
                "error_message": f"可选：{'、'.join(field.choices)}。填 - 表示清除档案中原有的内容。",
            },
        )
