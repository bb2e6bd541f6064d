"""Who could help with a request: what its office and the secretariat read, and nobody else."""

import pytest
from sqlalchemy import delete

from app.assistance.rules import ENDED, Stage
from app.directory.holding import appointment
from tests.assistance.conftest import asked, making
from tests.practices.sample import write
from tests.standing.conftest import offered

__all__ = ["asked", "making", "offered"]

HELPERS = "section[aria-labelledby=h-helpers]"
LOOKS_FOR_HELP = set(Stage) - {Stage.AGREED, Stage.UNDER_WAY, *ENDED}


def suggested(page) -> dict[str, list[str]]:
    """Return what the page says of each member it suggests."""
    rows = page.soup.select(f"{HELPERS} li")
    return {
        row.select_one("h3").get_text(" ", strip=True): [
            " ".join(part.get_text().split()) for part in row.select(".meta span")
        ]
        for row in rows
    }


def test_its_office_and_the_secretariat_read_who_could_help_and_why(browse, offered, asked):
    offered("denmark", languages=("fr",))
    offered("costa_rica", summary="Of Costa Rica", languages=("ar",))
    offered("timor", themes=("treaties",))
    offered("timor", withdrawn=True)
    offered("ghana", summary="Our own")
    place = f"/assistance/{asked(Stage.OPEN)}"
    said = {
        "Costa Rica": [
            "Same theme (Early warning) and form of help (Video talk), in another language"
        ],
        "Denmark": ["Same theme (Early warning), form of help (Video talk) and language (French)"],
    }
    for who in ("ghana", "ghana_alternate", "editor"):
        assert suggested(browse(who).get(place)) == said
    for who in ("denmark", "timor"):
        assert suggested(browse(who).get(place)) == {}


@pytest.mark.parametrize("stage", Stage)
def test_nobody_is_suggested_once_help_is_agreed_or_the_request_is_over(
    browse, offered, asked, stage
):
    offered("costa_rica")
    page = browse("ghana").get(f"/assistance/{asked(stage)}")
    assert bool(suggested(page)) == (stage in LOOKS_FOR_HELP)


def test_a_practice_speaks_for_its_member_as_far_as_it_is_read(browse, asked, portal, cast):
    staff = cast["editor"].viewer
    with portal.db.unit_of_work() as db:
        for who, audience in (("denmark", "network"), ("timor", "members:CRI")):
            write(
                db, cast[who].viewer, staff=staff, portal=portal, audience=audience,
                title="Bells", themes=("early-warning",),
            )  # fmt: skip
    place = f"/assistance/{asked(Stage.OPEN)}"
    reason = ["1 practice of its own on Early warning"]
    assert suggested(browse("ghana").get(place)) == {"Denmark": reason}
    assert suggested(browse("editor").get(place)) == {"Denmark": reason, "Timor-Leste": reason}
    links = browse("ghana").get(place).soup.select(f"{HELPERS} h3 a")
    assert [link["href"] for link in links] == ["/directory/DNK"]


def test_who_helped_us_before_is_suggested_to_us_and_for_that_to_nobody_else(browse, asked):
    asked(Stage.CLOSED)
    ours, theirs = asked(Stage.OPEN), asked(Stage.OPEN, owner="costa_rica")
    said = {"Denmark": ["Has helped the office that asks before (Early warning)"]}
    assert suggested(browse("ghana").get(f"/assistance/{ours}")) == said
    assert suggested(browse("costa_rica").get(f"/assistance/{theirs}")) == {}
    assert suggested(browse("editor").get(f"/assistance/{theirs}")) == {}


def test_who_has_nobody_in_office_is_not_named(browse, offered, asked, portal, cast):
    offered("costa_rica", summary="Of a member without anybody")
    offered("timor", summary="Of Timor-Leste")
    with portal.db.unit_of_work() as db:
        person = cast["costa_rica"].viewer.person_id
        db.execute(delete(appointment).where(appointment.c.person_id == person))
    page = browse("ghana").get(f"/assistance/{asked(Stage.OPEN)}")
    assert list(suggested(page)) == ["Timor-Leste"]


def test_who_gives_much_help_already_comes_after_the_others(browse, offered, asked, monkeypatch):
    monkeypatch.setattr("app.matching.rules.best.__defaults__", (1,))
    offered("denmark")
    offered("timor")
    place = f"/assistance/{asked(Stage.OPEN)}"
    assert list(suggested(browse("ghana").get(place))) == ["Denmark"]
    asked(Stage.UNDER_WAY, owner="costa_rica", helper="denmark")
    assert list(suggested(browse("ghana").get(place))) == ["Timor-Leste"]
