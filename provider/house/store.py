"""What the protocol remembers between two requests, in the database; see ``provider.store``."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from provider.house import accounts
from provider.house.coming import ANEW
from provider.house.database import Database
from provider.house.tables import ENDED, kept
from provider.models import AccessToken, Code
from provider.store import KEPT, Pairs


class SqlStore:
    """The store of all processes that share a database.

    The row of a spent code stands for its sign-in: whoever keeps a token or ends the sign-in holds
    that row, so that no token is kept after the end.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def put_interaction(self, key: str, pairs: Pairs, expires_at: float, now: float) -> None:  # noqa: ARG002 - what is late is swept
        """See ``Store``."""
        with self._db.writing() as conn:
            _put(conn, "interaction", key, pairs, expires_at)

    def take_interaction(self, key: str, now: float) -> Pairs | None:
        """See ``Store``."""
        with self._db.writing() as conn:
            value = _pop(conn, "interaction", key, now)
        return None if value is None else tuple((name, text) for name, text in value)

    def put_code(self, code: Code, now: float) -> None:  # noqa: ARG002 - what is late is found when it is asked for
        """See ``Store``; of somebody whose ways in were removed since the proof none is kept."""
        with self._db.writing() as conn:
            accounts.hold(conn, code.subject)
            anew = ANEW in code.amr
            if accounts.cleared_since(conn, code.subject, code.auth_time, anew=anew):
                return
            _put(conn, "code", code.digest, asdict(code), code.expires_at, code.sid)

    def spend_code(self, digest: str, client_id: str, now: float) -> Code | None:
        """See ``Store``."""
        with self._db.writing() as conn:
            value = _pop(conn, "code", digest, now, client_id)
            if value is None:
                spent = (kept.c.kind == "spent", kept.c.key == digest)
                sid = conn.execute(select(kept.c.sid).where(*spent)).scalar()
                if sid is not None:
                    _end(conn, sid)
                return None
            _put(conn, "spent", digest, value["subject"], now + KEPT, value["sid"])
        return Code(**{**value, "amr": tuple(value["amr"])})

    def put_token(self, token: AccessToken, now: float) -> bool:  # noqa: ARG002 - as above
        """See ``Store``."""
        sign_in = select(kept.c.value).where(kept.c.kind == "spent", kept.c.sid == token.sid)
        with self._db.writing() as conn:
            held = conn.execute(sign_in.with_for_update()).scalar()
            if held is None or json.loads(held) == ENDED:
                return False
            _put(conn, "token", token.digest, asdict(token), token.expires_at, token.sid)
        return True

    def token(self, digest: str, now: float) -> AccessToken | None:
        """See ``Store``."""
        live = (kept.c.kind == "token", kept.c.key == digest, kept.c.expires_at > now)
        with self._db.reading() as conn:
            value = conn.execute(select(kept.c.value).where(*live)).scalar()
        return None if value is None else AccessToken(**json.loads(value))

    def end(self, sid: str, now: float) -> None:  # noqa: ARG002 - as above
        """See ``Store``."""
        with self._db.writing() as conn:
            _end(conn, sid)


def _put(  # noqa: PLR0913, PLR0917 - the columns of one row
    conn: Connection, kind: str, key: str, value: Any, expires_at: float, sid: str = ""
) -> None:
    row = {"kind": kind, "key": key, "sid": sid, "value": json.dumps(value)}
    conn.execute(insert(kept).values(**row, expires_at=expires_at))


def _pop(conn: Connection, kind: str, key: str, now: float, client_id: str = "") -> Any:
    """Take a row out and return its value; None where it is late, or another client's."""
    named = (kept.c.kind == kind, kept.c.key == key, kept.c.expires_at > now)
    found = conn.execute(select(kept.c.value).where(*named).with_for_update()).scalar()
    value = None if found is None else json.loads(found)
    if value is None or (client_id and value["client_id"] != client_id):
        return None
    gone = conn.execute(delete(kept).where(*named).returning(kept.c.key)).first()
    return value if gone else None


def _end(conn: Connection, sid: str) -> None:
    sign_in = (kept.c.kind == "spent", kept.c.sid == sid)
    conn.execute(update(kept).where(*sign_in).values(value=json.dumps(ENDED)))
    conn.execute(delete(kept).where(kept.c.kind == "token", kept.c.sid == sid))
