"""证明材料: scans and PDFs that prove a row of the record, by kind; the files themselves are kept by `records`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from enclave_desktop.dossier.fields import KEPT, Field, Kind, choice, day, sheet, text, value


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A kind of piece, as offices ask for it."""

    name: str
    of: tuple[str, ...]
    """Titles of the sheets whose rows it proves; 企业 is the firm itself."""
    words: tuple[str, ...] = ()
    """What the names of such files hold besides its own name."""
    periodic: bool = False
    """It speaks of months or of a year: 社保记录, 审计报告."""


EVIDENCE_KINDS = (
    EvidenceKind("营业执照", ("企业", "飞地"), ("执照",)),
    EvidenceKind("经办人授权书", ("企业",), ("授权书", "委托书", "授权委托")),
    EvidenceKind("信用报告", ("企业",), ("征信", "信用中国")),
    EvidenceKind("审计报告", ("企业", "飞地"), ("审计",), periodic=True),
    EvidenceKind("加计扣除申报表", ("企业",), ("加计扣除", "汇算清缴"), periodic=True),
    EvidenceKind("研发支出辅助账", ("飞地", "企业"), ("辅助账", "研发台账"), periodic=True),
    EvidenceKind("研发管理制度", ("企业", "飞地"), ("管理制度", "管理办法")),
    EvidenceKind("设立证明", ("飞地",), ("设立文件", "股权证明", "设立决定")),
    EvidenceKind("入驻协议", ("飞地",), ("入驻",)),
    EvidenceKind("场地证明", ("飞地", "载体"), ("产权证", "房产证", "场地")),
    EvidenceKind("设备清单", ("飞地",), ("设备明细", "资产清单", "资产卡片")),
    EvidenceKind("现场照片", ("飞地", "载体"), ("照片", "现场")),
    EvidenceKind("建设方案", ("飞地",), ("方案", "培养计划")),
    EvidenceKind("在孵企业名单", ("飞地",), ("在孵企业",)),
    EvidenceKind("运营支出明细", ("飞地",), ("运营支出", "运营费用"), periodic=True),
    EvidenceKind("服务团队名册", ("飞地",), ("服务团队",)),
    EvidenceKind("备案文件", ("备案",), ("备案证", "备案通知", "备案")),
    EvidenceKind("批准文件", ("获批",), ("批复", "批准")),
    EvidenceKind("考核文件", ("考核",), ("考核结果", "考核通知")),
    EvidenceKind("认定文件", ("载体",), ("认定证书", "认定通知", "认定")),
    EvidenceKind("建设证明", ("载体",), ("建设协议", "共建")),
    EvidenceKind("身份证件", ("人员",), ("身份证", "护照", "居住证", "永久居留")),
    EvidenceKind("学位学历证书", ("人员",), ("学位证", "毕业证", "学历证", "学历证书", "学位", "毕业证书")),
    EvidenceKind(
        "学历认证报告", ("人员",), ("学历认证", "学位认证", "留服认证", "学信网", "认证报告", "注册备案表")
    ),
    EvidenceKind("全日制证明", ("人员",), ("全日制",)),
    EvidenceKind("重点院校或学科证明", ("人员",), ("重点院校", "重点学科", "双一流")),
    EvidenceKind("职称证书", ("人员",), ("职称",)),
    EvidenceKind("研发岗位证明", ("人员",), ("岗位证明", "在岗证明", "任职证明")),
    EvidenceKind("社保记录", ("人员",), ("社保", "社会保险", "参保", "养老保险", "权益记录"), periodic=True),
    EvidenceKind(
        "工资或个税记录", ("人员",), ("个税", "个人所得税", "工资", "薪酬", "完税", "纳税"), periodic=True
    ),
    EvidenceKind("公示证明", ("人员", "企业"), ("公示",)),
    EvidenceKind("知情同意书", ("人员",), ("同意书", "知情同意")),
    EvidenceKind("业绩成果", ("人员", "飞地"), ("成果", "专利", "论文", "业绩", "获奖")),
    EvidenceKind("推荐函", ("人员",), ("推荐",)),
    EvidenceKind("劳动合同", ("劳动合同",), ("聘用合同", "用工合同")),
    EvidenceKind("租赁合同", ("合同",), ("租赁", "房租")),
    EvidenceKind("设备购置合同", ("合同",), ("购置", "采购", "购销")),
    EvidenceKind("合作协议", ("合同",), ("合作", "技术合同", "意向书")),
    EvidenceKind("发票与付款凭证", ("合同", "研发费用"), ("发票", "付款", "回单", "转账")),
    EvidenceKind("验收单", ("合同",), ("验收",)),
    EvidenceKind("立项文件", ("研发项目",), ("立项", "任务书", "项目书")),
    EvidenceKind("记账凭证", ("研发费用",), ("凭证",)),
    EvidenceKind("其他材料", ("企业", "飞地", "人员", "合同", "载体")),
)
"""Every kind; those whose file names are more telling stand before those with shorter words."""

