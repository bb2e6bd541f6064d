"""Recording what a member made of a practice; who reads it, on every way; what came of it."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, func, select, update

from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.ids import new_id
from app.directory.models import Appointment
from app.duties import address_of
from app.items.models import Item, ItemLabel, ItemOwner
from app.mail.models import Letter
from app.notifications.models import Notice
from app.practices.adapting import actions, queries
from app.practices.adapting.asking import ask_due
from app.practices.adapting.models import Adaptation
from app.practices.adapting.rules import Stage
from tests.adapting.sample import WORDS, form, said
from tests.practices.sample import matter

EVERYBODY = ("nobody", "stranger", "ghana", "denmark", "costa_rica", "eu", "editor")
DAY = timedelta(days=1)
XSS = '<script>alert("x")</script><b>bold</b>'
item, adaptation, letter = table(Item), table(Adaptation), table(Letter)


def version(page) -> dict[str, str]:
    return {"version": page.soup.select_one('main input[name="version"]')["value"]}


def readers(browse, practice: str, place: str) -> set[str]:
    """Return who reads it on every way; no way may say otherwise than its page."""
    found = set()
    for who in EVERYBODY:
        asked = browse(who)
        status = asked.client.get(place, follow_redirects=False).status_code
        reads = status == 200
        page = asked.client.get(f"/practices/{practice}")
        listed = asked.client.get(f"/practices/{practice}/adaptations")
        data = asked.client.get(f"/api/v1/practices/{practice}").json()
        ids = [one["address"] for one in data.get("adaptations", ())]
        searched = asked.client.get("/api/v1/search", params={"q": "deputy", "kind": "adaptation"})
        hits = [one["address"] for one in searched.json()["hits"]]
        facet = asked.client.get("/api/v1/practices", params={"adapted": "yes"}).json()
        counted = facet["counts"].get("adapted", {}).get("yes", 0)
        ways = {
            place in page.text,
            place in listed.text,
            place in ids,
            place in hits,
            practice in [one["id"] for one in facet["practices"]],
            counted == 1,
            data.get("adaptations_total", 0) == 1,
        }
        if status != 303 or who == "nobody":
            assert ways == {reads}, (who, reads, ways, status)
        if reads:
            found.add(who)
    return found


NETWORK = {"ghana", "denmark", "costa_rica", "eu", "editor"}


@pytest.mark.parametrize(
    ("audience", "choice", "wanted"),
    [
        ("public", "all", set(EVERYBODY)),
        ("public", "members", NETWORK),
        ("public", "owners", {"ghana", "denmark", "editor"}),
        ("network", "all", NETWORK),
        ("network", "members", NETWORK),
        ("members:DNK", "members", {"ghana", "denmark", "editor"}),
        ("group:african;members:DNK", "members", {"ghana", "denmark", "editor"}),
    ],
)
def test_whoever_reads_it_reads_the_practice_and_was_chosen(  # noqa: PLR0913, PLR0917 - a table
    browse, practice, recorded, audience, choice, wanted
):
    about = practice(audience=audience)
    made = recorded("denmark", about, readers=choice)
    assert readers(browse, about, f"/adaptations/{made}") == wanted


def test_a_member_records_changes_and_withdraws_it(browse, practice):
    about = practice(audience="public")
    denmark = browse("denmark")
    page = denmark.get(f"/practices/{about}")
    assert "Nobody has said yet what it made of this practice" in page.text
    place = f"/practices/{about}/adaptations/new"
    denmark.get(place)
    refused = denmark.post(place, {"verdict": "adapted", "conditions": "Time."}, status=422)
    assert len(refused.soup.select(".err")) == 2
    assert refused.soup.select_one("[name=conditions]").get_text().strip() == "Time."
    made = denmark.post(place, form(why=XSS)).location.partition("?")[0]
    page = denmark.get(made)
    assert XSS in page.words("#h-why + .read")[0]
    assert page.words("h1") == ["Adapted by Denmark: A practice of Ghana"]
    assert denmark.get(place, status=303).location == f"{made}/change"
    twice = denmark.post(place, form(), status=409)
    assert "has recorded this already" in twice.text
    assert twice.soup.select_one("[name=why]").get_text().strip() == WORDS["why"]

    page = denmark.get(f"{made}/change")
    denmark.post(f"{made}/change", {**form(why="Two were enough."), **version(page)})
    late = denmark.post(f"{made}/change", {**form(why="Late."), **version(page)}, status=409)
    assert "Late." in late.text
    kept = denmark.get(f"{made}/versions")
    assert kept.words("h2") == ["Version 2", "Version 1"]
    assert kept.soup.select_one("ins").get_text().startswith("Two were enough")
    browse("costa_rica").get(f"{made}/versions", status=404)
    browse("costa_rica").get(f"{made}/history", status=404)
    assert "Record changed" in denmark.get(f"{made}/history").text
    assert "Record changed" in browse("editor").get(f"{made}/history").text

    denmark.post(f"{made}/withdraw", version(denmark.get(made)))
    assert denmark.get(made).words(".head .st") == ["Withdrawn"]
    browse("costa_rica").get(made, status=404)
    again = denmark.post(place, form(verdict="declined", changed="")).location
    assert again.partition("?")[0] != made


def test_only_another_member_records_and_nobody_in_the_interim(browse, practice, database, cast):
    about = practice(audience="public")
    place = f"/practices/{about}/adaptations/new"
    for who, status in (("ghana", 403), ("stranger", 403), ("editor", 403), ("nobody", 303)):
        browse(who).get(place, status=status)
    held = table(Appointment)
    with database.unit_of_work() as db:
        mine = held.c.person_id == cast["denmark"].viewer.person_id
        db.execute(update(held).where(mine).values(ends=clock.today() - DAY))
    browse("denmark").post(place, form(), status=403)


def test_nothing_can_be_recorded_about_what_was_withdrawn_meanwhile(browse, practice, recorded):
    about = practice()
    made = recorded("denmark", about)
    ghana = browse("ghana")
    ghana.post(f"/practices/{about}/withdraw", {"version": ghana_version(ghana, about)})
    browse("costa_rica").get(f"/adaptations/{made}", status=404)
    page = browse("denmark").get(f"/adaptations/{made}")
    assert page.words("h1") == ["Adapted by Denmark: a practice that is not open to you"]
    ghana.get(f"/adaptations/{made}", status=404)
    assert "A practice of Ghana" not in page.text
    found = browse("denmark").client.get("/api/v1/search", params={"q": "deputy"}).json()["hits"]
    assert found == []


def ghana_version(ghana, about: str) -> str:
    page = ghana.get(f"/practices/{about}")
    return page.soup.select_one('form[action$="/withdraw"] input[name=version]')["value"]


def test_readers_of_the_practice_that_go_no_longer_read_what_was_made_of_it(
    browse, practice, recorded
):
    about = practice(audience="network")
    made = f"/adaptations/{recorded('denmark', about)}"
    assert readers(browse, about, made) == NETWORK
    ghana = browse("ghana")
    narrowed = {"version": ghana_version(ghana, about), "then": "choose"}
    ghana.post(f"/practices/{about}/readers", {**narrowed, "audience": "secretariat"})
    seen = {who for who in EVERYBODY if browse(who).client.get(made).url.path == made
            and browse(who).client.get(made).status_code == 200}  # fmt: skip
    assert seen == {"ghana", "denmark", "editor"}
    assert "A practice of Ghana" not in browse("denmark").get(made).text
    hits = browse("denmark").client.get("/api/v1/search", params={"q": "deputy"}).json()["hits"]
    assert hits == []


def test_the_secretariat_hides_with_a_reason_and_shows_again(browse, practice, recorded):
    about = practice()
    made = f"/adaptations/{recorded('denmark', about)}"
    editor, denmark = browse("editor"), browse("denmark")
    assert (
        "Say why: the office reads"
        in editor.post(f"{made}/hide", {**version(editor.get(made)), "reason": ""}, status=422).text
    )
    browse("ghana").post(f"{made}/hide", {"version": "1", "reason": "No."}, status=403)
    editor.post(f"{made}/hide", {**version(editor.get(made)), "reason": "Name nobody."})
    browse("ghana").get(made, status=404)
    assert "Name nobody." in denmark.get(made).text
    assert "hid this record" in denmark.get("/home").text
    page = denmark.get(f"{made}/change")
    denmark.post(f"{made}/change", {**form(why="Mended."), **version(page)})
    browse("ghana").get(made, status=404)
    editor.post(f"{made}/show", version(editor.get(made)))
    assert "Mended." in browse("ghana").get(made).text
    assert "Name nobody." not in denmark.get(made).text


def test_its_member_is_asked_after_a_year_and_again_where_it_is_too_early(
    browse, practice, recorded, portal, database
):
    about = practice()
    made = recorded("denmark", about)
    recorded("costa_rica", about, verdict="declined", changed="")
    place, denmark = f"/adaptations/{made}", browse("denmark")
    with clock.moved(364 * DAY):
        assert ask_due(portal) == 0
    with clock.moved(366 * DAY):
        assert [ask_due(portal), ask_due(portal)] == [1, 0]
        assert place in denmark.get("/home").text
        with database.read() as conn:
            subjects = conn.execute(select(letter.c.subject, letter.c.body)).all()
        asked = [body for subject, body in subjects if subject.startswith("What came of it?")]
        assert len(asked) == 1
        assert place in asked[0]
        assert "A practice of Ghana" not in asked[0]
        page = denmark.get(place)
        assert page.words("#h-ask") == ["What came of it?"]
        failed = {**version(page), "result": "failed", "note": ""}
        assert "what did not work" in denmark.post(f"{place}/result", failed, status=422).text
        denmark.post(f"{place}/result", {**version(page), "result": "early", "note": ""})
        assert "Say what came of it: it was recorded" not in denmark.get("/home").text
        assert ask_due(portal) == 0
    with clock.moved((366 + 184) * DAY):
        assert ask_due(portal) == 1
        sent = {**version(denmark.get(place)), "result": "partly", "note": "Summers stood still."}
        denmark.post(f"{place}/result", sent)
        assert "It worked in part" in browse("costa_rica").get(f"/practices/{about}").text
        assert "Summers stood still." in browse("ghana").get(place).text
        assert "says what came of a practice" in browse("ghana").get("/home").text
    with clock.moved(2000 * DAY):
        assert ask_due(portal) == 0


def test_its_owner_is_told_only_of_what_it_reads(database, practice, recorded):
    about = practice()
    with database.unit_of_work() as db:
        db.execute(Notice.__table__.delete())
    made = recorded("denmark", about)
    with database.read() as conn:
        rows = conn.execute(select(Notice.item_id, Notice.label)).all()
    assert [tuple(row) for row in rows] == [(made, "member:GHA")]
    assert address_of(database, Letter(person_id="", subject="", body="", item_id=made)) is None


def test_a_practice_that_came_of_it_stands_in_the_lineage(browse, practice, recorded):
    first, second = practice("ghana", title="First"), practice("denmark", title="Second")
    hidden = practice("costa_rica", title="Third", audience="secretariat")
    made = recorded("denmark", first, led_to=second)
    deeper = recorded("costa_rica", second, led_to=hidden)
    page = browse("timor").get(f"/practices/{first}")
    links = [one["href"] for one in page.soup.select("#lineage .tree a")]
    assert links == [f"/adaptations/{made}", f"/practices/{second}", f"/adaptations/{deeper}"]
    assert "Third" not in page.text
    above = browse("timor").get(f"/practices/{second}")
    assert [one["href"] for one in above.soup.select("#lineage .links a")] == [
        f"/practices/{first}", f"/adaptations/{made}",
    ]  # fmt: skip
    data = browse("timor").client.get(f"/api/v1/practices/{second}").json()
    assert data["came_of"] == [first]
    own = [
        one["href"]
        for one in browse("costa_rica").get(f"/practices/{first}").soup.select("#lineage .tree a")
    ]
    assert own[-1] == f"/practices/{hidden}"


def test_practices_that_came_of_each_other_end_somewhere(browse, practice, recorded):
    one, other = practice("ghana", title="One"), practice("denmark", title="Other")
    recorded("denmark", one, led_to=other)
    recorded("ghana", other, led_to=one)
    page = browse("timor").get(f"/practices/{one}")
    assert len(page.soup.select("#lineage .tree li")) == 2


def test_under_which_conditions_it_worked_is_told_but_not_where_it_failed(
    browse, practice, recorded, database
):
    about = practice()
    for who, words in (("denmark", "Trust"), ("costa_rica", "Money")):
        made = recorded(who, about, conditions=f"{words} was there.")
    with database.unit_of_work() as db:
        rows = update(adaptation).where(adaptation.c.item_id == made)
        db.execute(rows.values(result="failed", result_note="No."))
    page = browse("timor").get(f"/practices/{about}")
    assert page.words("#lineage h3 + ul .read") == ["Trust was there."]


def test_more_than_ten_have_pages_and_cost_no_more_statements(browse, practice, recorded, database):
    about = practice()
    recorded("denmark", about)
    timor = browse("timor")
    timor.get(f"/practices/{about}")
    counts = []
    for more in (0, 11):
        _multiply(database, about, more)
        seen = _statements(database, lambda: timor.client.get(f"/practices/{about}"))
        counts.append(seen)
    assert counts[0] == counts[1]
    page = timor.get(f"/practices/{about}")
    assert len(page.soup.select("#lineage .tree > li")) == 10
    whole = timor.get(f"/practices/{about}/adaptations")
    assert whole.words(".pager .num") == ["1 to 10 of 12"]
    rest = timor.get(f"/practices/{about}/adaptations?page=2")
    assert len(rest.soup.select(".tree > li")) == 2
    timor.get(f"/practices/{about}/adaptations?page=3", status=404)
    data = timor.client.get(f"/api/v1/practices/{about}/adaptations").json()
    assert (len(data["adaptations"]), data["total"], data["next"]) == (10, 12, 2)


def _multiply(database, about: str, times: int) -> None:
    """Copy the one adaptation there is, as if other members had recorded it."""
    with database.unit_of_work() as db:
        row = (
            db.execute(select(adaptation).where(adaptation.c.practice_id == about))
            .mappings()
            .first()
        )
        for _ in range(times):
            key = new_id()
            old = db.execute(select(item).where(item.c.id == row["item_id"])).mappings().one()
            db.execute(item.insert().values({**old, "id": key, "number": None}))
            for rows in (table(ItemLabel), table(ItemOwner)):
                found = db.execute(select(rows).where(rows.c.item_id == row["item_id"])).mappings()
                db.execute(rows.insert(), [{**one, "item_id": key} for one in found])
            copy = {**row, "item_id": key, "standing": None}
            db.execute(adaptation.insert().values(copy))


def _statements(database, act) -> int:
    seen = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    act()
    event.remove(database.engine, "before_cursor_execute", note)
    return len(seen)


def test_of_two_of_one_member_at_once_one_is_recorded(database, cast, practice):
    about = practice()
    gate, refused = Barrier(2), []

    def go(who: str) -> None:
        viewer = cast[who].viewer
        gate.wait()
        try:
            with database.unit_of_work() as db:
                actions.record(db, viewer, matter(db, viewer, about), said(), None)
        except Conflict as late:
            refused.append(late.msgid)

    threads = [Thread(target=go, args=(who,)) for who in ("denmark", "denmark")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with database.read() as conn:
        rows = select(func.count()).where(adaptation.c.practice_id == about)
        assert conn.execute(rows).scalar_one() == 1
    assert refused == [actions.TWICE]


def test_what_is_not_to_be_read_is_not_to_be_found_by_its_number(browse, practice, recorded):
    about = practice()
    made = recorded("denmark", about, Stage.HIDDEN)
    page = browse("editor").get(f"/adaptations/{made}")
    number = next(word for word in page.words("dd") if "/ADA/" in word)
    assert browse("denmark").get(f"/search?q={number}", status=303).location.endswith(made)
    assert made not in browse("ghana").client.get(f"/search?q={number}").text


def test_nothing_comes_of_what_was_decided_against(database, cast, practice, recorded):
    made = recorded("denmark", practice(), verdict="declined", changed="")
    viewer = cast["denmark"].viewer
    with database.read() as conn:
        found = queries.one(conn, viewer, made)
    with pytest.raises(Conflict) as late, database.unit_of_work() as db:
        actions.answer(db, viewer, found, "worked", "", None, version=1)
    assert late.value.msgid == actions.NOT_DONE
