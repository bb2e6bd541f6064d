"""Signatures: given when an edition is published, or soon after, and what they find."""

import json
from argparse import Namespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.audit.checkpoints import Signer, new_key
from app.audit.commands import BAD_KEY, signer_of
from app.audit.verify import Broken
from app.duties import duties
from app.manual import commands, loading
from app.manual import queries as manual_queries
from app.manual.actions.publishing import whole
from app.manual.signing import FILE, rows, sign_due

HOLDS = (["The manual holds: each edition says what was signed."], None)
DRAFT = "The chapters say what no signed edition says: they are a draft, or were changed."
OTHER = "is not over this edition as it stands."


@pytest.fixture
def verify(manual, settings):
    """Return what ``portal manual verify`` says and ends with, its lines apart."""

    def verified(export="", *keys: str):
        said: list[str] = []
        given = Namespace(export=str(export), key=keys)
        wrong = commands.verify(manual, settings, given, said.append)
        return said, wrong.splitlines()[1:] if wrong else None

    return verified


@pytest.fixture
def two(manual, rewrite, publish, portal):
    """Edition 1, signed by the duty, and edition 2, signed as it was published."""
    rewrite("Send it.", "Send it today.")
    publish()
    with manual.read() as conn:
        assert list(rows(conn)) == [2]
    (duty,) = [one for one in duties(portal) if one.name == "sign editions"]
    duty.act()
    duty.act()
    return manual


def unlocked(database, table: str, words: str) -> None:
    """Change what was published as somebody can who rules the database."""
    with database.engine.begin() as conn:
        if database.is_sqlite:
            conn.execute(text("PRAGMA defer_foreign_keys = ON"))
            for act in ("update", "delete"):
                conn.execute(text(f"DROP TRIGGER {table}_no_{act}"))
        else:
            conn.execute(text("SET session_replication_role = replica"))
        conn.execute(text(words))
        if not database.is_sqlite:
            conn.execute(text("SET session_replication_role = origin"))


def test_what_is_not_signed_is_said_and_the_duty_signs_it(verify, manual, two, settings):
    with manual.read() as conn:
        found = rows(conn)
        first = manual_queries.editions(conn)[-1]
    signer = signer_of(settings)
    assert {(n, row["portal"], row["key"]) for n, row in found.items()} == {
        (1, settings.base_url, signer.public),
        (2, settings.base_url, signer.public),
    }
    assert first.number == 1
    assert verify() == HOLDS
    unlocked(two, "manual_signature", "DELETE FROM manual_signature WHERE edition = 1")
    assert verify() == ([], ["Edition 1 is not signed."])


@pytest.mark.parametrize(
    ("table", "words", "lines"),
    [
        (
            "manual_body",
            "UPDATE manual_body SET source = 'Deputy.' WHERE source = 'Deputy of the holder.'",
            [
                f"Edition {n}{rest}"
                for n in (1, 2)
                for rest in (
                    ", glossary, p2eeeeee (A.1): the text is another than the one that was kept.",
                    ": what it says is not what its hash was taken of.",
                )
            ],
        ),
        (
            "manual_edition_block",
            "UPDATE manual_edition_block SET number = '9.9' WHERE edition = 1 AND number <> ''",
            [f"Edition 1: the signature {OTHER}"],
        ),
        (
            "manual_edition_chapter",
            "UPDATE manual_edition_chapter SET title = 'Ended' WHERE edition = 2 AND number = '1'",
            ["Edition 2: what it says is not what its hash was taken of."],
        ),
        (
            "manual_edition",
            "UPDATE manual_edition SET note = 'Nothing.', weight = 'minor' WHERE number = 2",
            [f"Edition 2: the signature {OTHER}"],
        ),
        (
            "manual_edition",
            "UPDATE manual_edition SET hash = 'another' WHERE number = 1",
            [
                "Edition 1: what it says is not what its hash was taken of.",
                f"Edition 1: the signature {OTHER}",
            ],
        ),
    ],
)
def test_tampering_is_found_line_by_line(verify, two, table, words, lines):
    unlocked(two, table, words)
    assert verify() == ([], lines)


@pytest.mark.usefixtures("two")
def test_another_key_is_trusted_only_when_it_is_named(verify, manual, settings):
    old = signer_of(settings).public
    renewed = settings.model_copy(update={"audit_key": type(settings.audit_key)(new_key())})
    said: list[str] = []
    wrong = commands.verify(manual, renewed, Namespace(export="", key=[]), said.append)
    assert (wrong or "").splitlines()[1:] == [
        f"Edition {n} was signed with a key that is not trusted: {old}." for n in (1, 2)
    ]
    named = Namespace(export="", key=[old])
    assert commands.verify(manual, renewed, named, said.append) is None
    keyless = settings.model_copy(update={"audit_key": type(settings.audit_key)("")})
    assert commands.verify(manual, keyless, named, said.append) == BAD_KEY
    assert verify() == HOLDS


@pytest.mark.usefixtures("two")
def test_an_export_is_checked_by_its_own_file(verify, manual, settings, rewrite, tmp_path):
    out = tmp_path / "out"
    with manual.unit_of_work() as db:
        loading.export(db, out)
        assert loading.import_(db, out).changed == 0
    assert verify(out) == HOLDS
    file = out / FILE
    kept = file.read_text()
    one, two = (json.loads(line) for line in kept.splitlines())
    assert (one["edition"]["edition"], two["key"]) == (1, signer_of(settings).public)

    file.write_text(kept.replace('"note":"Said more."', '"note":"Said less."'))
    assert verify(out) == ([], [f"Edition 2: the signature {OTHER}"])
    file.write_text(kept.splitlines()[1] + "\nno line\n")
    assert verify(out) == (
        [],
        [f"Line 1 of {FILE} is about edition 2.", f"Line 2 of {FILE} is no signature."],
    )
    file.write_text(kept)
    chapter = out / "en" / "02-going-on.md"
    chapter.write_text(chapter.read_text().replace("others", "nobody"))
    assert verify(out) == ([], [DRAFT])
    rewrite("by asking others", "by asking many", "going-on")
    with manual.unit_of_work() as db:
        loading.export(db, out)
    assert verify(out) == ([], [DRAFT])
    file.unlink()
    assert verify(out)[1] == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE manual_signature SET key = 'mine'",
        "DELETE FROM manual_signature",
        "INSERT INTO manual_signature SELECT * FROM manual_signature",
    ],
)
def test_the_database_refuses_to_change_a_signature(two, statement):
    with pytest.raises(DatabaseError), two.engine.begin() as conn:
        conn.execute(text(statement))
    if two.is_sqlite:
        with pytest.raises(DatabaseError), two.engine.begin() as conn:
            conn.execute(text(statement.replace("INSERT ", "INSERT OR REPLACE ")))


def test_what_no_longer_says_what_it_said_is_not_signed(manual, settings):
    unlocked(manual, "manual_body", "UPDATE manual_body SET source = 'x' WHERE words = 4")
    signer = Signer(settings.audit_key.get_secret_value(), settings.base_url)
    with pytest.raises(Broken, match="Edition 1 of the manual does not say what it said"):
        sign_due(manual, signer)
    with manual.read() as conn:
        assert rows(conn) == {}
        changed = whole(conn, 1, "en").hash
    unlocked(manual, "manual_edition", f"UPDATE manual_edition SET hash = '{changed}'")  # noqa: S608 - a hash
    with pytest.raises(Broken, match="Edition 1"):
        sign_due(manual, signer)
    with manual.read() as conn:
        assert rows(conn) == {}
