"""Who asks very often waits, longer each time; nobody is shut out, and no address is kept."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access.viewer import ANYONE, Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import TooSoon
from app.duties import sweep
from app.main import create_app
from app.manual import api_redline
from app.rooms import ROOMS
from app.web import throttle
from app.web.guard import PACE
from app.web.models import Throttle
from app.web.throttle import (
    BY_CODE,
    COMPARING,
    EXPORTING,
    INVITING,
    LEAFING,
    LONGEST,
    NAMING,
    ORDERING,
    POSTING,
    PRINTING,
    REDEEMING,
    SEARCHING,
    SECOND,
    SIGNING_IN,
    UPLOADING,
    Pace,
    caller,
    ensure_pace,
    is_known_browser,
    new_browser,
)
from tests.support.browse import Browser
from tests.support.commands import HOST, given, running, until_ready
from tests.support.given import SECRET
from tests.support.live import free_port

QUICK = Pace("quick", room=3, every=10)


class Time:
    """The wall's clock as these tests move it, to the millisecond."""

    def __init__(self) -> None:
        self.at = clock.wall()

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def time(monkeypatch) -> Time:
    found = Time()
    monkeypatch.setattr(clock, "wall", lambda: found.at)
    return found


def asker(portal, host: str = "192.0.2.1", viewer: Viewer = ANYONE, device: str = ""):
    """Return all that the throttle looks at of a request."""
    client = SimpleNamespace(host=host)
    return SimpleNamespace(
        portal=portal, viewer=viewer, device=device, request=SimpleNamespace(client=client),
        unit_of_work=portal.db.unit_of_work,
    )  # fmt: skip


def tried(ask, pace: Pace = QUICK) -> int:
    """Try once; return how many seconds to wait, 0 where it counted."""
    try:
        ensure_pace(ask, pace)
    except TooSoon as refused:
        return int(refused.headers["retry-after"])
    return 0


def rows(portal) -> list[str]:
    with portal.db.read() as conn:
        return sorted(conn.execute(select(table(Throttle).c.key)).scalars())


# how long ------------------------------------------------------------------------------------


def test_so_many_at_once_then_each_wait_is_longer_and_never_over_a_minute(portal, time):
    ask, slow, waits = asker(portal), Pace("slow", room=3, every=60), []
    assert [tried(ask, slow) for _ in range(3)] == [0, 0, 0]
    for _ in range(8):
        assert tried(ask, slow) == 0
        waits.append(tried(ask, slow))
        time.wait(waits[-1])

    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    assert LONGEST == 60 * SECOND
    assert tried(ask, slow) == 0


def test_an_attempt_before_its_time_makes_nothing_worse(portal, time):
    ask = asker(portal)
    for _ in range(4):
        tried(ask)
    assert {tried(ask) for _ in range(200)} == {2}
    time.wait(1.5)
    assert tried(ask) == 2
    time.wait(0.5)
    assert tried(ask) == 0


def test_of_two_at_once_the_one_that_asked_first_may_count_last(portal, time):
    ask = asker(portal)
    assert tried(ask) == 0
    time.wait(-0.005)
    assert tried(ask) == 0


def test_room_comes_back_with_time(portal, time):
    ask = asker(portal)
    for _ in range(4):
        tried(ask)
    time.wait(40)

    assert [tried(ask) for _ in range(5)] == [0, 0, 0, 0, 2]


def test_a_thousand_attempts_a_minute_get_no_further_than_ten(portal, time):
    ask = asker(portal)
    passed = []
    for _ in range(4):
        passed.append(0)
        for _ in range(1_000):
            passed[-1] += tried(ask, SIGNING_IN) == 0
            time.wait(0.06)

    assert passed[0] <= SIGNING_IN.room + 10
    assert max(passed[1:]) <= 12
    assert sum(passed[1:]) == pytest.approx(3 * 10, abs=3)


def test_of_many_at_the_same_time_no_more_than_the_room_pass(portal, app, settings):
    other = create_app(settings)
    try:
        both = [asker(portal), asker(other.state.portal)]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda n: tried(both[n % 2]), range(64)))
    finally:
        other.state.portal.db.close()

    assert app is not other
    # Who read the clock a moment before another and is counted after may find it a moment early.
    assert found.count(0) in {QUICK.room, QUICK.room + 1}
    assert len(rows(portal)) == 1


