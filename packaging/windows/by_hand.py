"""The setup as somebody meets it who starts it by double click, in Chinese, and what the program shows first."""

from pathlib import Path

from installation import (
    CLOSE_FIRST,
    RECORD,
    TITLE,
    WINDOW,
    close,
    expect_no_trace,
    install,
    installed,
    program,
)
from installer import ONLY_IN_OLDER
from layout import setup, version
from screen import await_no_window, await_still, await_that, await_window, expect, picture, press
from wine import CHINESE, Wine, windows

_SETUP, _REMOVAL = f"{TITLE} 安装", f"{TITLE} 卸载"
_USER = "C:\\users\\张三\\AppData\\Local"
"""A user whose name is Chinese: the folder that is proposed lies in his."""
_FOLDERS = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer"
_OLD_WINDOWS = ("win81", "winxp64")
_REFUSED = 1


def refuse_while_running(wine: Wine) -> None:
    """The setup leaves a running program alone: by its exit code, or by asking that it be closed."""
    wine.start([program(WINDOW), RECORD], CHINESE)
    await_window(wine, f"示例企业.* — {TITLE}")
    code = install(wine).code
    expect(code == CLOSE_FIRST, f"exit code {CLOSE_FIRST}, not {code}")
    running = wine.start([windows(setup(version()))], CHINESE)
    await_window(wine, _SETUP)
    press(wine, "Return")
    press(wine, "Return")
    picture(wine, "setup-close-first")
    press(wine, "Escape")
    code = running.wait(60)
    expect(code == CLOSE_FIRST, f"exit code {CLOSE_FIRST} once it was cancelled, not {code}")
    expect((installed(wine) / "_internal" / ONLY_IN_OLDER).is_file(), "nothing touched")
    close(wine)


def refuse_old_windows(wine: Wine) -> None:
    """On an older Windows it says why it does not install; silently by its exit code alone."""
    try:
        for old in _OLD_WINDOWS:
            wine.run(["winecfg", "-v", old], 60).well()
            code = install(wine).code
            expect(code == _REFUSED, f"exit code {_REFUSED} on {old}, not {code}")
        running = wine.start([windows(setup(version()))], CHINESE)
        picture(wine, "setup-old-windows", of=await_window(wine, _SETUP))
        press(wine, "Return")
        code = running.wait(60)
        expect(code == _REFUSED, f"exit code {_REFUSED}, not {code}")
    finally:
        wine.run(["winecfg", "-v", "win10"], 60).well()


def install_by_hand(wine: Wine) -> None:
    """Page for page, into the folder that is proposed; at the end the program opens with its welcome."""
    home = _chinese_user(wine)
    wine.start([windows(setup(version()))], CHINESE)
    picture(wine, "setup-1-welcome", of=await_window(wine, _SETUP))
    press(wine, "Return")
    picture(wine, "setup-2-folder", of=await_window(wine, _SETUP))
    press(wine, "Return")
    await_that((home / "Uninstall.exe").is_file, 120, "everything installed")
    picture(wine, "setup-3-finished", of=await_window(wine, _SETUP))
    press(wine, "Return")
    await_no_window(wine, _SETUP)
    first = await_window(wine, TITLE)
    picture(wine, "first-start", of=first)
    close(wine)


def uninstall_by_hand(wine: Wine) -> None:
    """From the list of programs: it says what stays."""
    home = _chinese_user(wine)
    wine.start([f"{_USER}\\Programs\\EnclaveDesktop\\Uninstall.exe"], CHINESE)
    picture(wine, "uninstall", of=await_window(wine, _REMOVAL))
    press(wine, "Return")
    await_that(lambda: not home.exists(), 90, "the folder gone")
    await_still(wine)
    press(wine, "Return")
    await_no_window(wine, _REMOVAL)
    expect_no_trace(wine)


def _chinese_user(wine: Wine) -> Path:
    for kind in ("Shell Folders", "User Shell Folders"):
        wine.run(["reg", "add", f"{_FOLDERS}\\{kind}", "/v", "Local AppData", "/d", _USER, "/f"], 60).well()
    own = wine.drive / "users" / "张三" / "AppData" / "Local"
    own.mkdir(parents=True, exist_ok=True)
    return own / "Programs" / "EnclaveDesktop"
