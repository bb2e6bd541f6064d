"""A reader sees what an edition changed since the last reading, and says that it was received."""

import pytest
from sqlalchemy import select, update

from app.access.viewer import Viewer
from app.core.db import table
from app.identity.models import Person
from app.main import create_app
from app.manual.actions.bodies import keep_bodies
from app.manual.actions.publishing import publish, whole_draft
from app.manual.models import DraftBlock, ManualBody
from app.manual.rules import Weight
from app.manual.values import Release
from app.text.blocks import Block, content_hash

pytestmark = pytest.mark.browser

OLD = "/manual/1/en/what-a-focal-point-is"
NEW = "/manual/2/en/what-a-focal-point-is"
BEFORE = "The network has no power over its members."
AFTER = "The network has no power whatsoever over its members."
BLOCK = "w3i7jik4"


def test_what_changed_since_the_last_reading_is_shown_and_the_receipt_is_said(visitor, live):
    ghana = visitor("focal-point-gha", width=360)
    open_yours(ghana, OLD)
    assert "You last read" not in ghana.page.locator("#yours").inner_text()
    second_edition(live)

    open_yours(ghana, NEW)
    (told,) = ghana.read("#yours ul:has(a[href*='/block/']) li")
    assert told.endswith("was reworded")
    ghana.page.locator(f"#yours a[href='/manual/compare/1/2/block/{BLOCK}']").click()
    ghana.sees("main ins")
    assert ghana.read("main ins") == ["whatsoever"]
    ghana.go("/manual/reading")
    assert "One paragraph changed since you read it in edition 1." in ghana.read("main .rows p")[0]

    ghana.follow("Say that your office received edition 2")
    ghana.press("main form button", "main .note.well")
    assert ghana.read("main form") == []
    editor = visitor("editor")
    editor.go("/manual/2")
    editor.follow("Who received this edition")
    assert editor.read("[aria-labelledby=h-received] li") == ["Ghana"]

    ghana.go("/manual/reading")
    ghana.press("main form button", "main .note.well")
    assert ghana.read("main .rows") == []
    open_yours(ghana, NEW)
    assert "was reworded" not in ghana.page.locator("#yours").inner_text()


def open_yours(reader, chapter: str) -> None:
    """Open a chapter: with script its fragment comes by itself, without by its link."""
    reader.go(chapter)
    if not reader.script:
        reader.follow("What your office can do here")
    reader.sees("#yours a[href='/manual/reading']")


def second_edition(live) -> None:
    """Publish edition 2, in which one paragraph has one word more."""
    app = create_app(live)
    bodies, draft = table(ManualBody), table(DraftBlock)
    with app.state.portal.db.unit_of_work() as db:
        was = db.execute(
            select(bodies).join_from(draft, bodies, bodies.c.hash == draft.c.body_hash)
            .where(draft.c.block_id == BLOCK)
        ).one()  # fmt: skip
        assert BEFORE in was.source
        source = was.source.replace(BEFORE, AFTER)
        keep_bodies(db, [Block(BLOCK, was.kind, source)])
        body = {"body_hash": content_hash(source)}
        db.execute(update(draft).where(draft.c.block_id == BLOCK).values(**body))
        person = db.execute(select(table(Person).c.id).limit(1)).scalar_one()
        seen = whole_draft(db.connection()).hash
        release = Release(seen, "Said more.", Weight.MINOR, after=1)
        publish(db, Viewer(person), release)
    app.state.portal.db.close()
