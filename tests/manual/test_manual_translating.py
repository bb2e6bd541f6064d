"""Translations: tied to their source, published with an edition, read block by block."""

from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.manual import commands, loading, naming, queries
from app.manual.folders import Unreadable
from app.manual.translating import queries as said
from app.manual.values import DRAFT
from tests.manual.test_manual_files import tree
from tests.manual.test_manual_importing import told

FRENCH = """\
language = "fr"

[[chapters]]
slug = "beginning"
file = "fr/01-beginning.md"
state = "draft"
title = "Commencer"
audience_line = "Pour qui commence."
questions = ["Comment commencer ?"]

[[chapters]]
slug = "glossary"
file = "fr/03-glossary.md"
state = "reviewed"
title = "Glossaire"
audience_line = "Pour tous."
questions = []
"""
BEGINNING = """\
{#h2aaaaaa}
## En bref

{#p2bbbbbb}
Un [suppléant](term:alternate) répond en l’absence du titulaire. Voir [La suite](chapter:going-on).

{#t2aaaaaa}
| Ligne | Qui |
| --- | --- |
| Nom | Le ministre |
"""
GLOSSARY = (
    "{#h2dddddd}\n## Mots\n\n{#h2eeeeee}\n### Suppléant\n\n{#p2eeeeee}\nAdjoint du titulaire.\n"
)
ARABIC = """\
language = "ar"

[[chapters]]
slug = "going-on"
file = "ar/02-going-on.md"
title = "المتابعة"
audience_line = "لمن يتابع."
questions = []
"""
GOING_ON = "{#h2cccccc}\n## باختصار\n\n{#p2dddddd}\n> **غير متحقَّق منه.** لم يحصِ أحد ذلك.\n"


@pytest.fixture
def folder(folder):
    """The small manual, partly in French and a little in Arabic."""
    for name, book in (("fr", FRENCH), ("ar", ARABIC)):
        (folder / name).mkdir()
        (folder / name / "translation.toml").write_text(book, encoding="utf-8")
    (folder / "fr" / "01-beginning.md").write_text(BEGINNING, encoding="utf-8")
    (folder / "fr" / "03-glossary.md").write_text(GLOSSARY, encoding="utf-8")
    (folder / "ar" / "02-going-on.md").write_text(GOING_ON, encoding="utf-8")
    return folder


pytestmark = pytest.mark.usefixtures("manual")
OK = 200


def test_every_link_of_a_chapter_page_opens(browse):
    visitor = browse()
    page = visitor.get("/manual/1/ar/going-on").soup
    found = {a["href"].partition("#")[0] for a in page.select("a[href^='/']")}
    assert "/manual/1/ar/going-on/paragraphs" in found
    closed = {
        href: status
        for href in found
        if (status := visitor.client.get(href, follow_redirects=True).status_code) != OK
    }
    assert closed == {}


def test_for_whom_a_chapter_is_stands_in_its_own_direction(browse, manual, folder, publish):
    """Also where it begins with Latin letters: its full stop ends it on its own side."""
    book = folder / "ar" / "translation.toml"
    book.write_text(book.read_text().replace("لمن يتابع.", "R2P لمن يتابع."))
    assert told(manual, folder)[1] is None
    publish("R2P.")

    def lede(place: str) -> list[tuple[object, ...]]:
        return [
            (*tongue(one), one.get_text()) for one in browse().get(place).soup.select(".lede > *")
        ]

    assert lede("/manual/2/ar/going-on")[0] == ("ar", "rtl", "R2P لمن يتابع.")
    assert lede("/manual/2/ar/beginning")[0] == ("en", "ltr", "For those who begin.")
    assert lede("/manual/2/fr/beginning") == [
        ("fr", "ltr", "Pour qui commence."),
        (None, "ltr", "Une minute."),
    ]


def tongue(tag):
    return tag.get("lang"), tag.get("dir")


