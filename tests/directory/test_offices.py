"""The record of offices: opening, inviting, verifying, ending; who may, and what stays."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory import invitations, keeping
from app.directory.keeping import Paper
from app.directory.loading import office_of
from app.directory.models import Appointment, Invitation, Office
from app.directory.rules import TRANSITIONS, Act, Stage, follows
from app.identity.models import PortalSession

NOTE = {"authority": "The Minister for Foreign Affairs", "evidence": "Note verbale 12/2027"}


def rows(database, model, **wanted: str) -> list[dict]:
    found = table(model)
    chosen = select(found).where(*(found.c[k] == v for k, v in wanted.items()))
    with database.read() as conn:
        return [dict(row) for row in conn.execute(chosen).mappings()]


def count(database, model) -> int:
    with database.read() as conn:
        return conn.execute(select(func.count()).select_from(table(model))).scalar_one()


def office_id(database, member: str, kind: OfficeKind) -> str:
    with database.unit_of_work() as db:
        return office_of(db, member, kind).id


def the_address(page) -> str:
    return page.words("code.address")[0].removeprefix("http://testserver")


@pytest.fixture
def kenya(database) -> str:
    return office_id(database, "KEN", OfficeKind.FOCAL_POINT)


def test_every_pair_of_stage_and_act_is_decided():
    decided = {(stage, act): follows(stage, act) for stage in Stage for act in Act}

    assert len(decided) == 20
    assert {pair: to for pair, to in decided.items() if to} == dict(TRANSITIONS)


def test_an_administrator_records_an_office_and_a_member_has_so_many(browse, database):
    admin = browse("administrator")
    sent = {"kind": "adviser", "title": "Director", "mailbox": "r2p@mfa.example"}

    for _ in range(4):
        admin.post("/directory/KEN/offices/new", sent)
    full = admin.post("/directory/KEN/offices/new", sent, status=409)

    assert full.words(".lede") == [keeping.FULL]
    made = rows(database, Office, member="KEN", kind="adviser")
    assert [(m["title"], m["mailbox"]) for m in made] == [("Director", "r2p@mfa.example")] * 4
    assert admin.get("/directory/KEN/offices").words("h2")[-4:] == ["Adviser: Director"] * 4


def test_a_bad_office_keeps_every_typed_character(browse, database):
    before = count(database, Office)
    sent = {"kind": "", "title": "Director", "mailbox": "no address"}

    page = browse("administrator").post("/directory/KEN/offices/new", sent, status=422)

    assert page.words(".err") == [
        "Choose the kind of office.",
        "Write an e-mail address, such as focalpoint@ministry.example.",
    ]
    assert page.soup.select_one("#f-title")["value"] == "Director"
    assert page.soup.select_one("#f-mailbox")["value"] == "no address"
    assert count(database, Office) == before


def test_who_the_secretariat_invites_holds_the_office_at_once(browse, database, kenya, cast):
    admin = browse("administrator")
    page = admin.post(f"/offices/{kenya}/invite", {"name": "A. Official", **NOTE}, status=200)

    browse("stranger").post(the_address(page), {"member": "Kenya"})

    (held,) = rows(database, Appointment, office_id=kenya)
    assert (held["stage"], held["starts"], held["ends"]) == ("verified", clock.today(), None)
    assert (held["authority"], held["evidence"]) == tuple(NOTE.values())
    assert held["verified_by"] == cast["administrator"].viewer.person_id
    assert "stranger (test)" in browse("ghana").get("/directory/KEN").text


def test_an_invitation_of_the_secretariat_names_its_paper(browse, database, kenya):
    page = browse("administrator").post(f"/offices/{kenya}/invite", {"name": "A."}, status=422)

    assert len(page.words(".err")) == 2
    assert rows(database, Invitation, office_id=kenya) == []


def test_a_form_sent_twice_invites_once(browse, database, kenya):
    admin, sent = browse("administrator"), {"name": "A. Official", "once": "one-form", **NOTE}

    admin.post(f"/offices/{kenya}/invite", sent, status=200)
    again = admin.post(f"/offices/{kenya}/invite", sent)

    assert again.location == "/directory/KEN/offices"
    assert len(rows(database, Invitation, office_id=kenya)) == 1


def test_the_next_holder_ends_the_appointment_before_and_its_sessions(browse, database, cast):
    office = office_id(database, "DNK", OfficeKind.FOCAL_POINT)
    admin, denmark = browse("administrator"), browse("denmark")
    denmark.get("/practices/new", status=200)
    page = admin.post(f"/offices/{office}/invite", {"name": "The next", **NOTE}, status=200)

    browse("stranger").post(the_address(page), {"member": "Denmark"})

    before, after = sorted(rows(database, Appointment, office_id=office), key=lambda r: r["starts"])
    assert (before["stage"], before["ends"]) == ("ended", clock.today())
    assert before["why_ended"] == keeping.SUCCEEDED
    assert after["stage"] == "verified"
    assert rows(database, PortalSession, person_id=cast["denmark"].viewer.person_id) == []
    assert denmark.get("/practices/new", status=303).location.startswith("/sign-in")
    record = browse("stranger").get("/directory/DNK/offices").text
    assert "denmark (test)" in record
    assert "The next holder took the office." in record


def test_a_focal_point_invites_the_own_alternate_and_the_secretariat_verifies(
    browse, database, cast
):
    office = office_id(database, "DNK", OfficeKind.ALTERNATE)
    page = browse("denmark").post(f"/offices/{office}/invite", {"name": "My alternate"}, status=200)
    stranger = browse("stranger")
    stranger.post(the_address(page), {"member": "Denmark"})

    (held,) = rows(database, Appointment, office_id=office)
    assert (held["stage"], held["verified_by"]) == ("proposed", None)
    stranger.get("/assistance", status=403)
    assert "You are proposed for this office: Alternate, Denmark." in stranger.get("/home").text

    admin = browse("administrator")
    assert (
        admin.get("/desk").words("#queue tbody td:nth-child(2) span")[0] == "Appointment to verify"
    )
    short = admin.post(f"/appointments/{held['id']}/verify", {"authority": "M"}, status=422)
    assert short.soup.select_one("#f-authority")["value"] == "M"
    admin.post(f"/appointments/{held['id']}/verify", NOTE)

    stranger.get("/assistance", status=200)
    (held,) = rows(database, Appointment, office_id=office)
    assert (held["stage"], held["evidence"]) == ("verified", NOTE["evidence"])
    assert held["verified_by"] == cast["administrator"].viewer.person_id
    assert "Appointment to verify" not in admin.get("/desk").text
    assert browse("ghana").get("/directory/DNK").status == 200


def test_who_begins_later_lets_the_present_holder_stay_until_then(browse, database, cast):
    office = office_id(database, "DNK", OfficeKind.FOCAL_POINT)
    with database.unit_of_work() as db:
        token = invitations.invite_to(db, cast["denmark"].viewer, office, "The next", Paper("", ""))
    browse("stranger").post(f"/invitation/{token}", {"member": "Denmark"})
    (held,) = rows(database, Appointment, office_id=office, stage="proposed")
    later = clock.today() + timedelta(days=10)

    sent = {**NOTE, "starts": later.isoformat()}
    browse("administrator").post(f"/appointments/{held['id']}/verify", sent)

    browse("denmark").get("/assistance")
    browse("stranger").get("/assistance", status=403)
    found = {
        r["starts"]: (r["stage"], r["ends"]) for r in rows(database, Appointment, office_id=office)
    }
    assert found[later] == ("verified", None)
    assert found[min(found)] == ("verified", later - timedelta(days=1))


def test_what_is_refused_gives_nothing(browse, database):
    office = office_id(database, "DNK", OfficeKind.ALTERNATE)
    page = browse("denmark").post(f"/offices/{office}/invite", {"name": "My alternate"}, status=200)
    browse("stranger").post(the_address(page), {"member": "Denmark"})
    (held,) = rows(database, Appointment, office_id=office)
    admin, act = browse("administrator"), f"/appointments/{held['id']}/refuse"

    assert admin.post(act, {"why": " "}, status=422).words(".err")
    admin.post(act, {"why": "The mission knows of no note."})

    assert rows(database, Appointment, office_id=office)[0]["stage"] == "refused"
    assert "The mission knows of no note." in browse("denmark").get("/directory/DNK/offices").text
    admin.post(f"/appointments/{held['id']}/verify", NOTE, status=409)


def test_an_appointment_ends_today_or_on_a_later_day(browse, database, cast):
    office = office_id(database, "TLS", OfficeKind.FOCAL_POINT)
    (held,) = rows(database, Appointment, office_id=office)
    admin, act = browse("administrator"), f"/appointments/{held['id']}/end"
    later = clock.today() + timedelta(days=30)

    admin.post(act, {"how": "end", "last_day": later.isoformat()})
    assert rows(database, Appointment, office_id=office)[0]["ends"] == later
    browse("timor").get("/assistance")

    admin.post(act, {"how": "end"})
    (ended,) = rows(database, Appointment, office_id=office)
    assert (ended["stage"], ended["ends"]) == ("ended", clock.today())
    assert rows(database, PortalSession, person_id=cast["timor"].viewer.person_id) == []
    assert len(rows(database, PortalSession, person_id=cast["ghana"].viewer.person_id)) == 1


def test_a_day_before_the_appointment_began_is_refused(browse, database):
    office = office_id(database, "TLS", OfficeKind.FOCAL_POINT)
    (held,) = rows(database, Appointment, office_id=office)
    sent = {"how": "end", "last_day": "2019-12-31"}

    page = browse("administrator").post(f"/appointments/{held['id']}/end", sent, status=422)

    assert page.words(".err") == [
        "Choose a day on or after the day on which the appointment began."
    ]
    assert page.soup.select_one("#f-last_day")["value"] == "2019-12-31"


def test_what_is_taken_back_needs_a_reason_and_holds_no_more(browse, database):
    office = office_id(database, "TLS", OfficeKind.FOCAL_POINT)
    (held,) = rows(database, Appointment, office_id=office)
    admin, act = browse("administrator"), f"/appointments/{held['id']}/end"
    timor = browse("timor")

    admin.post(act, {"how": "revoke"}, status=422)
    timor.get("/assistance")
    admin.post(act, {"how": "revoke", "why": "The ministry asks for it."})

    timor.get("/assistance", status=303)
    assert rows(database, Appointment, office_id=office)[0]["stage"] == "revoked"


def test_an_invitation_is_renewed_and_withdrawn(browse, database, kenya):
    admin, stranger = browse("administrator"), browse("stranger")
    first = admin.post(f"/offices/{kenya}/invite", {"name": "A. Official", **NOTE}, status=200)
    (made,) = rows(database, Invitation, office_id=kenya)

    second = admin.post(f"/invitations/{made['id']}/renew", status=200)
    stranger.get(the_address(first), status=404)
    stranger.get(the_address(second))
    assert "A. Official" in admin.get("/directory/KEN/offices").text

    admin.post(f"/invitations/{made['id']}/withdraw")
    stranger.get(the_address(second), status=404)
    stranger.post(the_address(second), {"member": "Kenya"}, status=404)
    assert "A. Official" not in admin.get("/directory/KEN/offices").text
    admin.post(f"/invitations/{made['id']}/renew", status=409)


@pytest.mark.parametrize(
    ("who", "status"),
    [("ghana", 200), ("ghana_alternate", 200), ("editor", 200), ("administrator", 200),
     ("denmark", 403), ("stranger", 403), ("nobody", 303)],
)  # fmt: skip
def test_who_reads_the_record_of_offices(browse, who, status):
    browse(who).get("/directory/GHA/offices", status=status)


@pytest.mark.parametrize("who", ["ghana", "ghana_alternate", "editor", "denmark", "stranger"])
def test_only_the_administrator_keeps_it(browse, database, who):
    office = office_id(database, "GHA", OfficeKind.FOCAL_POINT)
    (held,) = rows(database, Appointment, office_id=office)
    before = rows(database, Appointment), count(database, Office)
    asked = browse(who)

    asked.get("/directory/GHA/offices/new", status=403)
    asked.post("/directory/GHA/offices/new", {"kind": "adviser"}, status=403)
    asked.get(f"/appointments/{held['id']}", status=403)
    for act in ("verify", "refuse", "end"):
        asked.post(f"/appointments/{held['id']}/{act}", {**NOTE, "how": "end"}, status=403)
    asked.post(f"/offices/{office}/invite", {"name": "Me"}, status=403)

    assert (rows(database, Appointment), count(database, Office)) == before
    assert rows(database, Invitation) == []


def test_unknown_ids_are_not_found(browse):
    admin = browse("administrator")
    for address in ("/directory/XXX/offices", "/appointments/none", "/offices/none/invite"):
        admin.get(address, status=404)
    for address in ("/appointments/none/end", "/invitations/none/renew"):
        admin.post(address, {"how": "end"}, status=404)


def test_of_two_who_verify_at_once_one_wins(database, cast):
    office = office_id(database, "KEN", OfficeKind.FOCAL_POINT)
    viewer = cast["administrator"].viewer
    with database.unit_of_work() as db:
        token = invitations.invite_to(db, cast["ghana"].viewer, office, "A.", Paper("", ""))
    with database.read() as conn:
        found = invitations.find(conn, token)
    with database.unit_of_work() as db:
        made = invitations.redeem(db, cast["stranger"].viewer, found)
    barrier, won = Barrier(4), []

    def attempt() -> None:
        barrier.wait()
        try:
            with database.unit_of_work() as db:
                keeping.verify(db, viewer, made.id, Paper("M", "N"), clock.today())
            won.append(1)
        except Conflict:
            pass

    threads = [Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won == [1]
    assert [r["stage"] for r in rows(database, Appointment, office_id=office)] == ["verified"]
