"""Histories: what happened, when and by whom, for those who may read it and for nobody else."""

import pytest

from app.access.viewer import OfficeKind
from app.assistance.rules import Stage as RequestStage
from app.audit.actions import record
from app.audit.events import Event
from app.directory import invitations
from app.history import pages, queries
from app.practices.rules import Stage
from tests.assistance.sample import CANARY
from tests.audit.test_no_news import fields_of

EVERYBODY = (
    "nobody", "stranger", "ghana", "ghana_alternate", "denmark", "eu", "editor", "administrator",
)  # fmt: skip


def answers(browse, path: str) -> dict[str, int]:
    """Return what everybody gets."""
    return {
        who: browse(who).client.get(path, follow_redirects=False).status_code for who in EVERYBODY
    }


def rows(answer) -> list[tuple[str, ...]]:
    """Return what happened and by whom, newest first."""
    lines = answer.soup.select("tbody tr")
    return [tuple(" ".join(td.get_text().split()) for td in one.select("td")) for one in lines]


def test_a_practice_tells_its_office_everything_and_the_secretariat_what_it_was_handed(
    browse, written
):
    item_id = written("ghana", Stage.PUBLISHED)
    path = f"/practices/{item_id}/history"
    own = rows(browse("ghana_alternate").get(path))

    assert own == [
        ("Practice published", "Secretariat editor"),
        ("Practice submitted to the Secretariat", "ghana (test), Focal Point, Ghana"),
        *[("Practice changed", "ghana (test), Focal Point, Ghana")] * (len(own) - 3),
        ("Practice begun", "ghana (test), Focal Point, Ghana"),
    ]
    assert rows(browse("editor").get(path)) == [
        ("Practice published", "editor (test), Secretariat editor"),
        ("Practice submitted to the Secretariat", "ghana (test), Focal Point, Ghana"),
    ]
    for who in ("ghana", "editor"):
        assert path in browse(who).get(f"/practices/{item_id}").text
    assert "/history" not in browse("denmark").get(f"/practices/{item_id}").text


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.PUBLISHED])
def test_to_all_others_there_is_no_history_of_a_practice(browse, written, stage):
    found = answers(browse, f"/practices/{written('ghana', stage)}/history")
    none = answers(browse, "/practices/abcdefghijkm/history")

    staff = {"editor", "administrator"} if stage == Stage.PUBLISHED else set()
    readers = {"ghana", "ghana_alternate", *staff}
    assert {who for who, status in found.items() if status == 200} == readers
    assert {who: found[who] for who in found.keys() - readers} == {
        who: none[who] for who in found.keys() - readers
    }
    assert none["denmark"] == 404


def test_a_request_tells_who_of_the_secretariat_read_it(browse, asked):
    item_id = asked(RequestStage.IN_TALKS)
    path = f"/assistance/{item_id}/history"
    browse("editor").get(f"/assistance/{item_id}")
    browse("administrator").get(f"/assistance/{item_id}")
    own = browse("ghana").get(path)

    assert rows(own)[:5] == [
        ("Request read", "Secretariat administrator"),
        ("Request read", "Secretariat editor"),
        ("Talks about an offer taken up", "ghana (test), Focal Point, Ghana"),
        ("Help offered", "Focal Point, Denmark"),
        ("Request opened to those it addresses", "ghana (test), Focal Point, Ghana"),
    ]
    assert rows(own)[-1] == ("Request begun", "ghana (test), Focal Point, Ghana")
    assert path in browse("ghana").get(f"/assistance/{item_id}").text
    seen = rows(browse("editor").get(path))
    assert seen[0] == ("Request read", "administrator (test), Secretariat administrator")
    assert "Request begun" not in {what for what, _ in seen}
    found = answers(browse, path)
    assert {who for who, status in found.items() if status == 200} == {
        "ghana", "ghana_alternate", "editor", "administrator",
    }  # fmt: skip
    assert found["denmark"] == 404
    assert "/history" not in browse("denmark").get(f"/assistance/{item_id}").text


def test_a_member_reads_who_was_invited_to_its_offices(browse, database, cast):
    with database.unit_of_work() as db:
        administrator = cast["administrator"].viewer
        for code in ("GHA", "DNK"):
            invitations.invite(db, code, OfficeKind.ADVISER, "Secret Name", viewer=administrator)
        record(db, Event.OFFICE_TAKEN, viewer=cast["ghana"].viewer, subject="GHA")
    answer = browse("ghana").get("/directory/GHA/history")

    assert rows(answer) == [
        ("Office taken", "ghana (test), Focal Point, Ghana"),
        ("Person invited to an office", "Secretariat administrator"),
    ]
    assert "Secret Name" not in answer.text
    assert "/directory/GHA/history" in browse("ghana").get("/directory/GHA").text
    assert "/history" not in browse("ghana").get("/directory/DNK").text
    found = answers(browse, "/directory/GHA/history")
    assert {who for who, status in found.items() if status == 200} == {
        "ghana", "ghana_alternate", "editor", "administrator",
    }  # fmt: skip
    assert browse("ghana").client.get("/directory/XXX/history").status_code == 404


