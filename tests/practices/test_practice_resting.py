"""Retired by its office, hidden by the Secretariat; every act at every stage by everybody."""

import pytest
from sqlalchemy import select

from app.core.db import table
from app.items.models import ItemLabel
from app.mail.models import Letter
from app.notifications.models import Notice
from app.practices.models import Practice
from app.practices.rules import Stage, What
from tests.practices.test_practice_change import answer, change, hand_in, rows, stage_of

OK = 200
label, practice = table(ItemLabel), table(Practice)
LASTING = {Stage.PUBLISHED, Stage.RETIRED, Stage.HIDDEN}
UNDER_WAY = {Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.ON_BEHALF}
WALK = {
    "edit/check": ("ghana", {Stage.DRAFT, Stage.RETURNED, Stage.ON_BEHALF}, Stage.SUBMITTED),
    "publish": ("editor", {Stage.SUBMITTED}, Stage.PUBLISHED),
    "release": ("ghana", {Stage.APPROVED}, Stage.PUBLISHED),
    "return": ("editor", {Stage.SUBMITTED, Stage.APPROVED}, Stage.RETURNED),
    "withdraw": ("ghana", LASTING | UNDER_WAY, Stage.WITHDRAWN),
    "confirm": ("ghana", {Stage.PUBLISHED}, Stage.PUBLISHED),
    "revise": ("ghana", {Stage.PUBLISHED, Stage.HIDDEN}, None),
    "retire": ("ghana", {Stage.PUBLISHED}, Stage.RETIRED),
    "revive": ("ghana", {Stage.RETIRED}, Stage.PUBLISHED),
    "hide": ("editor", {Stage.PUBLISHED, Stage.RETIRED}, Stage.HIDDEN),
    "show": ("editor", {Stage.HIDDEN}, Stage.PUBLISHED),
}
"""Act → who does it, from which stages, and where it leads (None: nowhere)."""
OF_BOTH = {("edit/check", "editor"), ("withdraw", "editor")}
"""What the Secretariat does as well to what it enters for an office (``test_practice_behalf``)."""
EVERYBODY = ("nobody", "denmark", "eu", "ghana", "editor")
SEES = {
    "ghana": set(Stage),
    "editor": set(Stage) - {Stage.DRAFT},
    "denmark": {Stage.PUBLISHED, Stage.RETIRED},
    "nobody": set(),
}


def sent_to(browser, address: str, form: dict[str, str]) -> int:
    """Send a form with its token; return the status."""
    data = {"csrf": browser.token, **form}
    return browser.client.post(address, data=data, follow_redirects=False).status_code


def got(browser, address: str) -> int:
    return browser.client.get(address, follow_redirects=False).status_code


@pytest.mark.parametrize("act", WALK)
def test_every_stage_with_every_act_by_everybody(browse, written, database, act):
    who, starts, end = WALK[act]
    done = 0
    for stage in Stage:
        item_id = written("ghana", stage)
        before = stage_of(database, item_id)
        sent = {"version": before[1], "reason": "Why.", "then": "submit"}
        for one in sorted(EVERYBODY, key=lambda name: name == who):
            if stage == Stage.ON_BEHALF and (act, one) in OF_BOTH:
                continue
            may = one == who and stage in starts
            address = f"/practices/{item_id}/{act}"
            found = sent_to(browse(one), address, sent)
            wanted = {303} if may else {403, 404, 409}
            assert found in wanted, (stage, act, one, found)
            after = stage_of(database, item_id)
            assert after[0] == ((end or stage) if may else stage), (stage, act, one)
            assert may or after == before
            done += 1
    left = sum(act == done_by_both for done_by_both, _who in OF_BOTH)
    assert done == len(Stage) * len(EVERYBODY) - left


@pytest.mark.parametrize("who", SEES)
def test_who_sees_it_at_every_stage(browse, written, who):
    for stage in Stage:
        item_id = written("ghana", stage)
        found = got(browse(who), f"/practices/{item_id}")
        assert (found == OK) == (stage in SEES[who]), (stage, found)
        listed = f"/practices/{item_id}" in browse(who).get("/practices").text
        assert listed == (stage == Stage.PUBLISHED and who != "nobody"), stage
        data = got(browse(who), f"/api/v1/practices/{item_id}")
        assert (data == OK) == (stage in SEES["denmark"] and who != "nobody"), stage


