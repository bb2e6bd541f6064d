"""Signing in over real HTTP, from the front page through the provider and back."""

import socket
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.core.sign_in_provider import SignInProvider
from app.demonstration import HELD
from app.directory.invitations import OVER, invite
from app.identity.models import Identity, Person, PortalSession, SignIn
from app.identity.sessions import hashed
from app.main import create_app
from provider.personas import PERSONAS
from tests.identity.journey import hidden, leads_to
from tests.support.browse import Browser
from tests.support.live import demonstration, serving
from tests.support.rows import dump, rows_hash

NEWCOMER = next(p.name for p in PERSONAS if p.persona == "uninvited")
AGAIN = "This sign-in is no longer valid: it took too long or was already used. Begin again."


def test_from_the_front_page_to_home(tourist, rows):
    ghana = tourist()
    front = ghana.get("/")
    link = BeautifulSoup(front.text, "html5lib").select_one(".util a[href^='/sign-in']")
    assert link["href"] == "/sign-in?next=%2F"
    address = ghana.begin(from_page="/sign-in")
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge", "scope"} <= set(asked)
    back = ghana.choose(address, "focal-point-gha")
    answer = ghana.http.get(back)

    assert (answer.status_code, answer.headers["location"]) == (303, "/home")
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert ghana.acts_for() == "Focal Point of Ghana (demonstration)"
    assert ghana.session not in str(dump(rows))
    with rows.read() as conn:
        found = conn.execute(select(table(PortalSession).c.id_hash)).scalars().all()
    assert found == [hashed(ghana.session)]


@pytest.mark.parametrize("persona", HELD)
def test_every_persona_with_an_office_comes_in_and_goes_where_it_wanted(tourist, persona):
    somebody = tourist()
    answer = somebody.sign_in(persona, way_back="/directory/DNK?from=x")
    page = somebody.get(answer.headers["location"])
    soup = BeautifulSoup(page.text, "html5lib")

    assert answer.headers["location"] == "/directory/DNK?from=x"
    assert bool(soup.select_one('a[href="/desk"]')) is (
        HELD[persona][1] in {OfficeKind.EDITOR, OfficeKind.ADMINISTRATOR}
    )
    reads = HELD[persona][1] is not OfficeKind.DIRECTOR
    assert len(soup.select("#h-offices")) == reads


def test_who_is_not_invited_is_told_how_a_state_appoints_and_nothing_is_kept(tourist, rows):
    stranger = tourist()
    before = rows_hash(rows, but=("sign_in", "audit_record", "throttle"))
    answer = stranger.sign_in("uninvited")
    soup = BeautifulSoup(answer.text, "html5lib")

    assert answer.status_code == 403
    assert soup.h1.get_text() == "You are not invited yet"
    assert "How a state appoints a Focal Point" in answer.text
    assert soup.select_one('a[href="mailto:secretariat@example.org"]')
    assert stranger.session is None
    assert stranger.acts_for() is None
    assert rows_hash(rows, but=("sign_in", "audit_record", "throttle")) == before
    assert stranger.http.cookies.get("device") is None
    assert "demo-uninvited" not in str(dump(rows))


def test_a_return_is_good_once(tourist):
    ghana = tourist()
    back = ghana.choose(ghana.begin(), "focal-point-gha")
    assert ghana.http.get(back).status_code == 303
    again = ghana.http.get(back)

    assert again.status_code == 400
    assert AGAIN in again.text
    assert ghana.acts_for() == "Focal Point of Ghana (demonstration)"


def test_the_return_of_another_browser_is_refused_and_stays_good_for_its_own(tourist):
    ghana, thief = tourist(), tourist()
    thief.begin()
    back = ghana.choose(ghana.begin(), "focal-point-gha")
    stolen = thief.http.get(back)

    assert stolen.status_code == 400
    assert AGAIN in stolen.text
    assert thief.session is None
    assert ghana.http.get(back).status_code == 303


