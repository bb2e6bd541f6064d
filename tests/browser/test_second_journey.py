"""Who is asked as the second person answers on a telephone: the director, a facilitating state."""

from datetime import timedelta

import pytest

from app.core import clock
from app.directory.second_models import FacilitatingState

pytestmark = pytest.mark.browser


def propose(administrator, why: str) -> None:
    administrator.go("/directory/GHA/offices")
    administrator.follow("Review of the office")
    administrator.fill(reason=why)
    administrator.press("main form button[type=submit]", "#h-second")


def test_the_director_and_a_facilitating_state_answer_on_a_telephone(visitor, holdings):
    with holdings.unit_of_work() as db:
        db.add(FacilitatingState(
            member="DNK", starts=clock.today(), until=clock.today() + timedelta(days=9),
            named_at=clock.now() - timedelta(days=4),
        ))  # fmt: skip
    administrator = visitor("administrator")
    propose(administrator, "Two letters name different holders.")
    here = administrator.path
    said = "a colleague, the director of the Secretariat or the Focal Point of the facilitating"
    assert said in " ".join(administrator.read("main p"))

    denmark = visitor("focal-point-dnk", width=360)
    denmark.go("/home")
    denmark.follow("Read it and answer")
    place = denmark.path
    assert "Two letters name different holders." in denmark.read("main dd")
    denmark.fill(words="Ask the mission first.")
    denmark.press(f"form[action='{place}/refuse'] button", "main .note")
    assert "You did not agree" in denmark.read("main .note p")[0]

    propose(administrator, "Three letters name different holders.")
    director = visitor("director", width=360)
    director.go("/home")
    director.follow("Read it and answer")
    place = director.path
    assert "Three letters name different holders." in director.read("main dd")
    director.press(f"form[action='{place}/agree'] button", "main .note")
    assert "You agreed" in director.read("main .note p")[0]
    with director.refused(404):
        director.go(place.replace("/review/", "/recovery/"))
    administrator.go(here)
    assert "This office is under review: it is contested who holds it." in administrator.read(
        "main .note p"
    )
