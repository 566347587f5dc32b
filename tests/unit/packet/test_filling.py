"""What each form holds, cell by cell, as its description says; written down here a second time on purpose."""

from dataclasses import replace

import pytest

from enclave_desktop.packet.cells import Boxes, Heading, Lines, PhotoBox, Signing
from enclave_desktop.packet.filling import Filling
from enclave_desktop.packet.fonts import MissingGlyph
from enclave_desktop.packet.forms import load_form
from enclave_desktop.packet.given import Given
from enclave_desktop.packet.style import LABEL, MM, OPINION
from enclave_desktop.policy.context import Context
from tests.packet.firms import DOCTOR, LONG_CENTRE, MASTER, YEAR, long_firm, short_firm
from tests.packet.paper import finding_of

SHORT, LONG = short_firm(), long_firm()

FIRM = "企业名称 统一社会信用代码 法定代表人 注册地 通讯地址 联系人 联系电话"
ENCLAVE = "飞地名称 所在地 设立日期 地址"
STANDING = "入驻平台 独立研发机构"
MANAGEMENT = "机构形式 负责人"
FILING = "备案机关 备案编号 备案日期 有效期至"
ACCOUNT = "户名 开户银行 银行账号"
AMOUNT = "申请金额（元） 大写 同一事项其他财政支持"
OPINIONS = "推荐单位意见（如有） 审核部门意见"
PERSON = "姓名 性别 出生日期 手机 证件类型 证件号码 学位 培养方式 毕业院校 专业 毕业日期 学位证书编号"
CONTRACT = "用人单位 用工形式 签订日期 起始日期 终止日期"
ALLOWANCE = (
    "合同期限 月补助标准（元） 补助起止月 月数 合计（元） 大写 已满月数 对应金额（元） 本次申请期间 发放方式"
)
PLATFORM_HEAD = f"申报类别 阶段 {FIRM} {ENCLAVE} {STANDING} {MANAGEMENT} {FILING} 批准文号 批准日期"
PLATFORM_FOOT = f"获批后支持金额（元） 大写 同一事项其他财政支持 {ACCOUNT} {OPINIONS}"
STATION = "研发人员数 其中博士 合作导师 合作流动站单位 拟招收人数 在研项目"
CARRIER = "飞地孵化器名称 {FILING} 载体名称 载体类型 所在城市 认定级别 认定日期 认定文号 载体性质".replace(
    "{FILING}", FILING
)
LABELS = {
    "nx-filing": f"{FIRM} {ENCLAVE} {STANDING} {MANAGEMENT} 机构统一社会信用代码 场地面积 主要研发方向 研发人员数"
    " 其中博士、硕士 上年度研发支出（元） 研发项目数 场地合同编号 技术合作单位 设立必要性与三年计划"
    f" {OPINIONS}",
    "nx-talent-highland": f"{PLATFORM_HEAD} 建设目标 人才培养计划 {PLATFORM_FOOT}",
    "nx-postdoc-station": f"{PLATFORM_HEAD} {STATION} {PLATFORM_FOOT}",
    "nx-postdoc-base": f"{PLATFORM_HEAD} {STATION} {PLATFORM_FOOT}",
    "nx-innovation-team": f"{PLATFORM_HEAD} 团队名称 带头人 成员数 研究方向 代表性成果 {PLATFORM_FOOT}",
    "nx-phd-allowance": f"{PERSON} 岗位 研发人员 {FIRM} 飞地名称 {FILING} {CONTRACT} {ALLOWANCE} {ACCOUNT} {OPINIONS}",
    "nx-master-allowance": f"{PERSON} 重点院校 重点学科 岗位 研发人员 {FIRM} 飞地名称 {FILING} {CONTRACT} {ALLOWANCE}"
    f" {ACCOUNT} {OPINIONS}",
    "nx-talent-awards": "奖项 姓名 性别 出生日期 学位 手机 培养方式 证件类型 证件号码 毕业院校 专业 毕业日期"
    f" 学位证书编号 岗位 职称 研发人员 {FIRM} 飞地名称 {FILING} {CONTRACT} 合同期限 工作简历 主要业绩 推荐意见"
    f" {OPINIONS}",
    "nx-rent-equipment": f"{FIRM} 入驻平台 {ENCLAVE} {MANAGEMENT} 类别 租赁合同数 金额合计（元） 设备合同数"
    f" 金额合计（元） {AMOUNT} {ACCOUNT} {OPINIONS}",
    "yc-rnd-reward": f"{FIRM} {ENCLAVE} {STANDING} {MANAGEMENT} {FILING} 费用年度 研发项目数 研发费用总投入（元）"
    f" 奖励比例 其中自筹（元） 其中财政、未注明（元） 测算额（元） 年度上限（元） {AMOUNT} {ACCOUNT} {OPINIONS}",
    "yc-incubator-operation": f"{FIRM} {ENCLAVE} 入驻平台 {MANAGEMENT} {FILING} 考核年度 考核结果 考核文号"
    f" 运营支出（元） 在孵企业数 孵化面积（m²） {AMOUNT} {ACCOUNT} {OPINIONS}",
    "yc-carrier-incubator": f"{FIRM} {CARRIER} {AMOUNT} {ACCOUNT} {OPINIONS}",
    "yc-carrier-makerspace": f"{FIRM} {CARRIER} {AMOUNT} {ACCOUNT} {OPINIONS}",
}


