"""One's own data: taken out as a file, and oneself taken out of the portal."""

import json
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.account import own_data
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.i18n import N_, gettext
from app.text.normalise import normalise
from app.web import cookies
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("account.data")

HERE = "/account/data"
WRITE_NAME = N_("Type your name exactly as it stands above.")


@dataclass(frozen=True, kw_only=True)
class OwnData(Page):
    """One's data as a file; ``holds`` while an office keeps the person from being taken out."""

    template: ClassVar[str] = "account/data.html"

    name: str
    holds: bool
    form: Form


@room.get(HERE, P.ACCOUNT)
def show(ask: Ask) -> Response:
    """Show what one can do with one's own data."""
    return _page(ask, Form())


@room.post(HERE, P.ACCOUNT)
def download(ask: Ask) -> Response:
    """Hand out everything that is stored about the person, as JSON."""
    found = own_data.collected(ask.conn, ask.viewer, ask.portal.seal)
    with ask.unit_of_work() as db:
        record(db, Event.OWN_DATA_EXPORTED, viewer=ask.viewer, subject=ask.viewer.person_id)
    name = f"my-data-{clock.today()}.json"
    return Response(
        json.dumps(found, ensure_ascii=False, indent=1, default=str),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


@room.post("/account/data/take-out", P.ACCOUNT)
def take_out(ask: Ask) -> Response:
    """Take the person out, after a proof of presence and the name typed."""
    ask.ensure_fresh()
    typed, name = ask.field("name"), ask.viewer.name
    if typed != name and normalise(typed) != normalise(name):
        return _page(ask, Form({"name": typed}, {"name": gettext(WRITE_NAME)}), status=422)
    with ask.unit_of_work() as db:
        own_data.take_out(db, ask.viewer)
        response = ask.go("/", db)
    cookies.drop(response, cookies.SESSION, secure=ask.portal.settings.secure)
    return response


def _page(ask: Ask, form: Form, *, status: int = 200) -> Response:
    page = OwnData(
        name=ask.viewer.name,
        holds=own_data.holds_something(ask.conn, ask.viewer.person_id or ""),
        form=form,
    )
    return ask.page(page, status=status)
