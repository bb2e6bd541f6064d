"""An edition, or its withdrawal, as those outside the staff are asked about it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import Viewer
from app.core.i18n import gettext
from app.directory import second_matter
from app.directory.second_matter import Kind, Matter, What, place_of
from app.identity.people import named
from app.manual.publishing import actions, letters, queries
from app.manual.publishing.done import signed
from app.manual.publishing.going_on import held, life_of
from app.manual.publishing.measuring import weight_words
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import FATES, SUBMITTED
from app.manual.publishing.rules import Kind as Submitted
from app.manual.wording import share_words
from app.notifications.post import Post
from app.web.components import moment_words
from app.web.portal import Portal


def ask(db: Session, portal: Portal, found: Submission) -> None:
    """Ask whoever can be the second person, of the Secretariat and from outside its staff."""
    letters.tell_submitted(db, portal, found)
    second_matter.ask(db, portal, find(db.connection(), found.id))


def find(conn: Connection, key: str) -> Matter | None:
    """Return the submission of an id, None for an unknown one."""
    row = queries.one(conn, key)
    return None if row is None else _matter(conn, row)


def waiting(conn: Connection) -> Sequence[Matter]:
    """Return what waits for a second person, the oldest first."""
    found = [_matter(conn, row) for row in queries.unfinished(conn)]
    return [one for one in found if one.waits]


def hold(db: Session, key: str) -> None:
    """Hold a submission until the act is done."""
    held(db, key)


def agree(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    """Agree; what has no later moment takes effect at once.

    Raises:
        Over: when it is open no more, or agreed to already.
        Fixed: when the draft or the current edition was changed since.
    """
    signed(db, portal, actions.agree_outside(db, viewer, matter.key, Post.of(portal)))


def refuse(db: Session, _portal: Portal, viewer: Viewer, matter: Matter) -> None:
    """Refuse it: that is its end. The words of the refusal stand with the answer.

    Raises:
        Over: when it is open no more.
    """
    actions.refuse(db, viewer, matter.key, "")


def _matter(conn: Connection, row: Any) -> Matter:
    of_edition = row.kind == Submitted.EDITION
    return Matter(
        what=What.EDITION,
        key=row.id,
        mark=row.id,
        owners=frozenset({SECRETARIAT_CODE}),
        about=gettext(SUBMITTED[row.kind], number=row.number),
        reads=f"{place_of(What.EDITION, row.id)}/changes"
        if of_edition
        else f"/manual/{row.number}",
        title=gettext("Publish an edition of the manual")
        if of_edition
        else gettext("Withdraw an edition of the manual"),
        proposer=row.proposed_by,
        subject=row.id,
        waits=row.slot is not None and row.agreed_at is None,
        facts=_facts(conn, row),
        agreeing=_agreeing(row),
        nothing=_nothing(row),
        now=_now(row),
    )


def _facts(conn: Connection, row: Any) -> Sequence[tuple[str, str]]:
    of_edition = row.kind == Submitted.EDITION
    proposer = queries.names(conn, row.proposed_by).get(row.proposed_by or "", "")
    said = (
        (gettext("Called"), row.label),
        (gettext("What changed, and why") if of_edition else gettext("Reason"), row.note),
        (gettext("Minor or major"), weight_words(row) if of_edition else ""),
        (gettext("Share of words changed"), share_words(row.share) if of_edition else ""),
        (gettext("Proposed by"), named(proposer)),
        (gettext("Proposed on"), moment_words(row.proposed_at)),
        (gettext("Not before"), moment_words(row.publish_at) if row.publish_at else ""),
    )
    return [(label, words) for label, words in said if words]


def _agreeing(row: Any) -> str:
    if row.publish_at:
        day = moment_words(row.publish_at)
        return gettext("It takes effect on %(day)s. The Secretariat is told now.", day=day)
    if row.kind == Submitted.EDITION:
        return gettext("The edition is published at once, for everybody. It is never changed.")
    return gettext(
        "The edition is withdrawn at once. It stays readable, and says that it was withdrawn."
    )


def _nothing(row: Any) -> str:
    due = life_of(row).due_at
    if due:
        day = moment_words(due)
        return gettext("Without an answer it takes effect by itself on %(day)s.", day=day)
    return gettext("Without an answer nothing happens until somebody else agrees or withdraws it.")


def _now(row: Any) -> str:
    due = life_of(row).due_at
    if due:
        return gettext("It takes effect on %(day)s.", day=moment_words(due))
    return gettext(FATES[row.outcome]) if row.outcome else ""


KIND = Kind(hold, find, waiting, agree, refuse)
