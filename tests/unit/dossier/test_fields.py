"""Every sheet and column that people put in their own workbooks, written out once more by hand.

`*` must be filled, `#` is part of the key; what follows in brackets are the choices.
"""

import dataclasses

import pytest

from enclave_desktop.dossier.evidence import Evidence
from enclave_desktop.dossier.fields import KEPT, SHEETS, Field, Kind, Sheet, sheet_titled
from enclave_desktop.dossier.handing_in import ClaimStep, PrintSetting
from enclave_desktop.dossier.values import Confirmation

PROMISED = {
    "企业": "企业名称* 统一社会信用代码*# 注册省份* 注册城市* 法定代表人 联系人 联系电话 通讯地址 开户银行 银行账号",
    "飞地": "名称*# 类型*(研发中心/孵化器) 所在省份* 所在城市* 地址 入驻平台 独立研发机构(是/否)"
    " 机构形式(独立法人/分支机构/内设机构) 统一社会信用代码 负责人 主要研发方向 场地面积 设立日期",
    "备案": "飞地名称*# 备案机关*#(自治区科技厅/银川市科技局) 备案日期*# 备案编号 有效期至",
    "人员": "姓名* 证件类型(居民身份证/护照/港澳台居民居住证/外国人永久居留证) 证件号码*# 性别(男/女) 出生日期 手机"
    " 学位(博士/硕士/学士/无) 培养方式(全日制/非全日制) 毕业院校 专业 重点院校(是/否) 重点学科(是/否) 毕业日期"
    " 学位证书编号 职称 岗位 研发人员(是/否)",
    "劳动合同": "证件号码*# 飞地名称*# 用工形式*(全职/兼职/柔性引进) 签订日期 起始日期*# 终止日期"
    " 无固定期限(是/否) 离职日期 用人单位 月薪",
    "研发项目": "项目编号*# 项目名称* 飞地名称 开始日期 结束日期",
    "研发费用": "日期*# 凭证号*# 分录号# 飞地名称*# 项目编号#"
    " 费用类别*#(人员人工/直接投入/折旧费用/无形资产摊销/设计试验/其他相关/委托研发) 金额* 摘要 资金来源(自筹/财政)",
    "合同": "合同编号*# 类型*(技术合作/场地租赁/设备购置/其他) 对方单位* 飞地名称 签订日期 开始日期 结束日期 金额"
    " 已付金额 标的",
    "载体": "名称*# 类型*(科技企业孵化器/众创空间) 所在城市* 飞地名称 认定级别(国家级/自治区级) 认定日期 认定文号",
    "考核": "飞地名称*# 年度*# 结果*(合格/不合格) 文号",
    "获批": "飞地名称*# 类别*#(人才小高地/博士后工作站/博士后创新实践基地/科技创新团队) 批准日期* 批准文号",
    "申领": "项目*# 对象*# 期间起*# 期间止 状态*(拟申报/已提交/退回/获批/已拨付) 日期 金额 备注",
}
KINDS = {
    Kind.DATE: {
        "设立日期", "备案日期", "有效期至", "出生日期", "毕业日期", "签订日期", "起始日期", "终止日期", "离职日期",
        "开始日期", "结束日期", "日期", "认定日期", "批准日期",
    },
    Kind.MONEY: {"月薪", "金额", "已付金额"},
    Kind.PLACE: {"注册省份", "注册城市", "所在省份", "所在城市"},
    Kind.PERIOD: {"期间起", "期间止"},
    Kind.YEAR: {"年度"},
    Kind.AREA: {"场地面积"},
    Kind.PHONE: {"联系电话", "手机"},
    Kind.ACCOUNT: {"银行账号"},
    Kind.CREDIT_CODE: {"统一社会信用代码"},
    Kind.DOCUMENT_NUMBER: {"证件号码"},
    Kind.SUBJECT: {"对象"},
}  # fmt: skip
ALL = [(sheet, field) for sheet in SHEETS.values() for field in sheet.fields]
each_field = pytest.mark.parametrize(
    ("sheet", "field"), ALL, ids=lambda x: getattr(x, "label", None) or x.title
)


def written(field: Field) -> str:
    marks = ("*" if field.required else "") + ("#" if field.key else "")
    return field.label + marks + (f"({'/'.join(field.choices)})" if field.choices else "")


def test_that_the_sheets_are_the_promised_ones_in_their_order():
    assert [sheet.title for sheet in SHEETS.values()] == list(PROMISED)


@pytest.mark.parametrize("title", PROMISED)
def test_that_a_sheet_has_the_promised_columns(title):
    assert [written(field) for field in sheet_titled(title).fields] == PROMISED[title].split()


@each_field
def test_that_a_column_is_of_its_kind(sheet: Sheet, field: Field):
    yes_no_or_choice = Kind.YES_NO if field.choices == ("是", "否") else Kind.CHOICE
    otherwise = yes_no_or_choice if field.choices else Kind.TEXT
    assert field.kind is next((kind for kind, labels in KINDS.items() if field.label in labels), otherwise)


@each_field
def test_that_a_reference_is_of_the_kind_of_what_it_refers_to(sheet: Sheet, field: Field):
    if field.refers is not None:
        (key,) = sheet_titled(field.refers).key
        assert key.kind is field.kind


def test_that_every_column_that_names_another_sheets_row_refers_to_it():
    found = {(sheet.title, field.label): field.refers for sheet, field in ALL if field.refers}
    places = ("备案", "劳动合同", "研发项目", "研发费用", "合同", "载体", "考核", "获批")
    assert found == {
        **{(title, "飞地名称"): "飞地" for title in places},
        ("劳动合同", "证件号码"): "人员",
        ("研发费用", "项目编号"): "研发项目",
    }


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.title)
def test_that_the_labels_of_a_sheet_are_unique(sheet):
    labels = [field.label for field in sheet.fields]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.title)
def test_that_a_row_without_its_optional_fields_holds_none(sheet):
    """Missing is never zero and never no."""
    row = sheet.entity(**{field.name: "x" for field in sheet.fields if field.required})
    assert all(getattr(row, field.name) is None for field in sheet.fields if not field.required)
    with pytest.raises(TypeError):
        sheet.entity()


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.title)
def test_that_a_key_is_read_off_a_row(sheet):
    row = sheet.entity(**{field.name: field.label for field in dataclasses.replace(sheet).fields})
    assert sheet.key_of(row) == tuple(field.label for field in sheet.fields if field.key)


def test_that_only_spend_may_be_negative():
    assert [(sheet.title, field.label) for sheet, field in ALL if field.signed] == [("研发费用", "金额")]


def test_that_only_the_level_of_recognition_takes_other_words():
    assert [(sheet.title, field.label) for sheet, field in ALL if field.open_choice] == [("载体", "认定级别")]


def test_that_a_record_holds_one_firm_and_any_number_of_the_rest():
    assert [sheet.title for sheet in SHEETS.values() if sheet.single] == ["企业"]


def test_that_what_is_entered_in_the_program_only_stands_in_no_workbook():
    assert KEPT.keys() - SHEETS.keys() == {Confirmation, Evidence, ClaimStep, PrintSetting}


def test_that_an_unknown_title_is_a_key_error():
    with pytest.raises(KeyError, match="工资"):
        sheet_titled("工资")


def test_that_no_field_speaks_of_cells_where_there_are_none():
    """What a column of a workbook wants besides stands in the template."""
    assert [f.label for held in KEPT.values() for f in held.fields if "按文本" in f.help] == []
