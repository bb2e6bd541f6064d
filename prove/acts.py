"""The acts of the portal as its pages do them: find, ensure, act; each by one name."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session

from app.access.audience import Audience
from app.access.policy import P, ensure
from app.access.viewer import Viewer
from app.assistance import actions as requests
from app.assistance import consenting, drafting, offers, queries, steering
from app.assistance.acting import Acting
from app.assistance.behalf import actions as behalf
from app.assistance.forms import How, Offered, What
from app.assistance.forms import Readers as Asks
from app.assistance.queries import offer as offer_row
from app.assistance.rules import Act
from app.assistance.sealing import Basis
from app.core import clock
from app.core.errors import NotFound
from app.discussion import actions as discussion
from app.discussion.forms import Written
from app.items.models import Kind
from app.items.queries import Matter, find
from app.notifications.post import Post
from app.practices import actions as practices
from app.practices import afterwards, answering, embargo, readership, resting
from app.practices.behalf import actions as entries
from app.practices.entry import OWN, Changes
from app.practices.revising.actions import Means
from app.web.portal import Portal
from prove.stated import Readers
from tests.assistance.behalf import attach
from tests.practices.behalf import letter, seat_of

DAY = timedelta(days=1)
Do = Callable[[Session, Portal, Viewer, Matter], object]

NEEDS: Mapping[str, Mapping[str, P]] = {
    Kind.PRACTICE: {
        "edit": P.PRACTICE_EDIT,
        "submit": P.PRACTICE_EDIT,
        "publish": P.PRACTICE_REVIEW,
        "return": P.PRACTICE_REVIEW,
        "withdraw": P.PRACTICE_WITHDRAW,
        "confirm": P.PRACTICE_CONFIRM,
        "enter": P.PRACTICE_ENTER,
        "refuse": P.PRACTICE_REFUSE,
        "retire": P.PRACTICE_RETIRE,
        "revive": P.PRACTICE_RETIRE,
        "hide": P.PRACTICE_HIDE,
        "show": P.PRACTICE_HIDE,
        "revise": P.PRACTICE_REVISE,
        "readers": P.PRACTICE_READERS,
        "release": P.PRACTICE_RELEASE,
        "answer": P.PRACTICE_REVIEW,
        "comment": P.COMMENT_WRITE,
        "guests": P.GUESTS_READ,
        "guest": P.GUEST_INVITE,
        "dismiss": P.GUEST_WITHDRAW,
        "history": P.HISTORY_READ,
    },
    Kind.REQUEST: {
        "edit": P.REQUEST_EDIT,
        "submit": P.REQUEST_STEER,
        "authenticate": P.REQUEST_REVIEW,
        "open": P.REQUEST_STEER,
        "not_yet": P.REQUEST_STEER,
        "hand_over": P.REQUEST_ENTER,
        "vouch": P.REQUEST_STEER,
        "refuse_entry": P.REQUEST_WITHDRAW,
        "drop": P.REQUEST_ENTER,
        "again": P.REQUEST_STEER,
        "pause": P.REQUEST_STEER,
        "go_on": P.REQUEST_STEER,
        "return": P.REQUEST_REVIEW,
        "start": P.REQUEST_STEER,
        "close": P.REQUEST_STEER,
        "withdraw": P.REQUEST_WITHDRAW,
        "offer": P.OFFER_MAKE,
        "take_up": P.OFFER_ANSWER,
        "accept": P.OFFER_ACCEPT,
        "decline": P.OFFER_ANSWER,
        "guests": P.GUESTS_READ,
        "guest": P.GUEST_INVITE,
        "dismiss": P.GUEST_WITHDRAW,
        "history": P.HISTORY_READ,
    },
}
"""Kind → act → the permission its page ensures."""


def audience(readers: Readers) -> Audience:
    """Return chosen readers as the portal has them."""
    if not readers.named:
        return Audience.of(readers.circle)
    return Audience.chosen(
        (kind, code) for kind, _, code in (n.partition(":") for n in readers.named)
    )


def begin_practice(db: Session, viewer: Viewer, readers: Readers) -> str:
    """Begin a practice that could be submitted at once."""
    ensure(viewer, P.PRACTICE_WRITE)
    return practices.create(db, viewer, [viewer.member or ""], entry(readers)).id


def entry(readers: Readers, kind: str = OWN) -> Changes:
    """Return what a practice says that could be submitted at once."""
    words = {"title": "A practice", "summary": "What came of it.", "description": "What it is."}
    return Changes(
        columns={**words, "source_kind": kind},
        facets={"theme": ("early-warning",)},
        audience=audience(readers),
        language="en",
    )


def begin_for(db: Session, portal: Portal, viewer: Viewer, office: str, readers: Readers) -> str:
    """Begin an entry for an office, with its letter, that could be published at once."""
    ensure(viewer, P.PRACTICE_ENTER)
    seat = seat_of(db, office)
    made = entries.begin(db, viewer, seat, clock.today(), entry(readers))
    letter(db, portal, viewer, made.id, seat.member)
    return made.id


def begin_request(db: Session, portal: Portal, viewer: Viewer, readers: Readers) -> str:
    """Begin a request that could be submitted at once."""
    ensure(viewer, P.REQUEST_WRITE)
    by = Acting(viewer, portal.seal)
    what = What("A request", "To be able to do it.", ("early-warning",), Basis(), "en")
    made = drafting.create(db, by, what, language="en")
    _fill(db, by, made, readers)
    return made


def ask_for(db: Session, portal: Portal, viewer: Viewer, office: str, readers: Readers) -> str:
    """Begin a request for an office, with its letter, that could be handed over at once."""
    ensure(viewer, P.REQUEST_ENTER)
    by, seat = Acting(viewer, portal.seal), seat_of(db, office)
    what = What("A request", "To be able to do it.", ("early-warning",), Basis(), "en")
    made = behalf.begin(db, by, seat, clock.today(), what, "en")
    _fill(db, by, made, readers)
    attach(db, portal, viewer, made, seat.member)
    return made


def _fill(db: Session, by: Acting, made: str, readers: Readers) -> None:
    for page in (_how(20), Asks(audience(readers))):
        drafting.change(db, by, found(db, by.viewer, Kind.REQUEST, made), page)
        db.flush()


def _how(days: int) -> How:
    return How(
        modalities=("video-talk",),
        languages=("en",),
        for_whom="",
        wanted_from=None,
        wanted_to=None,
        answer_by=clock.today() + timedelta(days=days),
        contribution="",
        travel_money=False,
    )


def found(db: Session, viewer: Viewer, kind: Kind, item_id: str) -> Matter:
    """Return a thing as a page finds it.

    Raises:
        NotFound: where the viewer finds none.
    """
    matter = find(db.connection(), viewer, kind, item_id)
    if matter is None:
        raise NotFound
    return matter


def _edit(db: Session, _portal: Portal, viewer: Viewer, matter: Matter) -> None:
    changes = Changes(columns={"title": f"Version {matter.version}"})
    practices.save(db, viewer, matter, changes, version=matter.version)


def _submit(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    post = Post.of(portal)
    practices.submit(db, viewer, matter, post, version=matter.version)


def _publish(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    means = Means(Post.of(portal), portal.seal)
    answering.publish(db, viewer, matter, means, version=matter.version)


def _release(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    embargo.release(db, viewer, matter, Post.of(portal), version=matter.version)


def _return(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    post = Post.of(portal)
    practices.send_back(db, viewer, matter, "Why.", post, version=matter.version)


def _withdraw(db: Session, _portal: Portal, viewer: Viewer, matter: Matter) -> None:
    afterwards.withdraw(db, viewer, matter, version=matter.version)


def _confirm(db: Session, _portal: Portal, viewer: Viewer, matter: Matter) -> None:
    afterwards.confirm(db, viewer, matter, version=matter.version)


def _enter(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    entries.enter(db, viewer, matter, Post.of(portal), version=matter.version)


def _refuse(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    entries.refuse(db, viewer, matter, "Why.", Post.of(portal), version=matter.version)


def _retire(db: Session, _portal: Portal, viewer: Viewer, matter: Matter) -> None:
    resting.retire(db, viewer, matter, "Why.", version=matter.version)


def _revive(db: Session, _portal: Portal, viewer: Viewer, matter: Matter) -> None:
    resting.revive(db, viewer, matter, version=matter.version)


def _hide(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    resting.hide(db, viewer, matter, "Why.", Post.of(portal), version=matter.version)


def _show(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    resting.show(db, viewer, matter, Post.of(portal), version=matter.version)


def _steer(act: Callable[[Session, Acting, Matter], object]) -> Do:
    def do(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
        act(db, Acting(viewer, portal.seal), matter)

    return do


def _hand_in(db: Session, by: Acting, matter: Matter) -> None:
    asked = queries.one(db.connection(), by.viewer, by.seal, matter.id)
    if asked is None:
        raise NotFound
    drafting.submit(db, by, asked)


def _vouch(db: Session, by: Acting, matter: Matter) -> None:
    asked = queries.one(db.connection(), by.viewer, by.seal, matter.id)
    if asked is None:
        raise NotFound
    behalf.vouch(db, by, asked)


def _start(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    """Start work on terms confirmed by both, as the reference takes them to be."""
    agreed = {"terms_number": 1, "terms_asker": 1, "terms_helper": 1}
    db.execute(update(offer_row).where(offer_row.c.request_id == matter.id).values(agreed))
    requests.start(db, Acting(viewer, portal.seal), matter)


DO: Mapping[str, Mapping[str, Do]] = {
    Kind.PRACTICE: {
        "edit": _edit,
        "submit": _submit,
        "publish": _publish,
        "release": _release,
        "return": _return,
        "withdraw": _withdraw,
        "confirm": _confirm,
        "enter": _enter,
        "refuse": _refuse,
        "retire": _retire,
        "revive": _revive,
        "hide": _hide,
        "show": _show,
    },
    Kind.REQUEST: {
        "edit": _steer(lambda db, by, it: drafting.change(db, by, it, _how(20 + it.version))),
        "submit": _steer(_hand_in),
        "authenticate": _steer(consenting.authenticate),
        "open": _steer(consenting.open_up),
        "not_yet": _steer(consenting.not_yet),
        "hand_over": _steer(behalf.enter),
        "vouch": _steer(_vouch),
        "refuse_entry": _steer(lambda db, by, it: behalf.refuse(db, by, it, "Why.")),
        "drop": _steer(lambda db, by, it: behalf.drop(db, by, it, "Why.")),
        "again": _steer(steering.ask_again),
        "pause": _steer(lambda db, by, it: steering.pause(db, by, it, clock.today() + DAY)),
        "go_on": _steer(steering.go_on),
        "return": _steer(lambda db, by, it: requests.send_back(db, by, it, "Why.")),
        "start": _start,
        "close": _steer(lambda db, by, it: requests.close(db, by, it, result="met", note="")),
        "withdraw": _steer(requests.withdraw),
    },
}
"""Kind → act → how it is done."""


def comment(
    db: Session, viewer: Viewer, matter: Matter, chosen: Readers | None, answers: str | None
) -> str:
    """Comment on a practice, or answer a comment there."""
    made = discussion.post(
        db,
        viewer,
        matter,
        Written("A comment.", answers, "en", audience(chosen) if chosen else None),
        title="A practice",
        address=f"/practices/{matter.id}",
        tells="practice-commented",
    )
    return made.id


def choose(db: Session, portal: Portal, viewer: Viewer, matter: Matter, readers: Readers) -> None:
    """Choose anew who reads a published practice."""
    post, chosen = Post.of(portal), audience(readers)
    readership.choose(db, viewer, matter, chosen, post, version=matter.version)


def answer_wish(db: Session, portal: Portal, viewer: Viewer, matter: Matter, grant: bool) -> None:  # noqa: FBT001 - drawn by name
    """Open a practice to the readers wished, or leave those it has."""
    post = Post.of(portal)
    if grant:
        readership.widen(db, viewer, matter, post, version=matter.version)
    else:
        readership.keep(db, viewer, matter, "Why.", post, version=matter.version)


def offer(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> str:
    """Offer help."""
    offered = Offered("Two talks.", ("video-talk",), ("en",), "", "en")
    return offers.make(db, Acting(viewer, portal.seal), matter, offered)


def answer(db: Session, by: Acting, matter: Matter, about: str, act: str) -> None:
    """Answer an offer, or take it back."""
    offered = found(db, by.viewer, Kind.OFFER, about)
    if act == "take_back":
        ensure(by.viewer, P.OFFER_STEER, offered)
    else:
        ensure(by.viewer, P.OFFER_ACCEPT if act == "accept" else P.OFFER_ANSWER, matter)
    offers.answer(db, by, matter, offered, Act(act))
