"""The guard: unreadable forms, forms sent twice, rules never asked, what a form may hold."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Never

import pytest
from sqlalchemy import func, select
from starlette.responses import Response
from starlette.testclient import TestClient

from app.access.policy import P
from app.core.db import table
from app.items.models import Registry
from app.web.ask import Ask
from app.web.guard import Room
from app.web.models import UsedForm
from tests.support.browse import Browser

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": "multipart/form-data; boundary=b"}
SENTENCE = "This address or form is not complete. Go back and try again."
acting = threading.Barrier(2)


@pytest.fixture
def app(app):
    room = Room("trial")

    @room.post("/trial/act", P.ACCOUNT)
    def act(ask: Ask) -> Response:
        if ask.field("together"):
            acting.wait(5)
        with ask.unit_of_work() as db:
            db.add(Registry(year=int(ask.field("year")), series="T", last=1))
            return ask.go("/trial/done", db)

    @room.post("/trial/forgot", P.PRACTICE_EDIT)
    def forgot(ask: Ask) -> Response:
        return ask.go("/")

    @room.post("/trial/clash", P.ACCOUNT)
    def clash(ask: Ask) -> Never:
        with ask.unit_of_work() as db:
            db.add_all([UsedForm(key="same", location="/"), Registry(year=1, series="C")])
            db.flush()
        with ask.unit_of_work() as db:
            db.add(UsedForm(key="same", location="/"))
        raise AssertionError

    @room.get("/trial/where", P.ANYONE)
    def where(ask: Ask, n: str = "1") -> Response:
        return Response(f"{ask.path} {n} {ask.htmx}")

    app.router.routes.extend(room.routes)
    return app


def _acts(database) -> int:
    registry = table(Registry)
    with database.read() as conn:
        wanted = select(func.count()).where(registry.c.series == "T")
        return conn.execute(wanted).scalar_one()


def _part(name: str, value: bytes, extra: str = "") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'
    return head.encode() + value + b"\r\n"


def bodies(token: str) -> list[tuple[str, dict[str, str], bytes]]:
    """Return unreadable forms with the right token."""
    own = f"csrf={token}&year=2026&text=kept%20words%20".encode()
    mine = _part("csrf", token.encode()) + _part("text", b"kept words ")
    return [
        ("NUL", FORM, own + b"%00"),
        ("raw NUL", FORM, own + b"\x00"),
        ("NUL in a name", FORM, own + b"&a%00b=1"),
        ("lone byte", FORM, own + b"%ff"),
        ("raw lone byte", FORM, own + b"\xff"),
        ("cut short", FORM, own + b"%e2%82"),
        ("overlong", FORM, own + b"%c0%af"),
        ("surrogate", FORM, own + b"%ed%a0%80"),
        ("latin-1 name", FORM, own + b"&%e9=1"),
        ("latin-1 part", PARTS, mine + _part("x", b"caf\xe9") + b"--b--\r\n"),
        ("a type in capitals", {"Content-Type": FORM["Content-Type"].upper()}, own + b"%00"),
        ("NUL part", PARTS, mine + _part("x", b"a\x00b") + b"--b--\r\n"),
        ("a file", PARTS, mine + _part("x", b"a", '; filename="a.txt"') + b"--b--\r\n"),
        ("broken parts", PARTS, b"nothing of the kind"),
        ("no boundary", {"Content-Type": "multipart/form-data"}, mine),
        ("too many fields", FORM, own + b"&a=1" * 1001),
        ("too many parts", PARTS, mine + _part("a", b"1") * 1001 + b"--b--\r\n"),
    ]  # fmt: skip


def test_an_unreadable_form_is_a_sentence_and_changes_nothing(browse, database):
    ghana = browse("ghana")
    for name, headers, body in bodies(ghana.token):
        answer = ghana.client.post("/trial/act", content=body, headers=headers)
        assert answer.status_code == 400, name
        assert SENTENCE in answer.text, name

    assert _acts(database) == 0


def test_what_could_be_read_of_an_unreadable_form_is_handed_back(browse):
    ghana = browse("ghana")
    body = f"csrf={ghana.token}&text=a+long+text+with+one+bad+letter+%ff".encode()
    answer = ghana.client.post("/trial/act", content=body, headers=FORM)

    assert "a long text with one bad letter \ufffd" in answer.text


@pytest.mark.parametrize("charset", ["utf-7", '"UTF-7"', "unicode_escape", "punycode", "undefined"])
def test_a_form_in_another_charset_is_not_read(browse, database, charset):
    ghana = browse("ghana")
    mine = _part("csrf", ghana.token.encode()) + _part("year", b"7") + _part("x", b"+2AA-\\ud800")
    kind = {"Content-Type": f"multipart/form-data; boundary=b; charset={charset}"}
    answer = ghana.client.post("/trial/act", content=mine + b"--b--\r\n", headers=kind)

    assert (answer.status_code, _acts(database)) == (400, 0)
    assert SENTENCE in answer.text


def test_a_form_that_says_utf_8_passes(browse, database):
    ghana = browse("ghana")
    said = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    ghana.client.post("/trial/act", content=f"csrf={ghana.token}&year=7", headers=said)

    assert _acts(database) == 1


def test_every_letter_there_is_passes(browse, database):
    ghana = browse("ghana")
    ghana.post("/trial/act", {"year": "7", "text": "é 中 👩‍👩‍👧 \u200f \ufffd + % & = \r\n"})

    assert _acts(database) == 1


def test_a_form_sent_again_is_not_done_again(browse, database):
    ghana = browse("ghana")
    for _ in range(3):
        answer = ghana.post("/trial/act", {"year": "7", "once": "key"})
        assert answer.location == "/trial/done"
    assert ghana.post(
        "/trial/act", {"year": "8", "once": "key"}, status=204, headers={"HX-Request": "true"}
    ).headers["hx-redirect"] == "/trial/done"  # fmt: skip

    assert _acts(database) == 1


def test_the_key_of_one_session_is_no_key_of_another(browse, database):
    for n, who in enumerate(("ghana", "denmark")):
        browse(who).post("/trial/act", {"year": str(n), "once": "key"})

    assert _acts(database) == 2


def test_a_form_sent_twice_at_once_is_done_once_and_both_are_led_on(app, cast, settings, database):
    secret = settings.secret_key.get_secret_value()

    def send(_n: int) -> tuple[int, str]:
        http = TestClient(app, raise_server_exceptions=False)  # one lifespan for both: none
        ghana = Browser(http, secret, cast["ghana"].session)
        sent = {"csrf": ghana.token, "year": "9", "once": "twice", "together": "yes"}
        answer = http.post("/trial/act", data=sent, follow_redirects=False)
        return answer.status_code, answer.headers.get("location", "")

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))

    assert answers == [(303, "/trial/done")] * 2
    assert _acts(database) == 1


def test_a_clash_that_is_no_double_is_a_mistake(app, cast, settings):
    with TestClient(app, raise_server_exceptions=False) as http:
        ghana = Browser(http, settings.secret_key.get_secret_value(), cast["ghana"].session)
        answer = http.post("/trial/clash", data={"csrf": ghana.token})

    assert answer.status_code == 500


def test_an_endpoint_that_forgets_its_rule_is_a_mistake_for_everybody(app, cast, settings):
    with TestClient(app, raise_server_exceptions=False) as http:
        ghana = Browser(http, settings.secret_key.get_secret_value(), cast["ghana"].session)
        answer = http.post("/trial/forgot", data={"csrf": ghana.token})

    assert answer.status_code == 500


def test_who_is_signed_out_signs_in_before_a_rule_that_needs_a_subject_is_asked(browse):
    guest = browse()
    guest.get("/sign-in")

    assert "Sign in to go on." in guest.post("/trial/forgot", status=401, data={"a": "b"}).text


def test_what_an_ask_knows_of_its_request(browse):
    ghana = browse("ghana")

    assert ghana.client.get("/trial/where?n=4&x=é").text == "/trial/where?n=4&x=%C3%A9 4 False"
    headers = {"HX-Request": "true"}
    assert ghana.client.get("/trial/where", headers=headers).text.endswith("True")
    headers["HX-History-Restore-Request"] = "true"
    assert ghana.client.get("/trial/where", headers=headers).text.endswith("False")


def test_a_page_takes_nothing_but_words_from_its_address():
    room = Room("trial")

    @room.get("/trial/words", P.ANYONE)
    def words(ask: Ask, a: str, b: Sequence[str] = ()) -> Response: ...

    with pytest.raises(TypeError, match="numbers does not take its address as words"):

        @room.get("/trial/numbers", P.ANYONE)
        def numbers(ask: Ask, n: int) -> Response: ...

    assert [route.path for route in room.routes] == ["/trial/words"]