def filling(programme, dossier=SHORT, subject=None) -> Filling:
    finding = finding_of(dossier, programme, subject)
    form = load_form(finding.programme.form)
    variant = form.variant(finding.programme)
    return Filling(form, Given(finding, Context(dossier, YEAR), variant.office, variant.category), seals=True)


def cells_of(filled: Filling) -> list:
    return [placed.cell for line in filled.rows for placed in line.cells]


def is_label(cell) -> bool:
    return isinstance(cell, Lines) and cell.type == LABEL


def said(filled: Filling) -> dict[str, str]:
    """What stands beside each label (the last of those that occur twice)."""
    held = cells_of(filled)
    pairs = ((held[at], held[at + 1]) for at in range(len(held) - 1) if is_label(held[at]))
    return {"".join(label.lines): text_of(cell) for label, cell in pairs}


def text_of(cell) -> str:
    if isinstance(cell, Boxes):
        return " ".join(item for row in cell.rows for item in row)
    return "\n".join(cell.lines) if isinstance(cell, Lines) else ""


@pytest.mark.parametrize("programme", LABELS)
def test_that_a_form_holds_every_cell_of_its_description(programme):
    labels = ["".join(cell.lines) for cell in cells_of(filling(programme)) if is_label(cell)]
    assert labels == LABELS[programme].split()


SIGNERS = {
    "nx-filing": ["法定代表人（签字） 经办人 联系电话"],
    "nx-innovation-team": ["研发中心负责人（签字）", "法定代表人（签字） 经办人 联系电话"],
    "nx-phd-allowance": ["本人（签字）", "法定代表人（签字） 经办人 联系电话"],
    "nx-talent-awards": ["本人（签字）", "法定代表人（签字） 经办人 联系电话"],
    "nx-rent-equipment": ["法定代表人（签字） 财务负责人（签字） 经办人 联系电话"],
    "yc-rnd-reward": ["法定代表人（签字） 财务负责人（签字） 经办人 联系电话"],
    "yc-incubator-operation": ["法定代表人（签字） 财务负责人（签字） 经办人 联系电话"],
    "yc-carrier-makerspace": ["法定代表人（签字） 经办人 联系电话"],
}


@pytest.mark.parametrize("programme", SIGNERS)
def test_that_a_form_is_signed_by_those_it_names(programme):
    signings = [cell for cell in cells_of(filling(programme)) if isinstance(cell, Signing) and not cell.foot]
    assert [" ".join(cell.lines) for cell in signings] == SIGNERS[programme]


