"""Figures: added by an editor, published by two, seen by readers, kept while a text shows them."""

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from PIL import Image
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.access.viewer import ANYONE
from app.core import clock
from app.core.db import table
from app.files.examining import Patience
from app.files.rules import SENTENCES
from app.files.verdict import Refused, Why
from app.manual import loading, queries
from app.manual.actions.publishing import whole_draft
from app.manual.exports import data, html_file
from app.manual.exports.book import open_book
from app.manual.figures import keeping
from app.manual.figures.drawing import draw
from app.manual.figures.models import Figure
from app.manual.folders import Unreadable
from app.manual.values import DRAFT
from app.manual.verifying import wrong_in_export
from app.text.figures import ADDRESS_OF, names, size_of, written
from tests.manual.test_manual_sections import LETTER, opened, sent_back
from tests.support.pictures import drawn, made, noise

pytestmark = pytest.mark.usefixtures("manual")
ADD = f"{LETTER}/figures"
TOLD = {"alt": "A map of the office", "source": "UN Photo", "caption": "Where it *is*.", "at": ""}
CHAPTER = "chapterone22"


def sent(content):
    return {"files": {"picture": ("map.png", content)}}


def blocks_of(database, number=DRAFT):
    with database.read() as conn:
        return queries.chapter_text(conn, number, CHAPTER).blocks


def figure_of(database, number=DRAFT):
    return next(block for block in blocks_of(database, number) if block.kind == "figure")


def kept(database):
    with database.read() as conn:
        return set(conn.execute(select(table(Figure).c.name)).scalars())


@pytest.fixture
def added(browse):
    """Add a figure to the section of the letter, save it, and return its picture's name."""

    def by_editor(content=None, **told: str) -> str:
        editor = browse("editor")
        answer = editor.post(ADD, {**TOLD, **told}, **sent(content or made()))
        form = opened(editor, answer.location)
        assert editor.post(LETTER, form).location.endswith("?said=saved")
        (name,) = names(form["text"])
        return name

    return by_editor


class TestAdding:
    def test_a_picture_goes_into_the_text_that_is_kept_and_nothing_into_the_draft(
        self, browse, database
    ):
        before = blocks_of(database)
        editor = browse("editor")
        editor.get(ADD)
        answer = editor.post(ADD, TOLD, **sent(made()))

        assert answer.location == f"{LETTER}?kept=1&said=figure"
        page = editor.get(answer.location)
        (name,) = kept(database)
        line = written(name, TOLD["alt"], TOLD["source"], TOLD["caption"])
        assert sent_back(page)["text"].endswith(f"2. Send it.\n\n{line}\n")
        assert page.soup.select_one(f"#shown img[src='{ADDRESS_OF}{name}']")["alt"] == TOLD["alt"]
        assert blocks_of(database) == before

    def test_it_goes_where_the_cursor_was_and_takes_the_typed_text_along(self, browse):
        editor = browse("editor")
        form = opened(editor, LETTER)
        typed = {**form, "text": form["text"].replace("The minister", "The state")}
        at = typed["text"].index("The letter") + 3
        answer = editor.post(LETTER, {**typed, "do": "figure", "at": str(at)})
        assert answer.location == f"{ADD}?at={at}"
        there = editor.get(answer.location).soup.select_one("input[name=at]")["value"]
        told = {**TOLD, "at": there}
        text_ = opened(editor, editor.post(ADD, told, **sent(made())).location)["text"]

        assert text_.startswith("## The letter\n\n![A map of the office](figure:")
        assert "The state" in text_

    def test_what_is_missing_is_asked_for_and_the_picture_is_kept_chosen(self, browse, database):
        editor = browse("editor")
        page = editor.post(ADD, {**TOLD, "alt": " ", "source": ""}, status=422, **sent(made()))
        assert page.words(".problem li") == [
            "Say in words what the picture shows, for whoever does not see it.",
            "Say who made the picture, or where it is from.",
        ]
        (name,) = kept(database)
        assert page.soup.select_one("input[name=there][checked]")["value"] == name
        again = editor.post(ADD, {**TOLD, "there": name})
        assert names(opened(editor, again.location)["text"]) == {name}

    def test_nothing_chosen_an_unknown_one_and_a_caption_that_is_a_list_are_refused(self, browse):
        editor = browse("editor")
        for more in ({}, {"there": f"{'0' * 32}-1x1.png"}, {"there": "../x"}):
            page = editor.post(ADD, {**TOLD, **more}, status=422)
            assert page.words(".problem li") == ["Choose a picture."]
        page = editor.post(ADD, {**TOLD, "caption": "# No"}, status=422, **sent(made()))
        assert "without a mark" in page.words(".problem li")[0]

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", Why.NO_FIGURE),
            (b"GIF89a" + b"\0" * 20, Why.NO_FIGURE),
            (b"%PDF-1.7 x", Why.NO_FIGURE),
            (b"words", Why.NO_FIGURE),
            (made()[:60], Why.DAMAGED),
            (made(size=(8000, 7000), compress_level=1), Why.HUGE_IMAGE),
            (
                made(form="PNG", save_all=True, append_images=[Image.new("RGB", (40, 20), "blue")]),
                Why.MOVING_IMAGE,
            ),
        ],
        ids=["svg", "gif", "pdf", "text", "cut", "bomb", "moving"],
    )
    def test_what_is_no_picture_is_refused_with_a_sentence(self, browse, database, content, why):
        page = browse("editor").post(ADD, TOLD, status=422, **sent(content))
        assert page.words("#f-picture-e") == [SENTENCES[why]]
        assert kept(database) == set()
        assert page.soup.select_one("#f-alt").get_text().strip() == TOLD["alt"]

    def test_others_find_no_page_and_nobody_two_texts_in_one(self, browse):
        for person in ("ghana", "administrator"):
            browse(person).get(ADD, status=403)
        browse().get(ADD, status=303)
        browse("editor").get(f"{LETTER}x/figures", status=404)


