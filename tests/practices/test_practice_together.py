"""Who of an office wrote what of a draft, who is writing now, and two who save the same page."""

from datetime import timedelta

import pytest

from app.core import clock
from app.practices.rules import Stage
from app.practices.together.models import PracticeSaving
from tests.practices import joint
from tests.practices.joint import version
from tests.practices.sample import FIRST_PAGE
from tests.practices.test_practice_change import rows

CONFLICT = 409


@pytest.fixture
def draft(written) -> str:
    return written("ghana", Stage.DRAFT)


def save(who, database, item_id, step="learned", **fields: str):
    """Save a page and leave."""
    sent = {"then": "leave", **version(database, item_id), **fields}
    return who.post(f"/practices/{item_id}/edit/{step}", sent)


def test_each_reads_who_saved_last_and_what_changed_by_it(browse, database, draft):
    ghana, alternate = browse("ghana"), browse("ghana_alternate")
    assert "You saved last: Several parts" in " ".join(
        ghana.get(f"/practices/{draft}").text.split()
    )
    save(alternate, database, draft, what_worked="Patience and a table.")
    page = ghana.get(f"/practices/{draft}")
    assert page.words("#together p")[0].startswith("ghana_alternate (test) saved last: What you le")
    assert "ghana_alternate (test) saved last" in ghana.get(f"/practices/{draft}/edit/what").text
    found = ghana.get(f"/practices/{draft}/written")
    assert found.words("main h2") == ["What you learned", "Several parts"]
    assert "Patience and a table." in found.words("ins")[0]
    browse("denmark").get(f"/practices/{draft}/written", status=404)
    browse("editor").get(f"/practices/{draft}/written", status=404)


def test_what_one_person_saves_of_one_page_within_a_while_is_one(browse, database, draft):
    ghana = browse("ghana")
    save(ghana, database, draft, what_worked="Patience.")
    save(ghana, database, draft, what_worked="Patience, and time.")
    assert len(rows(database, PracticeSaving, "number")) == 2
    with clock.moved(timedelta(minutes=16)):
        save(ghana, database, draft, what_worked="Time.")
    assert len(rows(database, PracticeSaving, "number")) == 3


def test_a_colleague_is_seen_writing_and_the_words_are_not(browse, draft):
    ghana, alternate = browse("ghana"), browse("ghana_alternate")
    typed = {"what_worked": "Half a sentence", "version": "1", "turn": "0"}
    alternate.post(f"/practices/{draft}/aside/learned", typed, status=200)
    page = ghana.get(f"/practices/{draft}/edit/how")
    assert "ghana_alternate (test) is writing: What you learned" in " ".join(page.text.split())
    assert "Half a sentence" not in page.text
    assert "is writing" not in alternate.get(f"/practices/{draft}/edit/how").text
    with clock.moved(timedelta(minutes=11)):
        assert "is writing" not in ghana.get(f"/practices/{draft}/edit/how").text


def test_whoever_saves_later_reads_both_texts_and_loses_none(browse, database, draft):
    ghana, alternate = browse("ghana"), browse("ghana_alternate")
    opened = version(database, draft)
    save(alternate, database, draft, "what", **{**FIRST_PAGE, "title": "Title of a colleague"})
    late = {**FIRST_PAGE, **opened, "title": "My own title", "then": "leave"}
    page = ghana.post(f"/practices/{draft}/edit/what", late, status=CONFLICT)
    assert "Not saved yet: ghana_alternate (test) saved meanwhile" in " ".join(page.text.split())
    assert page.soup.select_one("input[name=title]")["value"] == "My own title"
    heads = page.words("main h2")
    assert "What was changed since you opened this page" in heads
    assert "What your text would change now" in heads
    now = page.soup.select_one("form[data-keeper] input[name=version]")["value"]
    assert now == version(database, draft)["version"] != opened["version"]
    ghana.post(f"/practices/{draft}/edit/what", {**late, "version": now})
    assert "My own title" in ghana.get(f"/practices/{draft}").text


def test_who_comes_in_does_not_read_how_the_draft_came_about(browse, database, cast, portal, draft):
    save(browse("ghana_alternate"), database, draft, what_worked="Not this.")
    with database.unit_of_work() as db:
        joint.joined(db, portal, cast["ghana"].viewer, draft, cast["denmark"].viewer)
    assert rows(database, PracticeSaving, "number") == [(2,)]
    save(browse("ghana"), database, draft, what_worked="Patience.")
    page = browse("denmark").get(f"/practices/{draft}/written")
    assert page.words("main .meta span")[0] == "Focal Point, Ghana"
    assert "ghana (test)" not in page.text
    assert page.words("main h2") == ["What you learned", "What you learned"]


def test_how_a_draft_came_about_is_gone_once_it_is_out(database, written):
    written("ghana", Stage.PUBLISHED)
    assert rows(database, PracticeSaving, "item_id") == []
