"""What is said under seal ends a silence as an offer does, and the office is reminded to answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assistance.blind import acts, weekly
from app.assistance.blind.queries import card, word
from app.assistance.blind.rules import weeks_from
from app.assistance.outbox import queries as outbox
from app.assistance.outbox.rules import Kind, members
from app.assistance.overseeing import queries as overseeing
from app.assistance.overseeing.lines import line_of
from app.assistance.overseeing.values import Wanted
from app.assistance.queries import request
from app.assistance.waits import Cause
from app.core import clock
from tests.assistance.sample import SOON
from tests.assistance.test_course import after, subjects  # noqa: F401 - fixtures
from tests.assistance.test_refused import stage_of

DAYS = timedelta(days=1)
WANTED = "wait for your answer"


@pytest.fixture
def said(out, making, portal) -> str:
    """Return a sealed request of which Denmark said on the eighth day that it could help."""
    item = out()
    with clock.moved(DAYS * 8):
        with making() as maker:
            key = maker.db.execute(select(card.c.id)).scalar_one()
            could = acts.Could(("video-talk",), ("en",), weeks_from(clock.today())[1], "days")
            acts.could_help(maker.db, maker.by("denmark"), key, could)
        weekly.look_after(portal)
    return item


def overseen(portal, cast):
    with portal.db.read() as conn:
        return overseeing.page(conn, cast["editor"].viewer, portal.seal, Wanted())


def test_the_silence_begins_with_the_word_and_the_office_is_reminded_of_it(
    said,
    after,  # noqa: F811 - a fixture
    subjects,  # noqa: F811 - a fixture
    portal,
    cast,
):
    (one,) = overseen(portal, cast)
    assert (one.offers, one.undecided) == (1, 1)
    with clock.moved(DAYS * 9):
        assert "1 day, waited for: the office that asked" in line_of(one).silence
    with portal.db.read() as conn:
        facts = outbox.facts(conn, cast["editor"].viewer, said)
    assert members(Kind.ASKER, facts, clock.today()) == {"GHA"}
    assert [after(10), after(17)] == [0, 0]
    before = subjects("")
    assert after(18) == 1
    assert subjects("") == before + 2
    assert after(28) == 1
    last = (SOON - clock.today()).days
    assert after(max(38, last + 1)) == 1
    assert stage_of(portal.db, said) == "lapsed"
    with portal.db.read() as conn:
        assert conn.execute(select(request.c.result)).scalar_one() == Cause.NO_ANSWER


def test_a_word_that_was_answered_waits_no_more_and_its_answer_ends_the_silence(
    said,
    after,  # noqa: F811 - a fixture
    making,
    portal,
    cast,
):
    with clock.moved(DAYS * 15), making() as maker:
        key = maker.db.execute(select(word.c.id)).scalar_one()
        acts.decline(maker.db, maker.by("ghana"), maker.matter("ghana", said), key)
    (one,) = overseen(portal, cast)
    assert (one.offers, one.undecided) == (1, 0)
    assert [after(18), after(24), after(25), after(35)] == [0, 0, 1, 1]
    assert after(max(45, (SOON - clock.today()).days + 1)) == 1
    with portal.db.read() as conn:
        assert conn.execute(select(request.c.result)).scalar_one() == Cause.NO_OFFER


def test_what_who_asks_was_not_told_of_counts_for_nothing(out, making, after, portal, cast):  # noqa: F811 - the fixture
    out()
    with clock.moved(DAYS * 8), making() as maker:
        key = maker.db.execute(select(card.c.id)).scalar_one()
        could = acts.Could(("video-talk",), ("en",), weeks_from(clock.today())[1], "days")
        acts.could_help(maker.db, maker.by("denmark"), key, could)
    (one,) = overseen(portal, cast)
    assert (one.offers, one.undecided) == (0, 0)
    assert after(10) == 1
