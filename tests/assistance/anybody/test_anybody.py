"""Whoever does whatever in whatever order: never off the graph, nothing revealed, nothing lost."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import delete
from starlette.testclient import TestClient

from app.access.labels import member_label
from app.assistance import acting, letters, reminding
from app.assistance.blind import acts, weekly
from app.assistance.blind.rules import LANGUAGES, REGION
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
STAGES = {
    "draft", "submitted", "entered", "authenticated", "open", "in_talks", "agreed", "under_way",
    "closed",
}  # fmt: skip
FOUND = (
    "changed hands", "something waited for a successor", "tried after leaving", "letters",
    "reminders that were told once", "looked for what is sealed", "letters about what is sealed",
    "cards released", "card: could", "word: take_up", "talk: say", "talk: plan", "pages fetched",
)  # fmt: skip
SELDOM = {
    "reached returned", "reached lapsed", "reached withdrawn", "left", "jumped", "mail was down",
    "regions dropped", "word: decline", "talk: apart", "talk: agree", "talk: propose dates",
    "talk: group", "widen done", "wider done", "pause done", "transfer done",
}  # fmt: skip
"""What a long run has to reach besides."""


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


def run(
    community: Community, fetch, *, examples: int, steps: int, anew: bool = False
) -> Counter[str]:
    """Let anybody act ``steps`` times in each of ``examples`` runs; return what was seen.

    ``anew``: by other choices than before.
    """
    counts: Counter[str] = Counter()
    known = {"here": community, "counts": counts, "fetch": staticmethod(fetch) if fetch else None}
    here = type("Here", (Anybody,), known)
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=not anew,
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(here, settings=chosen)
    return counts


def until_all(
    community: Community, fetch, wanted: Iterable[str], *, examples: int, steps: int
) -> Collection[str]:
    """Run up to four times, until all that is ``wanted`` was seen; return what was not.

    What is chosen hangs on ids too, which are new each time, so one run may miss what is seldom.
    """
    counts: Counter[str] = Counter()
    for turn in range(4):
        counts += run(community, fetch, examples=examples, steps=steps, anew=turn > 0)
        missing = sorted(one for one in wanted if not counts[one])
        if not missing:
            break
    return missing


def test_anybody_does_anything_while_offices_change_hands(community, fetch):
    wanted = {*FOUND, *(f"reached {one}" for one in STAGES)}

    assert until_all(community, fetch, wanted, examples=3, steps=15) == []


@pytest.mark.long
def test_many_do_anything_for_long(community, fetch):
    wanted = {*FOUND, *SELDOM, *(f"reached {one}" for one in STAGES)}

    assert until_all(community, fetch, wanted, examples=20, steps=40) == []


def _shows_the_region(patch: pytest.MonkeyPatch) -> None:
    true = weekly.hiding

    def shown(members, owner, languages, *, readers):
        region = next((one.region for one in members if one.member == owner), None)
        hidden = true(members, owner, languages, readers=readers)
        return replace(hidden, shows=frozenset({REGION, LANGUAGES}), region=region)

    patch.setattr(weekly, "hiding", shown)


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


def _counts_what_nobody_got(patch: pytest.MonkeyPatch) -> None:
    true = letters.write
    patch.setattr(letters, "write", lambda *given, **more: max(1, true(*given, **more)))


def _reminds_twice(patch: pytest.MonkeyPatch) -> None:
    true = reminding._remind  # noqa: SLF001 - broken on purpose
    patch.setattr(reminding, "_remind", lambda *given: true(*given) and true(*given))


WRONG = {
    "a card shows the region after it was dropped": _shows_the_region,
    "what waits is lost when an office changes hands": _loses_what_waits,
    "somebody acts after leaving": _lets_act_after_leaving,
    "a reminder that nobody got counts": _counts_what_nobody_got,
    "everybody is reminded twice": _reminds_twice,
}
"""What would be wrong, and how the portal is made so."""


@pytest.mark.long
@pytest.mark.parametrize("wrong", WRONG)
def test_a_portal_that_is_wrong_is_found(community, monkeypatch, wrong):
    WRONG[wrong](monkeypatch)

    with pytest.raises(AssertionError):
        run(community, None, examples=30, steps=40)
