"""Writing what an office submits, while the consultation is open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core import i18n
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.manual.consulting import contributing, forms, queries
from app.manual.consulting.pages import found
from app.manual.consulting.rules import MOST_WORDS, State
from app.manual.consulting.shown import BEFORE_SENT, days_of
from app.manual.consulting.values import OF_ONE, Consultation, Contribution
from app.manual.meaning import Stance, offered, stances
from app.manual.pages.room import room
from app.text.markdown import to_html
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page
from app.web.throttle import POSTING

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Write(Page):
    """The form of a submission; ``own`` is what the office submitted so far."""

    template: ClassVar[str] = "manual/contribute.html"
    here: ClassVar[str] = "manual"

    one: Consultation
    days: str
    open: bool
    own: Contribution | None
    words: Markup
    form: Form
    stances: Options
    languages: Options
    readers: str
    refused: str
    most: int


@room.get("/manual/consultations/{item_id}/write", P.CONTRIBUTION_WRITE)
def begin(ask: Ask, item_id: str) -> Response:
    """Show the form with what the office submitted so far."""
    one = found(ask, item_id)
    own = _own(ask, one)
    meant = own.stance if own and own.stance in stances(ask.viewer) else Stance.EXPERT
    values = {
        "words": own.words if own else "",
        "stance": str(meant),
        "language": own.matter.language if own else i18n.language(),
        "seen": str(own.matter.version if own else 0),
    }
    return ask.page(_writing(ask, one, own, Form(values)))


@room.post("/manual/consultations/{item_id}/write", P.CONTRIBUTION_WRITE, pace=POSTING)
def write(ask: Ask, item_id: str) -> Response:
    """Send the submission of the office, or another text in its place."""
    one = found(ask, item_id)
    said, form = forms.read_written(ask.sent, stances(ask.viewer), i18n.language())
    if not form.good:
        return ask.page(_writing(ask, one, _own(ask, one), form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = contributing.send(db, ask.viewer, item_id, said)
            return ask.go(f"{OF_ONE}/{made}?said=sent", db)
    except Conflict as refusal:
        if (before := ask.answered()) is not None:
            return before
        one = found(ask, item_id)
        own = _own(ask, one)
        version = str(own.matter.version if own else 0)
        form = Form({**form.values, "seen": version})
        page = replace(_writing(ask, one, own, form), refused=refusal.sentence)
        return ask.page(page, status=refusal.status)


def _own(ask: Ask, one: Consultation) -> Contribution | None:
    written = queries.of_consultation(ask.conn, ask.viewer, one.matter.id)
    return next((each for each in written if each.member == ask.viewer.member), None)


def _writing(ask: Ask, one: Consultation, own: Contribution | None, form: Form) -> Write:
    return Write(
        one=one,
        days=days_of(one),
        open=one.state == State.OPEN,
        own=own,
        words=to_html(own.words) if own else Markup(),
        form=form,
        stances=offered(ask.viewer),
        languages=options(LANGUAGES),
        readers=gettext(BEFORE_SENT),
        refused="",
        most=MOST_WORDS,
    )
