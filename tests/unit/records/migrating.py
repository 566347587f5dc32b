"""A next schema, for tests: the project's own migrations and one more after them."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from enclave_desktop.records import migrate, sqlite_file
from enclave_desktop.records.migrate import SCRIPTS
from enclave_desktop.records.schema import SCHEMA

_NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "{revision:04d}"
down_revision = "{before:04d}"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("firm", sa.Column("website", sa.Text()))
    with op.batch_alter_table("enclave", recreate="always") as batch:
        batch.add_column(sa.Column("website", sa.Text()))
    op.execute("UPDATE firm SET website = 'https://example.com'")
    {last}
"""


def scripts_with_one_more(folder: Path, last: str = "pass") -> Path:
    """A folder of migrations to one schema beyond; `last` is the last statement of its upgrade."""
    scripts = folder / "migrations 100%"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    following = _NEXT.format(revision=SCHEMA + 1, before=SCHEMA, last=last)
    (scripts / "versions" / "following.py").write_text(following, encoding="utf-8")
    return scripts


def forget_history(path: Path) -> None:
    """As the program before it left a record in which no way to print is set."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table in (
            "packet_row",
            "erased_packet",
            "erased_content",
            "moved_out",
            "history_head",
            "history",
        ):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.execute("PRAGMA user_version = 3")


def upgrade(path: Path) -> None:
    """To this program's schema."""
    engine = sqlite_file.connect(path)
    try:
        migrate.upgrade_file(engine)
    finally:
        engine.dispose()
