"""One's own data comes out whole and without anybody else's; who is taken out leaves no name."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select, text, update

from app.account import own_data
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import SignInNeeded
from app.directory import keeping
from app.directory.keeping import Paper
from app.directory.models import Absence, Appointment, HolderEntry, Invitation
from app.identity import linking, people, signing_in
from app.identity.models import Device, Identity, Passkey, Person, PortalSession
from app.identity.oidc import Claims
from app.identity.passkeys import store as passkeys
from app.identity.passkeys.values import Key
from app.mail.models import Letter
from app.nomination.models import Nomination
from app.tables import metadata
from tests.support import ordering
from tests.support.ordering import saved

NAME = "ghana (test)"
IN_THE_FILE = {
    "access_token.person_id", "appointment.person_id", "attachment.person_id",
    "check_word.person_id", "comment_read.person_id", "comment_report.person_id",
    "desk_batch.person_id", "desk_hold.person_id", "device.person_id",
    "digest.person_id", "digest_line.person_id", "digest_time.person_id", "follow.person_id",
    "guest.person_id", "hand_over.person_id", "happening.by_person", "identity.person_id",
    "invitation.redeemed_by", "item.created_by", "item_revision.person_id", "letter.person_id",
    "manual_read.person_id", "manual_unmarked.person_id", "manual_voice.second",
    "manual_writing.person_id",
    "notice_choice.person_id", "notice_read.person_id", "passkey.person_id",
    "passkey_code.person_id", "practice_aside.person_id", "practice_saving.person_id",
    "request_aside.person_id",
    "recovery.person_id",
    "second_answer.person_id", "session.person_id", "work_order.person_id",
}  # fmt: skip
SAID_BY_THE_RECORD = {
    "absence.said_by", "appointment.ended_by", "appointment.verified_by",
    "canned_answer.changed_by", "evidence.removed_by",
    "prepared_letter.changed_by", "prepared_letter.sent_by",
    "facilitating_state.ended_by", "facilitating_state.named_by",
    "guest.ended_by", "guest.invited_by", "invitation.invited_by", "invitation.renewed_by",
    "mission_reading.ended_by", "mission_reading.granted_by",
    "manual_draft_chapter.changed_by", "manual_translation.changed_by",
    "manual_edition.published_by", "manual_edition_note.by",
    "manual_receipt.by",
    "manual_submission.agreed_by", "manual_submission.ended_by", "manual_submission.proposed_by",
    "nomination.answered_by",
    "office_review.began_by", "office_review.ended_by", "office_review.ending_by",
    "office_review.proposed_by", "recovery.agreed_by", "recovery.ended_by", "recovery.proposed_by",
}  # fmt: skip
"""Acts, each of which is an entry of the record: that is in the file."""

HERE = "/account/data"


@pytest.fixture
def ghana(cast) -> str:
    """The id of Ghana's Focal Point."""
    return str(cast["ghana"].viewer.person_id)


@pytest.fixture
def filled(database, cast, ghana):
    """Ghana's Focal Point with something of everything, and Denmark's beside."""
    with database.unit_of_work() as db:
        for who in ("ghana", "denmark"):
            person = cast[who].viewer.person_id
            held = (
                db.execute(
                    select(table(Appointment).c.id).where(table(Appointment).c.person_id == person)
                )
                .scalars()
                .first()
            )
            db.add(
                Identity(issuer="https://idp.example", subject=f"{who}-subject", person_id=person)
            )
            db.add(Device(key=f"{who:x<64}", person_id=person))
            db.add(
                Passkey(
                    person_id=person, name=f"Key of {who}", credential_id=who, public_key="p",
                    sign_count=0, transports="usb",
                )
            )  # fmt: skip
            db.add(Absence(appointment_id=held, starts=clock.today(), ends=clock.today()))
            db.add(HolderEntry(appointment_id=held, telephone=f"+1 {who}"))
            db.add(Letter(person_id=person, subject=f"For {who}", body="Waits."))
            db.add(
                invited := Invitation(
                    token_hash=f"{who:y<64}",
                    office_id=cast[who].viewer.office.id,
                    name=f"{who} (test)",
                    expires_at=clock.wall(),
                    redeemed_by=person,
                )
            )
            db.flush()
            db.add(
                Nomination(
                    number=f"NOM-{who}", member=cast[who].viewer.member, name=f"{who} (test)",
                    position=f"Director {who}", authority="", evidence="", writer="",
                    writer_email="", language="en", due=clock.today(), stage="accepted",
                    invitation_id=invited.id,
                )
            )  # fmt: skip
    return ghana


