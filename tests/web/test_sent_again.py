"""A form that came too late: its words come back in the answer and can be sent after a sign-in."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.core.db import table
from app.identity import sessions
from app.identity.sessions import Came
from app.practices.models import Practice
from tests.support.browse import HTMX, Answer
from tests.support.rows import rows_hash

OWN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
TITLE = "Ein Satz, “quoted” & <b>bold</b>"
STORY = "One line\n\n  and a second, “quoted” & <b>bold</b>"
NEW = "/practices/new"


def write(client) -> dict[str, list[str]]:
    """Return a form as typed, with the token and key of a page opened before."""
    page = client.get(NEW)
    form = next(f for f in page.soup.select("main form") if f["action"] == NEW)
    given = {f["name"]: [f["value"]] for f in form.select("input[type=hidden]")}
    typed = {"title": [TITLE], "summary": ["Result"], "language": ["en"], "description": [STORY]}
    return {**given, **typed, "themes": ["early-warning", "treaties"]}


def sent_again(answer) -> tuple[str, dict[str, list[str]]]:
    """Return where the form of an answer goes, and what a browser would send with it."""
    form = answer.soup.select_one("#refusal form")
    fields: dict[str, list[str]] = {}
    for one in form.select("input"):
        fields.setdefault(one["name"], []).append(one["value"])
    return form["action"], fields


def over(database, cast, name: str = "ghana") -> None:
    with database.unit_of_work() as db:
        sessions.end(db, cast[name].session)


def sign_in(client, database, settings, person_id: str) -> None:
    """Give the browser a new session, as a sign-in in another tab does."""
    with database.unit_of_work() as db:
        secret = sessions.start(db, settings, person_id, Came(provider="test"))
    client.client.cookies.set("session", secret)


@pytest.mark.parametrize("how", [{}, {**HTMX, "HX-Target": "form#f"}])
def test_what_was_typed_survives_the_sign_in_and_nothing_of_it_is_stored(
    browse, database, cast, settings, how
):
    client = browse("ghana")
    typed = write(client)
    over(database, cast)
    before = rows_hash(database)
    late = client.client.post(NEW, data=typed, headers=how, follow_redirects=False)

    assert late.status_code == 401
    assert rows_hash(database) == before
    assert "visitor=" in late.headers["set-cookie"]
    answer = Answer(late)
    link = answer.soup.select_one("#refusal a.btn")
    assert (link["href"], link["target"]) == ("/sign-in?next=/sign-in/done", "_blank")

    sign_in(client, database, settings, cast["ghana"].viewer.person_id)
    assert client.get("/sign-in/done").words("h1") == ["You are signed in"]
    action, fields = sent_again(answer)
    assert fields["title"] == [TITLE]
    assert fields["description"] == [STORY]
    assert fields["themes"] == ["early-warning", "treaties"]
    done = client.client.post(action, data=fields, follow_redirects=False)

    assert done.status_code == 303, done.text
    assert titles(database) == [TITLE]


def titles(database) -> list[str]:
    practice = table(Practice)
    with database.read() as conn:
        return list(conn.execute(select(practice.c.title)).scalars())


def test_before_the_sign_in_it_is_refused_again_and_still_kept(browse, database, cast):
    client = browse("ghana")
    typed = write(client)
    over(database, cast)
    first = Answer(client.client.post(NEW, data=typed))
    action, fields = sent_again(first)
    second = client.client.post(action, data=fields)

    assert second.status_code == 401
    assert sent_again(Answer(second))[1]["title"] == [TITLE]


def test_another_person_at_the_same_browser_does_not_sign_for_the_first(
    browse, database, cast, settings
):
    client = browse("ghana")
    typed = write(client)
    over(database, cast)
    action, fields = sent_again(Answer(client.client.post(NEW, data=typed)))
    sign_in(client, database, settings, cast["denmark"].viewer.person_id)
    done = client.client.post(action, data=fields, follow_redirects=False)

    assert done.status_code == 409
    assert titles(database) == []


def test_a_form_of_the_session_before_can_be_sent_again_when_it_is_surely_ours(
    browse, database, cast, settings
):
    """Somebody signed in anew in another tab, so the token of this form is an old one."""
    client = browse("ghana")
    typed = write(client)
    sign_in(client, database, settings, cast["ghana"].viewer.person_id)
    refused = client.client.post(NEW, data=typed, headers=OWN, follow_redirects=False)
    action, fields = sent_again(Answer(refused))
    done = client.client.post(action, data=fields, headers=OWN, follow_redirects=False)

    assert refused.status_code == 403
    assert done.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "none"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_site_is_never_offered_again(browse, headers):
    forged = {"csrf": "00", "title": TITLE}
    refused = browse("ghana").client.post(NEW, data=forged, headers=headers)

    assert refused.status_code == 403
    assert BeautifulSoup(refused.text, "html5lib").select("#refusal form") == []
    assert "visitor=" not in refused.headers.get("set-cookie", "")


def test_other_refusals_offer_nothing_to_send_again(browse):
    for answer in (
        browse("ghana").get("/nothing", status=404),
        browse("ghana").get("/desk", status=403),
        browse("ghana").post("/account/office", {"office": "x"}, status=403, headers=OWN),
    ):
        assert answer.soup.select("#refusal form") == []
