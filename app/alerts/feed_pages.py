"""Feeds of searches: public ones at the address of the search, others by a secret of their own."""

from sqlalchemy import Connection, bindparam, select
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import ANYONE, IN_NETWORK, Viewer
from app.alerts import feeds
from app.alerts.feeds import Feed
from app.alerts.pages import HERE, Notes, page
from app.core import i18n
from app.core.db import table
from app.core.errors import NotFound
from app.core.i18n import N_, gettext, use_language
from app.core.reading import Reading
from app.directory.viewers import seats_of
from app.following import actions
from app.following.models import Follow
from app.identity.models import Person
from app.identity.sessions import hashed
from app.practices.filters import PATH, Chosen
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import SEARCHING

room = Room("following.feeds")
follow = table(Follow)
person = table(Person)
TITLE = N_("Good practices")
_BY_SECRET = Reading(
    select(
        follow.c.person_id,
        follow.c.office_id,
        follow.c.target,
        follow.c.name,
        person.c.language,
    )
    .join_from(follow, person, person.c.id == follow.c.person_id)
    .where(follow.c.feed_hash == bindparam("hash"), follow.c.item_id.is_(None))
)


@room.get("/practices/feed", P.ANYONE, pace=SEARCHING, reading_too=True)
def public(ask: Ask) -> Response:
    """Return the feed of a search as everybody sees it, whoever asks."""
    chosen = Chosen.parse(ask.request.query_params.multi_items())
    base, query = ask.portal.settings.base_url, chosen.target
    asked = f"?{query}" if query else ""
    feed = Feed(
        f"{base}{PATH}/feed{asked}", gettext(TITLE), f"{base}{PATH}{asked}", i18n.language()
    )
    return _atom(feeds.written(ask.conn, ANYONE, chosen, feed, base))


@room.get(f"{HERE}/feed/{{token}}", P.ANYONE, pace=SEARCHING, reading_too=True)
def private(ask: Ask, token: str) -> Response:
    """Return the feed of a search as its follower sees it by the office, while it is held.

    Raises:
        NotFound: for a secret that opens nothing, or nothing any more.
    """
    row = _BY_SECRET.first(ask.conn, {"hash": hashed(token)})
    viewer = _reader(ask.conn, row.person_id, row.office_id) if row else None
    if viewer is None:
        raise NotFound
    base = ask.portal.settings.base_url
    speaks = row.language or i18n.language()
    with use_language(speaks):
        page_of = f"{base}{PATH}?{row.target}"
        feed = Feed(f"{base}{HERE}/feed/{token}", row.name, page_of, speaks)
        return _atom(feeds.written(ask.conn, viewer, Chosen.of_target(row.target), feed, base))


@room.post(f"{HERE}/{{follow_id}}/feed", P.PROGRAMME_ADMIT)
def open_feed(ask: Ask, follow_id: str) -> Response:
    """Make the address of a feed after a proof of presence, and show it this once.

    Raises:
        ConfirmNeeded: for who proved nothing of late.
    """
    ask.ensure_fresh()
    with ask.unit_of_work() as db:
        secret = actions.open_feed(db, ask.viewer, follow_id)
        ask.go(HERE, db)  # sent again, the form leads to the list and makes nothing
    return page(ask, Notes(made=f"{ask.portal.settings.base_url}{HERE}/feed/{secret}"))


@room.post(f"{HERE}/{{follow_id}}/feed/close", P.FOLLOW)
def close_feed(ask: Ask, follow_id: str) -> Response:
    """Let the address of a feed open nothing any more."""
    with ask.unit_of_work() as db:
        actions.close_feed(db, ask.viewer, follow_id)
        return ask.go(f"{HERE}?said=closed", db)


def _reader(conn: Connection, person_id: str, office_id: str) -> Viewer | None:
    """Return the follower as holder of the office today; None for the Secretariat, as for tokens.

    Its offices want a second factor, which no feed reader shows.
    """
    for _person, office in seats_of(conn, [person_id]):
        if office.id == office_id and office.kind in IN_NETWORK:
            return Viewer(person_id, office=office, offices=(office,))
    return None


def _atom(text: str) -> Response:
    return Response(text, media_type=feeds.MEDIA)
