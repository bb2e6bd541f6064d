"""The chain

Revision ID: 0004
Revises: 0003
"""

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = {
    "sqlite": (
        "CREATE TRIGGER audit_record_no_update BEFORE UPDATE ON audit_record BEGIN SELECT "
        "RAISE(ABORT, 'The record is never changed.'); END",
        "CREATE TRIGGER audit_record_no_delete BEFORE DELETE ON audit_record BEGIN SELECT "
        "RAISE(ABORT, 'The record is never changed.'); END",
        "CREATE TRIGGER audit_record_no_gap BEFORE INSERT ON audit_record WHEN NEW.id <> "
        "(SELECT coalesce(max(id), 0) + 1 FROM audit_record) BEGIN SELECT RAISE(ABORT, "
        "'The record is written in order and without gaps.'); END",
        "CREATE TRIGGER audit_checkpoint_no_update BEFORE UPDATE ON audit_checkpoint "
        "BEGIN SELECT RAISE(ABORT, 'The record is never changed.'); END",
        "CREATE TRIGGER audit_checkpoint_no_delete BEFORE DELETE ON audit_checkpoint "
        "BEGIN SELECT RAISE(ABORT, 'The record is never changed.'); END",
        "CREATE TRIGGER audit_checkpoint_no_gap BEFORE INSERT ON audit_checkpoint WHEN "
        "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit_checkpoint) BEGIN "
        "SELECT RAISE(ABORT, 'The record is written in order and without gaps.'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE integrity_constraint_violation USING MESSAGE = 'The record is never "
        "changed.'; END $$",
        "CREATE FUNCTION audit_record_in_order() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM audit_record) "
        "THEN RAISE integrity_constraint_violation USING MESSAGE = 'The record is "
        "written in order and without gaps.'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER audit_record_no_change BEFORE UPDATE OR DELETE ON "
        "audit_record FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_record_no_truncate BEFORE TRUNCATE ON audit_record FOR "
        "EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_record_no_gap BEFORE INSERT ON audit_record FOR EACH "
        "ROW EXECUTE FUNCTION audit_record_in_order()",
        "CREATE FUNCTION audit_checkpoint_in_order() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM "
        "audit_checkpoint) THEN RAISE integrity_constraint_violation USING MESSAGE = "
        "'The record is written in order and without gaps.'; END IF; RETURN NEW; END "
        "$$",
        "CREATE TRIGGER audit_checkpoint_no_change BEFORE UPDATE OR DELETE ON "
        "audit_checkpoint FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON "
        "audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
        "CREATE TRIGGER audit_checkpoint_no_gap BEFORE INSERT ON audit_checkpoint FOR "
        "EACH ROW EXECUTE FUNCTION audit_checkpoint_in_order()",
    ),
}
FUNCTIONS = ("audit_refuse", "audit_record_in_order", "audit_checkpoint_in_order")
TABLES = ("audit_record", "audit_checkpoint")

RECORD = sa.table(
    "audit_record",
    sa.column("id", sa.Integer),
    sa.column("at", UTCDateTime()),
    sa.column("event", sa.String),
    sa.column("person_id", sa.String),
    sa.column("office_id", sa.String),
    sa.column("subject", sa.String),
    sa.column("detail", sa.Text),
    sa.column("hash", sa.String),
)
PREFIX = b"focal-point-portal/audit/1\0"


def upgrade() -> None:
    op.execute("ALTER TABLE audit_record ADD COLUMN hash VARCHAR(64) DEFAULT '' NOT NULL")
    _chain(op.get_bind())
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE audit_record ALTER COLUMN hash DROP DEFAULT")
        op.execute("ALTER TABLE audit_record ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE IF EXISTS audit_record_id_seq")
    op.create_table(
        "audit_checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("portal", sa.String(length=300), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_checkpoint")),
    )
    for statement in STATEMENTS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def _chain(conn: sa.Connection) -> None:
    """Number what was recorded so far without gaps and chain it, in the order it came."""
    before = "0" * 64
    ids = list(conn.execute(sa.select(RECORD.c.id).order_by(RECORD.c.id)).scalars())
    for number, old in enumerate(ids, 1):
        row = conn.execute(sa.select(RECORD).where(RECORD.c.id == old)).one()
        detail = json.dumps(json.loads(row.detail), sort_keys=True)
        said = {
            "id": number,
            "at": f"{row.at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z",
            "event": row.event,
            "person": row.person_id,
            "office": row.office_id,
            "subject": row.subject,
            "detail": json.loads(detail),
        }
        body = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        before = sha256(PREFIX + bytes.fromhex(before) + body.encode()).hexdigest()
        chained = RECORD.update().where(RECORD.c.id == old)
        conn.execute(chained.values(id=number, detail=detail, hash=before))


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        for name in FUNCTIONS:
            op.execute(f"DROP FUNCTION {name} CASCADE")
    else:
        for name in TABLES:
            for act in ("update", "delete", "gap"):
                op.execute(f"DROP TRIGGER {name}_no_{act}")
    op.drop_table("audit_checkpoint")
    op.drop_column("audit_record", "hash")
    if postgresql:
        op.execute("CREATE SEQUENCE audit_record_id_seq OWNED BY audit_record.id")
        op.execute("SELECT setval('audit_record_id_seq', (SELECT max(id) FROM audit_record))")
        op.execute(
            "ALTER TABLE audit_record ALTER COLUMN id SET DEFAULT nextval('audit_record_id_seq')"
        )
