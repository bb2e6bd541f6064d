"""The house

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import app.core.seal

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_text USING fts5(title, tags, body, terms, labels, "
        "columnsize=0, tokenize=\"ascii tokenchars '_'\")",
        "CREATE TRIGGER manual_body_no_update BEFORE UPDATE ON manual_body BEGIN SELECT "
        "RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_body_no_delete BEFORE DELETE ON manual_body BEGIN SELECT "
        "RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_block_no_update BEFORE UPDATE ON manual_block BEGIN SELECT "
        "RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_block_no_delete BEFORE DELETE ON manual_block BEGIN SELECT "
        "RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_chapter_no_update BEFORE UPDATE ON manual_chapter BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_chapter_no_delete BEFORE DELETE ON manual_chapter BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_edition_no_update BEFORE UPDATE ON manual_edition BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_edition_no_delete BEFORE DELETE ON manual_edition BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_edition_chapter_no_update BEFORE UPDATE ON "
        "manual_edition_chapter BEGIN SELECT RAISE(ABORT, 'What the manual has published "
        "is never changed.'); END",
        "CREATE TRIGGER manual_edition_chapter_no_delete BEFORE DELETE ON "
        "manual_edition_chapter BEGIN SELECT RAISE(ABORT, 'What the manual has published "
        "is never changed.'); END",
        "CREATE TRIGGER manual_edition_block_no_update BEFORE UPDATE ON "
        "manual_edition_block BEGIN SELECT RAISE(ABORT, 'What the manual has published is "
        "never changed.'); END",
        "CREATE TRIGGER manual_edition_block_no_delete BEFORE DELETE ON "
        "manual_edition_block BEGIN SELECT RAISE(ABORT, 'What the manual has published is "
        "never changed.'); END",
        "CREATE TRIGGER manual_body_no_insert BEFORE INSERT ON manual_body WHEN EXISTS "
        "(SELECT 1 FROM manual_body WHERE hash = NEW.hash AND source <> NEW.source) BEGIN "
        "SELECT RAISE(ABORT, 'What the manual has published is never changed.'); END",
        "CREATE TRIGGER manual_edition_no_insert BEFORE INSERT ON manual_edition WHEN "
        "EXISTS (SELECT 1 FROM manual_edition WHERE number = NEW.number) BEGIN SELECT "
        "RAISE(ABORT, 'This edition is closed.'); END",
        "CREATE TRIGGER manual_edition_chapter_no_insert BEFORE INSERT ON "
        "manual_edition_chapter WHEN EXISTS (SELECT 1 FROM manual_edition WHERE number = "
        "NEW.edition) BEGIN SELECT RAISE(ABORT, 'This edition is closed.'); END",
        "CREATE TRIGGER manual_edition_block_no_insert BEFORE INSERT ON "
        "manual_edition_block WHEN EXISTS (SELECT 1 FROM manual_edition WHERE number = "
        "NEW.edition) BEGIN SELECT RAISE(ABORT, 'This edition is closed.'); END",
    ),
    "postgresql": (
        # The vectors stand beside the rows: walking what the index found reads few pages.
        "CREATE TABLE search_text (id BIGINT NOT NULL, vector TSVECTOR NOT NULL, "
        "CONSTRAINT pk_search_text PRIMARY KEY (id)) WITH (toast_tuple_target = 128)",
        "ALTER TABLE search_text ALTER COLUMN vector SET STORAGE EXTERNAL",
        "CREATE INDEX ix_search_text_vector ON search_text USING gin (vector) WITH "
        "(fastupdate = off)",
        # Always by the index: the planner takes reading a vector for free and would read all.
        "\n"
        "CREATE FUNCTION search_text_ranked(wanted tsquery[], most integer)\n"
        "RETURNS TABLE (id bigint, place integer) LANGUAGE plpgsql STABLE ROWS 100\n"
        "SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$\n"
        "DECLARE\n"
        "    had integer := 0;\n"
        "    now integer;\n"
        "BEGIN\n"
        "    FOR n IN 1 .. array_length(wanted, 1) LOOP\n"
        "        RETURN QUERY SELECT s.id, n FROM search_text AS s\n"
        "            WHERE s.vector @@ wanted[n] ORDER BY s.id LIMIT most - had;\n"
        "        GET DIAGNOSTICS now = ROW_COUNT;\n"
        "        had := had + now;\n"
        "        EXIT WHEN had >= most;\n"
        "    END LOOP;\n"
        "END $$\n",
        "CREATE FUNCTION manual_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE integrity_constraint_violation USING MESSAGE = 'What the manual has "
        "published is never changed.'; END $$",
        "CREATE FUNCTION manual_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM manual_edition WHERE number = NEW.edition) THEN "
        "RAISE integrity_constraint_violation USING MESSAGE = 'This edition is "
        "closed.'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER manual_body_no_change BEFORE UPDATE OR DELETE ON manual_body "
        "FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_body_no_truncate BEFORE TRUNCATE ON manual_body FOR "
        "EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_block_no_change BEFORE UPDATE OR DELETE ON "
        "manual_block FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_block_no_truncate BEFORE TRUNCATE ON manual_block FOR "
        "EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_chapter_no_change BEFORE UPDATE OR DELETE ON "
        "manual_chapter FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_chapter_no_truncate BEFORE TRUNCATE ON manual_chapter "
        "FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_no_change BEFORE UPDATE OR DELETE ON "
        "manual_edition FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_no_truncate BEFORE TRUNCATE ON manual_edition "
        "FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_chapter_no_change BEFORE UPDATE OR DELETE ON "
        "manual_edition_chapter FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_chapter_no_truncate BEFORE TRUNCATE ON "
        "manual_edition_chapter FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_block_no_change BEFORE UPDATE OR DELETE ON "
        "manual_edition_block FOR EACH ROW EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_block_no_truncate BEFORE TRUNCATE ON "
        "manual_edition_block FOR EACH STATEMENT EXECUTE FUNCTION manual_refuse()",
        "CREATE TRIGGER manual_edition_chapter_no_insert BEFORE INSERT ON "
        "manual_edition_chapter FOR EACH ROW EXECUTE FUNCTION manual_closed()",
        "CREATE TRIGGER manual_edition_block_no_insert BEFORE INSERT ON "
        "manual_edition_block FOR EACH ROW EXECUTE FUNCTION manual_closed()",
    ),
}
DROPS = {
    "sqlite": ("DROP TABLE IF EXISTS search_text",),
    "postgresql": (
        "DROP FUNCTION IF EXISTS search_text_ranked",
        "DROP TABLE IF EXISTS search_text",
        "DROP FUNCTION IF EXISTS manual_refuse",
        "DROP FUNCTION IF EXISTS manual_closed",
    ),
}


def upgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        "audit_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("event", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_record")),
    )
    op.create_index(op.f("ix_audit_record_at"), "audit_record", ["at"], unique=False)
    op.create_index(op.f("ix_audit_record_person_id"), "audit_record", ["person_id"], unique=False)
    op.create_index(op.f("ix_audit_record_subject"), "audit_record", ["subject"], unique=False)
    op.create_table(
        "job",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("leased_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    op.create_table(
        "loaded",
        sa.Column("dataset", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("dataset", "key", name=op.f("pk_loaded")),
    )
    op.create_table(
        "manual_block",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_block")),
    )
    op.create_table(
        "manual_body",
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_manual_body")),
    )
    op.create_table(
        "manual_chapter",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_chapter")),
    )
    op.create_table(
        "manual_epoch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_epoch")),
    )
    op.create_table(
        "member",
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("iso2", sqlmodel.sql.sqltypes.AutoString(length=2), nullable=True),
        sa.Column("regional_group", sqlmodel.sql.sqltypes.AutoString(length=24), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_member")),
    )
    op.create_index(op.f("ix_member_kind"), "member", ["kind"], unique=False)
    op.create_index(op.f("ix_member_regional_group"), "member", ["regional_group"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "practice_change",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_practice_change")),
    )
    op.create_index("ix_practice_change_item", "practice_change", ["item_id"], unique=False)
    op.create_table(
        "practice_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_turn")),
    )
    op.create_table(
        "registry",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("series", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "series", name=op.f("pk_registry")),
    )
    op.create_table(
        "used_form",
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("location", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_used_form")),
    )
    op.create_index(op.f("ix_used_form_at"), "used_form", ["at"], unique=False)
    op.create_table(
        "focal_point_record",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"], ["member.code"], name=op.f("fk_focal_point_record_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focal_point_record")),
    )
    op.create_index(
        op.f("ix_focal_point_record_member"), "focal_point_record", ["member"], unique=False
    )
    op.create_table(
        "identity",
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("bound_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_person_id")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_person_id"), "identity", ["person_id"], unique=False)
    op.create_table(
        "manual_draft_chapter",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("readers", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("chapter_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_manual_draft_chapter_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["manual_chapter.id"], name=op.f("fk_manual_draft_chapter_chapter_id")
        ),
        sa.PrimaryKeyConstraint("chapter_id", name=op.f("pk_manual_draft_chapter")),
        sa.UniqueConstraint("slug", name=op.f("uq_manual_draft_chapter_slug")),
    )
    op.create_index(
        op.f("ix_manual_draft_chapter_changed_by"),
        "manual_draft_chapter",
        ["changed_by"],
        unique=False,
    )
    op.create_table(
        "manual_slug",
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("chapter_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["manual_chapter.id"], name=op.f("fk_manual_slug_chapter_id")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_manual_slug")),
    )
    op.create_index(op.f("ix_manual_slug_chapter_id"), "manual_slug", ["chapter_id"], unique=False)
    op.create_table(
        "office",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("mailbox", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=True),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_office_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_index(op.f("ix_office_member"), "office", ["member"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("authority", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("verified_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("verified_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_appointment_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"], ["person.id"], name=op.f("fk_appointment_verified_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_office_id"), "appointment", ["office_id"], unique=False)
    op.create_index(op.f("ix_appointment_person_id"), "appointment", ["person_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("invited_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("redeemed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("redeemed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_invitation_office_id")),
        sa.ForeignKeyConstraint(
            ["redeemed_by"], ["person.id"], name=op.f("fk_invitation_redeemed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_index(op.f("ix_invitation_office_id"), "invitation", ["office_id"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=True),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_item_created_by")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_item_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("number", name=op.f("uq_item_number")),
    )
    op.create_index(op.f("ix_item_created_by"), "item", ["created_by"], unique=False)
    op.create_index(op.f("ix_item_office_id"), "item", ["office_id"], unique=False)
    op.create_table(
        "manual_draft_block",
        sa.Column("chapter_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["manual_block.id"], name=op.f("fk_manual_draft_block_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_hash"], ["manual_body.hash"], name=op.f("fk_manual_draft_block_body_hash")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"],
            ["manual_draft_chapter.chapter_id"],
            name=op.f("fk_manual_draft_block_chapter_id"),
        ),
        sa.PrimaryKeyConstraint("chapter_id", "position", name=op.f("pk_manual_draft_block")),
        sa.UniqueConstraint("block_id", name=op.f("uq_manual_draft_block_block_id")),
    )
    op.create_index(
        op.f("ix_manual_draft_block_body_hash"), "manual_draft_block", ["body_hash"], unique=False
    )
    op.create_table(
        "session",
        sa.Column("id_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("id_token", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_session_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id")),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_expires_at"), "session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_session_person_id"), "session", ["person_id"], unique=False)
    op.create_table(
        "assistance_request",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", app.core.seal.Sealed(), nullable=True),
        sa.Column("outcome", app.core.seal.Sealed(), nullable=True),
        sa.Column("basis", app.core.seal.Sealed(), nullable=True),
        sa.Column("for_whom", app.core.seal.Sealed(), nullable=True),
        sa.Column("contribution", app.core.seal.Sealed(), nullable=True),
        sa.Column("reason", app.core.seal.Sealed(), nullable=True),
        sa.Column("result_note", app.core.seal.Sealed(), nullable=True),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("modalities", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("wanted_from", sa.Date(), nullable=True),
        sa.Column("wanted_to", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("travel_money", sa.Boolean(), nullable=False),
        sa.Column("contact_office", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("addressed", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("result", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_office"], ["office.id"], name=op.f("fk_assistance_request_contact_office")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_assistance_request_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_assistance_request")),
    )
    op.create_index(
        op.f("ix_assistance_request_contact_office"),
        "assistance_request",
        ["contact_office"],
        unique=False,
    )
    op.create_table(
        "comment",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("about", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("answers", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["about"], ["item.id"], name=op.f("fk_comment_about"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["answers"], ["comment.item_id"], name=op.f("fk_comment_answers"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_comment_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_comment_member")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_thread", "comment", ["about", "at", "item_id"], unique=False)
    op.create_table(
        "item_label",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("sort_key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_label_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "label", name=op.f("pk_item_label")),
    )
    op.create_index(
        "ix_item_label_path", "item_label", ["label", "kind", "sort_key", "item_id"], unique=False
    )
    op.create_table(
        "item_owner",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_owner_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_item_owner_member")),
        sa.PrimaryKeyConstraint("item_id", "member", name=op.f("pk_item_owner")),
    )
    op.create_index("ix_item_owner_member", "item_owner", ["member", "item_id"], unique=False)
    op.create_table(
        "item_revision",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("sealed_body", app.core.seal.Sealed(), nullable=True),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("office_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_item_revision_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_item_revision_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_item_revision_person_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_item_revision")),
    )
    op.create_index(
        op.f("ix_item_revision_office_id"), "item_revision", ["office_id"], unique=False
    )
    op.create_index(
        op.f("ix_item_revision_person_id"), "item_revision", ["person_id"], unique=False
    )
    op.create_table(
        "letter",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("not_before", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("leased_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_letter_item_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_item_id"), "letter", ["item_id"], unique=False)
    op.create_index(op.f("ix_letter_not_before"), "letter", ["not_before"], unique=False)
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_index(op.f("ix_letter_sent_at"), "letter", ["sent_at"], unique=False)
    op.create_table(
        "manual_edition",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("published_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("weight", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_manual_edition_item_id")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_manual_edition_published_by")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_manual_edition")),
        sa.UniqueConstraint("item_id", name=op.f("uq_manual_edition_item_id")),
    )
    op.create_index(
        op.f("ix_manual_edition_published_by"), "manual_edition", ["published_by"], unique=False
    )
    op.create_table(
        "notice",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_notice_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_item_id"), "notice", ["item_id"], unique=False)
    op.create_index("ix_notice_label", "notice", ["label", "at"], unique=False)
    op.create_table(
        "practice",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("responsible_body", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("legal_basis", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=True),
        sa.Column("partners", sa.Text(), nullable=True),
        sa.Column("year_from", sa.Integer(), nullable=True),
        sa.Column("year_to", sa.Integer(), nullable=True),
        sa.Column("year_note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("status", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=True),
        sa.Column("cost", sa.Text(), nullable=True),
        sa.Column("what_worked", sa.Text(), nullable=True),
        sa.Column("what_did_not", sa.Text(), nullable=True),
        sa.Column("transfer_conditions", sa.Text(), nullable=True),
        sa.Column("source_kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_practice_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_practice")),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "address NOT LIKE '/assistance%'", name=op.f("ck_search_entry_not_confidential")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_search_entry_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("key", name=op.f("uq_search_entry_key")),
    )
    op.create_index(op.f("ix_search_entry_item_id"), "search_entry", ["item_id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("state_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("browser_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("nonce", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("verifier", sqlmodel.sql.sqltypes.AutoString(length=128), nullable=False),
        sa.Column("way_back", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("invitation_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_sign_in_invitation_id")
        ),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_created_at"), "sign_in", ["created_at"], unique=False)
    op.create_table(
        "waiting",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_waiting_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "label", "what", name=op.f("pk_waiting")),
    )
    op.create_index("ix_waiting_label", "waiting", ["label", "since"], unique=False)
    op.create_table(
        "waiting_excused",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(length=48), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_waiting_excused_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "label", "what", name=op.f("pk_waiting_excused")),
    )
    op.create_table(
        "assistance_offer",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("request_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("member", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("standing", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=True),
        sa.Column("message", app.core.seal.Sealed(), nullable=True),
        sa.Column("period", app.core.seal.Sealed(), nullable=True),
        sa.Column("modalities", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_assistance_offer_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["member.code"], name=op.f("fk_assistance_offer_member")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["assistance_request.item_id"],
            name=op.f("fk_assistance_offer_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_assistance_offer")),
        sa.UniqueConstraint(
            "request_id", "standing", name=op.f("uq_assistance_offer_request_id_standing")
        ),
    )
    op.create_index(
        op.f("ix_assistance_offer_member"), "assistance_offer", ["member"], unique=False
    )
    op.create_table(
        "manual_edition_block",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chapter_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["manual_block.id"], name=op.f("fk_manual_edition_block_block_id")
        ),
        sa.ForeignKeyConstraint(
            ["body_hash"], ["manual_body.hash"], name=op.f("fk_manual_edition_block_body_hash")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["manual_chapter.id"], name=op.f("fk_manual_edition_block_chapter_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition"],
            ["manual_edition.number"],
            name=op.f("fk_manual_edition_block_edition"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint(
            "edition", "chapter_id", "position", name=op.f("pk_manual_edition_block")
        ),
    )
    op.create_index(
        "ix_manual_edition_block_block_id",
        "manual_edition_block",
        ["block_id", "edition"],
        unique=False,
    )
    op.create_index(
        op.f("ix_manual_edition_block_body_hash"),
        "manual_edition_block",
        ["body_hash"],
        unique=False,
    )
    op.create_table(
        "manual_edition_chapter",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("readers", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chapter_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["manual_chapter.id"], name=op.f("fk_manual_edition_chapter_chapter_id")
        ),
        sa.ForeignKeyConstraint(
            ["edition"],
            ["manual_edition.number"],
            name=op.f("fk_manual_edition_chapter_edition"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("edition", "chapter_id", name=op.f("pk_manual_edition_chapter")),
        sa.UniqueConstraint("edition", "slug", name=op.f("uq_manual_edition_chapter_edition_slug")),
    )
    op.create_table(
        "practice_facet",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("facet", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["practice.item_id"],
            name=op.f("fk_practice_facet_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "facet", "value", name=op.f("pk_practice_facet")),
    )
    op.create_table(
        "practice_source",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["practice.item_id"],
            name=op.f("fk_practice_source_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "place", name=op.f("pk_practice_source")),
    )
    op.create_table(
        "practice_view",
        sa.Column("item_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("look", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["practice.item_id"],
            name=op.f("fk_practice_view_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", "language", name=op.f("pk_practice_view")),
    )
    # ### end Alembic commands ###
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    # ### commands auto generated by Alembic - please adjust! ###
    op.drop_table("practice_view")
    op.drop_table("practice_source")
    op.drop_table("practice_facet")
    op.drop_table("manual_edition_chapter")
    op.drop_index(op.f("ix_manual_edition_block_body_hash"), table_name="manual_edition_block")
    op.drop_index("ix_manual_edition_block_block_id", table_name="manual_edition_block")
    op.drop_table("manual_edition_block")
    op.drop_index(op.f("ix_assistance_offer_member"), table_name="assistance_offer")
    op.drop_table("assistance_offer")
    op.drop_table("waiting_excused")
    op.drop_index("ix_waiting_label", table_name="waiting")
    op.drop_table("waiting")
    op.drop_index(op.f("ix_sign_in_created_at"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index(op.f("ix_search_entry_item_id"), table_name="search_entry")
    op.drop_table("search_entry")
    op.drop_table("practice")
    op.drop_index("ix_notice_label", table_name="notice")
    op.drop_index(op.f("ix_notice_item_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index(op.f("ix_manual_edition_published_by"), table_name="manual_edition")
    op.drop_table("manual_edition")
    op.drop_index(op.f("ix_letter_sent_at"), table_name="letter")
    op.drop_index(op.f("ix_letter_person_id"), table_name="letter")
    op.drop_index(op.f("ix_letter_not_before"), table_name="letter")
    op.drop_index(op.f("ix_letter_item_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_index(op.f("ix_item_revision_person_id"), table_name="item_revision")
    op.drop_index(op.f("ix_item_revision_office_id"), table_name="item_revision")
    op.drop_table("item_revision")
    op.drop_index("ix_item_owner_member", table_name="item_owner")
    op.drop_table("item_owner")
    op.drop_index("ix_item_label_path", table_name="item_label")
    op.drop_table("item_label")
    op.drop_index("ix_comment_thread", table_name="comment")
    op.drop_table("comment")
    op.drop_index(op.f("ix_assistance_request_contact_office"), table_name="assistance_request")
    op.drop_table("assistance_request")
    op.drop_index(op.f("ix_session_person_id"), table_name="session")
    op.drop_index(op.f("ix_session_expires_at"), table_name="session")
    op.drop_table("session")
    op.drop_index(op.f("ix_manual_draft_block_body_hash"), table_name="manual_draft_block")
    op.drop_table("manual_draft_block")
    op.drop_index(op.f("ix_item_office_id"), table_name="item")
    op.drop_index(op.f("ix_item_created_by"), table_name="item")
    op.drop_table("item")
    op.drop_index(op.f("ix_invitation_office_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_appointment_person_id"), table_name="appointment")
    op.drop_index(op.f("ix_appointment_office_id"), table_name="appointment")
    op.drop_table("appointment")
    op.drop_index(op.f("ix_office_member"), table_name="office")
    op.drop_table("office")
    op.drop_index(op.f("ix_manual_slug_chapter_id"), table_name="manual_slug")
    op.drop_table("manual_slug")
    op.drop_index(op.f("ix_manual_draft_chapter_changed_by"), table_name="manual_draft_chapter")
    op.drop_table("manual_draft_chapter")
    op.drop_index(op.f("ix_identity_person_id"), table_name="identity")
    op.drop_table("identity")
    op.drop_index(op.f("ix_focal_point_record_member"), table_name="focal_point_record")
    op.drop_table("focal_point_record")
    op.drop_index(op.f("ix_used_form_at"), table_name="used_form")
    op.drop_table("used_form")
    op.drop_table("registry")
    op.drop_table("practice_turn")
    op.drop_index("ix_practice_change_item", table_name="practice_change")
    op.drop_table("practice_change")
    op.drop_table("person")
    op.drop_index(op.f("ix_member_regional_group"), table_name="member")
    op.drop_index(op.f("ix_member_kind"), table_name="member")
    op.drop_table("member")
    op.drop_table("manual_epoch")
    op.drop_table("manual_chapter")
    op.drop_table("manual_body")
    op.drop_table("manual_block")
    op.drop_table("loaded")
    op.drop_table("job")
    op.drop_index(op.f("ix_audit_record_subject"), table_name="audit_record")
    op.drop_index(op.f("ix_audit_record_person_id"), table_name="audit_record")
    op.drop_index(op.f("ix_audit_record_at"), table_name="audit_record")
    op.drop_table("audit_record")
    # ### end Alembic commands ###
    for statement in DROPS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)
