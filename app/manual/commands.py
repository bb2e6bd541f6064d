"""What the command ``portal manual`` does: the draft as files, and files as the draft."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from app.audit.commands import BAD_KEY, signer_of
from app.core.config import Settings
from app.core.db import Database
from app.core.errors import TooLarge
from app.manual import loading, naming
from app.manual.folders import Unreadable
from app.manual.verifying import wrong_in_database, wrong_in_export
from app.manual.word import taking
from app.papers.reading.parts import NoWord, TooMuch

Say = Callable[[str], None]
KEPT = "Nothing was changed."
WAS = {True: "put in", False: "took out"}


def run(database: Database, given: Namespace, say: Say) -> str | None:
    """Do ``given.act``; return what is wrong, None when nothing is."""
    folder = Path(given.folder)
    try:
        if given.act == "export":
            _export(database, folder, say)
        else:
            _import(database, folder, say, dry=given.dry_run)
    except Unreadable as wrong:
        return f"{wrong} {KEPT}"
    except OSError as wrong:
        return f"{folder} cannot be written: {wrong.strerror}. {KEPT}"
    return None


def name(folder: Path, say: Say) -> str | None:
    """Give ids to what has none in the files; return what is wrong, None when nothing is."""
    try:
        ids, ties = naming.name(folder)
    except Unreadable as wrong:
        return f"{wrong} {KEPT}"
    except OSError as wrong:
        return f"{folder} cannot be written: {wrong.strerror}. {KEPT}"
    say(f"{ids} ids written in {folder}")
    say(f"{ties} translations tied to what they translate")
    return None


def from_word(database: Database, given: Namespace, say: Say) -> str | None:
    """Make a Word document the text of a chapter; return what is wrong, None when nothing is."""
    file = Path(given.file)
    try:
        with database.unit_of_work() as db:
            found, changed = taking.take(db, file.read_bytes(), given.chapter)
            if given.dry_run:
                db.rollback()
                db.info.clear()
    except Unreadable as wrong:
        return f"{wrong} {KEPT}"
    except (NoWord, TooMuch, TooLarge) as refusal:
        return f"{refusal.sentence} {KEPT}"
    except OSError as wrong:
        return f"{file} cannot be read: {wrong.strerror}. {KEPT}"
    for one in found.tracked:
        say(f"Not made: {one.who or 'somebody'} {WAS[one.inserted]} “{one.text}”")
    for line in found.lines:
        say(line)
    done = "would change" if given.dry_run else "changed"
    say(f"{int(changed)} chapters {done} in the draft")
    return None


def verify(database: Database, settings: Settings, given: Namespace, say: Say) -> str | None:
    """Check the editions, or the export in ``given.export``; return what is wrong, if anything."""
    try:
        keys = {signer_of(settings).public, *given.key}
    except ValueError:
        return BAD_KEY
    try:
        if given.export:
            wrong = list(wrong_in_export(Path(given.export), keys))
        else:
            with database.read() as conn:
                wrong = list(wrong_in_database(conn, keys))
    except Unreadable as unreadable:
        return str(unreadable)
    if wrong:
        return "THE MANUAL DOES NOT HOLD.\n" + "\n".join(wrong)
    say("The manual holds: each edition says what was signed.")
    return None


def _export(database: Database, folder: Path, say: Say) -> None:
    with database.unit_of_work() as db:
        loading.export(db, folder)
    say(f"The draft stands in {folder}")


def _import(database: Database, folder: Path, say: Say, *, dry: bool) -> None:
    """Make the files the draft as a whole, or not at all, and say each thing that is different."""
    with database.unit_of_work() as db:
        report = loading.import_(db, folder)
        if dry:
            db.rollback()
            db.info.clear()
    for line in report.lines:
        say(line)
    done = "would change" if dry else "changed"
    say(f"{report.changed} chapters {done} in the draft")
