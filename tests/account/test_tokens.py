"""Tokens of programmes: what each opens, for whom, and every way in which it ends."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from starlette.testclient import TestClient

from app.access.scopes import APART, OTHER_PART, Scope
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.models import Appointment
from app.directory.rules import Stage
from app.directory.viewers import viewer_of_token
from app.duties import sweep
from app.identity import people, tokens
from app.identity.models import AccessToken
from app.identity.passkeys import store
from app.incident.freezing import end_sessions
from app.practices.rules import Stage as PracticeStage
from app.tables import metadata
from app.web.guard import SCOPE
from tests.account.passkeys import Holder, key, proved
from tests.house.routes import api_routes
from tests.standing.sample import declare
from tests.support.browse import Answer
from tests.support.things import Things

TOKENS = "/account/tokens"
BACK = "/account/tokens/take-back"
API: dict[Scope, tuple[str, ...]] = {
    Scope.PRACTICES_WRITE: ("/api/v1/office/practices",),
    Scope.COMMENTS: ("/api/v1/practices/{practice}/comments",),
    Scope.COMMENTS_WRITE: (),
    Scope.ADAPTATIONS_WRITE: (),
    Scope.FOLLOW: ("/api/v1/following",),
    Scope.ASSISTANCE_WRITE: (),
    Scope.PRACTICES: (
        "/api/v1/practices",
        "/api/v1/practices/{practice}",
        "/api/v1/practices/{practice}/versions",
    ),
    Scope.SEATS: ("/api/v1/open-seats", "/api/v1/office/open-seats"),
    Scope.SEATS_WRITE: (),
    Scope.AGREED: (),
    Scope.DIRECTORY: ("/api/v1/directory", "/api/v1/directory/GHA"),
    Scope.SEARCH: ("/api/v1/search?q=bells",),
    Scope.ASSISTANCE: (
        "/api/v1/assistance",
        "/api/v1/office/requests",
        "/api/v1/office/offers",
        "/api/v1/office/overview/asked",
        "/api/v1/office/overview/promised",
        "/api/v1/assistance/{request}",
        "/api/v1/standing-offers",
        "/api/v1/standing-offers/{standing}",
    ),
}
PARTS = [scope for scope in Scope if scope not in APART]
FORM = {"name": "Intranet", "scopes": PARTS, "days": "90"}
token = table(AccessToken)
appointment = table(Appointment)
pytestmark = pytest.mark.usefixtures("made")


@pytest.fixture
def made(portal, cast, database) -> dict[str, str]:
    """Things of Ghana that few see, among others' that Ghana sees not."""
    things = Things(database, cast, portal)
    ghana = things.practice("Bells of Ghana", audience="members:TLS")
    things.practice("Bells for Timor-Leste", "denmark", audience="members:TLS")
    things.practice("Bells of Denmark, a draft", "denmark", PracticeStage.DRAFT)
    asked = things.request("Bells for Ghana", audience="members:TLS")
    things.request("Bells for Denmark", "denmark", audience="members:TLS")
    with database.unit_of_work() as db:
        stands = declare(db, cast["denmark"].viewer)
    proved(database, minutes=0)
    return {"practice": ghana, "request": asked, "standing": stands}


def secret_of(answer: Answer) -> str:
    (found,) = answer.words("code.address")
    return found


@pytest.fixture
def token_of(browse) -> Callable[..., str]:
    """Return a maker: ``token_of("ghana", Scope.SEARCH)`` gives the secret."""

    def make(who: str = "ghana", *scopes: Scope, **said: str) -> str:
        form = {**FORM, "scopes": list(scopes or PARTS), **said}
        return secret_of(browse(who).post(TOKENS, form, status=200))

    return make


@pytest.fixture
def programme(app) -> Callable[..., TestClient]:
    """Return a client that comes with a token, and with nothing else."""

    def come(secret: str, **cookies: str) -> TestClient:
        given = {"Authorization": f"Bearer {secret}"}
        return TestClient(app, headers=given, cookies=cookies, follow_redirects=False)

    return come


