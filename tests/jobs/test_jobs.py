"""Duties: done when due, by one process at a time, and one that fails stops no other."""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.core import clock
from app.core.db import Database, table
from app.duties import duties
from app.identity.models import Person
from app.jobs.models import Job
from app.jobs.worker import Duty, Worker
from app.mail.actions import write
from app.mail.models import Letter

job = table(Job)
HOUR = timedelta(hours=1)


def due_again(database: Database) -> None:
    with database.unit_of_work() as db:
        db.execute(update(job).values(due_at=clock.wall(), leased_until=None))


def test_a_duty_is_done_when_due_and_not_before_it_is_due_again(database):
    done: list[str] = []
    worker = Worker(database, [Duty("tidy", HOUR, lambda: done.append("tidy"))])

    assert [worker.once(), worker.once()] == [1, 0]
    with database.read() as conn:
        row = conn.execute(select(job)).one()
    assert row.leased_until is None
    assert timedelta(minutes=59) < row.due_at - clock.wall() <= HOUR
    assert row.finished_at is not None
    due_again(database)
    assert worker.once() == 1
    assert done == ["tidy", "tidy"]


def test_of_eight_workers_one_does_a_duty(database):
    done: list[int] = []
    start = threading.Barrier(8)

    def work(n: int) -> int:
        worker = Worker(database, [Duty("tidy", HOUR, lambda: done.append(n))])
        start.wait()
        return worker.once()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 1
        due_again(database)
        assert sum(pool.map(work, range(8))) == 1
    assert len(done) == 2


def test_the_duty_of_a_worker_that_died_is_done_when_its_lease_is_over(database):
    done: list[str] = []
    worker = Worker(database, [Duty("tidy", HOUR, lambda: done.append("tidy"))])
    worker.once()
    a_clock_before_ours = timedelta(minutes=6)
    for left, wanted in (
        (timedelta(minutes=4), 0),
        (a_clock_before_ours, 0),
        (timedelta(seconds=-1), 1),
    ):
        with database.unit_of_work() as db:
            wall = clock.wall()
            db.execute(update(job).values(due_at=wall, leased_until=wall + left))
        assert worker.once() == wanted


def test_a_duty_that_fails_is_noted_and_stops_no_other(database, caplog):
    done: list[str] = []

    def fail() -> None:
        raise ZeroDivisionError

    worker = Worker(
        database, [Duty("fail", HOUR, fail), Duty("tidy", HOUR, lambda: done.append("tidy"))]
    )
    assert worker.once() == 2
    assert done == ["tidy"]
    assert "the duty fail failed; it is tried again when due" in caplog.text
    assert worker.once() == 0


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_worker_survives_a_database_that_is_away(database, caplog):
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:9/none")
    worker = Worker(gone, [Duty("tidy", HOUR, lambda: None)], pause=0.01)
    worker.start()
    for _ in range(500):
        if "could not reach the database" in caplog.text:
            break
        time.sleep(0.01)
    worker.stop()
    gone.close()

    assert "the worker could not reach the database; it tries again" in caplog.text
    assert database.ready() is None or database.ready()


def test_a_started_worker_works_until_it_is_stopped(database):
    done = threading.Event()
    worker = Worker(database, [Duty("tidy", timedelta(0), done.set)], pause=0.01)
    worker.start()
    assert done.wait(10)
    worker.stop()
    done.clear()
    time.sleep(0.05)

    assert not done.is_set()
    Worker(database, []).stop()


def test_a_worker_may_work_in_the_thread_that_asks(database):
    worker = Worker(database, [], pause=0.01)
    worker.duties = [Duty("end", HOUR, worker._stop.set)]  # noqa: SLF001 - ends itself
    worker.run()


