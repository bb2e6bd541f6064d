"""Those whom a comment names: found by the names the directory shows, and only among its readers.

Whether somebody exists, holds an office or reads something else is never told: a name that nobody
bears and a name whose bearer does not read the comment are refused with the same sentence.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, delete, insert, select
from sqlmodel import Session

from app.access.labels import labels_of_members, office_label
from app.core import clock, i18n
from app.core.db import table
from app.core.i18n import gettext
from app.directory import holders
from app.directory.queries import member_names
from app.directory.seated import addressees
from app.discussion.forms import Mention
from app.discussion.models import CommentMention
from app.discussion.wording import BEGINS, ENDS, SIGN

mention = table(CommentMention)
MOST = 20
"""So many can be named in one comment."""
LONGEST = 80
_SIGNED = re.compile(rf"{BEGINS}{SIGN}(?=\w)")
_ENDED = re.compile(ENDS)
_WORD = re.compile(r"[\w'’.-]+")


@dataclass(frozen=True, slots=True)
class Reach:
    """Who may be named: ``reading`` are the labels of all that they have to read.

    Where the writer does not know whom the owner chose, only those are who are plain to see:
    ``plain`` holds their codes, and is None where everybody may be.
    """

    reading: Sequence[frozenset[str]]
    plain: frozenset[str] | None = None


@lru_cache(maxsize=1024)
def _translated(name: str, language: str) -> str:
    with i18n.use_language(language):
        return gettext(name)


def _names(conn: Connection) -> Mapping[str, Mapping[str, str]]:
    """Return the labels that each name may mean, each with the code of the member, folded."""
    found: dict[str, dict[str, str]] = {}
    for code, name in member_names(conn).items():
        (label,) = labels_of_members([code])
        for called in {name, *(_translated(name, one) for one in i18n.languages())}:
            found.setdefault(called.casefold(), {})[label] = code
    for one in holders.everywhere(conn):
        if one.name and not one.under_review:
            label = office_label(one.office_id)
            for called in (one.name, f"{one.name} ({gettext(one.member_name)})"):
                found.setdefault(called.casefold(), {})[label] = one.member
    return found


def named(conn: Connection, body: str, reach: Reach) -> tuple[Sequence[Mention], str]:
    """Return whom ``body`` mentions, and the first name in it that names no reader, else nothing.

    Of a name that several bear those are meant who read the comment.
    """
    places = [one.end() for one in _SIGNED.finditer(body)]
    if not places:
        return (), ""
    names = _names(conn)
    by_length = sorted(names, key=len, reverse=True)
    found: dict[str, Mention] = {}
    for place in places[: MOST + 1]:
        words = _called(body, place, by_length)
        meant = names.get(words.casefold(), {})
        labels = [one for one, code in meant.items() if _reached(conn, one, code, reach)]
        if not labels or len(found) >= MOST:
            return (), words or _typed(body, place)
        found |= {label: Mention(label, words) for label in labels}
    return list(found.values()), ""


def _called(body: str, place: int, names: Sequence[str]) -> str:
    """Return the longest of ``names`` that stands at ``place``, as it is written there."""
    for name in names:
        written = body[place : place + len(name)]
        if written.casefold() == name and _ENDED.match(body, place + len(name)):
            return written
    return ""


def _typed(body: str, place: int) -> str:
    word = _WORD.match(body, place)
    return word[0][:LONGEST] if word else ""


def _reached(conn: Connection, label: str, code: str, reach: Reach) -> bool:
    if reach.plain is not None and code not in reach.plain:
        return False
    return bool(addressees(conn, [label], clock.today(), reading=reach.reading))


def keep(
    db: Session, comment_id: str, mentions: Collection[Mention], *, new: bool = False
) -> Sequence[str]:
    """Keep whom a comment names now; return the labels of those whom it did not name before.

    A ``new`` comment named nobody before.
    """
    before = set[str]()
    if not new:
        old = select(mention.c.label).where(mention.c.item_id == comment_id)
        before = set(db.execute(old).scalars())
        db.execute(delete(mention).where(mention.c.item_id == comment_id))
    rows = [{"item_id": comment_id, "label": one.label, "words": one.words} for one in mentions]
    if rows:
        db.execute(insert(mention), rows)
    return sorted({one.label for one in mentions} - before)


def words_of(db: Session, comment_id: str) -> Sequence[str]:
    """Return the names that stand in a comment for those it mentions."""
    found = select(mention.c.words).where(mention.c.item_id == comment_id)
    return list(db.execute(found).scalars())