@pytest.mark.usefixtures("time")
def test_patience_is_a_matter_of_settings(settings):
    patient = create_app(settings.model_copy(update={"patience": 5}))
    try:
        ask = asker(patient.state.portal)
        assert [tried(ask) for _ in range(17)] == [0] * 16 + [2]
        with patient.state.portal.db.read() as conn:
            free = conn.execute(select(table(Throttle).c.full_at)).scalar_one()
        room = (QUICK.room + 1) * QUICK.every * SECOND
        assert free <= clock.wall().timestamp() * SECOND + room, "kept for no longer than others"
    finally:
        patient.state.portal.db.close()


# who -----------------------------------------------------------------------------------------


def used_up(ask) -> None:
    while not tried(ask):
        pass


@pytest.mark.usefixtures("time")
def test_callers_are_told_apart_and_none_makes_another_wait(portal):
    browser = new_browser(SECRET)
    here = asker(portal)
    used_up(here)

    others = [
        asker(portal, host="192.0.2.2"),
        asker(portal, device=browser),
        asker(portal, viewer=Viewer("p1")),
        asker(portal, viewer=Viewer("p2")),
    ]
    assert [tried(one) for one in others] == [0, 0, 0, 0]
    assert tried(here, SIGNING_IN) == 0
    assert tried(here) == 2
    assert len(rows(portal)) == 6


@pytest.mark.usefixtures("time")
def test_what_does_not_tell_callers_apart(portal):
    used_up(asker(portal, host="2001:db8:1:2::1"))
    used_up(asker(portal, host="192.0.2.7"))

    assert tried(asker(portal, host="2001:db8:1:2:ffff::9")) == 2
    assert tried(asker(portal, host="2001:db8:1:3::1")) == 0
    assert tried(asker(portal, host="::ffff:192.0.2.7")) == 2
    assert tried(asker(portal, host="192.0.2.7", device="made.up")) == 2
    assert tried(asker(portal, host="192.0.2.7", device="ü")) == 2
    assert tried(asker(portal, host="a socket")) == 0


def test_nobody_but_the_portal_makes_a_browser_known():
    made = new_browser(SECRET)
    token, _, mark = made.partition(".")

    assert is_known_browser(SECRET, made)
    assert not any(
        is_known_browser(SECRET, one)
        for one in ("", ".", token, f"{token}.", f"x.{mark}", f"{token}.{mark[::-1]}", f"{made}.")
    )
    assert not is_known_browser("another secret", made)


def test_no_address_or_person_is_kept_and_the_key_is_secret(portal, settings):
    ask = asker(portal, host="192.0.2.1")
    tried(ask)
    changed = settings.model_copy(update={"secret_key": type(settings.secret_key)("other")})
    elsewhere = asker(replace(portal, settings=changed))

    assert rows(portal) == [caller(ask, QUICK)]
    assert len(caller(ask, QUICK)) == 64
    assert caller(ask, QUICK) != caller(elsewhere, QUICK)


# rows and queries ----------------------------------------------------------------------------


def test_callers_who_have_all_their_room_again_are_forgotten(portal, time):
    often, once = asker(portal), asker(portal, host="192.0.2.2")
    used_up(often)
    tried(once)
    time.wait(11)
    sweep(portal.db)
    assert rows(portal) == [caller(often, QUICK)]

    time.wait(60)
    sweep(portal.db)
    assert rows(portal) == []


@pytest.mark.usefixtures("time")
def test_an_attempt_is_one_statement_and_a_flood_none(portal, queries):
    ask = asker(portal)
    for wanted in (0, 0, 0, 0, 2):
        with queries(1):
            assert tried(ask) == wanted
    with queries(0):
        assert {tried(ask) for _ in range(100)} == {2}


def test_what_a_process_remembers_of_those_who_wait_has_an_end(portal, time, monkeypatch):
    monkeypatch.setattr(throttle, "MOST_WAITING", 3)
    many = [asker(portal, host=f"192.0.2.{n}") for n in range(5)]
    for ask in many:
        used_up(ask)
    assert len(portal.waits) == 2
    assert [tried(ask) for ask in many] == [2] * 5

    time.wait(2)
    assert [tried(ask) for ask in many] == [0] * 5


# where ---------------------------------------------------------------------------------------

