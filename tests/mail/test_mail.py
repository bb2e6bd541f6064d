"""Letters: written with the act, sent once, tried again with growing pauses, by a real server."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import select, update

from app.core import clock
from app.core.db import Database, table
from app.core.errors import Conflict
from app.duties import address_of
from app.identity.models import Person
from app.mail.actions import write, write_to
from app.mail.models import Letter
from app.mail.sending import MOST_TRIES, PAUSES, Folder, Server, carrier, send_due
from tests.support.live import free_port

letter = table(Letter)


class Postbox:
    """What a mail server of the tests received."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], EmailMessage]] = []
        self.refuses = False

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 Not now"
        read = message_from_bytes(envelope.original_content, policy=default)
        assert isinstance(read, EmailMessage)
        self.received.append((envelope.rcpt_tos, read))
        return "250 OK"


@contextmanager
def mail_server(box: Postbox, port: int = 0) -> Iterator[Server]:
    at = port or free_port()
    controller = Controller(box, hostname="127.0.0.1", port=at, enable_SMTPUTF8=False)
    controller.start()
    try:
        yield Server(f"smtp://127.0.0.1:{at}")
    finally:
        controller.stop()


@pytest.fixture
def box() -> Postbox:
    return Postbox()


@pytest.fixture
def send(database, settings) -> Callable:
    return lambda by: send_due(database, settings, by, address_of)


def post(database: Database, person_id: str, *, subject: str = "News", body: str = "Hello.") -> str:
    """Write a letter; return its id."""
    with database.unit_of_work() as db:
        write(db, person_id, subject=subject, body=body)
        db.flush()
        newest = select(letter.c.id).order_by(letter.c.created_at.desc()).limit(1)
        return db.execute(newest).scalar_one()


def kept(database: Database, one: str):
    with database.read() as conn:
        return conn.execute(select(letter).where(letter.c.id == one)).one()


def later(database: Database, by: timedelta) -> None:
    """Let so much time pass for the outbox: the wall clock itself cannot be moved."""
    with database.unit_of_work() as db:
        for row in db.execute(select(letter.c.id, letter.c.not_before, letter.c.leased_until)):
            values = {"not_before": row.not_before - by}
            if row.leased_until:
                values["leased_until"] = row.leased_until - by
            db.execute(update(letter).where(letter.c.id == row.id).values(**values))


def test_a_letter_arrives_once(database, cast, box, send, settings):
    one = post(
        database, cast["ghana"].viewer.person_id, subject="Für Côte d’Ivoire", body="Grüße\n.\nEnd"
    )
    with mail_server(box) as server:
        assert [send(server), send(server), send(server)] == [1, 0, 0]

    ((to, read),) = box.received
    assert to == ["ghana@example.org"]
    assert read["To"] == "ghana@example.org"
    assert read["From"] == settings.mail_from
    assert read["Subject"] == "Für Côte d’Ivoire"
    assert read["Message-ID"] == f"<{one}@testserver>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"].datetime == kept(database, one).created_at.replace(microsecond=0)
    assert read.get_content().replace("\r\n", "\n") == "Grüße\n.\nEnd\n"
    assert read.get_content_type() == "text/plain"
    assert kept(database, one).sent_at is not None


def test_a_letter_of_a_refused_act_was_never_written(database, cast, box, send):
    def act() -> None:
        with database.unit_of_work() as db:
            write(db, cast["ghana"].viewer.person_id, subject="Too early", body="x")
            raise Conflict

    with pytest.raises(Conflict):
        act()
    with mail_server(box) as server:
        assert send(server) == 0


def test_a_server_that_is_down_puts_a_letter_off_longer_each_time_and_then_gets_it(
    database, cast, box, send
):
    one = post(database, cast["ghana"].viewer.person_id)
    with mail_server(box) as server:
        pass  # and gone again: its port answers nobody
    pauses = []
    for attempt in range(len(PAUSES) + 1):
        assert send(server) == 0
        row = kept(database, one)
        assert (row.attempts, row.sent_at, row.leased_until) == (attempt + 1, None, None)
        assert row.problem
        pauses.append(row.not_before - clock.wall())
        assert send(server) == 0
        assert kept(database, one).attempts == attempt + 1
        later(database, pauses[-1] + timedelta(seconds=1))
    minutes = [round(pause.total_seconds() / 60) for pause in pauses]
    assert minutes == [1, 5, 15, 60, 240, 720, 720]

    with mail_server(box, server.port) as again:
        assert send(again) == 1
    assert [read["Message-ID"] for _, read in box.received] == [f"<{one}@testserver>"]


def test_a_letter_that_is_refused_for_days_is_given_up_and_says_why(database, box, send):
    with database.unit_of_work() as db:
        write_to(db, "mission@example.org", "Answer", "Who was nominated")
    with database.read() as conn:
        one = conn.execute(select(letter.c.id)).scalar_one()
    waited = timedelta()
    with mail_server(box) as server:
        box.refuses = True
        for attempt in range(1, MOST_TRIES):
            assert send(server) == 0
            row = kept(database, one)
            assert (row.attempts, row.sent_at, row.address) == (
                attempt,
                None,
                "mission@example.org",
            )
            pause = row.not_before - clock.wall()
            waited += pause
            later(database, pause + timedelta(seconds=1))
        assert send(server) == 0
        row = kept(database, one)
        assert (row.body, row.address, row.subject) == ("", None, "Answer")
        assert "451" in row.problem or "Not now" in row.problem or row.problem
        assert row.sent_at is not None
        assert row.problem
        box.refuses = False
        later(database, timedelta(days=30))
        assert send(server) == 0

    assert box.received == []
    assert timedelta(days=4.5) < waited < timedelta(days=5)


