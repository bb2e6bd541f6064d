"""Every state of a practice with every act by every party: who may, what is read, what is mailed.

The tables stand here in words; the walk does each act in the browser, on each database.
"""

from itertools import product

import pytest

from app.practices.rules import TRANSITIONS, Act, Stage
from tests.practices.walking import ACTS, PARTIES, STATES, Walk

OFFICE, STAFF, BOTH = ("owner", "colleague"), ("staff",), ("owner", "colleague", "staff")
OUT = (*BOTH, "reader")
NETWORK = (*OUT, "other")
ENTERED = "Entered for Ghana by the Secretariat, not confirmed."
HIDDEN = "The Secretariat hid this practice:"
LOOKS = {
    "draft": ("Draft", "", OFFICE),
    "being entered": ("Being entered by the Secretariat", ENTERED, BOTH),
    "being entered for a day": ("Being entered by the Secretariat", ENTERED, BOTH),
    "submitted": ("Submitted", "", BOTH),
    "submitted for a day": ("Submitted", "", BOTH),
    "change submitted": ("Submitted", "", BOTH),
    "returned": ("Returned", "The Secretariat returned this practice. Its reason:", BOTH),
    "agreed to": ("Agreed to, published on its day", "", BOTH),
    "agreed to, entered": ("Agreed to, published on its day", ENTERED, BOTH),
    "published": ("", "", OUT),
    "entered": ("", ENTERED, OUT),
    "public source": ("", "", OUT),
    "without a name": ("", "Published by the Secretariat for a member that is not named.", NETWORK),
    "named": ("", "", NETWORK),
    "retired": ("", "No longer used since", OUT),
    "retired, entered": ("", "No longer used since", OUT),
    "hidden": ("Hidden", HIDDEN, BOTH),
    "hidden, entered": ("Hidden", HIDDEN, BOTH),
    "hidden, retired": ("Hidden", HIDDEN, BOTH),
    "hidden, without a name": ("Hidden", "", STAFF),
    "withdrawn": ("Withdrawn", "", BOTH),
    "withdrawn draft": ("Withdrawn", "", OFFICE),
    "withdrawn without a name": ("Withdrawn", "", STAFF),
    "change taken": ("Taken into the published practice", "", BOTH),
}
"""State → its word and its note on the page, and who reads the page."""
ENDS = {
    ("draft", "submit"): ("submitted", OFFICE),
    ("draft", "withdraw"): ("withdrawn draft", OFFICE),
    ("being entered", "submit"): {"staff": "entered", "owner": "submitted",
                                  "colleague": "submitted"},
    ("being entered", "withdraw"): ("withdrawn", BOTH),
    ("being entered", "refuse"): ("withdrawn", OFFICE),
    ("being entered for a day", "submit"): {"staff": "agreed to, entered", "owner": "submitted",
                                            "colleague": "submitted"},
    ("being entered for a day", "withdraw"): ("withdrawn", BOTH),
    ("being entered for a day", "refuse"): ("withdrawn", OFFICE),
    ("submitted", "publish"): ("published", STAFF),
    ("submitted", "return"): ("returned", STAFF),
    ("submitted", "withdraw"): ("withdrawn", OFFICE),
    ("submitted for a day", "publish"): ("agreed to", STAFF),
    ("submitted for a day", "return"): ("returned", STAFF),
    ("submitted for a day", "withdraw"): ("withdrawn", OFFICE),
    ("change submitted", "publish"): ("change taken", STAFF),
    ("change submitted", "return"): ("returned", STAFF),
    ("change submitted", "withdraw"): ("withdrawn", OFFICE),
    ("returned", "submit"): ("submitted", OFFICE),
    ("returned", "withdraw"): ("withdrawn", OFFICE),
    ("agreed to", "return"): ("returned", STAFF),
    ("agreed to", "release"): ("published", OFFICE),
    ("agreed to", "withdraw"): ("withdrawn", OFFICE),
    ("published", "confirm"): ("published", OFFICE),
    ("published", "retire"): ("retired", OFFICE),
    ("published", "withdraw"): ("withdrawn", OFFICE),
    ("published", "hide"): ("hidden", STAFF),
    ("entered", "confirm"): ("published", OFFICE),
    ("entered", "refuse"): ("withdrawn", OFFICE),
    ("entered", "retire"): ("retired, entered", OFFICE),
    ("entered", "withdraw"): ("withdrawn", OFFICE),
    ("entered", "hide"): ("hidden, entered", STAFF),
    ("public source", "confirm"): ("published", OFFICE),
    ("public source", "retire"): ("retired", OFFICE),
    ("public source", "withdraw"): ("withdrawn", BOTH),
    ("public source", "hide"): ("hidden", STAFF),
    ("without a name", "name"): ("named", OFFICE),
    ("without a name", "hide"): ("hidden, without a name", STAFF),
    ("without a name", "withdraw"): ("withdrawn without a name", STAFF),
    ("retired", "revive"): ("published", OFFICE),
    ("retired", "withdraw"): ("withdrawn", OFFICE),
    ("retired", "hide"): ("hidden, retired", STAFF),
    ("hidden", "show"): ("published", STAFF),
    ("hidden", "withdraw"): ("withdrawn", OFFICE),
    ("hidden, retired", "show"): ("retired", STAFF),
    ("hidden, retired", "withdraw"): ("withdrawn", OFFICE),
}  # fmt: skip
"""State and act → the state it leads to, and for whom; everything else is refused to everybody."""
MAIL = {
    ("submitted", "submit"): (STAFF, "A practice waits for the Secretariat"),
    ("published", "publish"): (OFFICE, "Your practice is published"),
    ("published", "release"): (OFFICE, "Your practice is published"),
    ("agreed to", "publish"): (OFFICE, "Your practice is agreed to and waits for its day"),
    ("change taken", "publish"): (OFFICE, "Your change is published"),
    ("entered", "submit"): (OFFICE, "A practice was entered for your office"),
    ("agreed to, entered", "submit"): (OFFICE, "A practice was entered for your office"),
    ("returned", "return"): (OFFICE, "Your practice came back with a reason"),
    ("hidden", "hide"): (OFFICE, "Your practice was hidden with a reason"),
    ("hidden, entered", "hide"): (OFFICE, "Your practice was hidden with a reason"),
    ("hidden, retired", "hide"): (OFFICE, "Your practice was hidden with a reason"),
    ("published", "show"): (OFFICE, "Your practice is shown again"),
    ("retired", "show"): (OFFICE, "Your practice is shown again"),
    ("withdrawn", "refuse"): (STAFF, "An office refused what was entered for it"),
}
"""End and act → who is written to, and what; nobody else, and of everything else nobody."""
STAGE_OF = {
    "draft": Stage.DRAFT, "being entered": Stage.ON_BEHALF,
    "being entered for a day": Stage.ON_BEHALF, "submitted": Stage.SUBMITTED,
    "submitted for a day": Stage.SUBMITTED, "change submitted": Stage.SUBMITTED,
    "returned": Stage.RETURNED, "agreed to": Stage.APPROVED, "agreed to, entered": Stage.APPROVED,
    "published": Stage.PUBLISHED, "entered": Stage.PUBLISHED, "public source": Stage.PUBLISHED,
    "without a name": Stage.PUBLISHED, "named": Stage.PUBLISHED, "retired": Stage.RETIRED,
    "retired, entered": Stage.RETIRED, "hidden": Stage.HIDDEN, "hidden, entered": Stage.HIDDEN,
    "hidden, retired": Stage.HIDDEN, "hidden, without a name": Stage.HIDDEN,
    "withdrawn": Stage.WITHDRAWN, "withdrawn draft": Stage.WITHDRAWN,
    "withdrawn without a name": Stage.WITHDRAWN, "change taken": Stage.TAKEN,
}  # fmt: skip


