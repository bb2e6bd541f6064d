"""Who lost the only passkey begins anew: an operator's act, recorded and told to the holder."""

from argparse import Namespace

import pytest
from sqlalchemy import select, update

from app import upkeep
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.identity.models import Passkey, Person, PortalSession
from app.identity.people import take_out
from app.mail.models import Letter
from tests.support.rows import rows_hash

WHO = ("administrator", "ghana")
ADDRESS = "A.Ministrator@sec.example"


def passkey(person_id: str, number: int) -> Passkey:
    return Passkey(
        person_id=person_id,
        name=f"Key {number}",
        credential_id=f"{person_id}-{number}",
        public_key="p",
        sign_count=0,
        transports="",
    )


@pytest.fixture
def people(database, cast, settings, monkeypatch) -> dict[str, str]:
    """Two people with two passkeys each, the administrator with an address; ids by name."""
    monkeypatch.setattr(upkeep, "given_settings", lambda: settings)
    found = {name: cast[name].viewer.person_id for name in WHO}
    with database.unit_of_work() as db:
        db.add_all(passkey(one, number) for one in found.values() for number in (1, 2))
        own = table(Person).c.id == found["administrator"]
        db.execute(
            update(table(Person)).where(own).values(email=ADDRESS, email_checked_at=clock.now())
        )
    return found


def owners(database, model) -> set[str]:
    with database.read() as conn:
        return set(conn.execute(select(table(model).c.person_id)).scalars())


def said(capsys, who: str) -> str:
    upkeep.remove_passkeys(Namespace(person=who))
    return str(capsys.readouterr().out)


@pytest.mark.parametrize("by", ["address", "id"])
def test_all_of_one_person_go_and_the_sessions_with_them(by, people, database, capsys):
    who = ADDRESS.lower() if by == "address" else people["administrator"]
    sessions = owners(database, PortalSession)
    told = said(capsys, who)

    assert told == (
        "Removed 2 passkeys of administrator (test) and ended the sessions;"
        " a letter is on its way.\n"
        "The first new one wants a code, for 14 days: portal passkey-code, while you speak.\n"
    )
    assert owners(database, Passkey) == {people["ghana"]}
    assert sessions - owners(database, PortalSession) == {people["administrator"]}
    rows, letters = table(AuditRecord), table(Letter)
    with database.read() as conn:
        entries = conn.execute(
            select(rows.c.subject, rows.c.person_id, rows.c.detail).where(
                rows.c.event == Event.PASSKEY_REMOVED
            )
        ).all()
        letter = conn.execute(
            select(letters.c.person_id, letters.c.urgent, letters.c.subject, letters.c.body)
        ).one()
    detail = '{"by": "operator", "number": 2}'
    assert [tuple(one) for one in entries] == [(people["administrator"], None, detail)]
    assert letter[:3] == (
        people["administrator"],
        True,
        "All passkeys were removed from your account",
    )
    assert "/account/security" in letter.body


def test_again_there_is_nothing_to_do(people, database, capsys):
    said(capsys, people["ghana"])
    before = rows_hash(database)

    assert said(capsys, people["ghana"]) == "ghana (test) has no passkey.\n"
    assert rows_hash(database) == before


def test_who_was_taken_out_has_none_and_is_said_to_be_gone(people, database, capsys):
    with database.unit_of_work() as db:
        take_out(db, people["ghana"])
    before = rows_hash(database)
    with pytest.raises(SystemExit, match="was taken out of the portal and has no passkey"):
        said(capsys, people["ghana"])

    assert rows_hash(database) == before


@pytest.mark.parametrize("kind", ["nobody", "twice", "unchecked"])
def test_who_is_not_surely_meant_is_asked_for_by_id(kind, people, database, capsys):
    """An address that several have, or that nobody checked, names nobody: persons are listed."""
    who, at = f"{kind}@sec.example", None if kind == "unchecked" else clock.now()
    theirs = {"twice": set(people.values()), "unchecked": {people["ghana"]}}.get(kind, set())
    with database.unit_of_work() as db:
        own = table(Person).c.id.in_(theirs)
        db.execute(update(table(Person)).where(own).values(email=who, email_checked_at=at))
    before = rows_hash(database)
    with pytest.raises(SystemExit) as stopped:
        said(capsys, who)

    checked = "address checked" if at else "address not checked"
    title = "Secretariat administrator"
    lines = {
        "administrator": f"administrator (test) ({title}, Secretariat; {checked})",
        "ghana": f"ghana (test) (Focal Point, Ghana; {checked})",
    }
    named = sorted(f"{one}  {lines[name]}" for name, one in people.items() if one in theirs)
    head = "This address is not surely one person's. Name the person by id; it is kept for:"
    none = "Nobody has this address or id."
    assert str(stopped.value) == ("\n".join([head, *named]) if theirs else none)
    assert rows_hash(database) == before


def test_whose_id_is_named_is_meant_whatever_the_address(people, database, capsys):
    with database.unit_of_work() as db:  # even where another has typed that id for an address
        own = table(Person).c.id == people["administrator"]
        db.execute(update(table(Person)).where(own).values(email=people["ghana"]))
    assert said(capsys, people["ghana"]).startswith("Removed 2 passkeys of ghana (test)")
