"""Who comes to act for the Secretariat is told to everybody of it, and nobody else is told."""

import pytest
from sqlalchemy import select, update

from app.access.viewer import OfficeKind
from app.core.db import table
from app.directory import invitations
from app.directory.models import Appointment
from app.directory.rules import Stage
from app.mail.models import Letter

letter = table(Letter)
appointment = table(Appointment)
SUBJECT = "Somebody comes to act for the Secretariat: "
CONTACT = "secretariat@portal.example"


@pytest.fixture
def told(database, cast, portal, monkeypatch):
    """Return who was told, by name or address, each with what is said and whether it is urgent."""
    monkeypatch.setitem(portal.settings.__dict__, "contact", CONTACT)
    names = {one.viewer.person_id: name for name, one in cast.items()}

    def found():
        with database.read() as conn:
            rows = conn.execute(select(letter).where(letter.c.subject.startswith(SUBJECT))).all()
        return {names.get(row.person_id, row.address): (row.body, row.urgent) for row in rows}

    return found


@pytest.fixture
def invited(database, cast):
    """Return a function that invites to an office of a member, as the administrator."""

    def invite(member: str, kind: OfficeKind) -> str:
        with database.unit_of_work() as db:
            viewer = cast["administrator"].viewer
            return invitations.invite(db, member, kind, "Somebody", viewer=viewer)

    return invite


def test_everybody_of_the_secretariat_learns_of_who_took_an_invitation_also_who_is_succeeded(
    browse, invited, told
):
    token = invited("SEC", OfficeKind.EDITOR)
    browse("stranger").post(f"/invitation/{token}", {"member": "Secretariat"})

    found = told()
    assert found.keys() == {"administrator", "editor", CONTACT}
    for body, urgent in found.values():
        assert urgent
        assert "After 72 hours" in body
        assert "The invitation or the verification was by" in body
        assert "/invitation/" not in body


def test_nobody_is_told_where_nothing_came_of_it_or_another_member_is_meant(browse, invited, told):
    refused = invited("SEC", OfficeKind.EDITOR)
    browse("stranger").post(f"/invitation/{refused}", {"member": "Kenya"}, status=422)
    token = invited("KEN", OfficeKind.FOCAL_POINT)
    browse("stranger").post(f"/invitation/{token}", {"member": "Kenya"})

    assert told() == {}


def test_everybody_of_the_secretariat_learns_of_who_is_verified(browse, invited, told, database):
    token = invited("SEC", OfficeKind.EDITOR)
    browse("stranger").post(f"/invitation/{token}", {"member": "Secretariat"})
    with database.unit_of_work() as db:
        db.execute(letter.delete())
        newest = select(appointment.c.id).order_by(appointment.c.created_at.desc()).limit(1)
        made = db.execute(newest).scalar_one()
        again = update(appointment).where(appointment.c.id == made)
        db.execute(again.values(stage=Stage.PROPOSED, verified_by=None, verified_at=None))
    form = {"authority": "The Minister", "evidence": "Note 12", "starts": "2026-01-01", "read": "1"}
    browse("administrator").post(f"/appointments/{made}/verify", form)

    assert told().keys() == {"administrator", CONTACT}
