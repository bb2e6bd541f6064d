"""A person helped in again by the Secretariat: proposed, agreed to, and the link handed over."""

from collections.abc import Mapping

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.office_showing import in_full
from app.directory.two_people import ALONE, Answer, colleagues, seconds, two_there_are
from app.identity.models import Recovery
from app.recovery import actions, forms, helped, letters, queries, showing
from app.recovery.helped import Helped
from app.recovery.person_page import Choices, LinkPage, PersonPage
from app.recovery.providers import able
from app.recovery.queries import Shown
from app.recovery.rules import CHECKS, DELAYS, GIVEN, LINK_LASTS, REASONS
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room

room = Room("recovery")


@room.get("/people/{person_id}/recovery", P.PERSON_RECOVER)
def show(ask: Ask, person_id: str) -> Response:
    """Show how far helping a person in has come."""
    return _page(ask, _one(ask, person_id), Form())


@room.post("/people/{person_id}/recovery", P.PERSON_RECOVER)
def propose(ask: Ask, person_id: str) -> Response:
    """Propose what is to be given."""
    one = _one(ask, person_id)
    stopped = queries.stopped_lately(queries.of_person(ask.conn, person_id))
    wish, form = forms.wish(ask.sent, stopped=stopped is not None)
    if wish is None:
        return _page(ask, one, form, status=422)
    with ask.unit_of_work() as db:
        made = actions.propose(db, ask.viewer, person_id, wish)
        if made.due_at is None:
            letters.ask_second(db, ask.portal, ask.viewer, one, queries.life_of(made))
        return _told(ask, db, one, made)


@room.post("/people/{person_id}/recovery/agree", P.PERSON_RECOVER)
def agree(ask: Ask, person_id: str) -> Response:
    """Agree, as the second person, to what was read."""
    one = _one(ask, person_id)
    with ask.unit_of_work() as db:
        return _told(ask, db, one, actions.agree(db, ask.viewer, person_id, ask.field("seen")))


@room.post("/people/{person_id}/recovery/withdraw", P.PERSON_RECOVER)
def withdraw(ask: Ask, person_id: str) -> Response:
    """Call it off."""
    one = _one(ask, person_id)
    with ask.unit_of_work() as db:
        return _told(ask, db, one, actions.withdraw(db, ask.viewer, person_id, ask.field("seen")))


@room.post("/people/{person_id}/recovery/link", P.PERSON_RECOVER)
def make_link(ask: Ask, person_id: str) -> Response:
    """Make the link and show it this once: no letter ever carries it."""
    one = _one(ask, person_id)
    with ask.unit_of_work() as db:
        link = actions.make_link(db, ask.viewer, person_id, ask.field("seen"))
    page = LinkPage(
        person_id=person_id,
        name=one.name,
        address=f"{ask.portal.settings.base_url}/recovery/{link}",
        days=LINK_LASTS.days,
    )
    return ask.page(page)


def _told(ask: Ask, db: Session, one: Helped, found: Recovery) -> Response:
    """Tell those concerned, and lead back to the page."""
    letters.tell(db, ask.portal, one, queries.life_of(found))
    return ask.go(f"/people/{one.person_id}/recovery", db)


def _one(ask: Ask, person_id: str) -> Helped:
    """Return the person of an address.

    Raises:
        NotFound: for nobody, and for who was taken out.
    """
    found = helped.find(ask.conn, person_id)
    if found is None:
        raise NotFound
    return found


def _page(ask: Ask, one: Helped, form: Form, *, status: int = 200) -> Response:
    found = queries.of_person(ask.conn, one.person_id)
    now = next((each for each in found if each.life.goes_on), None)
    but = ask.viewer.person_id, one.person_id
    page = PersonPage(
        person_id=one.person_id,
        name=one.name,
        seats=[in_full(seat.kind, seat.member_name) for seat in one.seats],
        record=f"/directory/{one.members[0]}/offices" if one.members else "",
        hindrance=_hindrance(ask, one),
        own=one.person_id == ask.viewer.person_id,
        alone=not colleagues(ask.conn, *but),
        pair=two_there_are(ask.conn, one.person_id),
        no_provider=not able(ask.portal.settings.providers, one.members, alone=True),
        hours=int(ALONE.total_seconds() // 3600),
        **_state(ask, one, now),  # type: ignore[arg-type] # the fields of the page, by name
        past=[showing.for_secretariat(each) for each in found if not each.life.goes_on],
        stopped_at=queries.stopped_lately(found),
        given=[(code, _with_delay(code)) for code in GIVEN],
        reasons=_said(REASONS),
        checks=_said(CHECKS),
        form=form,
    )
    return ask.page(page, status=status)


def _state(ask: Ask, one: Helped, now: Shown | None) -> dict[str, object]:
    """Return what the page says of the recovery that goes on."""
    who = ask.viewer.person_id
    agrees = now is not None and now.life.may_agree(who)
    answer = actions.answer_for(ask.conn, ask.viewer, one, now.life) if now and agrees else Answer()
    decided = now is not None and (now.life.agreed_by is not None or not now.life.due_at)
    return {
        "by_one": now is not None and not decided,
        "stage": now.life.stage if now else "",
        "seen": now.id if now else "",
        "facts": showing.for_secretariat(now) if now else (),
        "may_agree": agrees,
        "apart": gettext(answer.apart) if answer.apart else "",
        "waits": answer.waits,
        "may_make_link": now is not None and now.life.may_make_link(who),
        "link_made": now is not None and now.link_until is not None,
    }


def _hindrance(ask: Ask, one: Helped) -> str:
    """Return why nothing can be proposed for a person, empty where something can."""
    said = helped.hindrance(ask.conn, one)
    if one.person_id == ask.viewer.person_id:
        said = actions.OWN
    elif not said and one.in_secretariat:
        said = "" if seconds(ask.conn, ask.viewer.person_id, one.person_id) else actions.TWO_OTHERS
    return gettext(said) if said else ""


def _with_delay(code: str) -> str:
    hours = int(DELAYS[code].total_seconds() // 3600)
    words = gettext("It takes effect %(num)s hours after a second person agreed.", num=hours)
    return f"{gettext(GIVEN[code])} {words}"


def _said(words_of: Mapping[str, str]) -> Choices:
    return [(code, gettext(words)) for code, words in words_of.items()]
