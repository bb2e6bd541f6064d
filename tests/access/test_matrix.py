"""Every route × everyone: who passes, who is refused, who finds nothing, by tables and not by code.

A role that is let pass acts for real, up to the commit, which is undone. Each rule of the policy
and each label is turned once: the matrix has to notice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import pytest
from sqlalchemy.exc import NoResultFound

from app.access import policy
from app.access.labels import NETWORK, SECRETARIAT, group_label, member_label
from app.access.policy import POLICY, P, Rule
from app.access.predicates import Predicate, Subject, without_subject
from app.access.viewer import ANYONE, Viewer
from tests.access.asking import Asking
from tests.access.cases import CASES, PASSES_ELSEWHERE
from tests.access.cells import Case, Gets, address, expected
from tests.access.roles import ROLES
from tests.house import routes

Cell = tuple[str, P | None, Case]
SENTENCES = {permission: rule.sentence for permission, rule in POLICY.items()}


def cells(app) -> Sequence[Cell]:
    known = {str(entry): entry.permission for entry in routes.registered(app)}
    return [(route, known[route], case) for route, cases in CASES.items() for case in cases]


def everybody(_cell: Cell) -> Iterable[str]:
    return ROLES


def wrong(
    asked: Asking, world, found: Sequence[Cell], who: Callable[[Cell], Iterable[str]] = everybody
) -> Iterator[tuple[object, ...]]:
    """Give the cells in which one of those asked gets something else than the tables say."""
    for cell in found:
        route, permission, case = cell
        method, _, path = route.partition(" ")
        where = address(path, case, world)
        for role in who(cell):
            wanted = expected(role, route, permission, case)
            got = asked.of(role, method, where, case.form)
            asked.passed.update({route} if got == Gets.PASSES else ())
            if got != wanted:
                yield route, case.things or case.at, role, f"{got} instead of {wanted}"
            elif got == Gets.REFUSED and role in case.only:
                sentence = SENTENCES[permission or P.ANYONE]
                if sentence not in asked.said:
                    yield route, case.things or case.at, role, f"not refused with: {sentence}"


def noticed(asked: Asking, world, found: Sequence[Cell]) -> bool:
    """Whether a cell is wrong, or a page cannot be made for whoever should not have been let in."""
    try:
        return next(wrong(asked, world, found), None) is not None
    except NoResultFound:
        return True


def test_every_route_is_declared(app):
    found = {str(entry) for entry in routes.registered(app)}

    assert set(CASES) == found
    assert all(CASES.values())


@pytest.mark.long
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_gets_what_the_tables_say(method, app, asked, world):
    found = [cell for cell in cells(app) if cell[0].startswith(method)]

    assert list(wrong(asked, world, found)) == []
    elsewhere = {place for place in PASSES_ELSEWHERE if place.startswith(method)}
    assert asked.passed | elsewhere == {cell[0] for cell in found}
    assert len(found) * len(ROLES) > 1000


def _always(*, holds: bool, bound: bool) -> Predicate:
    """Return a predicate that holds always or never; ``bound`` when it waits for the thing."""

    def predicate(_viewer: Viewer, _subject: Subject | None) -> bool:
        return holds

    return predicate if bound else without_subject(predicate)


ASKED_TWICE = {
    P.ANYONE, P.SECOND_DECIDE, P.PRACTICE_LETTER, P.REQUEST_LETTER, P.PRACTICE_JOIN, P.TALK_SHARE,
}  # fmt: skip
"""Where letting everybody pass changes nothing: all pass, the proposal itself says whom it asks,
the paper has readers of its own, only the office that it is put to sees the question, or the talk
asks on which side one is.

That the rule of the second is turned is noticed by the table of the policy alone."""


def turned(rule: Rule) -> Sequence[Rule]:
    """Return the rule turned: for nobody, for everybody, and without each of its alternatives."""
    lines, bound = rule.alternatives, rule.needs_subject
    fewer = [Rule((*lines[:n], *lines[n + 1 :])) for n in range(len(lines)) if len(lines) > 1]
    always = [Rule(((_always(holds=holds, bound=bound),),)) for holds in (True, False)]
    return [*always, *fewer]


@pytest.mark.long
def test_every_rule_turned_is_noticed(app, asked, world, monkeypatch):
    found, kept, tried = cells(app), [], 0
    for permission in P:
        own = [cell for cell in found if permission in {cell[1], cell[2].also}]
        for mutant in turned(POLICY[permission]):
            if permission in ASKED_TWICE and mutant.holds(ANYONE, None):
                continue
            with monkeypatch.context() as only_here:
                only_here.setitem(policy.POLICY, permission, mutant)
                if not noticed(asked, world, own):
                    kept.append(
                        (permission, [[p.__name__ for p in line] for line in mutant.alternatives])
                    )
            tried += 1

    assert kept == []
    assert tried > 70


LABELS: dict[str, Callable[[Viewer, set[str]], set[str]]] = {
    "everybody sees as the network": lambda _viewer, own: own | {NETWORK},
    "everybody sees as the Secretariat": lambda _viewer, own: own | {SECRETARIAT},
    "everybody sees as Ghana": lambda _viewer, own: own | {member_label("GHA")},
    "everybody sees as a group": lambda _viewer, own: own | {group_label("african")},
    "nobody sees as the network": lambda _viewer, own: own - {NETWORK},
    "nobody sees as the Secretariat": lambda _viewer, own: own - {SECRETARIAT},
    "nobody sees as a member": lambda _viewer, own: {o for o in own if "member:" not in o},
    "nobody sees as a group": lambda _viewer, own: {o for o in own if "group:" not in o},
    "advisers see as their member": lambda viewer, own: (
        own | ({member_label(viewer.office.member)} if viewer.office else set())
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("change", LABELS)
def test_every_label_turned_is_noticed(change, app, asked, world, monkeypatch):
    truth = Viewer.labels.func

    def mutant(viewer: Viewer) -> tuple[str, ...]:
        """A person's own label gives its place to the one that is added: nothing carries it."""
        own = {one for one in truth(viewer) if not one.startswith("person:")}
        return tuple(sorted(LABELS[change](viewer, own)))

    monkeypatch.setattr(Viewer, "labels", property(mutant))
    pages = ("GET /practices/{item_id}", "GET /assistance/{item_id}")

    assert next(wrong(asked, world, [cell for cell in cells(app) if cell[0] in pages]), None)
