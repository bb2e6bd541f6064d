"""A code on paper opens one consultation without an account, by forms alone and no script."""

import io
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.db import table
from app.core.i18n import languages
from app.guests.models import Guest
from app.manual.consulting.models import Contribution
from app.manual.voices import codes, queries, rules, submitting, tickets
from app.manual.voices.forms import Said
from app.manual.voices.naming import Naming
from app.papers.reading.text import from_word
from tests.manual.sample import consultation
from tests.manual.test_manual_consulting import consult, later, links  # noqa: F401
from tests.manual.test_manual_figures import added  # noqa: F401 - a fixture
from tests.manual.test_manual_figures_read import by  # noqa: F401
from tests.manual.test_manual_voices import BODY, NAME, WORDS, inviting, where  # noqa: F401
from tests.manual_text.test_word import p, r, word

NOTHING = "This code opens nothing: it was mistyped, or it is over."


@pytest.fixture
def code(browse, where, cast) -> str:  # noqa: F811 - a fixture
    page = inviting(browse("editor"), where, cast, 200, way="code", address="")
    assert NAME not in page.text
    return page.words(".facts dd")[1]


def opened(browser, code, status=200):
    browser.get("/by-code")
    return browser.post("/by-code", {"code": code}, status=status)


def said(code, page=None, **more: str):
    seen = page.soup.select_one("[name=seen]")["value"] if page else "0"
    return {"code": code, "words": WORDS, "naming": "withheld", "seen": seen, **more}


def test_a_code_has_140_bits_in_groups_without_signs_that_look_alike():
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    signs = set("".join(made)) - {"-"}
    assert len(signs) == 32
    assert not signs & set("01OL")
    assert {tuple(map(len, one.split("-"))) for one in made} == {(4,) * 7}
    one = next(iter(made))
    assert codes.kept(one) == codes.kept(f" {one.lower().replace('-', ' ')}\n")


def test_without_an_account_one_reads_writes_looks_sends_and_withdraws(
    browse, where, code, database  # noqa: F811
):  # fmt: skip
    voice, editor = browse("nobody"), browse("editor")
    page = opened(voice, code)
    assert page.words("h1") == ["How an office begins"]
    text = voice.post("/by-code/text", {"code": code}, status=200)
    with zipfile.ZipFile(io.BytesIO(text.raw.content)) as parts:
        document = parts.read("word/document.xml").decode()
    assert "One goes on by asking others." in document
    assert "no advice yet" in document
    assert "asking others" in from_word(text.raw.content, {}).text
    chapter = voice.post("/by-code/chapter", {"code": code, "chapter": "going-on"}, status=200)
    assert "One goes on by asking others." in chapter.text
    voice.post("/by-code/chapter", {"code": code, "chapter": "none"}, status=422)

    page = voice.post("/by-code/write", {"code": code}, status=200)
    preview = page.soup.select_one("form[enctype]")["action"]
    sent = {"file": ("a.docx", word(p(r("And from Word."))))}
    page = voice.post(preview, said(code, page, **{"part-chaptertwo22": "Yes."}), status=200,
                      files=sent)  # fmt: skip
    words = page.soup.select_one("#f-words").get_text().strip()
    assert words == f"{WORDS}\n\nAnd from Word."
    assert links(editor.get(where), "#h-sent ~ .rows a") == []
    form = said(code, page, words=words, **{"part-chaptertwo22": "Yes."})
    page = voice.post("/by-code/send", form, status=200)
    receipt = page.words(".note.well .code")[0]
    assert voice.post("/by-code/send", form, status=200).words(".note.well .code") == [receipt]
    mine = links(editor.get(where), "#h-sent ~ .rows a")[0]
    assert receipt in editor.get(mine).text
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Contribution))).scalar() == 1

    again = opened(browse("nobody"), code.lower())
    assert again.words(".facts dd")[1:] == ["Guest 1, name withheld", receipt]
    page = voice.post("/by-code/write", {"code": code}, status=200)
    voice.post("/by-code/send", said(code, page, naming="organisation", organisation=BODY),
               status=200)  # fmt: skip
    assert editor.get(mine).words("h1") == [f"Submission of {BODY}"]
    with later(30):
        page = voice.post("/by-code/withdraw", {"code": code}, status=200)
        assert "Withdrawn and destroyed" in page.words(".note.well p")[0]
        voice.post("/by-code/withdraw", {"code": code}, status=409)
    editor.get(mine, status=404)


