"""What the command ``portal audit`` does with the record in the database."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from app.audit.checkpoints import Signer, new_key
from app.audit.export import lines
from app.audit.verify import Broken, anchor, check, told
from app.core.config import Settings
from app.core.db import Database

__all__ = ["new_key", "outside", "run", "signer_of"]
BAD_KEY = "PORTAL_AUDIT_KEY is missing or no key: make one with `portal audit new-key`."
NO_FILE = "Say which file to write: `portal audit export FILE`."
BAD_ANCHOR = "An anchor is written as it was mailed: number, colon, 64 characters."


def signer_of(settings: Settings) -> Signer:
    """Return what signs the record of this portal.

    Raises:
        ValueError: when there is no key, or no good one.
    """
    return Signer(settings.audit_key.get_secret_value(), settings.base_url)


def run(
    database: Database, settings: Settings, given: Namespace, say: Callable[[str], None]
) -> str | None:
    """Do ``given.act``; return what is wrong, None when nothing is."""
    try:
        signer = signer_of(settings)
    except ValueError:
        return BAD_KEY
    if given.act == "key":
        say(signer.public)
        return None
    if given.act == "export":
        return _export(database, signer, given.file, say)
    return _verify(database, signer, given, say)


def outside(keys: Iterable[str], anchors: Iterable[str]) -> Iterator[str]:
    """Return what vouches from outside as the words that the verifier takes."""
    for name, values in (("--key", keys), ("--anchor", anchors)):
        for value in values:
            yield from (name, value)


def _export(
    database: Database, signer: Signer, name: str | None, say: Callable[[str], None]
) -> str | None:
    """Write the whole record into a file: under its name only once it is complete."""
    if not name:
        return NO_FILE
    file = Path(name)
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out, database.read() as conn:
            out.writelines(lines(conn, signer))
        part.replace(file)
    except OSError as wrong:
        return f"{file} cannot be written: {wrong.strerror}."
    say(f"The record stands in {file}; it is verified with the key {signer.public}")
    return None


def _verify(
    database: Database, signer: Signer, given: Namespace, say: Callable[[str], None]
) -> str | None:
    try:
        anchors = dict(anchor(words) for words in given.anchor)
    except ValueError:
        return BAD_ANCHOR
    try:
        with database.read() as conn:
            found = check(lines(conn, signer), [signer.public, *given.key], anchors)
    except Broken as wrong:
        return f"THE RECORD DOES NOT HOLD. {wrong}"
    say(told(found))
    return None
