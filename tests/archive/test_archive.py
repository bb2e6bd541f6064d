"""The file of an office holds what its requester reads on the pages, and nothing beside."""

import io
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import select, update

from app.archive import making as office_making
from app.archive.gathering import gathered
from app.archive.received import part as received_part
from app.archive.sight import Sight
from app.assistance.rules import Stage
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.models import Office
from app.directory.seats import seat_of
from app.identity.models import Person, PortalSession
from app.manual import loading
from app.manual.following import receipts
from app.practices.rules import Stage as PracticeStage
from app.press import printing
from app.press.printing import NotPrinted, printed
from app.web.components import date_words
from tests.access.conftest import world  # noqa: F401 - a fixture
from tests.assistance.sample import Maker
from tests.handover.test_hand_over import PAPER, take_over
from tests.practices.sample import changes, write
from tests.seats.sample import Office as Seats
from tests.standing.sample import declare
from tests.support.ordering import done, rows, saved, stored
from tests.support.paper import words_of
from tests.support.uploading import reviewed

NAME = "فاطمة الزهراء 张伟"
HOSTILE = '#import "@preview/x:1.0.0": * $x$ #read("/etc/passwd") \u202e\x07'
SHOWN = '#import "@preview/x:1.0.0": * $x$ #read("/etc/passwd")'


@pytest.fixture
def office(cast) -> str:
    """The office of Ghana's Focal Point."""
    return cast["ghana"].viewer.office.id


@pytest.fixture(autouse=True)
def present(database, cast) -> None:  # noqa: ARG001 - whose sessions are there
    """Let everybody have proved to be there just now."""
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))


@pytest.fixture
def filled(portal, cast, database) -> None:
    """Ghana's work of every kind, and Denmark's beside it."""
    with database.unit_of_work() as db:
        maker, editor = Maker(db, portal, cast), cast["editor"].viewer
        for who, stage in (("ghana", "draft"), ("ghana", "published"), ("denmark", "published")):
            given = changes(title=f"Practice {stage} of {who} {HOSTILE}")
            write(
                db, cast[who].viewer, PracticeStage(stage), staff=editor, portal=portal, given=given
            )
        maker.request(Stage.DRAFT, title="Asked in a draft")
        maker.request(Stage.AGREED, title="Asked and agreed")
        maker.request(Stage.IN_TALKS, owner="timor", helper="ghana", title="Asked by Timor")
        maker.request(
            Stage.IN_TALKS, "members:DNK", owner="timor", helper="denmark", title="Noise of Timor"
        )
        declare(db, cast["ghana"].viewer, summary="Standing of Ghana")
        declare(db, cast["denmark"].viewer, summary="Noise of Denmark")
        ghana, denmark, timor = (
            Seats(db, portal.seal, cast[who].viewer) for who in ("ghana", "denmark", "timor")
        )
        own = ghana.offer(title="Seat of Ghana")
        denmark.apply(own, who="Who comes from Denmark")
        theirs = denmark.offer(title="Seat of Denmark")
        ghana.apply(theirs, who="Who comes from Ghana")
        timor.apply(theirs, who="Noise of Timor")
        denmark.offer(title="Noise without Ghana")
        person = table(Person)
        whose = person.c.id == cast["ghana"].viewer.person_id
        db.execute(update(person).where(whose).values(name=NAME))


def paper(browser, office: str) -> str:
    """Return what stands in the file of an office as ``browser`` gets it."""
    answer = saved(browser, f"/offices/{office}/archive")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    return words_of(answer.raw.content)


def events(database, event: str) -> list[tuple[str | None, str | None]]:
    record = table(AuditRecord)
    wanted = select(record.c.person_id, record.c.subject).where(record.c.event == event)
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(wanted.order_by(record.c.id))]


@pytest.mark.usefixtures("filled")
def test_the_holder_takes_everything_of_the_office_out_and_nothing_of_others(
    browse, database, cast, office
):
    assert "Make the document" in browse("ghana").get(f"/offices/{office}/archive").text
    said = paper(browse("ghana"), office)

    for words in (
        "File of the office: Focal Point, Ghana",
        *NAME.split(" "),
        "This document contains confidential text.",
        f"Practice draft of ghana {SHOWN}",
        f"Practice published of ghana {SHOWN}",
        "What it is",
        "Asked in a draft",
        "Asked and agreed",
        "Offer of Denmark for: Asked and agreed",
        "Offer of Ghana for: Asked by Timor",
        "Two talks kanarienvogel",
        "Standing of Ghana",
        "Seat of Ghana",
        "Who comes from Denmark",
        "Application of Focal Point, Ghana for: Seat of Denmark",
        "Who comes from Ghana",
    ):
        assert "".join(words.split()) in "".join(said.split())  # lines break within addresses
    assert [noise for noise in ("Noise", "of denmark") if noise in said] == []
    assert "Some signs have no shape" not in said
    mine = cast["ghana"].viewer.person_id
    assert events(database, "directory:office:archived") == [(mine, office)]
    assert events(database, "assistance:request:viewed") == []
    assert "File of the office taken out" in browse("ghana").get("/directory/GHA/history").text


