"""Games with addresses, issuers and subjects: nobody becomes somebody else (goal B2)."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from app.access.proof import Proof
from app.access.viewer import ANYONE, OfficeKind
from app.core import clock
from app.core.db import table
from app.directory.invitations import find, invite, renew, withdraw
from app.directory.models import Appointment
from app.directory.viewers import viewer_of
from app.identity import letters
from app.identity.models import Identity, Person, PortalSession
from app.mail.models import Letter
from app.main import create_app
from tests.identity.journey import hidden
from tests.oidc.hostile_provider import DROP
from tests.support.browse import Browser

VERIFIED = {"email": "ama@mfa.example", "email_verified": True}


@dataclass(frozen=True)
class Game:
    """What the attacker's provider says; ``own`` is the victim's own ministry."""

    name: str
    subject: Any
    own: bool = True
    userinfo: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    status: int = 403


GAMES = (
    Game("the address, verified, at another issuer", "eve", own=False, userinfo=VERIFIED),
    Game("the address, verified, at the same issuer", "eve", userinfo=VERIFIED),
    Game("the address, not verified", "eve", userinfo={**VERIFIED, "email_verified": False}),
    Game("the address, never verified", "eve", userinfo={**VERIFIED, "email_verified": DROP}),
    Game("the address, verified as a word", "eve", userinfo={**VERIFIED, "email_verified": "true"}),
    Game("the address in capitals", "eve", userinfo={**VERIFIED, "email": "AMA@MFA.EXAMPLE"}),
    Game("the address with a tag", "eve", userinfo={**VERIFIED, "email": "ama+x@mfa.example"}),
    Game("a domain that looks alike", "eve", userinfo={**VERIFIED, "email": "ama@mfа.example"}),
    Game("the domain with a dot", "eve", userinfo={**VERIFIED, "email": "ama@mfa.example."}),
    Game("the address in the id_token", "eve", claims=VERIFIED),
    Game("an address given to somebody new", "ama-2", userinfo=VERIFIED),
    Game("the subject at another issuer", "ama", own=False),
    Game("the subject and the address at another issuer", "ama", own=False, userinfo=VERIFIED),
    Game("the subject in capitals", "AMA"),
    Game("the subject with more behind", "ama."),
    Game("the subject with a letter that looks alike", "аma", status=400),
    Game("the subject with a space", "ama ", status=400),
    Game("no subject", "", status=400),
    Game("a list with the subject", ["ama"], status=400),
    Game("the address as subject", "ama@mfa.example", own=False, userinfo=VERIFIED),
    Game("the subject as user name", "eve", claims={"preferred_username": "ama", "upn": "ama"}),
    Game("the subject as object id", "eve", claims={"oid": "ama", "uid": "ama"}),
    Game("the name", "eve", userinfo={"name": "ghana (test)"}),
    Game("the subject in userinfo only", "eve", userinfo={"sub": "ama"}, status=400),
    Game("the subject in the id_token only", "ama", own=False, userinfo={"sub": "eve"}, status=400),
    Game("a token in the name of the other issuer", "ama", own=False, claims={"iss": "own"},
         status=400),
    Game("a token for another client", "ama", claims={"aud": "another"}, status=400),
)  # fmt: skip


def sessions_of(database, person_id: str) -> int:
    session = table(PortalSession)
    count = select(func.count()).select_from(session)
    with database.read() as conn:
        return conn.execute(
            count.where(session.c.person_id == person_id, session.c.provider != "test")
        ).scalar_one()


def test_there_are_more_games_than_promised():
    assert len({game.name for game in GAMES}) == len(GAMES) > 20


def test_the_person_herself_comes_in_however_her_address_changed(guest, ghana, ama, database):
    ghana.says("ama", userinfo={"email": "new@elsewhere.example", "email_verified": False})
    browser = guest()
    browser.arrive(ghana)

    assert browser.acts_for() == ["ghana (test)"]
    assert sessions_of(database, ama) == 1


def test_an_address_is_the_persons_once_a_provider_checked_it(guest, ghana, ama, database):
    """One that nobody checked never takes the place of one that was; what is known says which."""

    def signs_in(mail: str, *, verified: object) -> tuple[str | None, bool]:
        ghana.says("ama", userinfo={"email": mail, "email_verified": verified})
        browser = guest()
        browser.arrive(ghana)
        assert ("Nobody checked that this address is yours" in browser.get("/account").text) is (
            not known()[1]
        )
        return known()

    def known() -> tuple[str | None, bool]:
        with database.read() as conn:
            row = conn.execute(select(person).where(person.c.id == ama)).one()
            return row.email, row.email_checked_at is not None

    person = table(Person)
    with database.unit_of_work() as db:
        db.get_one(Person, ama).email = "typed@mfa.example"
    for verified in (False, "true"):
        assert signs_in("eve@mfa.example", verified=verified) == ("typed@mfa.example", False)
    assert letters_of(database) == []
    assert signs_in("ama@mfa.example", verified=True) == ("ama@mfa.example", True)
    replaced = (None, "typed@mfa.example", letters.REPLACED, True)
    assert letters_of(database) == [replaced]
    assert signs_in("eve@mfa.example", verified=False) == ("ama@mfa.example", True)
    assert signs_in("new@mfa.example", verified=True) == ("ama@mfa.example", True)
    assert letters_of(database) == [replaced]


def letters_of(database) -> list[tuple[str | None, str | None, str, bool]]:
    letter = table(Letter)
    asked = select(letter.c.person_id, letter.c.address, letter.c.subject, letter.c.urgent)
    with database.read() as conn:
        found = [tuple(one) for one in conn.execute(asked)]
    return [one for one in found if one[2] != letters.NEW_DEVICE]


def test_a_sign_in_that_was_linked_takes_no_letters_along(guest, ghana, other, ama, database):
    """A thief of one fresh session links an own sign-in, whose provider vouches for an address."""
    own = table(Person)

    def known() -> tuple[str | None, bool]:
        with database.read() as conn:
            row = conn.execute(select(own).where(own.c.id == ama)).one()
            return row.email, row.email_checked_at is not None

    with database.unit_of_work() as db:
        db.get_one(Person, ama).email = "typed@mfa.example"
        db.add(Identity(issuer=other.issuer, subject="eve", person_id=ama))
    other.says("eve", userinfo={"email": "eve@mfa.example", "email_verified": True})
    thief = guest()
    thief.arrive(other)
    assert known() == ("typed@mfa.example", False)
    assert "none of them changes the address" in thief.get("/account/security").text
    ghana.says("ama", userinfo={"email": "Typed@mfa.example", "email_verified": True})
    guest().arrive(ghana)
    assert known() == ("Typed@mfa.example", True)
    assert letters_of(database) == []


@pytest.mark.parametrize("game", GAMES, ids=lambda game: game.name)
def test_nobody_becomes_somebody_else(guest, scene, game):
    at = scene.ghana if game.own else scene.other
    claims = {k: scene.ghana.issuer if v == "own" else v for k, v in game.claims.items()}
    at.says(game.subject, userinfo=game.userinfo, **claims)
    browser = guest()
    browser.arrive(at, status=game.status)

    assert browser.session == ""
    assert browser.acts_for() == []
    assert sessions_of(scene.database, scene.ama) == 0


def invitation(database, member: str = "KEN") -> str:
    with database.unit_of_work() as db:
        return f"/invitation/{invite(db, member, OfficeKind.FOCAL_POINT, 'A new official')}"


def with_invitation(browser, ministry, address: str, status: int = 303):
    browser.get(address)
    path = browser.go_out(f"{address}/sign-in", {"provider": ministry.name})
    answer = browser.come_back(path)
    assert answer.status == status, answer.text
    return answer


def test_an_invitation_makes_a_new_person_even_with_somebodys_address(guest, scene):
    scene.other.says("eve", userinfo=VERIFIED)
    browser, address = guest(), invitation(scene.database)
    with_invitation(browser, scene.other, address)
    browser.post(address, {"member": "Kenya"})

    assert sessions_of(scene.database, scene.ama) == 0
    with scene.database.read() as conn:
        people = conn.execute(
            select(table(Person).c.id).where(table(Person).c.email == "ama@mfa.example")
        ).all()
        held = conn.execute(
            select(func.count())
            .select_from(table(Appointment))
            .where(table(Appointment).c.person_id == scene.ama)
        ).scalar_one()
    assert len(people) == 2
    assert held == 1
    assert browser.acts_for() == ["Ama Mensah"]


@pytest.mark.parametrize("meanwhile", ["withdrawn", "renewed"])
def test_an_invitation_that_is_over_when_one_comes_back_makes_no_account(
    guest, other, database, meanwhile
):
    other.says("eve")
    browser, address = guest(), invitation(database)
    browser.get(address)
    path = browser.go_out(f"{address}/sign-in", {"provider": other.name})
    with database.unit_of_work() as db:
        found = find(db.connection(), address.rpartition("/")[2])
        end = withdraw if meanwhile == "withdrawn" else renew
        end(db, ANYONE, found.id)
    answer = browser.come_back(path)

    assert (answer.status, answer.words("h1")) == (403, ["You are not invited yet"])
    with database.read() as conn:
        bound = (
            select(func.count())
            .select_from(table(Identity))
            .where(table(Identity).c.subject == "eve")
        )
        assert conn.execute(bound).scalar_one() == 0


def test_two_invitations_with_one_address_make_two_people(guest, other, database):
    for subject, member, name in (("eve", "KEN", "Kenya"), ("mallory", "TGO", "Togo")):
        other.says(subject, userinfo=VERIFIED)
        browser, address = guest(), invitation(database, member)
        with_invitation(browser, other, address)
        browser.post(address, {"member": name})
    identity = table(Identity)
    with database.read() as conn:
        found = conn.execute(
            select(identity.c.person_id).where(identity.c.issuer == other.issuer)
        ).scalars()
        assert len(set(found)) == 2


@pytest.mark.parametrize("guest", [(("GHA",), ("DNK",))], indirect=True)
def test_a_ministry_does_not_vouch_for_an_invitation_of_another_member(
    guest, ghana, other, database
):
    address = invitation(database, "GHA")
    browser = guest()
    page = browser.get(address)
    offered = [b["value"] for b in page.soup.select("input[name=provider]")]
    assert offered == ["test", ghana.name]
    other.says("eve")
    browser.post(f"{address}/sign-in", {"provider": other.name}, status=400)

    elsewhere = invitation(database, "DNK")
    browser = guest()
    with_invitation(browser, other, elsewhere)
    refused = browser.post(address, {"member": "Ghana"}, status=403)
    assert refused.words(".refusal .lede")[0].startswith("The way you signed in does not count")
    assert browser.post(elsewhere, {"member": "Denmark"}).location == "/home"


@pytest.mark.parametrize("guest", [(("GHA",), ("DNK",))], indirect=True)
def test_who_signs_in_at_a_ministry_of_another_member_acts_for_no_office_of_ours(guest, scene):
    """Her second identity stands at a provider that speaks for Denmark only."""
    with scene.database.unit_of_work() as db:
        db.add(Identity(issuer=scene.other.issuer, subject="ama", person_id=scene.ama))
    scene.other.says("ama")
    browser = guest()
    browser.arrive(scene.other)
    page = browser.get("/account")

    assert page.words(".empty h3") == ["You hold no office at present"]
    (note,) = page.words(".note p")
    assert note.startswith("You also hold this office: Focal Point, Ghana. The way you signed in ")
    assert browser.get("/assistance", status=403)
    scene.ghana.says("ama")
    own = guest()
    own.arrive(scene.ghana)
    assert own.get("/account").words(".rows h3") == ["Focal Point, Ghana"]
    assert own.get("/account").words(".note p") == []


def test_a_provider_that_is_configured_no_more_speaks_for_nobody(browse, settings, cast):
    assert browse("ghana").get("/assistance")
    app = create_app(settings.model_copy(update={"providers": ()}))
    with TestClient(app) as client:
        later = Browser(client, settings.secret_key.get_secret_value(), cast["ghana"].session)
        later.get("/assistance", status=403)


@pytest.mark.parametrize(
    ("members", "factor", "proof"),
    [
        (("SEC",), "provider", Proof.TWO_LATELY),
        (("GHA",), "provider", Proof.ONE),
        (("GHA",), "passkey", Proof.TWO_LATELY),
    ],
)
def test_who_may_not_speak_for_the_secretariat_vouches_for_none_of_it(
    portal, cast, members, factor, proof
):
    """A ministry's provider could otherwise add a passkey to an account of the Secretariat."""
    settings = portal.settings
    given = settings.providers[0].model_copy(update={"members": members})
    limited = replace(portal, settings=settings.model_copy(update={"providers": (given,)}))
    held = table(PortalSession)
    with portal.db.unit_of_work() as db:
        db.execute(update(held).values(factor=factor, factor_at=clock.wall()))
    with portal.db.read() as conn:
        viewer = viewer_of(limited, conn, cast["editor"].session)

    assert viewer.needs_two
    assert (viewer.proof, viewer.in_secretariat) == (proof, members == ("SEC",))


def test_a_sign_in_begun_with_an_invitation_lets_in_nobody_else(guest, other, database):
    """The state of one browser's invitation is no good in another."""
    other.says("eve")
    mine, theirs = guest(), guest()
    address = invitation(database)
    mine.get(address)
    path = mine.go_out(f"{address}/sign-in", {"provider": other.name})
    theirs.get("/sign-in")

    assert theirs.come_back(path).status == 400
    assert hidden(mine.get(address).text, f"{address}/sign-in")["provider"]
