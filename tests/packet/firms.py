"""Two invented firms to fill in forms with: one with short words, one with long and rare ones."""

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from enclave_desktop.dossier.dossier import Dossier
from enclave_desktop.dossier.values import (
    Agreement,
    Approval,
    Assessment,
    Carrier,
    Contract,
    Enclave,
    Expense,
    Filing,
    Firm,
    Person,
    Project,
)

T = TypeVar("T")

AS_OF = date(2025, 6, 30)
YEAR = 2024
REGION, CITY = "自治区科技厅", "银川市科技局"
CENTRE, HALL = "新域上海研发中心", "新域深圳孵化器"
DOCTOR, MASTER = "11010519900307001X", "11010519910307002X"
LEASE, PURCHASE, COOPERATION = "场地租赁", "设备购置", "技术合作"


def row(entity: type[T], **values: Any) -> T:
    """A row of a sheet; what is not said is not known."""
    return entity(**values)


def short_firm() -> Dossier:
    """Everything recorded, in words that fit."""
    return Dossier.of(
        AS_OF,
        {
            Firm: [
                row(
                    Firm,
                    name="宁夏新域材料科技有限公司",
                    credit_code="91640100MA7EXAMP48",
                    province="宁夏",
                    city="银川",
                    legal_representative="沙丘石",
                    contact="白描",
                    phone="0951-0000001",
                    address="银川市新风路 1 号",
                    bank="贺兰银行银川分行",
                    account="6400000000000000001",
                )
            ],
            Enclave: [
                row(
                    Enclave,
                    name=CENTRE,
                    type="研发中心",
                    province="上海",
                    city="上海",
                    address="新云路 88 号 3 层",
                    platform="新云科创中心",
                    independent=True,
                    legal_form="独立法人",
                    credit_code="91310000MA7EXAMP2X",
                    head="水杉",
                    research_direction="高性能膜材料",
                    floor_area=Decimal("320.5"),
                    founded_on=date(2023, 5, 1),
                ),
                row(
                    Enclave,
                    name=HALL,
                    type="孵化器",
                    province="广东",
                    city="深圳",
                    address="新南路 6 号",
                    platform="新南科创中心",
                    legal_form="分支机构",
                    head="青桐",
                    founded_on=date(2023, 8, 9),
                ),
            ],
            Filing: [
                row(
                    Filing,
                    enclave=CENTRE,
                    authority=REGION,
                    filed_on=date(2024, 3, 15),
                    number="飞研〔2024〕1 号",
                ),
                row(
                    Filing,
                    enclave=CENTRE,
                    authority=CITY,
                    filed_on=date(2024, 4, 2),
                    number="银飞〔2024〕7 号",
                    valid_until=date(2027, 4, 1),
                ),
                row(
                    Filing, enclave=HALL, authority=CITY, filed_on=date(2024, 4, 2), number="银孵〔2024〕2 号"
                ),
            ],
            Person: [
                row(
                    Person,
                    name="云杉",
                    id_number=DOCTOR,
                    sex="男",
                    born_on=date(1990, 3, 7),
                    mobile="13800000001",
                    degree="博士",
                    study_mode="全日制",
                    school="长河大学",
                    major="材料学",
                    graduated_on=date(2018, 6, 30),
                    degree_certificate="1000122018000001",
                    title="高级工程师",
                    position="研发工程师",
                    rnd_staff=True,
                ),
                row(
                    Person,
                    name="红柳",
                    id_number=MASTER,
                    degree="硕士",
                    study_mode="全日制",
                    key_school=True,
                    key_discipline=True,
                    school="长河大学",
                    major="化学",
                    rnd_staff=True,
                ),
            ],
            Contract: [
                row(
                    Contract,
                    person=DOCTOR,
                    enclave=CENTRE,
                    form="全职",
                    signed_on=date(2024, 2, 1),
                    starts_on=date(2024, 2, 20),
                    ends_on=date(2029, 2, 19),
                    salary=23_456_78,
                ),
                row(
                    Contract,
                    person=MASTER,
                    enclave=CENTRE,
                    form="全职",
                    starts_on=date(2024, 2, 20),
                    ends_on=date(2029, 2, 19),
                ),
            ],
            Project: [
                row(
                    Project,
                    number="RD-1",
                    name="膜材料研制",
                    enclave=CENTRE,
                    starts_on=date(2024, 1, 1),
                    ends_on=date(2026, 12, 31),
                )
            ],
            Expense: [
                row(
                    Expense,
                    booked_on=date(2024, 5, 6),
                    voucher="记-1",
                    enclave=CENTRE,
                    project="RD-1",
                    category="直接投入",
                    amount=4_000_000_00,
                    funding="自筹",
                ),
                row(
                    Expense,
                    booked_on=date(2024, 5, 7),
                    voucher="记-2",
                    enclave=CENTRE,
                    project="RD-1",
                    category="人员人工",
                    amount=1_234_567_89,
                    funding="财政",
                ),
            ],
            Agreement: [
                row(
                    Agreement,
                    number="ZL-1",
                    type=LEASE,
                    counterparty="新云物业",
                    enclave=CENTRE,
                    amount=120_000_00,
                ),
                row(
                    Agreement,
                    number="SB-1",
                    type=PURCHASE,
                    counterparty="新云仪器",
                    enclave=CENTRE,
                    amount=98_765_43,
                ),
                row(Agreement, number="HZ-1", type=COOPERATION, counterparty="长河大学", enclave=CENTRE),
            ],
            Carrier: [
                row(
                    Carrier,
                    name="新域孵化园",
                    type="科技企业孵化器",
                    city="银川",
                    enclave=HALL,
                    level="国家级",
                    recognised_on=date(2024, 11, 20),
                    recognition_number="国科〔2024〕3 号",
                ),
                row(Carrier, name="新域众创", type="众创空间", city="银川", level="自治区级"),
            ],
            Assessment: [row(Assessment, enclave=HALL, year=YEAR, result="合格", number="银考〔2025〕4 号")],
            Approval: [
                row(
                    Approval,
                    enclave=CENTRE,
                    category="人才小高地",
                    approved_on=date(2024, 12, 1),
                    number="宁才〔2024〕5 号",
                )
            ],
        },
    )


