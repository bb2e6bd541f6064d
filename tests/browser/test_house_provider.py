"""Somebody whose ministry has no sign-in makes one at the house provider and takes an office."""

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import expect
from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.core.db import table
from app.core.sign_in_provider import SignInProvider
from app.directory import invitations
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.identity.models import Identity, Person, PortalSession
from provider.house import accounts, codes, enrolment
from provider.house.accounts import Newcomer
from provider.house.application import create_app
from provider.house.fitness import problems
from provider.house.parts import House
from provider.house.sealing import new_secret
from provider.house.settings import HouseSettings
from tests.browser.test_passkeys import authenticator
from tests.provider_house.guest import Post
from tests.support.live import demonstration, free_port, running

pytestmark = pytest.mark.browser
KEY, ADDRESS = "house", "ama@mfa.example"


@dataclass
class Clock:
    """Real time, and a little more: an app's next code is not waited for."""

    ahead: float = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def live(database_url, tmp_path):
    """A portal at a name, which takes the house provider like any other."""
    settings = demonstration(tmp_path, database_url)
    name = f"http://localhost:{settings.port}"
    house = SignInProvider(
        key=KEY, name="House sign-in", issuer=f"http://localhost:{free_port()}", listed=True,
        client_id="portal", client_secret=new_secret(), two_by_acr=("two-factors",),
        reading_by_acr=("mailed-code",), makes_accounts=True, resets_accounts=True,
        members=("FJI",),
    )  # fmt: skip
    (demo,) = settings.providers
    moved = demo.model_copy(update={"issuer": demo.issuer.replace(settings.base_url, name)})
    return settings.model_copy(update={"base_url": name, "providers": (moved, house)})


@pytest.fixture
def house(live, tmp_path) -> Iterator[House]:
    """The house provider as a server of its own, for that portal."""
    given = live.provider(KEY)
    client = {
        "client_id": given.client_id, "client_secret": given.client_secret,
        "redirect_uris": [f"{live.base_url}/sign-in/return/{KEY}"],
        "post_logout_redirect_uris": [f"{live.base_url}/"], "mailed_codes": True,
        "makes_accounts": True, "resets_accounts": True,
    }  # fmt: skip
    settings = HouseSettings(
        issuer=given.issuer, secret=new_secret(), applications=[client], var_dir=tmp_path / KEY,
        port=int(given.issuer.rpartition(":")[2]), smtp_url="smtp://mail.example",
        mail_from="id@house.example",
    )  # fmt: skip
    assert problems(settings) == []
    made = House.of(settings, Clock())
    made.database.prepare()
    with running(create_app(made), settings.port):
        yield made
    made.database.close()


def way_in(house: House) -> str:
    """Make an account and return the address at which its owner makes a way in."""
    with house.database.writing() as conn:
        account = accounts.make(conn, Newcomer("ama", "Ama Mensah", ADDRESS), house.clock())
        return f"{house.issuer}/enrol/{enrolment.offer_way_in(conn, account, house.clock())}"


def invited(holdings) -> str:
    with holdings.unit_of_work() as db:
        token = invitations.invite(db, "FJI", OfficeKind.FOCAL_POINT, "Ama Mensah")
    return f"/invitation/{token}"


def known(holdings, issuer: str) -> list[tuple[str, str]]:
    """Return by whom sessions began and what they show, for identities of the issuer."""
    session, identity = table(PortalSession), table(Identity)
    with holdings.read() as conn:
        who = select(identity.c.person_id).where(identity.c.issuer == issuer)
        rows = conn.execute(
            select(session.c.provider, session.c.factor).where(session.c.person_id.in_(who))
        )
        return [(row.provider, row.factor) for row in rows]


def take_office(person, address: str, prove: Callable[[], None]) -> None:
    """Sign in with an invitation in hand, and take the office it offers."""
    person.go(address)
    person.page.get_by_role("button", name="Continue with House sign-in").click()
    expect(person.page.locator("h1")).to_have_text("Sign in")
    prove()
    person.fill(member="Fiji")
    person.press("main form button", "h1")
    expect(person.page).to_have_url(f"{person.base}/home")