def test_a_refusal_of_the_server_is_tried_again_under_the_same_id(database, cast, box, send):
    one = post(database, cast["ghana"].viewer.person_id)
    with mail_server(box) as server:
        box.refuses = True
        assert send(server) == 0
        assert kept(database, one).problem
        box.refuses = False
        later(database, PAUSES[0])
        assert send(server) == 1

    assert [read["Message-ID"] for _, read in box.received] == [f"<{one}@testserver>"]


def test_who_died_between_sending_and_noting_sends_again_under_the_same_id(
    database, cast, box, send
):
    one = post(database, cast["ghana"].viewer.person_id)
    with mail_server(box) as server:
        send(server)
        with database.unit_of_work() as db:
            held = clock.wall() + timedelta(minutes=5)
            db.execute(update(letter).values(sent_at=None, leased_until=held))
        assert send(server) == 0
        later(database, timedelta(minutes=6))
        assert send(server) == 1

    assert [read["Message-ID"] for _, read in box.received] == [f"<{one}@testserver>"] * 2


def test_eight_workers_send_forty_letters_once_each(database, cast, settings):
    wanted = {post(database, cast["ghana"].viewer.person_id, body=str(n)) for n in range(40)}
    carried: list[str] = []
    start = threading.Barrier(8)

    class Slow:
        def carry(self, message: EmailMessage, to: str) -> None:
            assert to
            carried.append(message["Message-ID"].strip("<>").partition("@")[0])

    def work(_n: int) -> int:
        start.wait()
        return sum(send_due(database, settings, Slow(), address_of) for _ in range(5))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 40
    assert sorted(carried) == sorted(wanted)


ENDS = [
    "\r\nBcc: evil@example.org", "\nBcc: evil@example.org", "\rBcc: x", "\x0bBcc: x",
    "\r\n\r\nA body of my own", "\u2028Bcc: x", "\x85Bcc: x",
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
def test_a_subject_never_becomes_a_header(database, cast, box, send, end):
    post(database, cast["ghana"].viewer.person_id, subject=f"News{end}")
    with mail_server(box) as server:
        assert send(server) == 1

    ((to, read),) = box.received
    assert to == ["ghana@example.org"]
    assert read["Bcc"] is None
    assert read["Subject"] == " ".join(f"News{end}".split())
    assert read.get_content().strip() == "Hello."


def test_one_address_that_cannot_be_written_to_does_not_stop_the_others(database, cast, box, send):
    odd = ["a@example.org\r\nBcc: evil@example.org", "no address at all", "Grün@example.org"]
    names = ["denmark", "timor", "eu"]
    with database.unit_of_work() as db:
        for name, email in zip(names, odd, strict=True):
            person = db.get_one(Person, cast[name].viewer.person_id)
            person.email = email
        db.get_one(Person, cast["editor"].viewer.person_id).email = None
    letters = [post(database, cast[n].viewer.person_id) for n in (*names, "editor", "ghana")]
    with mail_server(box) as server:
        assert send(server) == 1

    assert [to for to, _ in box.received] == [["ghana@example.org"]]
    rows = [kept(database, one) for one in letters]
    assert [row.attempts for row in rows] == [1, 1, 1, 0, 0]
    assert rows[3].problem == "nobody to send it to"
    assert all(row.problem for row in rows[:4])


def test_a_very_long_subject_is_shortened_and_white_space_collapses(database, cast):
    one = post(database, cast["ghana"].viewer.person_id, subject="word " * 100)

    assert kept(database, one).subject.endswith("word …")
    assert len(kept(database, one).subject) <= 200


def test_the_folder_keeps_letters_as_files_that_open_in_any_mail_program(
    database, cast, settings, send
):
    one = post(database, cast["ghana"].viewer.person_id, subject="Für alle", body="Grüße")
    by = carrier(settings)
    assert isinstance(by, Folder)
    assert send(by) == 1

    (file,) = (Path(settings.var_dir) / "mail").iterdir()
    read = message_from_bytes(file.read_bytes(), policy=default)
    assert file.name == f"{one}.eml"
    assert (read["To"], read["Subject"]) == ("ghana@example.org", "Für alle")
    assert read.get_content().strip() == "Grüße"


SERVERS = {
    "smtp://u%40x:p%3A%2F@mail.example:25": ("mail.example", 25, False, False, "u@x", "p:/"),
    "smtp://mail.example": ("mail.example", 587, False, False, None, None),
    "smtps://mail.example": ("mail.example", 465, True, False, None, None),
    "smtp://127.0.0.1:2525": ("127.0.0.1", 2525, False, True, None, None),
    "smtp://[::1]": ("::1", 587, False, True, None, None),
    "smtp:": ("localhost", 587, False, True, None, None),
}
"""Address → host, port, TLS from the start, this machine, user, password."""


@pytest.mark.parametrize("address", SERVERS)
def test_the_address_of_a_mail_server(address):
    made = Server(address)
    found = (made.host, made.port, made.tls, made.local, made.user, made.password)

    assert found == SERVERS[address]


def test_a_configured_server_is_the_way_out(settings):
    by = carrier(settings.model_copy(update={"smtp_url": SecretStr("smtp://mail.example")}))

    assert isinstance(by, Server)