class TestDrawing:
    def test_nothing_stays_but_the_points_and_not_more_than_are_wanted(self):
        content = made(size=(3200, 100), pnginfo=None) + b"PK\x03\x04 an archive"
        found = draw(content, Patience.new())
        assert size_of(found.name) == (1600, 50)
        assert b"PK" not in found.content
        assert found.sha256 == sha256(found.content).hexdigest()
        assert draw(content, Patience.new()) == found

    def test_a_photograph_becomes_a_jpeg_and_what_is_clear_stays_so(self):
        photograph = draw(noise((1200, 900)), Patience.new())
        assert photograph.name.endswith(".jpg")
        assert len(photograph.content) < len(noise((1200, 900)))
        out = io.BytesIO()
        Image.new("RGBA", (30, 30), (1, 2, 3, 0)).save(out, "WEBP", lossless=True)
        assert draw(out.getvalue(), Patience.new()).name.endswith("-30x30.png")
        assert draw(made(form="WEBP", quality=80), Patience.new()).name.endswith(".jpg")

    def test_without_a_scanner_that_answers_it_is_not_taken(self):
        with pytest.raises(Refused) as refused:
            draw(made(), Patience.new("127.0.0.1:1"))
        assert refused.value.why is Why.NOT_SCANNED


class TestSaving:
    @pytest.mark.parametrize(
        ("change", "says"),
        [
            (("A map of the office", ""), "has no alternative text"),
            ((' "UN Photo"', ""), "has no source"),
            (("figure:", "figure:0"), "stands at the beginning of a paragraph"),
            (("![A map", "Words ![A map"), "stands at the beginning of a paragraph"),
        ],
    )
    def test_a_figure_without_its_words_is_not_saved(self, browse, database, change, says):
        editor = browse("editor")
        form = opened(editor, editor.post(ADD, TOLD, **sent(made())).location)
        before = blocks_of(database)
        wrong = {**form, "text": form["text"].replace(*change)}
        page = editor.post(LETTER, wrong, status=422)
        assert says in page.words("#f-text-e")[0]
        assert sent_back(page)["text"] == wrong["text"]
        assert blocks_of(database) == before
        assert says in " ".join(
            editor.post(LETTER, {**wrong, "do": "preview"}, status=200).words("#shown .note li")
        )
        editor.post(LETTER, {**wrong, "do": "keep", "turn": form["turn"]})

    def test_the_whole_chapter_asks_the_same(self, browse, filled):
        line = written(drawn().name, "", "UN")
        form = filled(text=f"{filled()['text']}\n\n{line}")
        page = browse("editor").post("/manual/edit/beginning", form, status=422)
        assert "has no alternative text" in page.words(".problem li")[0]
        form["text"] = form["text"].replace("![]", "![A map]")
        page = browse("editor").post("/manual/edit/beginning", form, status=422)
        assert "There is no picture" in page.words(".problem li")[0]