def test_a_retired_practice_is_read_with_its_reason_and_listed_when_asked_for(
    browse, written, database
):
    kept, item_id = written("ghana", title="Still used"), written("ghana", title="Given up")
    sent = {"version": stage_of(database, item_id)[1], "reason": "A law took its place."}
    browse("ghana").post(f"/practices/{item_id}/retire", sent, status=303)
    reader = browse("denmark")

    page = reader.get(f"/practices/{item_id}")
    assert "A law took its place." in page.text
    assert page.words(".note.wants p")[0].startswith("No longer used since")
    shown = reader.get("/practices")
    assert [one.text for one in shown.soup.select(".rows .title")] == ["Still used"]
    assert "1 practice" in shown.text
    asked = reader.get("/practices?life=retired")
    assert [one.text for one in asked.soup.select(".rows .title")] == ["Given up"]
    assert shown.soup.select_one("input[name=life][value=retired]") is not None
    assert "Given up" not in reader.get("/home").text
    with database.read() as conn:
        found = select(practice.c.retired_reason).where(practice.c.item_id == kept)
        assert conn.execute(found).scalar_one() is None

    sent = {"version": stage_of(database, item_id)[1]}
    browse("ghana").post(f"/practices/{item_id}/revive", sent, status=303)
    again = reader.get("/practices")
    assert {one.text for one in again.soup.select(".rows .title")} == {"Still used", "Given up"}
    assert "A law took its place." not in reader.get(f"/practices/{item_id}").text
    assert again.soup.select_one("input[name=life]") is None


def test_nothing_is_retired_or_hidden_without_a_reason(browse, written, database):
    item_id = written("ghana")
    sent = {"version": stage_of(database, item_id)[1], "reason": " "}

    own = browse("ghana").post(f"/practices/{item_id}/retire", sent, status=422)
    staff = browse("editor").post(f"/practices/{item_id}/hide", sent, status=422)

    assert "Say why: those who read the practice read it with this reason." in own.text
    assert "Write the reason: the office reads it, and can mend the practice." in staff.text
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED


def test_an_older_page_retires_nothing(browse, written, database):
    item_id = written("ghana")
    sent = {"version": "2", "reason": "A law."}

    browse("ghana").post(f"/practices/{item_id}/retire", sent, status=409)

    assert stage_of(database, item_id)[0] == Stage.PUBLISHED


def test_hidden_its_office_is_told_why_mends_it_and_it_is_shown_again(browse, written, database):
    item_id = written("ghana", title="It names Kofi", audience="public")
    with database.unit_of_work() as db:
        for model in (Letter, Notice):
            db.execute(table(model).delete())
    sent = {"version": stage_of(database, item_id)[1], "reason": "It names somebody."}
    browse("editor").post(f"/practices/{item_id}/hide", sent, status=303)

    browse("nobody").get(f"/practices/{item_id}", status=303)
    browse("denmark").get(f"/practices/{item_id}", status=404)
    browse("denmark").get(f"/practices/{item_id}/versions", status=404)
    assert "Kofi" not in browse("denmark").get("/search?q=kofi").text.replace("kofi", "")
    assert "It names somebody." in browse("ghana").get(f"/practices/{item_id}").text
    assert rows(database, Notice, "label", "what") == [("member:GHA", What.HIDDEN)]
    subjects = [one for (one,) in rows(database, Letter, "subject")]
    assert len([s for s in subjects if s.startswith("Your practice was hidden")]) == 2
    made = change(browse, item_id, title="It names nobody")
    hand_in(browse, database, made)
    answer(browse, database, made)
    assert stage_of(database, item_id)[0] == Stage.HIDDEN
    browse("denmark").get(f"/practices/{item_id}", status=404)
    with database.read() as conn:
        found = select(label.c.label).where(label.c.item_id == item_id)
        assert sorted(conn.execute(found).scalars()) == ["member:GHA", "secretariat"]

    sent = {"version": stage_of(database, item_id)[1]}
    browse("editor").post(f"/practices/{item_id}/show", sent, status=303)
    page = browse("nobody").get(f"/practices/{item_id}")
    assert page.soup.h1.text == "It names nobody"
    assert "It names somebody." not in browse("ghana").get(f"/practices/{item_id}").text
    assert rows(database, Notice, "label", "what")[-1] == ("member:GHA", What.TAKEN)


def test_a_hidden_retired_practice_comes_back_retired(browse, written, database):
    item_id = written("ghana", Stage.RETIRED)
    sent = {"version": stage_of(database, item_id)[1], "reason": "Look at it."}
    browse("editor").post(f"/practices/{item_id}/hide", sent, status=303)
    sent = {"version": stage_of(database, item_id)[1]}
    browse("editor").post(f"/practices/{item_id}/show", sent, status=303)

    assert stage_of(database, item_id)[0] == Stage.RETIRED
    assert "A law came." in browse("denmark").get(f"/practices/{item_id}").text
