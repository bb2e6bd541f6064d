"""Choosing anew who reads a published practice: the owner's page, and the Secretariat's answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.audience import Audience, Circle
from app.access.policy import P
from app.core.errors import Conflict, NotFound
from app.core.i18n import gettext, ngettext
from app.directory import reader_form
from app.directory.audiences import Names
from app.directory.reach import Preview, preview
from app.directory.reader_form import Choice, Choosable
from app.directory.widening import Some, turnover, wider
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import forms, queries, readers, readership
from app.practices.entry import Entry
from app.practices.joining.refusals import OwnerLeftOut
from app.practices.joining.widening import choose_readers
from app.practices.page import Notes
from app.practices.pages import shown
from app.practices.rules import What
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.readers_pages")


@dataclass(frozen=True, kw_only=True)
class Readership(Page):
    """Who reads a practice, to be chosen anew."""

    template: ClassVar[str] = "practices/readers.html"
    here: ClassVar[str] = "practices"

    address: str
    title: str
    language: str
    version: int
    form: Form
    audiences: Sequence[tuple[str, str, str, str]]
    chosen: Choice
    preview: Preview
    moves: Sequence[str]


@room.get("/practices/{item_id}/readers", P.PRACTICE_READERS)
def show(ask: Ask, item_id: str) -> Response:
    """Show who reads it; with ``audience`` in the address, who would if that were chosen."""
    matter, entry = _own(ask, item_id)
    given = reader_form.choosable(ask.conn, ask.viewer)
    present = readership.wish_of(ask.conn, item_id).readers or entry.audience
    form = Form(reader_form.typed(present, "audience"))
    tried = _tried(ask, given) or present
    return ask.page(_page(ask, entry, matter, given, (form, tried)))


@room.post("/practices/{item_id}/readers", P.PRACTICE_READERS)
def choose(ask: Ask, item_id: str) -> Response:
    """Let fewer read it at once; ask the Secretariat where more shall."""
    matter, entry = _own(ask, item_id)
    given = reader_form.choosable(ask.conn, ask.viewer)
    reader = Reader(reader_form.gathered(ask.sent))
    audience = forms.read_audience(reader, given)
    if ask.field("then") == reader_form.MORE:
        if version_sent(ask) != matter.version:
            raise Conflict  # shown again, the form would choose over what was chosen meanwhile
        form = Form(reader.form.values)
        return ask.page(_page(ask, entry, matter, given, (form, audience or entry.audience)))
    if audience is None:
        page = _page(ask, entry, matter, given, (reader.form, entry.audience))
        return ask.page(page, status=422)
    try:
        with ask.unit_of_work() as db:
            return choose_readers(ask, db, matter, audience)
    except OwnerLeftOut as refusal:
        form = Form(reader.form.values, {"audience": refusal.sentence})
        page = _page(ask, entry, matter, given, (form, entry.audience))
        return ask.page(page, status=refusal.status)


@room.post("/practices/{item_id}/widen", P.PRACTICE_REVIEW)
def widen(ask: Ask, item_id: str) -> Response:
    """Open a practice to the readers its owner wished."""
    matter = _found(ask, item_id)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        readership.widen(db, ask.viewer, matter, post, version=version)
        answer = ask.go(f"{_address(item_id)}?said={What.WIDENED}", db)
    return ask.page(shown(ask, item_id, said=What.WIDENED)) if ask.htmx else answer


@room.post("/practices/{item_id}/keep", P.PRACTICE_REVIEW)
def keep(ask: Ask, item_id: str) -> Response:
    """Leave its readers as they are, with a reason."""
    matter = _found(ask, item_id)
    reason, form = forms.read_reason(ask.sent)
    if not form.good:
        return ask.page(shown(ask, item_id, notes=Notes(review=form)), status=422)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        readership.keep(db, ask.viewer, matter, reason, post, version=version)
        answer = ask.go(f"{_address(item_id)}?said={What.KEPT}", db)
    return ask.page(shown(ask, item_id, said=What.KEPT)) if ask.htmx else answer


def _found(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _own(ask: Ask, item_id: str) -> tuple[Matter, Entry]:
    """Return a published practice of this office.

    Raises:
        NotFound: when there is none for this viewer.
        Forbidden: when it is not published, or another office's.
    """
    matter, entry = _found(ask, item_id), queries.entry(ask.conn, ask.viewer, item_id)
    ask.ensure(P.PRACTICE_READERS, matter)
    if entry is None:
        raise NotFound
    return matter, entry


def _tried(ask: Ask, given: Choosable) -> Audience | None:
    """Return the audience that the address asks to be shown, None for the one there is."""
    query = ask.request.query_params
    if "audience" not in query:
        return None
    sent = {name: query.getlist(name) for name in query}
    tried = forms.read_audience(Reader(reader_form.gathered(sent)), given)
    return tried or Audience.of(Circle.SECRETARIAT)


def _page(
    ask: Ask, entry: Entry, matter: Matter, given: Choosable, tried: tuple[Form, Audience]
) -> Readership:
    form, audience = tried
    called, offered = entry.called, given.names
    names = Names({**offered.members, **called.members}, {**offered.offices, **called.offices})
    sentence = readers.sentence(audience, entry.owners, names, known=True)
    return Readership(
        address=_address(entry.id),
        title=entry.title,
        language=entry.language,
        version=matter.version,
        form=form,
        audiences=readers.options(entry.owners),
        chosen=reader_form.choice(form, given),
        preview=preview(ask.conn, audience, entry.owners, names, sentence),
        moves=_moves(ask, entry, audience),
    )


def _moves(ask: Ask, entry: Entry, audience: Audience) -> Sequence[str]:
    """Return what choosing ``audience`` does to those who read it now, sentence by sentence."""
    if audience == entry.audience:
        return [gettext("That is who reads it now.")]
    found = turnover(ask.conn, entry.audience, audience, entry.owners)
    said = []
    if found.gone.people:
        words = gettext("%(people)s of %(members)s can no longer read it.", **_counted(found.gone))
        kept = gettext("They may have read or kept it: that cannot be called back.")
        said.append(f"{words} {kept}")
    if found.come.people:
        said.append(
            gettext("%(people)s of %(members)s can read it from then on.", **_counted(found.come))
        )
    if wider(ask.conn, entry.audience, audience):
        said.append(
            gettext("The Secretariat agrees to more readers first; until then nothing changes.")
        )
    return said


def _counted(some: Some) -> dict[str, str]:
    return {
        "people": ngettext("%(num)s person", "%(num)s people", some.people),
        "members": ngettext("%(num)s member", "%(num)s members", some.members),
    }


def _address(item_id: str) -> str:
    return f"/practices/{item_id}"
