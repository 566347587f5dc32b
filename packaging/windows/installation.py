"""The program where its setup put it: how it is installed, called, closed and removed under Wine."""

from pathlib import Path

from layout import PYTHON, setup, version
from screen import await_no_window, expect
from wine import Done, Wine, windows

FOLDER = ["C:\\用户\\测试", "目录"]
"""The setup wants it without quotes, so that it comes as two words."""
WINDOW, CONSOLE = "enclave-desktop-window.exe", "enclave-desktop.exe"
RECORD = "C:\\我的 档案\\示例企业.enclave"
CLOSE_FIRST = 5
"""The setup's exit code where the program is running."""
TITLE = "飞地补贴助手"
LISTED = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\EnclaveDesktop"
ASSOCIATED = "HKCU\\Software\\Classes\\.enclave"
KIND = "HKCU\\Software\\Classes\\EnclaveDesktop.Record"
CREDENTIALS = "HKCU\\Software\\Wine\\Credential Manager"
"""Where Wine keeps what Windows has in 凭据管理器."""
_KEYS = ("HKCU\\Software\\EnclaveDesktop", ASSOCIATED, KIND, LISTED)


def installed(wine: Wine) -> Path:
    """The program's folder, as this side sees it."""
    return wine.drive / "用户" / "测试 目录"


def record(wine: Wine) -> Path:
    """The record that outlives everything."""
    return wine.drive / "我的 档案" / "示例企业.enclave"


def install(wine: Wine, of: Path | None = None) -> Done:
    """Silently, into FOLDER."""
    return wine.run([windows(of or setup(version())), "/S", f"/D={FOLDER[0]}", FOLDER[1]], 180)


def program(name: str) -> str:
    """The path of an installed executable."""
    return "\\".join([" ".join(FOLDER), name])


def close(wine: Wine) -> None:
    """Close the program's windows, as by the cross in their corner."""
    wine.run(["taskkill", "/IM", WINDOW], 60)
    await_no_window(wine, f".*{TITLE}")


def end_all(wine: Wine) -> None:
    """After a step that failed: nothing that it started keeps running."""
    for name in (WINDOW, CONSOLE, setup(version()).name):
        wine.run(["taskkill", "/F", "/IM", name], 60)


def have_remembered(wine: Wine) -> None:
    """Passwords of two records in the credential store, as the program keeps them."""
    keep = (
        "import keyring; [keyring.set_password('EnclaveDesktop', name, 'code') for name in ('one', 'other')]"
    )
    wine.run([windows(PYTHON / "python.exe"), "-c", keep], 60).well()
    kept = wine.registry(CREDENTIALS)
    expect("one@EnclaveDesktop" in kept, f"two remembered passwords, not {kept}")


def have_a_pack(wine: Wine) -> None:
    """A rule pack where the program installs them."""
    folder = next((wine.drive / "users").glob("*/AppData/Local")) / "EnclaveDesktop" / "policies"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.toml").touch()


def expect_no_trace(wine: Wine) -> None:
    """What is there after uninstalling: the records."""
    left = [key for key in _KEYS if wine.registry(key)]
    expect(not left, f"no keys left, not {left}")
    expect("EnclaveDesktop" not in wine.registry(CREDENTIALS), "no remembered password")
    users = wine.drive / "users"
    links = [*users.rglob(f"*{TITLE}*.lnk"), *users.rglob("Enclave*.lnk")]
    expect(not links, f"no link in the Start menu, not {links}")
    kept = list(users.glob("*/AppData/Local/EnclaveDesktop"))
    expect(not kept, f"no settings and no log, not {kept}")
    expect(record(wine).is_file(), "the record still there")
