"""What a PostgreSQL server reports, in the user's words."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from enclave_desktop.errors import UserError
from enclave_desktop.records.again import ContendedError
from enclave_desktop.records.server_address import ServerAddress

_AGAIN = "请再做一次。"
_WAIT = "请稍候再做一次。"
_ASK = "请让管理服务器的人看一下。"
NO_RIGHT = "请让管理共享档案的人给您相应的身份（查看、录入或审核）。"
_UNREACHABLE = "请检查网络、服务器名和端口，再试一次。"


class PasswordWanted(UserError):
    """No password was given for the server, or it is not the right one."""


class ConnectionLost(UserError):
    """The server cannot be reached, or no longer; what was being changed is not saved."""


class NoRight(UserError):
    """The server does not let this user do that."""


class ServerFaultError(RuntimeError):
    """What is a bug of ours. The server's own word shows the row that it is about, with pay and identity numbers."""

    @classmethod
    def of(cls, error: psycopg.Error) -> "ServerFaultError":
        about = (error.diag.schema_name, error.diag.table_name, error.diag.constraint_name)
        return cls(" ".join(filter(None, (type(error).__name__, error.sqlstate, *about))))


_MEANINGS: dict[str, tuple[type[UserError], str, str]] = {
    "28000": (PasswordWanted, "不接受这个用户或密码", "请核对用户和密码。"),
    "28P01": (PasswordWanted, "不接受这个用户或密码", "请核对用户和密码。"),
    "3D000": (UserError, "的服务器上没有这个数据库", "请核对数据库的名称，或让管理服务器的人先建好它。"),
    "42501": (NoRight, "不允许您的用户做这一步，没有保存任何更改", NO_RIGHT),
    "25006": (NoRight, "只能查看，没有写入的权限", NO_RIGHT),
    "53300": (ConnectionLost, "的服务器连接太多", _WAIT),
    "53100": (UserError, "的服务器磁盘已满，这次的更改没有保存", _ASK),
    "53200": (UserError, "的服务器内存不足，这次的更改没有保存", _WAIT),
    "54000": (UserError, "的服务器拒绝了这次更改：超过了它的上限", _ASK),
    "40001": (ContendedError, "正被别人同时更改，这次没有保存", _AGAIN),
    "40P01": (ContendedError, "正被别人同时更改，这次没有保存", _AGAIN),
    "55P03": (ContendedError, "正被别人写入，这次没有保存", _WAIT),
    "57014": (UserError, "的服务器停下了这一步，没有保存", _WAIT),
    "22021": (UserError, "不能保存文字里看不见的控制字符，没有保存任何更改", "请删去后重新填写。"),
    "22003": (UserError, "不能保存这么大的数值，没有保存任何更改", "请核对数值。"),
    "XX001": (UserError, "在服务器上已损坏", "请用备份恢复。"),
    "XX002": (UserError, "在服务器上已损坏", "请用备份恢复。"),
}
_LOST = ("08", "57P")
"""How the states begin that end a connection."""
_NOT_OURS = {"42P01", "42703", "3F000", "42804", "42883"}
"""A table, a column or the schema is gone, or something is of another type."""


def driver_error(error: BaseException) -> psycopg.Error | None:
    """What the driver said, also where SQLAlchemy passes it on."""
    found = getattr(error, "orig", error)
    return found if isinstance(found, psycopg.Error) else None


@contextmanager
def explained(address: ServerAddress) -> Iterator[None]:
    """Say in plain words what the server reports; what is not the user's to mend, without the values it tells."""
    try:
        yield
    except Exception as error:
        found = driver_error(error)
        if found is None:
            raise
        raise _told(found, address) or ServerFaultError.of(found) from None


@contextmanager
def reading(address: ServerAddress) -> Iterator[None]:
    """While only reading: contents that make no sense were never written by us, so the record is damaged."""
    try:
        yield
    except (ValueError, KeyError) as error:
        raise damaged(address) from error
    except Exception as error:
        found = driver_error(error)
        if found is None or found.sqlstate not in _NOT_OURS:
            raise
        raise damaged(address) from error


def damaged(address: ServerAddress) -> UserError:
    return UserError(f"共享档案{address.name}里的内容不是本程序写的，或已损坏。", "请用备份恢复。")


def newer(address: ServerAddress) -> UserError:
    return UserError(
        f"共享档案{address.name}是用更新的程序保存的。", "请升级本程序后再打开；档案没有任何改动。"
    )


def _told(error: psycopg.Error, address: ServerAddress) -> UserError | None:
    state = error.sqlstate or ""
    if state in _MEANINGS:
        kind, what, remedy = _MEANINGS[state]
        return kind(f"共享档案{address.name}{what}。", remedy)
    if state.startswith(_LOST) or (not state and isinstance(error, psycopg.OperationalError)):
        return lost(address)
    if isinstance(error, psycopg.DataError) and "NUL" in str(error):  # the driver's own word: it has no state
        kind, what, remedy = _MEANINGS["22021"]
        return kind(f"共享档案{address.name}{what}。", remedy)
    return None


def lost(address: ServerAddress) -> ConnectionLost:
    return ConnectionLost(
        f"与共享档案{address.name}的连接断了，这次的更改没有保存。", "网络恢复后会重新连接，请再做一次。"
    )


def not_connected(error: psycopg.OperationalError, address: ServerAddress) -> UserError:
    """Why no connection came about. libpq tells it in words only, the server's in the server's own language."""
    words = str(error).lower()
    if error.pgconn is not None and error.pgconn.needs_password:
        return PasswordWanted(f"共享档案{address.name}要用密码打开。", "请输入密码。")
    for marks, kind, what, remedy in _WORDS:
        if any(mark in words for mark in marks):
            return kind(f"共享档案{address.name}{what}。", remedy)
    return ConnectionLost(f"连不上共享档案{address.name}所在的服务器 {address.server}。", _UNREACHABLE)


_CERTIFICATE = "请核对服务器名与证书上的一致；自签的证书要指明发证的根证书文件。"
_WORDS: tuple[tuple[tuple[str, ...], type[UserError], str, str], ...] = (
    (
        ("does not support ssl", "ssl is not enabled", "不支持 ssl"),
        UserError,
        "的服务器不加密连接，没有连接，也没有发送密码",
        "请让管理服务器的人打开 TLS（ssl = on）。",
    ),
    (
        ("root certificate file", "could not read root certificate"),
        UserError,
        "的根证书文件不存在或读不出来，没有连接",
        "请在连接时指明发证的根证书文件。",
    ),
    (
        ("certificate", "ssl error", "tls"),
        UserError,
        "的服务器证书没有通过核对，没有连接",
        _CERTIFICATE,
    ),
    (
        ("password authentication failed", "密码认证失败", "密码验证失败", 'role "', '角色 "', '角色"'),
        PasswordWanted,
        "不接受这个用户或密码",
        "请核对用户和密码。",
    ),
    (("pg_hba.conf",), UserError, "的服务器不允许这个用户从这里连接", _ASK),
    (
        ("permission denied for database", "connect privilege", "数据库权限不够"),
        NoRight,
        "不允许您的用户连接",
        NO_RIGHT,
    ),
    (
        ("does not exist", "不存在"),
        UserError,
        "的服务器上没有这个数据库",
        "请核对数据库的名称，或让管理服务器的人先建好它。",
    ),
    (("too many", "太多"), ConnectionLost, "的服务器连接太多", _WAIT),
    (
        ("starting up", "shutting down", "正在启动", "正在关闭"),
        ConnectionLost,
        "的服务器正在启动或关闭",
        _WAIT,
    ),
)