def test_a_return_without_any_cookie_is_refused(tourist):
    ghana, nobody = tourist(), tourist()
    back = ghana.choose(ghana.begin(), "focal-point-gha")

    assert nobody.http.get(back).status_code == 400
    assert nobody.session is None


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (11, 400)])
def test_a_sign_in_lasts_ten_minutes(tourist, rows, minutes, status):
    ghana = tourist()
    address = ghana.begin()
    with rows.unit_of_work() as db:
        earlier = clock.wall() - timedelta(minutes=minutes)
        db.execute(update(table(SignIn)).values(created_at=earlier))
    answer = ghana.http.get(ghana.choose(address, "focal-point-gha"))

    assert answer.status_code == status
    assert (ghana.session is not None) is (status == 303)


def test_sign_ins_that_never_came_back_are_forgotten(tourist, rows):
    ghana = tourist()
    ghana.begin()
    with rows.unit_of_work() as db:
        db.execute(update(table(SignIn)).values(created_at=clock.wall() - timedelta(minutes=11)))
    ghana.begin()
    with rows.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(SignIn))).scalar() == 1


def test_two_tabs_of_one_browser_both_come_in(tourist):
    ghana = tourist()
    first, second = ghana.begin(way_back="/directory/GHA"), ghana.begin(way_back="/directory/DNK")
    later = ghana.http.get(ghana.choose(second, "focal-point-gha"))
    earlier = ghana.http.get(ghana.choose(first, "focal-point-gha"))

    assert [later.headers["location"], earlier.headers["location"]] == [
        "/directory/DNK", "/directory/GHA",
    ]  # fmt: skip


def test_signing_in_again_makes_a_new_session_and_ends_the_old_one(tourist, rows):
    ghana, copy = tourist(), tourist()
    address = ghana.begin()
    ghana.sign_in("focal-point-gha")
    first = ghana.session
    copy.http.cookies.set("session", first)
    assert copy.acts_for() == "Focal Point of Ghana (demonstration)"
    ghana.http.get(ghana.choose(address, "alternate-gha"))

    assert ghana.session != first
    assert ghana.acts_for() == "Alternate of Ghana (demonstration)"
    assert copy.acts_for() is None
    with rows.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(PortalSession))).scalar() == 1


def test_signed_in_the_sign_in_page_leads_on(tourist):
    ghana = tourist()
    ghana.sign_in("focal-point-gha")
    answer = ghana.http.get("/sign-in?next=/directory")

    assert (answer.status_code, answer.headers["location"]) == (303, "/directory")


def test_signing_out_ends_here_and_at_the_provider(tourist, rows):
    ghana = tourist()
    ghana.sign_in("focal-point-gha")
    page = ghana.get("/directory")
    left = ghana.post("/sign-out", hidden(page.text, "/sign-out"))
    address = leads_to(left.text)
    asked = parse_qs(urlsplit(address).query)
    ended = ghana.http.get(address)

    assert urlsplit(address).path == "/demo-provider/end_session"
    assert set(asked) >= {"id_token_hint", "post_logout_redirect_uri"}
    assert "You are signed out here" in left.text
    assert ended.headers["location"].partition("?")[0] == f"{ghana.base}/"
    assert ghana.session is None
    with rows.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(PortalSession))).scalar() == 0


def test_declining_at_the_provider_is_told_calmly(tourist):
    ghana = tourist()
    page = ghana.http.get(ghana.begin())
    form = BeautifulSoup(page.text, "html5lib").find("form")
    fields = {"interaction": form.find("input")["value"], "cancel": "yes"}
    back = ghana.http.post(form["action"], data=fields, headers={"Origin": ghana.base})
    answer = ghana.http.get(back.headers["location"])

    assert answer.status_code == 400
    assert "You are not signed in: the sign-in was not completed at your provider." in answer.text


@pytest.mark.parametrize(
    "query",
    ["", "?code=x", "?state=x", "?error=access_denied", "?state=x&state=y", "?state=%00&code=%ff"],
)
def test_a_bare_call_of_the_return_address_is_a_calm_page(tourist, query):
    answer = tourist().get(f"/sign-in/return/demonstration{query}")

    assert answer.status_code == 400
    assert AGAIN in answer.text


def test_an_unknown_provider_is_refused(tourist):
    ghana = tourist()
    page = ghana.get("/sign-in")
    sent = {**hidden(page.text, "/sign-in"), "provider": "other"}

    assert ghana.post("/sign-in", sent).status_code == 400
    assert ghana.get("/sign-in/return/other?state=x").status_code == 400


