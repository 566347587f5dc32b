"""What happens to a packet once it is printed: the course of a claim, and how the packets of a programme are printed."""

from datetime import date
from typing import Any

from enclave_desktop.dossier.fields import Kind, choice, day, money, sheet, text, value, yes_no
from enclave_desktop.dossier.values import CLAIM_STATES

RETURNED = "退回"
SUBMISSION, PUBLICATION, OWN_COPY = "报送主管部门", "公示或传阅", "企业留存"
PURPOSES = (SUBMISSION, PUBLICATION, OWN_COPY)


@sheet("申领经过", in_workbook=False, known_by=("on", "state"))
class ClaimStep:
    """申领经过: one step of a claim; its row in 申领 holds the last."""

    number: str = text("编号", required=True, key=True)
    """Made by the program."""
    claim: tuple[Any, ...] = text("申领", required=True, sensitive=True, refers="申领")
    on: date = day("日期", required=True)
    state: str = choice("状态", *CLAIM_STATES, required=True)
    amount: int | None = money("金额", help="单位：元")
    reason: str | None = text("说明", help="退回的，照主管部门的意见填写")
    settled_on: date | None = day("已解决", help="退回意见解决的日期；没有解决的，下次打印前会提醒")
    packet: str | None = text("材料编号", help="报送的是哪一册")

    @property
    def open_reason(self) -> str | None:
        """Why the office returned it, as long as that is not settled."""
        return self.reason if self.state == RETURNED and self.settled_on is None else None


@sheet("打印设置", in_workbook=False)
class PrintSetting:
    """打印设置: how the packets of one programme are printed for one purpose; what is None is as the forms say."""

    programme: str = text("项目", required=True, key=True)
    purpose: str = choice("用途", *PURPOSES, required=True, key=True)
    copies: int | None = value(Kind.COUNT, "份数")
    double_sided: bool | None = yes_no("双面")
    right_hand: bool | None = yes_no("各部分从右页起", help="双面打印时补空白背面")
    colour: bool | None = yes_no(
        "彩色",
        help="本册的表格和文字都是黑白的，只有扫描件可能有彩色；文件里一律保留原色，选否只在打印时按灰度出纸",
    )
    show_numbers: bool | None = yes_no("显示证件号码")
    show_accounts: bool | None = yes_no("显示银行账号")
    seal_circles: bool | None = yes_no("印章位置圈")
    consents: bool | None = yes_no("装入知情同意书")
    newest_months: int | None = value(Kind.COUNT, "材料最多几个月前出具", help="留空即不检查")
    windows_fonts: bool | None = yes_no(
        "用 Windows 的仿宋和楷体",
        help="打印的电脑上要有 simfang.ttf 和 simkai.ttf；它们的摘要印在材料校验页上",
    )
    part_order: str | None = text("材料次序", example="申请表、承诺书、条件对照表、附表、证明材料")
    receiver: str | None = text(
        "受理单位", help="印在封面、承诺书和知情同意书上；留空即照样表，样表没有的由人填写"
    )
