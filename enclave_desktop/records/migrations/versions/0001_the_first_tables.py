"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("period_from", sa.Text(), nullable=False),
        sa.Column("period_to", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("note <> ''", name=op.f("ck_claim_note")),
        sa.CheckConstraint("programme <> ''", name=op.f("ck_claim_programme")),
        sa.CheckConstraint(
            "state IN ('拟申报', '已提交', '退回', '获批', '已拨付')", name=op.f("ck_claim_state")
        ),
        sa.CheckConstraint("subject <> ''", name=op.f("ck_claim_subject")),
        sa.CheckConstraint("amount BETWEEN 0 AND 1000000000000000", name=op.f("ck_claim_amount")),
        sa.CheckConstraint(
            "length(period_from) = length(period_to) AND period_from <= period_to",
            name=op.f("ck_claim_periods"),
        ),
        sa.CheckConstraint("length(period_from) IN (4, 7)", name=op.f("ck_claim_period_from")),
        sa.CheckConstraint("length(period_to) IN (4, 7)", name=op.f("ck_claim_period_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("programme", "subject", "period_from", name=op.f("uq_claim")),
    )
    op.create_table(
        "enclave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("platform", sa.Text(), nullable=True),
        sa.Column("independent", sa.Boolean(create_constraint=True, name="independent"), nullable=True),
        sa.Column("legal_form", sa.Text(), nullable=True),
        sa.Column("credit_code", sa.Text(), nullable=True),
        sa.Column("head", sa.Text(), nullable=True),
        sa.Column("research_direction", sa.Text(), nullable=True),
        sa.Column("floor_area", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=True),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.CheckConstraint("address <> ''", name=op.f("ck_enclave_address")),
        sa.CheckConstraint("city <> ''", name=op.f("ck_enclave_city")),
        sa.CheckConstraint("credit_code <> ''", name=op.f("ck_enclave_credit_code")),
        sa.CheckConstraint("head <> ''", name=op.f("ck_enclave_head")),
        sa.CheckConstraint(
            "legal_form IN ('独立法人', '分支机构', '内设机构')", name=op.f("ck_enclave_legal_form")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_enclave_name")),
        sa.CheckConstraint("platform <> ''", name=op.f("ck_enclave_platform")),
        sa.CheckConstraint("province <> ''", name=op.f("ck_enclave_province")),
        sa.CheckConstraint("research_direction <> ''", name=op.f("ck_enclave_research_direction")),
        sa.CheckConstraint("type IN ('研发中心', '孵化器')", name=op.f("ck_enclave_type")),
        sa.CheckConstraint("floor_area >= 0", name=op.f("ck_enclave_floor_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enclave")),
        sa.UniqueConstraint("name", name=op.f("uq_enclave")),
    )
    op.create_table(
        "firm",
        sa.Column("id", sa.Integer(), server_default="1", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("legal_representative", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.CheckConstraint("account <> ''", name=op.f("ck_firm_account")),
        sa.CheckConstraint("address <> ''", name=op.f("ck_firm_address")),
        sa.CheckConstraint("bank <> ''", name=op.f("ck_firm_bank")),
        sa.CheckConstraint("city <> ''", name=op.f("ck_firm_city")),
        sa.CheckConstraint("contact <> ''", name=op.f("ck_firm_contact")),
        sa.CheckConstraint("credit_code <> ''", name=op.f("ck_firm_credit_code")),
        sa.CheckConstraint("legal_representative <> ''", name=op.f("ck_firm_legal_representative")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_firm_name")),
        sa.CheckConstraint("phone <> ''", name=op.f("ck_firm_phone")),
        sa.CheckConstraint("province <> ''", name=op.f("ck_firm_province")),
        sa.CheckConstraint("id = 1", name=op.f("ck_firm_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_firm")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=True),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("degree", sa.Text(), nullable=True),
        sa.Column("study_mode", sa.Text(), nullable=True),
        sa.Column("school", sa.Text(), nullable=True),
        sa.Column("major", sa.Text(), nullable=True),
        sa.Column("key_school", sa.Boolean(create_constraint=True, name="key_school"), nullable=True),
        sa.Column("key_discipline", sa.Boolean(create_constraint=True, name="key_discipline"), nullable=True),
        sa.Column("graduated_on", sa.Date(), nullable=True),
        sa.Column("degree_certificate", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("rnd_staff", sa.Boolean(create_constraint=True, name="rnd_staff"), nullable=True),
        sa.CheckConstraint("degree IN ('博士', '硕士', '学士', '无')", name=op.f("ck_person_degree")),
        sa.CheckConstraint("degree_certificate <> ''", name=op.f("ck_person_degree_certificate")),
        sa.CheckConstraint("id_number <> ''", name=op.f("ck_person_id_number")),
        sa.CheckConstraint(
            "id_type IN ('居民身份证', '护照', '港澳台居民居住证', '外国人永久居留证')",
            name=op.f("ck_person_id_type"),
        ),
        sa.CheckConstraint("major <> ''", name=op.f("ck_person_major")),
        sa.CheckConstraint("mobile <> ''", name=op.f("ck_person_mobile")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_person_name")),
        sa.CheckConstraint("position <> ''", name=op.f("ck_person_position")),
        sa.CheckConstraint("school <> ''", name=op.f("ck_person_school")),
        sa.CheckConstraint("sex IN ('男', '女')", name=op.f("ck_person_sex")),
        sa.CheckConstraint("study_mode IN ('全日制', '非全日制')", name=op.f("ck_person_study_mode")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_person_title")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("id_number", name=op.f("uq_person")),
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("counterparty", sa.Text(), nullable=False),
        sa.Column("enclave_id", sa.Integer(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("object", sa.Text(), nullable=True),
        sa.CheckConstraint("counterparty <> ''", name=op.f("ck_agreement_counterparty")),
        sa.CheckConstraint("number <> ''", name=op.f("ck_agreement_number")),
        sa.CheckConstraint("object <> ''", name=op.f("ck_agreement_object")),
        sa.CheckConstraint(
            "type IN ('技术合作', '场地租赁', '设备购置', '其他')", name=op.f("ck_agreement_type")
        ),
        sa.CheckConstraint("amount BETWEEN 0 AND 1000000000000000", name=op.f("ck_agreement_amount")),
        sa.CheckConstraint("paid BETWEEN 0 AND 1000000000000000", name=op.f("ck_agreement_paid")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_agreement_dates")),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_agreement_enclave_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", name=op.f("uq_agreement")),
    )
    op.create_index("ix_agreement_enclave_id", "agreement", ["enclave_id"])

    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enclave_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "category IN ('人才小高地', '博士后工作站', '博士后创新实践基地', '科技创新团队')",
            name=op.f("ck_approval_category"),
        ),
        sa.CheckConstraint("number <> ''", name=op.f("ck_approval_number")),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_approval_enclave_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("enclave_id", "category", name=op.f("uq_approval")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enclave_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.CheckConstraint("number <> ''", name=op.f("ck_assessment_number")),
        sa.CheckConstraint("result IN ('合格', '不合格')", name=op.f("ck_assessment_result")),
        sa.CheckConstraint("year BETWEEN 1000 AND 9999", name=op.f("ck_assessment_year")),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_assessment_enclave_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("enclave_id", "year", name=op.f("uq_assessment")),
    )
    op.create_table(
        "carrier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("enclave_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("recognised_on", sa.Date(), nullable=True),
        sa.Column("recognition_number", sa.Text(), nullable=True),
        sa.CheckConstraint("city <> ''", name=op.f("ck_carrier_city")),
        sa.CheckConstraint("level <> ''", name=op.f("ck_carrier_level")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_carrier_name")),
        sa.CheckConstraint("recognition_number <> ''", name=op.f("ck_carrier_recognition_number")),
        sa.CheckConstraint("type IN ('科技企业孵化器', '众创空间')", name=op.f("ck_carrier_type")),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_carrier_enclave_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("name", name=op.f("uq_carrier")),
    )
    op.create_index("ix_carrier_enclave_id", "carrier", ["enclave_id"])

    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enclave_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("open_ended", sa.Boolean(create_constraint=True, name="open_ended"), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("employer", sa.Text(), nullable=True),
        sa.Column("salary", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("employer <> ''", name=op.f("ck_contract_employer")),
        sa.CheckConstraint("form IN ('全职', '兼职', '柔性引进')", name=op.f("ck_contract_form")),
        sa.CheckConstraint("ends_on IS NULL OR NOT open_ended", name=op.f("ck_contract_open_ended_dates")),
        sa.CheckConstraint("salary BETWEEN 0 AND 1000000000000000", name=op.f("ck_contract_salary")),
        sa.CheckConstraint("signed_on <= starts_on", name=op.f("ck_contract_signed")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_contract_dates")),
        sa.CheckConstraint("starts_on <= left_on", name=op.f("ck_contract_left")),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_contract_enclave_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contract_person_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("person_id", "enclave_id", "starts_on", name=op.f("uq_contract")),
    )
    op.create_index("ix_contract_enclave_id", "contract", ["enclave_id"])

    op.create_table(
        "filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enclave_id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("authority IN ('自治区科技厅', '银川市科技局')", name=op.f("ck_filing_authority")),
        sa.CheckConstraint("number <> ''", name=op.f("ck_filing_number")),
        sa.CheckConstraint("filed_on <= valid_until", name=op.f("ck_filing_dates")),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_filing_enclave_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint("enclave_id", "authority", "filed_on", name=op.f("uq_filing")),
    )
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enclave_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_project_name")),
        sa.CheckConstraint("number <> ''", name=op.f("ck_project_number")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_project_dates")),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_project_enclave_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("number", name=op.f("uq_project")),
    )
    op.create_index("ix_project_enclave_id", "project", ["enclave_id"])

    op.create_table(
        "expense",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("voucher", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.Column("enclave_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("funding", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "category IN ('人员人工', '直接投入', '折旧费用', '无形资产摊销', '设计试验', '其他相关', '委托研发')",
            name=op.f("ck_expense_category"),
        ),
        sa.CheckConstraint("entry <> ''", name=op.f("ck_expense_entry")),
        sa.CheckConstraint("funding IN ('自筹', '财政')", name=op.f("ck_expense_funding")),
        sa.CheckConstraint("summary <> ''", name=op.f("ck_expense_summary")),
        sa.CheckConstraint("voucher <> ''", name=op.f("ck_expense_voucher")),
        sa.CheckConstraint(
            "amount BETWEEN -1000000000000000 AND 1000000000000000", name=op.f("ck_expense_amount")
        ),
        sa.ForeignKeyConstraint(
            ["enclave_id"], ["enclave.id"], name=op.f("fk_expense_enclave_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_expense_project_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
    )
    op.create_index("ix_expense_enclave_id", "expense", ["enclave_id"])
    op.create_index("ix_expense_project_id", "expense", ["project_id"])
    # Autogenerate passes over an index on expressions: it must be written, and written again after a batch.
    op.create_index(
        "uq_expense",
        "expense",
        [
            "booked_on",
            "voucher",
            "enclave_id",
            "category",
            sa.text("coalesce(entry, '')"),
            sa.text("coalesce(project_id, 0)"),
        ],
        unique=True,
    )
