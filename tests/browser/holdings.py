"""What a portal's database holds beyond what was loaded, in plain words: no ids, no times.

Things are named by kind in the order in which the record first speaks of them ("practice 1"),
people by persona, offices by member, and registry numbers without their year.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from app.assistance.models import Offer
from app.audit.models import AuditRecord
from app.core.db import Database, table
from app.directory.models import Member  # noqa: F401 - its table is named by foreign keys
from app.discussion.models import Comment
from app.identity.models import Person
from app.items.models import Item, ItemLabel, ItemOwner
from app.mail.models import Letter
from app.manual.models import Edition
from app.notifications.models import Notice, Waiting

Plain = Mapping[str, Any]


def ids(database: Database) -> frozenset[str]:
    """Return the ids of all things, to leave them out later."""
    with database.read() as conn:
        return frozenset(conn.execute(select(table(Item).c.id)).scalars())


def held(database: Database, known: frozenset[str]) -> Plain:
    """Return everything that is not ``known``, and what the record says of it."""
    with database.read() as conn:
        return _Reading(conn, known).all()


class _Reading:
    def __init__(self, conn: Connection, known: frozenset[str]) -> None:
        self.conn = conn
        self.people = {p.id: p.email.partition("@")[0] for p in self.rows(Person)}
        self.record = self.rows(AuditRecord, "id")
        new = {i.id: i for i in self.rows(Item) if i.id not in known}
        spoken = list(dict.fromkeys(r.subject for r in self.record if r.subject in new))
        rest = sorted(new.keys() - set(spoken), key=lambda i: new[i].created_at)
        self.names: dict[str, str] = {}
        for item_id in (*spoken, *rest):
            kind = new[item_id].kind
            number = sum(name.startswith(f"{kind} ") for name in self.names.values()) + 1
            self.names[item_id] = f"{kind} {number}"
        self.items = [new[item_id] for item_id in self.names]

    def rows(self, model: type, *order: str) -> list[Row[Any]]:
        found = table(model)
        return list(self.conn.execute(select(found).order_by(*(found.c[o] for o in order))))

    def all(self) -> Plain:
        return {
            "items": [self.item(i) for i in self.items],
            "comments": [
                (self.names[c.item_id], self.names.get(c.about, "loaded"), c.member, c.body)
                for c in self.rows(Comment, "at", "item_id")
                if c.item_id in self.names
            ],
            "offers": sorted(
                (self.names[o.item_id], self.names[o.request_id], o.member)
                for o in self.rows(Offer)
                if o.item_id in self.names
            ),
            "editions": [(e.number, e.weight, e.note) for e in self.rows(Edition, "number")],
            "waiting": self.matters(Waiting),
            "notices": self.matters(Notice),
            "letters": self.letters(),
            "record": [
                self.event(r)
                for r in self.record
                if r.person_id and not r.event.startswith("identity:")
            ],
        }

    def item(self, item: Any) -> tuple[str, ...]:
        owners = sorted(o.member for o in self.rows(ItemOwner) if o.item_id == item.id)
        labels = sorted(r.label for r in self.rows(ItemLabel) if r.item_id == item.id)
        return (
            self.names[item.id],
            item.stage,
            " ".join(owners),
            item.audience,
            " ".join(self.names.get(label, label) for label in labels),
            re.sub(r"/\d{4}/", "/year/", item.number or ""),
            item.language,
            self.people.get(item.created_by, ""),
        )

    def matters(self, model: type) -> list[tuple[str, str, str]]:
        found = [
            (self.names[m.item_id], m.label, m.what)
            for m in self.rows(model)
            if m.item_id in self.names
        ]
        return sorted(found)

    def letters(self) -> list[tuple[str, str, int]]:
        written = Counter(
            (self.people[r.person_id], self.names.get(r.item_id or "", "loaded"))
            for r in self.rows(Letter)
        )
        return sorted((person, about, number) for (person, about), number in written.items())

    def event(self, record: Any) -> tuple[str, str, str]:
        about = self.names.get(record.subject, record.subject or "")
        return (record.event, self.people[record.person_id], about)
