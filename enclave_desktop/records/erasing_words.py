"""What an erasure takes away and leaves, in words; for the command line and the window alike."""

from collections.abc import Iterator

from enclave_desktop.records.erasing import Erasure
from enclave_desktop.records.erasing_plan import PacketPlan, Plan

WORD = "清除"
"""What the user types to go on."""


def goes(plan: Plan) -> Iterator[str]:
    """What will be gone, a line each."""
    yield f"{plan.name}的人员资料，以及 {plan.contracts} 份劳动合同"
    if plan.files:
        yield f"其证明材料 {len(plan.files)} 份"
    yield "更改历史里提到本人的内容（何时、由谁改过仍在，校验链不断）"
    if printed := [packet for packet in plan.packets if packet.pdf]:
        yield f"印有本人的申报材料 {len(printed)} 册：{_numbers(printed)}，不能再打开或重印"
        if others := sum(packet.others > 0 for packet in printed):
            yield f"其中 {others} 册也印有别的人；需要的话请先另存，或为他们另做一册"


def stays(plan: Plan) -> Iterator[str]:
    """What will still be there."""
    if plan.claims:
        yield f"申领 {plan.claims} 笔的金额、状态和日期；对象改为不指明是谁的代号"
    if any(packet.pdf for packet in plan.packets):
        yield "这些申报材料的编号、项目、金额和摘要"
    if others := [packet for packet in plan.packets if not packet.pdf]:
        yield f"没有印本人的申报材料 {len(others)} 册：{_numbers(others)}，可以重印，不能重做"


def to_see_to(plan: Plan) -> Iterator[str]:
    """What only the user can see to."""
    if plan.shared_files:
        yield f"与他人共用的证明材料 {plan.shared_files} 份会留下：请查看，必要时换成不含本人的"
    if plan.mentions:
        yield f"别处也写着这个姓名：{'、'.join(dict.fromkeys(plan.mentions))}；如是本人，请先改掉再清除"


def done_words(done: Erasure) -> str:
    """One line about what was erased."""
    files, packets = len(done.plan.files), len(done.plan.packets)
    return f"已清除：证明材料 {files} 份，历史记录 {done.lines} 项，涉及申报材料 {packets} 册"


def _numbers(packets: list[PacketPlan]) -> str:
    return "、".join(packet.number for packet in packets[:3]) + ("等" if len(packets) > 3 else "")
