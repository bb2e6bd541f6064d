"""A request without an offer is put to more members by its office's yes, and by nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.audience import Audience
from app.assistance import queries, reminding
from app.assistance.rules import Stage
from app.assistance.widening.rules import silent_for, together
from app.core import clock
from app.core.db import table
from app.directory.calendars import Calendar
from app.mail.models import Letter
from app.notifications.models import Waiting
from tests.assistance.test_journey import version

letter, waiting = table(Letter), table(Waiting)
NARROW = "members:TLS,EU"


def told(database) -> list[str]:
    with database.read() as conn:
        rows = conn.execute(
            select(letter.c.person_id).where(letter.c.subject.like("A member asks%"))
        )
        return list(rows.scalars())


def test_the_office_looks_says_yes_and_only_those_newly_reached_are_told(
    browse, asked, database, cast
):
    here = f"/assistance/{asked(Stage.OPEN, NARROW)}"
    ghana, denmark = browse("ghana"), browse("denmark")
    before = told(database)
    denmark.get(here, status=404)
    assert ghana.get(here).soup.select(f"a[href='{here}/widen']")
    look = ghana.get(f"{here}/widen?circle=chosen&readers=members:DNK")
    assert look.words("#h-new") == ["1 office would newly read it"]
    hidden = {
        one["name"]: one["value"]
        for one in look.soup.select(f"form[action='{here}/widen'] [name]")
        if one["name"] in {"circle", "readers", "version"}
    }
    assert hidden["readers"] == "members:DNK"
    denmark.get(here, status=404)
    ghana.post(f"{here}/widen", hidden)

    assert denmark.get(here).words(".head .st")[0] == "Open"
    browse("timor").get(here)
    browse("costa_rica").get(here, status=404)
    new = told(database)[len(before) :]
    assert new == [cast["denmark"].viewer.person_id]
    again = ghana.get(f"{here}/widen?circle=chosen&readers=members:DNK")
    assert again.words(".problem li") == [
        "This reaches nobody new. Choose others than those who are asked already."
    ]
    stale = ghana.post(f"{here}/widen", {**hidden, "readers": "members:CRI"}, status=409)
    assert stale.words(".note.stop p")


def test_the_whole_network_and_a_later_answer_date(browse, asked, portal, database, cast):
    item = asked(Stage.OPEN, NARROW)
    here, ghana = f"/assistance/{item}", browse("ghana")
    before = told(database)
    later = clock.today() + timedelta(days=90)
    sent = {"circle": "network", "version": version(ghana.get(here)), "answer_by": str(later)}
    past = {**sent, "answer_by": str(clock.today())}
    assert ghana.post(f"{here}/widen", past, status=422).words(".problem li")
    ghana.post(f"{here}/widen", sent)
    with database.read() as conn:
        read = queries.one(conn, cast["denmark"].viewer, portal.seal, item)
        assert read is not None
        assert read.answer_by == later
        labels = conn.execute(select(waiting.c.label).where(waiting.c.item_id == item)).scalars()
        assert "network" in set(labels)
    new = told(database)[len(before) :]
    people = {who: one.viewer.person_id for who, one in cast.items()}
    assert people["denmark"] in new
    assert not {people["timor"], people["eu"], people["ghana"]} & set(new)
    assert len(new) == len(set(new))


def test_what_the_secretariat_proposes_reaches_nobody_until_the_office_says_yes(browse, asked):
    here = f"/assistance/{asked(Stage.OPEN, NARROW)}"
    editor, ghana = browse("editor"), browse("ghana")
    look = editor.get(f"{here}/wider?circle=network")
    sent = {"circle": "network", "version": version(look)}
    browse("timor").post(f"{here}/wider", sent, status=403)
    browse("timor").post(f"{here}/widen", sent, status=403)
    editor.post(f"{here}/widen", sent, status=403)
    editor.post(f"{here}/wider", sent)
    browse("denmark").get(here, status=404)
    assert "proposes to put this request to more members" not in browse("timor").get(here).text
    page = ghana.get(here)
    assert page.words("#h-wider") == ["Shall it go to more members?"]
    href = page.soup.select_one("#h-wider").parent.select_one("a.btn")["href"]
    assert "would newly read it" in ghana.get(href).words("#h-new")[0]
    ghana.post(f"{here}/leave", {"version": version(page)})
    page = ghana.get(here)
    assert page.words("#h-wider") == []
    none = ghana.post(f"{here}/leave", {"version": version(page)}, status=409)
    assert none.words(".note.stop p")[0].startswith("Nothing is proposed now")
    browse("denmark").get(here, status=404)


def test_silence_suggests_and_never_widens(browse, asked, portal):
    item = asked(Stage.OPEN, NARROW)
    here = f"/assistance/{item}"
    assert "working days. You can put" not in browse("ghana").get(here).text
    for day in range(5, 200, 5):
        with clock.moved(timedelta(days=day)):
            reminding.look_after(portal)
    browse("denmark").get(here, status=404)


@pytest.mark.parametrize(
    ("asked_now", "more", "all_of_them"),
    [
        ("members:TLS", "members:DNK", "members:DNK,TLS"),
        ("members:TLS;told", "group:african", "group:african;members:TLS;told"),
        ("members:TLS", "group:african;told", "group:african;members:TLS"),
        ("secretariat", "members:DNK;told", "members:DNK;told"),
        ("group:african", "network", "network"),
        ("network", "members:DNK", "network"),
        ("secretariat", "secretariat", "secretariat"),
    ],
)
def test_nobody_is_left_out(asked_now, more, all_of_them):
    found = together(Audience.parse(asked_now), Audience.parse(more))
    assert str(found) == all_of_them
    assert Audience.parse(asked_now).labels <= found.labels or str(found) == "network"


def test_silence_is_counted_in_working_days():
    since, calendar = clock.today(), Calendar()
    assert silent_for(since, since + timedelta(days=13), calendar) == 0
    assert silent_for(since, calendar.after(since, 15), calendar) == 15
    assert silent_for(since, calendar.after(since, 22), calendar) == 22
