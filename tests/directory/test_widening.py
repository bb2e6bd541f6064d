"""Readers chosen anew: more or fewer, judged by labels, never wrongly called fewer."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access.audience import Audience
from app.access.viewer import OfficeKind, labels_of
from app.core import clock
from app.directory.models import OrganisationMember
from app.directory.seated import seats_today
from app.directory.widening import Some, Turnover, reading_both, turnover, wider
from tests.support.people import settle_as

SETS = (
    "group:african", "group:grulac", "organisation:EU", "organisation:AU", "members:GHA",
    "members:DNK", "members:CRI", "offices:{adviser}", "offices:{focal}",
)  # fmt: skip


@pytest.fixture
def offices(cast, portal):
    """Return the offices of an adviser and of a Focal Point of Denmark, which is in the EU."""
    since, read = date(1973, 1, 1), date(2026, 1, 1)
    with portal.db.unit_of_work() as db:
        db.add(
            OrganisationMember(
                organisation="EU", member="DNK", starts=since, source="Test", as_of=read
            )
        )
        cast["adviser"] = settle_as(db, portal.settings, "adviser", ("DNK", OfficeKind.ADVISER))
    return {
        "adviser": cast["adviser"].viewer.office.id,
        "focal": cast["denmark"].viewer.office.id,
    }


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ("public", "network", False),
        ("public", "offices:{adviser}", False),
        ("network", "public", True),
        ("network", "group:african;members:DNK", False),
        ("network", "offices:{focal}", False),
        ("network", "offices:{adviser}", True),
        ("network", "secretariat", False),
        ("secretariat", "members:DNK", True),
        ("group:weog", "members:DNK", False),
        ("group:weog", "offices:{focal}", False),
        ("group:weog", "offices:{adviser}", True),
        ("group:weog", "organisation:EU", True),
        ("group:african", "members:DNK", True),
        ("organisation:EU", "members:DNK", False),
        ("organisation:EU", "members:CRI", True),
        ("members:DNK", "offices:{focal}", False),
        ("members:DNK", "members:DNK;members:CRI", True),
        ("members:CRI;members:DNK", "members:DNK;told", False),
        ("members:DNK", "group:weog", True),
        ("members:DNK", "network", True),
    ],
)
def test_what_is_more(database, offices, before, after, more):
    old, new = (Audience.parse(words.format(**offices)) for words in (before, after))
    with database.read() as conn:
        assert wider(conn, old, new) is more


audiences = st.one_of(
    st.sampled_from(["public", "network", "secretariat"]),
    st.sets(st.sampled_from(SETS), min_size=1).map(lambda sets: ";".join(sorted(sets))),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(audiences, audiences)
def test_what_is_not_more_lets_nobody_in_and_both_is_both(database, offices, before, after):
    old, new = _audience(before, offices), _audience(after, offices)
    with database.read() as conn:
        seats = [labels_of(seat) | {"public"} for _, seat in seats_today(conn, clock.today())]
        both = reading_both(conn, old.labels, new.labels)
        more = wider(conn, old, new)
    assert seats
    for sees in seats:
        reads_old, reads_new = bool(sees & old.labels), bool(sees & new.labels)
        assert more or reads_old or not reads_new
        assert not (sees & both) or (reads_old and reads_new)


def _audience(words: str, offices: dict[str, str]) -> Audience:
    pairs = (part.format(**offices).partition(":") for part in words.split(";"))
    if ":" not in words:
        return Audience.parse(words)
    return Audience.chosen((circle, code) for circle, _, code in pairs)


@pytest.mark.usefixtures("offices")
def test_who_comes_and_who_goes_is_counted_without_the_owner(database):
    nobody, everybody = Audience.parse("secretariat"), Audience.parse("public")
    with database.read() as conn:
        found = turnover(conn, Audience.parse("group:weog"), Audience.parse("members:CRI"), ["GHA"])
        same = turnover(conn, everybody, everybody, ["GHA"])
        hidden = turnover(conn, Audience.parse("members:GHA"), nobody, ["GHA"])
    assert found == Turnover(come=Some(1, 1), gone=Some(1, 1))
    assert same == hidden == Turnover(Some(0, 0), Some(0, 0))
