"""What a member has promised of its standing offers: noted when help is accepted, by the year."""

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.core import clock
from app.core.reading import Reading
from app.standing import journal
from app.standing.counting import COUNTED, this_year
from app.standing.models import StandingPromise
from app.standing.queries import STANDS, item, offer
from app.vocabulary.packed import unpacked

_STANDING = (
    select(offer.c.item_id, offer.c.themes, offer.c.modalities)
    .join_from(offer, item, item.c.id == offer.c.item_id)
    .where(offer.c.member == bindparam("member"), STANDS)
    .order_by(offer.c.item_id)
)
_PROMISED = Reading(select(COUNTED.label("number")).where(offer.c.item_id == bindparam("id")))


def promise(  # noqa: PLR0913 - whose help for which request, and what it is about by name
    db: Session,
    member: str,
    offer_id: str,
    request_id: str,
    *,
    themes: Collection[str],
    modalities: Collection[str],
) -> None:
    """Note that help of ``member`` was accepted: it counts against the offer that is nearest.

    Nearest is what shares most forms of help, then most themes; what does not share one of each
    is another matter, and then nothing is noted.
    """
    given = {"member": member, "today": clock.today()}
    found = [
        (-forms, -about, row.item_id)
        for row in db.execute(_STANDING, given)
        if (forms := len(set(unpacked(row.modalities)) & set(modalities)))
        and (about := len(set(unpacked(row.themes)) & set(themes)))
    ]
    if found:
        standing_id = min(found)[2]
        db.merge(
            StandingPromise(
                offer_id=offer_id,
                standing_id=standing_id,
                request_id=request_id,
                promised_on=clock.today(),
            )
        )
        db.flush()
        journal.note(db)


def promised(conn: Connection, standing_id: str) -> int:
    """Return how often help that stands was promised of an offer this year."""
    row = _PROMISED.first(conn, {"id": standing_id, "year": this_year()})
    return int(row.number) if row else 0
