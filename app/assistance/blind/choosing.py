"""By name or sealed: how the choice is stored, checked, and made good when the request goes out.

The audience of a sealed request is the Secretariat alone from the choice on, whatever its state;
who reads its card stands apart. So nothing that follows audiences or labels can show it.
"""

from collections.abc import Collection

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.assistance.blind.counting import hides
from app.assistance.blind.rules import NAMED, SEALED, TOO_FEW
from app.assistance.forms import Readers
from app.assistance.models import Request
from app.assistance.queries import Asked
from app.core.errors import Conflict
from app.core.i18n import N_
from app.items.models import Item
from app.vocabulary.packed import packed, unpacked
from app.web.forms import Reader

NOBODY_READS = N_("A sealed request needs members that read it: address all members, or some.")
_ALONE = str(Audience.of(Circle.SECRETARIAT))


def chosen(asked: Asked) -> Readers:
    """Return whom a request asks, and whether without a name, as its office chose."""
    stored = asked.card_audience or asked.matter.audience
    return Readers(Audience.parse(stored), asked.card_audience is not None)


def appears(said: Readers) -> str:
    """Return the choice as a form sends it."""
    return SEALED if said.sealed else NAMED


def stored_as(said: Readers) -> tuple[str, str | None]:
    """Return the audience of the request, and that of its card where it is sealed."""
    return (_ALONE, str(said.audience)) if said.sealed else (str(said.audience), None)


def ensure_hidden(conn: Connection, reader: Reader, said: Readers | None, asked: Asked) -> None:
    """Refuse at the field to seal what would not hide who asks."""
    if said is None or not said.sealed:
        return
    if said.audience.circle == Circle.SECRETARIAT:
        reader.wrong("appears", NOBODY_READS)
    elif not hides(conn, asked.owner, asked.languages, said.audience).holds:
        reader.wrong("appears", TOO_FEW)


def seal_off(db: Session, row: Request, opened: Item, owners: Collection[str]) -> None:
    """Make a sealed request ready to go out: it shows no more than is safe today.

    Raises:
        Conflict: when too few members could have asked it by now.
    """
    audience = Audience.parse(row.card_audience or _ALONE)
    hidden = hides(db.connection(), min(owners), unpacked(row.languages), audience)
    if not hidden.holds:
        raise Conflict(TOO_FEW)
    row.card_shows = packed(tuple(sorted(hidden.shows)))
    opened.audience = _ALONE
    db.flush()
