"""The names that another must not only look like: of members, and of who acts for them."""

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection

from app.core import i18n
from app.core.i18n import gettext
from app.directory import holders
from app.directory.queries import member_names


@lru_cache(maxsize=1024)
def _spoken(name: str) -> Sequence[str]:
    """Return a name in every language of the portal."""
    found = dict.fromkeys([name])
    for code in i18n.languages():
        with i18n.use_language(code):
            found[gettext(name)] = None
    return tuple(found)


def of_members(conn: Connection) -> Sequence[str]:
    """Return what members are called in every language: known to everybody."""
    return [called for name in member_names(conn).values() for called in _spoken(name)]


def of_everybody(conn: Connection) -> Sequence[str]:
    """Return the names of members and of all who hold an office: known to the network."""
    return [*of_members(conn), *(one.name for one in holders.everywhere(conn) if one.name)]
