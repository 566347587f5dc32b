"""How a connection to the server is made: encrypted off this machine, and noticed when it dies."""

import ssl
from pathlib import Path
from typing import Any

import psycopg

from enclave_desktop.records.postgres_errors import not_connected
from enclave_desktop.records.server_address import ServerAddress
from enclave_desktop.records.server_password import ServerPassword

SCHEMA_NAME = "enclave_desktop"
"""The database's schema that holds a record."""
LOCK_SECONDS = 20
"""How long to wait for another to finish writing."""
_CONNECT_SECONDS = 10
_ABANDONED_SECONDS = 300
"""A transaction in which nothing happens for as long is ended by the server: others wait for it."""

_SESSION = {
    "search_path": f"{SCHEMA_NAME},pg_temp",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{_ABANDONED_SECONDS}s",
    # The server lets go of what a client holds whose machine was switched off.
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}


def connect(
    address: ServerAddress, password: ServerPassword | None, *, read_only: bool = False
) -> psycopg.Connection[Any]:
    """A connection of the driver's, with nothing begun; UserError when none comes about."""
    session = _SESSION | ({"default_transaction_read_only": "on"} if read_only else {})
    try:
        return psycopg.connect(
            host=address.server,
            port=address.port,
            dbname=address.database,
            user=address.user,
            password=password.text if password else None,
            options=" ".join(f"-c {name}={value}" for name, value in session.items()),
            application_name="Enclave Desktop",
            client_encoding="UTF8",
            connect_timeout=_CONNECT_SECONDS,
            keepalives_idle=20,
            keepalives_interval=5,
            keepalives_count=4,
            tcp_user_timeout=20_000,
            gssencmode="disable",
            **_security(address),
        )
    except psycopg.OperationalError as error:
        raise not_connected(error, address) from error


def _security(address: ServerAddress) -> dict[str, Any]:
    """Off this machine only a server that proves its name is talked to, and nothing is sent before."""
    if address.local and address.root_certificate is None:
        return {"sslmode": "prefer"}
    return {"sslmode": "verify-full", **_roots(address)}


def _roots(address: ServerAddress) -> dict[str, str]:
    if address.root_certificate is not None:
        return {"sslrootcert": str(address.root_certificate)}
    if (Path.home() / ".postgresql" / "root.crt").exists():
        return {}
    # The driver brings its own OpenSSL, which looks for the system's list where another system has it.
    return {"sslrootcert": ssl.get_default_verify_paths().cafile or "system"}
