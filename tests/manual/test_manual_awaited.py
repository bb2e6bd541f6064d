"""What the desk takes from consultations: what nobody answered, and guests of whom none came."""

from datetime import timedelta

import pytest

from app.core import clock
from tests.manual.test_manual_consulting import consult, later, write  # noqa: F401 - a fixture
from tests.manual.test_manual_voices import NAME, guest, inviting, letters, sending  # noqa: F401


@pytest.fixture
def where(consult) -> str:  # noqa: F811 - a fixture
    return consult()


def queue(browse, kind: str, who: str = "editor") -> list[list[str]]:
    """Return title, task and address of what waits of a kind."""
    page = browse(who).get(f"/desk?kind={kind}")
    return [
        [row.th.a.get_text(), row.td.span.get_text(), row.th.a["href"]]
        for row in page.soup.select("tbody tr")
    ]


def test_what_was_submitted_waits_for_an_answer_once_the_consultation_is_over(browse, where):
    sent = write(browse("ghana"), where)
    write(browse("denmark"), where)
    assert queue(browse, "consultation") == []

    with later(11):
        title = "How an office begins"
        said = "2 submissions wait for an answer"
        assert queue(browse, "consultation") == [[title, said, where]]
        browse("editor").post(f"{sent}/answer", {"answer": "Taken in."})
        assert queue(browse, "consultation")[0][1] == "1 submission waits for an answer"
        assert "Consultations 1" in browse("editor").get("/desk").words("[aria-label=Show] .chip")


def test_one_that_was_ended_waits_and_one_that_was_withdrawn_does_not(browse, where):
    write(browse("ghana"), where)
    editor = browse("editor")

    editor.post(f"{where}/end")
    assert [row[2] for row in queue(browse, "consultation")] == [where]
    editor.post(f"{where}/withdraw", {"sure": "yes"})
    assert queue(browse, "consultation") == []


def test_what_its_member_withdrew_waits_for_nobody(browse, where):
    sent = write(browse("ghana"), where)
    browse("ghana").post(f"{sent}/withdraw")
    with later(11):
        assert queue(browse, "consultation") == []


def test_a_guest_who_does_not_come_waits_by_a_number_and_no_name(browse, where, cast):
    inviting(browse("editor"), where, cast, last_day=str(clock.today() + timedelta(days=9)))
    assert queue(browse, "voice") == []

    with later(3):
        ((title, task, at),) = queue(browse, "voice")
        page = browse("editor").get("/desk?kind=voice")
    assert (title, task) == ("How an office begins", "Invited, and has not come")
    assert at.startswith(f"{where}/voices/")
    assert "Guest 1 of a consultation" in page.text
    assert NAME not in page.text


def test_a_guest_who_sent_nothing_waits_two_days_before_the_end(browse, guest):  # noqa: F811
    stranger, at = guest
    with later(3):
        assert queue(browse, "voice") == []
    with later(58):
        assert [row[1] for row in queue(browse, "voice")] == ["Ends soon and has sent nothing"]
    sending(stranger, at)
    with later(58):
        assert queue(browse, "voice") == []