def test_a_chapter_is_read_in_french_and_falls_back_paragraph_by_paragraph(browse):
    page = browse().get("/manual/1/fr/beginning")
    soup = page.soup

    assert page.words("h1") == ["Commencer"]
    assert (soup.html["lang"], tongue(soup.h1), tongue(soup.select_one(".read").parent)) == (
        "fr",
        (None, None),
        (None, None),
    )
    shown = [(tag["id"], *tongue(tag)) for tag in soup.select(".read > [id]")]
    assert shown == [
        ("h2aaaaaa", None, None),
        ("p2aaaaaa", "en", "ltr"),
        ("p2bbbbbb", None, None),
        ("h2bbbbbb", "en", "ltr"),
        ("t2aaaaaa", None, None),
        ("l2aaaaaa", "en", "ltr"),
    ]
    assert tongue(soup.select_one("#n1")) == ("en", "ltr")
    assert [tongue(a) for a in soup.select(".toc .in a")] == [(None, None), ("en", "auto")]
    assert page.words(".words dt, .words dd") == ["Suppléant", "Adjoint du titulaire. Retour"]
    assert page.words(".turn span") == ["", "Going on"]
    assert soup.select_one("link[rel=canonical]")["href"].endswith("/manual/1/fr/beginning")
    english = browse().get("/manual/1/en/beginning")
    assert english.words("article > .note") == []
    assert [
        (a["hreflang"], a["href"], a.get("aria-current"))
        for a in english.soup.select("[aria-labelledby=h-tongues] a")
    ] == [
        ("en", "/manual/1/en/beginning", "true"),
        ("ar", "/manual/1/ar/beginning", None),
        ("fr", "/manual/1/fr/beginning", None),
    ]
    assert english.words("[aria-labelledby=h-tongues] .mute") == [
        "3 of 15 paragraphs, draft, to be reviewed by a speaker",
        "8 of 15 paragraphs, draft, to be reviewed by a speaker",
    ]


def test_arabic_runs_from_the_right_within_a_page_that_does_not(browse):
    soup = browse().get("/manual/1/ar/going-on").soup

    assert tongue(soup.html) == ("en", "ltr")
    assert tongue(soup.select_one(".read").parent) == ("ar", "rtl")
    assert [tongue(tag) for tag in soup.select(".read > [id]")] == [
        (None, None),
        ("en", "ltr"),
        (None, None),
    ]
    assert soup.select_one(".read .note svg") is not None
    untouched = browse().get("/manual/1/ar/beginning").soup
    assert tongue(untouched.h1) == (None, None)
    assert "not translated" in untouched.select_one("article > .note").get_text()
    browse().get("/manual/1/zh/beginning", status=404)
    browse().get("/manual/1/ar/beginning/you")
    browse().get("/manual/1/zh/beginning/you", status=404)
    assert browse().get("/manual/current/ar/going-on", status=307).location.endswith("ar/going-on")


def test_every_reader_gets_the_same_bytes_in_every_language(browse):
    for path in ("/manual/1/ar/going-on", "/manual/1/fr/beginning"):
        public = browse().get(path, headers={"accept-language": "fr"})
        assert browse("ghana").get(path).text == public.text


def test_a_translation_is_stale_once_its_source_says_something_else(browse, rewrite, publish):
    rewrite("when the holder is away", "whenever the holder is away")
    publish()
    page = browse().get("/manual/2/fr/beginning")

    said = page.words("article > .note")[0]
    assert "Un paragraphe traduit une rédaction antérieure." in said
    data = browse().get("/api/v1/manual/2/fr/beginning").json()["blocks"]
    assert [(b["id"], b["language"], b["stale"]) for b in data[:4]] == [
        ("h2aaaaaa", "fr", False),
        ("p2aaaaaa", "en", False),
        ("p2bbbbbb", "fr", True),
        ("h2bbbbbb", "en", False),
    ]
    old = browse().get("/api/v1/manual/1/fr/beginning").json()["blocks"]
    assert [b["stale"] for b in old] == [False] * 6


def test_out_and_in_again_is_the_same_in_every_language(manual, folder, tmp_path):
    with manual.unit_of_work() as db:
        before = said.drafted(db.connection())
        loading.export(db, tmp_path / "out")
        again = loading.import_(db, tmp_path / "out")
        assert (again.changed, again.lines) == (0, ())
        assert said.drafted(db.connection()) == before
        loading.export(db, tmp_path / "twice")
    assert tree(tmp_path / "out") == tree(tmp_path / "twice")
    names = ["fr/01-beginning.md", "fr/03-glossary.md", "fr/translation.toml"]
    assert [name for name in sorted(tree(tmp_path / "out")) if name.startswith("fr/")] == names

    assert naming.name(folder) == (0, 8)
    once = tree(folder)
    assert (naming.name(folder), tree(folder)) == ((0, 0), once)
    source = (folder / "en" / "01-beginning.md").read_text()
    (folder / "en" / "01-beginning.md").write_text(source.replace("is away", "is absent"))
    assert told(manual, folder)[0][0].startswith("en/01-beginning.md: p2bbbbbb says")
    with manual.read() as conn:
        blocks = queries.chapter_text(conn, DRAFT, "chapterone22").blocks
        tied = said.drafted(conn)["fr"].blocks["p2bbbbbb"].source_hash
    assert tied != sha256(blocks[2].source.encode()).hexdigest()
    assert naming.name(folder) == (0, 0)


