"""The firm's own record as frozen values: one class for each sheet of the workbook, and answers to assumptions.

Optional fields are None where nothing is recorded: missing is never zero and never no.
Money is int in fen. References hold the key of what they refer to.
"""

from datetime import date
from decimal import Decimal

from enclave_desktop.dossier.fields import Kind, choice, day, money, place, sheet, text, value, yes_no
from enclave_desktop.dossier.months import Term

RESIDENT_ID = "居民身份证"
PASSPORT = "护照"
RESIDENCE_PERMIT = "港澳台居民居住证"
PERMANENT_RESIDENCE = "外国人永久居留证"

CENTRE = "研发中心"
INCUBATOR = "孵化器"
ENCLAVE_REF = "飞地"
PERSON_REF = "人员"
PROJECT_REF = "研发项目"

CONFIRMED, DENIED = "确认", "否定"

CLAIM_STATES = ("拟申报", "已提交", "退回", "获批", "已拨付")
CLAIMED_STATES = frozenset({"已提交", "获批", "已拨付"})
"""A claim in one of these holds its amount as claimed."""


@sheet("企业", single=True)
class Firm:
    """企业: the one firm that the record belongs to."""

    name: str = text("企业名称", required=True, help="营业执照上的全称", example="宁夏示例新材料科技有限公司")
    credit_code: str = value(
        Kind.CREDIT_CODE,
        "统一社会信用代码",
        required=True,
        key=True,
        help="18 位",
        example="91640100MA7EXAMP48",
    )
    province: str = place("注册省份", required=True, example="宁夏")
    city: str = place("注册城市", required=True, example="银川")
    legal_representative: str | None = text("法定代表人", example="示例人")
    contact: str | None = text("联系人", example="示例人")
    phone: str | None = value(Kind.PHONE, "联系电话", example="0951-0000000")
    address: str | None = text("通讯地址", example="银川市示例路 1 号")
    bank: str | None = text("开户银行", example="示例银行银川分行")
    account: str | None = value(Kind.ACCOUNT, "银行账号", sensitive=True)


@sheet("飞地")
class Enclave:
    """飞地: an R&D centre or incubator that the firm set up or moved into."""

    name: str = text("名称", required=True, key=True, example="示例上海研发中心")
    type: str = choice("类型", CENTRE, INCUBATOR, required=True, example=CENTRE)
    province: str = place("所在省份", required=True, example="上海")
    city: str = place("所在城市", required=True, example="上海")
    address: str | None = text("地址", example="示例路 88 号 3 层")
    platform: str | None = text(
        "入驻平台", help="入驻的科创飞地平台名称；没有入驻的留空", example="示例科创中心"
    )
    independent: bool | None = yes_no("独立研发机构", example="是")
    legal_form: str | None = choice("机构形式", "独立法人", "分支机构", "内设机构", example="独立法人")
    credit_code: str | None = value(Kind.CREDIT_CODE, "统一社会信用代码", help="机构有自己的代码时填写")
    head: str | None = text("负责人", example="示例人")
    research_direction: str | None = text("主要研发方向", example="高性能材料")
    floor_area: Decimal | None = value(Kind.AREA, "场地面积", help="单位：m²", example="320")
    founded_on: date | None = day("设立日期", example="2023-05-01")


@sheet("备案")
class Filing:
    """备案: an enclave's filing with one of the two offices."""

    enclave: str = text("飞地名称", required=True, key=True, refers=ENCLAVE_REF, example="示例上海研发中心")
    authority: str = choice(
        "备案机关", "自治区科技厅", "银川市科技局", required=True, key=True, example="自治区科技厅"
    )
    filed_on: date = day("备案日期", required=True, key=True, example="2024-03-15")
    number: str | None = text("备案编号", example="示例-2024-01")
    valid_until: date | None = day("有效期至", help="未载明的留空", example="2027-03-14")

    def in_effect(self, on: date) -> bool:
        """From 备案日期 to 有效期至, both included; an empty 有效期至 is open."""
        return self.filed_on <= on and (self.valid_until is None or on <= self.valid_until)


