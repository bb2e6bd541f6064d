"""Taking somebody out goes on in the background until all of it is done, whoever does it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.account import taking_out
from app.core import clock
from app.core.db import table
from app.identity.models import Identity, Person, PortalSession
from app.mail.models import Letter
from app.notifications.models import NoticeChoice
from app.orders.queries import order
from tests.support.ordering import done, rows, stored

OUT = "/account/data/take-out"
NAME = "ghana (test)"
STEPS = len(taking_out.STEPS)


@pytest.fixture
def leaving(database, browse, free):
    """The browser of somebody who has belongings, and the person's id."""
    with database.unit_of_work() as db:
        db.add(Identity(issuer="https://idp.example", subject="ghana-subject", person_id=free))
        db.add(NoticeChoice(person_id=free, notice_class="manual", how="daily"))
        db.add(Letter(person_id=free, subject="For ghana", body="Waits."))
    return browse("ghana"), free


def belongings(database, person_id: str) -> list[int]:
    """How many choices and letters of a person there are."""
    with database.read() as conn:
        return [
            conn.execute(
                select(func.count())
                .select_from(table(one))
                .where(table(one).c.person_id == person_id)
            ).scalar_one()
            for one in (NoticeChoice, Letter)
        ]


def test_from_the_asking_on_nothing_lets_the_person_in(portal, database, leaving):
    ghana, person = leaving
    ghana.post("/account/data")
    done(portal)
    assert stored(portal) == 1
    page = ghana.post(OUT, {"name": NAME}).location

    with database.read() as conn:
        named = select(table(Person).c.name).where(table(Person).c.id == person)
        assert conn.execute(named).scalar_one() == ""
        for one in (Identity, PortalSession):
            theirs = select(table(one)).where(table(one).c.person_id == person)
            assert conn.execute(theirs).all() == []
    assert stored(portal) == 0
    assert belongings(database, person) == [1, 2]  # that it waits, and that its file was ready
    ghana.get("/account", status=303)
    ghana.post("/account/data", status=401)
    assert "The rest of what names you is deleted next." in ghana.get(page).text


def test_the_page_says_how_far_it_is_and_that_it_is_done_to_who_has_its_address(
    portal, browse, database, leaving
):
    ghana, person = leaving
    page = ghana.post(OUT, {"name": NAME}).location
    assert ghana.block(page, "work").soup.select_one("#work")["data-hx-get"] == page
    done(portal)
    assert belongings(database, person) == [0, 0]
    said = browse("nobody").get(page)
    assert "All of it is done" in said.text
    assert [one for one in (NAME, person) if one in said.text] == []
    browse("nobody").get("/taken-out/another", status=303)

    with database.unit_of_work() as db:
        db.execute(update(order).values(until=clock.wall() - timedelta(seconds=1)))
    done(portal)
    browse("nobody").get(page, status=303)
    assert rows(database) == []


def test_killed_in_the_middle_it_is_finished_by_the_next(  # noqa: PLR0913, PLR0917 - fixtures
    portal, browse, database, leaving, died, lease_over
):
    ghana, person = leaving
    page = ghana.post(OUT, {"name": NAME}).location
    died("notices")
    assert belongings(database, person) == [1, 1]
    shown = browse("nobody").get(page).words("#work label")
    assert shown == [f"Part 4 of {STEPS}: your notices"]

    done(portal)
    assert belongings(database, person)[1] == 1
    lease_over()
    done(portal)
    assert belongings(database, person) == [0, 0]
    assert [(row.state, row.number) for row in rows(database)] == [("done", STEPS)]
    assert "All of it is done" in browse("nobody").get(page).text


def test_it_is_never_given_up(portal, database, leaving, lease_over, monkeypatch):
    ghana, person = leaving
    ghana.post(OUT, {"name": NAME})
    with database.unit_of_work() as db:
        db.execute(update(order).values(tries=99, until=clock.wall() - timedelta(days=9)))

    def breaks(*_given) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        steps = [(part, words, breaks) for part, words, _act in taking_out.STEPS]
        broken.setattr(taking_out, "STEPS", steps)
        done(portal)
    assert belongings(database, person) == [1, 1]
    lease_over()
    done(portal)
    assert belongings(database, person) == [0, 0]


def test_sent_twice_it_is_one_work(database, leaving):
    ghana, _person = leaving
    ghana.post(OUT, {"name": NAME})
    ghana.post(OUT, {"name": NAME}, status=401)
    assert len(rows(database)) == 1
