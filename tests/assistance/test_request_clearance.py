"""A draft of a request goes out as a Word document and comes back field by field."""

import io
import zipfile

import pytest

from app.assistance.rules import Stage
from app.core import clock
from tests.assistance.sample import CANARY

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FRAME = {"marking": "For clearance", "readers": "Ministry of justice", "language": "en"}


@pytest.fixture
def ghana(browse):
    return browse("ghana")


def out(person, place: str) -> bytes:
    sent = {**FRAME, "deadline": str(clock.today()), "csrf": person.token}
    answer = person.client.post(f"{place}/clearance", data=sent)
    assert (answer.status_code, answer.headers["content-type"]) == (200, WORD)
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.content


def changed(content: bytes, old: str, new: str) -> bytes:
    """Return a document in which somebody wrote ``new`` for ``old``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            body = before.read(name)
            if name == "word/document.xml":
                assert old.encode() in body
                body = body.replace(old.encode(), new.encode())
            after.writestr(name, body)
    return made.getvalue()


def back(person, place: str, content: bytes, status: int = 200):
    return person.post(
        f"{place}/clearance/back", {}, files={"file": ("a.docx", content, WORD)}, status=status
    )


def test_what_a_ministry_changed_is_shown_and_taken_field_by_field(ghana, asked):
    item, other = asked(Stage.DRAFT), asked(Stage.DRAFT)
    place = f"/assistance/{item}"
    document = out(ghana, place)
    same = back(ghana, place, document)
    assert same.words(".empty h2") == ["Nothing was changed"]

    came = changed(document, f"Write it together {CANARY}", "Write it alone")
    came = changed(came, f"Our page {CANARY}", "Our room")
    page = back(ghana, place, came)
    assert [one.text for one in page.soup.select("main h3")] == [
        "What do you want to be able to do afterwards?",
        "What you contribute",
    ]
    assert "alone" in " ".join(page.words("ins"))
    sent = {one["name"]: one["value"] for one in page.soup.select("main form input[type=hidden]")}
    none = ghana.post(f"{place}/clearance/take", {**sent, "outcome": "keep"}, status=422)
    assert len(none.soup.select("main h3")) == 2

    taken = {**sent, "outcome": "came", "contribution": "keep"}
    assert ghana.post(f"{place}/clearance/take", taken).location.endswith("?said=taken")

    assert "Write it alone" in ghana.get(place).text
    assert f"Our page {CANARY}" in ghana.get(place).text
    assert f"Write it together {CANARY}" in ghana.get(f"/assistance/{other}").text
    stale = {**taken, "contribution": "came", "once": "another"}
    ghana.post(f"{place}/clearance/take", stale, status=409)
    assert f"Our page {CANARY}" in ghana.get(place).text
    again = back(ghana, place, document)
    assert "changed the draft after this document went out" in again.text


def test_another_document_and_other_people_come_nowhere(ghana, browse, asked):
    item, other = asked(Stage.DRAFT), asked(Stage.DRAFT)
    handed = asked(Stage.SUBMITTED)
    document = out(ghana, f"/assistance/{other}")
    refused = back(ghana, f"/assistance/{item}", document, status=422)
    assert "another request" in " ".join(refused.words(".err"))
    back(ghana, f"/assistance/{item}", b"no word", status=422)
    ghana.post(f"/assistance/{item}/clearance/back", {}, files={}, status=422)
    ghana.post(f"/assistance/{item}/clearance", {**FRAME, "deadline": "2001-01-01"}, status=422)

    for who in ("denmark", "editor"):
        browse(who).get(f"/assistance/{item}/clearance", status=404)
        browse(who).post(f"/assistance/{item}/clearance", FRAME, status=404)
    browse("editor").get(f"/assistance/{handed}/clearance", status=403)
    ghana.get(f"/assistance/{handed}/clearance", status=403)


def test_too_long_words_are_not_taken(ghana, asked):
    item = asked(Stage.DRAFT)
    place = f"/assistance/{item}"
    document = out(ghana, place)
    page = back(ghana, place, changed(document, f"Write it together {CANARY}", "x " * 400))
    sent = {one["name"]: one["value"] for one in page.soup.select("main form input[type=hidden]")}
    again = ghana.post(f"{place}/clearance/take", {**sent, "outcome": "came"}, status=422)
    assert again.soup.select_one("[name=came-outcome]")["value"].startswith("x x")
    assert f"Write it together {CANARY}" in ghana.get(place).text


def test_the_secretariat_never_reads_that_its_office_asked_for_clearance(
    ghana, browse, asked, making
):
    item = asked(Stage.DRAFT)
    out(ghana, f"/assistance/{item}")
    with making() as maker:
        maker.step("submit", item, "ghana", "denmark")
    assert "Request sent out for clearance" in ghana.get(f"/assistance/{item}/history").text
    staff = browse("editor").get(f"/assistance/{item}/history").text
    assert "Request submitted" in staff
    assert "clearance" not in staff