PACES = {
    "POST /practices/import": UPLOADING,
    "POST /practices/enter/import": UPLOADING,
    "POST /practices/{item_id}/owners": POSTING,
    "POST /practices/{item_id}/disagree": POSTING,
    "GET /practices/picture": LEAFING,
    "POST /practices/{item_id}/letter": UPLOADING,
    "POST /practices/{item_id}/translations/{language}": POSTING,
    "GET /desk/figures": EXPORTING,
    "GET /assistance/overview/table.csv": EXPORTING,
    "GET /assistance/download/{name}": EXPORTING,
    "POST /desk/requests": POSTING,
    "POST /desk/requests/{item_id}/helpers": POSTING,
    "POST /desk/letters/{letter_id}/send": POSTING,
    "GET /desk/figures/waiting.csv": EXPORTING,
    "GET /desk/figures/silent.csv": EXPORTING,
    "POST /sign-in": SIGNING_IN,
    "POST /invitation/{token}/sign-in": SIGNING_IN,
    "POST /account/confirm": SIGNING_IN,
    "POST /account/identities/link": SIGNING_IN,
    "POST /account/passkeys/new": SIGNING_IN,
    "POST /account/passkeys/options": SIGNING_IN,
    "POST /account/second-factor": SIGNING_IN,
    "POST /invitation/{token}": REDEEMING,
    "POST /guest/invitation/{token}/sign-in": SIGNING_IN,
    "POST /guest/invitation/{token}": REDEEMING,
    "POST /recovery/{token}": REDEEMING,
    "POST /account/passkeys/code": REDEEMING,
    "POST /practices/{item_id}/guests": INVITING,
    "POST /appointments/{appointment_id}/evidence": UPLOADING,
    "POST /nominations/{nomination_id}/evidence": UPLOADING,
    "POST /manual/clear": POSTING,
    "POST /manual/clearances/{item_id}/back": UPLOADING,
    "POST /manual/clearances/{item_id}/take": POSTING,
    "POST /manual/edit/{chapter}/word": UPLOADING,
    "POST /manual/edit/{chapter}/sections/{section}/figures": UPLOADING,
    "POST /practices/{item_id}/files": UPLOADING,
    "POST /practices/{item_id}/clearances": POSTING,
    "POST /practices/clearances/{item_id}/back": UPLOADING,
    "POST /practices/clearances/{item_id}/take": POSTING,
    "GET /practices/{item_id}/practice.pdf": PRINTING,
    "POST /assistance/{item_id}/files": UPLOADING,
    "POST /assistance/{item_id}/letter": UPLOADING,
    "POST /assistance/{item_id}/entities/{code}": POSTING,
    "POST /assistance/{item_id}/entities/{code}/write": POSTING,
    "POST /assistance/{item_id}/entities/{code}/confirm": POSTING,
    "POST /assistance/{item_id}/entities/{code}/take-back": POSTING,
    "POST /assistance/{item_id}/entities/{code}/papers": UPLOADING,
    "POST /assistance/{item_id}/widen": POSTING,
    "POST /assistance/{item_id}/wider": POSTING,
    "POST /assistance/{item_id}/clearance": POSTING,
    "POST /assistance/clearances/{item_id}/again": POSTING,
    "POST /assistance/clearances/{item_id}/back": UPLOADING,
    "POST /assistance/clearances/{item_id}/take": POSTING,
    "GET /assistance/{item_id}/note.pdf": PRINTING,
    "POST /assistance/{item_id}/offers/{offer_id}/files": UPLOADING,
    "POST /by-code": BY_CODE,
    "POST /by-code/write": BY_CODE,
    "POST /by-code/chapter": COMPARING,
    "POST /by-code/text": PRINTING,
    "POST /by-code/send": POSTING,
    "POST /by-code/withdraw": POSTING,
    "POST /by-code/{ticket}/preview": UPLOADING,
    "GET /guest/consultation/{guest_id}/text": PRINTING,
    "POST /guest/consultation/{guest_id}/preview": UPLOADING,
    "POST /guest/consultation/{guest_id}/send": POSTING,
    "POST /manual/consultations/{item_id}/voices": INVITING,
    "POST /guest/{guest_id}/remark": POSTING,
    "POST /guest/request/{guest_id}/remark": POSTING,
    "POST /assistance/{item_id}/guests": INVITING,
    "POST /standing-offers/new": POSTING,
    "POST /open-seats/new": POSTING,
    "POST /open-seats/{item_id}/apply": POSTING,
    "GET /open-seats/table.csv": EXPORTING,
    "GET /open-seats/figures": EXPORTING,
    "GET /open-seats/figures/{year}/table.csv": EXPORTING,
    "GET /open-seats/feed/{token}": SEARCHING,
    "POST /practices/{item_id}/adaptations/new": POSTING,
    "POST /adaptations/{item_id}/result": POSTING,
    "POST /assistance/{item_id}/practice": POSTING,
    "POST /manual/discuss/{block}": POSTING,
    "POST /manual/suggest/{block}": POSTING,
    "POST /manual/consultations/{item_id}/write": POSTING,
    "POST /practices/{item_id}/comments": POSTING,
    "POST /practices/{item_id}/comments/{comment_id}/change": POSTING,
    "POST /practices/{item_id}/comments/{comment_id}/report": POSTING,
    "POST /offices/{office_id}/archive": PRINTING,
    "POST /account/data": ORDERING,
    "POST /offices/{office_id}/write": POSTING,
    "POST /assistance/new": POSTING,
    "POST /assistance/{item_id}/offers": POSTING,
    "POST /assistance/{item_id}/cannot": POSTING,
    "POST /assistance/{item_id}/hand": POSTING,
    "POST /assistance/sealed/{card_id}": POSTING,
    "POST /assistance/sealed/{card_id}/take-back": POSTING,
    "POST /assistance/to-answer": POSTING,
    "POST /assistance/{item_id}/open": POSTING,
    "POST /assistance/{item_id}/again": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/terms": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/plan": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/plan/{step_id}": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/plan/{step_id}/settle": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/talk": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/talk/words/{word_id}": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/talk/change": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/talk/change/agree": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/talk/dates": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/talk/dates/{moment_id}": POSTING,
    "GET /assistance/{item_id}/offers/{offer_id}/talk/dates/{moment_id}": SEARCHING,
    "POST /assistance/{item_id}/offers/{offer_id}/after": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/after/year": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/after/note": POSTING,
    "POST /assistance/{item_id}/offers/{offer_id}/after/note/agree": POSTING,
    "GET /manual/{edition}/find": SEARCHING,
    "GET /search": SEARCHING,
    "GET /practices/feed": SEARCHING,
    "GET /practices/{item_id}/names": NAMING,
    "GET /following/feed/{token}": SEARCHING,
    "GET /calendar/{token}": SEARCHING,
    "GET /practices/{item_id}/versions": LEAFING,
    "GET /manual/compare/{a}/{b}": LEAFING,
    "GET /assistance/figures": EXPORTING,
    "GET /assistance/figures/{year}/table.csv": EXPORTING,
    "GET /practices/download": EXPORTING,
    "GET /practices/download/{name}": EXPORTING,
    "GET /manual/compare/{a}/{b}/sides/{chapter}": LEAFING,
    "GET /manual/compare/{a}/{b}/block/{block}": LEAFING,
    "GET /manual/compare/{a}/{b}/whole": COMPARING,
}


