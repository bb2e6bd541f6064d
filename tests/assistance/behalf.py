"""Requests entered for an office for tests: begun by the Secretariat with a letter, handed over."""

from typing import Any

from app.access.audience import Audience
from app.assistance import drafting
from app.assistance.behalf import actions
from app.assistance.behalf.queries import LETTERS
from app.assistance.forms import How, Readers, What
from app.core import clock
from app.files.examining import Patience
from app.files.letters import Papers
from app.files.readying import make_ready
from app.files.serving import store_of
from app.files.verdict import Kind
from tests.practices.behalf import picture, seat_of


def attach(db: Any, portal: Any, staff: Any, item_id: str, owner: str = "GHA") -> str:
    """Attach a letter to an entry; return the id of the file."""
    store = store_of(portal.settings)
    ready = make_ready(store, "Our letter.png", picture(), Patience.new(), (Kind.PNG,))
    Papers(LETTERS, portal.seal, {owner}).take(db, staff, item_id, ready)
    return ready.id


def entry(  # noqa: PLR0913 - all but by whom and for whom by name
    maker: Any, office: Any, what: What, how: How, *, audience: str = "network", handed: bool = True
) -> str:
    """Let the Secretariat enter a request for an office, whole, and hand it over."""
    db, by = maker.db, maker.by("editor")
    made = actions.begin(db, by, seat_of(db, office.id), clock.today(), what, "en")
    drafting.change(db, by, maker.matter("editor", made), how)
    asked = Readers(Audience.parse(audience))
    drafting.change(db, by, maker.matter("editor", made), asked)
    attach(db, maker.portal, by.viewer, made, office.member)
    if handed:
        actions.enter(db, by, maker.matter("editor", made))
    db.flush()
    return made
