"""A PostgreSQL server of the tests' own: in a temporary folder, run by an unprivileged user, gone afterwards.

It does not wait for the disk (fsync = off): what is tested here is not the server's own durability.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from enclave_desktop.records.server_address import ServerAddress

if sys.platform != "win32":
    import pwd

OWNER = "owner"
"""May make databases and roles, and is no superuser: as whoever runs a firm's server would do it."""
PASSWORD = "correct horse"  # of a server that lives for a minute
_SUPERUSER = "postgres"
_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 64MB
max_connections = 60
max_wal_size = 256MB
autovacuum = on
logging_collector = off
lc_messages = 'C'
"""
_SECONDS = 30


def binaries() -> Path:
    """The newest server's programs that are installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    return found[-1].parent


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    folder: Path
    port: int
    host: str
    process: int

    def address(self, database: str, user: str = OWNER) -> ServerAddress:
        root = self.folder / "server.crt" if self.host != str(self.folder) else None
        return ServerAddress(self.host, database, user, self.port, root if root and root.exists() else None)

    def over_socket(self) -> "Server":
        return replace(self, host=str(self.folder))

    def superuser(self, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(
            host=str(self.folder), port=self.port, user=_SUPERUSER, dbname=database, autocommit=True
        )

    def new_database(self, name: str | None = None, template: str | None = None) -> str:
        """An empty database of the owner's, or a copy of another."""
        name = name or f"firm{next(_NUMBERS)}"
        statement = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        if template:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        with self.superuser() as connection:
            connection.execute(statement)
        return name

    def drop_database(self, name: str) -> None:
        with self.superuser() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def new_person(self, name: str, *roles: str, password: str = PASSWORD) -> str:
        """Somebody who may log in, a member of the roles."""
        with self.superuser() as connection:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(name), sql.Literal(password)
                )
            )
            for role in roles:
                connection.execute(
                    sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(name))
                )
        return name

    def end_connections(self, database: str) -> None:
        """As a broken network does."""
        with self.superuser() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                (database,),
            )


_NUMBERS = count(1)


@contextmanager
def running(*, tcp: bool = False, tls: bool = True) -> Iterator[Server]:
    """A server on a private socket; with `tcp` also on a free port of this machine, where a password is asked."""
    folder = Path(tempfile.mkdtemp(prefix="enclave-postgres-"))
    account = _unprivileged()
    try:
        if account:
            shutil.chown(folder, account.pw_uid, account.pw_gid)
        server = Server(folder, _free_port() if tcp else 5432, "localhost" if tcp else str(folder), 0)
        _prepare(server, account, tcp=tcp, tls=tls)
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [binaries() / "postgres", "-D", folder / "data", "-p", str(server.port)],
                stdout=subprocess.DEVNULL,
                stderr=log,
                **_as(account),
            )
        try:
            server = replace(server, process=process.pid)
            _wait(server, process)
            with server.superuser() as connection:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{PASSWORD}'")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # ends every connection at once
            with suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS)
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(server: Server, account: "pwd.struct_passwd | None", *, tcp: bool, tls: bool) -> None:
    data = server.folder / "data"
    subprocess.run(
        [
            binaries() / "initdb", "-D", data, "-U", _SUPERUSER, "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        ],
        check=True,
        capture_output=True,
        **_as(account),
    )  # fmt: skip
    settings = f"{_SETTINGS}\nunix_socket_directories = '{server.folder}'\n"
    settings += f"listen_addresses = '{'0.0.0.0' if tcp else ''}'\n"
    access = "local all all trust\n"
    if tcp:
        access += "host all all 0.0.0.0/0 scram-sha-256\nhost all all ::/0 scram-sha-256\n"
    if tcp and tls:
        _make_certificate(server.folder)
        settings += f"ssl = on\nssl_cert_file = '{server.folder}/server.crt'\nssl_key_file = '{server.folder}/server.key'\n"
        if account:
            for name in ("server.crt", "server.key"):
                shutil.chown(server.folder / name, account.pw_uid, account.pw_gid)
    with (data / "postgresql.conf").open("a") as file:
        file.write(settings)
    (data / "pg_hba.conf").write_text(access)


def _make_certificate(folder: Path) -> None:
    """One for localhost, and for 0.0.0.0: that leads here too, but the program takes it for another machine."""
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:0.0.0.0",
            "-keyout", folder / "server.key", "-out", folder / "server.crt",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    (folder / "server.key").chmod(0o600)
    (folder / "server.crt").chmod(0o644)


def _unprivileged() -> "pwd.struct_passwd | None":
    """Whom root becomes, since the server refuses root; None for anybody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("nobody to run the server as")


def _as(account: "pwd.struct_passwd | None") -> dict[str, Any]:
    if account is None:
        return {}
    return {
        "user": account.pw_uid,
        "group": account.pw_gid,
        "extra_groups": [],
        "cwd": "/",
        "env": {"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
    }


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            server.superuser().close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((server.folder / "log").read_text()) from None
            time.sleep(0.05)
        else:
            return
