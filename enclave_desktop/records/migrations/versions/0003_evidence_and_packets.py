"""Evidence and its files, packets as printed, the course of claims, settings for printing."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWNERS = (
    "enclave",
    "filing",
    "person",
    "contract",
    "project",
    "expense",
    "agreement",
    "carrier",
    "assessment",
    "approval",
)


def upgrade() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_content_sha256")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_content")),
    )
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
        sa.CheckConstraint("programme <> ''", name=op.f("ck_printsetting_programme")),
        sa.CheckConstraint("part_order <> ''", name=op.f("ck_printsetting_part_order")),
        sa.CheckConstraint(
            "purpose IN ('报送主管部门', '公示或传阅', '企业留存')", name=op.f("ck_printsetting_purpose")
        ),
        sa.CheckConstraint("copies > 0", name=op.f("ck_printsetting_some_copies")),
        sa.CheckConstraint("copies >= 0", name=op.f("ck_printsetting_copies")),
        sa.CheckConstraint("newest_months >= 0", name=op.f("ck_printsetting_newest_months")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printsetting")),
        sa.UniqueConstraint("programme", "purpose", name=op.f("uq_printsetting")),
    )
    op.create_table(
        "claimstep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("packet", sa.Text(), nullable=True),
        sa.CheckConstraint("number <> ''", name=op.f("ck_claimstep_number")),
        sa.CheckConstraint("packet <> ''", name=op.f("ck_claimstep_packet")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_claimstep_reason")),
        sa.CheckConstraint("settled_on IS NULL OR state = '退回'", name=op.f("ck_claimstep_settled")),
        sa.CheckConstraint(
            "state IN ('拟申报', '已提交', '退回', '获批', '已拨付')", name=op.f("ck_claimstep_state")
        ),
        sa.CheckConstraint("amount BETWEEN 0 AND 1000000000000000", name=op.f("ck_claimstep_amount")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claimstep_claim_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claimstep")),
        sa.UniqueConstraint("number", name=op.f("uq_claimstep")),
    )
    op.create_index(op.f("ix_claimstep_claim_id"), "claimstep", ["claim_id"], unique=False)
    op.create_table(
        "packet",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("pdf", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["manifest"], ["content.sha256"], name=op.f("fk_packet_manifest"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["pdf"], ["content.sha256"], name=op.f("fk_packet_pdf"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_packet")),
    )
    op.create_table(
        "packet_part",
        sa.Column("packet", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content"], ["content.sha256"], name=op.f("fk_packet_part_content"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["packet"], ["packet.number"], name=op.f("fk_packet_part_packet"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("packet", "content", name=op.f("pk_packet_part")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("period_from", sa.Text(), nullable=True),
        sa.Column("period_to", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("enclave_id", sa.Integer(), nullable=True),
        sa.Column("filing_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("expense_id", sa.Integer(), nullable=True),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("carrier_id", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("approval_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("file_name <> ''", name=op.f("ck_evidence_file_name")),
        sa.CheckConstraint("kind <> ''", name=op.f("ck_evidence_kind")),
        sa.CheckConstraint("note <> ''", name=op.f("ck_evidence_note")),
        sa.CheckConstraint("number <> ''", name=op.f("ck_evidence_number")),
        sa.CheckConstraint("pages <> ''", name=op.f("ck_evidence_pages")),
        sa.CheckConstraint(
            " + ".join(f"(CASE WHEN {owner}_id IS NULL THEN 0 ELSE 1 END)" for owner in OWNERS) + " <= 1",
            name=op.f("ck_evidence_one_owner"),
        ),
        sa.CheckConstraint(
            "length(period_from) = length(period_to) AND period_from <= period_to",
            name=op.f("ck_evidence_periods"),
        ),
        sa.CheckConstraint("length(period_from) IN (4, 7)", name=op.f("ck_evidence_period_from")),
        sa.CheckConstraint("length(period_to) IN (4, 7)", name=op.f("ck_evidence_period_to")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_evidence_position")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_evidence_agreement_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approval.id"], name=op.f("fk_evidence_approval_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_assessment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["carrier_id"], ["carrier.id"], name=op.f("fk_evidence_carrier_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["content"], ["content.sha256"], name=op.f("fk_evidence_content"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_evidence_contract_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_evidence_enclave_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["expense_id"], ["expense.id"], name=op.f("fk_evidence_expense_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filing.id"], name=op.f("fk_evidence_filing_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evidence_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evidence_project_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("number", name=op.f("uq_evidence")),
    )
    op.create_index(op.f("ix_evidence_agreement_id"), "evidence", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_evidence_approval_id"), "evidence", ["approval_id"], unique=False)
    op.create_index(op.f("ix_evidence_assessment_id"), "evidence", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_evidence_carrier_id"), "evidence", ["carrier_id"], unique=False)
    op.create_index(op.f("ix_evidence_content"), "evidence", ["content"], unique=False)
    op.create_index(op.f("ix_evidence_contract_id"), "evidence", ["contract_id"], unique=False)
    op.create_index(op.f("ix_evidence_enclave_id"), "evidence", ["enclave_id"], unique=False)
    op.create_index(op.f("ix_evidence_expense_id"), "evidence", ["expense_id"], unique=False)
    op.create_index(op.f("ix_evidence_filing_id"), "evidence", ["filing_id"], unique=False)
    op.create_index(op.f("ix_evidence_person_id"), "evidence", ["person_id"], unique=False)
    op.create_index(op.f("ix_evidence_project_id"), "evidence", ["project_id"], unique=False)
