"""What an office writes and has not published, as data for its own programmes; and changing it."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel
from starlette.responses import Response

from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import reader_form
from app.files import serving
from app.files.queries import Attached
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import actions, forms, queries
from app.practices.api import file_out
from app.practices.data import DescribedPracticeOut, FileOut, described
from app.practices.drafting import draft_of, read_page
from app.practices.entry import OWN, Changes
from app.practices.joining.told import ProposedOut, proposed_out
from app.practices.rules import UNDER_WAY
from app.practices.versions import version_sent
from app.programmes.practice_bodies import PAGES, ChangedPractice
from app.web.ask import Ask
from app.web.guard import VARY
from app.web.interface import plain
from app.web.problems import NotGood
from app.web.programme import NO_FIELD, Programme

PATH = "/api/v1/office/practices"


class DraftInListOut(BaseModel):
    """A practice of the office that is being written, or waits for the Secretariat."""

    id: str
    title: str
    stage: str
    changed_on: date
    address: str


class DraftsOut(BaseModel):
    """All of them, the latest change first."""

    practices: Sequence[DraftInListOut]


class DraftOut(DescribedPracticeOut):
    """A practice that is not published, with all that its pages ask for.

    ``reason`` is why the Secretariat returned it, ``revises`` the practice that it changes;
    ``readers`` and ``told`` belong to the audience "chosen". What is ``proposed`` waits for the
    other owners.
    """

    stage: str
    version: int
    reason: str | None
    revises: str | None
    own_source: bool
    readers: Sequence[str]
    told: bool
    confirm_months: int
    not_before: date | None
    contact_office: str | None
    proposed: ProposedOut | None
    files: Sequence[FileOut]


def list_drafts(ask: Ask) -> Response:
    """List what your office writes and has not published."""
    found = queries.drafts(ask.conn, ask.viewer, UNDER_WAY)
    shown = [
        DraftInListOut(
            id=one.id,
            title=one.title,
            stage=one.stage,
            changed_on=one.changed_at.date(),
            address=f"{PATH}/{one.id}",
        )
        for one in found
    ]
    return plain(DraftsOut(practices=shown))


def show_draft(ask: Ask, item_id: str) -> Response:
    """Show one practice of your office that is not published, in full."""
    matter, entry = _own(ask, item_id), queries.entry(ask.conn, ask.viewer, item_id)
    if entry is None:
        raise NotFound
    chosen = reader_form.typed(entry.audience, "audience")
    told = DraftOut(
        **{**described(entry, ask.viewer), "audience": chosen["audience"]},
        stage=entry.stage,
        version=matter.version,
        reason=entry.reason,
        revises=entry.revises,
        own_source=entry.source_kind == OWN,
        readers=list(chosen[reader_form.READERS]),
        told=entry.audience.told,
        confirm_months=entry.confirm_months,
        not_before=entry.not_before,
        contact_office=entry.contact_office,
        proposed=proposed_out(ask.conn, ask.viewer, matter),
        files=[_file(one) for one in entry.files],
    )
    return plain(told, version=matter.version)


def give_file(ask: Ask, item_id: str, file_id: str) -> Response:
    """Give one file of a practice of your office that is not published."""
    return serving.handed_out(
        ask, _own(ask, item_id).id, file_id, by=ask.viewer.reads_by, vary=VARY
    )


def _own(ask: Ask, item_id: str) -> Matter:
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    if matter is None or ask.viewer.member not in matter.owners or matter.stage not in UNDER_WAY:
        raise NotFound
    return matter


def _file(one: Attached) -> FileOut:
    return file_out(one).model_copy(update={"address": f"{PATH}/{one.item_id}/files/{one.id}"})


def change_practice(ask: Programme, item_id: str) -> Response:
    """Change a draft of your office; what is not sent stays as it is.

    What stands on one page of the form is read together, by the form's own rules.
    """
    ask.take(ChangedPractice)
    given = {name: said for name, said in ask.sent.items() if name != "version"}
    touched = [page for page, names in PAGES.items() if given.keys() & set(names)] or ["what"]
    changes, version = Changes(columns={}), version_sent(ask)
    errors: dict[str, str] = {}
    for page in touched:
        draft = draft_of(ask, item_id, page)
        if page == "readers" and draft.given is None:
            fixed = given.keys() & {"audience", reader_form.READERS, reader_form.TOLD}
            errors |= {name: gettext(NO_FIELD) for name in fixed}
        ask.sent = {**_as_sent(forms.typed_before(draft.entry)), **given}
        read, form = read_page(ask, draft)
        changes, errors = _both(changes, read), {**errors, **form.errors}
    if errors:
        raise NotGood(errors)
    ask.sent = {"version": [str(version)]}
    with ask.unit_of_work() as db:
        actions.save(db, ask.viewer, draft.matter, changes, version=version)
        return ask.go(f"/practices/{item_id}", db)


def _as_sent(typed: Mapping[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [said] if isinstance(said, str) else said for name, said in typed.items()}


def _both(one: Changes, other: Changes) -> Changes:
    """Return the changes of two pages as one."""
    return Changes(
        columns={**one.columns, **other.columns},
        facets={**(one.facets or {}), **(other.facets or {})} or None,
        sources=one.sources if other.sources is None else other.sources,
        audience=other.audience or one.audience,
        language=other.language or one.language,
    )