def end_of(state: str, act: str, party: str) -> str | None:
    """Return the state that an act of a party leads to by the table, None where it is refused."""
    found = ENDS.get((state, act), {})
    if isinstance(found, tuple):
        return found[0] if party in found[1] else None
    return found.get(party)


def looks(walk: Walk, item_id: str, state: str) -> None:
    """Assert that each party reads what the table says of a state, or nothing."""
    word, note, who = LOOKS[state]
    for party in PARTIES:
        seen = walk.reads(party, item_id)
        if party in who:
            assert not isinstance(seen, int), (state, party)
            assert seen[0] == word, (state, party)
            assert seen[1].startswith(note), (state, party)
        else:
            assert seen == (303 if party == "public" else 404), (state, party)


@pytest.mark.long
@pytest.mark.parametrize("state", list(STATES))
def test_every_act_of_every_party(database, portal, cast, browse, state):
    walk = Walk(database, portal, cast, browse)
    noise = walk.begin("published")
    before = walk.now(noise)
    one = walk.begin(state)
    looks(walk, one, state)
    for act, party in product(ACTS, PARTIES):
        was, end = walk.now(one), end_of(state, act, party)
        status = walk.do(party, act, one)
        told = walk.told()
        if end is None:
            assert status in {401, 403, 404, 409}, (act, party)
            assert (walk.now(one), told) == (was, frozenset()), (act, party)
            continue
        assert status == 303, (act, party)
        assert walk.now(one)[0] == STAGE_OF[end], (act, party)
        who, subject = MAIL.get((end, act), ((), ""))
        assert told == {(each, subject) for each in who}, (act, party)
        looks(walk, one, end)
        one = walk.begin(state)
    assert walk.now(noise) == before


TWICE = [
    ("submitted", "publish", "staff"),
    ("published", "withdraw", "owner"),
    ("hidden", "show", "staff"),
    ("retired", "revive", "owner"),
]


def test_of_two_presses_one_counts(database, portal, cast, browse):
    walk = Walk(database, portal, cast, browse)
    for state, act, party in TWICE:
        one = walk.begin(state)
        version = walk.now(one)[1]
        assert walk.do(party, act, one) == 303
        after = walk.now(one)
        assert after[1] == version + 1
        sent = {"csrf": walk.people[party].token, "version": str(version), "reason": "Because."}
        again = walk.people[party].client.post(
            f"/practices/{one}/{ACTS[act]}", data=sent, follow_redirects=False
        )
        assert again.status_code in {403, 409}
        assert walk.now(one) == after


def test_the_tables_know_every_pair_of_stages_and_every_transition():
    assert set(LOOKS) == set(STAGE_OF)
    assert set(STATES) <= set(LOOKS)
    assert {STAGE_OF[state] for state in STATES} == set(Stage)
    assert {state for state, _ in ENDS} <= set(STATES)
    walked = {
        (STAGE_OF[state], STAGE_OF[end])
        for state, act, party in product(STATES, ACTS, PARTIES)
        if (end := end_of(state, act, party)) is not None
    }
    graph = {(start, one.end) for one in TRANSITIONS.values() for start in one.starts}
    assert walked == graph | {(Stage.PUBLISHED, Stage.PUBLISHED)}, "to confirm and to name stay"
    assert len(list(product(Stage, Stage))) == 100
    assert len(set(product(Stage, Stage)) - walked) == 100 - len(walked)
    assert len(Act) == len(TRANSITIONS)
