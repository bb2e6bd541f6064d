"""A practice that goes out and comes back: nothing else than was edited, and each edit found."""

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.items.models import Kind
from app.items.queries import Matter
from app.papers.reading.parts import NoWord, Program
from app.practices.clearing.coming import Came, OfRound, read_back
from app.practices.clearing.fields import BY_NAME, FIELDS, Shape
from app.practices.clearing.going import document
from app.practices.clearing.rules import NotOurs, TooLong
from app.practices.clearing.values import Round
from tests.manual_text.test_word_hostile import packed
from tests.support.clearing import rewritten

WHERE = "https://portal.example"
FULL = {
    "title": "One page from two ministries",
    "summary": "A change in one ministry is seen in the other on the same day.",
    "description": (
        "Each *Monday* two **desk officers** fill in [half a page](/about/network).\n\n"
        "## What they write\n\n- one\n- two\n    1. deep\n\n> said\n\n| a | b |\n| --- | --- |\n"
        "| c | d |"
    ),
    "responsible_body": "Ministry of Justice & Interior <unit 3>",
    "legal_basis": "Act 818, section 4 (a) *not* slanted",
    "partners": "One office\nAnother office",
    "year_from": "2014",
    "year_to": "",
    "year_note": "",
    "cost": "Two people.\nOne day a week.",
    "what_worked": "Trust.",
    "what_did_not": "",
    "transfer_conditions": "A law.\n\nPeople.",
    "sources": "A law https://example.org/a_b_c\nA report",
}


def sent_out(says=None, round_id="abcdefgh2345", **said: str) -> Round:
    matter = Matter(
        id=round_id, kind=Kind.ROUND, number="C-GHA-2026-001", stage="out", audience="secretariat",
        language="en", office_id=None, owners=frozenset({"GHA"}), version=1,
    )  # fmt: skip
    return Round(
        matter=matter, number="C-GHA-2026-001", member="GHA", count=1, practice_id="p" * 12,
        practice="A title", by="focal_point", spoken="en", marking="For clearance",
        readers="Ministries",
        deadline=date(2027, 3, 1), says={**FULL, **(says or {}), **said},
        at=datetime(2026, 11, 1, tzinfo=UTC), back_at=None, closed_at=None,
    )  # fmt: skip


def back(one: Round, content: bytes):
    return read_back(one, document(one, WHERE), content)


def through_libreoffice(folder, content: bytes) -> bytes:
    place = folder / "sent.docx"
    place.write_bytes(content)
    subprocess.run(  # noqa: S603 - our own words
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'home').as_uri()}",  # noqa: S607 - the machine's own
         "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(place)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (folder / "out" / "sent.docx").read_bytes()


def test_it_comes_back_unedited_as_it_went_out():
    one = sent_out()
    content = document(one, WHERE)
    assert document(one, WHERE) == content
    returned = back(one, content)
    assert (dict(returned.fields), dict(returned.notes), list(returned.lines)) == ({}, {}, [])


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=40
).map(lambda text: " ".join(text.split()))
PIECES = st.one_of(
    WORDS,
    st.sampled_from(
        ["**bold** and *slanted*", "- a\n- b", "1. a\n2. b", "## head", "> said", "[a](https://a.example/b)",
         "`code`", "\\*no\\*", "a\\\nb",
         "| a | b |\n| --- | --- |\n| c | d |", "---", "    pre\n    more"]
    ),
)  # fmt: skip
PROSE = st.lists(PIECES, max_size=5).map(lambda parts: "\n\n".join(parts).strip())
LINES = st.lists(WORDS.filter(bool), max_size=4).map("\n".join)
OF_SHAPE = {Shape.LINE: WORDS, Shape.TEXT: LINES, Shape.LINES: LINES, Shape.PROSE: PROSE}
PRACTICES = st.fixed_dictionaries({one.name: OF_SHAPE[one.shape] for one in FIELDS})


@settings(max_examples=60, deadline=None)
@given(PRACTICES)
def test_whatever_it_says_it_comes_back_as_it_went_out(says):
    one = sent_out(says)
    assert dict(back(one, document(one, WHERE)).fields) == {}


@settings(max_examples=40, deadline=None)
@given(PRACTICES, st.sampled_from([one.name for one in FIELDS]))
def test_each_field_that_was_changed_is_found_and_no_other(says, name):
    """Somebody writes a line below what stands in a field."""
    one = sent_out(says)
    content = rewritten(document(one, WHERE), lambda xml: below(xml, one, name, "Zzadded words"))
    returned = back(one, content)
    assert list(returned.fields) == [name]
    assert returned.fields[name].plain is not None
    assert returned.fields[name].plain.endswith("Zzadded words")


