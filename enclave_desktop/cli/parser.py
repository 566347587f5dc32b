"""The calls and their options, with help and complaints in Chinese."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from enclave_desktop import __version__
from enclave_desktop.cli import (
    backup,
    check,
    demo,
    encrypting,
    erasing,
    history,
    packet,
    policy,
    record,
    sharing,
    upkeep,
)
from enclave_desktop.dossier.handing_in import PURPOSES, SUBMISSION
from enclave_desktop.errors import UserError
from enclave_desktop.records.places import Place, read_place
from enclave_desktop.records.server_address import ServerAddress

_ADDRESS = "postgresql+psycopg://用户@服务器/数据库"

_COMPLAINTS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 不能是 \2，可用：\3"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能与 \2 同时使用"),
    (r"argument (.*?): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 不带值，多了 \2"),
    (r"argument (.*?): invalid \S+ value: (.*)", r"\1 的值 \2 不对"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 不明确，可能是 \2"),
    (r"one of the arguments (.*?) is required", r"以下参数要有一个：\1"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)


class ChineseFormatter(argparse.HelpFormatter):
    """Help in Chinese."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=ChineseFormatter, add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        for pattern, words in _COMPLAINTS:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, words, message)
                break
        self.exit(2, f"{self.format_usage()}命令有误：{message}\n")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The call; exits with 2 when it is wrong."""
    return _parser().parse_args(arguments)


def _parser() -> ChineseParser:
    parser = ChineseParser(
        prog="enclave-desktop",
        description="飞地补贴助手：记录科创飞地的人员、合同和研发费用，核对补贴资格，打印申报材料（参考样表）。",
    )
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    calls = parser.add_subparsers(title="命令", metavar="命令", required=True)
    _add_demo(calls)
    _add_record(calls)
    _add_check(calls)
    _add_packet(calls)
    _add_backup(calls)
    _add_upkeep(calls)
    _add_encryption(calls)
    _add_history(calls)
    _add_erasing(calls)
    _add_sharing(calls)
    _add_policy(calls)
    return parser


def _add_demo(calls: Any) -> None:
    call = calls.add_parser("demo", help="生成示例企业的工作簿、档案、核对报告和申报材料")
    call.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path("demo"), help="默认 demo/")
    call.set_defaults(run=demo.run)


def _add_record(calls: Any) -> None:
    call = calls.add_parser("new", help="新建一份空档案")
    call.add_argument("record", metavar="RECORD", type=Path, help="档案文件，以 .enclave 结尾")
    call.add_argument("--encrypt", action="store_true", help="加密；口令在终端输入，不写在命令里")
    _add_sheet(call)
    call.set_defaults(run=record.new)

    call = calls.add_parser("template", help="写出空白导入工作簿")
    call.add_argument("out", metavar="OUT.xlsx", type=Path)
    call.set_defaults(run=record.template)

    call = calls.add_parser("import", help="把工作簿导入档案")
    call.add_argument("record", metavar="RECORD", type=_place)
    call.add_argument("book", metavar="BOOK", type=Path, help=".xlsx 或 .xls")
    call.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    call.add_argument("--good-rows", action="store_true", help="有错的行跳过，其余导入")
    call.add_argument("--report", metavar="OUT.xlsx", type=Path, help="另存一份带“错误原因”列的工作簿")
    call.add_argument("--yes", action="store_true", help="较旧的档案先备份、升级，不再询问")
    call.set_defaults(run=record.import_)

    call = calls.add_parser("export", help="把档案写回工作簿（完整，含证件号码）")
    call.add_argument("record", metavar="RECORD", type=_place)
    call.add_argument("out", metavar="OUT.xlsx", type=Path)
    call.set_defaults(run=record.export)


def _add_check(calls: Any) -> None:
    call = calls.add_parser("check", help="核对符合哪些补贴项目，为什么")
    call.add_argument("record", metavar="RECORD", type=_place)
    _add_day(call)
    call.add_argument("--programme", metavar="ID", help="只看一个项目")
    output = call.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="输出 JSON（含完整证件号码）")
    output.add_argument("--csv", metavar="OUT", type=Path, help="写出 CSV")
    output.add_argument("--xlsx", metavar="OUT", type=Path, help="写出 Excel 工作簿")
    call.set_defaults(run=check.run)


def _add_packet(calls: Any) -> None:
    call = calls.add_parser("packet", help="打印一个项目的申报材料（PDF）")
    call.add_argument("record", metavar="RECORD", type=_place)
    call.add_argument("--programme", metavar="ID", required=True, help="项目编号，见 policy list")
    call.add_argument(
        "--subject", metavar="KEY", action="append", default=[], help="飞地或载体名称、证件号码，可重复"
    )
    _add_day(call)
    call.add_argument("--draft", action="store_true", help="尚不符合的也打印，印有“草稿”")
    call.add_argument(
        "--blank",
        metavar="对应.toml",
        type=Path,
        help="用主管部门的空白表代替参考样表：对应关系文件，空白表放在同一文件夹",
    )
    call.add_argument(
        "--purpose",
        metavar="用途",
        choices=PURPOSES,
        default=SUBMISSION,
        help=f"{'、'.join(PURPOSES)}；默认{SUBMISSION}。公示或传阅时证件号码和账号打码",
    )
    call.add_argument("--out", metavar="FILE.pdf", type=Path, required=True)
    call.add_argument(
        "--password-file",
        metavar="FILE",
        type=Path,
        help="写出的 PDF 用口令加密（AES-256）：文件的第一行是口令",
    )
    call.set_defaults(run=packet.run)


def _add_backup(calls: Any) -> None:
    call = calls.add_parser("backup", help="备份档案并核对备份")
    call.add_argument("record", metavar="RECORD", type=_place)
    call.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="默认档案旁边的“备份”")
    call.add_argument(
        "--encrypt", action="store_true", help="没有加密的档案，也做一份加密的备份；口令在终端输入"
    )
    call.set_defaults(run=backup.backup)

    call = calls.add_parser("restore", help="用备份恢复档案；原来的档案先留存一份")
    call.add_argument("backup", metavar="BACKUP", type=Path)
    call.add_argument("record", metavar="RECORD", type=Path, help="恢复到哪里")
    call.add_argument("--look", action="store_true", help="只看备份里有什么、恢复后会有什么不同，不恢复")
    call.set_defaults(run=backup.restore)

    call = calls.add_parser("verify", help="核对一份档案或备份是否完整")
    call.add_argument("file", metavar="RECORD|BACKUP", type=_place, help="也可以是共享档案的地址")
    call.set_defaults(run=backup.verify)


def _add_upkeep(calls: Any) -> None:
    call = calls.add_parser("upgrade", help="把较旧程序保存的档案升级到这一版；先备份并核对")
    call.add_argument("record", metavar="RECORD", type=Path)
    call.add_argument("--yes", action="store_true", help="不再询问")
    call.set_defaults(run=upkeep.upgrade)

    call = calls.add_parser("recover", help="从损坏的档案里救回能读的部分，写成一份新档案；损坏的文件不动")
    call.add_argument("record", metavar="RECORD", type=Path)
    call.add_argument("--out", metavar="NEW.enclave", type=Path, required=True)
    call.set_defaults(run=upkeep.recover)


def _add_encryption(calls: Any) -> None:
    call = calls.add_parser("encrypt", help="用口令加密一份档案或备份")
    call.add_argument("record", metavar="RECORD", type=Path)
    _add_sheet(call)
    call.set_defaults(run=encrypting.encrypt)

    call = calls.add_parser("decrypt", help="取消档案的加密")
    call.add_argument("record", metavar="RECORD", type=Path)
    call.set_defaults(run=encrypting.decrypt)

    call = calls.add_parser("passphrase", help="换口令（也可以用恢复码代替旧口令）")
    call.add_argument("record", metavar="RECORD", type=Path)
    _add_sheet(call)
    call.set_defaults(run=encrypting.passphrase)

    call = calls.add_parser("recovery", help="打印恢复单：忘记口令时用它打开档案")
    call.add_argument("record", metavar="RECORD", type=Path)
    call.add_argument("out", metavar="OUT.pdf", type=Path)
    call.set_defaults(run=encrypting.recovery)


def _add_sheet(call: Any) -> None:
    call.add_argument("--sheet", metavar="OUT.pdf", type=Path, help="写出恢复单，打印后请删去")


def _add_history(calls: Any) -> None:
    call = calls.add_parser("history", help="档案里改过什么：从什么改成什么，什么时候，谁改的")
    call.add_argument("record", metavar="RECORD", type=_place)
    call.add_argument("--person", metavar="NUMBER", help="只看这一证件号码的人员，连同其合同、申领和证明材料")
    call.add_argument("--since", metavar="YYYY-MM-DD", type=_day, help="只看这一天起的")
    output = call.add_mutually_exclusive_group()
    output.add_argument("--csv", metavar="OUT", type=Path, help="写出 CSV（含完整证件号码）")
    output.add_argument("--xlsx", metavar="OUT", type=Path, help="写出 Excel 工作簿（含完整证件号码）")
    call.set_defaults(run=history.run)


def _add_sharing(calls: Any) -> None:
    call = calls.add_parser("share", help="让一个 PostgreSQL 数据库可以多人共用，并说明怎样开通各人的权限")
    call.add_argument("address", metavar="ADDRESS", type=_address, help=_ADDRESS)
    call.set_defaults(run=sharing.share)

    call = calls.add_parser("move", help="把整份档案从文件搬到共享数据库，或搬回来；原来的不动")
    call.add_argument("record", metavar="FROM", type=_place, help="档案文件，或共享档案的地址")
    call.add_argument("to", metavar="TO", type=_place, help="新的档案文件，或还没有档案的数据库的地址")
    call.set_defaults(run=sharing.move)


def _add_erasing(calls: Any) -> None:
    call = calls.add_parser("erase", help="应本人要求，从档案里清除一名人员的个人信息；金额等数字保留")
    call.add_argument("record", metavar="RECORD", type=_place)
    call.add_argument("--person", metavar="NUMBER", required=True, help="证件号码")
    call.add_argument(
        "--reason", metavar="TEXT", required=True, help="理由，例如“本人申请”；不要写姓名和号码"
    )
    call.add_argument("--yes", action="store_true", help="不再询问")
    call.add_argument("--delete-backups", action="store_true", help="连同档案旁边的旧备份删去，另做一份新的")
    call.set_defaults(run=erasing.run)


def _add_policy(calls: Any) -> None:
    parser = calls.add_parser("policy", help="规则包")
    actions = parser.add_subparsers(title="命令", metavar="命令", required=True)
    call = actions.add_parser("list", help="列出规则包和项目")
    call.set_defaults(run=policy.list_)
    call = actions.add_parser("verify", help="检查规则包并运行其中的算例")
    call.add_argument("file", metavar="FILE", type=Path, nargs="?", help="默认检查随程序提供的全部规则包")
    call.set_defaults(run=policy.verify)

    call = actions.add_parser("sign", help="给规则包和它的算例签名，写出旁边的 .toml.sig")
    call.add_argument("file", metavar="PACK", type=Path)
    key = call.add_mutually_exclusive_group(required=True)
    key.add_argument("--key", metavar="KEY.pem", type=Path, help="签名用的私钥")
    key.add_argument("--new-key", metavar="KEY.pem", type=Path, help="新做一把私钥并用它签名")
    call.add_argument("--signer", metavar="NAME", required=True, help="签名人，使用者安装时看到的名称")
    call.set_defaults(run=policy.sign)

    call = actions.add_parser("install", help="安装规则包：核对签名、运行算例，先看有什么变化")
    call.add_argument("file", metavar="PACK", type=Path, help="规则包，或只放有一个规则包的文件夹")
    call.add_argument("--record", metavar="RECORD", type=_place, help="先看对这份档案的企业有什么变化")
    _add_day(call)
    call.add_argument("--yes", action="store_true", help="不再询问")
    call.add_argument("--unsigned", action="store_true", help="没有签名也安装，所决定的处处标明")
    call.set_defaults(run=policy.install_)

    call = actions.add_parser("remove", help="移除安装的规则包")
    call.add_argument("measure", metavar="ID", help="规则包的编号，见 policy list")
    call.set_defaults(run=policy.remove_)


def _add_day(call: argparse.ArgumentParser) -> None:
    call.add_argument(
        "--as-of", metavar="YYYY-MM-DD", type=_day, default=date.today(), help="按这一天核对，默认今天"
    )
    call.add_argument("--year", metavar="YYYY", type=_year, help="费用年度，默认这一天之前的最后一个整年")


def _place(text: str) -> Place:
    try:
        return read_place(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(" ".join((error.message, *error.details))) from None


def _address(text: str) -> ServerAddress:
    place = _place(text)
    if isinstance(place, Path):
        raise argparse.ArgumentTypeError(f"“{text}”不是共享档案的地址，写成 {_ADDRESS} 这样")
    return place


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise argparse.ArgumentTypeError(f"“{text}”不是日期，写成 2025-06-30 这样")


def _year(text: str) -> int:
    if not re.fullmatch(r"(19|20|21)\d{2}", text):
        raise argparse.ArgumentTypeError(f"“{text}”不是年份，写成 2024 这样")
    return int(text)
