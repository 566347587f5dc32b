"""受理单位 among what is kept of how the packets of a programme are printed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = """id, programme, purpose, copies, double_sided, right_hand, colour, show_numbers, show_accounts,
    seal_circles, consents, newest_months, windows_fonts, part_order"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        make_anew()
        return
    op.add_column("printsetting", sa.Column("receiver", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_printsetting_receiver"), "printsetting", "receiver <> ''")


def make_anew() -> None:
    """SQLite takes no condition for a table that is there. Nothing refers to this one; its rows keep their ids."""
    op.rename_table("printsetting", "printsetting_before")
    op.create_table(
        "printsetting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("double_sided", sa.Boolean(create_constraint=True, name="double_sided"), nullable=True),
        sa.Column("right_hand", sa.Boolean(create_constraint=True, name="right_hand"), nullable=True),
        sa.Column("colour", sa.Boolean(create_constraint=True, name="colour"), nullable=True),
        sa.Column("show_numbers", sa.Boolean(create_constraint=True, name="show_numbers"), nullable=True),
        sa.Column("show_accounts", sa.Boolean(create_constraint=True, name="show_accounts"), nullable=True),
        sa.Column("seal_circles", sa.Boolean(create_constraint=True, name="seal_circles"), nullable=True),
        sa.Column("consents", sa.Boolean(create_constraint=True, name="consents"), nullable=True),
        sa.Column("newest_months", sa.Integer(), nullable=True),
        sa.Column("windows_fonts", sa.Boolean(create_constraint=True, name="windows_fonts"), nullable=True),
        sa.Column("part_order", sa.Text(), nullable=True),
        sa.Column("receiver", sa.Text(), nullable=True),
        sa.CheckConstraint("programme <> ''", name=op.f("ck_printsetting_programme")),
        sa.CheckConstraint("part_order <> ''", name=op.f("ck_printsetting_part_order")),
        sa.CheckConstraint("receiver <> ''", name=op.f("ck_printsetting_receiver")),
        sa.CheckConstraint(
            "purpose IN ('报送主管部门', '公示或传阅', '企业留存')", name=op.f("ck_printsetting_purpose")
        ),
        sa.CheckConstraint("copies > 0", name=op.f("ck_printsetting_some_copies")),
        sa.CheckConstraint("copies >= 0", name=op.f("ck_printsetting_copies")),
        sa.CheckConstraint("newest_months >= 0", name=op.f("ck_printsetting_newest_months")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printsetting")),
        sa.UniqueConstraint("programme", "purpose", name=op.f("uq_printsetting")),
    )
    op.execute(f"INSERT INTO printsetting ({BEFORE}) SELECT {BEFORE} FROM printsetting_before")  # noqa: S608
    op.drop_table("printsetting_before")
