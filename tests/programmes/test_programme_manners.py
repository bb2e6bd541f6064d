"""How a programme acts: by token alone, each act once, and what it is told when it may not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.access.scopes import OTHER_PART, WORDS, Scope
from app.core import clock
from app.core.db import table
from app.core.errors import ConfirmNeeded
from app.directory.models import Appointment
from app.identity.models import AccessToken
from app.incident import freezing
from app.items.models import Item
from app.practices import acts
from app.rooms import APIS, ROOMS
from app.web import interface, programme
from app.web.guard import PACE, PERMISSION, SCOPE
from app.web.refusals import ONLY_PEOPLE
from app.web.throttle import Pace
from tests.practices.sample import FIRST_PAGE
from tests.programmes.machine import PROBLEM, Machine, token_for

item = table(Item)
token = table(AccessToken)
ACTS = [route for router in APIS for route in router.routes if "POST" in route.methods]


def number(database) -> int:
    with database.read() as conn:
        return len(conn.execute(select(item.c.id)).all())


# the key ------------------------------------------------------------------------------------------


def test_sent_twice_it_is_done_once_and_told_twice(machine, database):
    comes = machine("ghana")
    before = number(database)
    one = comes.post("/practices", FIRST_PAGE, idempotency_key="k1")
    assert comes.post("/practices", FIRST_PAGE, idempotency_key="k1") == one
    assert number(database) == before + 1
    assert machine("ghana").post("/practices", FIRST_PAGE, idempotency_key="k1") != one
    assert number(database) == before + 2, "the key of another token is another key"


def test_a_key_belongs_to_what_it_was_sent_with(machine, database):
    comes = machine("ghana")
    comes.post("/practices", FIRST_PAGE, idempotency_key="k1")
    before = number(database)
    other = {**FIRST_PAGE, "title": "Another"}
    told = comes.post("/practices", other, status=422, idempotency_key="k1")
    assert told["detail"] == programme.OTHER_BODY
    assert number(database) == before


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_without_a_key_nothing_is_done(machine, database, key):
    comes, before = machine("ghana"), number(database)
    told = comes.post("/practices", FIRST_PAGE, status=400, idempotency_key=key)
    assert told["detail"] == programme.NO_KEY
    assert number(database) == before


def test_of_two_at_once_with_one_key_one_is_done(machine, database):
    comes, before = machine("ghana"), number(database)
    with ThreadPoolExecutor(2) as pool:
        sent = [
            pool.submit(comes.post, "/practices", FIRST_PAGE, idempotency_key="k1")
            for _ in range(2)
        ]
        told = [one.result() for one in sent]
    assert told[0] == told[1]
    assert number(database) == before + 1


def test_what_was_refused_can_be_sent_again_with_its_key(machine):
    comes = machine("ghana")
    comes.post("/practices", {}, status=422, idempotency_key="k1")
    assert comes.post("/practices", FIRST_PAGE, idempotency_key="k1")["version"] == 1


# who may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ACTS, ids=lambda one: one.path)
def test_no_act_without_a_token_and_none_by_a_cookie(app, cast, route):
    path = route.path.removeprefix("/api/v1").replace("{", "").replace("}", "")
    comes = Machine(app)
    for session in ("", cast["ghana"].session, cast["editor"].session):
        if session:
            comes.client.cookies.set("session", session)
        told = comes.post(path, status=401)
        assert told["detail"] == programme.NO_TOKEN
        assert comes.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("route", ACTS, ids=lambda one: one.path)
def test_no_act_without_its_part(machine, route):
    scope = getattr(route.endpoint, SCOPE)
    path = route.path.removeprefix("/api/v1").replace("{", "").replace("}", "")
    comes = machine("ghana", *(one for one in Scope if one != scope))
    told = comes.post(path, status=403)
    assert (told["detail"], told["scope"]) == (OTHER_PART, scope)
    assert f'scope="{scope}"' in comes.headers["www-authenticate"]


def test_every_act_has_a_pace_a_part_and_the_permission_of_its_page():
    assert len(ACTS) > 20
    for route in ACTS:
        assert isinstance(getattr(route.endpoint, PACE), Pace), route.path
        assert getattr(route.endpoint, SCOPE) in Scope, route.path
        assert getattr(route.endpoint, PERMISSION), route.path


def test_an_act_asks_the_permission_under_which_its_page_is_registered():
    """The interface names it a second time, where it is registered: never another one."""

    def web(endpoint):
        while hasattr(endpoint, "__wrapped__"):
            endpoint = endpoint.__wrapped__
        return endpoint

    pages = {web(r.endpoint): r.endpoint for room in ROOMS for r in room.routes}
    own = [route for route in ACTS if web(route.endpoint) not in pages]
    assert {route.path.rpartition("/")[2] for route in own} == {"change"}
    assert len(own) == 2
    for route in ACTS:
        if route not in own:
            page = pages[web(route.endpoint)]
            assert getattr(route.endpoint, PERMISSION) == getattr(page, PERMISSION), route.path
            assert getattr(page, PACE) in {None, getattr(route.endpoint, PACE)}, route.path


def test_a_token_that_is_over_does_nothing(app, cast, database):
    secret = token_for(database, cast["ghana"])
    with database.unit_of_work() as db:
        db.execute(update(token).values(expires_at=clock.wall() - timedelta(days=1)))
    Machine(app, secret).post("/practices", FIRST_PAGE, status=401)


def test_it_acts_while_the_office_is_held_and_no_longer(app, cast, database):
    comes = Machine(app, token_for(database, cast["ghana"]))
    comes.post("/practices", FIRST_PAGE)
    held = table(Appointment)
    with database.unit_of_work() as db:
        own = held.c.person_id == cast["ghana"].viewer.person_id
        db.execute(update(held).where(own).values(ends=clock.today() - timedelta(days=1)))
    comes.post("/practices", FIRST_PAGE, status=401)


def test_what_wants_a_person_is_for_no_programme(machine, things, monkeypatch):
    key = things.practice("Published")

    def wants(*_args: object, **_more: object) -> None:
        raise ConfirmNeeded

    monkeypatch.setattr(acts.afterwards, "confirm", wants)
    comes = machine("ghana")
    told = comes.post(f"/practices/{key}/confirm", {"version": 3}, status=403)
    assert told["detail"] == ONLY_PEOPLE


# what is sent -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        b"{", b"[]", b"7", b'"x"', b"\xff", b'{"title": "\\ud800"}', b'{"title": "a\\u0000b"}',
        b"title=A+form", b"[" * 100_000, b'{"title": NaN}', b'{"version": 1e999}',
        b'{"themes": [1]}', b'{"themes": "early-warning"}', b"null",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_breaks(machine, database, sent):
    comes, before = machine("ghana"), number(database)
    answer = comes.client.post("/api/v1/practices", content=sent, headers={"idempotency-key": "k1"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["detail"]
    assert number(database) == before


def test_more_than_the_portal_takes_is_refused(machine, portal):
    body = {**FIRST_PAGE, "description": "x" * portal.settings.max_body}
    machine("ghana").post("/practices", body, status=413)


def test_while_the_portal_is_frozen_a_programme_reads_and_changes_nothing(
    machine, portal, database
):
    comes = machine("ghana")
    freezing.freeze(database, "A test")
    portal.state.forget()
    comes.get("/office/practices")
    comes.post("/practices", FIRST_PAGE, status=503)
    assert comes.headers["retry-after"]


def test_who_acts_very_often_is_told_how_long_to_wait(machine, monkeypatch):
    comes, now = machine("ghana", Scope.FOLLOW), clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: now)
    for _ in range(interface.PROGRAMME.room + 1):
        comes.post("/following/abcdefghijkm/end")
    told = comes.post("/following/abcdefghijkm/end", status=429)
    assert comes.headers["retry-after"] == "2"
    assert told["detail"].startswith("Much came from here")


def test_the_language_of_a_sentence_is_that_of_who_asks(machine):
    comes = machine("ghana")
    told = comes.post("/practices", {}, status=422, accept_language="fr")
    assert {"field": "title", "detail": "Donnez un titre à la pratique."} in told["errors"]


# what it reads ------------------------------------------------------------------------------------


def test_what_a_token_opens_is_said_in_words(browse, machine):
    machine("ghana", Scope.PRACTICES, Scope.FOLLOW)
    shown = browse("ghana").get("/account/tokens")
    assert shown.words("#h-tokens ~ .rows .small") == [
        f"{WORDS[Scope.PRACTICES]} · {WORDS[Scope.FOLLOW]}"
    ]
    assert not shown.soup.select("[name=scopes][checked]")
