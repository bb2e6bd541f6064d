"""Whoever does whatever in whatever order: never off the graph, nothing revealed, nothing lost."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete
from starlette.testclient import TestClient

from app.access.labels import member_label
from app.assistance import acting
from app.assistance.blind import acts
from app.assistance.talks import holding
from app.directory import keeping
from app.directory.models import Office
from tests.assistance.anybody.checks import waiting
from tests.assistance.anybody.machine import Anybody
from tests.assistance.anybody.people import SPOKEN, Community
from tests.assistance.blind.sample import fill, speaks

CHANNELS = (
    "/assistance", "/assistance/sealed", "/assistance?theme=early-warning", "/home",
    "/assistance/{}", "/assistance/overview", "/assistance/to-answer", "/search?q=geheim",
    "/api/v1/assistance/{}", "/assistance/suggested", "/assistance/figures", "/assistance/{}/talk",
    "/following", "/assistance/notes",
)  # fmt: skip
"""What is fetched in turn; ``{}`` is the id of the sealed request, which whoever asks has typed."""
CERTAIN = ("reached open", "letters", "looked for what is sealed", "pages fetched")
"""What any run finds to look at; more than that hangs on what is chosen, and on ids."""


@pytest.fixture
def community(database, portal, cast, settings) -> Community:
    with database.unit_of_work() as db:
        for who in ("ghana", "ghana_alternate"):
            speaks(db, cast[who].viewer.person_id, SPOKEN)
        crowd = fill(db, settings, "african", 8, SPOKEN)
        for region in ("grulac", "asia-pacific"):
            crowd |= fill(db, settings, region, 4, SPOKEN)
    return Community(database, portal, settings, dict(cast), crowd)


@pytest.fixture
def fetch(app):
    """Return what fetches one page after the other as somebody."""
    with TestClient(app, raise_server_exceptions=True) as client:

        def fetched(session: str, turn: int, item_id: str) -> str:
            client.cookies.set("session", session)
            path = CHANNELS[turn % len(CHANNELS)]
            answer = client.get(path.format(item_id), follow_redirects=False)
            return answer.text.replace(item_id, "") if "{}" in path else answer.text

        yield fetched


def run(community: Community, fetch, *, examples: int, steps: int) -> Counter[str]:
    """Let anybody act ``steps`` times in each of ``examples`` runs; return what was seen."""
    counts: Counter[str] = Counter()
    known = {"here": community, "counts": counts, "fetch": staticmethod(fetch) if fetch else None}
    here = type("Here", (Anybody,), known)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(here, settings=chosen)
    return counts


def test_anybody_does_anything_while_offices_change_hands(community, fetch):
    counts = run(community, fetch, examples=3, steps=15)

    assert {one for one in CERTAIN if not counts[one]} == set()


def _loses_what_waits(patch: pytest.MonkeyPatch) -> None:
    true = keeping._succeed  # noqa: SLF001 - broken on purpose

    def lost(db, viewer, new) -> None:
        true(db, viewer, new)
        code = db.get_one(Office, new.office_id).member
        db.execute(delete(waiting).where(waiting.c.label == member_label(code)))

    patch.setattr(keeping, "_succeed", lost)


def _lets_act_after_leaving(patch: pytest.MonkeyPatch) -> None:
    for where in (acting, acts, holding):
        patch.setattr(where, "ensure_still_acts", lambda _db, viewer: viewer)


WRONG = {
    "what waits is lost when an office changes hands": _loses_what_waits,
    "somebody acts after leaving": _lets_act_after_leaving,
}
"""What would be wrong, and how the portal is made so."""


@pytest.mark.long
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_portal_that_is_wrong_is_found(community, monkeypatch, wrong):
    WRONG[wrong](monkeypatch)

    with pytest.raises(AssertionError):
        run(community, None, examples=30, steps=40)
