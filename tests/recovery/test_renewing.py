"""Helped in again at a house provider: two processes, one word of the portal, one new way in."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from app.access.viewer import OfficeKind
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.config import Settings
from app.core.db import table
from app.core.errors import Conflict
from app.core.sign_in_provider import SignInProvider
from app.identity.models import Identity
from app.identity.renewed import word_out
from app.main import create_app
from app.recovery import helped, queries, renewing
from provider.house import accounts, enrolment
from provider.house.accounts import Newcomer
from provider.house.application import create_app as at_house
from provider.house.parts import House
from provider.house.sealing import new_secret
from provider.house.settings import HouseSettings
from provider.house.tables import event
from provider.house.words import WORDS
from tests.identity.journey import leads_to
from tests.identity.ministries import Guest as AtPortal
from tests.provider_house.guest import Guest, heading, ticket_of, told
from tests.recovery.conftest import audit, recovery
from tests.support import commands, live, plain
from tests.support.browse import Answer
from tests.support.live import free_port

KEY, NEW = "house", "house:new"
PORTAL = "http://localhost"
TYPED = {"name": "ghana (test)", "member": "Ghana"}
identity = table(Identity)


@pytest.fixture
def entry() -> SignInProvider:
    """The house provider as the portal's settings name it."""
    return SignInProvider(
        key=KEY, name="House", issuer=f"http://localhost:{free_port()}", client_id="portal",
        client_secret=new_secret(), members=("GHA",), listed=True, resets_accounts=True,
    )  # fmt: skip


@pytest.fixture
def house(entry, tmp_path, request) -> Iterator[House]:
    """The house provider on a port, where asked in a process of its own; and its database."""
    secret = entry.client_secret.get_secret_value()
    client = {
        "client_id": "portal", "client_secret": secret, "resets_accounts": True,
        "redirect_uris": [f"{PORTAL}/sign-in/return/{KEY}"],
    }  # fmt: skip
    port, secret, folder = entry.issuer.rpartition(":")[2], new_secret(), tmp_path / KEY
    given = HouseSettings(issuer=entry.issuer, secret=secret, var_dir=folder, applications=[client])
    made = House.of(given)
    made.database.prepare()
    variables = {
        "PORTAL_HOUSE_ISSUER": entry.issuer, "PORTAL_HOUSE_PORT": port,
        "PORTAL_HOUSE_SECRET": secret, "PORTAL_HOUSE_APPLICATIONS": json.dumps([client]),
        "PORTAL_HOUSE_VAR_DIR": str(folder),
    }  # fmt: skip
    apart = hasattr(request, "param")
    with running(variables) if apart else live.running(at_house(made), int(port)):
        yield made
    made.database.close()


@contextmanager
def running(variables: dict[str, str]) -> Iterator[None]:
    """Run the house provider as a process, until it answers and until the block ends."""
    with commands.running("house-provider serve", variables):
        for _ in range(600):
            try:
                plain.get(f"{variables['PORTAL_HOUSE_ISSUER']}/jwks")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield


@pytest.fixture
def browsers(entry) -> Iterator[list[Guest]]:
    """Two browsers at the house: Ama's of before, and the one of whoever holds the link."""
    with ExitStack() as stack:
        clients = [httpx.Client(base_url=entry.issuer, trust_env=False) for _ in range(2)]
        yield [Guest(stack.enter_context(one), time.time) for one in clients]


@pytest.fixture
def ama(house, browsers, database, helping) -> Guest:
    """Ghana's Focal Point, who comes by the house with an app."""
    with house.database.writing() as conn:
        made = accounts.make(conn, Newcomer("ama", "Ama Mensah"), house.clock())
        token = enrolment.offer_way_in(conn, made, house.clock())
    assert browsers[0].enrol_app(f"{house.issuer}/enrol/{token}").status_code == 200
    with database.unit_of_work() as db:
        own = Identity(issuer=house.issuer, subject=made.subject, person_id=helping.person_id)
        db.add(own)
    browsers[0].subject = made.subject
    return browsers[0]


@pytest.fixture
def portal_of(settings) -> Iterator:
    """Return what opens a browser at a portal that knows these providers."""
    with ExitStack() as stack:

        def arrive(*given: SignInProvider) -> AtPortal:
            providers = (*settings.providers, *given)
            update = {"providers": providers, "base_url": PORTAL}
            known = Settings(**{**settings.model_dump(), **update})
            client = stack.enter_context(TestClient(create_app(known), PORTAL))
            return AtPortal(client, settings.secret_key.get_secret_value())

        yield arrive


def offered(page) -> list[str]:
    return [one["value"] for one in page.soup.select("[name=provider]")]


