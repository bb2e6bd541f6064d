"""Turns the record of offices into what its page shows, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.access.policy import P, allows
from app.access.viewer import IN_NETWORK, OF_SECRETARIAT, Office, Viewer
from app.core import clock
from app.core.i18n import N_, gettext
from app.directory.keeping import SUCCEEDED
from app.directory.leaving import HANDED_OVER
from app.directory.office_queries import Kept, Open, Term
from app.directory.rules import Stage
from app.directory.seats import Seat
from app.identity.people import named
from app.vocabulary import office_kinds
from app.web.components import date_words

STANDING: Mapping[str, str] = {
    Stage.PROPOSED: N_("Proposed, not verified yet"),
    Stage.VERIFIED: N_("Verified"),
    Stage.REFUSED: N_("Not verified"),
    Stage.ENDED: N_("Ended"),
    Stage.REVOKED: N_("Taken back"),
}

REASONS: Mapping[str, str] = {
    SUCCEEDED: N_("The next holder took the office."),
    HANDED_OVER: N_("The office was handed over."),
}
"""Reasons that nobody wrote: the act itself says them."""


@dataclass(frozen=True, slots=True)
class TermLine:
    """An appointment in words."""

    id: str
    person_id: str
    holder: str
    state: str
    time: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An open invitation in words."""

    id: str
    name: str
    until: str


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """An office with its holder, who waits for it, and who held it before."""

    id: str
    title: str
    mailbox: str | None
    may_invite: bool
    may_hand_over: bool
    may_archive: bool
    may_be_away: bool
    may_review: bool
    under_review: bool
    now: Sequence[TermLine]
    proposed: Sequence[TermLine]
    past: Sequence[TermLine]
    invitations: Sequence[InvitationLine]


def records(
    viewer: Viewer,
    whole: Seat,
    offices: Sequence[Kept],
    terms: Mapping[str, Sequence[Term]],
    invited: Mapping[str, Sequence[Open]],
) -> Sequence[OfficeRecord]:
    """Return the offices of a member as its record shows them."""
    return [
        _record(viewer, whole, one, terms.get(one.id, ()), invited.get(one.id, ()))
        for one in offices
    ]


def _record(
    viewer: Viewer, whole: Seat, one: Kept, terms: Sequence[Term], invited: Sequence[Open]
) -> OfficeRecord:
    today = clock.today()
    seat = whole.of(one.id, one.kind)
    may_invite, settled = allows(viewer, P.PEOPLE_INVITE, seat), not one.under_review
    sorted_: dict[str, list[TermLine]] = {"now": [], "proposed": [], "past": []}
    for term in terms:
        sorted_[_where(term, today)].append(_line(term, today))
    return OfficeRecord(
        id=one.id,
        title=title_of(one.title, one.kind),
        mailbox=one.mailbox,
        may_invite=may_invite and settled,
        may_hand_over=settled and allows(viewer, P.OFFICE_HAND_OVER, seat),
        may_archive=allows(viewer, P.OFFICE_ARCHIVE, seat),
        may_be_away=settled
        and bool(sorted_["now"])
        and one.kind in IN_NETWORK
        and allows(viewer, P.OFFICE_AWAY, seat),
        may_review=one.kind not in OF_SECRETARIAT and allows(viewer, P.OFFICE_REVIEW),
        under_review=one.under_review,
        now=sorted_["now"],
        proposed=sorted_["proposed"],
        past=sorted_["past"],
        invitations=[_invitation(i) for i in invited] if may_invite else [],
    )


def title_of(title: str | None, kind: str) -> str:
    """Return an office in words, with the title the member gave it beside its kind."""
    words = gettext(office_kinds.label(kind))
    return f"{words}: {title}" if title else words


def in_full(kind: str, member_name: str) -> str:
    """Return an office with its member in words."""
    return gettext(
        "%(office)s, %(member)s",
        office=gettext(office_kinds.label(kind)),
        member=gettext(member_name),
    )


def acting_for(office: Office) -> str:
    """Return the office somebody acts for in words, and that it is stood in for where it is."""
    if office.stands_in_for is None:
        return in_full(office.kind, office.member_name)
    held = in_full(office.stands_in_for, office.member_name)
    return gettext("%(office)s (standing in)", office=held)


def is_over(term: Term, today: date) -> bool:
    """Whether an appointment holds no more: by an act, or by its last day."""
    done = term.stage in {Stage.REFUSED, Stage.ENDED, Stage.REVOKED}
    return done or (term.ends is not None and term.ends < today)


def _where(term: Term, today: date) -> str:
    if is_over(term, today):
        return "past"
    return "proposed" if term.stage == Stage.PROPOSED else "now"


def _line(term: Term, today: date) -> TermLine:
    ended_by_date = term.stage == Stage.VERIFIED and is_over(term, today)
    state = Stage.ENDED if ended_by_date else term.stage
    return TermLine(
        id=term.id,
        person_id=term.person_id,
        holder=named(term.holder),
        state=gettext(STANDING[state]),
        time=_time(term),
        lines=_paper(term),
    )


def _time(term: Term) -> str:
    if term.ends is None:
        return gettext("Since %(date)s", date=date_words(term.starts))
    return gettext(
        "%(first)s to %(last)s", first=date_words(term.starts), last=date_words(term.ends)
    )


def _paper(term: Term) -> Sequence[str]:
    why = term.why_ended or ""
    why = gettext(REASONS[why]) if why in REASONS else why
    found = [
        term.authority and gettext("Appointed by %(who)s", who=term.authority),
        term.evidence and gettext("Evidence: %(paper)s", paper=term.evidence),
        term.verified_at
        and gettext(
            "Verified by %(who)s on %(date)s",
            who=term.verified_by or gettext("the Secretariat"),
            date=date_words(term.verified_at),
        ),
        why,
    ]
    return [line for line in found if line]


def _invitation(one: Open) -> InvitationLine:
    words = (
        gettext("The time to use it is over.")
        if one.over
        else gettext("Open until %(date)s", date=date_words(one.expires_at))
    )
    return InvitationLine(one.id, one.name, words)
