"""What comes back from clearance: shown as redlines first, then suggested where it is ticked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.access.policy import P
from app.access.viewer import Office
from app.clearing.back import Coming, receive
from app.core import i18n
from app.core.errors import Forbidden
from app.core.i18n import gettext
from app.manual.clearing import actions, consulted, going, kept
from app.manual.clearing.coming import read_back
from app.manual.clearing.forms import MOST_CAME
from app.manual.clearing.offering import Beside
from app.manual.clearing.pages import found, page_of
from app.manual.clearing.pages import sent as sent_of
from app.manual.clearing.returned import Returned
from app.manual.clearing.reviewed import Review, review
from app.manual.clearing.values import ADDRESS, Clearance, Sent
from app.manual.meaning import Stance, offered
from app.manual.pages.proposing import Options, edition_now
from app.manual.pages.room import room
from app.manual.rules import LANGUAGE
from app.manual.suggesting.rules import MOST_REASON, READERS, readers
from app.papers.reading.parts import TooMuch
from app.text.figures import names
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Back(Page):
    """What came back; ``came`` carries it to the act, since nothing of it is kept."""

    template: ClassVar[str] = "manual/clearance_back.html"
    here: ClassVar[str] = "manual"

    one: Clearance
    review: Review
    came: str
    seen: int
    form: Form
    stops: str
    stances: Options
    readers: Options
    languages: Options
    refused: str
    text_language: str
    most: int


def _came(ask: Ask, one: Clearance, content: bytes) -> Back:
    """Return what came back beside what went out.

    Raises:
        TextWithdrawn: when the text is not for members any more.
        NoWord, TooMuch, TooLarge: for another file than the one that went out.
    """
    rows = sent_of(ask, one)
    consulted.ensure_readable(consulted.state_of(ask.conn, ask.viewer, one))
    sent = going.document(ask.conn, one, rows, ask.portal.settings.base_url)
    returned = read_back(going.wordings(rows), sent, content)
    page = back_of(ask, one, rows, returned, Form(_usual()))
    if len(page.came) > MOST_CAME:
        raise TooMuch
    return page


COMING = Coming(
    find=found,
    show=page_of,
    read=_came,
    note=lambda db, ask, one: actions.came_back(db, ask.viewer, one),
)
receive(room, ADDRESS, P.SUGGESTION_WRITE, COMING)


def _usual() -> Mapping[str, str]:
    return {"stance": str(Stance.EXPERT), "language": i18n.language()}


def back_of(ask: Ask, one: Clearance, rows: Sequence[Sent], returned: Returned, form: Form) -> Back:
    """Return what came back as it is now: against the edition and the suggestions of this moment.

    Raises:
        TextTooLong, TextTooIntricate: a wording costs more than a text may.
    """
    state = consulted.state_of(ask.conn, ask.viewer, one)
    beside = Beside(
        going.suggested_by(ask.conn, ask.viewer, one.consultation),
        ask.portal.static.url("icons.svg"),
        frozenset(name for row in rows for name in names(row.wording)),
        stopped=state in consulted.STOPPED,
    )
    return Back(
        one=one,
        review=review(rows, returned, beside),
        came=kept.packed(returned),
        seen=edition_now(ask).number,
        form=form,
        stops=consulted.why_not(state),
        stances=offered(ask.viewer),
        readers=[(choice, gettext(READERS[choice])) for choice in readers(office_of(ask))],
        languages=options(LANGUAGES),
        refused="",
        text_language=LANGUAGE,
        most=MOST_REASON,
    )


def office_of(ask: Ask) -> Office:
    """Return the office that acts.

    Raises:
        Forbidden: where there is none.
    """
    if ask.viewer.office is None:
        raise Forbidden
    return ask.viewer.office
