"""What can be done to several things at once: to which it fits, what it does, and by whose rule.

Each act asks the same policy and calls the same code as the page of the single thing does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.access.labels import SECRETARIAT
from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.assistance import actions as requests
from app.assistance.acting import Acting
from app.assistance.waits import Wait
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.desk.rows import Row
from app.directory.seated import addressees
from app.directory.still_acting import ensure_still_acts
from app.items.models import Kind
from app.items.queries import Matter
from app.manual.suggesting import actions as suggestions
from app.manual.suggesting import queries as suggestion_queries
from app.manual.suggesting.rules import What as Suggestion
from app.moderation import holds
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.practices import actions as practices
from app.practices import answering
from app.practices.revising.actions import Means
from app.practices.rules import What as Practice
from app.web.portal import Portal

REMINDER = LetterKind(N_("This still waits for the Secretariat: %(number)s"), "desk-reminder")
_TO_PUBLISH = frozenset({Practice.SUBMITTED, Practice.CHANGED})
RULES: Mapping[str, P] = {
    Practice.SUBMITTED: P.PRACTICE_REVIEW,
    Practice.CHANGED: P.PRACTICE_REVIEW,
    Practice.WISHED: P.PRACTICE_REVIEW,
    Wait.SUBMITTED: P.REQUEST_REVIEW,
    Wait.ENTITY: P.REQUEST_REVIEW,
    Suggestion.MADE: P.MANUAL_EDIT,
}
"""Who answers what waits."""


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing an act is done to, in its transaction: by whom, with which words."""

    portal: Portal
    db: Session
    viewer: Viewer
    row: Row
    matter: Matter
    words: str

    @property
    def post(self) -> Post:
        """What letters need."""
        return Post.of(self.portal)


@dataclass(frozen=True, slots=True)
class Act:
    """An act on several things: ``will`` says what happens to each, ``fits`` to which it can.

    ``waits``: it is done once the time to undo it is over. ``worded``: it needs a text.
    """

    label: str
    will: str
    fits: frozenset[str]
    unfit: str
    do: Callable[[Doing], None]
    waits: bool = True
    worded: bool = False
    answers: bool = True


def problem(act: Act, row: Row, viewer: Viewer) -> str:
    """Return why the viewer cannot do an act to a row, nothing where it can be done."""
    if row.what not in act.fits:
        return gettext(act.unfit)
    if act.answers and not allows(viewer, RULES[row.what]):
        return gettext(N_("Your office does not answer this."))
    return ""


def _publish(doing: Doing) -> None:
    means = Means(doing.post, doing.portal.seal)
    version = doing.matter.version
    answering.publish(doing.db, doing.viewer, doing.matter, means, version=version)


LONGEST = 1000
"""So long an answer may be once the words are put in, whatever it answers."""
TOO_LONG = N_("With its title put in the text is longer than %(most)s characters.")


def _return(doing: Doing) -> None:
    if len(doing.words) > LONGEST:
        raise Conflict(TOO_LONG, most=LONGEST)
    db, viewer, matter, words = doing.db, doing.viewer, doing.matter, doing.words
    if matter.kind == Kind.PRACTICE:
        practices.send_back(db, viewer, matter, words, doing.post, version=matter.version)
    elif matter.kind == Kind.REQUEST:
        requests.send_back(db, Acting(viewer, doing.portal.seal, doing.post), matter, words)
    else:
        found = suggestion_queries.one(db.connection(), viewer, matter.id)
        if found is None:
            raise NotFound
        suggestions.decline(db, viewer, found, words, doing.post)


def _remind(doing: Doing) -> None:
    """Write to whoever took it over; where nobody did, to the others of the secretariat."""
    conn, row = doing.db.connection(), doing.row
    held = holds.live(conn, [row.key]).get(row.key)
    people = [
        one
        for one in addressees(conn, {SECRETARIAT}, clock.today())
        if (held.person_id == one.person_id if held and held.taken else True)
        and one.person_id != doing.viewer.person_id
    ]
    if not people:
        raise Conflict(N_("There is nobody else to remind."))
    news = News(NoticeClass.ADDRESSED, row.what, row.href, item_id=row.key)
    doing.post.send(doing.db, news, people, REMINDER, lambda: {"number": row.number or ""})


def _take(doing: Doing) -> None:
    row, sqlite = doing.row, doing.portal.db.is_sqlite
    holds.take_over(doing.db, doing.viewer, row.kind, row.key, is_sqlite=sqlite)


ACTS: Mapping[str, Act] = {
    "publish": Act(
        N_("Publish"),
        N_("It is published to the readers its office chose, or agreed to for its day."),
        _TO_PUBLISH,
        N_("Only practices are published together. Open this on its own page: it wants a look."),
        _publish,
    ),
    "return": Act(
        N_("Return or decline, with a text"),
        N_("It goes back to its office with the text below."),
        _TO_PUBLISH | {Wait.SUBMITTED, Suggestion.MADE},
        N_("There is nothing to return here. Answer it on its own page."),
        _return,
        worded=True,
    ),
    "remind": Act(
        N_("Remind colleagues"),
        N_("Whoever took it over gets a letter; where nobody did, all others at the Secretariat."),
        frozenset(RULES),
        N_("Nobody is reminded of this."),
        _remind,
        answers=False,
    ),
    "take": Act(
        N_("Take over"),
        N_("Colleagues see for seven days that you have it, unless you give it back."),
        frozenset(RULES),
        N_("This cannot be taken over."),
        _take,
        waits=False,
        answers=False,
    ),
}
"""Every act, by its name, in the order offered."""


def do(act: Act, doing: Doing) -> None:
    """Do an act to one thing, the office held and the rule asked again under it.

    Raises:
        Refusal: when it cannot be done any more; its sentence says why.
    """
    viewer = ensure_still_acts(doing.db, doing.viewer)
    ensure(viewer, RULES[doing.row.what] if act.answers else P.DESK_READ, doing.matter)
    act.do(doing)