def test_a_person_reads_the_own_history_and_the_administrator_what_both_may_see(
    browse, cast, written
):
    out, hidden = written("ghana", Stage.PUBLISHED), written("ghana", Stage.DRAFT, title="Hidden")
    person = cast["ghana"].viewer.person_id
    path = f"/people/{person}/history"
    browse("ghana").post("/account/language", {"language": "fr"})
    browse("ghana").post("/account/language", {"language": "en"})
    own = browse("ghana").get(path)
    told = browse("administrator").get(path)

    assert path in browse("ghana").get("/account").text
    assert rows(own)[0] == ("Language chosen", "ghana (test), Focal Point, Ghana", "–")
    assert f'href="/practices/{hidden}"' in own.text
    assert f'href="/practices/{out}"' in told.text
    assert hidden not in told.text
    assert len(rows(told)) < len(rows(own))
    assert {who for _, who, _ in rows(told)} == {"ghana (test), Focal Point, Ghana"}
    found = answers(browse, path)
    assert {who for who, status in found.items() if status == 200} == {"ghana", "administrator"}
    assert found["editor"] == found["denmark"] == 404
    assert browse("administrator").client.get("/people/abcdefghijkm/history").status_code == 404
    in_history = browse("administrator").get(f"/practices/{out}/history")
    assert in_history.soup.select(f'td a[href="{path}"]')
    assert not browse("editor").get(f"/practices/{out}/history").soup.select("td a")


def test_a_history_has_pages(browse, database, cast, written, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    monkeypatch.setattr("app.history.shown.PER_PAGE", 2)
    item_id = written("ghana", Stage.DRAFT)
    with database.unit_of_work() as db:
        for _ in range(4):
            record(db, Event.PRACTICE_CHANGED, viewer=cast["ghana"].viewer, subject=item_id)
    path = f"/practices/{item_id}/history"
    ghana, all_rows, sizes, here = browse("ghana"), [], [], path
    while here:
        page = ghana.get(here)
        all_rows += rows(page)
        sizes.append(len(rows(page)))
        (following,) = page.soup.select('a[rel="next"]') or [{"href": ""}]
        here = following["href"]

    with database.read() as conn:
        told = queries.of_subjects(conn, [item_id], tuple(Event), 1).total
    assert len(all_rows) == told >= 5
    assert set(sizes[:-1]) == {2}
    assert all_rows[-1][0] == "Practice begun"
    assert page.soup.select_one('a[rel="prev"]')["href"].startswith(f"{path}?page=")
    for bad in ("0", "99", "x", "-1", "01", "1234567", "²"):
        assert ghana.client.get(path, params={"page": bad}).status_code == 404


def test_editors_read_the_history_of_a_chapter(browse, database):
    from app.loading import load  # noqa: PLC0415 - the whole manual, for this test only

    load(database, lambda _line: None)
    editor = browse("editor")
    form = editor.get("/manual/edit/appointing").soup
    text = form.select_one("textarea[name=text]").get_text()
    sent = fields_of(editor, "/manual/edit/appointing", "/manual/edit/appointing")
    sent["text"] = [f"{text.strip()}\n\nOne more paragraph, to have a history."]
    editor.post("/manual/edit/appointing", sent)
    found = rows(editor.get("/manual/edit/appointing/history"))

    assert ("Paragraph changed", "editor (test), Secretariat editor") in found[:2]
    assert ("Chapter changed", "editor (test), Secretariat editor") in found[:2]
    assert ("Chapter changed", "The portal itself") in found
    assert browse("administrator").client.get("/manual/edit/appointing/history").status_code == 403
    assert editor.client.get("/manual/edit/none/history").status_code == 404
    assert "/manual/edit/appointing/history" in editor.get("/manual/edit/appointing").text


def test_nothing_confidential_stands_in_a_history_but_its_title(browse, asked):
    item_id = asked(RequestStage.CLOSED)
    text = browse("ghana").get(f"/assistance/{item_id}/history").text

    assert text.count(CANARY) == text.count(f"One warning page {CANARY}") > 0
    assert set(Event) >= pages.OF_OFFICE_ONLY
