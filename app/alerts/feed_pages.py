"""Feeds of searches: public ones at the address of the search, others by a secret of their own."""

from typing import Any

from sqlalchemy import bindparam, select
from starlette.responses import Response

from app.access.policy import P
from app.access.viewer import ANYONE, Viewer
from app.alerts import feeds
from app.alerts.feeds import Feed
from app.alerts.pages import HERE, Notes, page
from app.core import i18n
from app.core.db import table
from app.core.errors import NotFound, TokenRefused
from app.core.i18n import N_, gettext, use_language
from app.core.reading import Reading
from app.directory.acting_by import acting_by
from app.following import actions, queries
from app.following.models import Follow
from app.identity import letters, tokens
from app.identity.sessions import hashed
from app.identity.tokens import Wanted
from app.practices.filters import PATH, Chosen
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import SEARCHING

room = Room("following.feeds")
follow = table(Follow)
TITLE = N_("Good practices")
NAME = N_("Feed of a search")
_BY_SECRET = Reading(
    select(follow.c.person_id, follow.c.office_id, follow.c.target, follow.c.name).where(
        follow.c.feed_hash == bindparam("hash")
    )
)
DAYS = 365
"""So long a feed can be read by its address, if its token is not taken back before."""


@room.get("/practices/feed", P.ANYONE, pace=SEARCHING)
def public(ask: Ask) -> Response:
    """Return the feed of a search as everybody sees it, whoever asks."""
    chosen = Chosen.parse(ask.request.query_params.multi_items())
    base, query = ask.portal.settings.base_url, chosen.target
    asked = f"?{query}" if query else ""
    feed = Feed(
        f"{base}{PATH}/feed{asked}", gettext(TITLE), f"{base}{PATH}{asked}", i18n.language()
    )
    return _atom(feeds.written(ask.conn, ANYONE, chosen, feed, base))


@room.get(f"{HERE}/feed/{{token}}", P.ANYONE, pace=SEARCHING)
def private(ask: Ask, token: str) -> Response:
    """Return the feed of a search as its follower sees it by the office, while it is held.

    Raises:
        TokenRefused: for a secret that opens nothing, or nothing any more.
    """
    row = _BY_SECRET.first(ask.conn, {"hash": hashed(token)})
    viewer = ask.portal.viewer_of_token(ask.portal, ask.conn, token) if row else None
    if viewer is None or viewer.office is None or not _reads(viewer, row):
        raise TokenRefused
    base = ask.portal.settings.base_url
    speaks = viewer.language or i18n.language()
    with use_language(speaks):
        page_of = f"{base}{PATH}?{row.target}"
        feed = Feed(f"{base}{HERE}/feed/{token}", row.name, page_of, speaks)
        return _atom(feeds.written(ask.conn, viewer, Chosen.of_target(row.target), feed, base))


def _reads(viewer: Viewer, row: Any) -> bool:
    """Whether a token's holder is still who follows the search, and for the same office."""
    office = viewer.office.id if viewer.office else ""
    return (viewer.person_id, office) == (row.person_id, row.office_id)


@room.post(f"{HERE}/{{follow_id}}/feed", P.PROGRAMME_ADMIT)
def open_feed(ask: Ask, follow_id: str) -> Response:
    """Make a token by which a feed reader reads a search, and show its address this once.

    Raises:
        NotFound: where the viewer follows no such thing for this office.
        ConfirmNeeded: for who proved nothing of late.
    """
    if all(one.id != follow_id for one in queries.followed(ask.conn, ask.viewer)):
        raise NotFound
    ask.ensure_fresh()
    wanted = Wanted(gettext(NAME), (), DAYS)
    with ask.unit_of_work() as db:
        held = acting_by(db.connection(), ask.viewer)
        secret = tokens.make(db, ask.viewer, ask.session_token, held, wanted)
        actions.open_feed(db, ask.viewer, follow_id, secret)
        letters.tell_of_token(db, ask.portal, ask.viewer, wanted.name)
        ask.go(HERE, db)  # sent again, the form leads to the list and makes nothing
    return page(ask, Notes(made=f"{ask.portal.settings.base_url}{HERE}/feed/{secret}"))


@room.post(f"{HERE}/{{follow_id}}/feed/close", P.FOLLOW)
def close_feed(ask: Ask, follow_id: str) -> Response:
    """Let the address of a feed open nothing any more."""
    with ask.unit_of_work() as db:
        actions.close_feed(db, ask.viewer, follow_id)
        return ask.go(f"{HERE}?said=closed", db)


def _atom(text: str) -> Response:
    return Response(text, media_type=feeds.MEDIA)
