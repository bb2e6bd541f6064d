"""``portal rotate-keys``: what the command does and says."""

from sqlalchemy.exc import IntegrityError

from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core.db import Database
from app.core.seal import CannotOpen, Seal
from app.rotation import steps
from app.rotation.steps import Say


def rotate(database: Database, seal: Seal, say: Say) -> None:
    """Bring everything under the newest of the installation's keys, and open all of it at the end.

    Raises:
        CannotOpen: when a key is missing or something does not open; nothing is lost by it.
    """
    with database.read() as conn:
        missing = steps.unknown_masters(conn, seal)
        nothing = steps.left(conn, seal).nothing
    if missing:
        raise CannotOpen(f"PORTAL_SEAL_KEY lacks the key {', '.join(missing)}: put it back first.")
    done = {"parties": 0, "keys": 0, "texts": 0}
    while True:
        if not nothing:
            done["parties"] += steps.renew(database, seal, say)
            done["keys"] += steps.rewrap(database, seal, say)
            done["texts"] += steps.reseal(database, seal, say)
        keys, texts = steps.verify(database, seal)
        if nothing or _finish(database, seal, done):
            break
    say(f"{keys} wrapped keys and {texts} texts open under the key {seal.newest.fingerprint}.")


def _finish(database: Database, seal: Seal, done: dict[str, int]) -> bool:
    """Take the retired keys away and say so in the record; False where an act still used one."""
    try:
        with database.unit_of_work() as db:
            steps.take_away(db)
            if not steps.left(db.connection(), seal).nothing:
                return False
            detail: dict[str, Plain] = {**done, "key": seal.newest.fingerprint}
            record(db, Event.KEYS_ROTATED, detail=detail)
    except IntegrityError:
        return False
    return True
