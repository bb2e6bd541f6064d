"""Whatever is done in whatever order, what was published says what it said."""

import random
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.errors import Refusal
from app.manual import fingerprint, queries
from app.manual.actions import save_chapter
from app.manual.actions.publishing import whole_draft
from app.manual.models import EditionNote
from app.manual.publishing import actions, correcting, due
from app.manual.publishing import queries as submissions
from app.manual.rules import Weight
from app.manual.values import DRAFT, Release, Written
from app.notifications.post import Post
from app.text.blocks import content_hash

TAMPER = (
    "UPDATE manual_edition SET note = 'x'",
    "UPDATE manual_edition SET published_at = '2020-01-01 00:00:00'",
    "DELETE FROM manual_edition WHERE number = 1",
    "UPDATE manual_edition_block SET position = 99 WHERE position = 0",
    "DELETE FROM manual_edition_chapter",
    "UPDATE manual_body SET source = 'x'",
    "DELETE FROM manual_edition_note",
    "UPDATE manual_edition_note SET text = 'x'",
)
STEPS = 40


class Hand:
    """Does one of the acts by its name, whatever comes of it."""

    def __init__(self, database, portal, cast) -> None:
        self.database, self.portal, self.post = database, portal, Post.of(portal)
        self.editor, self.other = cast["editor"].viewer, cast["administrator"].viewer
        self.said = 0

    def act(self, name: str) -> None:
        """Do it in a transaction of its own; a refusal changes nothing."""
        try:
            if name == "duty":
                due.take_effect_due(self.portal)
                return
            with self.database.unit_of_work() as db:
                getattr(self, name)(db)
        except Refusal:
            return

    def edit(self, db) -> None:
        """Save a chapter with another word."""
        self.said += 1
        head = next(h for h in queries.heads(db.connection(), DRAFT) if h.slug == "going-on")
        source = f"{{#p2cccccc}}\nOne goes on by asking {self.said} others."
        save_chapter(
            db, self.editor, head.chapter_id, Written(head.version, head.title, "", (), source)
        )

    def submit(self, db) -> None:
        """Submit what the draft says."""
        current = queries.current(db.connection())
        seen = whole_draft(db.connection()).hash
        actions.submit(db, self.editor, Release(seen, "Note.", Weight.MAJOR, current.number))

    def agree(self, db) -> None:
        """Agree to what is open."""
        for row in submissions.unfinished(db.connection()):
            actions.agree(db, self.other, row.id, self.post)

    def refuse(self, db) -> None:
        """Refuse what is open."""
        for row in submissions.unfinished(db.connection()):
            actions.refuse(db, self.other, row.id, "No.")

    def withdraw(self, db) -> None:
        """Propose that the current edition be withdrawn."""
        current = queries.current(db.connection())
        actions.submit_withdrawal(db, self.editor, current.number, "Wrong.", self.post)

    def correct(self, db) -> None:
        """Add an erratum to the newest edition."""
        newest = queries.latest(db.connection())
        note = EditionNote(edition=newest, kind="erratum", text=f"Erratum {self.said}.")
        correcting.correct(db, self.editor, note, self.post)

    def tamper(self, _db) -> None:
        """Try to change what was published, past all rules."""
        for statement in TAMPER:
            with pytest.raises(DatabaseError), self.database.engine.begin() as conn:
                conn.execute(text(statement))


ACTS = ("edit", "submit", "agree", "refuse", "withdraw", "correct", "duty", "tamper")
LAST = ("refuse", "edit", "submit", "agree", "edit", "submit", "agree", "correct", "withdraw",
        "agree", "edit", "submit", "agree", "tamper")  # fmt: skip


def published(database) -> dict[int, tuple[object, ...]]:
    """Return all that each edition says, and check it against its own hash."""
    found: dict[int, tuple[object, ...]] = {}
    with database.read() as conn:
        rows = conn.execute(select(queries.edition).order_by(queries.edition.c.number)).all()
        for row in rows:
            heads = queries.heads(conn, row.number)
            texts = queries.texts(conn, row.number, (head.chapter_id for head in heads))
            state = {
                key: [(block.id or "", content_hash(block.source)) for block in text_.blocks]
                for key, text_ in texts.items()
            }
            assert fingerprint.of_state(row.language, heads, state) == row.hash
            found[row.number] = (*row, sha256(repr((heads, texts)).encode()).hexdigest())
        notes = {one.number: one.remarks for one in queries.editions(conn)}
    return {number: (*said, notes[number]) for number, said in found.items()}


def test_published_editions_never_change(manual, app, cast):
    hand: Hand = Hand(manual, app.state.portal, cast)
    chance = random.Random(117)  # noqa: S311 - the same orders each time
    order: list[str] = [*(chance.choice(ACTS[:-1]) for _ in range(STEPS)), *LAST]
    before, shift = published(manual), timedelta()
    for name in order:
        shift += timedelta(hours=chance.choice((0, 0, 1, 30)))
        with clock.moved(shift):
            hand.act(name)
        after = published(manual)
        for number, said in before.items():
            assert after[number][:-1] == said[:-1], (name, number)
            assert after[number][-1][: len(said[-1])] == said[-1], "notes are only added"
        before = after
    assert len(before) >= 4
    assert [one.kind for one in before[max(before) - 1][-1]] == ["erratum", "withdrawal"]
