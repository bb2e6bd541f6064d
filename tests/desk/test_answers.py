"""Ready answers: kept, changed and retired by the secretariat, put in and never sent alone."""

import pytest
from sqlalchemy import select

from app.assistance.rules import Stage as RequestStage
from app.core.db import table
from app.moderation import answers
from app.moderation.models import CannedAnswer
from app.practices.rules import Stage

SAID = {"title": "More words", "language": "en", "text": "Please say more about {title}."}


def keep(client, **said: str) -> str:
    """Keep a ready answer; return its address."""
    client.post("/desk/answers/new", {**SAID, **said})
    return client.get("/desk/answers").soup.select("ul.rows h2 a")[0]["href"]


def changed(client, address: str, status: int = 303, **said: str):
    version = client.get(address).soup.select_one("input[name=version]")["value"]
    return client.post(address, {**SAID, "version": version, **said}, status=status)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"title": ""}, "Give it a title by which you find it."),
        ({"text": " "}, "Write the text of the answer."),
        ({"language": "tlh"}, "Choose one of the answers offered."),
        (
            {"text": "To {name}, {title}"},
            "Nothing can be put in for {name}. Take it out, or use one of those listed.",
        ),
        (
            {"text": "{title.__class__}"},
            "Nothing can be put in for {title.__class__}. Take it out, or use one of those listed.",
        ),
        ({"text": "x" * 1001}, "Shorten this to 1000 characters. It has 1001 now."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(browse, said, wrong):
    page = browse("editor").post("/desk/answers/new", {**SAID, **said}, status=422)

    assert page.words(".problem li") == [wrong]


def test_it_is_kept_changed_by_one_of_two_and_retired(browse, database):
    editor, colleague = browse("editor"), browse("administrator")
    address = keep(editor)
    stale = colleague.get(address).soup.select_one("input[name=version]")["value"]
    changed(editor, address, text="Say more.")
    late = colleague.post(address, {**SAID, "text": "Mine.", "version": stale}, status=409)

    assert "A colleague changed this answer while you wrote." in late.text
    assert "Say more." in late.text
    assert late.words("textarea") == ["Mine."]
    version = late.soup.select_one("input[name=version]")["value"]
    colleague.post(f"{address}/retire", {"version": version})
    assert editor.get("/desk/answers").words(".empty h3") == ["No ready answer so far"]
    editor.get(address, status=404)
    editor.post(address, {**SAID, "version": version}, status=404)
    with database.read() as conn:
        assert len(conn.execute(select(table(CannedAnswer))).all()) == 1


def test_it_is_put_into_the_form_of_each_answer_and_can_be_changed(browse, things):
    editor = browse("editor")
    one = keep(editor).rpartition("/")[2]
    practice = things.practice("A practice", stage=Stage.SUBMITTED)
    request = things.request("A request", "denmark", RequestStage.SUBMITTED)

    for address, title in (
        (f"/practices/{practice}", "A practice"),
        (f"/assistance/{request}", "A request"),
    ):
        page = editor.get(f"{address}?answer={one}")
        assert page.words("textarea[name=reason]") == [f"Please say more about {title}."]
        assert [box["value"] for box in page.soup.select("select[name=answer] option")] == ["", one]
        assert editor.get(f"{address}?answer=none").words("textarea[name=reason]") == [""]
    page = editor.get(f"/desk/batch?act=return&item={practice}&answer={one}")
    assert page.words("textarea[name=words]") == [SAID["text"]]


@pytest.mark.parametrize("who", ["ghana", "stranger"])
def test_it_is_for_the_secretariat(browse, things, who):
    one = keep(browse("editor")).rpartition("/")[2]
    practice = things.practice("A practice", stage=Stage.SUBMITTED)
    other = browse(who)
    other.get(f"/desk/answers/{one}", status=403)
    other.post("/desk/answers/new", SAID, status=403)

    if who == "ghana":
        assert "say more" not in other.get(f"/practices/{practice}?answer={one}").text


def test_only_listed_words_are_put_in():
    values = {"title": "{number}", "number": "1"}

    assert answers.filled("{title} {number} {other} {", values) == "{number} 1 {other} {"