def test_a_disk_that_fills_leaves_no_new_english_beside_old_french(
    manual, folder, rewrite, monkeypatch
):
    """Whatever is written or moved last, the folder says all that it said, or all that is new."""
    naming.name(folder)
    rewrite("Send it.", "Send it today.")
    with manual.unit_of_work() as db:
        db.execute(text("update manual_translation set title = 'Débuter'"))
    before, ended, write_text = tree(folder), False, Path.write_text
    for last in range(60):
        left = iter(range(last))

        def full(start: Path, *given: object, left=left, **more: object) -> object:
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            return write_text(start, *given, **more)

        with monkeypatch.context() as patched, manual.unit_of_work() as db:
            patched.setattr(Path, "write_text", full)
            try:
                loading.export(db, folder)
            except OSError:
                assert tree(folder) == before
            else:
                ended = True
                break
    assert ended
    after = tree(folder)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"en/01-beginning.md", "fr/translation.toml", "ar/translation.toml"}


def test_an_export_takes_away_its_own_translations_and_nothing_else(manual, folder, tmp_path):
    own = folder / "fr" / "own.md"
    own.write_text("Not the manual's.")
    with manual.unit_of_work() as db:
        db.execute(text("delete from manual_translation where language = 'fr'"))
        loading.export(db, folder)
    assert sorted(path.name for path in (folder / "fr").iterdir()) == ["own.md"]
    assert (folder / "ar" / "translation.toml").exists()

    (folder / "ar").rename(tmp_path / "elsewhere")
    (folder / "ar").symlink_to(tmp_path / "elsewhere")
    before = tree(tmp_path)
    with pytest.raises(Unreadable, match="ar"), manual.unit_of_work() as db:
        loading.export(db, folder)
    assert tree(tmp_path) == before


def test_naming_ties_all_or_nothing_and_leaves_what_translates_nothing(folder):
    source, french = folder / "en" / "01-beginning.md", folder / "fr" / "01-beginning.md"
    source.write_text(source.read_text() + "\nA last line.\n")
    french.write_text(french.read_text() + "\n{#zzzzzzzz}\nUne ligne à elle.\n")
    book = folder / "fr" / "translation.toml"
    whole = book.read_text()
    book.write_text(whole.replace('"reviewed"', '"good"'))
    before, said = tree(folder), []
    wrong = str(commands.name(folder, said.append))
    assert (wrong.endswith(f"reviewed”. {commands.KEPT}"), said, tree(folder)) == (True, [], before)

    book.write_text(whole.replace('"glossary"', '"nowhere"'))
    assert naming.name(folder) == (1, 5)
    after = tree(folder)
    for name in ("fr/01-beginning.md", "fr/03-glossary.md"):
        assert after[name] == before[name]


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("fr/translation.toml", ('language = "fr"', 'language = "es"'), 'language = "fr"'),
        ("fr/translation.toml", ('"reviewed"', '"good"'), "“draft” or “reviewed”"),
        ("fr/translation.toml", ("[[chapters]]", "[[chapters"), "not written as it should be"),
        ("fr/translation.toml", ('"glossary"', '"beginning"'), "Two chapters have the slug"),
        ("fr/translation.toml", ("questions = []", 'translates = ["x"]'), "is no id and hash"),
        ("fr/translation.toml", ("questions = []", 'head = "x"'), "is no hash"),
        ("fr/translation.toml", ('title = "Commencer"', ""), "lacks “title”"),
        ("fr/translation.toml", ("fr/01", "../fr/01"), "lies outside"),
        ("fr/translation.toml", ("fr/01", "en/01"), "lies outside the folder fr"),
        ("fr/translation.toml", ("fr/01-beginning.md", "fr/translation.toml"), "does not end in"),
        ("fr/translation.toml", ("fr/03-glossary", "fr/01-beginning"), "have the file"),
        ("manual.toml", ("en/01-beginning.md", "README.md"), "lies outside the folder en"),
        ("fr/01-beginning.md", ("{#t2aaaaaa}\n", ""), "the paragraph it translates is missing"),
        ("fr/01-beginning.md", ("{#t2aaaaaa}", "{#h2aaaaaa}"), "is translated twice"),
        ("fr/01-beginning.md", ("ministre", "[" * 9_000), "too many nested marks"),
    ],
)
def test_a_translation_that_cannot_be_read_changes_nothing(manual, folder, name, change, says):
    file = folder / name
    changed = file.read_text(encoding="utf-8").replace(*change)
    file.write_text(changed, encoding="utf-8")
    with manual.read() as conn:
        before = said.drafted(conn)

    told_, ended = told(manual, folder)
    assert (told_, says in ended) == ([], True)
    with manual.read() as conn:
        assert said.drafted(conn) == before


