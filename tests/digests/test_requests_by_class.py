"""News of requests by class: what needs somebody at once, answers once a day, and none is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assistance.letters import CLASSES, Letter
from app.assistance.rules import Act, Stage
from app.core.db import table
from app.directory.holding import appointment
from app.mail.models import Letter as Written
from app.mail.sending import send_due
from app.notifications.classes import How, NoticeClass
from app.notifications.models import NoticeChoice
from tests.assistance.sample import CANARY, Maker
from tests.mail.test_mail import Postbox, address_of, later, mail_server

letter = table(Written)
BUSY = 4


@pytest.fixture
def busy_day(post):
    """Return a function that answers four offers of Denmark's in one day."""

    def make() -> list[str]:
        with post.database.unit_of_work() as db:
            maker = Maker(db, post.portal, post.cast)
            made = []
            for _ in range(BUSY):
                made.append(maker.request(Stage.OPEN))
                offer = maker.offer(made[-1], "denmark")
                maker.answer(made[-1], offer, "ghana", Act.DECLINE)
            return made

    return make


def test_each_letter_has_its_class():
    assert set(CLASSES.values()) == {
        NoticeClass.ADDRESSED, NoticeClass.MATTERS, NoticeClass.ANSWERED, NoticeClass.DEADLINES,
    }  # fmt: skip
    assert set(CLASSES) == set(Letter)
    assert CLASSES[Letter.TASK_SOON] == NoticeClass.DEADLINES
    assert CLASSES[Letter.OFFER] == NoticeClass.MATTERS


def test_a_busy_day_is_one_letter_that_a_dead_server_neither_loses_nor_doubles(post, busy_day):
    denmark = post.cast["denmark"].viewer.person_id
    with post.at(8, 12):
        made = busy_day()
        answers = [s for who, s, _ in post.letters() if who == "denmark" and "was answered" in s]
        assert answers == []
    box = Postbox()
    with mail_server(box) as server:
        pass  # and gone: nobody answers there for a day

    def send() -> int:
        return send_due(post.database, post.portal.settings, server, address_of)

    with post.at(9, 8):
        post.send()
        assert send() == 0
        for _ in range(5):
            later(post.database, timedelta(hours=6))
            post.send()
            assert send() == 0
        later(post.database, timedelta(hours=13))
        with mail_server(box, server.port):
            assert send() == 1 + sum(1 for one in _others(post, denmark))
            later(post.database, timedelta(days=1))
            post.send()
            assert send() == 0
    with post.database.read() as conn:
        mine = (
            conn.execute(select(letter.c.id).where(letter.c.person_id == denmark)).scalars().all()
        )
    assert len(mine) == 1
    found = [read for _, read in box.received if mine[0] in read["Message-ID"]]
    body = found[0].get_content()
    assert len(found) == 1
    assert all(f"/assistance/{one}" in body for one in made)
    assert CANARY not in body
    assert found[0]["List-Unsubscribe"]


def _others(post, person: str) -> list[str]:
    """Return the other letters of the day."""
    with post.database.read() as conn:
        wanted = select(letter.c.id).where(letter.c.person_id != person)
        return list(conn.execute(wanted).scalars())


def test_who_holds_the_office_no_more_is_told_nothing(post, busy_day):
    with post.at(8, 12):
        busy_day()
        post.letters()
        with post.database.unit_of_work() as db:
            db.execute(
                appointment.delete().where(
                    appointment.c.person_id == post.cast["denmark"].viewer.person_id
                )
            )
    with post.at(9, 8):
        post.send()
        assert [who for who, _, _ in post.letters() if who == "denmark"] == []


@pytest.mark.parametrize("told", [NoticeClass.ANSWERED, NoticeClass.DEADLINES])
def test_a_class_is_stopped_without_the_others(post, told, browse):
    page = browse("ghana").get("/account/notices")
    assert page.soup.select_one(f"select[name={told}]")
    with post.database.unit_of_work() as db:
        person = post.cast["ghana"].viewer.person_id
        db.add(NoticeChoice(person_id=person, notice_class=told, how=How.OFF))
    with post.at(8, 12), post.database.unit_of_work() as db:
        maker = Maker(db, post.portal, post.cast)
        maker.offer(maker.request(Stage.OPEN), "denmark")
    subjects = [s for who, s, _ in post.letters() if who == "ghana"]
    assert any("An offer of assistance waits" in s for s in subjects)
