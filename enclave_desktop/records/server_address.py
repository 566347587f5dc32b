"""Where a shared record lies: a database on a PostgreSQL server. Never holds, shows or keeps the password."""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from enclave_desktop.errors import UserError

SCHEME = "postgresql+psycopg"
_SCHEMES = (SCHEME, "postgresql", "postgres")
PORT = 5432
"""Where PostgreSQL listens unless told otherwise."""
_SHAPE = f"写法：{SCHEME}://用户@服务器/数据库"
_SAFE = "verify-full"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """What names a shared record; `str` gives it as it is written."""

    server: str
    """Name or number of the machine, or the folder of a socket on this one."""
    database: str
    user: str
    port: int = PORT
    root_certificate: Path | None = None
    """Who vouches for the server, where the system's own list does not."""

    @property
    def local(self) -> bool:
        """Whether what is sent stays on this machine."""
        if self.server.startswith("/") or self.server == "localhost":
            return True
        try:
            return ip_address(self.server).is_loopback
        except ValueError:
            return False

    @property
    def name(self) -> str:
        """As people speak of it."""
        where = "本机" if self.server.startswith("/") else self.server
        return f"{self.database}（{where}）"

    def __str__(self) -> str:
        options: dict[str, str] = {}
        where = ""
        if self.server.startswith("/"):
            options["host"] = self.server
        else:
            where = f"[{self.server}]" if ":" in self.server else self.server
        port = "" if self.port == PORT else f":{self.port}"
        if self.root_certificate:
            options["sslrootcert"] = str(self.root_certificate)
        query = f"?{urlencode(options, safe='/')}" if options else ""
        return f"{SCHEME}://{quote(self.user, safe='')}@{where}{port}/{quote(self.database, safe='')}{query}"


def is_server_address(text: str) -> bool:
    """Whether it is meant as one, well written or not."""
    scheme, colon, _ = text.partition("://")
    return bool(colon) and scheme.lower().startswith("postgres")


def read_server_address(text: str) -> ServerAddress:
    """The address that is written so; UserError when it is none, holds a password, or asks for no TLS."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise UserError("共享档案的地址写法不对。", _SHAPE) from None
    if parts.scheme.lower() not in _SCHEMES:
        raise UserError("共享档案的地址写法不对。", _SHAPE)
    if parts.password is not None or "password" in options:
        raise UserError("共享档案的地址里不要写密码：地址会显示出来。", "打开时会另外询问密码。")
    return _address(parts, port, options)


def _address(parts: SplitResult, port: int | None, options: dict[str, str]) -> ServerAddress:
    server = options.pop("host", "") or unquote(parts.hostname or "")
    user = unquote(parts.username or "") or options.pop("user", "")
    certificate = options.pop("sslrootcert", None)
    mode = options.pop("sslmode", _SAFE)
    database = unquote(parts.path.removeprefix("/"))
    if options:
        raise UserError(f"共享档案的地址里有不认识的内容：{'、'.join(options)}。", _SHAPE)
    missing = [
        word for word, value in (("服务器", server), ("数据库", database), ("用户", user)) if not value
    ]
    if missing:
        raise UserError(f"共享档案的地址里没有写{'、'.join(missing)}。", _SHAPE)
    address = ServerAddress(server, database, user, port or PORT, Path(certificate) if certificate else None)
    if mode != _SAFE and not address.local:
        raise UserError(
            f"与服务器 {server} 的连接必须加密并核对证书，不能用 sslmode={mode}。",
            "请去掉 sslmode；自签的证书用 sslrootcert=证书文件 指明。",
        )
    return address
