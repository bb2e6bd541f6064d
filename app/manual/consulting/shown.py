"""Consultations and submissions as people read them: who reads them, what is said of them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.core.i18n import N_, gettext
from app.manual.consulting import queries
from app.manual.consulting.queries import Counted
from app.manual.consulting.rules import OF_AUTHOR, SIGNS, STATES, Sent, State
from app.manual.consulting.values import Consultation, Contribution
from app.manual.meaning import MEANT
from app.manual.values import DRAFT
from app.web.audiences import Seen
from app.web.components import date_words
from app.web.lines import Line

BEFORE_SENT = N_(
    "Until the consultation is over, your own member's offices and the Secretariat read it. Then"
    " the editors either let every Focal Point and alternate read all submissions, or nobody else."
)
BEFORE_SHOWN = N_(
    "Whoever sent it, and the Secretariat. Once the consultation is over, the editors can let every"
    " Focal Point and alternate read it, with the name that its author chose to show."
)


KEPT_OF_GUEST = N_("Whoever sent it, and the Secretariat, until it is destroyed.")
KEPT_OF_MEMBER = N_("%(author)s and the Secretariat, until it goes back to that office alone.")


def seen_of_consultation() -> Seen:
    """Return who reads a consultation."""
    words = gettext("Every appointed Focal Point and alternate, and the Secretariat. Never public.")
    return Seen("network", gettext("Network"), words)


def seen_of(one: Contribution) -> Seen:
    """Return who reads a submission."""
    if one.stage == Sent.SHOWN:
        return seen_of_consultation()
    if one.stage in OF_AUTHOR:
        return Seen("office", gettext("Office"), gettext("%(author)s alone.", author=one.author))
    if one.called_off:
        kept = KEPT_OF_GUEST if one.voice else KEPT_OF_MEMBER
        return Seen("secretariat", gettext("Secretariat"), gettext(kept, author=one.author))
    if one.voice:
        return Seen("secretariat", gettext("Secretariat"), gettext(BEFORE_SHOWN))
    words = gettext(
        "%(author)s and the Secretariat. Once the consultation is over, the editors can let every"
        " Focal Point and alternate read it.",
        author=one.author,
    )
    return Seen("secretariat", gettext("Secretariat"), words)


def sign_of(one: Consultation) -> tuple[str, str]:
    """Return sign and word of how far a consultation has come."""
    return SIGNS[one.state], gettext(STATES[one.state])


def days_of(one: Consultation) -> str:
    """Return from when to when one writes."""
    if one.ended_at:
        return gettext("Ended early, on %(date)s", date=date_words(one.ended_at))
    begins, until = date_words(one.begins), date_words(one.until)
    return gettext("From %(begins)s until the end of %(until)s", begins=begins, until=until)


def counted_words(found: Counted | None) -> str:
    """Return how many submissions there are and how many wait for an answer."""
    if found is None:
        return gettext("No submission")
    said = {"sent": found.sent, "unanswered": found.unanswered}
    return gettext("Submissions: %(sent)s, not answered: %(unanswered)s", **said)


def line_of(one: Consultation, numbers: Mapping[str, Counted] | None) -> Line:
    """Return a consultation as a line of a list, with ``numbers`` for those who may know them."""
    counted = counted_words(numbers.get(one.matter.id)) if numbers is not None else ""
    return Line(
        title=one.title,
        href=one.href,
        language=one.matter.language,
        tile="",
        meta=tuple(filter(None, (sign_of(one)[1], days_of(one), counted))),
    )


def since(conn: Connection, viewer: Viewer, edition: int) -> Sequence[Line]:
    """Return the consultations, none withdrawn, that were opened while an edition was in force."""
    numbers = queries.counted(conn)
    return [
        line_of(one, numbers)
        for one in queries.listed(conn, viewer)
        if (one.edition or DRAFT) == edition and one.state != State.WITHDRAWN
    ]


def fate(one: Contribution) -> str:
    """Return whether it was answered or withdrawn."""
    if one.stage == Sent.WITHDRAWN:
        return gettext("Withdrawn by its office")
    if one.stage == Sent.RETURNED:
        return gettext("Given back: the consultation was withdrawn")
    if one.answered_at:
        return gettext("Answered on %(date)s", date=date_words(one.answered_at))
    return gettext("Not answered yet")


def lines(found: Sequence[Contribution]) -> Sequence[Line]:
    """Return submissions as lines of a list."""
    return [
        Line(
            title=one.author,
            href=one.href,
            language="",
            tile=one.member,
            meta=(date_words(one.at), gettext(MEANT[one.stance]), fate(one)),
        )
        for one in found
    ]
