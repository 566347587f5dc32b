"""Answers to what rule packs assume."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("assumption", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("instead", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint("measure <> ''", name=op.f("ck_confirmation_measure")),
        sa.CheckConstraint("assumption <> ''", name=op.f("ck_confirmation_assumption")),
        sa.CheckConstraint("answer IN ('确认', '否定')", name=op.f("ck_confirmation_answer")),
        sa.CheckConstraint("instead <> ''", name=op.f("ck_confirmation_instead")),
        sa.CheckConstraint("answered_by <> ''", name=op.f("ck_confirmation_answered_by")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_confirmation_source")),
        sa.CheckConstraint("instead IS NULL OR answer = '否定'", name=op.f("ck_confirmation_denied_instead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("measure", "assumption", name=op.f("uq_confirmation")),
    )
