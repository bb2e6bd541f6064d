"""One seat with all that its reader may see and do: the page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.office_showing import in_full
from app.items.queries import Matter
from app.seats import queries, readers
from app.seats.applications import ANSWERED, ANSWERS, SIGN_OF, TRANSITIONS, Answer, Applied
from app.seats.beside import contact_of, example_of
from app.seats.queries import Seat, code_of
from app.seats.rules import PERMISSIONS, SIGNS, STARTS, STATES, Act, State
from app.seats.showing_applications import Application, applications, next_of
from app.seats.shown import by_when, facts, when
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.render import Page

OF_SEAT = (Act.CHANGE, Act.PUBLISH, Act.CLOSE, Act.WITHDRAW, Act.APPLY)


@dataclass(frozen=True, slots=True)
class Notes:
    """What is said once on the page, and forms that came back with what was typed."""

    said: str = ""
    refused: str = ""
    reason: Form = field(default_factory=Form)
    of: str = ""
    word: Form = field(default_factory=Form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An application in words; ``answers`` can be given to it, ``mine`` can be taken back."""

    id: str
    version: int
    by: str
    tile: str
    sign: tuple[str, str]
    words: Application
    next: bool
    answers: Sequence[str]
    mine: bool
    form: Form


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One seat; ``counts`` says how many places are taken, for the office that offers it."""

    template: ClassVar[str] = "seats/seat.html"
    here: ClassVar[str] = "assistance"

    matter: Matter
    title: str
    about: str
    member: str
    code: str
    sign: tuple[str, str]
    when: str
    by_when: str
    facts: Sequence[tuple[str, str | Sequence[str]]]
    seen: Seen
    reach: str
    warnings: Sequence[str]
    example: tuple[str, str] | None
    contact: tuple[str, str] | None
    link: str
    reason: str
    acts: Sequence[str]
    offers: bool
    counts: str
    there: Sequence[Shown]
    full: bool
    notes: Notes
    said: str


def found(ask: Ask, item_id: str, permission: P | None = None) -> Seat:
    """Return a seat that the viewer sees, and may do ``permission`` to.

    Raises:
        NotFound: where the viewer sees none.
    """
    seat = queries.one(ask.conn, ask.viewer, item_id)
    if seat is None:
        raise NotFound
    if permission is not None:
        ask.ensure(permission, seat.matter)
    return seat


def page_of(ask: Ask, seat: Seat, notes: Notes) -> Show:
    """Return the page of a seat for the viewer."""
    conn, viewer, state = ask.conn, ask.viewer, seat.state
    offers = code_of(viewer) == seat.member
    there = applications(conn, viewer, ask.portal.seal, seat)
    draft = state == State.DRAFT
    preview = readers.reach_of(conn, viewer, seat) if draft else None
    return Show(
        matter=seat.matter,
        title=seat.title,
        about=seat.about,
        member=gettext(seat.member_name),
        code=seat.member,
        sign=(SIGNS[state], gettext(STATES[state])),
        when=when(seat),
        by_when=by_when(seat),
        facts=facts(seat),
        seen=readers.seen_now(conn, viewer, seat),
        reach=f"{preview.sentence} {preview.reach}" if preview else "",
        warnings=preview.warnings if preview else (),
        example=example_of(conn, viewer, seat),
        contact=contact_of(conn, viewer, seat),
        link=seat.link,
        reason=seat.reason,
        acts=acts_of(viewer, seat),
        offers=offers,
        counts=_counts(seat) if offers and not draft else "",
        there=_shown(viewer, seat, there, notes),
        full=state == State.FULL,
        notes=notes,
        said=gettext(notes.said) if notes.said else "",
    )


def acts_of(viewer: Viewer, seat: Seat) -> Sequence[str]:
    """Return what the viewer can do to the seat now."""
    return [
        act
        for act in OF_SEAT
        if seat.state in STARTS[act] and allows(viewer, PERMISSIONS[act], seat.matter)
    ]


def _counts(seat: Seat) -> str:
    return gettext("%(taken)s of %(places)s places taken", taken=seat.taken, places=seat.places)


def _shown(
    viewer: Viewer, seat: Seat, there: Sequence[Application], notes: Notes
) -> Sequence[Shown]:
    answers = seat.state in STARTS[Act.ANSWER] and allows(viewer, P.SEAT_ANSWER, seat.matter)
    back = seat.state in STARTS[Act.TAKE_BACK]
    following = next_of(seat, there)
    return [
        Shown(
            id=one.id,
            version=one.version,
            by=in_full(one.office_kind, one.member_name),
            tile=one.member,
            sign=(SIGN_OF[one.state], gettext(ANSWERED[one.state])),
            words=one,
            next=answers and one.id == following,
            answers=_answers(seat, one) if answers else (),
            mine=back
            and (one.state, Answer.TAKE_BACK) in TRANSITIONS
            and allows(viewer, P.SEAT_TAKE_BACK, one),
            form=notes.word if notes.of == one.id else Form(),
        )
        for one in there
    ]


def _answers(seat: Seat, one: Application) -> Sequence[str]:
    """Return the answers that can be given; no place where all are taken."""
    free = seat.taken < seat.places
    return [
        act
        for act in ANSWERS
        if (Applied(one.state), act) in TRANSITIONS and (free or act != Answer.ACCEPT)
    ]
