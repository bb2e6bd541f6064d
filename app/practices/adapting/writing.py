"""Recording what a member made of a practice, and changing the record: one form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.audience import Audience
from app.access.policy import P
from app.core import i18n
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import queries as practices
from app.practices.adapting import actions, forms, queries
from app.practices.adapting.audience import HINTS, READ_BY, For, offered
from app.practices.adapting.forms import Said
from app.practices.adapting.own import own_practices
from app.practices.adapting.pages import found
from app.practices.adapting.rules import COSTS, EFFORTS, VERDICTS, Act, after
from app.practices.adapting.values import Adapted
from app.practices.versions import version_sent
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("adaptations.writing")
Options = Sequence[tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Write(Page):
    """The form of an adaptation; ``changing`` one that was recorded. ``practice`` is its title."""

    template: ClassVar[str] = "practices/adapting/write.html"
    here: ClassVar[str] = "practices"

    action: str
    back: str
    practice: str
    changing: bool
    version: int
    form: Form
    verdicts: Options
    costs: Options
    efforts: Options
    readers: Options
    languages: Options
    own: Options


@room.get("/practices/{item_id}/adaptations/new", P.ADAPTATION_WRITE)
def new(ask: Ask, item_id: str) -> Response:
    """Show the form; whoever has recorded it already is led to the record."""
    about = _about(ask, item_id)
    _origins, mine = queries.beside(ask.conn, ask.viewer, item_id)
    if mine:
        return ask.go(f"{mine.href}/change")
    usual = {"readers": For.MEMBERS.value, "language": i18n.language()}
    return ask.page(_new_page(ask, about, Form(usual)))


@room.post("/practices/{item_id}/adaptations/new", P.ADAPTATION_WRITE, pace=POSTING)
def record(ask: Ask, item_id: str) -> Response:
    """Record what the own member made of a practice; those it is for read it at once."""
    about = _about(ask, item_id)
    reader = Reader(ask.sent)
    said = _read(ask, reader, about.audience)
    if reader.errors:
        return ask.page(_new_page(ask, about, reader.form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = actions.record(db, ask.viewer, about, said, Post.of(ask.portal))
            return ask.go(f"/adaptations/{made}?said=record", db)
    except Conflict as late:
        form = replace(reader.form, errors={"": late.sentence})
        return ask.answered() or ask.page(_new_page(ask, about, form), status=409)


@room.get("/adaptations/{item_id}/change", P.ADAPTATION_STEER)
def change(ask: Ask, item_id: str) -> Response:
    """Show the form with what was recorded."""
    adapted = found(ask, item_id, P.ADAPTATION_STEER)
    after(Act.CHANGE, adapted.matter.stage)
    said = actions.as_said(adapted)
    values = {name: str(getattr(said, name)) for name in Said.__slots__}
    return ask.page(_change_page(ask, adapted, Form(dict(values))))


@room.post("/adaptations/{item_id}/change", P.ADAPTATION_STEER)
def save(ask: Ask, item_id: str) -> Response:
    """Keep what is recorded from now on."""
    adapted = found(ask, item_id, P.ADAPTATION_STEER)
    reader = Reader(ask.sent)
    said = _read(ask, reader, _audience(ask, adapted))
    if reader.errors:
        return ask.page(_change_page(ask, adapted, reader.form), status=422)
    version = version_sent(ask)
    try:
        with ask.unit_of_work() as db:
            actions.change(db, ask.viewer, adapted, said, version=version)
            return ask.go(f"{adapted.href}?said={Act.CHANGE}", db)
    except Conflict as late:
        form = replace(reader.form, errors={"": late.sentence})
        page = _change_page(ask, found(ask, item_id), form)
        return ask.answered() or ask.page(page, status=409)


def _about(ask: Ask, item_id: str) -> Matter:
    """Return a practice that the viewer sees and may record something about, or refuse."""
    matter = items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    ask.ensure(P.ADAPTATION_WRITE, matter)
    return matter


def _audience(ask: Ask, adapted: Adapted) -> str:
    """Return the audience of the practice, its own where the viewer no longer reads that."""
    about = items.find(ask.conn, ask.viewer, Kind.PRACTICE, adapted.practice_id)
    return about.audience if about else adapted.matter.audience


def _read(ask: Ask, reader: Reader, audience: str) -> Said:
    own = [key for key, _ in own_practices(ask.conn, ask.viewer)]
    choices = offered(Audience.parse(audience))
    return forms.read(reader, choices=choices, practices=own, default=i18n.language())


def _new_page(ask: Ask, about: Matter, form: Form) -> Write:
    title, href = practices.titles(ask.conn, ask.viewer, [about.id])[about.id]
    return _page(ask, form, about.audience, action=f"{href}/adaptations/new", back=href, name=title)


def _change_page(ask: Ask, adapted: Adapted, form: Form) -> Write:
    name = adapted.about.title if adapted.about else gettext("A practice not open to you")
    made = _page(
        ask,
        form,
        _audience(ask, adapted),
        action=f"{adapted.href}/change",
        back=adapted.href,
        name=name,
    )
    return replace(made, changing=True, version=adapted.matter.version)


def _page(  # noqa: PLR0913 - the parts of one form
    ask: Ask, form: Form, audience: str, *, action: str, back: str, name: str
) -> Write:
    return Write(
        action=action,
        back=back,
        practice=name,
        changing=False,
        version=0,
        form=form,
        verdicts=options(VERDICTS),
        costs=[(term.code, gettext(term.label)) for term in COSTS],
        efforts=[(term.code, gettext(term.label)) for term in EFFORTS],
        readers=_readers(audience),
        languages=options(LANGUAGES),
        own=own_practices(ask.conn, ask.viewer),
    )


def _readers(audience: str) -> Options:
    return [
        (str(one), READ_BY[one][0], gettext(HINTS[one][0]), gettext(HINTS[one][1]))
        for one in offered(Audience.parse(audience))
    ]
