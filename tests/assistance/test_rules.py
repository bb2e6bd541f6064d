"""The tables of states: every state, act and side, and nothing beyond what is written."""

from datetime import date
from itertools import product

import pytest

from app.assistance import waits
from app.assistance.rules import (
    OFFER,
    REQUEST,
    WRONG_SIDE,
    WRONG_STATE,
    Act,
    OfferStage,
    Party,
    Stage,
    after,
    possible,
)
from app.core.errors import Conflict, Forbidden
from app.directory.calendars import Calendar

WORK = ("agreed", "under_way")
OUT = ("open", "in_talks", *WORK)
REQUEST_ENDS = {
    (Act.EDIT, Party.OWNER): {"draft": "draft", "returned": "returned", "entered": "entered"},
    (Act.EDIT, Party.SECRETARIAT): {"on_behalf": "on_behalf"},
    (Act.ENTER, Party.SECRETARIAT): {"on_behalf": "entered"},
    (Act.VOUCH, Party.OWNER): {"entered": "authenticated"},
    (Act.REFUSE, Party.OWNER): dict.fromkeys(("on_behalf", "entered"), "withdrawn"),
    (Act.DROP, Party.SECRETARIAT): dict.fromkeys(("on_behalf", "entered"), "withdrawn"),
    (Act.WIDEN, Party.OWNER): {"open": "open", "in_talks": "in_talks"},
    (Act.LEAVE, Party.OWNER): {"open": "open", "in_talks": "in_talks"},
    (Act.WIDER, Party.SECRETARIAT): {"open": "open"},
    (Act.SUBMIT, Party.OWNER): {"draft": "submitted", "returned": "submitted"},
    (Act.AUTHENTICATE, Party.SECRETARIAT): {"submitted": "authenticated"},
    (Act.OPEN, Party.OWNER): {"authenticated": "open"},
    (Act.NOT_YET, Party.OWNER): {"authenticated": "draft"},
    (Act.EXPIRE, Party.CLOCK): {"authenticated": "draft"},
    (Act.RETURN, Party.SECRETARIAT): {"submitted": "returned"},
    **{
        (act, Party.HELPER): {"open": "open", "in_talks": "in_talks"}
        for act in (Act.OFFER, Act.CANNOT, Act.HAND)
    },
    (Act.TAKE_UP, Party.OWNER): {"open": "in_talks", "in_talks": "in_talks"},
    (Act.ACCEPT, Party.OWNER): {
        "open": "agreed",
        "in_talks": "agreed",
        "agreed": "agreed",
        "under_way": "under_way",
    },
    (Act.DECLINE, Party.OWNER): {s: s for s in ("open", "in_talks", "agreed", "under_way")},
    (Act.TAKE_BACK, Party.HELPER): {s: s for s in ("open", "in_talks", "agreed", "under_way")},
    (Act.END_TALKS, Party.OWNER): {"in_talks": "open"},
    (Act.END_TALKS, Party.HELPER): {"in_talks": "open"},
    (Act.REOPEN, Party.HELPER): {"agreed": "open"},
    (Act.RESUME_TALKS, Party.HELPER): {"agreed": "in_talks"},
    (Act.START, Party.OWNER): {"agreed": "under_way"},
    (Act.CLOSE, Party.OWNER): {"under_way": "closed"},
    (Act.WITHDRAW, Party.OWNER): dict.fromkeys(
        ("draft", "submitted", "authenticated", "returned", "open", "in_talks", *WORK), "withdrawn"
    ),
    (Act.LAPSE, Party.CLOCK): dict.fromkeys(("open", "in_talks"), "lapsed"),
    (Act.ASK_AGAIN, Party.OWNER): {"lapsed": "open", "closed": "under_way", "withdrawn": "draft"},
    (Act.PAUSE, Party.OWNER): {s: s for s in ("open", "in_talks", *WORK)},
    (Act.GO_ON, Party.OWNER): {s: s for s in ("open", "in_talks", *WORK)},
    (Act.TERMS, Party.OWNER): {s: s for s in WORK},
    (Act.TERMS, Party.HELPER): {s: s for s in WORK},
    (Act.CONFIRM, Party.OWNER): {s: s for s in WORK},
    (Act.CONFIRM, Party.HELPER): {s: s for s in WORK},
    (Act.PLAN, Party.OWNER): {s: s for s in WORK},
    (Act.PLAN, Party.HELPER): {s: s for s in WORK},
    (Act.TALK, Party.OWNER): {s: s for s in OUT},
    (Act.TALK, Party.HELPER): {s: s for s in OUT},
    (Act.LOOK_BACK, Party.OWNER): {"closed": "closed"},
    (Act.LOOK_BACK, Party.HELPER): {"closed": "closed"},
    (Act.TRANSFER, Party.OWNER): {s: s for s in ("open", "in_talks", *WORK)},
}
OFFER_ENDS = {
    (Act.TAKE_UP, Party.OWNER): {"offered": "in_talks"},
    (Act.ACCEPT, Party.OWNER): {"offered": "accepted", "in_talks": "accepted"},
    (Act.DECLINE, Party.OWNER): {"offered": "declined", "in_talks": "declined"},
    (Act.TAKE_BACK, Party.HELPER): dict.fromkeys(("offered", "in_talks", "accepted"), "withdrawn"),
    (Act.ASK_AGAIN, Party.OWNER): dict.fromkeys(("offered", "in_talks", "accepted"), "ended"),
    (Act.TERMS, Party.OWNER): {"accepted": "accepted"},
    (Act.TERMS, Party.HELPER): {"accepted": "accepted"},
    (Act.CONFIRM, Party.OWNER): {"accepted": "accepted"},
    (Act.CONFIRM, Party.HELPER): {"accepted": "accepted"},
    (Act.PLAN, Party.OWNER): {"accepted": "accepted"},
    (Act.PLAN, Party.HELPER): {"accepted": "accepted"},
    (Act.TALK, Party.OWNER): {s: s for s in ("offered", "in_talks", "accepted")},
    (Act.TALK, Party.HELPER): {s: s for s in ("offered", "in_talks", "accepted")},
    (Act.LOOK_BACK, Party.OWNER): {"accepted": "accepted"},
    (Act.LOOK_BACK, Party.HELPER): {"accepted": "accepted"},
}
SIDES = [*Party, None]


