"""Practices like one: the closest first by a plain loop, for each reader, and nothing hidden."""

from itertools import product

from app.access.viewer import ANYONE
from app.practices.alike import CLOSEST, MOST, SHARED, alike
from app.practices.rules import Stage
from tests.practices import sample
from tests.practices.test_practice_list import _sees, library, template

__all__ = ["library", "template"]


def _rank(one, other) -> int | None:
    shared = {code for code in SHARED if set(one.words[code]) & set(other.words[code])}
    return next((n for n, wanted in enumerate(CLOSEST) if set(wanted) <= shared), None)


def test_the_closest_are_those_that_a_plain_loop_finds(library, cast, database):
    viewers = [ANYONE, *(somebody.viewer for somebody in cast.values())]
    answers = 0
    with database.read() as conn:
        for viewer, one in product(viewers, library[::7]):
            others = [other for other in library if other is not one and _sees(viewer, other)]
            ranked = [(_rank(one, other), n, other) for n, other in enumerate(reversed(others))]
            close = sorted((each for each in ranked if each[0] is not None), key=lambda e: e[:2])
            expected = [
                (other.title, f"/practices/{other.id}", len(CLOSEST[rank]))
                for rank, _n, other in close[:MOST]
            ]
            if not _sees(viewer, one):
                continue
            found = alike(conn, viewer, one.id)
            assert [(f.title, f.address, len(f.shared)) for f in found] == expected
            answers += len(found)
    assert answers > 100


def test_the_page_names_what_is_shared_and_nobody_sees_more_there(cast, portal, browse):
    def publish(title, audience, words=None):
        given = sample.changes(title, audience, **(words or {}))
        with portal.db.unit_of_work() as db:
            return sample.write(
                db, cast["ghana"].viewer, Stage.PUBLISHED,
                staff=cast["editor"].viewer, portal=portal, given=given,
            )  # fmt: skip

    one = publish("The one", "public", {"factor": ("6", "8")})
    publish("Open to all", "public", {"theme": ("treaties",), "factor": ("8",)})
    publish("For Denmark alone", "members:DNK", {"factor": ("6",)})
    publish("Something else", "public", {"theme": ("hate-speech",), "factor": ("2",)})

    def names(who):
        page = browse(who).get(f"/practices/{one}")
        return [
            (
                row.select_one("h3").get_text(strip=True),
                *(span.get_text(strip=True) for span in row.select(".meta span")),
            )
            for row in page.soup.select("section[aria-labelledby=h-alike] li")
        ]

    shared = ("Same risk factor", "Same regional group")
    assert names("nobody") == [("Open to all", *shared)]
    assert names("costa_rica") == [("Open to all", *shared)]
    both = ("Same risk factor", "Same theme", "Same regional group")
    assert names("denmark") == [("For Denmark alone", *both), ("Open to all", *shared)]


def test_what_is_like_nothing_has_no_such_part(cast, portal, browse):
    with portal.db.unit_of_work() as db:
        one = sample.write(
            db, cast["ghana"].viewer, Stage.PUBLISHED, staff=cast["editor"].viewer, portal=portal
        )
    page = browse("denmark").get(f"/practices/{one}")
    assert page.soup.select("#h-alike") == []
