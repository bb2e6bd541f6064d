"""The demonstration's open seats: published once, on the days of the file, and told to nobody."""

from sqlalchemy import text

from app.directory import loading_demonstration as offices
from app.seats.loading import load_demonstration
from app.seats.wishes import tell_due
from tests.assistance.test_loading import PERSONAS

FIRST_TO_CLOSE = [
    "Risk factors in five afternoons (demonstration)",
    "Three days with district officers (demonstration)",
    "Rumores y radios locales, dos tardes (demonstration)",
]


def test_each_is_open_once_and_can_be_applied_for(database, portal, cast, browse):
    people = {persona: cast[name].viewer for persona, name in PERSONAS.items()}
    added = []
    for _ in range(2):
        with database.unit_of_work() as db:
            offices.load_demonstration(db, people)
            everyone = {**people, **offices.contact(db)}
            added.append(load_demonstration(db, portal.seal, everyone))
    assert added == [3, 0]
    timor = browse("timor")
    assert timor.get("/open-seats").words("#seats .rows h3") == FIRST_TO_CLOSE
    assert timor.get("/search?q=demonstration").words("main .rows .title") == [
        FIRST_TO_CLOSE[0],
        FIRST_TO_CLOSE[2],
        FIRST_TO_CLOSE[1],
    ]
    assert tell_due(portal) == 0
    with database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM letter")).scalar_one() == 0
