"""How a person proves who it is, and how much that is worth.

A passkey checks its holder by finger, face or PIN: two factors, and no other site can ask for it.
A code shows that somebody holds an app or a sheet of paper: one factor, also when both are shown,
since both are things one has. A code of an app alone counts only in a browser in which the person
signed in before; six digits can be guessed by whoever tries for long enough, eighty bits cannot.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from provider.house import accounts, browsers, codes, resets, throttle
from provider.house.browsers import Cookie
from provider.house.parts import House
from provider.house.passkeys import NotTaken
from provider.house.record import What, record
from provider.house.throttle import Counted
from provider.models import Proven

TWO, ONE = "two-factors", "one-factor"
ACR = (TWO, ONE)
BY_PASSKEY = ("pop", "user", "mfa")
BY_CODE = ("otp",)
NOBODY = "nobody"
LIST = "list"
STRANGERS_WAIT, OWN_BROWSER_WAITS = 60.0, 900.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the browser's cookies and its address."""

    cookies: Mapping[str, str]
    address: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to sign in; codes are empty where none was.

    ``sheet`` where a printed code alone is enough: whoever found the sheet gets no new one by it.
    """

    name: str
    app: str
    printed: str
    sheet: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: somebody proven and the cookie to keep, or a wait, or neither.

    ``left`` says how many codes are left on the list where one of it was used.
    """

    proven: Proven | None = None
    cookie: Cookie | None = None
    wait: float = 0.0
    left: int | None = None


class Ways:
    """The ways in of one provider; each attempt is one transaction, also one that fails."""

    def __init__(self, house: House) -> None:
        self._db, self._secret = house.database, house.secret
        self._passkeys, self._clock = house.passkeys, house.clock
        self._browsers = house.browsers

    def by_passkey(self, answer: str, challenge: bytes, caller: Caller) -> Outcome:
        """Let somebody in by a passkey; nobody is named before.

        A signature cannot be guessed, so only who fails is made to wait: what strangers of the same
        network do never keeps the owner of a passkey out.
        """
        now = self._clock()
        with self._db.writing() as conn:
            try:
                used = self._passkeys.use(conn, answer, challenge)
            except NotTaken:
                return self._slowed(conn, caller, None)
            if used.copied:
                record(conn, now, What.COPIED, used.account_id, "passkey")
                return self._slowed(conn, caller, used.account_id)
            return self._enter(conn, caller, Proven(used.account_id, int(now), BY_PASSKEY, TWO))

    def _slowed(self, conn: Connection, caller: Caller, account_id: str | None) -> Outcome:
        counted = [self._network(caller)]
        if pause := throttle.wait(conn, counted, self._clock()):
            return Outcome(wait=pause)
        return self._refuse(conn, counted, account_id, "passkey")

    def by_codes(self, typed: Typed, caller: Caller) -> Outcome:
        """Let somebody in by a code of the app, of the printed list, or both."""
        now = self._clock()
        with self._db.writing() as conn:
            account = accounts.by_name(conn, typed.name)
            who = account.subject if account else NOBODY
            key = self._browsers.key(who, caller.cookies)
            known = browsers.known(conn, key, now)
            counted = [self._own(key) if known else self._network(caller)]
            if pause := throttle.wait(conn, counted, now):
                return Outcome(wait=pause)
            way = self._checked(conn, who, typed, known=known) if accounts.hold(conn, who) else ""
            if account is None or not way:
                return self._refuse(conn, counted, account.subject if account else None, "codes")
            throttle.passed(conn, counted)
            return self._enter(conn, caller, Proven(who, int(now), BY_CODE, ONE), way)

    def _checked(self, conn: Connection, who: str, typed: Typed, *, known: bool) -> str:
        """Return which codes were right, empty where they are not enough.

        All are looked at before any is used up: who mistypes one of two has lost neither.
        """
        enough = (typed.sheet or typed.app) if typed.printed else (typed.app and known)
        step = codes.right_step(conn, self._secret, who, typed.app, self._clock())
        listed = codes.on_list(conn, self._secret, who, typed.printed)
        right = (step is not None or not typed.app) and (listed or not typed.printed)
        if not enough or not right:
            return ""
        if step is not None and not codes.use_step(conn, who, step):
            return ""
        if listed and not codes.use_printed(conn, self._secret, who, typed.printed):
            return ""
        return " ".join(["app"] * bool(typed.app) + [LIST] * bool(typed.printed))

    def _enter(
        self, conn: Connection, caller: Caller, proven: Proven, way: str = "passkey"
    ) -> Outcome:
        now = self._clock()
        cookie = self._browsers.renew(conn, proven.subject, caller.cookies, now)
        record(conn, now, What.SIGNED_IN, proven.subject, way)
        resets.stop(conn, proven.subject, now, way)
        left = codes.remaining(conn, proven.subject) if LIST in way.split() else None
        return Outcome(proven, cookie, left=left)

    def _refuse(
        self, conn: Connection, counted: list[Counted], account_id: str | None, way: str
    ) -> Outcome:
        now = self._clock()
        throttle.failed(conn, counted, now)
        record(conn, now, What.REFUSED, account_id, way)
        return Outcome()

    def _own(self, browser: str) -> Counted:
        return Counted(self._secret.hashed("slow browser", browser), OWN_BROWSER_WAITS)

    def _network(self, caller: Caller) -> Counted:
        key = self._secret.hashed("slow network", throttle.network(caller.address))
        return Counted(key, STRANGERS_WAIT)