FULL_TIME_PROOF = ("社保记录", "工资或个税记录")
"""Kinds that show, month by month, that a contract is 全职."""

_NAMES = tuple(kind.name for kind in EVIDENCE_KINDS)
_LONGEST_EDIT = 15
"""Degrees: what is further askew is turned by quarters first."""

Rectangle = tuple[Decimal, Decimal, Decimal, Decimal]
"""Left, top, right, bottom as fractions of the page as it is seen after turning."""


def evidence_kind(name: str) -> EvidenceKind:
    """The kind of that name; KeyError when there is none."""
    for kind in EVIDENCE_KINDS:
        if kind.name == name:
            return kind
    raise KeyError(name)


@dataclass(frozen=True, slots=True)
class PageEdit:
    """How one page of the original is shown; the original itself stays as it is."""

    page: int
    """Counted from 0."""
    turn: int = 0
    """Clockwise: 0, 90, 180, 270."""
    straighten: Decimal = Decimal(0)
    """Degrees clockwise, −15 to 15, after turning."""
    crop: Rectangle | None = None
    masks: tuple[Rectangle, ...] = ()
    """Where numbers stand that are blacked out when a packet is not to show them."""


@sheet("证明材料", in_workbook=False, known_by=("kind",))
class Evidence:
    """证明材料: one file that proves one row; with no row named, the firm itself."""

    number: str = text("编号", required=True, key=True)
    """Made by the program; stays what it is for ever."""
    kind: str = choice("种类", *_NAMES, open_choice=True, required=True)
    content: str = value(Kind.CONTENT, "文件", required=True)
    file_name: str = text("文件名", required=True, sensitive=True)
    position: int | None = value(Kind.COUNT, "次序")
    """Among the pieces of one kind that prove one row."""
    pages: str | None = text("页面调整")
    """What `page_edits` reads; None: all pages as they are."""
    issued_on: date | None = day("出具日期")
    valid_until: date | None = day("有效期至", help="如身份证件的有效期；长期有效的留空")
    period_from: str | None = value(Kind.PERIOD, "涵盖期间起", help="月份或年度", example="2024-01")
    period_to: str | None = value(Kind.PERIOD, "涵盖期间止", example="2024-12")
    note: str | None = text("备注")
    enclave: str | None = text("飞地", refers="飞地")
    filing: tuple[Any, ...] | None = text("备案", refers="备案")
    person: str | None = value(Kind.DOCUMENT_NUMBER, "人员", sensitive=True, refers="人员")
    contract: tuple[Any, ...] | None = text("劳动合同", sensitive=True, refers="劳动合同")
    project: str | None = text("研发项目", refers="研发项目")
    expense: tuple[Any, ...] | None = text("研发费用", refers="研发费用")
    agreement: str | None = text("合同", refers="合同")
    carrier: str | None = text("载体", refers="载体")
    assessment: tuple[Any, ...] | None = text("考核", refers="考核")
    approval: tuple[Any, ...] | None = text("获批", refers="获批")

    def __post_init__(self) -> None:
        """ValueError when the edits of its pages make no sense: whoever asks for them may rely on them."""
        if self.pages:
            page_edits(self.pages)

    @property
    def proves(self) -> tuple[str, Any]:
        """Title of the sheet, and what a field that refers to the row holds; ('企业', None) for the firm."""
        for field in OWNERS:
            reference = getattr(self, field.name)
            if reference is not None:
                return field.refers or "", reference
        return "企业", None

    @property
    def edits(self) -> tuple[PageEdit, ...]:
        """In the order the pages are printed; empty: all pages as they are."""
        return page_edits(self.pages) if self.pages else ()

    def expired(self, on: date) -> bool:
        """No longer valid on that day; what names no end is valid."""
        return self.valid_until is not None and self.valid_until < on