@sheet("人员")
class Person:
    """人员: one of the enclaves' staff."""

    name: str = text("姓名", required=True, example="示例人")
    id_type: str | None = choice(
        "证件类型",
        RESIDENT_ID,
        PASSPORT,
        RESIDENCE_PERMIT,
        PERMANENT_RESIDENCE,
        help="留空即居民身份证",
        example=RESIDENT_ID,
    )
    id_number: str = value(
        Kind.DOCUMENT_NUMBER,
        "证件号码",
        required=True,
        key=True,
        sensitive=True,
        help="照证件填写",
        example="990100199003070019",
    )
    sex: str | None = choice("性别", "男", "女", example="男")
    born_on: date | None = day("出生日期", example="1990-03-07")
    mobile: str | None = value(Kind.PHONE, "手机", example="13800000000")
    degree: str | None = choice("学位", "博士", "硕士", "学士", "无", example="博士")
    study_mode: str | None = choice("培养方式", "全日制", "非全日制", example="全日制")
    school: str | None = text("毕业院校", example="示例大学")
    major: str | None = text("专业", example="材料学")
    key_school: bool | None = yes_no("重点院校", help="由企业认定并附证明", example="是")
    key_discipline: bool | None = yes_no("重点学科", help="由企业认定并附证明", example="是")
    graduated_on: date | None = day("毕业日期", example="2018-06-30")
    degree_certificate: str | None = text("学位证书编号", example="示例-0001")
    title: str | None = text("职称", example="高级工程师")
    position: str | None = text("岗位", example="研发工程师")
    rnd_staff: bool | None = yes_no("研发人员", example="是")

    @property
    def document_type(self) -> str:
        """证件类型; empty means 居民身份证."""
        return self.id_type or RESIDENT_ID


@sheet("劳动合同")
class Contract:
    """劳动合同: one person's contract of work at one enclave."""

    person: str = value(
        Kind.DOCUMENT_NUMBER,
        "证件号码",
        required=True,
        key=True,
        sensitive=True,
        refers=PERSON_REF,
        example="990100199003070019",
    )
    enclave: str = text("飞地名称", required=True, key=True, refers=ENCLAVE_REF, example="示例上海研发中心")
    form: str = choice("用工形式", "全职", "兼职", "柔性引进", required=True, example="全职")
    signed_on: date | None = day("签订日期", example="2024-02-01")
    starts_on: date = day("起始日期", required=True, key=True, example="2024-02-20")
    ends_on: date | None = day("终止日期", help="合同的最后一天；无固定期限的留空", example="2029-02-19")
    open_ended: bool | None = yes_no("无固定期限", example="否")
    left_on: date | None = day("离职日期", help="未离职的留空")
    employer: str | None = text("用人单位", help="留空即本企业")
    salary: int | None = money("月薪", sensitive=True, help="单位：元；不会印在任何表上", example="20000")

    @property
    def term(self) -> Term | None:
        """The contract's course; None for 无固定期限 or no 终止日期: unknown."""
        return Term(self.starts_on, self.ends_on) if self.ends_on else None

    @property
    def last_day(self) -> date | None:
        """The earlier of 终止日期 and 离职日期; None when neither is recorded."""
        days = [d for d in (self.ends_on, self.left_on) if d]
        return min(days, default=None)

    def in_effect(self, on: date) -> bool | None:
        """Whether the contract runs on that day; None when nothing says when it ends."""
        if on < self.starts_on or (self.left_on and on > self.left_on):
            return False
        if self.ends_on:
            return on <= self.ends_on
        return True if self.open_ended else None


@sheet("研发项目")
class Project:
    """研发项目: an R&D project that spend is booked on."""

    number: str = text("项目编号", required=True, key=True, example="RD-2024-01")
    name: str = text("项目名称", required=True, example="示例材料研制")
    enclave: str | None = text("飞地名称", refers=ENCLAVE_REF, example="示例上海研发中心")
    starts_on: date | None = day("开始日期", example="2024-01-01")
    ends_on: date | None = day("结束日期", example="2024-12-31")


@sheet("研发费用")
class Expense:
    """研发费用: one row of the R&D ledger; a reversal is negative."""

    booked_on: date = day("日期", required=True, key=True, example="2024-05-06")
    voucher: str = text("凭证号", required=True, key=True, example="记-0012")
    entry: str | None = text("分录号", key=True, example="1")
    enclave: str = text("飞地名称", required=True, key=True, refers=ENCLAVE_REF, example="示例上海研发中心")
    project: str | None = text("项目编号", key=True, refers=PROJECT_REF, example="RD-2024-01")
    category: str = choice(
        "费用类别",
        "人员人工",
        "直接投入",
        "折旧费用",
        "无形资产摊销",
        "设计试验",
        "其他相关",
        "委托研发",
        required=True,
        key=True,
        example="直接投入",
    )
    amount: int = money("金额", required=True, signed=True, help="单位：元；冲销填负数", example="1234.56")
    summary: str | None = text("摘要", example="试剂")
    funding: str | None = choice("资金来源", "自筹", "财政", example="自筹")


