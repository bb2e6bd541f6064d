"""An office that nobody holds loses no reminder, and who held it acts no more."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from app.assistance import actions, answering, offers, reminding
from app.assistance.acting import Acting
from app.assistance.after import asking
from app.assistance.after.models import Aftermath
from app.assistance.blind import acts, weekly
from app.assistance.blind.queries import card
from app.assistance.blind.rules import weeks_from
from app.assistance.rules import Stage
from app.assistance.working import acts as steps
from app.assistance.working import due
from app.assistance.working.acts import Planned
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.mail.models import Letter
from tests.assistance.blind.conftest import crowded
from tests.assistance.blind.sample import WEEK, sealed
from tests.assistance.sample import offered, talk

DAY = timedelta(days=1)
mail = table(Letter)
__all__ = ("crowded",)


@pytest.fixture
def held(database):
    """Return a function that lets the offices of a member be held, or by nobody."""

    def change(member: str, ends: str | None) -> None:
        with database.unit_of_work() as db:
            said = "UPDATE appointment SET ends = :ends WHERE office_id IN"
            of = " (SELECT id FROM office WHERE member = :member)"
            db.execute(text(said + of), {"ends": ends, "member": member})

    return change


@pytest.fixture
def told(database):
    """Return a function that says who got letters whose subject holds some words."""

    def people(words: str) -> list[str]:
        found = select(mail.c.person_id).where(mail.c.subject.contains(words))
        with database.read() as conn:
            return sorted(conn.execute(found).scalars())

    return people


def people(cast, *roles: str) -> list[str]:
    return sorted(cast[role].viewer.person_id for role in roles)


def test_a_reminder_waits_until_somebody_holds_the_office(making, portal, cast, held, told):
    with making() as maker:
        maker.offer(maker.request(Stage.OPEN), "denmark")
    held("GHA", "2021-01-01")
    for days in (10, 20, 30):
        with clock.moved(days * DAY):
            reminding.look_after(portal)
    assert told("still waits for you") == []
    held("GHA", None)
    with clock.moved(31 * DAY):
        assert [reminding.look_after(portal) for _ in range(2)] == [1, 0]
    assert told("still waits for you") == people(cast, "ghana", "ghana_alternate")


def test_a_step_of_the_plan_is_reminded_of_once_somebody_is_there(making, portal, cast, held, told):
    with making() as maker:
        made = maker.request(Stage.UNDER_WAY)
        by = maker.by("ghana")
        about = talk(maker.db.connection(), by.viewer, made, maker.offer_id)
        day = clock.today() + 20 * DAY
        steps.add(maker.db, by, about, Planned("task", "So", "asker", None, day))
    held("GHA", "2021-01-01")
    with clock.moved(25 * DAY):
        assert due.look_after(portal) == 0
        held("GHA", None)
        assert [due.look_after(portal) for _ in range(2)] == [1, 0]
    assert told("A step of agreed help") == people(cast, "ghana", "ghana_alternate")


def test_the_question_of_the_year_waits_too(making, portal, database, held, told):
    with making() as maker:
        maker.request(Stage.CLOSED)
        maker.db.execute(update(table(Aftermath)).values(year_due=clock.today()))
    held("GHA", "2021-01-01")
    held("DNK", "2021-01-01")
    assert asking.ask_due(portal) == 0
    held("GHA", None)
    assert [asking.ask_due(portal) for _ in range(2)] == [1, 0]
    assert len(told("What remains of the help?")) == 2
    with database.read() as conn:
        assert conn.execute(select(table(Aftermath).c.asks).order_by("asks")).scalars().all() == [
            0,
            1,
        ]


@pytest.mark.usefixtures("crowded")
def test_who_asks_sealed_is_reminded_of_a_word_that_has_no_answer(making, portal, cast, told):
    with making() as maker:
        sealed(maker)
    with clock.moved(WEEK):
        weekly.look_after(portal)
        with making() as maker:
            key = maker.db.execute(select(card.c.id)).scalar_one()
            week = weeks_from(clock.today())[2]
            said = acts.Could(("video-talk",), ("en",), week, "days")
            acts.could_help(maker.db, maker.by("denmark"), key, said)
        weekly.look_after(portal)
    with clock.moved(WEEK + 11 * DAY):  # it counts from the day on which the office was told of it
        assert reminding.look_after(portal) == 1
    assert told("still waits for you") == people(cast, "ghana", "ghana_alternate")


@pytest.mark.usefixtures("crowded")
def test_who_read_a_page_before_the_office_changed_hands_does_nothing_by_it(making, held):
    with making() as maker:
        made, other = maker.request(Stage.OPEN), sealed(maker)
        asked, seen = maker.matter("ghana", made), maker.matter("denmark", made)
        assert other
    for member in ("GHA", "DNK"):
        held(member, "2021-01-01")
    with making() as maker:
        ghana, denmark = maker.by("ghana"), maker.by("denmark")
        assert isinstance(ghana, Acting)
        for act in (
            lambda db: actions.withdraw(db, ghana, asked),
            lambda db: offers.make(db, denmark, seen, offered()),
            lambda db: answering.cannot(db, denmark, seen),
            lambda db: acts.take_back(db, denmark, "none"),
        ):
            with pytest.raises(Conflict, match="changed hands"):
                act(maker.db)