def test_wrong_used_and_ended_codes_get_the_same_answer(browse, where, code, cast):  # noqa: F811
    editor, voice = browse("editor"), browse("nobody")
    inviting(editor, where, cast, 200, way="code", address="")
    inviting(editor, where, cast, address="someone@example.org")
    second, first = links(editor.get(f"{where}/voices"), ".rows a")[1:]
    anew = {"last_day": str(clock.today() + timedelta(days=3))}
    newer = editor.post(f"{first}/renew", anew, status=200).words(".facts dd")[1]
    opened(voice, newer)
    editor.post(f"{first}/withdraw")
    answers = [opened(voice, one, 422) for one in ("nothing", codes.new_code(), code, newer)]
    assert [one.words("#f-code-e")[0].startswith(NOTHING) for one in answers] == [True] * 4
    with later(80):
        answers.append(opened(voice, codes.new_code(), 422))
    plain = [re.sub('value="[^"]*"', "", one.text.partition("<main")[2]) for one in answers]
    assert all(one == other for one, other in pairwise(plain))
    lost = voice.post("/by-code/send", said(newer, **{"part-chaptertwo22": "Yes."}), status=422)
    assert lost.soup.select_one("#typed").get_text().strip() == f"{WORDS}\n\nYes."
    assert second


def test_no_account_takes_a_code_and_no_file_comes_without_a_ticket(
    browse, where, code, portal, database  # noqa: F811, ARG001
):  # fmt: skip
    plain = code.replace("-", "")
    for token in (code, plain, f"code:{plain}"):
        browse("stranger").get(f"/guest/invitation/{token}", status=404)
    voice = browse("nobody")
    voice.get("/by-code")
    with database.read() as conn:
        guest_id = conn.execute(select(table(Guest).c.id)).scalar_one()
    ticket = tickets.made(portal.settings, guest_id)
    other = ticket[:-1] + ("0" if ticket[-1] != "0" else "1")
    for wrong in ("nothing", "a.b.c", other, f"{guest_id}.99999999999.{'0' * 32}"):
        voice.post(f"/by-code/{wrong}/preview", said(code), status=303)
    voice.post(f"/by-code/{ticket}/preview", said(codes.new_code()), status=422)
    voice.post(f"/by-code/{ticket}/preview", said(code), status=200)


def test_guessing_is_made_to_wait(browse):
    voice = browse("nobody")
    answers = set()
    voice.get("/by-code")
    for _ in range(14):
        sent = {"csrf": voice.token, "code": codes.new_code()}
        answers.add(voice.client.post("/by-code", data=sent).status_code)
    assert answers == {422, 429}


def test_of_many_that_send_by_one_code_at_once_one_submission_comes(where, code, database):  # noqa: F811, ARG001
    with database.read() as conn:
        seat = queries.by_code(conn, code)
    assert seat is not None

    def send(n: int) -> str:
        words = Said(f"Words {n}.", {}, Naming.WITHHELD, "", "", "en", 0)
        try:
            with database.unit_of_work() as db:
                return submitting.send(db, seat, words)
        except rules.Rewritten:
            return ""

    with ThreadPoolExecutor(8) as pool:
        found = [one for one in pool.map(send, range(8)) if one]
    assert len(found) == 1
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Contribution))).scalar() == 1


@pytest.mark.usefixtures("manual")
def test_a_picture_of_the_draft_is_in_the_document_and_its_page_says_so(
    browse, by, database, added, cast  # noqa: F811
):  # fmt: skip
    name = added()
    with database.unit_of_work() as db:
        made = consultation(db, by)
    page = inviting(
        browse("editor"), f"/manual/consultations/{made}", cast, 200, way="code", address=""
    )
    code = page.words(".facts dd")[1]
    reader = browse("nobody")
    opened(reader, code)
    page = reader.post("/by-code/chapter", {"code": code, "chapter": "beginning"}, status=200)
    assert name not in page.text
    assert "This picture is in the Word document. It shows: A map of the office" in page.text
    document = reader.post("/by-code/text", {"code": code}, status=200).raw.content
    kept = zipfile.ZipFile(io.BytesIO(document)).namelist()
    assert any("media/" in one for one in kept)


@pytest.mark.parametrize("language", languages())
def test_the_sign_in_page_leads_to_the_form_for_a_code(browse, language):
    reader = browse("nobody")
    reader.client.headers["accept-language"] = language
    page = reader.get("/sign-in")
    assert page.soup.select_one("html")["lang"] == language
    assert len(page.soup.select("#h-how ~ p a[href='/by-code']")) == 1
    assert reader.get("/by-code").soup.select_one("input[name=code]")
