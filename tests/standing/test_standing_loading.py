"""The demonstration's standing offers: declared once, on the days of the file."""

from datetime import timedelta

from app.core import clock
from app.directory import loading_demonstration as offices
from app.standing.loading import load_demonstration
from app.standing.reminding import ask_due
from tests.assistance.test_loading import PERSONAS

NEWEST = [
    "Dos charlas sobre rumores y radios locales (demonstration)",
    "Comments on a training plan about risk factors (demonstration)",
    "A talk about signs that villages watch by themselves (demonstration)",
    "Three days with officers of district peace councils (demonstration)",
    "Comments on a first national plan within two weeks (demonstration)",
]


def test_each_stands_once_where_the_file_says_and_asks_nobody_yet(database, portal, cast, browse):
    people = {persona: cast[name].viewer for persona, name in PERSONAS.items()}
    added = []
    for _ in range(2):
        with database.unit_of_work() as db:
            offices.load_demonstration(db, people)
            added.append(load_demonstration(db, {**people, **offices.contact(db)}))
    assert added == [5, 0]
    timor = browse("timor")
    assert timor.get("/standing-offers").words("#offers .rows h3") == NEWEST
    found = timor.get("/search?q=demonstration").words("main .rows .title")
    assert found == NEWEST
    api = timor.get("/api/v1/standing-offers").json()["standing_offers"]
    days = [clock.today() - timedelta(days=n) for n in (20, 30, 40, 60, 120)]
    assert [one["confirmed_on"] for one in api] == [str(day) for day in days]
    assert ask_due(portal) == 0