def leads_out(browser: AtPortal, link: str) -> str:
    """Open the link, choose a new way in, and return where that leads."""
    browser.get(link)
    return leads_to(browser.post(link, {**TYPED, "provider": NEW}, status=200).text)


def makes(fresh: Guest, address: str) -> str:
    """Make the new way in; return the path that leads back to the portal."""
    page = fresh.http.get(address)
    assert heading(page) == WORDS["reset"]
    sent = {"reset": ticket_of(page, "reset")}
    where = fresh.http.post("/authorize", data=sent).headers["location"]
    return way_back(fresh.enrol_app(where))


def way_back(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    parts = urlsplit(answer.headers["location"])
    return f"{parts.path}?{parts.query}"


def ties(database, person_id: str) -> list[tuple[str, str]]:
    asked = select(identity.c.issuer, identity.c.subject)
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(asked.where(identity.c.person_id == person_id))]


@pytest.mark.parametrize("house", ["a process"], indirect=True)
def test_the_person_makes_a_new_way_in_and_the_old_one_ends_on_both_sides(  # noqa: PLR0913, PLR0917 - parts
    ama, browsers, database, entry, helping, house, portal_of
):
    link, browser, fresh = helping.link(), portal_of(entry), browsers[1]
    helping.letters()
    browser.get(link)
    assert offered(browser.post(link, TYPED, status=200)) == [NEW, "test", KEY]
    back = makes(fresh, leads_out(browser, link))

    assert browser.come_back(back).location == "/home"

    assert browser.acts_for() == ["ghana (test)"]
    assert ties(database, helping.person_id) == [(house.issuer, ama.subject)]
    assert helping.events()[-3:] == [
        "recovery-link:made", "recovery-word:given", "recovery-link:redeemed",
    ]  # fmt: skip
    with database.read() as conn:
        given = select(audit.c.detail).where(audit.c.event == Event.RECOVERY_WORD_GIVEN)
        assert conn.execute(given).scalars().all() == [
            json.dumps({"issuer": house.issuer, "provider": KEY})
        ]
    assert helping.told() == ["administrator", "editor", "ghana", "ghana_alternate"]
    with house.database.reading() as conn:
        noted = conn.execute(select(event.c.what, event.c.way).order_by(event.c.id)).all()
    assert [tuple(one) for one in noted[-3:]] == [
        ("reset-opened", "statement"), ("ways-in-removed", ""), ("way-in-enrolled", "app"),
    ]  # fmt: skip
    browser.get(link, status=404)
    assert (
        ama.types("ama", sign_in_page(portal_of(entry), ama), printed=ama.printed[0]).status_code
        == 422
    )


def sign_in_page(browser: AtPortal, who: Guest) -> httpx.Response:
    """Begin a sign-in at the portal, and return the house's page."""
    browser.get("/sign-in")
    return who.http.get(leads_to(browser.post("/sign-in", {"provider": KEY}, status=200).text))


@pytest.mark.parametrize("strips", [True, False])
def test_the_way_in_of_before_redeems_nothing(  # noqa: PLR0913, PLR0917 - parts
    strips, ama, browsers, database, entry, helping, house, portal_of
):
    """Whoever has link and stolen device leaves the word away, or chooses the plain sign-in."""
    link, browser, fresh = helping.link(), portal_of(entry), browsers[1]
    if strips:
        parts = urlsplit(leads_out(browser, link))
        asked = [pair for pair in parse_qsl(parts.query) if pair[0] != "reset_statement"]
        address = f"{house.issuer}{parts.path}?{urlencode(asked)}"
    else:
        browser.get(link)
        answer = browser.post(link, {**TYPED, "provider": KEY}, status=200)
        address = leads_to(answer.text)
    back = way_back(ama.types("ama", ama.http.get(address), printed=ama.printed[0]))
    assert browser.come_back(back).status == 409
    assert (ties(database, helping.person_id), helping.left()[1]) == (
        [(house.issuer, ama.subject)], 0,
    )  # fmt: skip
    assert helping.stages() == [("", True)] or helping.stages() == [(None, True)]
    stopped = fresh.http.get(leads_out(portal_of(entry), link))
    assert (stopped.status_code, told(stopped)) == (409, WORDS["reset-none"])


@pytest.mark.usefixtures("ama")
def test_the_word_is_given_only_within_its_limits(database, entry, helping, portal_of):
    link = helping.link()
    limits = {
        "for everybody": {"members": ()},
        "not taken": {"resets_accounts": False},
        "elsewhere": {"issuer": "http://localhost:1"},
        "for another": {"members": ("DNK",)},
    }
    for name, change in limits.items():
        browser = portal_of(entry.model_copy(update=change))
        browser.get(link)
        page = browser.post(link, {**TYPED, "provider": NEW}, status=422)
        assert NEW not in offered(page), name
    twice = portal_of(entry, entry.model_copy(update={"key": "too", "members": ()}))
    twice.get(link)
    assert [one for one in offered(twice.post(link, TYPED, status=200)) if ":" in one] == []
    with database.unit_of_work() as db:
        db.execute(update(recovery).values(agreed_by=None))
    alone = portal_of(entry)
    alone.get(link)
    alone.post(link, {**TYPED, "provider": NEW}, status=422)
    assert "recovery-word:given" not in helping.events()