@pytest.mark.parametrize(("stage", "act", "side"), list(product(Stage, Act, SIDES)))
def test_every_act_in_every_state_by_every_side_on_a_request(stage, act, side):
    _walk(REQUEST, REQUEST_ENDS, stage, act, side)


@pytest.mark.parametrize(
    ("stage", "act", "side"), list(product(OfferStage, [act for act, _ in OFFER_ENDS], SIDES))
)
def test_every_act_in_every_state_by_every_side_on_an_offer(stage, act, side):
    _walk(OFFER, OFFER_ENDS, stage, act, side)


def _walk(table, ends, stage, act, side) -> None:
    line = ends.get((act, side))
    end = (line or {}).get(str(stage))
    assert (act in possible(table, stage, side)) is (end is not None)
    if line is None:
        with pytest.raises(Forbidden) as refused:
            after(table, act, stage, side)
        assert refused.value.msgid in WRONG_SIDE.values()
    elif end is None:
        with pytest.raises(Conflict) as late:
            after(table, act, stage, side)
        assert late.value.msgid == WRONG_STATE[act]
    else:
        assert after(table, act, stage, side) == end


def test_no_line_stands_twice_and_every_state_can_be_reached():
    for table, first in ((REQUEST, {"draft", "on_behalf"}), (OFFER, {"offered"})):
        keys = [(line.act, line.start, line.by) for line in table]
        assert len(keys) == len(set(keys))
        reached = set(first)
        for _ in table:
            reached |= {line.end for line in table if line.start in reached}
        stages = Stage if table is REQUEST else OfferStage
        assert reached == set(stages)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
        (date(2026, 11, 29), date(2026, 12, 4)),
    ],
)
def test_the_secretariat_answers_within_five_working_days(day, due):
    assert waits.review_due(day, Calendar()) == due


def test_every_reason_to_wait_and_every_piece_of_news_has_a_sentence():
    assert waits.WAITS.keys() == set(waits.Wait)
    assert waits.NEWS.keys() == set(waits.News)
    sentences = [*waits.WAITS.values(), *waits.NEWS.values()]
    assert [said for said in sentences if not (said[0].isupper() and said.endswith("."))] == []
