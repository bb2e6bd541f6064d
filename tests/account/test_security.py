"""One's own sessions: listed, ended, and lasting longer."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.identity import sessions
from app.identity.models import PortalSession
from app.identity.sessions import Came, hashed
from tests.support.browse import HTMX

HERE = "/account/security"
session = table(PortalSession)


@pytest.fixture
def another(database, settings, cast) -> dict[str, str]:
    """Secrets of further sessions: two of Ghana's, one of Denmark's."""
    with database.unit_of_work() as db:

        def begin(name: str, **came: object) -> str:
            person = cast[name].viewer.person_id
            return sessions.start(db, settings, person, Came(provider="test", **came))

        return {
            "phone": begin("ghana", browser="Safari", system="iPhone", new_device=True),
            "laptop": begin("ghana", browser="Firefox", system="Linux"),
            "denmark": begin("denmark", browser="Edge", system="Windows"),
        }


def alive(browse, secret: str) -> bool:
    client = browse()
    client.client.cookies.set("session", secret)
    return client.client.get("/account", follow_redirects=False).status_code == 200


def ended(database) -> list[tuple[str, str, str]]:
    audit = table(AuditRecord)
    with database.read() as conn:
        found = conn.execute(
            select(audit.c.event, audit.c.subject, audit.c.detail).order_by(audit.c.id)
        )
        return [tuple(row) for row in found if row.event == "identity:session:ended"]


def test_who_is_signed_out_is_led_to_sign_in(browse):
    assert browse().get(HERE, status=303).location == "/sign-in?next=%2Faccount%2Fsecurity"


@pytest.mark.usefixtures("another")
def test_it_lists_ones_own_sessions_and_nobody_elses(browse):
    page = browse("ghana").get(HERE)
    kinds = [[s.get_text() for s in meta.select("span")][:-2] for meta in page.soup.select(".meta")]

    assert sorted(page.words(".rows h3")) == [
        "Firefox on Linux", "Safari on iPhone", "Unknown browser",
    ]  # fmt: skip
    assert sorted(kinds) == [[], ["New device"], ["This browser"]]
    assert len(page.soup.select('form[action="/account/sessions/end"]')) == 2
    assert page.words('form[action="/account/sessions/end-others"] button') == [
        "End all other sessions"
    ]


def test_alone_there_is_nothing_to_end(browse):
    page = browse("ghana").get(HERE)

    assert len(page.words('section[aria-labelledby="h-sessions"] .rows h3')) == 1
    assert page.soup.select('main form[action^="/account/sessions"]') == []


def test_ended_or_rested_sessions_are_not_listed(browse, database, another):
    with database.unit_of_work() as db:
        rest = clock.wall() - timedelta(minutes=31)
        for secret, values in (
            (another["phone"], {"seen_at": rest}),
            (another["laptop"], {"expires_at": clock.wall() - timedelta(seconds=1)}),
        ):
            db.execute(update(session).where(session.c.id_hash == hashed(secret)).values(**values))

    assert browse("ghana").get(HERE).words(".rows h3") == ["Unknown browser"]


def test_one_session_is_ended_and_the_others_live(browse, database, another, cast):
    client = browse("ghana")
    answer = client.post("/account/sessions/end", {"session": hashed(another["phone"])})

    assert answer.location == HERE
    assert [alive(browse, another[name]) for name in ("phone", "laptop", "denmark")] == [
        False, True, True,
    ]  # fmt: skip
    assert alive(browse, cast["ghana"].session)
    assert ended(database) == [("identity:session:ended", cast["ghana"].viewer.person_id, "{}")]


def test_all_others_are_ended_and_this_one_lives(browse, database, another, cast):
    browse("ghana").post("/account/sessions/end-others")

    assert [alive(browse, secret) for secret in another.values()] == [False, False, True]
    assert alive(browse, cast["ghana"].session)
    assert ended(database) == [
        ("identity:session:ended", cast["ghana"].viewer.person_id, '{"sessions": 2}')
    ]
    browse("ghana").post("/account/sessions/end-others")
    assert len(ended(database)) == 1


@pytest.mark.parametrize("given", ["denmark", "secret", "unheard-of", ""])
def test_a_session_that_is_not_ones_own_is_not_there(browse, database, another, given):
    value = {"denmark": hashed(another["denmark"]), "secret": another["phone"]}.get(given, given)
    answer = browse("ghana").post("/account/sessions/end", {"session": value}, status=404)

    assert answer.words("h1") == ["Nothing here"]
    assert [alive(browse, secret) for secret in another.values()] == [True, True, True]
    assert ended(database) == []


def rested(database, secret: str, minutes: float) -> None:
    with database.unit_of_work() as db:
        seen = clock.wall() - timedelta(minutes=minutes)
        db.execute(update(session).where(session.c.id_hash == hashed(secret)).values(seen_at=seen))


def left(answer) -> int:
    return int(answer.headers["session-left"])


def test_every_answer_says_how_long_the_session_lasts(browse, database, cast):
    client = browse("ghana")
    first = client.get("/account")
    line = first.soup.select_one("#session")

    assert 1780 <= left(first) <= 1800
    assert abs(int(line["data-left"]) - left(first)) <= 5
    rested(database, cast["ghana"].session, 0.9)
    assert 1740 <= left(client.get("/account")) <= 1750
    rested(database, cast["ghana"].session, 29)
    assert 1780 <= left(client.get("/account")) <= 1800
    assert 1780 <= left(client.post("/account/language", {"language": "en"})) <= 1800
    assert "session-left" not in browse().get("/").headers
    assert browse().get("/").soup.select("#session") == []


def test_one_stays_signed_in_by_a_press(browse, database, cast):
    client = browse("ghana")
    form = client.get("/account").soup.select_one("#session")
    rested(database, cast["ghana"].session, 0.9)
    page = client.post("/account/session", status=200)

    assert (form["action"], form["target"]) == ("/account/session", "_blank")
    assert page.words("h1") == ["You stay signed in"]
    assert 1780 <= left(page) <= 1800
    rested(database, cast["ghana"].session, 0.9)
    part = client.post("/account/session", status=204, headers=HTMX)
    assert 1780 <= left(part) <= 1800
    assert part.text == ""


def test_at_its_limit_a_session_cannot_be_longer_and_says_so(browse, database, cast):
    with database.unit_of_work() as db:
        ends = clock.wall() + timedelta(minutes=10)
        own = session.c.id_hash == hashed(cast["ghana"].session)
        db.execute(update(session).where(own).values(expires_at=ends))
    page = browse("ghana").get("/account")

    assert 590 <= left(page) <= 600
    assert page.soup.select("#session button") == []
    assert page.words("#session p")[0].endswith("UTC, then you sign in anew.")
    assert page.soup.select_one("#session")["data-warn"] == (
        "Your session ends in two minutes and cannot be longer. Send what you have written."
    )
    assert len(browse("denmark").get("/account").soup.select("#session button")) == 1


def test_a_session_that_is_over_cannot_be_kept(browse, database, cast):
    rested(database, cast["ghana"].session, 31)
    client = browse("ghana")

    client.post("/account/session", status=401)
    client.post("/account/session", status=401, headers=HTMX)
    assert client.get("/account", status=303).location == "/sign-in?next=%2Faccount"
