"""What people ask for is made once, for them alone, shown as far as it is, and gone when saved."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update

from app.access.labels import person_label
from app.account import making as account_making
from app.audit.models import AuditRecord
from app.backup import ways_in
from app.backup.contents import content
from app.core import clock
from app.core.db import table
from app.core.seal import CannotOpen
from app.directory.models import Appointment
from app.files.serving import store_of
from app.files.store import NotStored, Store
from app.identity.models import Person
from app.incident import freezing
from app.mail.models import Letter
from app.orders import actions, keeping, making
from app.orders.queries import order
from app.orders.rules import KEPT, Kind
from app.orders.saving import HandedOut
from app.recovery import held
from app.sealing.keys import record_key
from app.tables import metadata
from tests.support.ordering import done, rows, saved, stored
from tests.support.uploading import reviewed

DATA = "/account/data"
CANARY = "kanarienvogel-own-data"


@pytest.fixture
def word(database, cast) -> str:
    """A word that stands in the own data of Ghana's Focal Point and nowhere else to be read."""
    with database.unit_of_work() as db:
        mine = cast["ghana"].viewer.person_id
        db.add(Letter(person_id=mine, subject=CANARY, body="Read.", sent_at=clock.wall()))
    return CANARY


@pytest.fixture
def ready(portal, browse):
    """The browser of Ghana's Focal Point, for whom the own data wait."""
    ghana = browse("ghana")
    ghana.post(DATA)
    done(portal)
    return ghana


def office_page(cast, who: str = "ghana") -> str:
    """The page of the file of somebody's office."""
    return f"/offices/{cast[who].viewer.office.id}/archive"


def letters(database) -> list[str]:
    """The bodies of letters that tell that a file is ready."""
    letter = table(Letter)
    with database.read() as conn:
        said = select(letter.c.body).where(letter.c.subject.like("A file that you asked%"))
        return list(conn.execute(said).scalars())


def keys(database) -> int:
    """How many keys of orders there are."""
    parties = record_key.c.party.like(f"{person_label('')}%")
    with database.read() as conn:
        return len(conn.execute(select(record_key.c.record).where(parties)).all())


def nothing_left(portal) -> bool:
    """Whether no order, no file and no key is there."""
    return (rows(portal.db), stored(portal), keys(portal.db)) == ([], 0, 0)


def test_it_is_asked_for_made_told_of_saved_once_and_gone(portal, browse, database, word):
    ghana = browse("ghana")
    assert ghana.get(DATA).words("#work") == [""]
    assert ghana.post(DATA).location == DATA
    page = ghana.get(DATA)
    assert page.words("#work > p")[0].startswith("It waits for its turn.")
    assert page.soup.select_one("#work")["data-hx-trigger"] == "every 3s"
    assert [a["href"] for a in page.soup.select("#work a")] == [DATA]
    ghana.post(f"{DATA}/save", status=409)

    done(portal)
    page = ghana.block(DATA, "work")
    assert page.words("#work button") == ["Save the file"]
    assert "data-hx-trigger" not in page.soup.select_one("#work").attrs
    (letter,) = letters(database)
    assert f"http://testserver{DATA}" in letter
    (row,) = rows(database)
    assert timedelta() < clock.wall() + KEPT - row.until < timedelta(minutes=1)

    answer = ghana.post(f"{DATA}/save", status=200)
    found = json.loads(answer.text)
    assert word in answer.text
    assert [(one["kind"], one["state"]) for one in found["work_asked_for"]] == [("data", "making")]
    assert answer.headers["cache-control"] == "private, no-store"
    assert nothing_left(portal)
    ghana.post(f"{DATA}/save", status=409)
    assert ghana.get(DATA).words("#work") == [""]