@pytest.mark.usefixtures("filled")
def test_the_secretariat_takes_out_what_it_reads_and_each_request_is_recorded_as_read(
    browse, database, cast, office
):
    said = paper(browse("editor"), office)

    assert "Practice published of ghana" in said
    assert "Asked and agreed" in said
    assert "Seat of Ghana" in said
    kept = ("draft of ghana", "Asked in a draft", "Noise", "Who comes")
    assert [own for own in kept if own in said] == []
    staff = cast["editor"].viewer.person_id
    viewed = events(database, "assistance:request:viewed")
    assert {person for person, _ in viewed} == {staff}
    assert len(viewed) == len(set(viewed)) == 2
    paper(browse("editor"), office)
    assert events(database, "assistance:request:viewed") == viewed


@pytest.mark.usefixtures("filled")
def test_the_same_data_is_the_same_document_and_says_what_it_is(portal, cast, database, office):
    at = clock.now().replace(microsecond=0)
    with database.read() as conn:
        seat = seat_of(conn, Office, office)
        sight = Sight(conn, cast["ghana"].viewer, portal, seat)
        first, second = (gathered(sight, at) for _ in range(2))
    assert first == second
    made = printed(office_making.TEMPLATE, first.data, at)
    assert made.missing == []
    assert printed(office_making.TEMPLATE, second.data, at).content == made.content
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert pdf.docinfo["/Title"] == "File of the office: Focal Point, Ghana"
        assert pdf.Root.Lang == "en"
        with pdf.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"


def test_others_get_nothing_and_whoever_was_not_there_lately_shows_it_first(
    browse, database, office
):
    for who in ("ghana_alternate", "denmark"):
        browse(who).get(f"/offices/{office}/archive", status=403)
        browse(who).post(f"/offices/{office}/archive", status=403)
    browse("ghana").get("/offices/nowhere/archive", status=404)
    ghana = browse("ghana")
    session, ago = table(PortalSession), clock.wall() - timedelta(hours=2)
    with database.unit_of_work() as db:
        db.execute(update(session).values(proved_at=ago))
    refused = ghana.post(f"/offices/{office}/archive", status=403)
    assert refused.words("h1") == ["Confirm that it is you"]
    assert events(database, "directory:office:archived") == []


def test_who_loses_the_office_meanwhile_gets_no_document(  # noqa: PLR0913, PLR0917 - fixtures
    portal, browse, database, cast, office, monkeypatch
):
    def meanwhile(*given):
        made = printed(*given)
        reviewed(database, cast)
        return made

    monkeypatch.setattr(office_making, "printed", meanwhile)
    ghana = browse("ghana")
    ghana.post(f"/offices/{office}/archive")
    done(portal)

    ghana.post(f"/offices/{office}/archive/save", status=401)
    assert stored(portal) == 0
    assert rows(database) == []
    assert events(database, "directory:office:archived") == []


def test_what_cannot_be_printed_is_said_and_nothing_recorded(
    portal, browse, database, office, monkeypatch
):
    def fails(*_given):
        raise NotPrinted(printing.NOT_PRINTED)

    monkeypatch.setattr(office_making, "printed", fails)
    ghana, page = browse("ghana"), f"/offices/{office}/archive"
    ghana.post(page)
    done(portal)

    assert "The document could not be made just now." in ghana.get(page).text
    ghana.post(f"{page}/save", status=409)
    assert stored(portal) == 0
    assert events(database, "directory:office:archived") == []


def test_the_successor_takes_out_what_was_left_as_long_as_it_is_shown(browse, database, office):
    note = "Call the treaties first. Kolibri"
    assert f"/offices/{office}/archive" in browse("ghana").get(f"/hand-over/{office}").text
    page = browse("ghana").post(
        f"/hand-over/{office}", {"note": note, "successor": "B"}, status=200
    )
    successor = take_over(browse, database, office, page)
    inherited = f"/hand-over/{office}/inherited"
    assert f"/offices/{office}/archive" in successor.get(inherited).text

    said = paper(successor, office)
    assert note in said
    assert "Evidence: Note verbale 12/2027" in said
    assert PAPER["authority"] in said
    assert "Kolibri" not in paper(browse("administrator"), office)
    successor.post(inherited)
    assert "Kolibri" not in paper(successor, office)


@pytest.mark.usefixtures("world")
def test_guests_and_files_of_everything_stand_in_it(portal, cast, database):
    ghana = cast["ghana"].viewer
    with database.read() as conn:
        seat = seat_of(conn, Office, ghana.office.id)
        found = gathered(Sight(conn, ghana, portal, seat), clock.now())
    said = str(found.data)

    assert said.count("'Ama Mensah") + said.count('"Ama Mensah') == 5
    assert said.count("a.txt (") >= len(found.requests)
    assert "It cannot be read at present." in said  # nothing lies in the store here


def test_the_file_says_which_editions_were_received_and_the_day_to_the_own_office(
    database, portal, cast, office
):
    with database.unit_of_work() as db:
        loading.load(db)
        for who in ("ghana", "denmark"):
            receipts.receive(db, cast[who].viewer, 1, is_sqlite=database.is_sqlite)

    def received(who: str) -> list[str]:
        with database.read() as conn:
            part = received_part(
                Sight(conn, cast[who].viewer, portal, seat_of(conn, Office, office))
            )
        return [said for record in part.records for _, said in record.facts]

    day = date_words(clock.now())
    found = {who: received(who) for who in ("ghana", "editor", "denmark")}
    assert found == {"ghana": [f"Received on {day}"], "editor": ["Received"], "denmark": []}
