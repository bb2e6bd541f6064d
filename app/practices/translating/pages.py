"""Translating a practice: what there is, the form beside the original, and the owner's answer."""

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import BadRequest, Conflict
from app.notifications.post import Post
from app.practices.translating import actions, forms
from app.practices.translating.beside import Wanted
from app.practices.translating.page import (
    OfferPage,
    kept_page,
    list_page,
    offer_page,
    write_page,
)
from app.practices.translating.queries import code_of, current, own
from app.practices.translating.values import Stage, Written
from app.practices.versions import version_sent
from app.vocabulary import languages
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("practices.translating")
SHOW, OFFER = "show", "offer"
PATH = "/practices/{item_id}/translations"


@room.get(PATH, P.TRANSLATION_WRITE)
def listed(ask: Ask, item_id: str, language: str = "", said: str = "") -> Response:
    """Show what is translated and what waits; a language that was chosen leads to its form."""
    wanted = Wanted.of(ask, item_id)
    if language in languages.codes() and language != wanted.entry.language:
        return ask.go(f"{wanted.href}/{language}")
    return ask.page(list_page(ask, wanted, said))


@room.get(PATH + "/{language}", P.TRANSLATION_WRITE)
def write(ask: Ask, item_id: str, language: str) -> Response:
    """Show the form: each field beside what it translates, with what was kept."""
    wanted = Wanted.of(ask, item_id, language)
    draft = _draft(ask, wanted)
    if draft and draft.stage == Stage.OFFERED:
        return ask.go(f"{wanted.href}/{language}/of/{draft.member}")
    return ask.page(write_page(ask, wanted, draft))


@room.post(PATH + "/{language}", P.TRANSLATION_WRITE, pace=POSTING)
def save(ask: Ask, item_id: str, language: str) -> Response:
    """Keep what was typed; offer it, or show it to readers, where that was asked for."""
    wanted = Wanted.of(ask, item_id, language)
    then = ask.field("then")
    if then == SHOW:
        ask.ensure(P.TRANSLATION_SHOW, wanted.matter)
    texts, form = forms.read(ask.sent, wanted.entry, whole=then in {SHOW, OFFER})
    draft = _draft(ask, wanted)
    if not form.good:
        return ask.page(write_page(ask, wanted, draft, form), status=422)
    given = {"made_for": _made_for(ask, wanted, draft), "version": version_sent(ask)}
    with ask.unit_of_work() as db:
        actions.keep(db, ask.viewer, wanted.matter, language, texts, **given)
        return ask.go(_onward(ask, db, wanted, then), db)


def _onward(ask: Ask, db: Session, wanted: Wanted, then: str) -> str:
    """Do with what was kept what was asked for; return where that leads."""
    if then not in {SHOW, OFFER}:
        return f"{wanted.href}?said=kept"
    mine = own(db.connection(), ask.viewer, wanted.matter.id)
    made = next(one for one in mine if one.language == wanted.language)
    if then == SHOW:
        actions.show(db, ask.viewer, wanted.matter, made)
        return f"/practices/{wanted.matter.id}?in={wanted.language}"
    actions.offer(db, ask.viewer, wanted.matter, made, Post.of(ask.portal))
    return f"{wanted.href}?said=offered"


@room.post(PATH + "/{language}/keep", P.TRANSLATION_WRITE)
def keep(ask: Ask, item_id: str, language: str) -> Response:
    """Keep what was typed so far, without leaving the form: it is asked for by the page itself."""
    wanted = Wanted.of(ask, item_id, language)
    texts, form = forms.read(ask.sent, wanted.entry, whole=False)
    draft = _draft(ask, wanted)
    if not form.good:
        return ask.page(kept_page(ask, wanted, draft, version_sent(ask), form), status=422)
    with ask.unit_of_work() as db:
        version = actions.keep(
            db,
            ask.viewer,
            wanted.matter,
            language,
            texts,
            made_for=_made_for(ask, wanted, draft),
            version=version_sent(ask),
        )
    return ask.page(kept_page(ask, wanted, draft, version, Form(), saved=True))