def test_the_page_says_which_part_is_under_way(portal, browse, monkeypatch):
    ghana, told = browse("ghana"), []
    begin = making.Making.begin

    def watched(self, part: str, number: int) -> None:
        begin(self, part, number)
        told.append(ghana.block(DATA, "work").words("#work label")[0])

    monkeypatch.setattr(making.Making, "begin", watched)
    ghana.post(DATA)
    done(portal)

    assert told[0] == "Part 1 of 14: your account and ways in"
    assert told[6] == "Part 7 of 14: what you began and wrote"
    assert told[-1] == "Part 14 of 14: sealing it for you"
    assert [one.split()[1] for one in told] == [str(n) for n in range(1, 15)]


def test_asked_twice_it_is_one_work_and_one_at_a_time_a_person(portal, browse, database, cast):
    ghana, office = browse("ghana"), office_page(cast)
    ghana.post(DATA)
    ghana.post(DATA)
    assert len(rows(database)) == 1
    refused = ghana.post(office, status=409)
    assert "Something else is being made for you" in refused.text
    assert [a["href"] for a in ghana.get(office).soup.select(".note a")] == [DATA]
    ghana.post(f"{office}/call-off")
    assert [row.kind for row in rows(database)] == ["data"]
    browse("denmark").post(f"{DATA}/call-off")
    browse("denmark").post(DATA)
    assert len(rows(database)) == 2

    done(portal)
    ghana.post(DATA)
    assert {row.state for row in rows(database)} == {"ready"}
    ghana.post(f"{DATA}/call-off")
    assert (len(rows(database)), stored(portal), keys(database)) == (1, 1, 1)
    ghana.post(office)
    done(portal)
    assert len(letters(database)) == 3
    assert ghana.post(f"{office}/save", status=200).raw.content.startswith(b"%PDF")


def test_of_many_processes_one_makes_it(portal, browse, database):
    browse("ghana").post(DATA)
    browse("denmark").post(DATA)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(done, [portal] * 4))
    assert [(row.state, row.tries) for row in rows(database)] == [("ready", 1)] * 2
    assert (len(letters(database)), stored(portal), keys(database)) == (2, 2, 2)


def test_what_a_killed_process_did_is_done_by_another_when_its_lease_is_over(
    portal, browse, database, died, lease_over
):
    ghana = browse("ghana")
    ghana.post(DATA)
    died("offices")
    page = ghana.get(DATA)
    assert page.words("#work label") == ["Part 5 of 14: your offices and entries"]
    assert page.soup.select_one("progress")["value"] == "4"

    done(portal)
    assert [row.part for row in rows(database)] == ["offices"]
    lease_over()
    done(portal)
    assert [(row.state, row.tries) for row in rows(database)] == [("ready", 2)]
    assert "offices" in ghana.post(f"{DATA}/save", status=200).json()
    assert nothing_left(portal)


def test_called_off_while_it_is_made_nothing_is_kept(portal, browse, database, monkeypatch):
    ghana, begin = browse("ghana"), making.Making.begin

    def called_off(self, part: str, number: int) -> None:
        begin(self, part, number)
        if part == "sealing":
            ghana.post(f"{DATA}/call-off")

    monkeypatch.setattr(making.Making, "begin", called_off)
    ghana.post(DATA)
    done(portal)
    assert nothing_left(portal)
    assert letters(database) == []


def test_what_breaks_off_is_tried_three_times_and_then_said(  # noqa: PLR0913, PLR0917 - fixtures
    portal, browse, database, monkeypatch, lease_over, caplog
):
    def breaks(*_given) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(account_making.own_data, "collected", breaks)
    ghana = browse("ghana")
    ghana.post(DATA)
    for tries in (1, 2, 3):
        done(portal)
        done(portal)
        assert [(row.state, row.tries) for row in rows(database)] == [("making", tries)]
        lease_over()
    done(portal)
    page = ghana.get(DATA)
    assert "The work broke off three times." in page.text
    assert "Have the file made" in page.text
    monkeypatch.undo()
    assert saved(ghana).json()["person"]
    assert caplog.text.count("broke off") == 3


