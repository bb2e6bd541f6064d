"""Further offices of the Secretariat: so two others are there by the portal's own ways."""

from argparse import Namespace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import cli
from app.core import clock
from app.core.db import table
from app.directory.further import SEVERAL, TAKEN, UNKNOWN, UNTITLED
from app.directory.models import Invitation, Office
from app.identity.models import PortalSession, Recovery
from app.identity.sessions import BY_PROVIDER
from app.mail.models import Letter

PLACE = "/directory/SEC/offices"
TITLE = "Africa and Middle East"
WISH = {
    "gives": "passkeys", "reason": "device", "checked": "in-person",
    "checked_words": "Met in Geneva, by the passport.",
}  # fmt: skip
office, letter, recovery = table(Office), table(Letter), table(Recovery)
invitation, session = table(Invitation), table(PortalSession)


@pytest.fixture
def third(browse, database, cast):
    """Seat a third person by add office, invite and redeem; return the browser of that person."""

    def seat():
        admin = browse("administrator")
        assert "tells this office apart" in admin.get(f"{PLACE}/new").text
        admin.post(f"{PLACE}/new", {"kind": "editor", "title": TITLE})
        with database.read() as conn:
            key = conn.execute(select(office.c.id).where(office.c.title == TITLE)).scalar_one()
        paper = {"name": "The third", "authority": "The head", "evidence": "Letter 3"}
        page = admin.post(f"/offices/{key}/invite", paper, status=200)
        path = "/invitation/" + page.words(".address")[0].rpartition("/")[2]
        browse("stranger").post(path, {"member": "Secretariat"})
        who = cast["stranger"].viewer.person_id
        with database.unit_of_work() as db:
            proved = {"factor": BY_PROVIDER, "factor_at": clock.wall()}
            db.execute(update(session).where(session.c.person_id == who).values(**proved))
        return browse("stranger")

    return seat


def test_a_third_person_comes_by_the_portals_own_ways_and_two_others_decide(
    third, browse, database, cast
):
    new, editor = third(), browse("editor")
    helped = cast["administrator"].viewer.person_id
    with database.read() as conn:
        told = conn.execute(select(letter.c.person_id, letter.c.body)).all()
    staff = {cast[who].viewer.person_id for who in ("administrator", "editor")}
    assert {row.person_id for row in told} == {*staff, None}, "and the mailbox"
    assert {f"Secretariat editor: {TITLE}" in row.body for row in told} == {True}
    editor.post(f"/people/{helped}/recovery", WISH, status=409)  # nobody beside is settled
    with clock.moved(timedelta(hours=73)):
        editor.post(f"/people/{helped}/recovery", WISH)
        with database.read() as conn:
            seen = conn.execute(select(recovery.c.id)).scalar_one()
        new.post(f"/people/{helped}/recovery/agree", {"seen": seen})
        with database.read() as conn:
            found = conn.execute(select(recovery)).one()
    assert found.agreed_by == cast["stranger"].viewer.person_id
    assert found.due_at > found.agreed_at
    page = editor.get(PLACE).text
    assert page.count("Holds it now") == 3, "nobody was succeeded"


def test_offices_of_one_kind_are_told_apart_and_others_record_none(browse, database):
    admin = browse("administrator")
    assert UNTITLED in admin.post(f"{PLACE}/new", {"kind": "editor", "title": " "}, status=422).text
    admin.post(f"{PLACE}/new", {"kind": "focal_point", "title": TITLE}, status=422)
    admin.post(f"{PLACE}/new", {"kind": "editor", "title": TITLE})
    same = {"kind": "editor", "title": TITLE.upper()}
    answer = admin.post(f"{PLACE}/new", same, status=409)
    assert TAKEN in answer.text
    assert TITLE.upper() in answer.text, "nothing is lost"
    admin.post(f"{PLACE}/new", {"kind": "administrator", "title": TITLE})
    browse("editor").post(f"{PLACE}/new", {"kind": "editor", "title": "Mine"}, status=403)
    browse("ghana").get(f"{PLACE}/new", status=403)
    admin.post("/directory/GHA/offices/new", {"kind": "editor", "title": "Mine"}, status=422)
    with database.read() as conn:
        mine = select(office.c.kind).where(office.c.title.is_not(None)).order_by(office.c.kind)
        assert conn.execute(mine).scalars().all() == ["administrator", "editor"]


def test_recording_one_takes_a_fresh_second_factor(browse, database, cast):
    """As giving an office does; for another member's office it does not."""
    who = cast["administrator"].viewer.person_id
    old = clock.wall() - timedelta(hours=5)
    with database.unit_of_work() as db:
        db.execute(update(session).where(session.c.person_id == who).values(factor_at=old))
    admin = browse("administrator")
    answer = admin.client.post(
        f"{PLACE}/new",
        data={"csrf": admin.token, "kind": "editor", "title": TITLE},
        follow_redirects=False,
    )
    assert answer.status_code != 303 or PLACE not in answer.headers["location"]
    with database.read() as conn:
        assert conn.execute(select(office.c.id).where(office.c.title == TITLE)).all() == []
    admin.post("/directory/KEN/offices/new", {"kind": "adviser"})


def test_the_operator_invites_to_a_further_office_and_says_which_is_meant(
    database, database_url, capsys, monkeypatch
):
    monkeypatch.setenv("PORTAL_DATABASE_URL", database_url)
    monkeypatch.setenv("PORTAL_BASE_URL", "https://portal.example")

    def invite(title: str = "", *, further: bool = False) -> str:
        given = {"member": "SEC", "office": "editor", "name": "X", "title": title}
        try:
            cli.invite(Namespace(**given, further=further))
        except SystemExit as wrong:
            return str(wrong)
        return "invited" if "/invitation/" in capsys.readouterr().out else ""

    assert invite() == "invited"
    assert invite(further=True) == UNTITLED
    assert invite(TITLE) == UNKNOWN
    assert invite(TITLE, further=True) == "invited"
    assert invite(TITLE, further=True) == TAKEN
    assert invite(TITLE) == "invited"
    assert invite() == "invited", "the one without a title"
    with database.unit_of_work() as db:
        db.execute(
            update(office)
            .where(office.c.kind == "editor", office.c.title.is_(None))
            .values(title="Europe")
        )
    assert invite() == SEVERAL
    with database.read() as conn:
        asked = select(office.c.title).join_from(invitation, office).order_by(office.c.title)
        found = conn.execute(asked).scalars().all()
    assert found == [TITLE, TITLE, "Europe", "Europe"]
