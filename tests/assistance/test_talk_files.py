"""Files of a talk while the two members talk alone, and the talk after an office changed hands."""

from sqlalchemy import text

from tests.assistance.test_interim import appoint
from tests.assistance.test_talks import apart, said, talk
from tests.support.uploading import meanwhile, sent

__all__ = ["appoint", "talk"]

SHARED = ("Shared.txt", b"read by three", "text/plain")
ALONE = ("Alone.txt", b"read by two", "text/plain")


def files(database) -> dict[str, str]:
    """Return the ids of the files by what they belong to."""
    with database.read() as conn:
        rows = conn.execute(text("SELECT item_id, id FROM attachment"))
        return {row.item_id: row.id for row in rows}


def test_a_file_of_two_alone_is_neither_read_nor_named_by_the_secretariat(talk, browse, database):
    _, item, offer_id = talk
    here = f"/assistance/{item}/offers/{offer_id}/files"
    browse("denmark").post(here, **sent(SHARED))
    apart(talk, browse)
    browse("ghana").post(here, **sent(ALONE))
    found = files(database)
    shared, (alone,) = found.pop(offer_id), found.values()
    for who in ("ghana", "denmark"):
        assert browse(who).get(f"{here}/{alone}").text == "read by two"
        assert browse(who).get(f"{here}/{shared}").text == "read by three"
        for page in (here, f"/assistance/{item}", f"/api/v1/assistance/{item}"):
            assert "Alone.txt" in browse(who).get(page).text
    for who, status in (("editor", 404), ("costa_rica", 404), ("stranger", 404)):
        browse(who).get(f"{here}/{alone}", status=status)
        browse(who).get(f"/api/v1/assistance/{item}/offers/{offer_id}/files/{alone}", status=404)
    assert browse("editor").get(f"{here}/{shared}").text == "read by three"
    for page in (f"/assistance/{item}", f"/api/v1/assistance/{item}"):
        assert "Shared.txt" in browse("editor").get(page).text
        assert "Alone.txt" not in browse("editor").get(page).text
    browse("denmark").post(f"{here}/{alone}/remove", status=404)
    browse("ghana").post(f"{here}/{alone}/remove")
    browse("denmark").post(f"{here}/{shared}/remove")
    assert files(database) == {}


def test_a_file_sent_while_its_readers_change_is_not_kept(talk, browse, database, monkeypatch):
    _, item, offer_id = talk
    here = f"/assistance/{item}/offers/{offer_id}/files"
    meanwhile(monkeypatch, lambda: apart(talk, browse))
    page = browse("ghana").post(here, status=409, **sent(SHARED))
    assert "Who reads this talk was changed meanwhile" in page.text
    assert files(database) == {}


def test_the_next_holder_reads_on_and_the_one_before_reads_no_more(talk, browse, request):
    here, *_ = talk
    apart(talk, browse)
    browse("denmark").post(here, said("Before the office changed hands", apart="yes"))
    request.getfixturevalue("appoint")()
    assert "Before the office" in browse("stranger").get(here).text
    browse("stranger").post(here, said("I read on", apart="yes"))
    browse("ghana").get(here, status=404)
    browse("ghana").post(here, said("I was it", apart="yes"), status=404)
    assert "I read on" in browse("denmark").get(here).text
