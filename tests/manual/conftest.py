"""A small manual in three chapters, loaded as edition 1, and the editor's hands."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.db import Database
from app.manual import loading, queries
from app.manual.values import DRAFT
from tests.support.browse import Answer

BOOK = """\
title = "Manual for R2P Focal Points"
edition = 1
label = "Edition 1"
language = "en"
date = 2026-11-23

[[chapters]]
id = "chapterone22"
slug = "beginning"
number = "1"
kind = "chapter"
file = "en/01-beginning.md"
title = "Beginning"
audience_line = "For those who begin."
questions = ["How does one begin?"]

[[chapters]]
id = "chaptertwo22"
slug = "going-on"
number = "2"
kind = "chapter"
file = "en/02-going-on.md"
title = "Going on"
audience_line = "For those who go on."
questions = []

[[chapters]]
id = "glossarry222"
slug = "glossary"
number = "A"
kind = "annex"
file = "en/03-glossary.md"
title = "Glossary"
audience_line = "For every reader."
questions = []
"""
BEGINNING = """\
{#h2aaaaaa}
## In short

{#p2aaaaaa}
An office begins with a letter.[^letter]

[^letter]: A source, [page](https://example.org/letter).

{#p2bbbbbb}
An [alternate](term:alternate) answers when the holder is away. See [Going on](chapter:going-on).

{#h2bbbbbb}
## The letter

{#t2aaaaaa}
| Line | Who |
| --- | --- |
| Name | The minister |

{#l2aaaaaa}
1. Write it.
2. Send it.
"""
GOING_ON = """\
{#h2cccccc}
## In short

{#p2cccccc}
One goes on by asking others.

{#p2dddddd}
> **Not verified.** Nobody has counted how often.
"""
GLOSSARY = """\
{#h2dddddd}
## Words

{#h2eeeeee}
### Alternate

{#p2eeeeee}
Deputy of the holder.
"""
FILES = {"01-beginning": BEGINNING, "02-going-on": GOING_ON, "03-glossary": GLOSSARY}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small manual as files."""
    made = tmp_path / "manual"
    (made / "en").mkdir(parents=True)
    (made / "manual.toml").write_text(BOOK, encoding="utf-8")
    for name, text in FILES.items():
        (made / "en" / f"{name}.md").write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def manual(database: Database, folder: Path) -> Database:
    """The database with the small manual as edition 1."""
    with database.unit_of_work() as db:
        assert loading.load(db, folder) == 3
    return database


@pytest.fixture
def filled(manual: Database) -> Callable[..., dict[str, str]]:
    """Return the form of a chapter as the editor finds it, with some fields written anew."""

    def as_found(slug: str = "beginning", **written: str) -> dict[str, str]:
        with manual.read() as conn:
            head = next(h for h in queries.heads(conn, DRAFT) if h.slug == slug)
            blocks = queries.chapter_text(conn, DRAFT, head.chapter_id).blocks
        found = {
            "version": str(head.version),
            "title": head.title,
            "readers": head.readers,
            "questions": "\n".join(head.questions),
            "text": "\n\n".join(block.source for block in blocks),
        }
        return {**found, **written}

    return as_found


@pytest.fixture
def submit(browse) -> Callable[..., Answer]:
    """Return how the editor submits an edition: opens the page, fills it in, sends it."""

    def as_editor(
        note: str = "Said more.", weight: str = "major", status: int = 303, **more: str
    ) -> Answer:
        editor = browse("editor")
        page = editor.get("/manual/publish").soup
        sent = {name: page.find("input", {"name": name})["value"] for name in ("seen", "after")}
        return editor.post(
            "/manual/publish", {**sent, "note": note, "weight": weight, **more}, status=status
        )

    return as_editor


@pytest.fixture
def publish(browse, submit) -> Callable[..., Answer]:
    """Return how an edition is published by two: the editor submits, the administrator agrees."""

    def by_two(note: str = "Said more.", weight: str = "major", status: int = 303) -> Answer:
        sent = submit(note, weight, status)
        return browse("administrator").post(f"{sent.location}/agree") if status == 303 else sent

    return by_two


@pytest.fixture
def rewrite(browse, filled) -> Callable[..., None]:
    """Return how the editor replaces words in a chapter of the draft and saves it."""

    def replaced(old: str, new: str, slug: str = "beginning") -> None:
        form = filled(slug)
        assert old in form["text"]
        text = form["text"].replace(old, new)
        browse("editor").post(f"/manual/edit/{slug}", {**form, "text": text})

    return replaced
