"""Puts the members of the directory into the index, under their names in every language."""

from collections.abc import Iterable

from sqlmodel import Session

from app.access.labels import PUBLIC
from app.core.i18n import SOURCE_LANGUAGE, gettext, languages, use_language
from app.search import actions, writing
from app.search.entries import Entry
from app.search.kinds import SearchKind

APART = writing.MICROSECONDS
"""Members stand at the beginning of time, one after the other, so that names keep their order."""


def member_entries(members: Iterable[tuple[str, str]]) -> list[Entry]:
    """Return the entries of ``members``: pairs of code and name, the name being a msgid."""
    ordered = sorted(members, key=lambda member: member[1], reverse=True)
    return [
        Entry(
            key=f"member:{code}",
            kind=SearchKind.MEMBER,
            labels=(PUBLIC,),
            title=name,
            other_titles=_other_names(name),
            tags=(code,),
            body="",
            language=SOURCE_LANGUAGE,
            address=f"/directory/{code}",
            sort_key=APART * place,
        )
        for place, (code, name) in enumerate(ordered)
    ]


def index_members(db: Session, members: Iterable[tuple[str, str]]) -> int:
    """Put every one of ``members`` (code, name) into the index; return how many there are.

    Call it again when a language is added: each name is found in every language spoken.
    """
    entries = member_entries(members)
    for entry in entries:
        actions.put_entry(db, entry)
    return len(entries)


def _other_names(name: str) -> tuple[str, ...]:
    found = []
    for code in languages():
        with use_language(code):
            found.append(gettext(name))
    return tuple(dict.fromkeys(other for other in found if other != name))