@pytest.fixture
def free(database, filled):
    """Ghana's Focal Point after the last day in office, present a moment ago."""
    with database.unit_of_work() as db:
        own = table(Appointment).c.person_id == filled
        db.execute(
            update(table(Appointment))
            .where(own)
            .values(ends=clock.today() - timedelta(days=1), stage="ended")
        )
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))
    return filled


def test_what_is_read_of_a_person_stands_in_a_part_of_the_file():
    told = [name for _part, _words, names in own_data.PARTS for name in names]

    assert sorted(told) == sorted([*own_data.statements("nobody"), *own_data.OPENED])


@pytest.mark.usefixtures("filled")
def test_the_file_holds_everything_of_the_person_and_nothing_of_another(browse, database, ghana):
    answer = saved(browse("ghana"))
    found = json.loads(answer.text)

    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"].startswith('attachment; filename="my-data-')
    assert [row["name"] for row in found["person"]] == [NAME]
    assert [row["subject"] for row in found["ways_in"]] == ["ghana-subject"]
    assert [row["telephone"] for row in found["entries"]] == ["+1 ghana"]
    assert [(row["member"], row["kind"]) for row in found["offices"]] == [("GHA", "focal_point")]
    assert [row["subject"] for row in found["letters"]] == ["For ghana"]
    assert [row["name"] for row in found["invitations"]] == [NAME]
    assert [row["position"] for row in found["nominations"]] == ["Director ghana"]
    assert [row["name"] for row in found["passkeys"]] == ["Key of ghana"]
    assert (len(found["sessions"]), len(found["browsers"])) == (1, 1)
    assert "denmark" not in answer.text.lower()
    assert "hash" not in answer.text
    again = json.loads(saved(browse("ghana")).text)
    assert [row["event"] for row in again["record"]] == ["identity:data:exported"]
    audit = table(AuditRecord)
    with database.read() as conn:
        assert conn.execute(select(audit.c.person_id)).scalars().all() == [ghana, ghana]


def test_every_table_that_names_people_is_in_the_file_or_left_out_for_a_reason():
    """A new column that points at a person has to be thought of here."""
    names_people = {
        f"{column.table.name}.{column.name}"
        for rows in metadata.tables.values()
        for column in rows.c
        for key in column.foreign_keys
        if key.column.table.name == "person"
    }
    assert names_people == IN_THE_FILE | set(SAID_BY_THE_RECORD)


@pytest.mark.usefixtures("filled")
def test_who_holds_an_office_is_told_to_hand_it_over_first(browse, database):
    ghana = browse("ghana")
    assert ghana.get(HERE).soup.select("[action='/account/data/take-out']") == []
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))

    page = ghana.post("/account/data/take-out", {"name": NAME}, status=409)
    assert "Hand it over first" in page.text
    assert ghana.get("/account").words(".lede") == [NAME]


@pytest.mark.usefixtures("free")
def test_the_name_has_to_be_typed_and_the_person_to_be_there(browse, database):
    ghana = browse("ghana")
    wrong = ghana.post("/account/data/take-out", {"name": "ghana"}, status=422)
    assert wrong.words(".problem li") == ["Type your name exactly as it stands above."]
    assert wrong.soup.select_one("#f-name")["value"] == "ghana"
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=None))
    ghana.post("/account/data/take-out", {"name": NAME}, status=403)
    with database.read() as conn:
        assert NAME in conn.execute(select(table(Person).c.name)).scalars().all()


