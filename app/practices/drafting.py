"""A draft of a practice as an address names it: found, and one of its pages read."""

from app.access.policy import P
from app.core.errors import NotFound
from app.directory import reader_form
from app.items import queries as items
from app.items.models import Kind
from app.practices import forms, queries
from app.practices.aside import Place
from app.practices.drafts import Draft
from app.practices.journey import member_of, offices_of
from app.practices.steps import STEPS
from app.web.ask import Ask


def place_of(draft: Draft) -> Place:
    """Return where what is typed into a page of a draft is kept."""
    return Place(draft.matter.id, draft.step)


def read_page(ask: Ask, draft: Draft) -> forms.Read:
    """Read what was sent from one page of a draft."""
    if draft.given is not None:
        return forms.read_readers(ask.sent, draft.given)
    if draft.step == "readers":
        return forms.read_sources(ask.sent, draft.entry.source_kind)
    if draft.step == "how":
        return forms.read_how(ask.sent, [key for key, _words in offices_of(ask, draft.matter)])
    return forms.READERS[draft.step](ask.sent)


def draft_of(ask: Ask, item_id: str, step: str) -> Draft:
    """Return a practice that this office may still change.

    Raises:
        NotFound: when there is none for this viewer, or no such page.
        Forbidden: when it is no longer being written, or by another office.
    """
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id) if matter else None
    if matter is None or entry is None or step not in STEPS:
        raise NotFound
    ask.ensure(P.PRACTICE_EDIT, matter)
    chooses = step == "readers" and entry.revises is None
    own = member_of(ask, matter)
    given = reader_form.choosable(ask.conn, ask.viewer, own=own) if chooses else None
    return Draft(matter, entry, step, given)