OWNERS: tuple[Field, ...] = tuple(field for field in KEPT[Evidence].fields if field.refers)
"""The fields of which one at most says what is proven."""

_OWNER_NAMES = {field.refers: field.name for field in OWNERS}


def proving(title: str, reference: Any) -> dict[str, Any]:
    """The field to set so that an `Evidence` proves that row; none for the firm itself."""
    return {} if title == "企业" else {_OWNER_NAMES[title]: reference}


def page_edits(words: str) -> tuple[PageEdit, ...]:
    """What `words_of_edits` wrote; ValueError when it is something else."""
    try:
        edits = tuple(map(_edit, json.loads(words)))
        for edit in edits:
            _sane(edit)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError("no edits of pages") from error
    return edits


def _edit(entry: dict[str, Any]) -> PageEdit:
    crop = entry.get("crop")
    return PageEdit(
        page=entry["page"],
        turn=entry.get("turn", 0),
        straighten=Decimal(entry.get("straighten", "0")),
        crop=_rectangle(crop) if crop else None,
        masks=tuple(map(_rectangle, entry.get("masks", ()))),
    )


def edits_in_words(words: str) -> str:
    """What `words_of_edits` wrote, as a clerk says it: 旋转 1 页、遮盖 2 处."""
    edits = page_edits(words)
    told = [
        f"{what} {count} {unit}"
        for what, count, unit in (
            ("旋转", sum(bool(edit.turn) for edit in edits), "页"),
            ("拉正", sum(bool(edit.straighten) for edit in edits), "页"),
            ("裁剪", sum(bool(edit.crop) for edit in edits), "页"),
            ("遮盖", sum(len(edit.masks) for edit in edits), "处"),
        )
        if count
    ]
    return "、".join(told) or f"选印 {len(edits)} 页"


def words_of_edits(edits: Iterable[PageEdit]) -> str | None:
    """The edits as they are kept; None for none. The same edits give the same words."""
    entries = []
    for edit in edits:
        _sane(edit)
        entry: dict[str, Any] = {"page": edit.page}
        if edit.turn:
            entry["turn"] = edit.turn
        if edit.straighten:
            entry["straighten"] = str(edit.straighten)
        if edit.crop:
            entry["crop"] = list(map(str, edit.crop))
        if edit.masks:
            entry["masks"] = [list(map(str, mask)) for mask in edit.masks]
        entries.append(entry)
    return json.dumps(entries, separators=(",", ":")) if entries else None


def _rectangle(numbers: list[str]) -> Rectangle:
    left, top, right, bottom = map(Decimal, numbers)
    return left, top, right, bottom


def _sane(edit: PageEdit) -> None:
    rectangles = [*edit.masks, *([edit.crop] if edit.crop else [])]
    if (
        type(edit.page) is not int
        or edit.page < 0
        or edit.turn not in (0, 90, 180, 270)
        or not abs(edit.straighten) <= _LONGEST_EDIT
        or not all(
            0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in rectangles
        )
    ):
        raise ValueError("no such edit of a page")