@room.post(PATH + "/{language}/drop", P.TRANSLATION_WRITE)
def drop(ask: Ask, item_id: str, language: str) -> Response:
    """Throw one's own draft away, or take back what was offered."""
    wanted = Wanted.of(ask, item_id, language)
    draft = _draft(ask, wanted)
    if draft is None or draft.version != version_sent(ask):
        raise Conflict
    with ask.unit_of_work() as db:
        actions.drop(db, ask.viewer, wanted.matter, draft)
        return ask.go(f"{wanted.href}?said=dropped", db)


@room.post(PATH + "/{language}/remove", P.TRANSLATION_SHOW)
def remove(ask: Ask, item_id: str, language: str) -> Response:
    """Take a translation away from the readers."""
    wanted = Wanted.of(ask, item_id, language, P.TRANSLATION_SHOW)
    with ask.unit_of_work() as db:
        actions.take_away(db, ask.viewer, wanted.matter, language)
        return ask.go(f"{wanted.href}?said=removed", db)


@room.get(PATH + "/{language}/of/{member}", P.TRANSLATION_WRITE)
def offer(ask: Ask, item_id: str, language: str, member: str) -> Response:
    """Show a translation that is offered, beside the original, to both sides."""
    wanted = Wanted.of(ask, item_id, language)
    mine = code_of(ask.viewer) == member
    if not mine:
        ask.ensure(P.TRANSLATION_DECIDE, wanted.matter)
    return ask.page(offer_page(ask, wanted, member, Form(), decides=not mine))


@room.post(PATH + "/{language}/of/{member}/take", P.TRANSLATION_DECIDE)
def take(ask: Ask, item_id: str, language: str, member: str) -> Response:
    """Show to readers what was offered."""
    page = _offer(ask, item_id, language, member)
    with ask.unit_of_work() as db:
        actions.take_up(db, ask.viewer, page.wanted.matter, _as_read(ask, page.made))
        return ask.go(f"/practices/{item_id}?in={language}", db)


@room.post(PATH + "/{language}/of/{member}/return", P.TRANSLATION_DECIDE)
def give_back(ask: Ask, item_id: str, language: str, member: str) -> Response:
    """Give back with a reason what was offered."""
    page = _offer(ask, item_id, language, member)
    reason, form = forms.read_reason(ask.sent)
    if not form.good:
        return ask.page(_offer(ask, item_id, language, member, form), status=422)
    with ask.unit_of_work() as db:
        made = _as_read(ask, page.made)
        actions.give_back(db, ask.viewer, page.wanted.matter, made, reason)
        return ask.go(f"{page.wanted.href}?said=returned", db)


def _draft(ask: Ask, wanted: Wanted) -> Written | None:
    mine = own(ask.conn, ask.viewer, wanted.matter.id)
    return next((one for one in mine if one.language == wanted.language), None)


def _offer(
    ask: Ask, item_id: str, language: str, member: str, form: Form | None = None
) -> OfferPage:
    wanted = Wanted.of(ask, item_id, language, P.TRANSLATION_DECIDE)
    return offer_page(ask, wanted, member, form or Form(), decides=True)


def _as_read(ask: Ask, made: Written) -> Written:
    if made.version != version_sent(ask):
        raise Conflict
    return made


def _made_for(ask: Ask, wanted: Wanted, draft: Written | None) -> int:
    """Return of which version the translation is: the one on the page where that was said.

    Raises:
        BadRequest: when the form names a version that there never was.
    """
    shown = ask.field("of")
    if not (shown.isascii() and shown.isdigit()) or len(shown) > 6:  # noqa: PLR2004 - nobody publishes a million versions
        raise BadRequest
    number = int(shown)
    if not 0 < number <= current(ask.conn, wanted.matter.id):
        raise BadRequest
    begun = draft.made_for if draft else wanted.began_with
    return number if begun is None or ask.field("brought_up") == "yes" else begun
