"""Two days before a loan ends the guest and those who lent are told, once."""

from dataclasses import replace

from app.guests import ending, letters, sealed
from app.guests.ending import Ending
from app.guests.rules import What
from app.notifications.post import Post
from app.web.portal import Portal


def remind_due(portal: Portal) -> int:
    """Write about every loan that ends soon; return about how many."""
    with portal.db.read() as conn:
        due = ending.due(conn)
    return sum(_remind(portal, one) for one in due)


def _remind(portal: Portal, one: Ending) -> bool:
    with portal.db.unit_of_work() as db:
        if not ending.claim(db, one):
            return False
        post = Post.of(portal)
        to = sealed.address(db.connection(), portal.seal, one.id, one.address)
        letters.remind(db, post, replace(one, address=to))
        letters.tell(
            db,
            post,
            What.ENDS,
            item_id=one.item_id,
            kind=one.kind,
            number=one.number,
            host=one.host,
            last=one.last_day,
        )
    return True
