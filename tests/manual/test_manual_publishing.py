"""Publishing: a note, one winner, an edition that is frozen, readers who see it at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from starlette.testclient import TestClient

from app.audit.models import AuditRecord
from app.core.db import table
from app.main import create_app
from app.manual import queries as manual_queries
from app.manual.actions import publish as freeze
from app.manual.actions.publishing import whole_draft
from app.manual.models import Edition
from app.manual.rules import DraftChanged, Weight
from app.manual.shelf import ASK_EVERY
from app.manual.values import Release
from app.notifications.models import Notice
from app.search.models import SearchEntry

COPY = "INSERT INTO {name} ({into}) SELECT {values} FROM {name} LIMIT 1"
OLD, NEW = "/manual/1/en/beginning", "/manual/2/en/beginning"


def published(database) -> int:
    with database.read() as conn:
        return conn.execute(select(func.count()).select_from(table(Edition))).scalar_one()


def test_before_the_first_edition_the_contents_say_so(browse):
    assert browse().get("/manual").words(".empty h2") == ["Nothing is published yet"]
    browse().get(OLD, status=404)
    assert browse().get("/api/v1/manual").json() == {"editions": [], "chapters": []}


@pytest.mark.usefixtures("manual")
class TestPublishing:
    """From edition 1 on."""

    def test_the_journey(self, browse, database, rewrite, publish):
        browse().get(NEW, status=404)
        before = browse().get(OLD)
        old_words = str(before.soup.select_one(".read"))
        old_data = browse().get("/api/v1/manual/1/en/beginning").raw.content
        rewrite("Send it.", "Send it today.")
        assert publish("The letter is sent at once.").location == "/manual/2?published=1"

        page = browse("editor").get("/manual/2?published=1")
        assert page.words(".note.well p") == ["Edition 2 is published. The network has been told."]
        new = browse().get(NEW)
        assert new.words(".read li") == ["Write it.", "Send it today."]
        assert browse().get("/manual/current/en/beginning", status=307).location == NEW
        old = browse().get(OLD)
        assert str(old.soup.select_one(".read")) == old_words
        assert browse().get("/api/v1/manual/1/en/beginning").raw.content == old_data
        assert old.words("article > .note p") == [
            "This is edition 1. Edition 2 is the current one. Read this chapter there"
        ]
        assert [a["href"] for a in new.soup.select("aside details .links a")] == [
            OLD,
            "/manual/compare/1/2?chapter=beginning",
        ]
        with database.read() as conn:
            first, second = (manual_queries.editions(conn))[::-1]
            notices = conn.execute(select(table(Notice).c.label, table(Notice).c.item_id)).all()
            record = table(AuditRecord)
            audited = conn.execute(
                select(record.c.subject)
                .where(record.c.event == "manual:edition:published")
                .order_by(record.c.id)
            ).scalars()
            assert list(audited) == [first.item_id, second.item_id]
        assert (second.number, second.note, second.weight) == (
            2,
            "The letter is sent at once.",
            "major",
        )
        assert second.hash != first.hash
        assert ("network", second.item_id) in [tuple(notice) for notice in notices]

    def test_the_note_is_compulsory_and_what_was_typed_stays(self, database, rewrite, publish):
        rewrite("Send it.", "Send it today.")
        page = publish(note=" ", weight="minor", status=422)

        assert page.words("#f-note-e") == ["Write one sentence that says what changed and why."]
        assert page.soup.find("input", {"name": "weight", "checked": True})["value"] == "minor"
        assert published(database) == 1

    def test_the_measured_amount_stands_beside_the_choice(self, browse, rewrite):
        rewrite("Send it.", "Send it now.")
        page = browse("editor").get("/manual/publish")
        assert page.words("fieldset > .hint") == ["Measured by the share of changed words: minor."]
        rewrite("One goes on by asking others.", "Everything here is new and longer.", "going-on")
        page = browse("editor").get("/manual/publish")
        assert page.words("fieldset > .hint") == ["Measured by the share of changed words: major."]
        assert page.words(".rows h3") == ["1 Beginning", "2 Going on"]
        assert page.words(".rows .meta") == ["1 reworded", "1 reworded"]

    def test_nothing_changed_is_refused_with_a_sentence(self, browse, database):
        page = browse("editor").get("/manual/publish")
        assert page.soup.select("main form") == []
        with database.read() as conn:
            seen = whole_draft(conn).hash
        sent = {"seen": seen, "after": "1", "note": "Nothing.", "weight": "minor"}
        refused = browse("editor").post("/manual/publish", sent, status=409)

        sentence = "Nothing has changed since the current edition, so there is nothing to publish."
        assert refused.words(".problem li") == [sentence]
        assert published(database) == 1

    def test_what_was_not_looked_at_is_not_published(self, browse, database, rewrite):
        rewrite("Send it.", "Send it today.")
        soup = browse("editor").get("/manual/publish").soup
        seen = {name: soup.find("input", {"name": name})["value"] for name in ("seen", "after")}
        rewrite("Send it today.", "Send it tomorrow.")
        sent = {**seen, "note": "Said when.", "weight": "minor"}
        page = browse("editor").post("/manual/publish", sent, status=409)

        assert page.words(".problem li") == [
            "The manual was changed after you opened this page. Look at it once more."
        ]
        assert page.soup.find("textarea", {"name": "note"}).get_text().strip() == "Said when."
        assert published(database) == 1
        again = page.soup.find("input", {"name": "seen"})["value"]
        made = browse("editor").post("/manual/publish", {**sent, "seen": again})
        browse("administrator").post(f"{made.location}/agree")
        assert published(database) == 2

    def test_two_who_publish_at_once_make_one_edition(self, database, cast, rewrite):
        rewrite("Send it.", "Send it today.")
        editor = cast["editor"].viewer
        with database.read() as conn:
            release = Release(whole_draft(conn).hash, "At once.", Weight.MINOR, after=1)
        together = Barrier(2)

        def try_it(_who: int) -> str:
            together.wait()
            try:
                with database.unit_of_work() as db:
                    return f"edition {freeze(db, editor, release).number}"
            except DraftChanged:
                return "refused"

        with ThreadPoolExecutor(2) as two:
            assert sorted(two.map(try_it, range(2))) == ["edition 2", "refused"]
        assert published(database) == 2

    def test_search_finds_the_current_edition_only(self, database, rewrite, publish):
        def found() -> set[tuple[str, str]]:
            entry = table(SearchEntry)
            with database.read() as conn:
                wanted = select(entry.c.address, entry.c.title).where(entry.c.kind == "manual")
                return {tuple(row) for row in conn.execute(wanted)}

        assert found() == {
            (f"{OLD}#h2aaaaaa", "Beginning: In short"),
            (f"{OLD}#h2bbbbbb", "Beginning: The letter"),
            ("/manual/1/en/going-on#h2cccccc", "Going on: In short"),
            ("/manual/1/en/glossary#h2dddddd", "Glossary: Words"),
        }
        rewrite("## The letter", "Then:")
        publish()
        assert found() == {
            (f"{NEW}#h2aaaaaa", "Beginning: In short"),
            ("/manual/2/en/going-on#h2cccccc", "Going on: In short"),
            ("/manual/2/en/glossary#h2dddddd", "Glossary: Words"),
        }

    def test_another_process_shows_the_new_edition_within_a_second(
        self, browse, settings, rewrite, publish, monkeypatch
    ):
        now = [1000.0]
        monkeypatch.setattr("app.manual.shelf.monotonic", lambda: now[0])
        other = create_app(settings)
        with TestClient(other) as elsewhere:
            assert "earlier one" not in elsewhere.get(OLD).text
            mark = elsewhere.get(OLD).headers["etag"]
            assert "earlier one" not in browse().get(OLD).text
            rewrite("Send it.", "Send it today.")
            publish()
            assert "earlier one" in browse().get(OLD).text, "at once where it was published"
            held = elsewhere.get(OLD, headers={"if-none-match": mark})
            assert held.status_code == 304, "asked a moment ago"
            now[0] += ASK_EVERY
            fresh = elsewhere.get(OLD, headers={"if-none-match": mark})
            assert (fresh.status_code, "earlier one" in fresh.text) == (200, True)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE manual_edition SET note = 'better'",
            "DELETE FROM manual_edition",
            "UPDATE manual_edition_chapter SET title = 'better'",
            "DELETE FROM manual_edition_chapter",
            "UPDATE manual_edition_block SET number = '9.9'",
            "DELETE FROM manual_edition_block",
            "UPDATE manual_body SET source = 'better'",
            "DELETE FROM manual_body",
            "DELETE FROM manual_block",
            "UPDATE manual_edition SET label = 'better' WHERE number = 1",
            "DELETE FROM manual_chapter",
            COPY.format(
                name="manual_edition_block",
                into="edition, chapter_id, position, block_id, body_hash, number",
                values="edition, chapter_id, 99, block_id, body_hash, number",
            ),
            COPY.format(
                name="manual_edition_chapter",
                into="edition, chapter_id, position, number, kind, slug, title, readers, questions",
                values="1, 'chapterfour2', 9, '9', kind, 'new', title, readers, questions",
            ),
        ],
    )
    def test_the_database_refuses_to_change_what_was_published(self, database, statement):
        with pytest.raises(DatabaseError), database.engine.begin() as conn:
            conn.execute(text(statement))

    @pytest.mark.parametrize("name", ["manual_body", "manual_edition", "manual_edition_block"])
    def test_replacing_or_emptying_is_refused_too(self, database, name):
        columns = {
            "manual_body": "source",
            "manual_edition": "note",
            "manual_edition_block": "number",
        }
        if database.is_sqlite:
            every = {c.name for c in database_table(name).columns} - {columns[name]}
            kept = ", ".join(sorted(every))
            statement = (
                f"INSERT OR REPLACE INTO {name} ({kept}, {columns[name]})"  # noqa: S608 - our own words
                f" SELECT {kept}, 'better' FROM {name} LIMIT 1"
            )
        else:
            statement = f"TRUNCATE {name} CASCADE"
        with pytest.raises(DatabaseError), database.engine.begin() as conn:
            conn.execute(text(statement))


def database_table(name: str):
    return Edition.metadata.tables[name]
