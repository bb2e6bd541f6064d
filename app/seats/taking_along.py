"""The list of open seats to take along: as a table, and as a feed by an address of one's own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.audience import Audience
from app.access.labels import NETWORK
from app.access.policy import P, allows
from app.access.scopes import Scope
from app.core import i18n
from app.core.errors import TokenRefused
from app.core.i18n import N_, gettext, use_language
from app.directory import sheet
from app.directory.acting_by import acting_by
from app.directory.sheet import Columns
from app.identity import letters, tokens
from app.identity.tokens import Wanted as WantedToken
from app.papers.writing.xml import escaped
from app.seats import listing
from app.seats.index import ADDRESS, everything, wanted_of
from app.seats.listing import Wanted
from app.seats.queries import Seat
from app.seats.shown import by_when, when, where
from app.vocabulary.labels import LANGUAGES, THEMES, named
from app.web.ask import Ask
from app.web.forms import Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import EXPORTING, SEARCHING

room = Room("seats.taking_along")
MEDIA = "application/atom+xml; charset=utf-8"
MOST_LINES, MOST_ENTRIES = 500, 20
NAME = N_("Feed of open seats")
CLOSED = N_("Read it in the portal: not everybody in the network may see it.")
DAYS = 365
"""So long a feed can be read by its address, if its token is not taken back before."""
TABLE = Columns(
    (
        "number", "title", "member", "kind", "themes", "languages", "place", "online", "first_day",
        "last_day", "apply_by", "places", "cost", "state", "link",
    ),
    needed=(),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class FeedPage(Page):
    """How to have the open seats in a feed reader; ``made`` is an address, shown this once."""

    template: ClassVar[str] = "seats/feed.html"
    here: ClassVar[str] = "assistance"

    made: str = ""


@room.get("/open-seats/table.csv", P.SEAT_READ, pace=EXPORTING)
def table(ask: Ask) -> Response:
    """Give the list as it is narrowed, as a table."""
    query = ask.request.query_params
    reader = Reader({name: [value] for name, value in query.items()})
    found = listing.listed(ask.conn, ask.viewer, everything(wanted_of(reader), MOST_LINES))
    text = sheet.write([_cells(one) for one in found], TABLE).encode("utf-8-sig")
    headers = {
        "content-disposition": 'attachment; filename="open-seats.csv"',
        "cache-control": "no-store",
    }
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@room.get("/open-seats/feed/{token}", P.ANYONE, pace=SEARCHING)
def feed(ask: Ask, token: str) -> Response:
    """Return the feed of whoever made the address, for the office held then and still.

    Raises:
        TokenRefused: for a secret that opens no feed of seats, or none any more.
    """
    viewer = ask.portal.viewer_of_token(ask.portal, ask.conn, token)
    if viewer is None or Scope.SEATS not in (viewer.scopes or ()):
        raise TokenRefused
    if not allows(viewer, P.SEAT_READ):
        raise TokenRefused
    base = ask.portal.settings.base_url
    with use_language(viewer.language or i18n.language()):
        found = listing.listed(ask.conn, viewer, Wanted(most=MOST_ENTRIES))
        return Response("".join(_xml(found, base, token)), media_type=MEDIA)


@room.get("/open-seats/feed", P.PROGRAMME_ADMIT)
def about_feed(ask: Ask) -> Response:
    """Say what the feed holds, with the button that makes an address for it."""
    return ask.page(FeedPage())


@room.post("/open-seats/feed", P.PROGRAMME_ADMIT)
def make(ask: Ask) -> Response:
    """Make an address for a feed reader, show it this once, and tell its holder by letter.

    Raises:
        ConfirmNeeded: for who proved nothing of late.
    """
    ask.ensure_fresh()
    wanted = WantedToken(gettext(NAME), (Scope.SEATS,), DAYS)
    held = acting_by(ask.conn, ask.viewer)
    with ask.unit_of_work() as db:
        secret = tokens.make(db, ask.viewer, ask.session_token, held, wanted)
        letters.tell_of_token(db, ask.portal, ask.viewer, wanted.name)
        ask.go(ADDRESS, db)  # sent again, the form leads to the list and makes nothing
    base = ask.portal.settings.base_url
    return ask.page(FeedPage(made=f"{base}/open-seats/feed/{secret}"))


def _cells(one: Seat) -> dict[str, str]:
    return {
        "number": one.matter.number or "",
        "title": one.title,
        "member": one.member,
        "kind": one.kind,
        "themes": " ".join(one.themes),
        "languages": " ".join(one.languages),
        "place": one.place,
        "online": "yes" if one.online else "no",
        "first_day": str(one.starts),
        "last_day": str(one.ends),
        "apply_by": str(one.apply_by),
        "places": str(one.places),
        "cost": one.cost,
        "state": str(one.state),
        "link": one.link,
    }


def _xml(found: Sequence[Seat], base: str, token: str) -> Iterator[str]:
    moments = [one.published_at.isoformat() for one in found if one.published_at]
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escaped(i18n.language())}">'
        f"<id>{escaped(base + ADDRESS)}</id><title>{escaped(gettext('Open seats'))}</title>"
        f"<updated>{max(moments, default='1970-01-01T00:00:00+00:00')}</updated>"
        f'<link rel="self" type="application/atom+xml" '
        f'href="{escaped(f"{base}{ADDRESS}/feed/{token}")}"/>'
        f'<link rel="alternate" type="text/html" href="{escaped(base + ADDRESS)}"/>'
    )
    yield from (_entry(one, base) for one in found)
    yield "</feed>\n"


def _entry(one: Seat, base: str) -> str:
    """Return an entry; of what is not for the whole network its number and nothing more.

    A feed reader keeps what it read, on machines of others.
    """
    href = escaped(f"{base}{ADDRESS}/{one.matter.id}")
    opened = NETWORK in Audience.parse(one.matter.audience).labels
    title = one.title if opened else (one.matter.number or "")
    by = gettext(one.member_name) if opened else gettext("Open seats")
    moment = one.published_at.isoformat() if one.published_at else ""
    summary = _summary(one) if opened else gettext(CLOSED)
    language = f' xml:lang="{escaped(one.matter.language)}"' if opened else ""
    return (
        f"<entry{language}><id>{href}</id><title>{escaped(title)}</title>"
        f"<author><name>{escaped(by)}</name></author><updated>{moment}</updated>"
        f'<link rel="alternate" type="text/html" href="{href}"/>'
        f"<summary>{escaped(summary)}</summary></entry>"
    )


def _summary(one: Seat) -> str:
    about = [*named(one.themes, THEMES), *named(one.languages, LANGUAGES)]
    return ". ".join(filter(None, [when(one), where(one), *about, by_when(one)]))
