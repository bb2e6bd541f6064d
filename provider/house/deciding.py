"""Who of the Secretariat decided a reset: written in the record, and asked by what follows."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from provider.house.accounts import Account
from provider.house.record import What, record
from provider.house.tables import decider, event, reset

PROPOSED, CONFIRMED = "proposed", "confirmed"


def note(conn: Connection, now: float, whose: str, by: Account, step: str) -> None:
    """Record who took a step of the reset of an account; also the name, which the account outlives.

    The account that decided may be gone when somebody asks, and nobody would know whose it was.
    """
    entry = record(conn, now, What.DECIDED, whose, step)
    row = {"event_id": entry, "account_id": by.subject, "handle": by.handle}
    conn.execute(insert(decider).values(**row))


def confirmed_by(conn: Connection, whose: str) -> str | None:
    """Return who confirmed the reset of an account that was proposed last, None for nobody."""
    theirs = event.c.account_id == whose
    proposed = (theirs, event.c.what == What.RESET_PROPOSED.value)
    last = select(func.coalesce(func.max(event.c.id), 0)).where(*proposed).scalar_subquery()
    decided = (theirs, event.c.what == What.DECIDED.value, event.c.way == CONFIRMED)
    asked = select(decider.c.account_id).join_from(decider, event).where(*decided)
    found = conn.execute(asked.where(event.c.id > last).order_by(event.c.id.desc()).limit(1))
    who: str | None = found.scalar()
    return who


def by_the_word_of(conn: Connection, subject: str) -> Sequence[str]:
    """Return whose resets go on that an account proposed or confirmed."""
    rows = conn.execute(select(reset.c.account_id, reset.c.proposed_by)).all()
    return [
        row.account_id
        for row in rows
        if row.proposed_by and subject in {row.proposed_by, confirmed_by(conn, row.account_id)}
    ]
