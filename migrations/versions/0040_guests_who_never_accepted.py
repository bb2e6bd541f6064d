"""Accounts of guests that 0037 missed: never accepted, or of a loan that is forgotten

Revision ID: 0040
Revises: 0039

A guest's row names who accepted, and goes thirty days after the end. The record keeps who accepted,
and when which invitation was open. Of an account without an appointment and without a word of whom
it came by, that is the invitation it came by: nobody else is let in but by one to an office, and
who took that one has an appointment. Who has yet to take it comes in by its address as before.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

INVITED, ADMITTED = "guests:guest:invited", "guests:guest:admitted"
ACCOUNTS = sa.text(
    "SELECT id, email, created_at FROM person WHERE came_by IS NULL AND name <> ''"
    " AND NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.person_id = person.id)"
).columns(created_at=UTCDateTime())
RECORD = sa.text(
    "SELECT at, event, person_id, detail FROM audit_record"
    " WHERE event IN (:invited, :admitted) ORDER BY id DESC"
).columns(at=UTCDateTime())
ADDRESSES = sa.text("SELECT id, address FROM guest")
CAME_BY = sa.text("UPDATE person SET came_by = :guest WHERE id = :id")
UNDER_WAY = timedelta(minutes=10)
"""So long a sign-in lasts: it may have ended on the day after the last."""


class Invited(NamedTuple):
    """An invitation of the record; ``address`` while its row is kept."""

    guest: str
    at: datetime
    until: date
    address: str | None

    def fits(self, account: Any) -> bool:
        """Whether an account can have come by it."""
        made: datetime = account.created_at
        if not self.at <= made or (made - UNDER_WAY).date() > self.until:
            return False
        return not (account.email and self.address) or _same(account.email, self.address)


def upgrade() -> None:
    conn = op.get_bind()
    accounts = conn.execute(ACCOUNTS).all()
    if not accounts:
        return
    both = {"invited": INVITED, "admitted": ADMITTED}
    record = [(row, json.loads(row.detail)) for row in conn.execute(RECORD, both)]
    address = {row.id: row.address for row in conn.execute(ADDRESSES)}
    accepted = {
        row.person_id: said["guest"] for row, said in reversed(record) if row.event == ADMITTED
    }
    invited = [
        Invited(
            said["guest"], row.at, date.fromisoformat(said["until"]), address.get(said["guest"])
        )
        for row, said in record
        if row.event == INVITED
    ]
    for one in accounts:
        came_by = accepted.get(one.id) or _latest(invited, one)
        if came_by:
            conn.execute(CAME_BY, {"guest": came_by, "id": one.id})


def downgrade() -> None:
    """Let them keep what is true of them."""


def _latest(invited: Sequence[Invited], account: Any) -> str | None:
    """Return the last invitation by which an account can have come; its own address goes first."""
    fit = [one for one in invited if one.fits(account)]
    own = [one for one in fit if account.email and one.address]
    return next((one.guest for one in own or fit), None)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