def test_what_waits_can_be_read_by_nobody_else_and_stands_nowhere_in_clear(  # noqa: PLR0913, PLR0917 - fixtures
    portal, browse, database, cast, word, ready
):
    (row,) = rows(database)
    (place,) = [one for one, _at in store_of(portal.settings).places()]
    sealed = store_of(portal.settings).get(place)
    assert word.encode() not in sealed
    copy = dumped(database)
    assert copy.count(word) == 1  # the letter itself
    assert place in copy

    for who in ("editor", "administrator", "ghana_alternate", "denmark"):
        other = browse(who)
        other.post(f"{DATA}/save", status=409)
        other.post(f"{DATA}/call-off")
        assert other.get(DATA).words("#work") == [""]
        with database.read() as conn, pytest.raises(CannotOpen):
            opened(portal, conn, cast[who].viewer.labels, row)
    with database.read() as conn:
        assert word.encode() in opened(portal, conn, cast["ghana"].viewer.labels, row)
    browse("nobody").post(f"{DATA}/save", status=403)
    browse("denmark").post(DATA)
    done(portal)
    one, another = sorted(rows(database), key=lambda each: each.id)
    with database.unit_of_work() as db:
        db.execute(update(order).where(order.c.id == one.id).values(place=None))
        db.execute(update(order).where(order.c.id == another.id).values(place=one.place))
    for who in ("ghana", "denmark"):
        mine = cast[who].viewer
        swapped = [r for r in rows(database) if r.person_id == mine.person_id and r.place]
        with database.read() as conn:
            for each in swapped:
                with pytest.raises(CannotOpen):
                    opened(portal, conn, mine.labels, each)
    ready.get(DATA)


def opened(portal, conn, labels, row) -> bytes:
    store = store_of(portal.settings)
    return keeping.opened(conn, portal.seal, store, labels, row.id, row.place, bytes(row.wrapped))


def dumped(database) -> str:
    """Everything that the database holds, as text."""
    with database.read() as conn:
        return "\n".join(
            str(tuple(row))
            for one in metadata.sorted_tables
            for row in conn.execute(text(f'SELECT * FROM "{one.name}"'))  # noqa: S608 - our tables
        )


def test_it_is_gone_when_its_time_is_over(portal, database, ready):
    with database.unit_of_work() as db:
        db.execute(update(order).values(until=clock.wall() - timedelta(seconds=1)))
    assert ready.get(DATA).words("#work") == [""]
    ready.post(f"{DATA}/save", status=409)
    done(portal)
    assert nothing_left(portal)


@pytest.mark.parametrize("what", ["ended", "reviewed", "provider", "recovery", "breach"])
def test_it_is_gone_when_the_right_to_it_ends(portal, database, cast, what, browse):
    ghana, page = browse("ghana"), office_page(cast)
    ghana.post(page)
    done(portal)
    assert stored(portal) == 1
    mine = cast["ghana"].viewer.person_id
    if what == "ended":
        terms = table(Appointment)
        with database.unit_of_work() as db:
            yesterday = clock.today() - timedelta(days=1)
            db.execute(
                update(terms).where(terms.c.person_id == mine).values(ends=yesterday, stage="ended")
            )
    elif what == "reviewed":
        reviewed(database, cast)
    elif what == "provider":
        with database.unit_of_work() as db:
            db.execute(update(order).values(provider="another"))
        ghana.post(f"{page}/save", status=409)
    elif what == "recovery":
        with database.unit_of_work() as db:
            held.sign_out_everywhere(db, mine)
        assert (rows(database), keys(database)) == ([], 0)
    else:
        freezing.end_sessions(database)
        assert (rows(database), keys(database)) == ([], 0)
    if what in {"ended", "reviewed"}:
        assert ghana.client.post(f"{page}/save", data={"csrf": ghana.token}).status_code >= 400
    done(portal)
    assert (rows(database), keys(database)) == ([], 0)
    assert stored(portal) == (1 if what in {"recovery", "breach"} else 0)  # noise, swept in a day