class TestReading:
    def test_readers_see_it_once_it_is_published_and_for_good(
        self, browse, database, added, publish
    ):
        name = added()
        there = f"{ADDRESS_OF}{name}"
        for person in ("nobody", "ghana"):
            browse(person).get(there, status=404)
        answer = browse("editor").get(there)
        assert answer.headers["cache-control"] == "private, no-cache"
        publish()
        answer = browse().get(there)
        assert answer.raw.content.startswith(b"\x89PNG")
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["content-type"] == "image/png"
        mark = {"if-none-match": answer.headers["etag"]}
        browse().get(there, status=304, headers=mark)
        page = browse().get("/manual/2/en/beginning")
        image = page.soup.select_one("figure img")
        assert (image["src"], image["alt"]) == (there, TOLD["alt"])
        assert (image["width"], image["height"], image["loading"]) == ("40", "20", "lazy")
        assert page.words("figcaption p") == ["Where it is.", "Source: UN Photo"]
        assert page.words("figure a[download]") == ["Download the picture (1 kB)"]
        number = page.words("div:has(> figure) > .pn")[0]
        block = figure_of(database, 2)
        assert number == queries_number(database, block.id)
        found = browse().get("/search?q=map+of+the+office").text
        assert "/manual/2/en/beginning" in found

    def test_a_page_made_before_is_not_sent_after(self, browse, added, publish):
        assert "<figure" not in browse().get("/manual/current/en/beginning", status=307).text
        added()
        publish()
        assert browse().get("/manual/2/en/beginning").soup.select_one("figure img")
        assert not browse().get("/manual/1/en/beginning").soup.select_one("figure img")

    def test_what_changed_shows_both_pictures_and_says_so_in_words(
        self, browse, database, added, publish
    ):
        first = added()
        publish()
        other = keep(database, drawn("blue", (30, 30)))
        editor = browse("editor")
        form = opened(editor, LETTER)
        new = form["text"].replace(first, other).replace("A map of", "A plan of")
        editor.post(LETTER, {**form, "text": new})
        publish()
        page = browse().get("/manual/compare/2/3?chapter=beginning")
        assert [i["src"] for i in page.soup.select("figure img")][:2] == [
            f"{ADDRESS_OF}{first}",
            f"{ADDRESS_OF}{other}",
        ]
        said = " ".join(page.words("main li"))
        assert "The picture of the figure was replaced." in said
        assert "Alternative text: “A map of the office” became “A plan of the office”." in said
        assert figure_of(database, 2).id == figure_of(database, 3).id
        browse().get("/manual/compare/2/3/sides/beginning")

    def test_a_damaged_or_missing_picture_is_a_sentence_and_no_file_fails(
        self, browse, database, added, publish
    ):
        name = added()
        publish()
        with database.read() as conn:
            edition = queries.current(conn)
            book = open_book(conn, edition, "", "https://example.org")
        assert list(book.pictures) == [name]
        assert b"data:image/png;base64," in html_file.write(book)
        assert name.encode() in data.write(book)
        book.pictures.clear()
        assert b"This picture is missing at present. It shows: A map" in html_file.write(book)
        spoil(database)
        browse().get(f"{ADDRESS_OF}{name}", status=503)
        with database.read() as conn:
            assert open_book(conn, edition, "", "https://example.org").pictures == {}


def queries_number(database, block_id):
    with database.read() as conn:
        return queries.chapter_text(conn, 2, CHAPTER).numbers[block_id]


def keep(database, one):
    with database.unit_of_work() as db:
        keeping.keep(db, ANYONE, one)
    return one.name


def spoil(database):
    """Write other bytes, as a broken disk would: behind the back of the triggers."""
    with database.unit_of_work() as db:
        if database.is_sqlite:
            db.execute(text("DROP TRIGGER manual_figure_no_update"))
        else:
            db.execute(text("ALTER TABLE manual_figure DISABLE TRIGGER USER"))
        db.execute(table(Figure).update().values(content=b"x"))


