"""What a guest sends to a consultation: sent and changed while it is open, withdrawn until shown.

Nobody is named in the record, in revisions or as the item's author: only the guest's row says who.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_submitted
from app.access.viewer import ANYONE
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.ids import ALPHABET
from app.items import actions as items
from app.items.models import Item, Kind
from app.manual.consulting.models import Contribution
from app.manual.consulting.rules import Sent, What
from app.manual.consulting.telling import tell_secretariat
from app.manual.meaning import Stance
from app.manual.voices import keeping
from app.manual.voices.codes import in_groups
from app.manual.voices.forms import Said
from app.manual.voices.holding import hold
from app.manual.voices.models import Voiced
from app.manual.voices.queries import Seat
from app.manual.voices.rules import Rewritten, TooLate

contribution = table(Contribution)
voiced = table(Voiced)
item = table(Item)
KEPT = str(Audience(Circle.SECRETARIAT))
SIGNS = 12


def send(db: Session, seat: Seat, said: Said) -> str:
    """Send what a guest says, or another text in its place; return its receipt.

    What it says already is no news, also where it was sent twice at once.

    Raises:
        LoanOver: when the invitation is over.
        NotBegun, Closed: when nobody writes yet, or any more.
        Rewritten: when it is not what its author looked at.
    """
    hold(db, seat).ensure_open()
    check, known = receipt(said), _known(db, seat.guest_id)
    if known is not None and known.receipt == check and known.language == said.language:
        return check
    if (known.version if known else 0) != said.seen:
        raise Rewritten
    if known is None:
        made = _first(db, seat, said, check)
    else:
        made = items.move(db, known.item_id, seen=Sent.SENT, to=Sent.SENT, version=said.seen)
        made.language = said.language
        items.relabel(db, made, labels_of_submitted(()))
        this = contribution.c.item_id == made.id
        now = {"words": said.words, "at": clock.now()}
        db.execute(update(contribution).where(this).values(now))
        changed = update(voiced).where(voiced.c.item_id == made.id)
        db.execute(changed.values(_voiced(said, check)))
    kept = {"words": said.words, "parts": dict(said.parts)}
    items.revise(db, ANYONE, made, body=json.dumps(kept, ensure_ascii=False))
    event = Event.CONTRIBUTION_CHANGED if known else Event.CONTRIBUTION_SENT
    record(db, event, subject=made.id, detail={"number": seat.number})
    return check


def _known(db: Session, guest_id: str) -> Any:
    return db.execute(
        select(voiced.c.item_id, voiced.c.receipt, item.c.version, item.c.language)
        .join_from(voiced, item, item.c.id == voiced.c.item_id)
        .where(voiced.c.voice_id == guest_id)
    ).first()


def _first(db: Session, seat: Seat, said: Said, check: str) -> Item:
    made = items.create(
        db,
        ANYONE,
        Kind.CONTRIBUTION,
        stage=Sent.SENT,
        audience=KEPT,
        language=said.language,
        owners=(),
        labels=labels_of_submitted(()),
    )
    db.execute(
        insert(contribution).values(
            item_id=made.id,
            consultation_id=seat.consultation_id,
            stance=Stance.EXPERT,
            words=said.words,
            at=clock.now(),
            answer="",
        )
    )
    keys = {"item_id": made.id, "voice_id": seat.guest_id, "number": seat.number}
    db.execute(insert(voiced).values({**keys, **_voiced(said, check)}))
    keeping.stay(db, seat.guest_id, stays=True)
    tell_secretariat(db, made.id, What.VOICE_SENT)
    return made


def _voiced(said: Said, check: str) -> Mapping[str, str]:
    return {
        "naming": said.naming,
        "name": said.name,
        "organisation": said.organisation,
        "parts": json.dumps(dict(said.parts), ensure_ascii=False),
        "receipt": check,
    }


def take_back(db: Session, seat: Seat) -> None:
    """Withdraw what a guest sent, until it is shown: it is destroyed, nobody reads it any more.

    Raises:
        LoanOver: when the invitation is over.
        TooLate: when nothing was sent, or it is shown by now.
    """
    hold(db, seat)
    found = (
        select(voiced.c.item_id)
        .join_from(voiced, item, item.c.id == voiced.c.item_id)
        .where(voiced.c.voice_id == seat.guest_id, item.c.stage == Sent.SENT)
    )
    item_id = db.execute(found).scalar()
    if item_id is None:
        raise TooLate
    keeping.destroy(db, item_id)
    keeping.stay(db, seat.guest_id, stays=False)
    detail = {"number": seat.number}
    record(db, Event.CONTRIBUTION_WITHDRAWN, subject=item_id, detail={**detail})


def receipt(said: Said) -> str:
    """Return the check number of what is sent: the same words, named the same way, have the same.

    It is in groups of signs that do not look alike, and says nothing of the words.
    """
    told = (said.words, dict(said.parts), said.naming, said.name, said.organisation)
    digest = sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).digest()
    signs = [ALPHABET[byte % len(ALPHABET)] for byte in digest[:SIGNS]]
    return in_groups("".join(signs).upper())
