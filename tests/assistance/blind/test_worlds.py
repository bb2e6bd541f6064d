"""Who asks under seal makes no difference in any channel, to nobody; and what breaks that is found.

The worlds are those of ``worlds``: the same portal, in which one member asks, or another.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from starlette.responses import Response

from app.assistance import api
from app.assistance import queries as asked
from app.assistance.blind import acts, pages, queries, showing, weekly
from app.assistance.blind.models import Card
from app.core import clock
from app.core.ids import ALPHABET, LENGTH
from app.digests import sending
from app.directory import sheet
from app.home import calendar
from app.seats import taking_along
from tests.assistance.blind.worlds import (
    ACTIVE,
    CHANNELS,
    Time,
    World,
    crowd_under_seal,
    difference,
)

Break = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture
def worlds(engine_name, templates, tmp_path, monkeypatch) -> Iterator[Sequence[World]]:
    """Return the two worlds, a week after a member of each asked under seal."""
    template, time = templates.of(engine_name, crowd_under_seal), Time()
    monkeypatch.setattr(clock, "datetime", time)
    with ExitStack() as stack:
        made = []
        for number in (0, 1):
            time.at = time.start
            url = stack.enter_context(template.fresh())
            world = World.of(url, tmp_path / str(number), template.held, time, number)
            stack.callback(world.portal.db.close)
            made.append(world)
        ask(made)
        yield made


def ask(worlds: Sequence[World]) -> None:
    """Let each member ask once more, in the same moments."""
    time = worlds[0].time
    began = time.at
    for one in worlds:
        time.at = began
        one.ask()


def leak() -> str:
    """Return who asks in the world in which something is done just now."""
    return ACTIVE[0].code


def second() -> bool:
    """Whether it is the second of the two worlds."""
    return ACTIVE[0].askers[1] is ACTIVE[0].asker


def wrapped(patch: pytest.MonkeyPatch, where: object, name: str, change: Callable) -> None:
    """Let what a function returns be changed before anybody gets it."""
    was = getattr(where, name)
    patch.setattr(where, name, lambda *a, **k: change(was(*a, **k)))


def on_the_card(patch: pytest.MonkeyPatch) -> None:
    """Let a card show another week, by who asks."""
    day = {True: date(2031, 1, 6), False: date(2031, 1, 13)}
    wrapped(
        patch,
        queries,
        "_read",
        lambda one: replace(one, says=replace(one.says, starts=day[second()])),
    )


def by_length(patch: pytest.MonkeyPatch) -> None:
    """Let the page be a blank longer, which nobody sees."""
    wrapped(
        patch,
        showing,
        "facts_of",
        lambda facts: [(name, words + " " * second()) for name, words in facts],
    )
    patch.setattr("app.assistance.blind.page.facts_of", showing.facts_of)


def by_statements(patch: pytest.MonkeyPatch) -> None:
    """Let a card of one member take a statement more than that of another."""
    was = pages._card  # noqa: SLF001 - broken on purpose

    def card(ask, card_id):
        if second():
            was(ask, card_id)
        return was(ask, card_id)

    patch.setattr(pages, "_card", card)


def by_an_act(patch: pytest.MonkeyPatch) -> None:
    """Let saying that one could help take longer for the request of one member."""
    was = acts.could_help

    def could_help(db, by, card_id, said):
        if second():
            queries.one(db.connection(), by.viewer, card_id)
        was(db, by, card_id, said)

    patch.setattr(acts, "could_help", could_help)


def at_the_address(patch: pytest.MonkeyPatch) -> None:
    """Let it be seen, by how long it takes, that there is something at an address."""
    was = asked.one

    def one(conn, viewer, seal, item_id):
        if second():
            was(conn, viewer, seal, item_id)
        return was(conn, viewer, seal, item_id)

    patch.setattr(asked, "one", one)


def in_the_interface(patch: pytest.MonkeyPatch) -> None:
    wrapped(patch, api, "listed", lambda told: told.model_copy(update={"next": leak()}))


def in_a_table(patch: pytest.MonkeyPatch) -> None:
    wrapped(patch, sheet, "write", lambda text: text + leak())


def in_the_calendar(patch: pytest.MonkeyPatch) -> None:
    wrapped(
        patch,
        calendar.dates,
        "entries",
        lambda found: [replace(one, text=f"{one.text} {leak()}") for one in found],
    )


def in_the_feed(patch: pytest.MonkeyPatch) -> None:
    wrapped(patch, taking_along, "_summary", lambda words: words + leak())


def in_a_subject(patch: pytest.MonkeyPatch) -> None:
    wrapped(patch, weekly, "_made", lambda made: _named(patch, made))


def _named(patch: pytest.MonkeyPatch, made: object) -> object:
    patch.setattr(weekly, "RELEASED", replace(weekly.RELEASED, subject=f"A request of {leak()}"))
    return made


def by_the_size_of_a_letter(patch: pytest.MonkeyPatch) -> None:
    was = weekly.Post.send

    def send(self, db, news, people, *said):
        kind, words = said
        was(self, db, news, people, replace(kind, subject="A card" + "s" * second()), words)

    patch.setattr(weekly.Post, "send", send)


def by_the_moment_of_a_letter(patch: pytest.MonkeyPatch) -> None:
    was = weekly._tell_readers  # noqa: SLF001 - broken on purpose

    def later(*given):
        ACTIVE[0].time.at += timedelta(minutes=second())
        was(*given)

    patch.setattr(weekly, "_tell_readers", later)


def in_a_digest(patch: pytest.MonkeyPatch) -> None:
    wrapped(patch, sending, "parts_of", lambda parts: [replace(p, label=leak()) for p in parts])


def in_a_notice(patch: pytest.MonkeyPatch) -> None:
    wrapped(patch, weekly, "_made", lambda made: _placed(patch, made))
    patch.setattr("app.digests.sending.send_due", lambda _portal: 0)
    patch.setattr("tests.assistance.blind.worlds.send_due", lambda _portal: 0)


def _placed(patch: pytest.MonkeyPatch, made: object) -> object:
    patch.setattr(weekly, "PAGE", f"/assistance/sealed#{leak()}")
    return made


READ: Sequence[tuple[str, Break]] = (
    ("pages", on_the_card),
    ("pages", by_length),
    ("pages", by_statements),
    ("acts", by_an_act),
    ("address", at_the_address),
    ("interface", in_the_interface),
    ("exports", in_a_table),
    ("calendar", in_the_calendar),
    ("feed", in_the_feed),
)
"""Portals that are broken where something is read, and the channel in which it is found."""
WRITTEN: Sequence[tuple[str, Break]] = (
    ("letters", in_a_subject),
    ("letters", by_the_size_of_a_letter),
    ("letters", by_the_moment_of_a_letter),
    ("letters", in_a_digest),
    ("notices", in_a_notice),
)
"""And where something is written, for which a member has to ask once more."""


def test_who_asks_makes_no_difference_in_any_channel_and_a_broken_one_is_found(worlds):
    assert {one.code for one in worlds} == {one.viewer.member for one in worlds[0].askers}
    for channel, get in CHANNELS.items():
        assert difference(worlds, channel) == set(), channel
        if channel not in {"letters", "acts"}:
            assert get(worlds[0])
    for one in worlds:
        one.brief = True
    for channel, broken in READ:
        with pytest.MonkeyPatch.context() as patch:
            broken(patch)
            assert difference(worlds, channel), broken.__name__
    for channel, broken in WRITTEN:
        with pytest.MonkeyPatch.context() as patch:
            broken(patch)
            ask(worlds)
            assert difference(worlds, channel), broken.__name__


def is_random(names: Sequence[str]) -> bool:
    """Whether names are all different, use every sign at every place, and follow no order."""
    rises = sum(one < two for one, two in pairwise(names))
    signs = [Counter(name[place] for name in names) for place in range(LENGTH)]
    return (
        len(set(names)) == len(names)
        and all(len(found) == len(set(ALPHABET)) for found in signs)
        and abs(rises - len(names) / 2) < len(names) / 8
    )


def test_the_name_of_a_card_tells_nothing_of_its_request():
    """Neither is it worked out from the request, nor does it stand in the order of asking."""
    request = "abcdefghijkm"
    assert is_random([Card(request_id=request).id for _ in range(1000)])
    assert not is_random([request[::-1] for _ in range(1000)])
    counted = [ALPHABET[n // 32 % 32] + ALPHABET[n % 32] + "a" * 10 for n in range(1000)]
    assert not is_random(counted)


def test_nothing_of_a_sealed_request_is_served_for_keeping(worlds):
    """What is kept on a way between would tell by when it was fetched anew."""
    for one in worlds[:1]:
        status, headers, _body, _sent = one.fetch("denmark", f"/assistance/sealed/{one.cards[0]}")
        assert status == Response().status_code
        assert b"no-store" in headers