def test_a_title_keeps_its_spaces_that_do_not_break_on_every_way(browse, manual, folder, tmp_path):
    """In by the files, out and in again, and by the form; French sets them before its signs."""
    book = folder / "fr" / "translation.toml"
    title = "Commencer\u202f:\u00a0qui\u00a0?"
    book.write_text(book.read_text().replace("Commencer", f"\u00a0{title} "))
    assert told(manual, folder)[1] is None
    with manual.unit_of_work() as db:
        assert said.drafted(db.connection())["fr"].heads["chapterone22"].title == title
        loading.export(db, tmp_path / "out")
        assert loading.import_(db, tmp_path / "out").lines == ()
    desk = browse("editor").get("/manual/translate/fr/beginning").soup
    form = {one["name"]: one.get("value", "") for one in desk.select("main form input[name]")}
    assert form["title"] == title
    texts = {one["name"]: one.get_text()[1:] for one in desk.select("main form textarea[name]")}
    form |= {**texts, "title": f"{title}\u00a0!\u00a0", "questions": "Et\u00a0?", "state": "draft"}
    browse("editor").post("/manual/translate/fr/beginning", form)
    with manual.read() as conn:
        head = said.drafted(conn)["fr"].heads["chapterone22"]
    assert (head.title, head.questions) == (f"{title}\u00a0!", ("Et\u00a0?",))


def test_what_translates_nothing_is_said_and_left_out(manual, folder):
    book = folder / "fr" / "translation.toml"
    book.write_text(book.read_text().replace('slug = "glossary"', 'slug = "nowhere"'))
    file = folder / "fr" / "01-beginning.md"
    file.write_text(file.read_text().replace("{#t2aaaaaa}", "{#p2eeeeee}"))

    assert told(manual, folder)[0] == [
        "fr/01-beginning.md: p2eeeeee translates no paragraph here, it is left out",
        "fr/03-glossary.md: no chapter of the draft is called nowhere, it is left out",
        "fr: 5 translations are taken out",
        "0 chapters changed in the draft",
    ]


def test_a_translation_alone_makes_an_edition_and_the_old_one_stays(
    browse, manual, folder, publish
):
    file = folder / "fr" / "01-beginning.md"
    file.write_text(file.read_text() + "\n{#l2aaaaaa}\n1. L’écrire.\n2. L’envoyer.\n")
    assert told(manual, folder)[1] is None
    publish("Plus de français.", "minor")

    assert browse().get("/manual/2/fr/beginning").words("#l2aaaaaa li")[0] == "L’écrire."
    assert browse().get("/manual/1/fr/beginning").words("#l2aaaaaa li")[0] == "Write it."
    with manual.read() as conn:
        first, second = said.languages(conn, 1), said.languages(conn, 2)
    assert [(c.language, c.translated, c.blocks, c.stale) for c in (*first, *second)] == [
        ("ar", 3, 15, 0),
        ("fr", 8, 15, 0),
        ("ar", 3, 15, 0),
        ("fr", 9, 15, 0),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE manual_edition_language SET translated = 15",
        "DELETE FROM manual_edition_translation",
        "UPDATE manual_edition_translated_block SET source_hash = body_hash",
        "INSERT INTO manual_edition_language VALUES (1, 'es', 'draft', 1, 1, 0)",
    ],
)
def test_the_database_refuses_to_change_what_was_published(manual, statement):
    with pytest.raises(DatabaseError, match=r"never changed|closed"), manual.unit_of_work() as db:
        db.execute(text(statement))
