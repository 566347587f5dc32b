"""The history of every change, rows moved out of the dossier, and what was erased of a person."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEVER = "SELECT RAISE(ABORT, 'the history is never changed')"
CHAINED = ("number", "at", "account", "machine", "action", "counts", "previous", "digest")
CHANGED = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in CHAINED)
ERASING = "(SELECT erasing FROM history_head)"
TRIGGERS = {
    "history_stays BEFORE DELETE ON history": "1",
    "history_stays_as_it_is BEFORE UPDATE ON history": f"{CHANGED} OR NOT {ERASING}",
    "history_has_a_head BEFORE DELETE ON history_head": "1",
    "history_goes_on BEFORE UPDATE ON history_head": "NEW.number < OLD.number",
}


def upgrade() -> None:
    op.create_table(
        "history",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("salts", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_history")),
    )
    op.create_table(
        "history_head",
        sa.Column("id", sa.Integer(), server_default="1", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("erasing", sa.Boolean(create_constraint=True, name="erasing"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_history_head_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_head")),
    )
    op.create_table(
        "packet_row",
        sa.Column("packet", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["packet"], ["packet.number"], name=op.f("fk_packet_row_packet"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("packet", "sheet", "row", name=op.f("pk_packet_row")),
    )
    op.create_index(op.f("ix_packet_row_sheet"), "packet_row", ["sheet"], unique=False)
    op.create_table(
        "moved_out",
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sheet", "row", name=op.f("pk_moved_out")),
    )
    op.create_table(
        "erased_content",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["content.sha256"], name=op.f("fk_erased_content_sha256"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_erased_content")),
    )
    op.create_table(
        "erased_packet",
        sa.Column("packet", sa.Text(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["packet"], ["packet.number"], name=op.f("fk_erased_packet_packet"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("packet", name=op.f("pk_erased_packet")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for trigger, when in TRIGGERS.items():
            op.execute(f"CREATE TRIGGER {trigger} WHEN {when} BEGIN {NEVER}; END")
