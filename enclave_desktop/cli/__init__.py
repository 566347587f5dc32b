"""The command line. Exit 0: done; 1: the user must act; 2: the call itself is wrong; 3: a bug."""

import logging
import sys
import traceback
from collections.abc import Iterable
from contextlib import suppress
from io import UnsupportedOperation
from pathlib import Path
from types import TracebackType

from enclave_desktop import __version__
from enclave_desktop.errors import UserError
from enclave_desktop.paths import log_file
from enclave_desktop.whole_file import is_too_long, too_long

DONE, MUST_ACT, WRONG_CALL, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: list[str]) -> int:
    """Do what the arguments say; the exit code."""
    _speak_utf8()
    try:
        _hold_readable(arguments)
        from enclave_desktop.cli.parser import parse

        call = parse(arguments)
        _hold_nameable(vars(call).values())
        code: int = call.run(call)
        sys.stdout.flush()
    except UserError as error:
        print(f"错误：{error}", file=sys.stderr)
        return MUST_ACT
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG_CALL
    except KeyboardInterrupt:
        print("已中断，没有留下未完成的改动。", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None
        return DONE
    except Exception as error:  # noqa: BLE001 - the last stop: a bug leaves a log
        return _report_bug(error)
    else:
        return code


def _speak_utf8() -> None:
    """Whatever the console's code page, output is UTF-8, and so is what is typed."""
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            with suppress(UnsupportedOperation):  # what was read from already stays as it is
                reconfigure(encoding="utf-8", errors=errors)


def _hold_readable(arguments: list[str]) -> None:
    """UserError when one is no UTF-8, as names are that an archive from Windows left on Linux."""
    for word in arguments:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise UserError(
                f"参数“{word}”不是 UTF-8 编码。",
                "如果文件名是乱码，请先改名；否则请在 UTF-8 的语言环境里运行，例如先执行 export LC_ALL=C.UTF-8。",
            ) from None


def _hold_nameable(given: Iterable[object]) -> None:
    """UserError when the system takes no file of such a name, before anything is asked or done."""
    for path in given:
        if isinstance(path, Path):
            try:
                path.lstat()
            except OSError as error:
                if is_too_long(error):
                    raise too_long(path) from None


def _report_bug(error: Exception) -> int:
    traceback.print_exception(error, file=sys.stderr)
    print("程序内部出错，这是我们的缺陷；您的档案没有被改动到一半。", file=sys.stderr)
    try:
        path = log_file()
        logging.basicConfig(filename=path, encoding="utf-8", format="%(asctime)s %(levelname)s %(message)s")
        logging.getLogger(__name__).error(
            "%s %s\n%s", __version__, type(error).__name__, _places(error.__traceback__)
        )
    except (OSError, UserError) as failure:
        print(f"日志也写不了：{failure}", file=sys.stderr)
    else:
        print(f"日志：{path}", file=sys.stderr)
    return BUG


def _places(trace: TracebackType | None) -> str:
    """Where it happened, without any message or value: those may hold personal data."""
    return "".join(traceback.format_tb(trace))