LONG_NAME = "宁夏回族自治区银川经济技术开发区贺兰山下新域高性能分离膜与储能新材料联合研究开发股份有限公司"
LONG_CENTRE = "宁夏新域高性能分离膜与储能新材料联合研究开发股份有限公司长三角（上海张江）离岸创新研发中心"
LONG_HALLS = tuple(f"新域粤港澳大湾区第{n}离岸科技企业孵化器（深圳南山）" for n in "一二三")
RARE_NUMBER = "ABC123456789012"
RARE_NAME = "𬭎𫖯䶮㼆𠅤·阿卜杜拉木·买买提艾力"


def long_firm() -> Dossier:
    """The longest words a clerk may meet, rare characters, and much that is not known."""
    return Dossier.of(
        AS_OF,
        {
            Firm: [
                row(
                    Firm,
                    name=LONG_NAME,
                    credit_code="91640100MA7EXAMP48",
                    province="宁夏回族自治区",
                    city="银川市",
                    legal_representative=RARE_NAME,
                    address="宁夏回族自治区银川市金凤区阅海湾中央商务区新风路与云杉街交叉口向北三百米新域大厦 A 座 17 层"
                    "（由新风路 2 号门进入，乘高区电梯至 12 层转乘专用电梯；收发实验材料走地下二层卸货平台 B2-07 号门，"
                    "须提前一个工作日向物业中心登记车牌号码与品名；夜间与节假日请由云杉街西侧值班室进出并出示证件）",
                    phone="0951-0000001 转 8899",
                    bank="贺兰山农村商业银行股份有限公司银川市金凤区阅海湾中央商务区小微企业专营支行",
                    account="6400000000000000000000000000001",
                )
            ],
            Enclave: [
                row(
                    Enclave,
                    name=LONG_CENTRE,
                    type="研发中心",
                    province="上海",
                    city="上海",
                    address="上海市浦东新区张江科学城新云路 88 弄 12 号 3 层 301 室、302 室、305 室至 312 室",
                    research_direction="高性能分离膜、储能电池隔膜与固态电解质（含中试放大）。" * 30,
                ),
                *(
                    row(Enclave, name=name, type="孵化器", province="广东", city="深圳")
                    for name in LONG_HALLS
                ),
            ],
            Filing: [
                row(Filing, enclave=LONG_CENTRE, authority=REGION, filed_on=date(2024, 3, 15)),
                *(
                    row(
                        Filing,
                        enclave=name,
                        authority=CITY,
                        filed_on=date(2024, 4, n),
                        number=f"银孵〔2024〕{n} 号",
                    )
                    for n, name in enumerate(LONG_HALLS, 1)
                ),
            ],
            Person: [
                row(
                    Person,
                    name=RARE_NAME,
                    id_type="外国人永久居留证",
                    id_number=RARE_NUMBER,
                    degree="博士",
                    school="Eidgenössische Technische Hochschule Zürich（苏黎世联邦理工学院）",
                    major="Materialwissenschaft und Verfahrenstechnik",
                ),
                row(Person, name="红柳", id_number=MASTER, rnd_staff=True),
            ],
            Contract: [
                row(
                    Contract,
                    person=RARE_NUMBER,
                    enclave=LONG_CENTRE,
                    form="柔性引进",
                    starts_on=date(2024, 2, 20),
                    open_ended=True,
                    employer=LONG_CENTRE,
                ),
                row(Contract, person=MASTER, enclave=LONG_CENTRE, form="全职", starts_on=date(2024, 2, 20)),
            ],
            Expense: [
                row(
                    Expense,
                    booked_on=date(2024, 5, n),
                    voucher=f"记-{n}",
                    enclave=LONG_CENTRE,
                    category="直接投入",
                    amount=1_234_567_890_12,
                    funding=funding,
                )
                for n, funding in ((1, "自筹"), (2, "财政"), (3, None))
            ],
            Agreement: [
                *(
                    row(
                        Agreement,
                        number=f"新域（租）字〔2024〕第 {n} 号",
                        type=LEASE,
                        counterparty="新云物业",
                        enclave=LONG_CENTRE,
                        amount=120_000_00 if n % 2 else None,
                    )
                    for n in range(1, 6)
                ),
                *(
                    row(
                        Agreement,
                        number=f"HZ-{n}",
                        type=COOPERATION,
                        counterparty=f"长河大学第{n}附属新材料联合研究院",
                        enclave=LONG_CENTRE,
                    )
                    for n in range(1, 6)
                ),
            ],
            Carrier: [
                row(
                    Carrier,
                    name="宁夏新域高性能分离膜与储能新材料科技企业孵化器（银川经济技术开发区育成中心三期）",
                    type="科技企业孵化器",
                    city="银川",
                    level="标准级",
                    recognition_number="工信部联企业函〔2025〕第 123456 号、宁科发区字〔2025〕第 123456 号",
                ),
                row(Carrier, name="新域众创", type="众创空间", city="银川"),
            ],
        },
    )