def addresses(scope: Scope, made: dict[str, str]) -> Sequence[str]:
    return [address.format(**made) for address in API[scope]]


# the way it is meant --------------------------------------------------------------------------


def test_a_token_is_shown_once_listed_and_taken_back(browse, database, programme):
    ghana = browse("ghana")
    page = ghana.get(TOKENS)
    assert page.words(".empty strong, .empty h3, .empty p")[0] == "You have no token"
    secret = secret_of(ghana.post(TOKENS, FORM, status=200))
    listed = ghana.get(TOKENS)
    assert secret not in listed.text
    assert listed.words("#h-tokens ~ .rows h3") == ["Intranet"]
    assert listed.words("#h-tokens ~ .rows code") == [secret[: tokens.MARK]]
    assert "No programme has used it yet" in listed.words("#h-tokens ~ .rows .meta")[0]
    assert browse("ghana_alternate").get(TOKENS).words("#h-tokens ~ .rows h3") == []

    assert programme(secret).get("/api/v1/assistance").status_code == 200
    assert "Last used" in ghana.get(TOKENS).words("#h-tokens ~ .rows .meta")[0]
    row = ghana.get(TOKENS).soup.select_one(f'form[action="{BACK}"] [name=token]')["value"]
    browse("denmark").post(BACK, {"token": row})
    assert programme(secret).get("/api/v1/assistance").status_code == 200
    assert ghana.post(BACK, {"token": row}).location == TOKENS
    assert ghana.post(BACK, {"token": row}).location == TOKENS, "it is gone already"
    assert programme(secret).get("/api/v1/assistance").status_code == 401
    with database.read() as conn:
        audit = table(AuditRecord)
        rows = conn.execute(select(audit.c.event, audit.c.detail).order_by(audit.c.id)).all()
    assert [tuple(row) for row in rows if "programme" in row.event] == [
        (
            "identity:programme:admitted",
            json.dumps({"scopes": ", ".join(sorted(PARTS))}),
        ),
        ("identity:programme:dismissed", "{}"),
    ]


def test_its_holder_is_told_by_letter_and_the_secret_stands_nowhere(token_of, database):
    secret = token_of()
    with database.read() as conn:
        [letter] = [
            body
            for (body,) in conn.execute(text("SELECT body FROM letter"))
            if "token was made" in body
        ]
        assert "Intranet" in letter
        rows = [str(row) for held in metadata.sorted_tables for row in conn.execute(select(held))]
    assert len(rows) > 100
    assert [row for row in rows if secret in row or secret[len(tokens.BEGINS) :] in row] == []
    assert sum(secret[: tokens.MARK] in row for row in rows) == 1


@pytest.mark.parametrize("scope", PARTS)
def test_it_opens_its_part_as_its_holder_sees_it_and_no_other(
    browse, made, token_of, programme, scope
):
    comes = programme(token_of("ghana", scope))
    for part in PARTS:
        for address in addresses(part, made):
            answer = comes.get(address)
            if part == scope:
                assert answer.status_code == 200
                assert answer.json() == browse("ghana").get(address).json()
                assert "Bells for Timor-Leste" not in answer.text
            else:
                assert answer.status_code == 403
                assert answer.json()["detail"] == OTHER_PART
    assert comes.get("/api/v1/manual").status_code == 200


def test_every_address_of_the_interface_says_what_opens_it():
    """But those that show the same to everybody."""
    found = [(route.path, getattr(route.endpoint, SCOPE)) for route in api_routes()]
    assert {path for path, scope in found if scope is None} == {
        "/api/v1/manual",
        "/api/v1/manual/{edition}/{language}/{chapter}",
        "/api/v1/manual/blocks/{block}",
        "/api/v1/manual/blocks/{block}/{edition}",
        "/api/v1/manual/compare/{a}/{b}",
    }
    assert {scope for _, scope in found if scope} == set(PARTS)