def test_the_portals_duties_send_letters_and_sweep(portal, cast):
    with portal.db.unit_of_work() as db:
        write(db, cast["ghana"].viewer.person_id, subject="News", body="Hello.")
    found = duties(portal)
    assert [duty.name for duty in found] == [
        "send letters", "sign the record", "do what people asked for",
        "ask whether entries are right",
        "ask whether offers stand", "ask whether practices are true",
        "remind of questions", "ask what came of adaptations",
        "remind of steps of help", "ask what remains of help",
        "remind of ends", "remind missions", "look after guests", "remind of clearances",
        "begin and end reviews", "help in again", "do what the desk planned",
        "publish editions",
        "make files of the manual", "store pages of the manual",
        "tell followers", "write digests", "scan files", "sign editions",
        "publish practices", "let out sealed requests", "look after requests",
        "end words", "sweep files", "sweep",
    ]  # fmt: skip
    assert Worker(portal.db, found).once() == 30

    assert len(list((portal.settings.var_dir / "mail").iterdir())) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_told_to_end_finishes_what_it_does(database, number):
    done = []

    def act() -> None:
        signal.raise_signal(number)
        done.append("to its end")

    before = signal.getsignal(number)
    Worker(database, [Duty("tidy", timedelta(0), act)], pause=0.01).run()

    assert done == ["to its end"]
    assert signal.getsignal(number) is before


@pytest.mark.usefixtures("cast")
def test_after_a_jump_of_the_clock_nothing_is_destroyed_for_a_day(portal, monkeypatch):
    """The clock runs two days ahead: the words wait, the administrator is told, then it goes on."""
    wall, ahead, done = clock.wall, [timedelta(hours=35)], []
    monkeypatch.setattr("app.duties.destroy_due", done.append)
    monkeypatch.setattr("app.duties.sweeping.sweep", lambda *_: done.append("files"))
    monkeypatch.setattr("app.duties.sweep", lambda _db: done.append("sweep"))
    work = [duty for duty in duties(portal) if duty.name in {"end words", "sweep files", "sweep"}]
    worker, letter = Worker(portal.db, work), select(func.count(table(Letter).c.id))
    monkeypatch.setattr(clock, "wall", lambda: wall() + sum(ahead, timedelta()))
    for hours, wanted in ((0, 3), (35, 6), (37, 6), (23, 6), (2, 9)):
        ahead.append(timedelta(hours=hours))
        worker.once()
        assert len(done) == wanted, hours
    with portal.db.read() as conn:
        to = select(table(Person).c.name).join(table(Letter)).order_by(table(Person).c.name)
        assert [name.split(" ")[0] for name in conn.execute(to).scalars()] == ["administrator"]
        assert conn.execute(letter).scalar() == 1 + bool(portal.settings.contact)


def test_a_clock_that_is_set_right_leaves_no_duty_waiting(database, monkeypatch):
    done: list[str] = []
    worker = Worker(database, [Duty("tidy", HOUR, lambda: done.append("tidy"))])
    with monkeypatch.context() as ahead:
        wall = clock.wall
        ahead.setattr(clock, "wall", lambda: wall() + timedelta(days=30))
        worker.once()
    assert [worker.once(), worker.once()] == [1, 0]
    with database.unit_of_work() as db:
        late = clock.wall() + timedelta(days=30)
        db.execute(update(job).values(due_at=clock.wall(), leased_until=late))
    assert worker.once() == 1


def test_a_duty_says_how_long_another_process_waits_for_it(database):
    brief = Duty("tidy", HOUR, lambda: None, lasts=timedelta(seconds=30))
    assert Worker(database, [brief])._take(brief)  # noqa: SLF001 - and dies
    assert Worker(database, [brief]).once() == 0
    with database.unit_of_work() as db:
        left = db.execute(select(job.c.leased_until)).scalar_one() - clock.wall()
        assert timedelta(seconds=25) < left <= timedelta(seconds=30)
        db.execute(update(job).values(leased_until=clock.wall()))
    assert Worker(database, [brief]).once() == 1
