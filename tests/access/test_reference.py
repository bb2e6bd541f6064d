"""The portal and docs/policy.md agree; a portal that does not is found out. Long: `make prove`."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from app.access import policy
from app.access.audience import labels_of_draft, labels_of_submitted
from app.access.labels import NETWORK, SECRETARIAT
from app.access.policy import P, Rule
from app.access.predicates import owner, staff
from app.access.viewer import Viewer
from app.core import clock
from app.core.config import ROOT
from app.directory.two_people import Answer
from app.seats.rules import labels as labels_of_seat
from prove.comparing import Differs
from prove.house import opened
from prove.seeing import acting, run

STEPS = 300
MODULES = (
    "owned",
    "stated", "holders", "reference", "weakly", "course", "promised",
    "consulted", "adapted", "remarked", "talked", "translated", "planned",
    "conversed", "placed",
)  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_the_reference_imports_nothing_of_the_portal(module):
    tree = ast.parse((ROOT / "prove" / f"{module}.py").read_text(encoding="utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    }

    own = {f"prove.{one}" for one in MODULES}
    assert names <= own | {"collections.abc", "contextlib", "dataclasses"}


@pytest.mark.long
def test_portal_and_reference_agree(database_url):
    with opened(database_url) as house:
        counts = run(house, STEPS, same=True)

    assert counts.acts > STEPS / 3
    assert counts.done > counts.acts / 10
    assert counts.compared > 10 * counts.acts


def _rule(permission: P, *alternatives) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setitem(policy.POLICY, permission, Rule(alternatives))


def _name(where: str, mutant: object) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(where, mutant)


def _names(mutants: Mapping[str, object]) -> Callable[[pytest.MonkeyPatch], None]:
    def mutate(patch: pytest.MonkeyPatch) -> None:
        for where, mutant in mutants.items():
            patch.setattr(where, mutant)

    return mutate


_labels = Viewer.labels.func


def _whole(viewer: Viewer) -> Viewer:
    return replace(viewer, reads_only=False)


def _also_the_network(viewer: Viewer) -> tuple[str, ...]:
    return tuple(sorted({*_labels(viewer), NETWORK} - {f"person:{viewer.person_id}"}))


def _also_for_others(viewer: Viewer) -> bool:
    office = viewer.office
    return office is not None and not office.led and office.stands_in_for is None


def _of_a_seat_as_before(stage, owner, audience, applicants, *, was_out):
    was = "published" if stage == "withdrawn" else stage
    return labels_of_seat(was, owner, audience, applicants, was_out=was_out)


WRONG = {
    "whoever stands in binds the member": _name(
        "app.access.viewer.Viewer.in_interim", property(_also_for_others)
    ),
    "a stand-in says that the absence goes on": _rule(
        P.OFFICE_AWAY, (policy.administrator,), (owner,)
    ),
    "who proposed a review agrees to it": _names(
        {
            "app.contested.rules.Life.may_confirm": lambda life, _person: bool(life.proposer),
            "app.contested.actions.answer_of": lambda *_: Answer(),
        }
    ),
    "the word of who left the Secretariat counts in a review": _name(
        "app.contested.actions.answer_of", lambda *_: Answer()
    ),
    "sessions go on when an office comes under review": _name(
        "app.contested.actions._shut", lambda _db, _office: None
    ),
    "the Secretariat changes drafts": _rule(P.PRACTICE_EDIT, (owner,), (staff,)),
    "what was submitted is still changed": _rule(P.PRACTICE_EDIT, (owner,)),
    "anybody of the network steers a request": _rule(P.REQUEST_STEER, (policy.office_holder,)),
    "the Secretariat reads drafts": _name(
        "app.practices.actions.labels_of_draft", labels_of_submitted
    ),
    "submitting hands nothing over": _name(
        "app.practices.actions.labels_of_submitted", labels_of_draft
    ),
    "requests are for the network once open": _name(
        "app.assistance.visibility.labels_of_open",
        lambda owners, _audience: labels_of_draft(owners) | {NETWORK, SECRETARIAT},
    ),
    "who came in to read only reads by every label": _name(
        "app.access.viewer.Viewer.labels", property(lambda viewer: _labels(_whole(viewer)))
    ),
    "everybody who signed in is of the network": _name(
        "app.access.viewer.Viewer.labels", property(_also_the_network)
    ),
    "more readers come without the Secretariat": _name(
        "app.practices.readership.wider", lambda *_asked: False
    ),
    "a guest still reads after the last day": _name(
        "app.guests.queries._today", lambda: {"today": clock.today() - timedelta(days=1)}
    ),
    "whoever holds an office is a guest as well": _name(
        "app.guests.queries.may_be_guest", lambda viewer: viewer.signed_in
    ),
    "the network still reads an offer that was withdrawn": _name(
        "app.standing.actions.labels_of_submitted",
        lambda owners: labels_of_submitted(owners) | {NETWORK},
    ),
    "whoever acts in the interim changes a standing offer": _rule(P.STANDING_STEER, (owner,)),
    "a guest reads the text after the last day": _name(
        "app.manual.voices.queries.Seat.reads", property(lambda _seat: True)
    ),
    "what was sent to a withdrawn consultation stays": _name(
        "app.manual.consulting.ending.give_back", lambda *_asked: None
    ),
    "submissions are read before they are shown": _name(
        "app.manual.consulting.contributing.labels_of_submitted",
        lambda owners: labels_of_submitted(owners) | {NETWORK},
    ),
    "whoever is consulted as a guest does not see the pictures": _name(
        "app.manual.consulting.reads.heard", lambda *_asked: frozenset()
    ),
    "pictures of the draft are everybody's": _name(
        "app.manual.consulting.reads.shows", lambda *_asked: True
    ),
    "what was made of a practice reaches further than the practice": _name(
        "app.practices.adapting.opening.labels_for",
        lambda _choice, about, _owners, own: (
            frozenset(about) | labels_of_submitted([own]) | {NETWORK}
        ),
    ),
    "the Secretariat sees what is out for clearance": _name(
        "app.clearing.actions.labels_of_draft", labels_of_submitted
    ),
    "what came back can still be closed twice": _name(
        "app.clearing.actions.OPEN", ("out", "back", "closed")
    ),
    "nobody changes what the Secretariat said": _rule(P.DISCUSSION_STEER, (owner,)),
    "anybody changes what another office said": _rule(
        P.DISCUSSION_STEER, (policy.office_holder,), (staff,)
    ),
    "the network still reads a practice that was hidden": _name(
        "app.practices.resting.labels_of_submitted",
        lambda owners: labels_of_submitted(owners) | {NETWORK},
    ),
    "whoever acts in the interim retires a practice": _rule(
        P.PRACTICE_RETIRE, (owner, policy.stage_in("published", "retired"))
    ),
    "one of several owners withdraws a practice alone": _name(
        "app.practices.joining.agreement.ensure_agreed", lambda *_asked: None
    ),
    "who gave up its share reads a practice as before": _name(
        "app.practices.joining.owning.open_to", lambda *_opened: None
    ),
    "any state claims what was entered of another": _rule(
        P.PRACTICE_CONFIRM, (policy.office_holder, policy.stage_in("published"))
    ),
    "the Secretariat reads what two members say alone": _name(
        "app.assistance.talks.holding.labels_of_draft", labels_of_submitted
    ),
    "the network still reads a seat that was withdrawn": _name(
        "app.seats.holding.labels", _of_a_seat_as_before
    ),
    "the Secretariat puts a request to more": _rule(P.REQUEST_STEER, (owner,), (staff,)),
    "an ended appointment goes on": _name(
        "app.directory.keeping._close", lambda *_how, **_keep: None
    ),
}
"""What would be wrong, and how the portal is made so."""

VOICES = (
    "seldom_consulted", "consult", "on_consultation", "submit", "unsubmit", "answer_submission",
    "give_back", "invite_voice", "say", "unsay",
)  # fmt: skip
REACHED_BY = {
    "whoever stands in binds the member": ("be_away", "stand_in", "lead_on", "go_on_talking"),
    "a stand-in says that the absence goes on": ("be_away", "stand_in", "sleep"),
    "who proposed a review agrees to it": ("contest", "agree_to_it"),
    "sessions go on when an office comes under review": ("contest", "agree_to_it"),
    "the word of who left the Secretariat counts in a review": (
        "contest",
        "leave_or_return",
    ),
    "the Secretariat reads drafts": ("begin", "on_practice"),
    "more readers come without the Secretariat": ("lead_on", "choose_readers"),
    "a guest still reads after the last day": ("lead_on", "lend", "sleep"),
    "whoever holds an office is a guest as well": ("lead_on", "lend", "sleep", "appoint"),
    "the network still reads an offer that was withdrawn": ("declare", "on_promise"),
    "whoever acts in the interim changes a standing offer": ("declare", "on_promise", "end"),
    "a guest reads the text after the last day": (*VOICES, "sleep"),
    "what was sent to a withdrawn consultation stays": VOICES,
    "submissions are read before they are shown": ("consult", "submit"),
    "whoever is consulted as a guest does not see the pictures": VOICES,
    "pictures of the draft are everybody's": VOICES,
    "what was made of a practice reaches further than the practice": (
        "record",
        "on_record",
        "seldom_recorded",
    ),
    "the Secretariat sees what is out for clearance": ("clear", "on_clearance"),
    "what came back can still be closed twice": ("clear", "on_clearance"),
    "nobody changes what the Secretariat said": ("remark", "on_remark"),
    "anybody changes what another office said": ("remark", "on_remark"),
    "the network still reads a practice that was hidden": ("lead_on", "seldom_on_practice"),
    "whoever acts in the interim retires a practice": ("lead_on", "on_practice", "end"),
    "one of several owners withdraws a practice alone": ("agree_all", "on_practice"),
    "who gave up its share reads a practice as before": (
        "ask_owner",
        "answer_owner",
        "leave_owners",
    ),
    "any state claims what was entered of another": ("enter_from_sources",),
    "the Secretariat reads what two members say alone": (
        "seldom_answered",
        "switch_talk",
        "say_in_talk",
    ),
    "the network still reads a seat that was withdrawn": ("offer_seat", "on_seat", "apply_for"),
    "the Secretariat puts a request to more": ("lead_on", "widen", "begin"),
    "an ended appointment goes on": ("end", "sleep"),
}
"""The acts that lead there, where any acts in any order would take long; the rest take any."""


@pytest.mark.long
@pytest.mark.parametrize("wrong", WRONG)
def test_a_portal_that_is_wrong_is_found_out(wrong, monkeypatch):
    WRONG[wrong](monkeypatch)

    with opened() as house, pytest.raises(Differs):
        run(house, 10 * STEPS, same=True, only=REACHED_BY.get(wrong, ()))


def test_acts_are_known_by_their_names():
    assert REACHED_BY.keys() <= WRONG.keys()
    assert acting() == {}
    assert "declare" not in acting(["declare"])
    assert {"on_promise", "contest", "sleep"} <= acting(["declare"]).keys()
    with pytest.raises(LookupError, match="declares"):
        acting(["declares"])
