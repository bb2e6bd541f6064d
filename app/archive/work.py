"""The work of the office's member, as far as the requester reads each piece of it on its page."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from app.archive import (
    adaptations,
    clearances,
    consultations,
    discussions,
    guests,
    seats,
    suggestions,
)
from app.archive.attached import files
from app.archive.record import Part, Record, Value
from app.archive.sight import Sight
from app.core.db import table
from app.core.i18n import gettext
from app.core.reading import Reading
from app.home.queries import UNTITLED
from app.items.models import Item, ItemOwner, Kind
from app.items.queries import find, labels_given, seen
from app.practices import queries as practices
from app.practices import rules as practice_rules
from app.practices.entry import Entry
from app.practices.shown import Shown, show
from app.standing import queries as standing
from app.standing import rules as standing_rules
from app.standing.queries import Standing
from app.standing.shown import facts, last_said, valid
from app.web.components import date_words

item, owner = table(Item), table(ItemOwner)
_OWN = Reading(
    select(item.c.id)
    .join_from(owner, item, item.c.id == owner.c.item_id)
    .where(
        owner.c.member == bindparam("member"),
        item.c.kind == bindparam("kind"),
        seen(item.c.id),
    )
    .order_by(item.c.created_at, item.c.id)
)


def owned(sight: Sight, kind: Kind) -> Sequence[str]:
    """Return the ids of what the member owns and the requester sees, the oldest first."""
    given: dict[str, Any] = {"member": sight.code, "kind": kind}
    rows = _OWN.all(sight.conn, {**given, **labels_given(sight.labels_for(kind))})
    return [row.id for row in rows]


def parts(sight: Sight) -> Sequence[Part]:
    """Return practices, those to whom one is lent, what is offered, what was said of the manual."""
    entries = practices.entries(sight.conn, sight.viewer, owned(sight, Kind.PRACTICE)).values()
    ordered = sorted(entries, key=lambda one: (one.number or "", one.title, one.id))
    return [
        Part(
            gettext("Practices"),
            gettext("No practice of this office is open to you."),
            [_practice(sight, one) for one in ordered],
        ),
        Part(
            gettext("Guests of practices"),
            gettext("No practice is lent to a guest that you can see."),
            [line for one in ordered for line in _guests(sight, one)],
        ),
        adaptations.part(sight, owned(sight, Kind.ADAPTATION)),
        _standing(sight),
        *seats.parts(sight, owned(sight, Kind.SEAT)),
        suggestions.part(sight),
        discussions.part(sight),
        consultations.part(sight),
        clearances.part(sight),
        clearances.of_practices(sight),
        clearances.of_requests(sight),
    ]


def _practice(sight: Sight, entry: Entry) -> Record:
    shown = show(entry, known=entry.knows(sight.viewer))
    return Record(
        shown.title or gettext(UNTITLED),
        [*_about(sight, entry, shown), *shown.facts],
        [
            (gettext("In short"), entry.summary),
            (gettext("What it is"), entry.description),
            (gettext("What made it work"), entry.what_worked),
            (gettext("What did not work"), entry.what_did_not),
            (gettext("What another state would need"), entry.transfer_conditions),
            (gettext("Why it was returned"), _reason(sight, entry)),
            (gettext("Why your office no longer uses it"), entry.retired_reason),
            (gettext("Reason for hiding it"), _hidden(sight, entry)),
        ],
    )


def _reason(sight: Sight, entry: Entry) -> str | None:
    """Return why the Secretariat returned it, for those two alone and as long as it stands so."""
    sides = sight.own or sight.viewer.in_secretariat
    return entry.reason if sides and entry.stage == practice_rules.Stage.RETURNED else None


def _hidden(sight: Sight, entry: Entry) -> str | None:
    """Return why the Secretariat hid it, for those two alone and as long as it stands so."""
    sides = sight.own or sight.viewer.in_secretariat
    return entry.hidden_reason if sides else None


def _about(sight: Sight, entry: Entry, shown: Shown) -> Sequence[tuple[str, Value]]:
    sources = [f"{one.title} {one.url or ''}".strip() for one in entry.sources]
    return [
        (gettext("State"), gettext(practice_rules.STAGES[practice_rules.Stage(entry.stage)])),
        (gettext("Who reads it"), shown.seen.sentence),
        (gettext("Last changed"), date_words(entry.changed_at)),
        (gettext("Sources"), sources),
        (gettext("Files"), files(sight, entry.files)),
    ]


def _guests(sight: Sight, entry: Entry) -> Sequence[Record]:
    matter = find(sight.conn, sight.viewer, Kind.PRACTICE, entry.id)
    return guests.lent(sight, matter, gettext("Practice"), entry.title or gettext(UNTITLED))


def _standing(sight: Sight) -> Part:
    found = (standing.one(sight.conn, sight.viewer, one) for one in owned(sight, Kind.STANDING))
    return Part(
        gettext("Standing offers"),
        gettext("No standing offer of this office is open to you."),
        [_offer(one) for one in found if one],
    )


def _offer(one: Standing) -> Record:
    withdrawn = one.state == standing_rules.State.WITHDRAWN
    state = gettext("Withdrawn") if withdrawn else valid(one)
    about = [(gettext("State"), [state, last_said(one)]), *facts(one)]
    return Record(one.summary, about, [(gettext("What it rests on"), one.experience)])
