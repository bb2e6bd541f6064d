"""A talk held by one of its sides until an act on it is done, and what every act leaves behind."""

from dataclasses import dataclass, replace

from sqlalchemy import select, update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_draft
from app.access.labels import member_label
from app.access.policy import P, ensure
from app.assistance import letters
from app.assistance.acting import Acting
from app.assistance.letters import About, Letter
from app.assistance.models import Offer
from app.assistance.queries import item, party
from app.assistance.rules import OFFER, REQUEST, Act, Party, after
from app.assistance.talk import Talk, talk
from app.assistance.talks.models import Conversation
from app.assistance.working.rules import SIDE_OF, Side
from app.assistance.writing import record_of, to_write
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.directory.still_acting import ensure_still_acts
from app.items.actions import create
from app.items.models import Kind
from app.sealing.keys import Opened

STAGE = "apart"
"""The one state of the item in which the two members talk alone."""


@dataclass(frozen=True, slots=True)
class Held:
    """A talk as one side holds it: which side, how it goes on, and by which labels both read."""

    talked: Talk
    side: Side
    row: Conversation
    offer: Offer

    @property
    def members(self) -> dict[Side, str]:
        """Each side's member."""
        (asker,) = self.talked.request.owners
        return {Side.ASKER: asker, Side.HELPER: self.offer.member}

    @property
    def others(self) -> frozenset[str]:
        """The label of the other side."""
        other = Side.HELPER if self.side == Side.ASKER else Side.ASKER
        return frozenset({member_label(self.members[other])})

    @property
    def place(self) -> str:
        """The item in which what is said now stands."""
        return self.row.apart_id if self.row.apart and self.row.apart_id else self.offer.item_id

    @property
    def about(self) -> About:
        """What letters say of it."""
        return replace(About.of(self.talked.request), offer_id=self.offer.item_id)


def hold(db: Session, by: Acting, talked: Talk, act: Act = Act.TALK) -> Held:
    """Hold office, request and offer; ask again under all three whether the talk goes on.

    Raises:
        Forbidden: when the viewer is on neither side.
        Conflict: when the offer stands no more, or the office has changed hands.
    """
    ensure_still_acts(db, by.holder)
    for one in (talked.request.id, talked.offer.id):
        db.execute(select(item.c.stage).where(item.c.id == one).with_for_update())
    now = talk(db.connection(), by.viewer, talked.request.id, talked.offer.id)
    ensure(by.viewer, P.TALK_SHARE, now)
    side = party(by.viewer, now.request.owners)
    after(REQUEST, act, now.request.stage, side)
    after(OFFER, act, now.offer.stage, side)
    offered = db.get_one(Offer, now.offer.id, populate_existing=True)
    row = db.get(Conversation, now.offer.id, populate_existing=True)
    if row is None:
        row = Conversation(item_id=now.offer.id)
        db.add(row)
        db.flush()
    return Held(now, SIDE_OF[side or Party.OWNER], row, offered)


def sealed_by(db: Session, by: Acting, held: Held) -> Opened:
    """Return what is said now is sealed by.

    Raises:
        Conflict: where words of the offer stand that a lost key sealed.
    """
    if held.place == held.offer.item_id:
        return record_of(db, by, held.offer)
    return to_write(db, by, held.place)


def open_apart(db: Session, by: Acting, held: Held) -> None:
    """Make the item that the two members alone see, if there is none yet."""
    if held.row.apart_id is not None:
        return
    members = list(held.members.values())
    made = create(
        db,
        by.viewer,
        Kind.TALK,
        stage=STAGE,
        audience=str(Audience.of(Circle.MEMBERS, members)),
        language=held.talked.offer.language,
        owners=members,
        labels=labels_of_draft(members),
    )
    held.row.apart_id = made.id
    db.flush()


def note(db: Session, by: Acting, held: Held, event: Event, *, of: str = "", **detail: str) -> None:
    """Record an act, and let nobody be silent: the offer changed now.

    ``of`` is the item in whose history it stands, where that is not the offer's.
    """
    db.flush()
    changed = update(item).where(item.c.id == held.offer.item_id)
    db.execute(changed.values(changed_at=clock.now()))
    more: dict[str, Plain] = {"request": held.talked.request.id, **detail}
    record(db, event, viewer=by.viewer, subject=of or held.offer.item_id, detail=more)


def write_to_others(db: Session, by: Acting, held: Held, letter: Letter) -> None:
    """Write a letter to the other side."""
    letters.write(db, by.post, letter, held.about, to=held.others)
