"""Once a week, all at once: cards come, cards go, and members hear that they are not needed.

Whether a request found help, was withdrawn or lapsed, its card goes at the same time in the same
way. Between two releases nothing changes for those who read.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Date, bindparam, insert, select, text, update
from sqlmodel import Session

from app.access.audience import Audience
from app.access.labels import SECRETARIAT, member_label
from app.assistance import letters
from app.assistance.blind.counting import crowd
from app.assistance.blind.models import Card, CardLabel
from app.assistance.blind.queries import card, card_label, word
from app.assistance.blind.rules import LANGUAGES, REGION, Known, hiding, week_of
from app.assistance.blind.showing import in_week
from app.assistance.entities.holding import ask
from app.assistance.letters import About, Letter
from app.assistance.queries import item, item_owner, request
from app.assistance.rules import TAKES_OFFERS, OfferStage
from app.assistance.waits import News, Wait
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.i18n import N_
from app.directory.seated import addressees
from app.notifications.actions import wait_for
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, Post
from app.notifications.post import News as Told
from app.vocabulary.packed import unpacked
from app.web.portal import Portal

PAGE = "/assistance/sealed"
RELEASED = LetterKind(N_("New sealed requests for assistance"), "assistance-sealed")
NOT_NEEDED = LetterKind(N_("An answer on a sealed request"), "assistance-not-needed")
_BEGIN = text(
    "INSERT INTO sealed_week (week) SELECT :week"
    " WHERE NOT EXISTS (SELECT 1 FROM sealed_week WHERE week >= :week)"
    " ON CONFLICT (week) DO NOTHING RETURNING week"
).bindparams(bindparam("week", type_=Date))
"""Begin a week once; a clock that goes back begins none again."""
_LOOKING = (
    select(request, item_owner.c.member.label("owner"))
    .join_from(request, item, item.c.id == request.c.item_id)
    .join(item_owner, item_owner.c.item_id == request.c.item_id)
    .where(request.c.card_audience.is_not(None), item.c.stage.in_(TAKES_OFFERS))
    .order_by(request.c.item_id)
)
_NEW = (
    select(word.c.id, card.c.request_id, item.c.stage, item.c.number, request.c.answer_by)
    .join_from(word, card, card.c.id == word.c.card_id)
    .join(item, item.c.id == card.c.request_id)
    .join(request, request.c.item_id == item.c.id)
    .where(~word.c.passed_on, word.c.stage == OfferStage.OFFERED)
    .order_by(word.c.id)
)


def look_after(portal: Portal) -> bool:
    """Pass on what members said; once a week let out and take away. Return whether it did that."""
    with portal.db.unit_of_work() as db:
        post, week = Post.of(portal), week_of(clock.today())
        pass_on(db, post)
        first = db.execute(_BEGIN, {"week": week}).first() is not None
        if first:
            release(db, post, week)
        return first


def pass_on(db: Session, post: Post) -> None:
    """Tell who asks what was said since the last time; whoever said it waits for none of this."""
    for row in db.execute(_NEW).all():
        if row.stage in TAKES_OFFERS:
            owned = select(item_owner.c.member).where(item_owner.c.item_id == row.request_id)
            owners = {member_label(code) for code in db.execute(owned).scalars()}
            for label in sorted(owners):
                wait_for(db, row.request_id, label, Wait.OFFER)
            about = About(row.request_id, row.number, row.answer_by)
            letters.write(db, post, Letter.OFFER, about, to=owners)
        passed = update(word).where(word.c.id == row.id)
        db.execute(passed.values(passed_on=True, moved_at=clock.now()))


def release(db: Session, post: Post, week: date) -> None:
    """Let cards out and take them away, and tell those whom it concerns."""
    _tell_readers(db, post, let_out(db, week))
    _tell_not_needed(db, post)


def let_out(db: Session, week: date) -> Sequence[frozenset[str]]:
    """Let out what was consented to before ``week``; take away what looks for help no more.

    Return by which labels each new card is read.
    """
    start = datetime.combine(week, time(), UTC)
    looking = [row for row in db.execute(_LOOKING).all() if _before(row.opened_at, start)]
    wanted = {(row.item_id, row.opened_at, in_week(row.answer_by)) for row in looking}
    out = db.execute(select(card).where(card.c.listed)).all()
    kept = {
        one.request_id for one in out if (one.request_id, one.opened_at, one.answer_by) in wanted
    }
    gone = [one.id for one in out if one.request_id not in kept]
    _take_away(db, gone)
    members = crowd(db.connection())
    made = [_made(db, row, members) for row in looking if row.item_id not in kept]
    return [labels for labels in made if labels]


def _before(moment: datetime | None, start: datetime) -> bool:
    if moment is None:
        return False
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) < start


def _take_away(db: Session, ids: Collection[str]) -> None:
    """List cards no more; what was said on them is not needed."""
    if not ids:
        return
    db.execute(update(card).where(card.c.id.in_(ids)).values(listed=False))
    waits = (word.c.card_id.in_(ids), word.c.stage == OfferStage.OFFERED)
    db.execute(update(word).where(*waits).values(stage=OfferStage.DECLINED))


def _made(db: Session, row: Any, members: Sequence[Known]) -> frozenset[str]:
    """Make the card of a request, if it hides who asks today; return by which labels it is read."""
    readers = Audience.parse(row.card_audience).labels
    languages = unpacked(row.languages)
    hidden = hiding(members, row.owner, languages, readers=readers - {SECRETARIAT})
    if not hidden.holds:
        return frozenset()
    shows = hidden.shows & set(unpacked(row.card_shows))
    made = Card(
        request_id=row.item_id,
        themes=row.themes,
        modalities=row.modalities,
        languages=row.languages if LANGUAGES in shows else "",
        region=hidden.region if REGION in shows else None,
        starts=in_week(row.wanted_from),
        ends=in_week(row.wanted_to),
        answer_by=in_week(row.answer_by),
        opened_at=row.opened_at,
    )
    db.add(made)
    db.flush()
    labelled = [CardLabel(card_id=made.id, label=label) for label in sorted(readers)]
    db.execute(insert(card_label), [one.model_dump() for one in labelled])
    record(db, Event.SEALED_RELEASED, subject=row.item_id)
    ask(db, row.item_id, Audience.parse(row.card_audience), anew=True)
    return readers


def _tell_readers(db: Session, post: Post, cards: Iterable[frozenset[str]]) -> None:
    """Write one letter to each who reads a new card, however many there are."""
    labels = frozenset[str]().union(*cards) - {SECRETARIAT}
    if labels:
        people = addressees(db.connection(), labels, clock.today())
        told = Told(NoticeClass.ADDRESSED, News.SEALED_RELEASED, PAGE)
        post.send(db, told, people, RELEASED, dict)


def _tell_not_needed(db: Session, post: Post) -> None:
    """Tell members whose help was declined, or whose card is gone, that it is not needed."""
    done = (word.c.stage == OfferStage.DECLINED, ~word.c.told)
    labels = {
        member_label(code) for code in db.execute(select(word.c.member).where(*done)).scalars()
    }
    if labels:
        people = addressees(db.connection(), labels, clock.today())
        told = Told(NoticeClass.MATTERS, News.SEALED_ANSWERED, PAGE)
        post.send(db, told, people, NOT_NEEDED, dict)
        db.execute(update(word).where(*done).values(told=True))
