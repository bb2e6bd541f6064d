"""An import is reported line by line, is all or nothing, and never gives an id to another text."""

from argparse import Namespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access.viewer import ANYONE
from app.manual import commands, loading
from app.manual import queries as manual_queries
from app.manual.actions.drafting import every_id
from app.manual.actions.publishing import publish as freeze
from app.manual.actions.publishing import whole_draft
from app.manual.files import Filed
from app.manual.rules import NothingChanged, Weight
from app.manual.values import Release
from app.text.blocks import split
from tests.manual.test_manual_files import state


def told(database, folder, act="import", *, dry=False):
    """Run the command and return what it says and what it ends with."""
    said: list[str] = []
    given_words = Namespace(act=act, folder=str(folder), dry_run=dry)
    return said, commands.run(database, given_words, said.append)


def test_a_dry_run_says_line_by_line_what_the_import_then_does(manual, folder):
    one, two = folder / "en" / "01-beginning.md", folder / "en" / "02-going-on.md"
    moved = "{#l2aaaaaa}\n1. Write it.\n2. Send it.\n"
    text = one.read_text().replace(moved, "").replace("with a letter", "with one letter")
    one.write_text(text.replace("## In short", "## In a word"))
    two.write_text(two.read_text().partition("{#p2dddddd}")[0] + moved)
    book = folder / "manual.toml"
    book.write_text(book.read_text().replace('title = "Going on"', 'title = "Going  further"'))
    before = state(manual)
    text = "An office begins with one letter.[^letter] [^letter]: A sou…"
    quote = "> **Not verified.** Nobody has counted how often."
    lines = [
        "going-on: chapter chaptertwo22 has another title",
        "en/01-beginning.md: h2aaaaaa says something else: ## In a word",
        f"en/01-beginning.md: p2aaaaaa says something else: {text}",
        "en/02-going-on.md: l2aaaaaa comes over: 1. Write it. 2. Send it.",
        f"going-on: p2dddddd is taken out, its id is retired: {quote}",
    ]

    assert told(manual, folder, dry=True) == (
        [*lines, "2 chapters would change in the draft"],
        None,
    )
    assert state(manual) == before
    assert told(manual, folder) == ([*lines, "2 chapters changed in the draft"], None)
    assert told(manual, folder) == (["0 chapters changed in the draft"], None)


def test_a_retired_id_comes_back_with_its_own_text_only(manual, folder):
    file = folder / "en" / "02-going-on.md"
    with_it = file.read_text()
    file.write_text(with_it.partition("{#p2dddddd}")[0])
    assert told(manual, folder)[1] is None

    file.write_text(with_it.partition("{#p2dddddd}")[0] + "{#p2dddddd}\nQuite another matter.\n")
    said = told(manual, folder)[0]
    assert "the id p2dddddd is another block's" in said[1]
    assert "p2dddddd" not in [block.id for block in state(manual)[1]["chaptertwo22"].blocks]

    file.write_text(with_it)
    told(manual, folder)
    assert state(manual)[1]["chaptertwo22"].blocks[-1].id == "p2dddddd"


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "manual.toml",
            (b'slug = "going-on"', b'slug = "beginning"'),
            "Two chapters have the slug",
        ),
        ("manual.toml", (b'slug = "going-on"', b'slug = "../x"'), "is no address"),
        ("manual.toml", (b'slug = "going-on"', b'slug = "files"'), "own addresses"),
        ("manual.toml", (b'"chaptertwo22"', b'"chapterone22"'), "Two chapters have the id"),
        ("manual.toml", (b'title = "Going on"', b""), "Chapter 2 in manual.toml lacks “title”"),
        ("manual.toml", (b'"Going on"', b'"' + b"x" * 201 + b'"'), "at most 200 fit"),
        ("manual.toml", (b"questions = []", b"questions = 1"), "needs a list of questions"),
        ("manual.toml", (b"[[chapters]]", b"[[chapters"), "is not written as it should be"),
        ("manual.toml", (b"en/02", b"en/09"), "cannot be read: No such file"),
        ("en/02-going-on.md", (b"asking", b"\xff\xfe"), "is not UTF-8 from byte"),
        ("en/02-going-on.md", (b"asking", b"[" * 9_000), "too many nested marks"),
        (
            "en/02-going-on.md",
            (b"asking", b"\xe2\x80\xaeasking"),
            "Line 5 of en/02-going-on.md holds the invisible sign U+202E",
        ),
        (
            "manual.toml",
            (b'"Going on"', b'"Going \\u2067on"'),
            "“title” of chapter 2 in manual.toml holds the invisible sign U+2067",
        ),
    ],
)
def test_what_cannot_be_read_is_said_and_changes_nothing(manual, folder, name, change, says):
    file = folder / name
    (folder / "en" / "01-beginning.md").write_text("Nothing of this may arrive.\n")
    file.write_bytes(file.read_bytes().replace(*change))
    before = state(manual)

    said, ended = told(manual, folder)
    assert (said, says in ended, ended.endswith("Nothing was changed.")) == ([], True, True)
    assert state(manual) == before


PARTS = st.sampled_from(
    [
        *(
            "One goes on by asking others.",
            "One goes on by asking nobody.",
            "Deputy of the holder.",
        ),
        *("## In short", "## At length", "- a\n- b", "1. Write it.\n2. Send it.", "Wholly new."),
        *("{#p2cccccc}", "{#p2aaaaaa}", "{#h2eeeeee}", "{#zzzzzzz7}"),
    ]
)
STEPS = st.lists(
    st.tuples(st.sampled_from([0, 1, 2]), st.lists(PARTS, max_size=7), st.booleans()),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_ids_and_editions_hold_under_any_sequence_of_imports(manual, tmp_path, steps):
    """Each import gives new text new ids only; editions stay; out and in again changes nothing."""
    with manual.unit_of_work() as db:
        conn = db.connection()
        frozen = {1: edition(conn, 1)}
        for chapter, parts, publishes in steps:
            heads, texts = drafted(conn)
            known, old = every_id(conn), said_by(texts)
            ever = {pair for one in frozen.values() for pair in said_by(one[1])}
            filed = [Filed(head, "x.md", texts[head.chapter_id].blocks) for head in heads]
            filed[chapter] = Filed(heads[chapter], "x.md", split("\n\n".join(parts)))
            loading.take(db, filed)
            new = said_by(drafted(conn)[1])
            ids = [name for name, _ in new]
            assert len(ids) == len(set(ids))
            came = {pair for pair in new if pair[0] not in {name for name, _ in old}}
            assert {pair for pair in came if pair[0] in known} <= ever
            loading.export(db, tmp_path / "out")
            again = loading.import_(db, tmp_path / "out")
            assert (again.changed, again.lines) == (0, ())
            if publishes:
                number = publish_next(db, conn)
                frozen[number] = edition(conn, number)
            assert {number: edition(conn, number) for number in frozen} == frozen
        db.rollback()
        db.info.clear()


def drafted(conn):
    heads = manual_queries.heads(conn, 0)
    return heads, manual_queries.texts(conn, 0, [head.chapter_id for head in heads])


def edition(conn, number):
    heads = manual_queries.heads(conn, number)
    return heads, manual_queries.texts(conn, number, [head.chapter_id for head in heads])


def said_by(texts):
    return [(block.id, block.source) for text in texts.values() for block in text.blocks]


def publish_next(db, conn):
    last = manual_queries.current(conn)
    release = Release(whole_draft(conn).hash, "Said.", Weight.MAJOR, last.number)
    try:
        return freeze(db, ANYONE, release).number
    except NothingChanged:
        return last.number