def test_these_routes_have_a_pace_and_no_others():
    assert {
        f"{next(iter((route.methods or set()) - {'HEAD'}))} {route.path}": found
        for room in ROOMS
        for route in room.routes
        if (found := getattr(route.endpoint, PACE))
    } == PACES


def test_a_redline_as_data_has_the_pace_of_the_page():
    found = {route.path: getattr(route.endpoint, PACE) for route in api_redline.router.routes}
    assert found == {"/api/v1/manual/compare/{a}/{b}": COMPARING}


@pytest.fixture
def http(app) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False) as client:
        yield client


TOLD = "Much came from here in a short time. Wait 2 seconds, then try again."


def stranger(http: TestClient) -> Browser:
    browser = Browser(http, SECRET)
    browser.get("/sign-in")
    return browser


def test_a_stranger_who_begins_to_sign_in_very_often_waits_and_loses_nothing(http, time):
    browser = stranger(http)
    typed = {"who": "a word that names no member", "next": "/practices"}
    for _ in range(SIGNING_IN.room + 1):
        browser.post("/sign-in", typed, status=422)
    refused = browser.post("/sign-in", typed, status=429)

    assert refused.raw.headers["retry-after"] == "2"
    assert refused.soup.find("p", class_="lede").text == TOLD
    again = refused.soup.find("form", action="/sign-in")
    fields = {one["name"]: one["value"] for one in again.find_all("input")}
    assert {name: fields[name] for name in typed} == typed
    assert "a word that names no member" in refused.soup.find("textarea").text
    time.wait(2)
    sent = http.post("/sign-in", data=fields)
    assert sent.status_code == 422