def below(xml: str, one: Round, name: str, words: str) -> str:
    """Put a paragraph before the heading of the next field, or at the end."""
    place = [field.name for field in FIELDS].index(name)
    new = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
    if place + 1 == len(FIELDS):
        at = xml.rindex("<w:sectPr>")
    else:
        at = xml.rindex("<w:p>", 0, xml.index(f'w:name="r{one.matter.id}x{place + 1:02d}"'))
    return xml[:at] + new + xml[at:]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("title", "two ministries</w", "three ones</w", "One page from three ones"),
        ("year_from", ">2014<", ">2015<", "2015"),
        ("partners", "Another office", "A third office", "One office\nA third office"),
        ("cost", "One day", "Two days", "Two people.\nTwo days a week."),
        ("what_worked", "Trust.", "Trust and time.", "Trust and time."),
        ("sources", "A report", "A note", "A law https://example.org/a_b_c\nA note"),
        ("description", " fill in ", " write ", FULL["description"].replace("fill in", "write")),
        ("legal_basis", "*not*", "really *not*", "Act 818, section 4 (a) really *not* slanted"),
    ],
)  # fmt: skip
def test_an_edit_reads_as_it_was_typed(name, old, new, said):
    one = sent_out()
    content = rewritten(document(one, WHERE), lambda xml: _last(xml, old, new))
    returned = back(one, content)
    assert {key: came.plain for key, came in returned.fields.items()} == {name: said}


def _last(xml: str, old: str, new: str) -> str:
    """Change the text of a field, not its guidance."""
    at = xml.rindex(old)
    return xml[:at] + new + xml[at + len(old) :]


def test_what_is_empty_can_be_filled_and_emptied():
    one = sent_out(what_worked="")
    filled = rewritten(
        document(one, WHERE), lambda xml: below(xml, one, "what_worked", "It was wanted.")
    )
    assert back(one, filled).fields == {"what_worked": Came("It was wanted.", "It was wanted.")}
    one = sent_out()
    emptied = rewritten(document(one, WHERE), lambda xml: _last(xml, "Trust.", ""))
    assert back(one, emptied).fields == {"what_worked": Came("", "")}


def test_tracked_changes_and_comments_are_told_and_count_only_when_wanted():
    one = sent_out()
    ins = (
        'Trust</w:t></w:r><w:ins w:id="9" w:author="Justice"><w:r><w:t xml:space="preserve"> and'
        " time</w:t></w:r></w:ins><w:r><w:t>.<"
    )
    note = '<w:commentReference w:id="1"/>'
    content = rewritten(
        document(one, WHERE),
        lambda xml: xml.replace("Trust.<", ins, 1).replace(
            "A report</w:t>", f"A report</w:t>{note}", 1
        ),
        comments=(
            '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            '<w:comment w:id="1" w:author="Interior"><w:p><w:r><w:t>Which one?</w:t></w:r></w:p>'
            "</w:comment></w:comments>"
        ),
    )
    returned = back(one, content)
    assert returned.fields == {"what_worked": Came(None, "Trust and time.")}
    assert returned.notes == {
        "what_worked": ["Justice put in: “ and time”"], "sources": ["Interior: Which one?"],
    }  # fmt: skip


def test_a_heading_that_was_taken_out_is_said():
    one = sent_out()
    place = [field.name for field in FIELDS].index("what_worked")
    content = rewritten(
        document(one, WHERE),
        lambda xml: xml.replace(f'w:name="r{one.matter.id}x{place:02d}"', 'w:name="other"'),
    )
    fields = back(one, content).fields
    assert fields["what_worked"] == Came(None, None, gone=True)
    assert set(fields) <= {"what_worked", "cost"}


def test_another_document_is_told_apart():
    one, other = sent_out(), sent_out(round_id="zzzzzzzz2345")
    with pytest.raises(OfRound) as found:
        back(one, document(other, WHERE))
    assert found.value.id == "zzzzzzzz2345"
    with pytest.raises(NotOurs):
        back(one, rewritten(document(one, WHERE), lambda xml: xml.replace("bookmark", "bookmerk")))
    with pytest.raises(NoWord):
        back(one, b"PK nothing")
    with pytest.raises(Program):
        back(one, _with_macros(document(one, WHERE)))
    for how in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with pytest.raises(NoWord):
            back(one, packed(how))


def _with_macros(content: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_saves_it_anew_and_only_edits_are_found(tmp_path):
    one = sent_out()
    saved = through_libreoffice(tmp_path, document(one, WHERE))
    assert dict(back(one, saved).fields) == {}
    edited_there = rewritten(saved, lambda xml: xml.replace("Another office", "A third office", 1))
    assert back(one, edited_there).fields == {"partners": Came(*["One office\nA third office"] * 2)}


def test_every_field_has_a_heading_and_guidance():
    assert list(BY_NAME) == list(FULL)
    assert all(field.guidance for field in FIELDS)
    assert TooLong.message