def test_who_is_taken_out_leaves_no_name_and_the_offices_keep_their_record(browse, database, free):
    ghana = browse("ghana")
    done = ghana.post("/account/data/take-out", {"name": NAME})
    assert done.location.startswith("/taken-out/")
    assert 'session=""; ' in done.headers["set-cookie"]

    now = dumped(database)
    assert "ghana-subject" not in now
    browse("ghana").get("/account", status=303)
    ordering.done(browse("nobody").client.app.state.portal)
    left = dumped(database)
    for trace in (NAME, "ghana-subject", "+1 ghana", "For ghana", "Director ghana"):
        assert trace not in left, trace
    for other in ("denmark (test)", "denmark-subject", "+1 denmark", "For denmark"):
        assert other in left, other
    browse("ghana").get("/account", status=303)
    page = browse("ghana_alternate").get("/directory/GHA/offices")
    assert "A former official" in page.text
    history = browse("administrator").get(f"/people/{free}/history")
    assert history.words(".lede") == ["A former official"]
    assert "Taken out of the portal" in history.text


def dumped(database) -> str:
    """Everything that the database holds, as text."""
    with database.read() as conn:
        return "\n".join(
            str(tuple(row))
            for rows in metadata.sorted_tables
            for row in conn.execute(text(f'SELECT * FROM "{rows.name}"'))  # noqa: S608 - our tables
        )


def test_who_is_taken_out_in_one_tab_takes_no_office_in_another(database, cast, ghana):
    """Both tabs were let in before: the row of the person decides."""
    viewer, before = cast["ghana"].viewer, len(offices(database))
    with database.unit_of_work() as db:
        people.take_out(db, ghana)
    paper = Paper("The Minister", "Note 1", read=True)

    with pytest.raises(SignInNeeded), database.unit_of_work() as db:
        keeping.appoint(db, viewer, viewer.office.id, paper, verified_by=None)
    assert len(offices(database)) == before
    for late in (
        lambda db: passkeys.enrol(db, viewer, "", "Key", Key("id", "key", 0, "usb")),
        lambda db: passkeys.remove(db, viewer, "", "id"),
    ):
        with pytest.raises(SignInNeeded), database.unit_of_work() as db:
            late(db)


def test_who_is_taken_out_while_signing_in_gets_no_session_and_no_way_in(database, cast, ghana):
    """The sign-in comes while the taking out has not ended: it waits, and finds nobody."""
    viewer = cast["ghana"].viewer
    claims = claims_of("https://idp.example", "one")
    with database.unit_of_work() as db:
        db.add(Identity(issuer=claims.issuer, subject=claims.subject, person_id=ghana))
    with database.unit_of_work() as db:
        assert signing_in.person_of(db, claims).id == ghana
    begun = Event()

    def come_in() -> Person | None:
        with database.unit_of_work() as db:
            begun.set()
            return signing_in.person_of(db, claims)

    def link() -> None:
        with database.unit_of_work() as db:
            linking.link(db, viewer, replace(claims, subject="another"))

    with ThreadPoolExecutor(2) as pool:
        with database.unit_of_work() as db:
            people.take_out(db, ghana)
            coming, linking_it = pool.submit(come_in), pool.submit(link)
            if not database.is_sqlite:
                assert begun.wait(10)
                sleep(0.5)
        assert coming.result(20) is None
        assert isinstance(linking_it.exception(20), SignInNeeded)
    with database.read() as conn:
        left = select(table(Identity).c.subject).where(table(Identity).c.person_id == ghana)
        assert conn.execute(left).all() == []


def claims_of(issuer: str, subject: str) -> Claims:
    """Return what a provider says of somebody of whom it tells nothing more."""
    unsaid = dict.fromkeys(("name", "email", "locale", "acr", "auth_time"))
    return Claims(
        issuer=issuer, subject=subject, email_verified=False, amr=(), id_token="", **unsaid
    )


def offices(database) -> list[object]:
    """Every appointment there is."""
    with database.read() as conn:
        return list(conn.execute(select(table(Appointment).c.id)).scalars())
