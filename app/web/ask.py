"""One request as the pages see it: who asks, what was sent, the database, and how to answer."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, insert
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.access.policy import POLICY, P, ensure
from app.access.predicates import Subject
from app.access.proving import ensure_fresh, ensure_proved, ensure_reads
from app.access.viewer import ANYONE, Viewer
from app.core import clock, i18n
from app.core.db import table
from app.core.errors import SignInNeeded, TokenRefused
from app.core.writing import Writing
from app.web import cookies, csrf
from app.web.chrome import Chrome
from app.web.components import hour_words
from app.web.guests import Guest
from app.web.languages import choose_language, tongues
from app.web.models import UsedForm
from app.web.places import page_above
from app.web.portal import Portal
from app.web.render import Page
from app.web.sent import Upload
from app.web.used_forms import used_before

ONCE = "once"
_USED = Writing(insert(table(UsedForm)))
SAFE = frozenset({"GET", "HEAD"})


class Ask:
    """A request. Pages receive it from the guard, which has checked the permission."""

    def __init__(self, request: Request, sent: Mapping[str, Sequence[str]]) -> None:
        self.request = request
        self.portal: Portal = request.app.state.portal
        self.sent = sent
        self.uploads: Sequence[Upload] = ()
        self.viewer: Viewer = ANYONE
        self._read: Connection | None = None
        self._waiting: int | None = None
        self.bearer: str | None = None
        self.guest: str | None = None
        self.entered = False
        self.ensured: set[P] = set()

    # the request -------------------------------------------------------------------------------

    @property
    def htmx(self) -> bool:
        """Whether htmx asks for a part of a page (a restored history wants the whole)."""
        headers = self.request.headers
        return "hx-request" in headers and "hx-history-restore-request" not in headers

    @cached_property
    def session_token(self) -> str:
        """The secret of the session cookie, empty where there is none."""
        return self._cookie(cookies.SESSION)

    @cached_property
    def visitor(self) -> str:
        """The secret of a browser that has no session yet, empty where there is none."""
        return self._cookie(cookies.VISITOR)

    @cached_property
    def device(self) -> str:
        """The secret of a browser in which somebody has signed in, empty where nobody has."""
        return self._cookie(cookies.DEVICE)

    @cached_property
    def path(self) -> str:
        """Path and query as asked, relative to this site."""
        query = self.request.url.query
        return self.request.url.path + (f"?{query}" if query else "")

    @cached_property
    def place(self) -> str:
        """Where this answer's reader may come back to: the address asked, or the page above it."""
        if self.request.method in SAFE:
            return self.path
        return page_above(self.request.url.path, self.request.app.router.routes)

    def field(self, name: str) -> str:
        """Return the first value sent for ``name``, or nothing."""
        return next(iter(self.sent.get(name, ())), "")

    def _cookie(self, kind: str) -> str:
        secure = self.portal.settings.secure
        return self.request.cookies.get(cookies.name_of(kind, secure=secure), "")

    # who asks ----------------------------------------------------------------------------------

    def learn(self) -> None:
        """Learn who asks and speak their language."""
        self.entered = True
        self.relearn()
        cookie = self._cookie(cookies.LANGUAGE)
        i18n.set_language(choose_language(cookie, self.viewer, self.request))

    def enter(self, permission: P, *, reading_too: bool = False) -> None:
        """Learn who asks, and let pass or refuse as far as ``permission`` needs no subject.

        Raises:
            SignInNeeded: when the address is not public and nobody is signed in.
            SecondFactorNeeded, StrongerNeeded: when more has to be shown first.
            Forbidden: when the rule refuses whatever the subject.
        """
        self.learn()
        if not reading_too:
            ensure_reads(self.viewer, permission, acts=self.request.method not in SAFE)
        if POLICY[permission].needs_subject:
            if not self.viewer.signed_in:
                raise SignInNeeded
            ensure_proved(self.viewer, permission)
        else:
            self.ensure(permission)

    def ensure(self, permission: P, subject: Subject | None = None) -> None:
        """Let the act on ``subject`` pass, or refuse with the rule's sentence."""
        ensure(self.viewer, permission, subject, acts=self.request.method not in SAFE)
        self.ensured.add(permission)

    def ensure_fresh(self) -> None:
        """Let pass who proved to be there in the last minutes, or refuse."""
        ensure_fresh(self.viewer)

    @property
    def seconds_left(self) -> int | None:
        """How long the session lasts if nothing more is asked, None where there is none."""
        lasts = self.viewer.lasts
        return int((lasts.until - clock.wall()).total_seconds()) if lasts else None

    def relearn(self) -> None:
        """Learn who asks; anew after an act that may have ended the asker's own session.

        Raises:
            TokenRefused: when a programme came with a token that opens nothing.
        """
        portal, known = self.portal, None
        if self.bearer is not None:
            known = portal.viewer_of_token(portal, self.conn, self.bearer)
            if known is None:
                raise TokenRefused
        elif self.session_token:
            known = portal.viewer_of(portal, self.conn, self.session_token)
        self.viewer = known or ANYONE

    def sign_off(self) -> None:
        """Answer as to the public from here on: the session has just ended."""
        self.viewer = ANYONE

    # the database ------------------------------------------------------------------------------

    @property
    def conn(self) -> Connection:
        """A connection for reading, opened when first used and released when the request ends."""
        if self._read is None:
            self._read = self.portal.db.lend()
        return self._read

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Open the one transaction of this act; the reading connection is given back first."""
        self.leave()
        with self.portal.db.unit_of_work() as db:
            yield db

    def leave(self) -> None:
        """Give the reading connection back."""
        if self._read is not None:
            self.portal.db.give_back(self._read)
            self._read = None

    # the answer --------------------------------------------------------------------------------

    def chrome(self, here: str = "") -> Chrome:
        """Return what stands around the page for this viewer."""
        language = i18n.language()
        settings = self.portal.settings
        seed = self.guest or (self.session_token if self.viewer.signed_in else "")
        lasts = self.viewer.lasts
        return Chrome(
            language=language,
            dir=i18n.direction(language),
            demo=settings.demo,
            state=self.portal.state.now,
            path=self.place,
            here=here,
            viewer=Guest.of(self.viewer),
            waiting=self._count_waiting(),
            languages=tongues(language, self.place),
            csrf=csrf.masked(csrf.token(settings.secret_key.get_secret_value(), seed)),
            office=self.viewer.office.id if self.viewer.office else "",
            helped=self.viewer.helped,
            search_query=self._searched() if here == "search" else "",
            canonical=settings.base_url + self.request.url.path,
            indexed=not self.viewer.signed_in,
            until=hour_words(lasts.until) if lasts else "",
            left=str(self.seconds_left or ""),
            extends=lasts is not None and lasts.extends,
        )

    def _searched(self) -> str:
        """Return what the search box shows: control characters would break the page."""
        return "".join(c for c in self.request.query_params.get("q", "") if c.isprintable())

    def _count_waiting(self) -> int:
        if not self.viewer.signed_in or self.viewer.reads_only:
            return 0
        if self._waiting is None:
            self._waiting = self.portal.waiting_of(self.conn, self.viewer)
        return self._waiting

    def page(self, page: Page, *, status: int = 200) -> Response:
        """Answer with the page, or with the block of it that htmx is going to replace."""
        renderer = self.portal.renderer
        chrome = self.chrome(page.here)
        target = self.request.headers.get("hx-target", "").rpartition("#")[2]
        if self.htmx and target and renderer.has_block(page, target):
            html = renderer.block(page, chrome, target, self.viewer)
            if self.request.method != "GET":
                html += renderer.menu(chrome)
        else:
            html = renderer.page(page, chrome, self.viewer)
        return HTMLResponse(html, status, {"vary": "HX-Request, HX-Target, Cookie"})

    def go(self, location: str, db: Session | None = None) -> Response:
        """Lead on to ``location`` after an act, remembering in ``db`` that this form was used."""
        if db is not None and (key := self.field(ONCE)):
            row = {"key": self._once_key(key), "location": location, "at": clock.wall()}
            _USED.run(db, [row])
        if self.htmx:
            return Response(status_code=204, headers={"hx-redirect": location})
        return RedirectResponse(location, status_code=303)

    def answered(self) -> Response | None:
        """Where this very form was sent before, lead there again; otherwise None."""
        if not (key := self.field(ONCE)):
            return None
        used = used_before(self.conn, self._once_key(key))
        return self.go(used) if used else None

    def _once_key(self, key: str) -> str:
        return csrf.token(key, self.session_token or "guest")[:64]