def test_it_opens_the_interface_and_no_page(made, token_of, programme):
    comes = programme(token_of())
    for path in ("/home", f"/practices/{made['practice']}", TOKENS):
        assert comes.get(path).status_code == 303
    for path in ("/practices/new", TOKENS, f"/practices/{made['practice']}/comments"):
        assert comes.post(path, data={"comment": "By a programme"}).status_code == 403
    assert comes.put("/api/v1/practices").status_code == 405


def test_beside_a_cookie_the_token_counts(cast, made, token_of, programme):
    """Otherwise it would open more than its scopes where a browser sends both."""
    comes = programme(token_of("ghana", Scope.PRACTICES), session=cast["editor"].session)
    assert comes.get("/api/v1/assistance").status_code == 403
    assert comes.get(f"/api/v1/practices/{made['practice']}").status_code == 200


# who may, and with which proof ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"), [("ghana", True), ("ghana_alternate", True), ("eu", True), ("editor", False)]
)
def test_only_the_network_makes_them(browse, database, who, sees):
    proved(database, minutes=0, factor="provider")
    page = browse(who).get(TOKENS)
    assert bool(page.soup.select(f'form[action="{TOKENS}"]')) == sees
    browse(who).post(TOKENS, FORM, status=200 if sees else 403)


def test_making_one_wants_a_sign_in_of_the_last_minutes_and_loses_nothing(browse, database):
    proved(database, minutes=11)
    refused = browse("ghana").post(TOKENS, FORM, status=403)
    assert refused.words("h1") == ["Confirm that it is you"]
    kept = refused.soup.select_one(f'form[action="{TOKENS}"]')
    assert kept.select_one("[name=name]")["value"] == "Intranet"
    assert [box["value"] for box in kept.select("[name=scopes]")] == PARTS
    assert browse("ghana").get(TOKENS).words("#h-tokens ~ .rows h3") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Write which programme it is for."),
        ({"name": "x" * 61}, "Shorten this to 60 characters. It has 61 now."),
        ({"scopes": []}, "Choose what it may read or do."),
        ({"scopes": ["everything"]}, "Choose one of the answers offered."),
        ({"days": "3650"}, "Choose one of the answers offered."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(browse, wrong, sentence):
    page = browse("ghana").post(TOKENS, {**FORM, **wrong}, status=422)
    assert sentence in " ".join(page.words(".problem li"))
    if "name" not in wrong:
        assert page.soup.select_one("#f-name")["value"] == "Intranet"
    assert page.words("#h-tokens ~ .rows h3") == []


def test_ten_are_the_most(browse, token_of):
    for _ in range(tokens.MOST):
        token_of()
    browse("ghana").post(TOKENS, FORM, status=409)
    token_of("denmark")


def test_a_form_sent_twice_makes_one(browse):
    ghana = browse("ghana")
    form = {**FORM, "once": "k" * 22}
    assert ghana.post(TOKENS, form, status=200).words("#h-tokens ~ .rows h3") == ["Intranet"]
    assert ghana.post(TOKENS, form).location == TOKENS
    assert ghana.get(TOKENS).words("#h-tokens ~ .rows h3") == ["Intranet"]


# how it ends ------------------------------------------------------------------------------------


def test_signing_everybody_out_ends_programmes_too(portal, token_of, programme):
    comes = programme(token_of())
    end_sessions(portal.db)
    assert comes.get("/api/v1/practices").status_code == 401


def test_removing_all_passkeys_ends_the_tokens_of_that_person_alone(
    database, browse, cast, token_of, programme
):
    comes, others = programme(token_of()), programme(token_of("denmark"))
    Holder(browse("ghana")).enrols(key("a"))
    with database.unit_of_work() as db:
        assert store.remove_all(db, cast["ghana"].viewer.person_id, by="operator") == 1
    assert comes.get("/api/v1/practices").status_code == 401
    assert others.get("/api/v1/practices").status_code == 200


def ended_appointment(db) -> None:
    today = {"stage": Stage.ENDED, "ends": clock.today() - timedelta(days=1)}
    db.execute(update(appointment).values(**today))


def over(db) -> None:
    db.execute(update(token).values(expires_at=clock.wall()))


def of_somebody_else(db) -> None:
    """Nothing moves a token to another's appointment; if something did, it would open nothing."""
    others = select(appointment.c.id).where(appointment.c.person_id != token.c.person_id).limit(1)
    db.execute(update(token).values(appointment_id=others.scalar_subquery()))


@pytest.mark.parametrize("end", [ended_appointment, over, of_somebody_else])
def test_it_opens_nothing_any_more(database, token_of, programme, end):
    comes = programme(token_of())
    assert comes.get("/api/v1/assistance").status_code == 200
    with database.unit_of_work() as db:
        end(db)
    refused = comes.get("/api/v1/practices")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (
        401,
        'Bearer error="invalid_token"',
    )
    assert refused.json()["detail"].startswith("This token opens nothing")


def test_one_who_is_taken_out_leaves_none(database, cast, token_of, programme):
    comes, others = programme(token_of()), programme(token_of("denmark"))
    with database.unit_of_work() as db:
        people.take_out(db, cast["ghana"].viewer.person_id)
    assert comes.get("/api/v1/practices").status_code == 401
    assert others.get("/api/v1/practices").status_code == 200


@pytest.mark.parametrize("secret", ["", "x", "r2pfp_" + "A" * 43, "ä", "a b", "'; --"])
def test_what_is_no_token_opens_nothing(app, token_of, secret):
    token_of()
    given = {"Authorization": f"Bearer {secret}".encode()}
    answer = TestClient(app, headers=given).get("/api/v1/practices")
    assert answer.status_code == (401 if secret else 200), "an empty one is none: the public"


def test_where_its_provider_may_no_longer_speak_it_opens_nothing(portal, settings, token_of):
    secret = token_of()
    for changed, opens in (((), True), (("GHA",), True), (("DNK",), False)):
        given = settings.providers[0].model_copy(update={"members": changed})
        limited = replace(portal, settings=settings.model_copy(update={"providers": (given,)}))
        with portal.db.read() as conn:
            found = viewer_of_token(limited, conn, secret)
        assert (found is not None) == opens
    renamed = settings.providers[0].model_copy(update={"key": "another"})
    gone = replace(portal, settings=settings.model_copy(update={"providers": (renamed,)}))
    with portal.db.read() as conn:
        assert viewer_of_token(gone, conn, secret) is None


def test_those_that_are_over_are_swept(database, token_of):
    token_of(name="Old")
    with database.unit_of_work() as db:
        over(db)
    token_of(name="New")
    sweep(database)
    with database.read() as conn:
        assert conn.execute(select(token.c.name)).scalars().all() == ["New"]


# what it costs, and how it is described ---------------------------------------------------------


def test_a_token_costs_as_many_statements_as_a_session(browse, queries, made, token_of, programme):
    address = f"/api/v1/practices/{made['practice']}"
    ghana, comes = browse("ghana"), programme(token_of())
    comes.get(address)
    for client in (ghana.client, comes):
        with queries(11):
            assert client.get(address).status_code == 200


def test_its_use_is_noted_once_an_hour(database, token_of, programme, monkeypatch):
    comes, noted, now = programme(token_of()), [], clock.wall()
    for minutes in (0, 59, 61, 70):
        monkeypatch.setattr(clock, "wall", lambda m=minutes: now + timedelta(minutes=m))
        comes.get("/api/v1/practices")
        with database.read() as conn:
            noted.append(conn.execute(select(token.c.used_at)).scalar_one() - now)
    assert noted == [timedelta(minutes=m) for m in (0, 0, 61, 61)]


def test_the_interface_says_how_to_come_with_one(browse):
    told = browse().get("/api/v1/openapi.json").json()
    assert told["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    listed = told["paths"]["/api/v1/practices"]["get"]
    assert listed["security"] == [{"HTTPBearer": []}]