class TestKeeping:
    def test_the_database_refuses_to_change_or_delete_what_a_text_shows(
        self, database, added, publish
    ):
        name = added()
        publish()
        for act in (
            "DELETE FROM manual_figure",
            "UPDATE manual_figure SET size = 1",
            "DELETE FROM manual_figure_use",
            "UPDATE manual_figure_use SET figure = 'x'",
        ):
            with pytest.raises(DBAPIError), database.unit_of_work() as db:
                db.execute(text(act))
        assert kept(database) == {name}

    def test_what_no_text_shows_goes_after_thirty_days(self, browse, database, added, passed):
        used = added()
        editor = browse("editor")
        editor.post(ADD, TOLD, **sent(made("blue")))
        aside = kept(database) - {used}
        waits = keep(database, drawn("green"))
        passed(timedelta(days=29))
        sweep(database)
        assert kept(database) == {used, waits, *aside}
        passed(timedelta(days=2))
        sweep(database)
        assert kept(database) == {used, *aside}

    def test_the_same_picture_is_kept_once_and_begins_its_time_anew(self, database, passed):
        keep(database, drawn())
        passed(timedelta(days=20))
        keep(database, drawn())
        passed(timedelta(days=20))
        sweep(database)
        assert kept(database) == {drawn().name}

    def test_very_many_that_wait_are_refused(self, browse, database, monkeypatch):
        monkeypatch.setattr(keeping, "MOST_UNUSED", 1)
        keep(database, drawn())
        page = browse("editor").post(ADD, TOLD, status=409, **sent(made("blue")))
        assert "Very many pictures" in page.words("#f-picture-e")[0]


@pytest.fixture
def passed(monkeypatch):
    """Let time pass."""
    now = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    def by(span):
        now[0] += span

    return by


def sweep(database):
    with database.unit_of_work() as db:
        keeping.sweep(db)


class TestRoundTrip:
    def test_what_goes_out_comes_in_the_same(self, database, added, publish, tmp_path):
        name = added()
        publish()
        out = tmp_path / "out"
        with database.unit_of_work() as db:
            loading.export(db, out)
            assert (out / "figures" / name).read_bytes().startswith(b"\x89PNG")
            assert loading.import_(db, out).changed == 0
            before = whole_draft(db.connection()).hash
        files = {one: one.read_bytes() for one in out.rglob("*") if one.is_file()}
        with database.unit_of_work() as db:
            loading.export(db, out)
            assert whole_draft(db.connection()).hash == before
        assert {one: one.read_bytes() for one in out.rglob("*") if one.is_file()} == files

    def test_a_folder_without_its_picture_or_with_another_is_refused(self, database, folder):
        file = folder / "en" / "01-beginning.md"
        name = drawn("blue").name
        whole = file.read_text()
        file.write_text(f"{whole}\n{written(name, 'A map', 'UN')}\n")
        assert "is missing, which a figure shows" in refused(database, folder)
        (folder / "figures").mkdir()
        (folder / "figures" / name).write_bytes(drawn("green").content)
        assert "damaged, or another picture" in refused(database, folder)
        (folder / "figures" / name).write_bytes(drawn("blue").content + b"PK")
        assert "damaged, or another picture" in refused(database, folder)
        (folder / "figures" / name).write_bytes(drawn("blue").content)
        with database.unit_of_work() as db:
            assert loading.import_(db, folder).changed == 1
        assert kept(database) == {name}
        file.write_text(f"{whole}\n{written(name, '', 'UN')}\n")
        assert "has no alternative text" in refused(database, folder)

    def test_a_check_of_an_export_finds_another_picture(self, database, added, publish, tmp_path):
        name = added()
        publish()
        with database.unit_of_work() as db:
            loading.export(db, tmp_path / "out")
        before = list(wrong_in_export(tmp_path / "out", ()))
        (tmp_path / "out" / "figures" / name).write_bytes(drawn("blue").content)
        assert [one for one in wrong_in_export(tmp_path / "out", ()) if one not in before] == [
            f"figures/{name} is another picture than its name says."
        ]


def refused(database, folder):
    with pytest.raises(Unreadable) as why, database.unit_of_work() as db:
        loading.import_(db, folder)
    return str(why.value)
