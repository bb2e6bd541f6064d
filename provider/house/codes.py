"""Codes that people type: of an app (RFC 6238), and of a printed list, each for one use."""

import base64
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import Connection, delete, func, insert, select, update

from provider.house.sealing import Secrets
from provider.house.tables import app, printed

STEP, DIGITS, SECRET_BYTES = 30, 6, 20
WINDOW = (-1, 0, 1)
"""Clocks differ: a code is taken a step early or late."""
ON_A_LIST = 10
_SIGNS, _GROUPS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 4
"""Crockford's thirty-two; four groups of four are 80 bits."""
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_app_secret() -> bytes:
    """Return what an app and we are going to share."""
    return secrets.token_bytes(SECRET_BYTES)


def app_words(secret: bytes, name: str, title: str) -> tuple[str, str]:
    """Return the secret as people type it, and as a link that opens the app."""
    text = base64.b32encode(secret).decode()
    groups = " ".join(text[n : n + 4] for n in range(0, len(text), 4))
    return groups, _totp(secret).get_provisioning_uri(name, title)


def step_of(secret: bytes, typed: str, now: float) -> int | None:
    """Return the time step that a typed code belongs to; None where it is wrong."""
    code = "".join(typed.split()).encode()
    steps = (int(now // STEP) + one for one in WINDOW)
    matching = [n for n in steps if secrets.compare_digest(_totp(secret).generate(n * STEP), code)]
    return matching[0] if matching else None


def keep_app(conn: Connection, secret: Secrets, account_id: str, shared: bytes, step: int) -> None:
    """Keep what the app shares with us; a secret before is gone."""
    conn.execute(delete(app).where(app.c.account_id == account_id))
    sealed = secret.seal(shared, account_id)
    row = {"account_id": account_id, "sealed": sealed, "created_at": float(step * STEP)}
    conn.execute(insert(app).values(**row, last_step=step))


def right_step(
    conn: Connection, secret: Secrets, account_id: str, typed: str, now: float
) -> int | None:
    """Return the step of a right code of the account's app; none that was used, or before it."""
    row = conn.execute(select(app).where(app.c.account_id == account_id)).first()
    shared = new_app_secret() if row is None else secret.open(row.sealed, account_id)
    step = step_of(shared, typed, now)
    return None if row is None or step is None or step <= row.last_step else step


def use_step(conn: Connection, account_id: str, step: int) -> bool:
    """Whether a step of the account's app counts; the same never counts twice."""
    later = update(app).where(app.c.account_id == account_id, app.c.last_step < step)
    return conn.execute(later.values(last_step=step)).rowcount == 1


def new_list() -> tuple[str, ...]:
    """Return ten fresh codes, which count once they are kept."""
    return tuple(_fresh() for _ in range(ON_A_LIST))


def keep_list(conn: Connection, secret: Secrets, account_id: str, codes: Sequence[str]) -> None:
    """Let codes count; a list before is worth nothing any more."""
    conn.execute(delete(printed).where(printed.c.account_id == account_id))
    rows = [{"account_id": account_id, "digest": _hash(secret, account_id, c)} for c in codes]
    conn.execute(insert(printed), rows)


def on_list(conn: Connection, secret: Secrets, account_id: str, typed: str) -> bool:
    """Whether a code stands on the account's list."""
    named = printed.c.digest == _hash(secret, account_id, typed)
    return conn.execute(select(printed.c.digest).where(named)).first() is not None


def use_printed(conn: Connection, secret: Secrets, account_id: str, typed: str) -> bool:
    """Whether a code stands on the account's list; it is gone from it then."""
    named = printed.c.digest == _hash(secret, account_id, typed)
    return conn.execute(delete(printed).where(named)).rowcount == 1


def remaining(conn: Connection, account_id: str) -> int:
    """Return how many codes are left on the account's list."""
    theirs = select(func.count()).where(printed.c.account_id == account_id)
    return int(conn.execute(theirs).scalar_one())


def short() -> str:
    """Return a fresh code of 50 bits, for a few minutes and a few tries."""
    return _drawn(2, 5)


def as_meant(typed: str) -> str:
    """Return a code of a list as it is compared, however it was typed."""
    return typed.upper().translate(_MEANT)


def _fresh() -> str:
    return _drawn(_GROUPS, 4)


def _drawn(groups: int, signs: int) -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(signs)) for _ in range(groups))


def _hash(secret: Secrets, account_id: str, typed: str) -> str:
    return secret.hashed("printed", account_id, as_meant(typed))


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 - the one hash that every app knows