@sheet("合同")
class Agreement:
    """合同: an agreement with another party: cooperation, lease, purchase."""

    number: str = text("合同编号", required=True, key=True, example="HT-2024-01")
    type: str = choice("类型", "技术合作", "场地租赁", "设备购置", "其他", required=True, example="场地租赁")
    counterparty: str = text("对方单位", required=True, example="示例物业公司")
    enclave: str | None = text("飞地名称", refers=ENCLAVE_REF, example="示例上海研发中心")
    signed_on: date | None = day("签订日期", example="2024-01-10")
    starts_on: date | None = day("开始日期", example="2024-02-01")
    ends_on: date | None = day("结束日期", example="2026-01-31")
    amount: int | None = money("金额", help="单位：元", example="120000")
    paid: int | None = money("已付金额", help="单位：元", example="60000")
    object: str | None = text("标的", example="办公与实验场地")


@sheet("载体")
class Carrier:
    """载体: an incubator or makerspace that an enclave incubator's operator built."""

    name: str = text("名称", required=True, key=True, example="示例众创空间")
    type: str = choice("类型", "科技企业孵化器", "众创空间", required=True, example="众创空间")
    city: str = place("所在城市", required=True, example="银川")
    enclave: str | None = text(
        "飞地名称", refers=ENCLAVE_REF, help="由哪个飞地孵化器的运营方建设；留空即本企业任一孵化器"
    )
    level: str | None = choice(
        "认定级别", "国家级", "自治区级", open_choice=True, help="照认定文件填写", example="自治区级"
    )
    recognised_on: date | None = day("认定日期", example="2024-11-20")
    recognition_number: str | None = text("认定文号", example="示例〔2024〕1 号")


@sheet("考核")
class Assessment:
    """考核: an incubator's yearly assessment."""

    enclave: str = text("飞地名称", required=True, key=True, refers=ENCLAVE_REF, example="示例深圳孵化器")
    year: int = value(Kind.YEAR, "年度", required=True, key=True, example="2024")
    result: str = choice("结果", "合格", "不合格", required=True, example="合格")
    number: str | None = text("文号", example="示例〔2025〕2 号")


@sheet("获批")
class Approval:
    """获批: a station, team or the like that was approved; its packet then asks for payment."""

    enclave: str = text("飞地名称", required=True, key=True, refers=ENCLAVE_REF, example="示例上海研发中心")
    category: str = choice(
        "类别",
        "人才小高地",
        "博士后工作站",
        "博士后创新实践基地",
        "科技创新团队",
        required=True,
        key=True,
        example="人才小高地",
    )
    approved_on: date = day("批准日期", required=True, example="2024-12-01")
    number: str | None = text("批准文号", example="示例〔2024〕3 号")


@sheet("申领")
class Claim:
    """申领: what was applied for, returned, approved or paid."""

    programme: str = text("项目", required=True, key=True, help="补贴项目的编号，见 policy list")
    subject: str = value(
        Kind.SUBJECT,
        "对象",
        required=True,
        key=True,
        sensitive=True,
        help="飞地或载体的名称，或人员的证件号码",
    )
    period_from: str = value(
        Kind.PERIOD, "期间起", required=True, key=True, help="月份或年度", example="2024-04"
    )
    period_to: str | None = value(Kind.PERIOD, "期间止", example="2024-12")
    state: str = choice("状态", *CLAIM_STATES, required=True, example="拟申报")
    on: date | None = day("日期", example="2025-01-10")
    amount: int | None = money("金额", help="单位：元", example="45000")
    note: str | None = text("备注")


@sheet("假定答复", in_workbook=False)
class Confirmation:
    """假定答复: whether what a rule pack only assumes holds, as someone found out; entered in the program."""

    measure: str = text("办法", required=True, key=True)
    """The id of the pack's measure."""
    assumption: str = text("工作假定", required=True, key=True)
    """Its id in the pack."""
    answer: str = choice("答复", CONFIRMED, DENIED, required=True)
    instead: str | None = text("改为", help="实际的规定；只在否定时填写")
    answered_by: str = text("确认人", required=True, help="谁向主管部门或正式文本核实的", example="示例人")
    answered_on: date = day("确认日期", required=True, example="2025-10-12")
    source: str | None = text("依据", help="哪份文件、哪次答复", example="科技厅电话答复")

    @property
    def denies(self) -> bool:
        """The assumption does not hold."""
        return self.answer == DENIED
