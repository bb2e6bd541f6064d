"""What others can fetch says the same before and after, whatever is done; and so at any order."""

import random
import re

import pytest
from sqlalchemy import select, text

from app.assistance import actions, consenting, queries
from app.assistance.blind import acts, weekly
from app.assistance.blind.queries import card, cards, word
from app.assistance.blind.rules import weeks_from
from app.assistance.rules import Stage
from app.core import clock
from app.core.errors import Conflict, Forbidden, NotFound
from app.items.models import Kind
from app.items.queries import find
from tests.assistance.blind.sample import WEEK, sealed

CHANNELS = (
    "/",
    "/assistance",
    "/assistance?theme=early-warning",
    "/assistance?list=open",
    "/assistance/suggested",
    "/assistance/to-answer",
    "/assistance/figures",
    "/assistance/notes",
    "/search?q=early+warning",
    "/search?q=Ghana",
    "/standing-offers",
    "/directory",
    "/directory/GHA",
    "/following",
)
CARDS = "/assistance/sealed"
STEPS = ("open", "could", "could", "back", "up", "up", "no", "withdraw", "week", "week")


def fetched(browser, *more: str) -> dict[str, tuple]:
    """Return what somebody gets at every address: words, links, size."""
    return {path: _plain(browser.get(path)) for path in (*CHANNELS, *more)}


def _plain(page) -> tuple:
    """Return a page without what is new in every answer: tokens of forms, and the hour."""
    words = re.sub(r"\d\d:\d\d", "", page.soup.get_text(" ", strip=True))
    return words, [one["href"] for one in page.soup.select("a[href]")], len(page.text)


def test_until_the_release_nothing_that_others_fetch_changes_and_then_cards_alone(
    browse, making, portal, crowded
):
    assert crowded
    weekly.look_after(portal)
    denmark = browse("denmark")
    before = fetched(denmark, CARDS)
    with making() as maker:
        item = sealed(maker)
    weekly.look_after(portal)
    assert fetched(denmark, CARDS) == before
    with clock.moved(WEEK):
        calm = fetched(denmark)
        assert weekly.look_after(portal)
        assert fetched(denmark) == calm
    out = fetched(denmark, CARDS)
    assert out.pop(CARDS) != before.pop(CARDS)
    with making() as maker:
        actions.withdraw(maker.db, maker.by("ghana"), maker.matter("ghana", item))
    after = fetched(denmark, CARDS)
    after.pop(CARDS)
    assert after == out


def test_a_portal_that_releases_at_once_is_found(browse, making, portal, crowded, monkeypatch):
    assert crowded
    weekly.look_after(portal)
    before = fetched(browse("denmark"), CARDS)
    monkeypatch.setattr(weekly, "_before", lambda *_: True)
    with making() as maker:
        sealed(maker)
        maker.db.execute(text("DELETE FROM sealed_week"))
    weekly.look_after(portal)
    assert fetched(browse("denmark"), CARDS) != before


def test_cards_of_two_members_differ_by_nothing_but_their_random_names(
    browse, making, portal, crowded, cast
):
    other = next(iter(crowded))
    cast["other"] = crowded[other]
    with making() as maker:
        maker.cast["other"] = crowded[other]
        sealed(maker)
        sealed(maker, owner="other")
    with clock.moved(WEEK):
        assert weekly.look_after(portal)
    denmark = browse("denmark")
    links = [one["href"] for one in denmark.get(CARDS).soup.select("h3 a")]
    one, two = (denmark.get(link) for link in links)
    assert (one.words("main"), len(one.text)) == (two.words("main"), len(two.text))


@pytest.mark.parametrize("seed", range(3))
def test_acts_in_any_order_reveal_nobody_to_who_is_not_entitled(  # noqa: PLR0913, PLR0917 - fixtures
    making, portal, crowded, database, cast, seed
):
    assert crowded
    chance = random.Random(seed)  # noqa: S311 - the same acts in every run
    with making() as maker:
        item = sealed(maker, to=Stage.AUTHENTICATED)
    weeks = 0
    for _ in range(30):
        who = chance.choice(("ghana", "denmark", "timor", "costa_rica", "editor"))
        step = chance.choice(
            ("open", "could", "back", "up", "up", "no", "withdraw", "week", "week")
        )
        weeks += step == "week"
        with clock.moved(weeks * WEEK):
            if step == "week":
                weekly.look_after(portal)
            else:
                _try(making, cast, item, who, step, chance)
            _ensure_hidden(database, portal, cast, item)


def _try(making, cast, item, who, step, chance) -> None:  # noqa: PLR0913, PLR0917 - who does what
    """Let somebody try an act; what is refused changes nothing."""
    try:
        with making() as maker:
            db, by = maker.db, maker.by(who)
            request = find(db.connection(), cast[who].viewer, Kind.REQUEST, item)
            ids = list(db.execute(select(card.c.id)).scalars())
            words = list(db.execute(select(word.c.id)).scalars())
            if step in {"could", "back"} and ids:
                said = acts.Could(("video-talk",), ("en",), weeks_from(clock.today())[1], "days")
                key = chance.choice(ids)
                if step == "could":
                    acts.could_help(db, by, key, said)
                else:
                    acts.take_back(db, by, key)
            elif request and step == "open":
                consenting.open_up(db, by, request)
            elif request and step == "withdraw" and chance.random() < 0.2:
                actions.withdraw(db, by, request)
            elif request and words and step in {"up", "no"}:
                act = acts.take_up if step == "up" else acts.decline
                act(db, by, request, chance.choice(words))
    except (Conflict, Forbidden, NotFound):
        return


def _ensure_hidden(database, portal, cast, item) -> None:
    """Nobody but its office, the Secretariat and who was accepted finds the request."""
    with database.read() as conn:
        met = select(word.c.member).where(word.c.offer_id.is_not(None))
        known = {"GHA", None, *conn.execute(met).scalars()}
        for one in cast.values():
            viewer = one.viewer
            for found in cards(conn, viewer):
                assert item not in repr(found.says)
            if viewer.member in known or viewer.in_secretariat:
                continue
            assert queries.one(conn, viewer, portal.seal, item) is None
            assert find(conn, viewer, Kind.REQUEST, item) is None
