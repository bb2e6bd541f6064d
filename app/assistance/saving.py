"""One page of a request that is being written: found, kept, and where it leads on to."""

from collections.abc import Callable
from dataclasses import replace

from starlette.responses import Response

from app.access.policy import P
from app.assistance import drafting, queries
from app.assistance.address import address
from app.assistance.contacts import Contacts
from app.assistance.forms import How, Readers, What
from app.assistance.pages import acting, as_read
from app.assistance.queries import Asked
from app.assistance.typed.pages import saved
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.practices.aside import Place
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.render import Page

CHANGED_MEANWHILE = N_(
    "A colleague changed this draft while you wrote. What you typed is kept below; "
    "continue to put it in place of theirs."
)
NEXT = {"what": "how", "how": "readers", "readers": "contacts", "contacts": "check"}
FILES = "files"


def draft_of(ask: Ask, item_id: str, permission: P = P.REQUEST_EDIT) -> Asked:
    """Return the request that is being written, or refuse."""
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    ask.ensure(permission, asked.matter)
    return asked


def goes_on(ask: Ask) -> bool:
    """Whether the next page is wanted, and not only that this one is kept."""
    return ask.field("then") != "leave"


def save(  # noqa: PLR0913, PLR0917 - the one way for four pages
    ask: Ask,
    key: str,
    asked: Asked,
    reader: Reader,
    read: What | How | Readers | Contacts | None,
    page: Callable[[Ask, Asked, Form], Page],
) -> Response:
    """Keep one page and lead on, or show it again with all that was typed."""
    leaves_blank = key == "readers" and not goes_on(ask) and not reader.form.values.get("circle")
    if leaves_blank:
        return ask.go(address(asked.matter.id))
    if read is None or reader.errors:
        return ask.page(page(ask, asked, reader.form), status=422)
    try:
        with ask.unit_of_work() as db:
            drafting.change(db, acting(ask), as_read(ask, asked.matter), read)
            saved(db, ask, Place(asked.matter.id, key), reader.form)
            return ask.go(address(asked.matter.id, _onward(ask, key)), db)
    except Conflict:
        form = replace(reader.form, errors={"": gettext(CHANGED_MEANWHILE)})
        return ask.answered() or ask.page(
            page(ask, draft_of(ask, asked.matter.id), form), status=409
        )


def _onward(ask: Ask, key: str) -> str:
    """Return the page that was asked for: the next, the draft, or where files are attached."""
    if ask.field("then") == FILES:
        return FILES
    return NEXT[key] if goes_on(ask) else ""
