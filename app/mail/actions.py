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
    urgent: bool = False,
) -> None:
    """Put a letter to ``person_id`` in the outbox. ``body`` names nothing that is confidential.

    ``stops`` names what the reader can stop with one press, None for a letter that always comes.
    An ``urgent`` letter leaves while the portal is frozen too.
    """
    line = _line(subject)
    made = Letter(person_id=person_id, item_id=item_id, subject=line, body=body)
    made.stops, made.urgent = stops, urgent
    db.add(made)


def write_to(  # noqa: PLR0913 - all by name
    db: Session,
    address: str,
    subject: str,
    body: str,
    *,
    urgent: bool = False,
    lent: str | None = None,
) -> None:
    """Put a letter to somebody outside in the outbox; an ``urgent`` one leaves a frozen portal.

    ``lent`` is the id of the loan that has to last when the letter leaves.
    """
    made = Letter(address=address, subject=_line(subject), body=body, urgent=urgent)
    made.lent = lent
    db.add(made)


def _line(subject: str) -> str:
    return shorten(subject, LONGEST_SUBJECT, placeholder=" …")
