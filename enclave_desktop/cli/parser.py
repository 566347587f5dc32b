"""The calls and their options, with help and complaints in Chinese."""

import argparse
import re
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from enclave_desktop import __version__
from enclave_desktop.cli import backup, check, demo, packet, policy, record
from enclave_desktop.dossier.handing_in import PURPOSES, SUBMISSION

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
    _add_policy(calls)
    return parser


def _add_demo(calls: Any) -> None:
    call = calls.add_parser("demo", help="生成示例企业的工作簿、档案、核对报告和申报材料")
    call.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=Path("demo"), help="默认 demo/")
    call.set_defaults(run=demo.run)


def _add_record(calls: Any) -> None:
    call = calls.add_parser("new", help="新建一份空档案")
    call.add_argument("record", metavar="RECORD", type=Path, help="档案文件，以 .enclave 结尾")
    call.set_defaults(run=record.new)

    call = calls.add_parser("template", help="写出空白导入工作簿")
    call.add_argument("out", metavar="OUT.xlsx", type=Path)
    call.set_defaults(run=record.template)

    call = calls.add_parser("import", help="把工作簿导入档案")
    call.add_argument("record", metavar="RECORD", type=Path)
    call.add_argument("book", metavar="BOOK", type=Path, help=".xlsx 或 .xls")
    call.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    call.add_argument("--good-rows", action="store_true", help="有错的行跳过，其余导入")
    call.add_argument("--report", metavar="OUT.xlsx", type=Path, help="另存一份带“错误原因”列的工作簿")
    call.set_defaults(run=record.import_)

    call = calls.add_parser("export", help="把档案写回工作簿（完整，含证件号码）")
    call.add_argument("record", metavar="RECORD", type=Path)
    call.add_argument("out", metavar="OUT.xlsx", type=Path)
    call.set_defaults(run=record.export)


def _add_check(calls: Any) -> None:
    call = calls.add_parser("check", help="核对符合哪些补贴项目，为什么")
    call.add_argument("record", metavar="RECORD", type=Path)
    _add_day(call)
    call.add_argument("--programme", metavar="ID", help="只看一个项目")
    output = call.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="输出 JSON（含完整证件号码）")
    output.add_argument("--csv", metavar="OUT", type=Path, help="写出 CSV")
    output.add_argument("--xlsx", metavar="OUT", type=Path, help="写出 Excel 工作簿")
    call.set_defaults(run=check.run)


def _add_packet(calls: Any) -> None:
    call = calls.add_parser("packet", help="打印一个项目的申报材料（PDF）")
    call.add_argument("record", metavar="RECORD", type=Path)
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
    call.set_defaults(run=packet.run)


def _add_backup(calls: Any) -> None:
    call = calls.add_parser("backup", help="备份档案并核对备份")
    call.add_argument("record", metavar="RECORD", type=Path)
    call.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="默认档案旁边的“备份”")
    call.set_defaults(run=backup.backup)

    call = calls.add_parser("restore", help="用备份恢复档案；原来的档案先留存一份")
    call.add_argument("backup", metavar="BACKUP", type=Path)
    call.add_argument("record", metavar="RECORD", type=Path, help="恢复到哪里")
    call.add_argument("--look", action="store_true", help="只看备份里有什么、恢复后会有什么不同，不恢复")
    call.set_defaults(run=backup.restore)

    call = calls.add_parser("verify", help="核对一份档案或备份是否完整")
    call.add_argument("file", metavar="RECORD|BACKUP", type=Path)
    call.set_defaults(run=backup.verify)


def _add_policy(calls: Any) -> None:
    parser = calls.add_parser("policy", help="规则包")
    actions = parser.add_subparsers(title="命令", metavar="命令", required=True)
    call = actions.add_parser("list", help="列出规则包和项目")
    call.set_defaults(run=policy.list_)
    call = actions.add_parser("verify", help="检查规则包并运行其中的算例")
    call.add_argument("file", metavar="FILE", type=Path, nargs="?", help="默认检查随程序提供的全部规则包")
    call.set_defaults(run=policy.verify)


def _add_day(call: argparse.ArgumentParser) -> None:
    call.add_argument(
        "--as-of", metavar="YYYY-MM-DD", type=_day, default=date.today(), help="按这一天核对，默认今天"
    )
    call.add_argument("--year", metavar="YYYY", type=_year, help="费用年度，默认这一天之前的最后一个整年")


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