@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_with_a_passkey(visitor, holdings, house):
    ama = visitor(width=360)
    with authenticator(ama.context, ama.page) as key:
        ama.page.goto(way_in(house))
        ama.press("button[value=passkey]", "form[data-passkey=make]")
        ama.press("form[data-passkey=make] button", "ol.codes")
        printed = ama.read("ol.codes code")
        assert len(printed) == 10
        with ama.refused(422):
            ama.fill(code="0000-0000-0000-0000")
            ama.press("main form button", ".problem")
        assert ama.read("ol.codes code") == printed
        ama.fill(code=printed[2].lower())
        ama.press("main form button", "h1:text('Your way in is made')")
        (credential,) = key("getCredentials")["credentials"]
        assert credential["isResidentCredential"] is True

        def prove() -> None:
            expect(ama.page.locator("[data-without]")).to_be_hidden()
            ama.page.locator("form[data-passkey=use] button").click()

        take_office(ama, invited(holdings), prove)
    assert known(holdings, house.issuer) == [(KEY, "provider")]


@pytest.mark.parametrize("javascript", [False], ids=["no script"])
def test_with_an_app_and_no_script(visitor, holdings, house):
    ama = visitor(width=360)
    address = way_in(house)
    ama.page.goto(address)
    ama.press("button[value=passkey]", "[data-without]")
    expect(ama.page.locator("form[data-passkey]")).to_be_hidden()
    ama.page.goto(address)
    ama.press("button[value=app]", ".secret code")
    shared = base64.b32decode("".join(ama.read(".secret code")[0].split()))

    def app_code() -> str:
        return TOTP(shared, 6, SHA1(), 30).generate(house.clock()).decode()  # noqa: S303 - as apps do

    ama.fill(code=app_code())
    ama.press("main form button", "ol.codes")
    printed = ama.read("ol.codes code")
    ama.fill(code=printed[9])
    ama.press("main form button", "h1:text('Your way in is made')")

    def prove() -> None:
        expect(ama.page.locator("[data-without]")).to_be_visible()
        house.clock.ahead = 30
        with ama.refused(422):
            ama.fill(name="ama", app="000000")
            ama.press("main form:not([data-passkey]) button:not([name])", ".problem")
        assert ama.typed("name") == {"name": "ama"}
        ama.fill(app=app_code())
        ama.page.locator("main form:not([data-passkey]) button:not([name])").click()

    take_office(ama, invited(holdings), prove)
    assert known(holdings, house.issuer) == [(KEY, "")]

    elsewhere = visitor()
    elsewhere.go("/sign-in")
    elsewhere.page.get_by_role("button", name="House sign-in").click()
    elsewhere.fill(name="ama", printed=printed[0])
    elsewhere.page.locator("main form:not([data-passkey]) button:not([name])").click()
    expect(elsewhere.page.locator(".lede")).to_have_text(
        "Cross it out. Codes that are left on your list: 9."
    )
    elsewhere.press("main form button", "h1")
    expect(elsewhere.page).to_have_url(f"{elsewhere.base}/home")


@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_who_has_no_passkey_at_hand_is_told_so(visitor, house):
    ama = visitor()
    with authenticator(ama.context, ama.page):
        ama.go("/sign-in")
        ama.page.get_by_role("button", name="House sign-in").click()
        button = ama.page.locator("form[data-passkey=use] button")
        button.click()
        expect(ama.page.locator("form[data-passkey=use] .said")).to_have_text(
            "No passkey was given, so nothing was sent. Try again, or use a code."
        )
        assert ama.page.url.startswith(f"{house.issuer}/authorize?")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_with_a_code_by_letter_one_reads_and_is_shown_the_stronger_way(visitor, holdings, house):
    """Somebody who made a way in and took an office comes with neither at hand."""
    ama, post = visitor(width=360), Post(house)
    settle(holdings, house)
    ama.go("/sign-in")
    ama.page.get_by_role("button", name="House sign-in").click()
    ama.fill(mail=ADDRESS)
    ama.press("button[name=by]", "h1:text('Type the code from your e-mail')")
    assert [to for to, _ in post.deliver()] == [ADDRESS]
    with ama.refused(422):
        ama.fill(code="00000-00000")
        ama.press("main form button", ".problem")
    ama.fill(code=post.code().lower())
    ama.press("main form button", "#menu")
    expect(ama.page).to_have_url(f"{ama.base}/practices")
    assert ama.read("#menu a") == ["Manual", "Practices", "Directory"]
    ama.go("/directory/FJI")
    expect(ama.page.locator("h1")).to_have_text("Fiji")
    with ama.refused(403):
        ama.go("/assistance")
    expect(ama.page.locator(".lede")).to_have_text("This needs your passkey or app code.")
    ama.press("#refusal .ways a", "h1:text('Sign in by a stronger way')")
    ama.press("main form button", "h1:text('Sign in')")
    expect(ama.page.locator("button[name=by]")).to_have_count(0)
    assert post.deliver() == [(ADDRESS, "Somebody signed in by a code from your e-mail")]


