"""What comes back from any clearance is received by one maker, which asks first who may send."""

from datetime import timedelta

import pytest

from app.clearing import back, forms
from app.core import clock
from app.rooms import ROOMS
from app.web.forms import Reader


def test_every_room_receives_by_the_one_maker():
    found = {
        route.path
        for room in ROOMS
        for route in room.routes
        if route.endpoint.__module__ == back.__name__
    }
    assert found == {
        f"{place}/clearances/{{item_id}}/back" for place in ("/manual", "/practices", "/assistance")
    }


@pytest.mark.parametrize(
    ("day", "wrong"),
    [(0, ""), (366, ""), (-1, forms.PAST), (367, forms.FAR), (None, forms.NO_DAY)],
)
def test_a_day_is_today_or_within_a_year(day, wrong):
    said = "" if day is None else (clock.today() + timedelta(days=day)).isoformat()
    reader = Reader({"deadline": [said]})
    found = forms.read_deadline(reader)
    assert reader.errors.get("deadline", "") == wrong
    assert day is None or found == clock.today() + timedelta(days=day)