@pytest.mark.usefixtures("time")
def test_one_who_waits_elsewhere_or_came_before_signs_in_meanwhile(http, app):
    browser = stranger(http)
    for _ in range(SIGNING_IN.room + 1):
        browser.post("/sign-in", status=422)
    browser.post("/sign-in", status=429)

    with TestClient(app, follow_redirects=False, client=("198.51.100.7", 1)) as other:
        stranger(other).post("/sign-in", status=422)
    http.cookies.set("device", new_browser(SECRET))
    browser.post("/sign-in", status=422)


@pytest.mark.usefixtures("time")
def test_strangers_who_search_very_often_wait_and_members_never(browse):
    nobody, ghana = browse(), browse("ghana")
    for n in range(SEARCHING.here + SEARCHING.room + 1):
        nobody.get(f"/search?q=genocide&page={n}")
    refused = nobody.get("/search?q=genocide", status=429)
    data = nobody.client.get("/api/v1/search?q=genocide")

    assert refused.raw.headers["retry-after"] == "2"
    assert refused.soup.find("p", class_="lede").text == TOLD
    assert (data.status_code, data.json()["detail"]) == (429, TOLD)
    assert data.headers["retry-after"] == "2"
    for _ in range(SEARCHING.here + SEARCHING.room + 5):
        ghana.get("/search?q=genocide")


@pytest.mark.usefixtures("time")
def test_strangers_who_look_at_changes_very_often_wait_and_members_never(browse):
    nobody, ghana = browse(), browse("ghana")
    ways = ("", "?chapter=a", "/sides/a", "/block/p2aaaaaa")
    for n in range(LEAFING.here + LEAFING.room + 1):
        nobody.get(f"/manual/compare/1/2{ways[n % 4]}", status=404)
    for way in ways:
        nobody.get(f"/manual/compare/1/2{way}", status=429)
    for n in range(LEAFING.here + LEAFING.room + 5):
        ghana.get(f"/manual/compare/1/2{ways[n % 4]}", status=404)


def test_an_ordinary_search_of_a_stranger_writes_nothing(browse, portal, time):
    nobody = browse()
    for _ in range(SEARCHING.here + 5):
        nobody.get("/search?q=genocide")
        time.wait(SEARCHING.every)
    assert rows(portal) == []

    for _ in range(SEARCHING.here + 1):
        nobody.get("/search?q=genocide")
    assert len(rows(portal)) == 1


def test_a_comment_sent_too_soon_is_handed_back_and_posted_after_the_wait(browse, stocked, time):
    ghana, denmark = browse("ghana"), browse("denmark")
    address = f"/practices/{stocked['practice published']}/comments"
    for n in range(POSTING.room + 1):
        ghana.post(address, {"comment": f"Number {n}", "language": "en"})
    written = "This took me an hour.\nEvery word of it."
    refused = ghana.post(address, {"comment": written, "language": "en"}, status=429)
    denmark.post(address, {"comment": "Another one", "language": "en"})

    fields = {
        one["name"]: one["value"]
        for one in refused.soup.find("form", action=address).find_all("input")
    }
    assert fields["comment"] == written
    time.wait(2)
    assert ghana.client.post(address, data=fields, follow_redirects=False).status_code == 303
    assert "This took me an hour." in ghana.get(f"/practices/{stocked['practice published']}").text


@pytest.mark.usefixtures("time")
def test_the_same_form_sent_twice_counts_once(browse, stocked, portal):
    ghana = browse("ghana")
    form = {"comment": "Once", "language": "en", "once": "one-key"}
    for _ in range(POSTING.room + 5):
        ghana.post(f"/practices/{stocked['practice published']}/comments", form)

    assert len(rows(portal)) == 1


@pytest.mark.parametrize(("trusted", "elsewhere"), [("127.0.0.1", 200), ("10.0.0.0/8", 429)])
def test_only_a_trusted_proxy_says_who_the_caller_is(database_url, tmp_path, trusted, elsewhere):
    port = free_port()
    values = given(
        var_dir=str(tmp_path), database_url=database_url, host="127.0.0.1", port=port,
        worker=False, trusted_proxies=trusted,
    )  # fmt: skip
    with running("serve", values):
        until_ready(port)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=HOST) as proxy:

            def search(address: str) -> int:
                return proxy.get("/search", headers={"x-forwarded-for": address}).status_code

            while (found := search("192.0.2.1")) == 200:
                pass
            assert found == 429
            assert search("192.0.2.2") == elsewhere
