"""A request entered for an office by letter: confirmed, corrected, refused, and never let out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.assistance import ending, queries, reminding
from app.assistance.behalf import actions
from app.assistance.behalf.queries import LETTERS
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.files.models import Attachment
from app.mail.models import Letter
from app.notifications.models import Waiting
from tests.assistance.behalf import attach, entry
from tests.assistance.sample import HOW, WHAT, how, what
from tests.assistance.test_journey import version
from tests.practices.behalf import seat_of

letter, waiting = table(Letter), table(Waiting)
WHY = "Our ministry wrote no such letter."


@pytest.fixture
def entered(making, cast):
    def make(*, handed: bool = True) -> str:
        with making() as maker:
            later = clock.today() + timedelta(days=20)
            return entry(maker, cast["ghana"].viewer.office, what(), how(later), handed=handed)

    return make


def test_the_secretariat_enters_and_the_office_confirms_in_one_step(browse, cast, database, portal):
    editor, ghana = browse("editor"), browse("ghana")
    office = cast["ghana"].viewer.office.id
    assert editor.get("/assistance").soup.select("a[href='/assistance/enter']")
    page = editor.post(
        "/assistance/enter", {"asked_on": str(clock.today() + timedelta(1))}, status=422
    )
    assert page.words(".problem li") == [
        "Choose the office that asked for it.",
        "The letter cannot be of a day that lies ahead.",
        "Write a title of one line.",
    ]
    sent = {"office": office, "asked_on": str(clock.today()), "title": "A warning page"}
    there = editor.post("/assistance/enter", {**sent, "language": "en"}).location
    here = there.removesuffix("/letter")
    assert editor.get(there).words("h1") == ["Letter of the office"]
    assert ghana.get(here).words("#h-behalf")[0].startswith("Entered for")

    for step, said in (("what", WHAT), ("how", HOW), ("readers", {"circle": "network"})):
        editor.post(f"{here}/{step}", {**said, "version": version(editor.get(f"{here}/{step}"))})
    check = editor.get(f"{here}/check")
    assert "Hand over to the office" in check.text
    late = editor.post(f"{here}/enter", {"version": version(check)}, status=409)
    assert "Attach the letter of the office first" in late.words(".note.stop p")[0]
    with database.unit_of_work() as db:
        attach(db, portal, cast["editor"].viewer, here.split("/")[2])
    editor.post(f"{here}/enter", {"version": version(editor.get(f"{here}/check"))})

    page = ghana.get(here)
    assert page.words(".head .st")[0] == "Entered for the office, not confirmed"
    browse("denmark").get(here, status=404)
    refused = ghana.post(f"{here}/vouch", {"version": version(page)}, status=422)
    assert refused.words(".problem li") == ["Confirm that nothing here could harm anyone."]
    ghana.post(f"{here}/vouch", {"version": version(page), "harmless": "yes"})
    page = ghana.get(here)
    assert page.words(".head .st")[0] == "Authenticated"
    assert page.words("#h-consent") == ["May this request go out?"]
    browse("denmark").get(here, status=404)
    ghana.post(f"{here}/open", {"version": version(page)})
    seen = browse("denmark").get(here)
    assert seen.soup.select("#h-behalf") == []
    file = page.soup.select_one("#h-behalf").parent.select_one("a[href*='/letter/']")["href"]
    browse("denmark").get(file, status=403)


def test_the_office_corrects_and_then_confirms(browse, entered):
    here = f"/assistance/{entered()}"
    ghana = browse("ghana_alternate")
    browse("editor").get(f"{here}/what", status=403)
    page = ghana.get(f"{here}/what")
    ghana.post(f"{here}/what", {**WHAT, "title": "In our words", "version": version(page)})
    check = ghana.get(f"{here}/check")
    ghana.post(f"{here}/vouch", {"version": version(check), "harmless": "yes"})
    assert ghana.get(here).words("h1") == ["In our words"]


@pytest.mark.parametrize(("who", "act"), [("ghana", "refuse"), ("editor", "drop")])
def test_it_is_refused_or_taken_out_once_with_a_reason(browse, entered, who, act):
    item = entered()
    here, asks = f"/assistance/{item}", browse(who)
    page = asks.get(here)
    wrong = asks.post(f"{here}/{act}", {"version": version(page)}, status=422)
    assert wrong.words(".problem li")
    sent = {"version": version(page), "reason": WHY}
    asks.post(f"{here}/{act}", sent)
    for one in ("ghana", "editor"):
        seen = browse(one).get(here)
        assert seen.words(".head .st")[0] == "Withdrawn"
        assert WHY in seen.text
        assert "Nobody else." not in seen.text
        assert "Ghana and the Secretariat. Never public." in seen.text
    late = asks.post(f"{here}/{act}", sent, status=409)
    assert late.words(".note.stop p")[0].startswith("This entry does not wait for its office now")
    browse("denmark").get(here, status=404)


def test_others_do_neither(browse, entered):
    here = f"/assistance/{entered()}"
    for who in ("denmark", "timor"):
        for act in ("vouch", "refuse", "open"):
            browse(who).post(f"{here}/{act}", {"version": "1", "reason": WHY}, status=404)
    for act in ("vouch", "refuse"):
        browse("editor").post(f"{here}/{act}", {"version": "1", "reason": WHY}, status=403)
    browse("ghana").post(f"{here}/drop", {"version": "1", "reason": WHY}, status=403)
    browse("ghana").get("/assistance/enter", status=403)


def test_silence_reminds_the_office_and_never_circulates(database, portal, entered, cast):
    item = entered()
    for day in range(0, 400, 5):
        with clock.moved(timedelta(days=day)):
            reminding.look_after(portal)
    with database.read() as conn:
        read = queries.one(conn, cast["ghana"].viewer, portal.seal, item)
        assert read is not None
        assert read.matter.stage == "entered"
        told = conn.execute(select(letter.c.subject)).scalars().all()
        assert len([one for one in told if "was entered for your office" in one]) == 8
        waits = conn.execute(select(waiting.c.what).where(waiting.c.item_id == item)).scalars()
        assert list(waits) == ["request-entered"]


def test_what_is_not_whole_or_has_no_letter_is_not_handed_over(making, cast):
    office = cast["ghana"].viewer.office
    with making() as maker:
        db, by = maker.db, maker.by("editor")
        made = actions.begin(db, by, seat_of(db, office.id), clock.today(), what(), "en")
        with pytest.raises(Conflict, match="Attach the letter"):
            actions.enter(db, by, maker.matter("editor", made))


def test_the_letter_goes_with_the_words(database, portal, entered, making, settings):
    item = entered()
    with making() as maker:
        actions.refuse(maker.db, maker.by("ghana"), maker.matter("ghana", item), WHY)
    days = timedelta(days=settings.keep_closed_days + 1)
    with clock.moved(days):
        ending.tell_due(portal)
    with clock.moved(days + timedelta(days=60)):
        ending.destroy_due(portal)
    with database.read() as conn:
        assert LETTERS.files(conn, item) == []
        assert conn.execute(select(table(Attachment))).all() == []
