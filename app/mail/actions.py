"""Writing a letter: a row of the outbox, in the transaction of the act."""

from textwrap import shorten

from sqlmodel import Session

from app.mail.models import Letter

LONGEST_SUBJECT = 200


def write(  # noqa: PLR0913 - all by name
    db: Session,
    person_id: str,
    *,
    subject: str,
    body: str,
    item_id: str | None = None,
    stops: str | None = None,
) -> None:
    """Put a letter to ``person_id`` in the outbox. ``body`` names nothing that is confidential.

    ``stops`` names what the reader can stop with one press, None for a letter that always comes.
    """
    line = _line(subject)
    db.add(Letter(person_id=person_id, item_id=item_id, subject=line, body=body, stops=stops))


def write_to(db: Session, address: str, subject: str, body: str) -> None:
    """Put a letter to somebody outside the portal in the outbox."""
    db.add(Letter(address=address, subject=_line(subject), body=body))


def _line(subject: str) -> str:
    return shorten(subject, LONGEST_SUBJECT, placeholder=" …")
