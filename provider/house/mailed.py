"""Codes by letter: asked for by a work address, drawn when the letter leaves, good once.

Asking writes the same row whoever is meant, so neither the answer nor its time tells who has an
account. A code belongs to the request it was asked for: typed in any other browser it is wrong.
"""

import json
import secrets

from sqlalchemy import Connection, Insert, delete, exists, func, insert, or_, select, update

from provider.house import codes, tables
from provider.house.accounts import Account
from provider.house.record import What, record
from provider.house.sealing import Secrets
from provider.house.tables import letter, mailed

LASTS = 600.0
MAILED = "mailed"
"""How the record names a sign-in by such a code."""
MOST_TRIES = 5
MOST_WAITING = 200
"""So many codes wait to be sent or typed at most, of everybody together."""
LETTER_LASTS = 86_400.0
"""So long it is tried to tell somebody that a code was used."""
TEAM_LASTS = 14 * 86_400.0
"""So long it is tried to tell colleagues: what they are told of decides nothing until then."""
CODE, USED, CHECK = "code", "used", "addr"
ASKED, GIVEN, SHUT, MORE = "asks", "gave", "shut", "more"
TEAM, WORD = "team", "word"
"""Letters that only tell: of a reset, its address, ways in that were removed, and one more; of a
colleague's new way in, and of a reset by an application's word."""
TELLING = (USED, ASKED, GIVEN, SHUT, MORE, TEAM, WORD)


def full(conn: Connection, now: float) -> bool:
    """Whether so much is asked for already that nobody gets a code for some minutes.

    What was for nobody counts until its letter is forgotten, which takes a moment: else a stranger
    with invented addresses would shut this way to everybody.
    """
    waits = exists().where(letter.c.key == mailed.c.key)
    sent = mailed.c.digest.is_not(None)
    asked = select(func.count()).where(mailed.c.expires_at > now, or_(waits, sent))
    return int(conn.execute(asked).scalar_one()) >= MOST_WAITING


def ask(conn: Connection, secret: Secrets, typed: str, now: float) -> str:
    """Note that a code is wanted for a typed address; return the name of this request."""
    name, key = _wanted(conn, secret, now)
    sealed = secret.seal(typed.encode(), key)
    conn.execute(_letter(key, CODE, sealed, now, now + LASTS))
    return name


def check(conn: Connection, secret: Secrets, account: Account, now: float) -> str:
    """Note that a code is wanted by which an account's address, kept nowhere, is confirmed."""
    name, key = _wanted(conn, secret, now)
    sealed = secret.seal(json.dumps([account.subject, account.email]).encode(), key)
    conn.execute(_letter(key, CHECK, sealed, now, now + LASTS, account.subject))
    return name


def _wanted(conn: Connection, secret: Secrets, now: float) -> tuple[str, str]:
    """Keep that a code is wanted; return the name of the request and the key of its row."""
    name = secrets.token_urlsafe(32)
    row = {"tries": 0, "expires_at": now + LASTS}
    key = _key(secret, name)
    conn.execute(insert(mailed).values(key=key, account_id=None, digest=None, **row))
    return name, key


def draw(conn: Connection, secret: Secrets, key: str, account: Account, now: float) -> str | None:
    """Return a fresh code for a request, which counts from now on; None where that is over."""
    code = codes.short()
    wanted = (mailed.c.key == key, mailed.c.expires_at > now)
    digest = secret.hashed("mailed", key, codes.as_meant(code))
    drawn = update(mailed).where(*wanted).values(account_id=account.subject, digest=digest)
    if conn.execute(drawn).rowcount != 1:
        return None
    record(conn, now, What.MAILED, account.subject)
    return code


def owner(conn: Connection, secret: Secrets, name: str) -> str | None:
    """Return whose code was sent for a request, None where none was, or it is over."""
    named = select(mailed.c.account_id).where(mailed.c.key == _key(secret, name))
    found: str | None = conn.execute(named).scalar()
    return found


def use(conn: Connection, secret: Secrets, name: str, typed: str, now: float) -> bool:
    """Whether a typed code is the one of a request; it is gone then, and after too many tries."""
    key = _key(secret, name)
    live = (mailed.c.key == key, mailed.c.expires_at > now, mailed.c.tries < MOST_TRIES)
    tried = update(mailed).where(*live).values(tries=mailed.c.tries + 1)
    if conn.execute(tried).rowcount != 1:
        return False
    digest = secret.hashed("mailed", key, codes.as_meant(typed))
    right = (*live[:2], mailed.c.digest == digest, mailed.c.account_id.is_not(None))
    spent = update(mailed).where(*right).values(digest=None, tries=MOST_TRIES)
    return conn.execute(spent).rowcount == 1


def tell_used(conn: Connection, secret: Secrets, account_id: str, now: float) -> None:
    """Let a letter say that somebody came in by a code that was mailed."""
    tell(conn, secret, USED, account_id, now)


def tell(  # noqa: PLR0913 - what a letter is of
    conn: Connection, secret: Secrets, kind: str, account_id: str, now: float, *, about: str = ""
) -> None:
    """Let a letter of a kind that only tells go to the owner of an account, ``about`` another."""
    key = secret.hashed(kind, secrets.token_urlsafe(32))
    sealed = secret.seal(" ".join(filter(None, (account_id, about))).encode(), key)
    ends = now + (TEAM_LASTS if kind == TEAM else LETTER_LASTS)
    conn.execute(_letter(key, kind, sealed, now, ends, account_id))


def over(conn: Connection, key: str) -> None:
    """Forget a letter that left, or that is for nobody."""
    conn.execute(delete(letter).where(letter.c.key == key))


def has_a_way(conn: Connection, account_id: str) -> bool:
    """Whether somebody made a passkey or an app: who has none gets no code either."""
    ways = (tables.passkey, tables.app)
    found = (select(w.c.account_id).where(w.c.account_id == account_id).limit(1) for w in ways)
    return any(conn.execute(one).first() is not None for one in found)


def _key(secret: Secrets, name: str) -> str:
    return secret.hashed("mailed request", name)


def _letter(  # noqa: PLR0913, PLR0917 - the columns of one row
    key: str, kind: str, sealed: bytes, now: float, ends: float, account_id: str | None = None
) -> Insert:
    row = {"key": key, "kind": kind, "sealed": sealed, "account_id": account_id}
    return insert(letter).values(**row, attempts=0, not_before=now, expires_at=ends)
