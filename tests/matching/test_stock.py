"""Standing offers in memory: what any process commits, every other one knows at its next page."""

from datetime import timedelta

import pytest

from app.access.viewer import ANYONE
from app.core import clock
from app.core.db import Database
from app.core.errors import Conflict
from app.matching import stock
from app.standing import actions, queries
from tests.standing.conftest import offered
from tests.standing.sample import declare, declared

__all__ = ["offered"]

EARLY, HATE = "early-warning", "hate-speech"


@pytest.fixture
def beside(database_url):
    """Return the database as another process has it."""
    other = Database(database_url)
    yield other
    other.close()


def held(database, cast, who="ghana", *themes) -> dict[str, list[str]]:
    """Return, by member, the titles of what a process knows about ``themes``."""
    with database.read() as conn:
        found = stock.about(conn, cast[who].viewer, themes or (EARLY,))
    return {code: sorted(one.title for one in member.free) for code, member in found.items()}


def test_each_act_of_another_process_is_known_at_once(database, beside, offered, cast):
    def both(*themes: str) -> dict[str, list[str]]:
        one, two = (held(each, cast, "ghana", *themes) for each in (database, beside))
        assert one == two
        return one

    def act(did, *said: object) -> None:
        viewer = cast["denmark"].viewer
        with database.unit_of_work() as db:
            found = queries.one(db.connection(), viewer, first)
            did(db, viewer, found, *said, version=found.matter.version)

    assert both() == {}
    first = offered("denmark", summary="First")
    offered("timor", summary="Of Timor", themes=(HATE, EARLY))
    assert both() == {"DNK": ["First"], "TLS": ["Of Timor"]}
    act(actions.change, declared(summary="Other words", themes=(HATE,)))
    assert both() == {"TLS": ["Of Timor"]}
    assert both(HATE) == {"DNK": ["Other words"], "TLS": ["Of Timor"]}
    act(actions.withdraw)
    assert both(EARLY, HATE) == {"TLS": ["Of Timor"]}


def _declare_and_fail(db, viewer) -> None:
    declare(db, viewer, summary="Undone")
    raise Conflict


def test_what_an_act_did_not_commit_is_never_kept(database, offered, cast):
    offered("timor", summary="Stands")
    before = held(database, cast)
    with pytest.raises(Conflict), database.unit_of_work() as db:
        _declare_and_fail(db, cast["denmark"].viewer)
    assert held(database, cast) == before == {"TLS": ["Stands"]}
    offered("denmark", summary="Done")
    assert held(database, cast) == {"DNK": ["Done"], "TLS": ["Stands"]}


def test_an_offer_is_known_until_its_last_day_and_again_when_the_clock_is_set_back(
    database, offered, cast
):
    offered("denmark", valid_until=clock.today() + timedelta(days=30))
    assert held(database, cast) != {}
    with clock.moved(timedelta(days=30)):
        assert held(database, cast) != {}
    with clock.moved(timedelta(days=31)):
        assert held(database, cast) == {}
    assert held(database, cast) != {}


def test_whoever_is_not_of_the_network_is_given_nothing(database, offered, cast):
    offered("denmark")
    assert held(database, cast) != {}
    with database.read() as conn:
        assert stock.about(conn, ANYONE, (EARLY,)) == {}
        assert stock.about(conn, cast["ghana"].viewer, ()) == {}


def test_offers_are_read_once_for_each_change(database, offered, cast):
    offered("denmark")
    with database.read() as conn:
        first = stock.about(conn, cast["ghana"].viewer, (EARLY,))
        assert stock.about(conn, cast["timor"].viewer, (EARLY,)) is first
    offered("timor")
    with database.read() as conn:
        again = stock.about(conn, cast["ghana"].viewer, (EARLY,))
        assert again is not first
        for number in range(stock.MOST_CHOICES + 5):
            stock.about(conn, cast["ghana"].viewer, (EARLY, f"theme-{number}"))
        kept = stock._stocks[conn.engine].chosen  # noqa: SLF001 - how much is kept
        assert len(kept) <= stock.MOST_CHOICES