@pytest.mark.parametrize("ends", ["withdrawn", "stopped"])
def test_what_was_made_is_not_tied_once_the_recovery_may_not_go_on(  # noqa: PLR0913, PLR0917 - parts
    ends, ama, browsers, database, entry, helping, house, portal_of
):
    """Nor does it open anything by a plain sign-in, before the end of the recovery and after."""
    link, browser = helping.link(), portal_of(entry)
    back = makes(browsers[1], leads_out(browser, link))
    plain = portal_of(entry)
    time.sleep(1 - time.time() % 1)  # a sign-in of the second in which ways in ended does not count
    assert signs_in(plain, browsers[1], 0).status == 409
    assert (ties(database, helping.person_id), plain.acts_for()) == (
        [(house.issuer, ama.subject)], [],
    )  # fmt: skip
    helping.letters()
    if ends == "withdrawn":
        helping.press("editor", "withdraw")
    else:
        helping.signs_in().post("/account/recovery/stop", status=303)
    assert browser.come_back(back).status == 409
    assert signs_in(plain, browsers[1], 1).status == 403
    assert (ties(database, helping.person_id), browser.acts_for(), plain.acts_for()) == ([], [], [])
    with database.read() as conn:
        untied = select(audit.c.detail).where(audit.c.event == Event.IDENTITY_UNBOUND)
        assert conn.execute(untied).scalars().all() == [json.dumps({"issuer": house.issuer})]
    own = [text for who, _, text in helping.letters() if who == "ghana"]
    assert ["untied" in " ".join(text.split()) for text in own] == [True]
    with clock.moved(timedelta(minutes=1)):
        portal_of(entry).get(link, status=404)


def test_where_no_word_was_given_the_sign_in_stays_tied(  # noqa: PLR0913, PLR0917 - parts
    ama, database, entry, helping, house, portal_of
):
    helping.link()
    helping.press("editor", "withdraw")
    own = [text for who, _, text in helping.letters() if who == "ghana"]
    assert [text for text in own if "untied" in text] == []
    assert signs_in(portal_of(entry), ama, 0).location == "/"
    assert ties(database, helping.person_id) == [(house.issuer, ama.subject)]


def signs_in(browser: AtPortal, who: Guest, code: int) -> Answer:
    """Sign in by a printed code of the house, without any link."""
    page = sign_in_page(browser, who)
    return browser.come_back(way_back(who.types("ama", page, printed=who.printed[code])))


@pytest.mark.usefixtures("ama")
def test_no_word_is_given_for_the_secretariat(database, entry, helping):
    helping.link()
    with database.read() as conn:
        one = helped.find(conn, helping.person_id)
        found = queries.going_on(conn, helping.person_id)
        assert one is not None
        seat = replace(one.seats[0], kind=OfficeKind.EDITOR)
        both = replace(one, seats=[*one.seats, seat])
        assert [renewing.able(conn, [entry], each, found) for each in (one, both)] == [[entry], ()]


@pytest.mark.usefixtures("ama")
def test_no_word_is_given_for_what_a_clock_that_ran_ahead_noted(database, entry, helping, portal):
    secret = helping.link().rpartition("/")[2]
    with database.unit_of_work() as db:
        db.execute(update(recovery).values(proposed_at=clock.now() + timedelta(hours=1)))
    given = portal.settings.model_copy(update={"providers": (entry,)})
    with pytest.raises(Conflict), database.unit_of_work() as db:
        renewing.give(db, replace(portal, settings=given), secret, KEY)
    with clock.moved(timedelta(hours=2)), database.unit_of_work() as db:
        assert renewing.give(db, replace(portal, settings=given), secret, KEY).account


def test_a_word_that_another_version_noted_without_an_issuer_stops_no_act(database, helping):
    helping.propose()
    since, detail = clock.now() - timedelta(hours=1), {"provider": KEY}
    with database.unit_of_work() as db:
        record(db, Event.RECOVERY_WORD_GIVEN, subject=helping.person_id, detail=detail)
        record(
            db, Event.RECOVERY_WORD_GIVEN, subject=helping.person_id, detail={"issuer": "https://a"}
        )
    with database.read() as conn:
        assert word_out(conn, helping.person_id, since) == {"https://a"}
    helping.press("editor", "withdraw")
    assert helping.stages() == [("withdrawn", False)]
