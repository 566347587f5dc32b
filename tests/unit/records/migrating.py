"""A next schema, for tests: the project's own migrations and one more after them."""

import shutil
from pathlib import Path

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
