"""Accounts that are being made with an application's word: nothing of them counts until the end.

What is under way is found by its address together with a cookie, so it goes on in one browser only.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from starlette.responses import Response

from provider.house import accounts
from provider.house.accounts import Account
from provider.house.sealing import Secrets
from provider.house.tables import kept
from provider.house.vouching import Statement
from provider.models import new_secret
from provider.store import Pairs

LASTS = 3600.0
SID = 43
"""The longest name of a session that a row keeps."""
ONE_EACH = 400 * 86_400.0
"""So long what entitled to an account entitles to no second one; longer than invitations last."""
ANEW = "enrolled-anew"
STATEMENT, UNDER_WAY, SPENT = "statement", "account", "entitled"


class Spent(Exception):
    """Another browser has the statement, or an account was made by what entitles to it."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Who is to have an account, where the application waits, and by which right.

    ``resets`` where there is the account, and its ways in end when the new one is made.
    """

    account: Account
    pairs: Pairs
    entitled: str
    resets: bool = False

    @property
    def also(self) -> tuple[str, ...]:
        """What is said beside how somebody signed in, where all other ways in have ended."""
        return (ANEW,) if self.resets else ()


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What is under way at one provider; ``secure`` where people reach it over https.

    Names that are ``reserved`` are made by an operator only: whoever took one by an invitation
    would act for the Secretariat.
    """

    secret: Secrets
    secure: bool
    reserved: frozenset[str] = frozenset()

    @property
    def cookie(self) -> str:
        """The name of the cookie; over https no other host can set it."""
        return f"{'__Host-' if self.secure else ''}house-arrival"

    def browser(self, cookies: Mapping[str, str]) -> str:
        """Return by what a browser is known, empty where it is new."""
        return cookies.get(self.cookie, "")

    def put(self, response: Response, value: str) -> None:
        """Let the browser be known until what it began is over."""
        response.set_cookie(
            self.cookie, value, max_age=int(LASTS), path="/", secure=self.secure, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def claim(self, conn: Connection, said: Statement, browser: str, client_id: str) -> None:
        """Let the first browser that shows a statement have it.

        Raises:
            Spent: another has it, or an account was made by what entitles to it.
        """
        mine = json.dumps(self._key("claims", said.name, browser))
        row = {"kind": STATEMENT, "key": self._key(STATEMENT, client_id, said.name), "sid": ""}
        dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
        first = dialect.insert(kept).values(**row, value=mine, expires_at=said.until)
        conn.execute(first.on_conflict_do_nothing(index_elements=["kind", "key"]))
        named = (kept.c.kind == STATEMENT, kept.c.key == row["key"])
        if conn.execute(select(kept.c.value).where(*named)).scalar() != mine:
            raise Spent
        used = (kept.c.kind == SPENT, kept.c.key == self.right(said, client_id))
        if conn.execute(select(kept.c.key).where(*used)).first():
            raise Spent

    def right(self, said: Statement, client_id: str) -> str:
        """Return by what it is known that an account was made by what entitles to it."""
        return self._key(SPENT, client_id, said.entitled)

    def taken(self, conn: Connection, one: Account) -> bool:
        """Whether nobody gets the account name of ``one`` by an application's word."""
        return one.handle in self.reserved or accounts.taken(conn, one)

    def begin(self, conn: Connection, coming: Coming, browser: str, now: float) -> str:
        """Keep what is under way; return the token of the address at which it goes on.

        What the same browser began by the same right before goes: one invitation fills no table.
        """
        token = new_secret()
        value = json.dumps([asdict(coming.account), coming.pairs, coming.entitled, coming.resets])
        mine = self._key("begun", coming.entitled, browser)[:SID]
        row = {"kind": UNDER_WAY, "key": self._key(UNDER_WAY, token, browser), "sid": mine}
        conn.execute(delete(kept).where(kept.c.kind == UNDER_WAY, kept.c.sid == mine))
        conn.execute(insert(kept).values(**row, value=value, expires_at=now + LASTS))
        return token

    def find(self, conn: Connection, token: str, browser: str, now: float) -> Coming | None:
        """Return what is under way at an address in a browser; looking changes nothing."""
        named = (kept.c.kind == UNDER_WAY, kept.c.key == self._key(UNDER_WAY, token, browser))
        found = conn.execute(select(kept.c.value).where(*named, kept.c.expires_at > now)).scalar()
        if not browser or found is None:
            return None
        account, pairs, entitled, *more = json.loads(found)
        asked = tuple((name, text) for name, text in pairs)
        return Coming(Account(**account), asked, entitled, resets=any(more))

    def settle(self, conn: Connection, token: str, browser: str, now: float) -> Coming | None:
        """Make the account where there is none yet; of two who press, one does.

        The address is not kept, since nobody checked it.

        Raises:
            Spent: by what entitled to it an account was made meanwhile.
            accounts.Taken: the account name is somebody's by now, or reserved.
        """
        coming = self.find(conn, token, browser, now)
        if coming is None:
            return None
        row = {"kind": SPENT, "key": coming.entitled, "sid": "", "value": json.dumps("")}
        try:
            conn.execute(insert(kept).values(**row, expires_at=now + ONE_EACH))
        except IntegrityError as error:
            raise Spent from error
        named = (kept.c.kind == UNDER_WAY, kept.c.key == self._key(UNDER_WAY, token, browser))
        conn.execute(delete(kept).where(*named))
        if not coming.resets:
            if self.taken(conn, coming.account):
                raise accounts.Taken
            accounts.keep(conn, replace(coming.account, email=None), now, "statement")
        return coming

    def _key(self, kind: str, *words: str) -> str:
        return self.secret.hashed(f"arrival {kind}", *words)


def new_browser() -> str:
    """Return what a browser is to be known by."""
    return secrets.token_urlsafe(32)