@pytest.mark.parametrize("programme", LABELS)
def test_that_opinions_are_high_enough(programme):
    opinions = [cell for cell in cells_of(filling(programme)) if isinstance(cell, Signing) and cell.foot]
    assert len(opinions) >= 2
    assert all(cell.height >= OPINION and cell.lines == ("经办人", "负责人") for cell in opinions)


def test_that_only_a_nomination_has_a_photograph():
    with_photo = [p for p in LABELS if any(isinstance(cell, PhotoBox) for cell in cells_of(filling(p)))]
    assert with_photo == ["nx-talent-awards"]


def test_that_the_plan_of_a_filing_is_high_enough():
    line = next(row for row in filling("nx-filing").rows if "".join(_words(row)).startswith("设立必要性"))
    assert line.height >= 60 * MM


def _words(row):
    return row.cells[0].cell.lines if isinstance(row.cells[0].cell, Lines) else ()


def test_that_sections_are_numbered_without_gaps():
    headings = [cell.words for cell in cells_of(filling("nx-postdoc-base")) if isinstance(cell, Heading)]
    assert [words.split("、")[0] for words in headings] == list("一二三四五")


def test_that_an_allowance_is_filled_in():
    cells = said(filling("nx-phd-allowance", subject=DOCTOR))
    expected = {
        "姓名": "云杉",
        "证件类型": "居民身份证",
        "研发人员": "☑ 是 ☐ 否",
        "飞地名称": "新域上海研发中心",
        "备案编号": "飞研〔2024〕1 号",
        "有效期至": "未载明",
        "终止日期": "2029年2月19日",
        "合同期限": "5 年",
        "月补助标准（元）": "5,000.00",
        "补助起止月": "2024年4月至2029年1月",
        "月数": "58个月",
        "合计（元）": "290,000.00",
        "大写": "人民币贰拾玖万元整",
        "已满月数": "15个月",
        "对应金额（元）": "75,000.00",
        "本次申请期间": "",
        "发放方式": "☐ 单位代发 ☐ 本人账户",
        "户名": "宁夏新域材料科技有限公司",
    }
    assert {label: cells[label] for label in expected} == expected


def test_that_a_reward_is_filled_in():
    cells = said(filling("yc-rnd-reward"))
    expected = {
        "费用年度": "2024年度",
        "研发项目数": "1项",
        "研发费用总投入（元）": "5,234,567.89",
        "奖励比例": "15%",
        "其中自筹（元）": "4,000,000.00",
        "其中财政、未注明（元）": "财政 1,234,567.89\n未注明 0.00",
        "测算额（元）": "785,185.18",
        "年度上限（元）": "1,000,000.00",
        "申请金额（元）": "785,185.18",
        "备案机关": "银川市科技局",
    }
    assert {label: cells[label] for label in expected} == expected


@pytest.mark.parametrize(
    ("programme", "stage", "number"),
    [
        ("nx-talent-highland", "☐ 申报 ☑ 获批后兑现", "宁才〔2024〕5 号"),
        ("nx-innovation-team", "☐ 申报 ☐ 获批后兑现", ""),
    ],
)
def test_that_an_approval_on_record_makes_it_a_packet_for_payment(programme, stage, number):
    cells = said(filling(programme))
    assert (cells["阶段"], cells["批准文号"]) == (stage, number)


@pytest.mark.parametrize("category", ["人才小高地", "博士后工作站", "博士后创新实践基地", "科技创新团队"])
def test_that_a_platforms_category_is_ticked_alone(category):
    ticked = {said(filling(p))["申报类别"] for p in LABELS if LABELS[p].startswith("申报类别")}
    assert len([words for words in ticked if f"☑ {category}" in words and words.count("☑") == 1]) == 1


