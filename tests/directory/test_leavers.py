"""Whoever ceases to act for the Secretariat, and everybody of it, learn of it at once."""

import ast
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.config import ROOT
from app.core.db import table
from app.directory import importing, invitations
from app.directory.holding import appointment
from app.directory.models import Appointment
from app.directory.rules import Stage
from app.directory.sheet import Line
from app.mail.models import Letter
from app.web.components import date_words

letter = table(Letter)
CONTACT = "secretariat@portal.example"
SUBJECT = "Somebody ceases to act for the Secretariat: editor (test)"
YOURS = "You cease to act for the Secretariat"
PAPER = {"authority": "The Minister", "evidence": "Note 12"}
LATER = 9


@pytest.fixture
def told(database, cast, portal, monkeypatch):
    """Take what those who are told of a leaver read, by name or address."""
    monkeypatch.setitem(portal.settings.__dict__, "contact", CONTACT)
    names = {one.viewer.person_id: name for name, one in cast.items()}

    def found():
        mine = letter.c.subject.in_((SUBJECT, YOURS))
        with database.unit_of_work() as db:
            rows = db.execute(select(letter).where(mine)).all()
            db.execute(delete(letter))
        assert all(row.urgent for row in rows), "they leave while the portal is frozen"
        return {
            (names.get(row.person_id, row.address), row.subject): " ".join(row.body.split())
            for row in rows
        }

    return found


class Ways:
    """Every way by which the editor's appointment ends; ``day`` is its last one where later."""

    def __init__(self, browse, cast, database) -> None:
        self.browse, self.cast, self.database = browse, cast, database
        self.office = cast["editor"].viewer.office.id
        with database.read() as conn:
            held = select(appointment.c.id).where(appointment.c.office_id == self.office)
            self.term = conn.execute(held).scalar_one()

    def end(self, **form: str) -> str:
        sent = {"how": "end", "why": "Why.", **form}
        self.browse("administrator").post(f"/appointments/{self.term}/end", sent)
        return "administrator"

    def end_later(self) -> str:
        day = clock.today() + timedelta(days=LATER)
        return self.end(last_day=day.isoformat())

    def end_in_the_past(self) -> str:
        return self.end(last_day="2026-01-05")

    def revoke(self) -> str:
        return self.end(how="revoke")

    def hand_over(self) -> str:
        self.browse("administrator").post(f"/hand-over/{self.office}", {"note": "N"}, status=200)
        return "administrator"

    def another_takes_it(self) -> str:
        with self.database.unit_of_work() as db:
            admin = self.cast["administrator"].viewer
            token = invitations.invite(db, "SEC", OfficeKind.EDITOR, "Somebody", viewer=admin)
        self.browse("stranger").post(f"/invitation/{token}", {"member": "Secretariat"})
        return "stranger"

    def another_is_verified(self, days: int = 0) -> str:
        with self.database.unit_of_work() as db:
            who = self.cast["stranger"].viewer.person_id
            made = Appointment(
                office_id=self.office, person_id=who, stage=Stage.PROPOSED, starts=clock.today()
            )
            db.add(made)
            db.flush()
            key = made.id
        starts = clock.today() + timedelta(days=days)
        form = {**PAPER, "starts": starts.isoformat(), "read": "1"}
        self.browse("administrator").post(f"/appointments/{key}/verify", form)
        return "administrator"

    def another_is_verified_for_later(self) -> str:
        return self.another_is_verified(LATER + 1)


AT_ONCE = [
    "end", "end_in_the_past", "revoke", "hand_over", "another_takes_it", "another_is_verified",
]  # fmt: skip
IN_TIME = ["end_later", "another_is_verified_for_later"]


@pytest.mark.parametrize("way", [*AT_ONCE, *IN_TIME])
def test_each_way_out_of_the_secretariat_is_told_to_everybody_concerned(
    way, told, browse, cast, database
):
    by = getattr(Ways(browse, cast, database), way)()

    found, new = (
        told(),
        {("stranger", SUBJECT)} if way.endswith(("takes_it", "verified")) else set(),
    )
    who = {("editor", YOURS), ("administrator", SUBJECT), (CONTACT, SUBJECT)}
    assert found.keys() == who | new
    assert {f"This was recorded by {by} (test)." in body for body in found.values()} == {True}
    day = f"is {date_words(clock.today() + timedelta(days=LATER))}."
    assert {day in body for body in found.values()} == {way in IN_TIME}
    assert {"Secretariat editor" in body for body in found.values()} == {True}
    assert {"From now on" in body for body in found.values()} == {way in AT_ONCE}


def test_nobody_is_told_twice_of_what_is_over_nor_of_another_member(told, browse, cast, database):
    ways = Ways(browse, cast, database)
    ways.end_later()
    assert told() != {}
    with clock.moved(timedelta(days=LATER + 1)):
        ways.revoke()
    assert told() == {}
    with database.read() as conn:
        ghana = cast["ghana"].viewer.office.id
        held = select(appointment.c.id).where(appointment.c.office_id == ghana)
        ways.term = conn.execute(held).scalar_one()
    ways.revoke()
    with database.read() as conn:
        assert conn.execute(select(letter.c.id).where(letter.c.urgent)).all() == []


ENDING = {"end", "revoke", "verify", "record_holder", "appoint", "hand_over", "redeem"}
"""What ends an appointment, in ``keeping``, ``leaving`` and ``invitations``."""
TELLING = {"directory/appointment_pages.py", "directory/joining.py", "handover/pages.py"}
LOWER = {"directory/invitations.py", "directory/leaving.py"}
OF_MEMBERS = {"directory/entering.py"}


def test_every_module_that_ends_appointments_is_known_and_tells():
    """Nothing else writes how an appointment ended: no command, no duty, no erasure, no loading."""
    calling, writing = {}, set()
    for path in sorted((ROOT / "app").rglob("*.py")):
        place = path.relative_to(ROOT / "app").as_posix()
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            module, _, act = name.rpartition(".")
            if (module in {"keeping", "leaving", "invitations"} and act in ENDING) or (
                name == "appoint"
            ):
                calling.setdefault(place, []).append("leavers.telling(" in source)
        if re.search(r"why_ended ?=[^=]", source):
            writing.add(place)
    assert calling.keys() == TELLING | LOWER | OF_MEMBERS
    assert all(all(calling[place]) for place in TELLING)
    assert writing == {"directory/keeping.py"}


def test_a_table_names_no_office_of_the_secretariat(database, cast):
    office = cast["editor"].viewer.office.id
    cells = {"office": office, "member": "SEC", "kind": "editor", "to": "2026-01-05"}
    with database.read() as conn:
        (step,) = importing.plan(conn, [Line(2, cells)], clock.today(), {"editor": 9})
    assert step.errors
