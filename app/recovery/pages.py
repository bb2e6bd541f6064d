"""A person helped in again by the Secretariat: proposed, agreed to, and the link handed over."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import second_answers, second_matter
from app.directory.office_showing import in_full
from app.directory.outsiders import able_words, beside
from app.directory.second_matter import What
from app.directory.two_people import ALONE, Answer, colleagues, is_alone, two_there_are
from app.identity.models import Recovery
from app.identity.passkeys import coded
from app.recovery import actions, coding, forms, helped, letters, outside, queries, showing, who_can
from app.recovery.going_on import decided_by_one
from app.recovery.helped import Helped
from app.recovery.person_page import Choices, CodePage, LinkPage, PersonPage
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
        second_matter.ask(db, ask.portal, outside.find(db.connection(), made.id))
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


@room.post("/people/{person_id}/recovery/code", P.PERSON_RECOVER)
def make_code(ask: Ask, person_id: str) -> Response:
    """Make a code for the first passkey and show it this once: it is told by voice."""
    one = _one(ask, person_id)
    with ask.unit_of_work() as db:
        code = coding.make_code(db, ask.portal, ask.viewer, person_id, ask.field("seen"))
    minutes = int(coded.LASTS.total_seconds() // 60)
    return ask.page(CodePage(person_id=person_id, name=one.name, code=code, minutes=minutes))


def _told(ask: Ask, db: Session, one: Helped, found: Recovery) -> Response:
    """Tell those concerned, and lead back to the page."""
    letters.tell(db, ask.portal, one, queries.life_of(found))
    letters.tell_asked(db, ask.portal, one, found)
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
    answers = second_answers.of_matter(ask.conn, What.RECOVERY, *(each.id for each in found))
    page = PersonPage(
        person_id=one.person_id,
        name=one.name,
        seats=[in_full(seat.kind, seat.member_name) for seat in one.seats],
        record=f"/directory/{one.members[0]}/offices" if one.members else "",
        hindrance=_hindrance(ask, one),
        own=one.person_id == ask.viewer.person_id,
        alone=is_alone(ask.conn, *but),
        left=not colleagues(ask.conn, *but),
        pair=two_there_are(ask.conn, one.person_id),
        no_provider=not able(ask.portal.settings.providers, one.members, alone=True),
        hours=int(ALONE.total_seconds() // 3600),
        facts=_facts(now, answers) if now else (),
        **_code(ask, one),
        **_state(ask, one, now),  # type: ignore[arg-type] # the fields of the page, by name
        past=[_facts(each, answers) for each in found if not each.life.goes_on],
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
    row = queries.going_on(ask.conn, one.person_id) if now else None
    agrees = now is not None and now.life.may_agree(who)
    answer = actions.answer_for(ask.conn, ask.viewer, one, now.life) if now and agrees else Answer()
    by_one = row is not None and bool(row.due_at) and decided_by_one(ask.conn, row)
    return {
        "by_one": by_one,
        "stage": now.life.stage if now else "",
        "seen": now.id if now else "",
        "others": _others(ask, one, now),
        "may_agree": agrees,
        "apart": gettext(answer.apart) if answer.apart else "",
        "waits": answer.waits,
        "may_make_link": row is not None and who_can.make_link(ask.conn, ask.viewer, row),
        "link_made": now is not None and now.link_until is not None,
    }


def _facts(one: Shown, answers: Sequence[Any]) -> showing.Facts:
    """Return what is known of a recovery, with what those outside the staff answered."""
    return [*showing.for_secretariat(one), *second_answers.told(answers, one.id)]


def _others(ask: Ask, one: Helped, now: Shown | None) -> str:
    """Return who outside the staff can agree to what is, or can be, proposed; perhaps nobody."""
    proposer = now.life.proposed_by if now else ask.viewer.person_id
    return able_words(beside(ask.conn, proposer, one.members, one.person_id))


def _code(ask: Ask, one: Helped) -> dict[str, Any]:
    """Return what the page says of a code for the first passkey."""
    found = coding.waiting(ask.conn, one.person_id)
    may = found is not None and queries.life_of(found).may_make_code(ask.viewer.person_id)
    return {"code_for": found.id if found else "", "may_make_code": may}


def _hindrance(ask: Ask, one: Helped) -> str:
    """Return why nothing can be proposed for a person, empty where something can."""
    said = helped.hindrance(ask.conn, one)
    if one.person_id == ask.viewer.person_id:
        said = actions.OWN
    elif not said and one.in_secretariat:
        said = "" if who_can.be_second(ask.conn, ask.viewer, one) else actions.TWO_OTHERS
    return gettext(said) if said else ""


def _with_delay(code: str) -> str:
    hours = int(DELAYS[code].total_seconds() // 3600)
    words = gettext("It takes effect %(num)s hours after a second person agreed.", num=hours)
    return f"{gettext(GIVEN[code])} {words}"


def _said(words_of: Mapping[str, str]) -> Choices:
    return [(code, gettext(words)) for code, words in words_of.items()]
