"""What is taken of what came back becomes suggestions of the office."""

from collections.abc import Sequence

from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.viewer import Viewer
from app.manual import queries as manual
from app.manual.clearing.actions import hold
from app.manual.clearing.consulted import ensure_takes, state_held
from app.manual.clearing.forms import Taken, Taking
from app.manual.clearing.going import suggested_by
from app.manual.clearing.rules import NewEdition, SuggestedMeanwhile
from app.manual.clearing.values import Clearance, Sent
from app.manual.consulting.placing import place_of
from app.manual.suggesting import actions as suggestions
from app.manual.suggesting.forms import Proposed
from app.manual.suggesting.placing import Place, in_edition
from app.manual.values import EditionInfo
from app.notifications.post import Post
from app.text.blocks import content_hash

TO_EDITORS = Audience(Circle.SECRETARIAT)
"""Who reads what is suggested on the text of a consultation, beside its own member."""


def take(  # noqa: PLR0913 - of what is taken, against what it went out of, and who is told
    db: Session,
    viewer: Viewer,
    found: Clearance,
    said: Taking,
    *,
    sent: Sequence[Sent],
    seen: int,
    post: Post,
) -> Sequence[str]:
    """Make suggestions of what is taken; return their ids. One letter tells of all of them.

    A paragraph that the current edition words otherwise than what went out is suggested on from
    the edition that it went out of: so its readers see what it began from.

    What is taken of the text of a consultation belongs to the submission: its member and the
    Secretariat read it.

    Raises:
        Closed: when the clearance is over.
        NotBegun, Ended, TextWithdrawn: when nobody writes on the text of the consultation now.
        NewEdition: when another edition is in force than the one ``seen``.
        SuggestedMeanwhile: when a colleague took the same words in this very moment.
        NoPosition: for a position, where the office came into the interim meanwhile.
    """
    hold(db, viewer, found)
    if found.consultation:
        ensure_takes(state_held(db, viewer, found.consultation))
    editions = _editions(db, viewer, found, said, seen)
    known = {one.id: one for one in sent}
    made: list[str] = []
    for taken in said.wordings:
        edition = editions[known[taken.block].now == known[taken.block].base_hash]
        place = _place(db, found, edition, taken.block)
        proposed = _proposed(found, said, taken, place)
        letter = None if made else post
        made.append(
            suggestions.suggest(db, viewer, proposed, place=place, edition=edition, post=letter)
        )
    return made


def _proposed(found: Clearance, said: Taking, taken: Taken, place: Place) -> Proposed:
    return Proposed(
        taken.words,
        taken.reason,
        said.stance,
        TO_EDITORS if found.consultation else said.audience,
        said.language,
        place.hash,
        taken.asks,
        found.consultation,
    )


def _place(db: Session, found: Clearance, edition: EditionInfo, block_id: str) -> Place:
    conn, chapter = db.connection(), found.chapter_id or ""
    if found.consultation:
        place = place_of(conn, found.consultation, chapter, block_id)
    else:
        place = in_edition(conn, edition, block_id)
    if place is None:
        raise NewEdition
    return place


def _editions(
    db: Session, viewer: Viewer, found: Clearance, said: Taking, seen: int
) -> tuple[EditionInfo, EditionInfo]:
    """Return the edition that the text went out of, and the current one, if that is still so."""
    conn = db.connection()
    current = manual.current(conn)
    if current is None or (current.number != seen and not found.consultation):
        raise NewEdition
    already = suggested_by(conn, viewer, found.consultation)
    for one in said.wordings:
        if (one.asks, content_hash(one.words)) in already.get(one.block, ()):
            raise SuggestedMeanwhile
    return next(iter(manual.edition_alone(conn, found.edition))), current
