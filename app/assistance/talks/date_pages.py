"""Where dates for a talk are proposed and taken, and one of them as a file for a calendar."""

from urllib.parse import urlsplit

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance.address import address
from app.assistance.pages import acting
from app.assistance.talks import dates, forms
from app.assistance.talks.calendar import entries_of
from app.assistance.talks.dated import agreed_dates, moments
from app.assistance.talks.page import talk_page
from app.assistance.talks.pages import BASE, do, ours
from app.core import clock
from app.core.errors import BadRequest, NotFound
from app.directory.member_zones import zones_of
from app.files.serving import disposition
from app.web.ask import Ask
from app.web.calendars import MEDIA, written
from app.web.forms import Reader
from app.web.guard import Room
from app.web.throttle import POSTING, SEARCHING

room = Room("assistance-talk-dates")
ACTS = {"take": dates.take, "drop": dates.drop}


@room.post(f"{BASE}/dates", P.ACCOUNT, pace=POSTING)
def propose(ask: Ask, item_id: str, offer_id: str) -> Response:
    """Propose up to five dates for a talk, by the clocks of the own side."""
    work, reader = ours(ask, item_id, offer_id), Reader(ask.sent)
    member = ask.viewer.member or ""
    zone = zones_of(ask.conn, ask.viewer, {member})[member]
    starts, minutes = forms.read_moments(reader, zone, clock.now())
    if reader.errors:
        return talk_page(ask, work, dating=reader.form, status=422)

    def did(db: Session) -> None:
        dates.propose(db, acting(ask), work.talked, starts, minutes)

    return do(ask, work, did, dating=reader.form)


@room.post(f"{BASE}/dates/{{moment_id}}", P.ACCOUNT, pace=POSTING)
def answer(ask: Ask, item_id: str, offer_id: str, moment_id: str) -> Response:
    """Take one of the dates, or take one back."""
    work, what = ours(ask, item_id, offer_id), ask.field("what")
    if what not in ACTS:
        raise BadRequest
    return do(ask, work, lambda db: ACTS[what](db, acting(ask), work.talked, moment_id))


@room.get(f"{BASE}/dates/{{moment_id}}", P.ACCOUNT, pace=SEARCHING)
def give(ask: Ask, item_id: str, offer_id: str, moment_id: str) -> Response:
    """Give an agreed date as a file for a calendar: a number and an hour, and nothing else."""
    ours(ask, item_id, offer_id)
    here = {one.id for one in moments(ask.conn, ask.viewer, offer_id)} & {moment_id}
    found = [one for one in agreed_dates(ask.conn, ask.viewer) if one.id in here]
    if not found:
        raise NotFound
    host = urlsplit(ask.portal.settings.base_url).hostname or ""
    name = f"{(found[0].number or address(item_id)[1:]).replace('/', '-')}.ics"
    headers = {"content-disposition": disposition(name), "cache-control": "private, no-store"}
    return Response(written(entries_of(found), host), media_type=MEDIA, headers=headers)