def test_the_provider_being_down_is_told_and_sessions_live_on(settings, cast):
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        given = SignInProvider(
            key="down", name="Down", client_id="portal", client_secret="s",
            issuer=f"http://127.0.0.1:{nobody_listens.getsockname()[1]}/op", listed=True,
        )  # fmt: skip
        providers = (*settings.providers, given)
        app = create_app(settings.model_copy(update={"providers": providers}))
        secret = settings.secret_key.get_secret_value()
        with TestClient(app) as http, TestClient(app) as other:
            client, ghana = Browser(http, secret), Browser(other, secret, cast["ghana"].session)
            client.get("/sign-in")
            answer = client.post("/sign-in", {"provider": "down"}, status=503)
            assert len(ghana.get("/directory/DNK").soup.select("#h-offices")) == 1

    assert answer.words("h1") == ["Sign in"]
    assert answer.words(".note strong") == [
        "Your sign-in provider cannot be reached at present. Try again in a few minutes."
    ]


def test_a_second_start_binds_the_personas_to_the_new_address_and_doubles_nobody(
    tourist, rows, demo_settings
):
    identity, person = table(Identity), table(Person)

    def bound() -> tuple[set[str], set[tuple[str, str]], int]:
        with rows.read() as conn:
            found = conn.execute(
                select(identity.c.issuer, identity.c.subject, identity.c.person_id)
            ).all()
            people = conn.execute(select(func.count()).select_from(person)).scalar()
        return {r.issuer for r in found}, {(r.subject, r.person_id) for r in found}, people

    first = bound()
    assert first[0] == {f"{demo_settings.base_url}/demo-provider"}
    assert {subject for subject, _ in first[1]} == {
        p.subject for p in PERSONAS if p.persona != "uninvited"
    }
    moved = demonstration(demo_settings.var_dir, demo_settings.database_url)
    with serving(moved):
        second = bound()
    assert second == ({f"{moved.base_url}/demo-provider"}, first[1], first[2])
    assert moved.secret_key == demo_settings.secret_key
    assert tourist().get("/").status_code == 200


def test_who_comes_with_an_invitation_is_let_in_and_takes_the_office(tourist, rows):
    invited = tourist()
    invited.http.headers["accept-language"] = "fr"
    with rows.unit_of_work() as db:
        token = invite(db, "NOR", OfficeKind.FOCAL_POINT, "Somebody")
    page = invited.get(f"/invitation/{token}")
    action = f"/invitation/{token}/sign-in"
    lead = invited.post(action, hidden(page.text, action))
    answer = invited.http.get(invited.choose(leads_to(lead.text), "uninvited"))
    assert answer.headers["location"] == f"/invitation/{token}"
    again = invited.get(f"/invitation/{token}")
    action = f"/invitation/{token}"
    taken = invited.post(action, {**hidden(again.text, action), "member": "norway"})

    assert (taken.status_code, taken.headers["location"]) == (303, "/home")
    assert (
        len(BeautifulSoup(invited.get("/directory/DNK").text, "html5lib").select("#h-offices")) == 1
    )
    other = tourist()
    over = other.http.get(f"/invitation/{token}")
    assert over.status_code == 404
    assert OVER in over.text
    with rows.read() as conn:
        bound = conn.execute(select(table(Identity).c.subject)).scalars().all()
        speaks = select(table(Person).c.language).where(table(Person).c.name == NEWCOMER)
        assert conn.execute(speaks).scalars().all() == ["fr"]  # letters follow the pages
    assert "demo-uninvited" in bound


def test_a_browser_without_the_visitors_cookie_is_told(settings, cast):
    given = SignInProvider(
        key="un", name="UN", client_id="portal", client_secret="s", issuer="https://idp.example",
        listed=True,
    )  # fmt: skip
    providers = (*settings.providers, given)
    app = create_app(settings.model_copy(update={"providers": providers}))
    secret = settings.secret_key.get_secret_value()
    with TestClient(app) as http:
        ghana = Browser(http, secret, cast["ghana"].session)
        answer = ghana.post("/sign-in", {"provider": "un"}, status=400)

    assert "This address or form is not complete. Go back and try again." in answer.text


def test_a_language_the_portal_does_not_speak_is_missing(browse):
    browse("ghana").get("/language/xx", status=404)
    assert browse().get("/language/xx", status=303).location.startswith("/sign-in")
