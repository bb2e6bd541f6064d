"""Everything the portal keeps, from the declarations of all rooms."""

from collections.abc import Iterator, Mapping

from sqlmodel import SQLModel

from app.assistance import inventory as assistance
from app.audit import inventory as audit
from app.core.db import table
from app.core.inventory import Held, Kept
from app.digests import inventory as digests
from app.directory import inventory as directory
from app.discussion import inventory as discussion
from app.files import inventory as files
from app.following import inventory as following
from app.guests import inventory as guests
from app.identity import inventory as identity
from app.incident import inventory as incident
from app.items import inventory as items
from app.jobs import inventory as jobs
from app.mail import inventory as mail
from app.manual import inventory as manual
from app.moderation import inventory as moderation
from app.nomination import inventory as nomination
from app.notifications import inventory as notifications
from app.orders import inventory as orders
from app.practices import inventory as practices
from app.practices.adapting import inventory as adaptations
from app.practices.behalf import inventory as behalf
from app.practices.joining import inventory as joining
from app.practices.unnamed import inventory as unnamed
from app.sealing import inventory as sealing
from app.search import inventory as search
from app.seats import inventory as seats
from app.standing import inventory as standing
from app.tables import metadata
from app.web import inventory as web

ROOMS: Mapping[str, Held] = {
    "People and sign-in": identity.HELD,
    "Directory": directory.HELD,
    "Nominations": nomination.HELD,
    "Guests": guests.HELD,
    "Letters": mail.HELD,
    "The record": audit.HELD,
    "Items": items.HELD,
    "Assistance": assistance.HELD,
    "Standing offers": standing.HELD,
    "Open seats": seats.HELD,
    "Keys of confidential text": sealing.HELD,
    "Practices": practices.HELD,
    "Practices entered for an office": behalf.HELD,
    "Practices without a name": unnamed.HELD,
    "Practices of several owners": joining.HELD,
    "Adaptations": adaptations.HELD,
    "Attachments": files.HELD,
    "Comments": discussion.HELD,
    "What people follow": following.HELD,
    "Manual": manual.HELD,
    "What waits and what happened": notifications.HELD,
    "Digests": digests.HELD,
    "Search": search.HELD,
    "The Secretariat's desk": moderation.HELD,
    "Forms and callers": web.HELD,
    "Incidents": incident.HELD,
    "Background work": jobs.HELD,
    "What people asked for": orders.HELD,
}


def columns() -> Iterator[tuple[str, str, Kept]]:
    """Give (table, column, declaration) of every column that is declared."""
    for held in ROOMS.values():
        for model, kept in held.items():
            for one in kept:
                yield from ((table(model).name, name, one) for name in one.names)


def problems() -> list[str]:
    """Return columns that are not declared, that are declared twice, or that there are not."""
    there = {(rows.name, c.name) for rows in metadata.tables.values() for c in rows.c}
    said = [(name, column) for name, column, _ in columns()]
    wrong = {
        "is not declared": there - set(said),
        "is declared and not there": set(said) - there,
        "is declared twice": {one for one in said if said.count(one) > 1},
    }
    return [f"{t}.{c} {what}." for what, found in wrong.items() for t, c in sorted(found)]


def summary(model: type[SQLModel]) -> str:
    """Return the first sentence that a table's class says about itself."""
    return (model.__doc__ or "").strip().partition("\n")[0]
