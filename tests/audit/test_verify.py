"""Exports, checkpoints and the verifier that needs no portal."""

import ast
import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from sqlalchemy import text

from app.audit import commands, verify
from app.audit.chain import head
from app.audit.checkpoints import EVERY, EVERY_ENTRIES, Kind, Signer, is_due, new_key
from app.audit.export import lines
from app.audit.verify import Broken, check
from app.core import clock
from app.duties import duties
from prove import tampering, verifying

SCRIPT = Path(verify.__file__)


def ran(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier as a holder does: the file alone, nothing of the portal beside it."""
    script = folder / "verify.py"
    script.write_bytes(SCRIPT.read_bytes())
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(script), *words], cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def unlocked(database, words: str) -> None:
    """Change the record as somebody can who rules the database: its triggers go first."""
    with database.unit_of_work() as db:
        if database.is_sqlite:
            for act in ("update", "delete", "gap"):
                for name in ("audit_record", "audit_checkpoint"):
                    db.execute(text(f"DROP TRIGGER {name}_no_{act}"))
        else:
            db.execute(text("SET session_replication_role = replica"))
        db.execute(text(words))
        if not database.is_sqlite:
            db.execute(text("SET session_replication_role = origin"))


def test_the_verifier_stands_alone():
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    found = {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    } | {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}

    assert found - sys.stdlib_module_names == {"cryptography"}


def test_an_export_holds_and_says_what_it_was_held_against(acts, sign, exported, signer, tmp_path):
    acts(5)
    kept = sign()
    acts(2)
    found = exported()
    file = tmp_path / "record.jsonl"
    file.write_bytes(b"".join(found))
    anchor = f"{kept['entries']}:{kept['hash']}"

    whole = ran(tmp_path, str(file), "--key", signer.public, "--anchor", anchor)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.startswith("The record is whole: 12 entries, 2 signed checkpoints.\nHead:")
    assert "No --" not in whole.stdout
    bare = ran(tmp_path, str(file))
    assert "No --key was given" in bare.stdout
    assert "No --anchor was given" in bare.stdout


def test_wrong_keys_anchors_and_files_are_refused(acts, sign, exported, tmp_path):
    acts(3)
    kept = sign()
    file = tmp_path / "record.jsonl"
    file.write_bytes(b"".join(exported()))
    other = Signer(new_key(), "").public

    cases = [
        (["--key", other], 1, "signed with a key that is not trusted"),
        (["--anchor", f"{kept['entries']}:{'a' * 64}"], 1, "not the one whose hash the anchor"),
        (["--anchor", f"99:{kept['hash']}"], 1, "an anchor names entry 99: its tail is missing"),
        (["--anchor", "99"], 2, "invalid anchor value"),
        (["--anchor", "x:00"], 2, "invalid anchor value"),
    ]
    for words, code, said in cases:
        done = ran(tmp_path, str(file), *words)
        assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    none = ran(tmp_path, str(tmp_path / "none.jsonl"))
    assert (none.returncode, none.stderr) == (
        1, "The file cannot be read: No such file or directory.\n",
    )  # fmt: skip
    file.write_bytes(b"")
    assert "The last line is not the signed end" in ran(tmp_path, str(file)).stderr


def test_lines_that_do_not_belong_together_are_refused(acts, sign, exported, signer):
    acts(3)
    sign()
    found = exported()
    entry, end = found[0], found[-1]
    moved = json.loads(entry)["record"] | {"id": 2}
    renumbered = verify.canonical(moved)
    cases = [
        ([*found, entry], "Something follows the end of the export, after entry 6"),
        ([*found, end], "Something follows the end"),
        (found[:-1], "The last line is not the signed end"),
        ([b"{}\n"], "no signed checkpoint"),
        ([b"[]\n"], "no signed checkpoint"),
        ([b"[" * 100_000], "no signed checkpoint"),
        ([end], "signed for another record or another place"),
        ([found[1]], "Entry 1 is not what it was, or its line was moved"),
        (
            [verify.line_of(verify.link(verify.BEGINNING, renumbered), renumbered)],
            "The entry in place 1 has another number",
        ),
        ([end.replace(signer.public.encode(), signer.public.upper().encode())], "no signed"),
    ]
    for lines_, says in cases:
        with pytest.raises(Broken, match=says):
            check(lines_, [signer.public])
    check(found, [signer.public])


def test_what_is_written_while_an_export_is_made_is_left_to_the_next(
    acts, exported, signer, monkeypatch
):
    acts(2)

    def then_more(conn):
        found = head(conn)
        acts(1)
        return found

    monkeypatch.setattr("app.audit.export.head", then_more)

    assert check(exported(), [signer.public]).entries == 3
    monkeypatch.undo()
    assert check(exported(), [signer.public]).entries == 4


def test_random_tamperings_are_all_found():
    rows = list(tampering.rows(400, seed=7))

    assert [row for row in rows if not row.good] == []
    assert rows[-1].figure == "400/400"


def test_many_entries_are_verified_quickly():
    rows = list(verifying.rows(20_000, seconds=30))

    assert [row.good for row in rows] == [True, True]


@pytest.mark.parametrize(
    "case",
    [
        ("UPDATE audit_record SET person_id = 'somebodyelse' WHERE id = 2", "Entry 2 is not what"),
        ('UPDATE audit_record SET detail = \'{"note": 1,  "version": 0}\'', "Entry 1 is not"),
        ("UPDATE audit_record SET detail = 'no JSON' WHERE id = 4", "Entry 4 is not what"),
        ("DELETE FROM audit_record WHERE id = 3", "Entry 3 is not what"),
        ("DELETE FROM audit_record WHERE id > 4", "is no signed|another record"),
        ("DELETE FROM audit_checkpoint", "None"),
        ("UPDATE audit_checkpoint SET entries = 2", "another record|no signed"),
    ],
)
def test_the_live_record_is_followed_too(database, acts, sign, signer, case):
    words, says = case
    acts(5)
    sign()
    unlocked(database, words)

    def verified() -> None:
        with database.read() as conn:
            check(lines(conn, signer), [signer.public])

    if says == "None":
        verified()  # only an anchor could tell that checkpoints were taken away
    else:
        with pytest.raises(Broken, match=says):
            verified()


def test_no_checkpoint_vouches_for_a_record_that_does_not_follow(database, acts, sign):
    acts(3)
    sign()
    acts(2)
    unlocked(database, "UPDATE audit_record SET subject = 'other' WHERE id = 8")
    with pytest.raises(Broken, match="Entry 8 does not follow"):
        sign()
    unlocked_again = "UPDATE audit_record SET hash = 'x' WHERE id = 6"
    with database.unit_of_work() as db:
        if not database.is_sqlite:
            db.execute(text("SET session_replication_role = replica"))
        db.execute(text(unlocked_again))
        if not database.is_sqlite:
            db.execute(text("SET session_replication_role = origin"))
    with pytest.raises(Broken, match="Entry 6 is not what the last checkpoint signed"):
        sign()


def test_a_checkpoint_is_due_after_an_hour_or_a_thousand_entries(database, acts, sign, monkeypatch):
    def due() -> bool:
        with database.read() as conn:
            return is_due(conn)

    assert not due()
    acts(1)
    assert due()
    sign()
    assert not due()
    acts(1)
    assert not due()
    later = clock.wall() + EVERY
    monkeypatch.setattr(clock, "wall", lambda: later)
    assert due()
    sign()
    assert not due()
    monkeypatch.setattr("app.audit.checkpoints.EVERY_ENTRIES", 3)
    acts(2)
    assert due()
    assert EVERY_ENTRIES == 1000


def test_the_command_writes_an_export_and_verifies_it_and_the_database(
    portal, acts, sign, signer, tmp_path
):
    database, settings = portal.db, portal.settings
    acts(2)
    sign(Kind.ANCHOR)
    file = tmp_path / "out.jsonl"
    said: list[str] = []

    def run(act: str, file: str | None = None, **more: list[str]) -> str | None:
        given = Namespace(act=act, file=file, key=[], anchor=[], **more)
        return commands.run(database, settings, given, said.append)

    assert run("key") is None
    assert said == [signer.public]
    assert run("export", str(file)) is None
    assert said[1] == f"The record stands in {file}; it is verified with the key {signer.public}"
    assert list(tmp_path.glob("*.part")) == []
    assert verify.main([str(file), "--key", signer.public]) is None
    assert run("verify") is None
    assert said[2].startswith("The record is whole: 3 entries, 2 signed checkpoints.")
    assert run("export") == "Say which file to write: `portal audit export FILE`."
    assert run("export", str(tmp_path / "none" / "x")) == (
        f"{tmp_path / 'none' / 'x'} cannot be written: No such file or directory."
    )
    bad = Namespace(act="verify", key=[], anchor=["3"])
    assert commands.run(database, settings, bad, said.append) == commands.BAD_ANCHOR
    wrong = Namespace(act="verify", key=[], anchor=[f"3:{'0' * 64}"])
    assert "THE RECORD DOES NOT HOLD. Entry 3" in str(
        commands.run(database, settings, wrong, said.append)
    )
    keyless = settings.model_copy(update={"audit_key": type(settings.audit_key)("")})
    assert commands.run(database, keyless, bad, said.append) == commands.BAD_KEY


def test_the_worker_signs(portal, database, acts):
    acts(1)
    (duty,) = [one for one in duties(portal) if one.name == "sign the record"]
    duty.act()
    duty.act()
    with database.read() as conn:
        found = conn.execute(text("SELECT number, kind, entries FROM audit_checkpoint")).all()

    assert [tuple(row) for row in found] == [(1, "anchor", 1)]
