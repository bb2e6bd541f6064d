"""What was attached to one thing goes over to another: its key is wrapped by that of the other."""

from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.core.seal import CannotOpen, Key, Seal
from app.files import sealing
from app.files.actions import NotTaken
from app.files.queries import SCANNED, attachment
from app.files.rules import MOST_OF_ITEM, TOO_MANY
from app.sealing.keys import Opened


def hand_on(db: Session, seal: Seal, giver: str, taker: str) -> None:
    """Let the files of ``giver`` be those of ``taker``, which are held; what that has is left out.

    Both are things whose files every portal opens. What waits for the virus scanner stays.

    Raises:
        NotTaken: when the other one would have too many.
    """
    of_giver = attachment.c.item_id == giver
    rows = db.execute(
        select(attachment.c.id, attachment.c.sha256, attachment.c.wrapped).where(of_giver, SCANNED)
    ).all()
    if not rows:
        return
    of_taker = select(attachment.c.sha256).where(attachment.c.item_id == taker)
    there = set(db.execute(of_taker).scalars())
    new = [row for row in rows if row.sha256 not in there]
    if len(there) + len(new) > MOST_OF_ITEM:
        raise NotTaken(TOO_MANY)
    old_key = sealing.key_of_item(db.connection(), seal, giver, ())
    new_key = _key(sealing.open_to_all(db, seal, taker))
    for row in new:
        opens = sealing.unlocker(old_key, giver, row.id, bytes(row.wrapped))
        wrapped = sealing.wrap(new_key, opens.key, taker, row.id)
        mine = update(attachment).where(attachment.c.id == row.id)
        db.execute(mine.values(item_id=taker, wrapped=wrapped))
    db.execute(delete(attachment).where(of_giver, SCANNED))


def _key(opened: Opened) -> Key:
    if opened.key is None:
        raise CannotOpen("The item is sealed for others.")
    return opened.key
