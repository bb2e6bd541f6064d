"""What people follow as data of theirs: told to them, and left to their offices without them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select, update
from sqlmodel import Session

from app.core.db import table
from app.following.models import Follow, FollowNews, Happening

follow = table(Follow)
news = table(FollowNews)
happening = table(Happening)


def of(person_id: str) -> Mapping[str, Select[Any]]:
    """Return the statements for what a person follows, was told of it, and did that is not told."""
    own = follow.c.person_id == person_id
    shown = [one for one in follow.c if one.name not in {"person_id", "key", "feed_hash"}]
    return {
        "followed": select(*shown).where(own).order_by(follow.c.since),
        "followed_news": select(news.c.follow_id, news.c.item_id, news.c.what, news.c.at)
        .join_from(news, follow, follow.c.id == news.c.follow_id)
        .where(own)
        .order_by(news.c.at),
        "happenings": select(happening.c.item_id, happening.c.what, happening.c.at).where(
            happening.c.by_person == person_id
        ),
    }


def forget(db: Session, person_id: str) -> None:
    """Leave what a person followed to the offices, without the person and without feeds."""
    own = update(follow).where(follow.c.person_id == person_id)
    db.execute(own.values(person_id=None, feed_hash=None))
    done = update(happening).where(happening.c.by_person == person_id)
    db.execute(done.values(by_person=None))