def settle(holdings, house: House) -> None:
    """Let Ama have a way in at the house, and by it Fiji's Focal Point's office."""
    with house.database.writing() as conn:
        found = accounts.make(conn, Newcomer("ama", "Ama Mensah", ADDRESS), house.clock())
        codes.keep_app(conn, house.secret, found.subject, codes.new_app_secret(), 0)
    with holdings.unit_of_work() as db:
        person = Person(name="Ama Mensah")
        db.add(person)
        db.flush()
        seat = office_of(db, "FJI", OfficeKind.FOCAL_POINT)
        db.add(Appointment(office_id=seat.id, person_id=person.id, starts=date(2020, 1, 1)))
        db.add(Identity(person_id=person.id, issuer=house.issuer, subject=found.subject))


def from_the_invitation(person, address: str) -> None:
    """Open an invitation with no account anywhere, and say who one is at the house."""
    person.go(address)
    person.press("button:text('Make an account at House sign-in')", "h1:text('Make your account')")
    with person.refused(422):
        person.fill(name="Ama Mensah", handle="ama mensah", email=ADDRESS)
        person.press("main form button", ".problem")
    assert person.typed("name", "email") == {"name": "Ama Mensah", "email": ADDRESS}
    person.fill(handle="ama")
    person.press("main form button", "h1:text('Make your way in')")


def back_with_the_list(person, address: str, post: Post | None = None) -> None:
    """Type a code of the list, confirm the address or not, and take the office one came for."""
    person.fill(code=person.read("ol.codes code")[0])
    person.press("main form button", "h1:text('Type the code that confirms your address')")
    if post is None:
        person.press("button[name=without]", "#f-member")
    else:
        assert post.deliver() == [(ADDRESS, "Your code to confirm your address")]
        with person.refused(422):
            person.fill(code="00000-00000")
            person.press("main form button", ".problem")
        person.fill(code=post.code())
        person.press("main form button", "#f-member")
    expect(person.page).to_have_url(f"{person.base}{address}")
    person.fill(member="Fiji")
    person.press("main form button", "h1")
    expect(person.page).to_have_url(f"{person.base}/home")


@pytest.mark.parametrize("javascript", [True], ids=["script"])
def test_an_account_is_made_from_the_invitation_with_a_passkey(visitor, holdings, house):
    ama, address = visitor(width=360), invited(holdings)
    with authenticator(ama.context, ama.page):
        from_the_invitation(ama, address)
        ama.press("button[value=passkey]", "form[data-passkey=make]")
        ama.press("form[data-passkey=make] button", "ol.codes")
        assert known(holdings, house.issuer) == []
        back_with_the_list(ama, address, Post(house))
    assert known(holdings, house.issuer) == [(KEY, "provider")]
    ama.go("/account")
    assert ADDRESS in ama.page.content()
    expect(ama.page.get_by_text("Nobody checked that this address is yours")).to_have_count(0)


@pytest.mark.parametrize("javascript", [False], ids=["no script"])
def test_an_account_is_made_from_the_invitation_with_an_app_and_no_script(visitor, holdings, house):
    ama, address = visitor(width=360), invited(holdings)
    from_the_invitation(ama, address)
    ama.press("button[value=app]", ".secret code")
    shared = base64.b32decode("".join(ama.read(".secret code")[0].split()))
    ama.fill(code=TOTP(shared, 6, SHA1(), 30).generate(house.clock()).decode())  # noqa: S303 - as apps do
    ama.press("main form button", "ol.codes")
    back_with_the_list(ama, address)
    assert known(holdings, house.issuer) == [(KEY, "")]
    ama.go("/account")
    expect(ama.page.get_by_text("The portal knows no address for letters to you")).to_be_visible()
