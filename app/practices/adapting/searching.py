"""An adaptation in the search index, for those who read it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session

from app.core.db import table
from app.directory.models import Member
from app.items.actions import sort_key
from app.items.models import Item
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import COSTS, EFFORTS, VERDICTS
from app.practices.models import Practice
from app.search import actions as search
from app.search.kinds import SearchKind

practice = table(Practice)


def put(db: Session, found: Item, row: Adaptation, labels: Iterable[str]) -> None:
    """Let those who see ``labels`` find what a member made of a practice, by its title.

    All of them read that practice too.
    """
    title = select(practice.c.title).where(practice.c.item_id == row.practice_id)
    texts = (row.changed, row.why, row.conditions, row.result_note)
    words = [COSTS.label(row.cost)] if row.cost else []
    words += [EFFORTS.label(row.effort)] if row.effort else []
    search.put(
        db,
        key=_key(found.id),
        kind=SearchKind.ADAPTATION,
        labels=labels,
        title=db.execute(title).scalar_one(),
        body="\n\n".join(filter(None, texts)),
        language=found.language,
        address=f"/adaptations/{found.id}",
        sort_key=sort_key(found.changed_at),
        tags=(
            VERDICTS[row.verdict],
            *words,
            db.get_one(Member, row.member).name,
            found.number or "",
        ),
        item_id=found.id,
    )


def remove(db: Session, item_id: str) -> None:
    """Let nobody find it."""
    search.remove(db, _key(item_id))


def _key(item_id: str) -> str:
    return f"adaptation:{item_id}"