def test_a_key_that_is_lost_is_said_and_it_can_be_asked_for_again(database, ready):
    with database.unit_of_work() as db:
        db.execute(delete(record_key))
    assert "Nothing waits for you here any more" in ready.post(f"{DATA}/save", status=409).text
    assert "its key is not there" in ready.get(DATA).text
    assert saved(ready).json()["person"]
    assert keys(database) == 0


def test_a_store_that_does_not_answer_is_said(portal, database, ready, browse, monkeypatch):
    def down(*_given) -> None:
        raise NotStored("down")

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(Store, "get", down)
        assert "cannot be read just now" in ready.post(f"{DATA}/save", status=409).text
    assert ready.post(f"{DATA}/save", status=200).json()["person"]

    denmark = browse("denmark")
    denmark.post(DATA)
    monkeypatch.setattr(Store, "put", down)
    done(portal)
    assert "the store of files did not answer" in denmark.get(DATA).text
    assert keys(database) == 0
    monkeypatch.undo()
    assert saved(denmark).json()["person"]


def test_what_cannot_be_deleted_at_once_is_noise(portal, database, ready, monkeypatch):
    def down(*_given) -> None:
        raise NotStored("down")

    monkeypatch.setattr(Store, "delete", down)
    ready.post(f"{DATA}/call-off")
    assert (rows(database), keys(database), stored(portal)) == ([], 0, 1)


@pytest.mark.parametrize(("pieces", "complete"), [(1, False), (2, False), (3, True)])
def test_only_a_complete_saving_counts(pieces, complete):
    """Whoever goes away before the last byte finds it again."""
    told, sent, gone = [], [], asyncio.Event()

    async def receive() -> dict[str, str]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message) -> None:
        sent.append(message)
        if len([one for one in sent if one.get("body")]) == pieces and not complete:
            gone.set()

    answer = HandedOut(
        b"x" * 140_000, media="application/json", name="a", done=lambda: told.append(1)
    )
    asyncio.run(answer({"type": "http"}, receive, send))
    assert told == ([1] if complete else [])
    assert sum(len(one.get("body", b"")) for one in sent) == (
        140_000 if complete else pieces * 65_536
    )


def test_what_is_recorded_is_the_saving(portal, browse, database, cast):
    ghana, page = browse("ghana"), office_page(cast)
    ghana.post(page)
    done(portal)
    assert ghana.block(page, "work").words("#work button") == ["Save the file"]
    assert recorded(database) == []
    ghana.post(f"{page}/save", status=200)
    saved(ghana)
    assert recorded(database) == ["directory:office:archived", "identity:data:exported"]


def recorded(database) -> list[str]:
    """The events of saving, in order."""
    audit = table(AuditRecord)
    names = ("directory:office:archived", "identity:data:exported")
    with database.read() as conn:
        said = select(audit.c.event).where(audit.c.event.in_(names)).order_by(audit.c.id)
        return list(conn.execute(said).scalars())


def test_every_kind_has_a_maker():
    from app.duties import MAKERS  # noqa: PLC0415 - beside what it asserts

    assert set(MAKERS) == set(Kind)


def test_a_backup_knows_no_file_that_waits_and_a_restored_copy_lets_none_wait(
    portal, database, ready, settings
):
    with database.read() as conn:
        assert list(content(conn).files) == []
    with database.unit_of_work() as db:
        person = Person(name="")
        db.add(person)
        db.flush()
        actions.ask_to_be_taken_out(db, person.id, 7, "x" * 64)
    ways_in.end(settings.database)
    assert [row.kind for row in rows(database)] == ["erasure"]
    assert keys(database) == 0
    done(portal)
    assert [row.state for row in rows(database)] == ["done"]
    ready.get(DATA, status=303)