@pytest.mark.parametrize("programme", ["nx-innovation-team", "yc-incubator-operation", "nx-rent-equipment"])
def test_that_a_sum_that_is_not_stated_is_left_to_a_hand(programme):
    cells = said(filling(programme))
    amount = cells.get("申请金额（元）", cells.get("获批后支持金额（元）"))
    assert (amount, cells["大写"]) == ("", "")


UNKNOWN = ("", "☐ 是 ☐ 否")


def test_that_what_is_not_known_of_a_person_stays_blank():
    cells = said(filling("nx-master-allowance", LONG, MASTER))
    unknown = (
        "性别 出生日期 手机 学位 培养方式 毕业院校 专业 毕业日期 学位证书编号 重点院校 重点学科 岗位 签订日期"
    )
    assert {cells[label] for label in unknown.split()} <= set(UNKNOWN)
    assert {
        cells[label] for label in ("终止日期", "合同期限", "补助起止月", "月数", "合计（元）", "已满月数")
    } == {""}


def test_that_what_is_not_known_of_an_enclave_stays_blank():
    cells = said(filling("nx-filing", LONG, LONG_CENTRE))
    unknown = "设立日期 入驻平台 独立研发机构 负责人 场地面积 机构统一社会信用代码 研发项目数 联系人"
    assert {cells[label] for label in unknown.split()} <= set(UNKNOWN)


@pytest.mark.parametrize("programme", LABELS)
def test_that_an_empty_record_ticks_nothing_and_claims_nothing(programme):
    bare = replace(
        SHORT,
        people=tuple(type(p)(name=p.name, id_number=p.id_number) for p in SHORT.people),
        enclaves=tuple(
            type(e)(name=e.name, type=e.type, province=e.province, city=e.city) for e in SHORT.enclaves
        ),
        filings=(),
        contracts=(),
        projects=(),
        expenses=(),
        agreements=(),
        assessments=(),
        approvals=(),
    )
    cells = said(filling(programme, bare))
    ticked = {label: words for label, words in cells.items() if "☑" in words and label != "申报类别"}
    assert ticked == {}
    assert [
        label for label, words in cells.items() if words in ("无", "否", "0", "0.00", "0人", "0项", "0份")
    ] == []


def test_that_a_long_text_goes_on_elsewhere_under_its_label():
    filled = filling("nx-filing", LONG, LONG_CENTRE)
    shown = said(filled)["主要研发方向"].removesuffix("（下接续页）").replace("\n", "")
    direction = next(e.research_direction for e in LONG.enclaves if e.name == LONG_CENTRE)
    assert shown + dict(filled.rests)["主要研发方向"] == direction


def test_that_a_character_without_a_font_is_refused_with_the_field_that_holds_it():
    people = tuple(replace(p, school="长河\ue000大学") for p in SHORT.people)
    with pytest.raises(MissingGlyph) as caught:
        filling("nx-phd-allowance", replace(SHORT, people=people), DOCTOR)
    assert "“人员”110***********001X 的“毕业院校”" in str(caught.value)
    assert DOCTOR not in str(caught.value)


def test_that_such_a_character_in_what_is_worked_out_names_the_cell():
    agreements = tuple(replace(a, number="ZL\ue000") for a in SHORT.agreements)
    with pytest.raises(MissingGlyph, match="“场地合同编号”"):
        filling("nx-filing", replace(SHORT, agreements=agreements))


@pytest.mark.parametrize(
    ("programme", "money"),
    [("nx-talent-awards", False), ("yc-incubator-operation", True), ("nx-filing", True)],
)
def test_that_a_unit_is_stated_where_there_is_money(programme, money):
    assert filling(programme).has_money is money


def test_that_cells_fill_every_row_from_edge_to_edge():
    for programme in LABELS:
        filled = filling(programme)
        below = 0
        for line in filled.rows:
            width = sum(placed.width for placed in line.cells)
            beside = next((p for p in line.cells if p.rows > 1), None)
            missing = filled.width - width
            assert missing == pytest.approx(30 * MM if below else 0, abs=0.01)
            below = beside.rows - 1 if beside else max(0, below - 1)
