"""How a person proves who it is, and how much that is worth.

A passkey checks its holder by finger, face or PIN: two factors, and no other site can ask for it.
A code shows that somebody holds an app or a sheet of paper: one factor, also when both are shown,
since both are things one has. A code of an app alone counts only in a browser in which the person
signed in before; six digits can be guessed by whoever tries for long enough, eighty bits cannot.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from provider.house import accounts, browsers, codes, throttle
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
STRANGERS_WAIT, OWN_BROWSER_WAITS = 60.0, 900.0


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the browser's cookie, empty where it has none, and its address."""

    browser: str
    address: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to sign in; codes are empty where none was."""

    name: str
    app: str
    printed: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: somebody proven and the cookie to keep, or a wait, or neither."""

    proven: Proven | None = None
    browser: str = ""
    wait: float = 0.0


class Ways:
    """The ways in of one provider; each attempt is one transaction, also one that fails."""

    def __init__(self, house: House) -> None:
        self._db, self._secret = house.database, house.secret
        self._passkeys, self._clock = house.passkeys, house.clock

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
            key = browsers.digest(self._secret, who, caller.browser)
            known = browsers.known(conn, key, now)
            counted = [self._own(key) if known else self._network(caller)]
            if pause := throttle.wait(conn, counted, now):
                return Outcome(wait=pause)
            way = self._checked(conn, who, typed, known=known)
            if account is None or not way:
                return self._refuse(conn, counted, account.subject if account else None, "codes")
            throttle.passed(conn, counted)
            return self._enter(conn, caller, Proven(who, int(now), BY_CODE, ONE), way)

    def _checked(self, conn: Connection, who: str, typed: Typed, *, known: bool) -> str:
        """Return which codes were right, empty where they are not enough."""
        if not typed.printed and not (typed.app and known):
            return ""
        if typed.app and not codes.use_app(conn, self._secret, who, typed.app, self._clock()):
            return ""
        if typed.printed and not codes.use_printed(conn, self._secret, who, typed.printed):
            return ""
        return " ".join(["app"] * bool(typed.app) + ["list"] * bool(typed.printed))

    def _enter(
        self, conn: Connection, caller: Caller, proven: Proven, way: str = "passkey"
    ) -> Outcome:
        now = self._clock()
        kept = browsers.note(conn, self._secret, proven.subject, caller.browser, now)
        record(conn, now, What.SIGNED_IN, proven.subject, way)
        return Outcome(proven, kept)

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
