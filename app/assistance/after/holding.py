"""Help that has ended, held by one of its sides until an act on it is done."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import member_label
from app.access.policy import P, ensure
from app.assistance.acting import Acting
from app.assistance.after.models import Aftermath, Note
from app.assistance.models import Offer
from app.assistance.queries import item, party
from app.assistance.rules import OFFER, REQUEST, Act, Party, after
from app.assistance.talk import Talk, talk
from app.assistance.working.rules import SIDE_OF, Side
from app.assistance.writing import LOST
from app.core.errors import Conflict
from app.core.seal import Place, SealedText
from app.directory.still_acting import ensure_still_acts
from app.sealing import wrapping


@dataclass(frozen=True, slots=True)
class Held:
    """Help as one side holds it: which side, and by which labels both are addressed."""

    talked: Talk
    side: Side
    asker: str
    helper: str

    @property
    def both(self) -> frozenset[str]:
        """The labels of the two sides, which alone have the key."""
        return frozenset({self.asker, self.helper})

    @property
    def mine(self) -> str:
        """The label of the side that acts."""
        return self.asker if self.side == Side.ASKER else self.helper

    @property
    def others(self) -> Collection[str]:
        """The label of the other side."""
        return self.both - {self.mine}


def hold(db: Session, by: Acting, talked: Talk, act: Act | None) -> Held:
    """Hold office, request and offer; ask again under all three whether ``act`` may be done.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when the help has not ended, or the office has changed hands.
    """
    ensure_still_acts(db, by.holder)
    for one in (talked.request.id, talked.offer.id):
        db.execute(select(item.c.stage).where(item.c.id == one).with_for_update())
    now = talk(db.connection(), by.viewer, talked.request.id, talked.offer.id)
    ensure(by.viewer, P.WORK_SHARE, now)
    side = party(by.viewer, now.request.owners)
    if act:
        after(REQUEST, act, now.request.stage, side)
        after(OFFER, act, now.offer.stage, side)
    row = db.get_one(Offer, now.offer.id)
    (owner,) = now.request.owners
    return Held(
        now,
        SIDE_OF.get(side or Party.OWNER, Side.ASKER),
        member_label(owner),
        member_label(row.member),
    )


def sealed(  # noqa: PLR0913, PLR0917 - by whom, where, what
    db: Session, by: Acting, held: Held, row: Aftermath | Note, column: str, text: str
) -> SealedText | None:
    """Return ``text`` sealed for one column of ``row``, by a key that both sides have.

    Raises:
        Conflict: where words stand there that a lost key sealed.
    """
    kept = wrapping.held(db, by.seal, row.id, by.viewer.labels)
    if kept is None and getattr(row, column) is not None:
        raise Conflict(LOST)
    if not text:
        return None
    kept = kept or wrapping.begin(db, by.seal, row.id, held.both)
    return kept.seal(text, Place(str(row.__tablename__), column, row.id))
