"""What the system's credential store was asked to remember: the name it is kept under, and taking all of it out."""

import sys
from contextlib import suppress

SERVICE = "EnclaveDesktop"
"""What recovery codes and servers' passwords are kept under; 凭据管理器 shows it."""


def forget_everything(service: str = SERVICE) -> None:
    """Take out all that is kept under a name; what cannot be taken out stays.

    On Windows alone, where a program that is uninstalled is to leave nothing behind: there keyring has kept the last
    account's password under that name itself, and every other one's under 'account@name'.
    """
    if sys.platform != "win32":
        return
    from win32ctypes.pywin32 import pywintypes, win32cred

    with suppress(pywintypes.error):  # where there is nothing at all, that is an error
        for name in [credential["TargetName"] for credential in win32cred.CredEnumerate()]:
            if name == service or name.endswith(f"@{service}"):
                win32cred.CredDelete(TargetName=name, Type=win32cred.CRED_TYPE_GENERIC)
