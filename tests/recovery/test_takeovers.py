"""Games with recoveries: no mailbox, no link and no one of the Secretariat opens an account."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select, update

from app.backup import ways_in
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory.models import OfficeReview
from app.identity import signing_in
from app.identity.models import Identity, Person, Recovery
from app.identity.sessions import hashed
from app.incident import freezing
from app.recovery.redeeming import readmit
from tests.account.test_own_data import claims_of
from tests.identity.ministries import Guest, Ministry
from tests.recovery.conftest import Helping, passkey
from tests.support.rows import dump

identity, found = table(Identity), table(Recovery)
TYPED = {"name": "ghana (test)", "member": "Ghana"}


@dataclass
class Scene:
    """Ama, who comes by Ghana's ministry, the link of her recovery, and another ministry."""

    helping: Helping
    guest: Callable[..., Guest]
    ghana: Ministry
    other: Ministry

    def begin(self, link: str, at: Ministry, subject: str, who: Guest | None = None) -> str:
        """Open the link and sign in; return the path that leads back."""
        at.says(subject)
        browser = who or self.browser
        browser.get(link)
        return browser.go_out(link, {**TYPED, "provider": at.name})

    def redeem(self, link: str, at: Ministry, subject: str, *, status: int = 303) -> Guest:
        """Redeem the link with a sign-in; the answer has ``status``."""
        self.browser = self.guest()
        answer = self.browser.come_back(self.begin(link, at, subject))
        assert answer.status == status, answer.text
        return self.browser

    def ties(self) -> list[tuple[str, str]]:
        """Return by what Ama comes: the subject, and whether Ghana's ministry says it."""
        asked = select(identity.c.issuer, identity.c.subject).where(
            identity.c.person_id == self.helping.person_id
        )
        with self.helping.portal.db.read() as conn:
            rows = conn.execute(asked).all()
        return [(s, "ghana" if i == self.ghana.issuer else "other") for i, s in rows]


@pytest.fixture
def at(helping, guest, ghana, other, ama) -> Scene:  # noqa: ARG001 - Ama is bound
    made = Scene(helping, guest, ghana, other)
    made.browser = guest()
    return made


UNTOUCHED = [("ama", "ghana")]


def test_the_person_comes_in_by_the_new_sign_in_and_by_the_old_one_no_more(at):
    with at.helping.portal.db.unit_of_work() as db:
        db.add(passkey(at.helping.person_id))
    link = at.helping.link()
    at.helping.letters()

    browser = at.redeem(link, at.other, "ama-new")

    assert browser.acts_for() == ["ghana (test)"]
    assert at.ties() == [("ama-new", "other")]
    assert at.helping.left() == (1, 1)
    assert at.helping.told() == ["administrator", "editor", "ghana", "ghana_alternate"]
    assert at.helping.events()[-2:] == ["recovery-link:made", "recovery-link:redeemed"]
    at.guest().get(link, status=404)
    at.ghana.says("ama")
    at.guest().arrive(at.ghana, status=403)
    assert at.helping.stages() == [("done", True)]


# who has the mailbox -------------------------------------------------------------------------


def test_no_letter_carries_an_address_or_the_link(at):
    link = at.helping.link()
    at.redeem(link, at.other, "ama-new")
    at.helping.propose(gives="passkeys")
    at.helping.press("administrator", "agree")
    at.helping.after(25)
    at.helping.propose()
    at.helping.press("administrator", "agree")
    at.helping.press("editor", "withdraw")
    letters = at.helping.letters()

    assert len({subject for _, subject, _ in letters}) > 6
    about = [text for _, subject, text in letters if subject != "New sign-in to your account"]
    assert [text for text in about if re.search(r"https?:|/recovery|/sign-in", text)] == []
    assert link.rpartition("/")[2] not in str(letters)


def test_the_mailbox_alone_brings_in_nobody(at):
    """A stranger with the address, verified, at another provider: before, and once it is open."""
    at.helping.link()
    at.other.says("eve", userinfo={"email": "ama@mfa.example", "email_verified": True})
    at.guest().arrive(at.other, status=403)
    assert at.ties() == UNTOUCHED


# who has the link ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Ama Mensah", "member": "Ghana"},
        {"name": "ghana (test)", "member": "Denmark"},
        {"name": "", "member": "Ghana"},
        {"name": "ghana (test)", "member": ""},
        {"name": "ghana", "member": "Ghana"},
        {},
    ],
)
def test_without_name_and_member_the_link_leads_nowhere_and_says_which_of_neither(at, typed):
    link, browser = at.helping.link(), at.guest()
    browser.get(link)
    page = browser.post(link, {**typed, "provider": at.other.name}, status=422)
    (said,) = page.words(".err")
    assert said.startswith("Name and member do not both fit this link.")
    assert "ghana" not in said.lower()
    assert at.ties() == UNTOUCHED


@pytest.mark.parametrize("guest", [(("GHA",), ("DNK",))], indirect=True)
def test_a_ministry_of_another_member_ties_nothing(at):
    link, browser = at.helping.link(), at.guest()
    browser.get(link)
    page = browser.post(link, TYPED, status=200)
    offered = [b["value"] for b in page.soup.select("input[name=provider]")]
    assert offered == ["test", at.ghana.name]
    browser.post(link, {**TYPED, "provider": at.other.name}, status=422)
    browser.post(link, {**TYPED, "provider": "nobody"}, status=422)


def test_a_sign_in_of_somebody_else_is_refused_with_a_sentence_and_the_link_stays(at, cast):
    with at.helping.portal.db.unit_of_work() as db:
        denmark = cast["denmark"].viewer.person_id
        db.add(Identity(issuer=at.other.issuer, subject="dan", person_id=denmark))
    link = at.helping.link()
    before = dump(at.helping.portal.db)

    browser = at.guest()
    answer = browser.come_back(at.begin(link, at.other, "dan", browser))
    assert answer.status == 409
    assert "already belongs to an account of the portal" in answer.text
    assert browser.acts_for() == []
    after = dump(at.helping.portal.db)
    assert {n for n, rows in after.items() if rows != before[n]} <= {"throttle"}
    at.redeem(link, at.other, "ama-new")


def test_the_sign_in_that_is_lost_is_no_new_one(at):
    at.redeem(at.helping.link(), at.ghana, "ama", status=409)
    assert at.ties() == UNTOUCHED


def test_a_link_works_once(at):
    link = at.helping.link()
    first, second = at.guest(), at.guest()
    ways = [
        at.begin(link, at.other, who, one) for who, one in (("ama-new", first), ("eve", second))
    ]
    at.other.says("ama-new")
    assert first.come_back(ways[0]).status == 303
    at.other.says("eve")
    assert second.come_back(ways[1]).status == 409
    assert at.ties() == [("ama-new", "other")]


def meanwhile(at, change: Callable[[], object]) -> None:
    """Let something happen while a stranger is at the provider with a good link."""
    link = at.helping.link()
    browser = at.guest()
    path = at.begin(link, at.other, "eve", browser)
    change()
    assert browser.come_back(path).status in {404, 409, 503}
    assert browser.acts_for() == []
    assert at.ties() == UNTOUCHED
    at.guest().get(link, status=404)


def test_a_link_that_was_made_anew_meanwhile_opens_nothing(at):
    meanwhile(at, at.helping.make_link)


def test_a_link_that_was_withdrawn_meanwhile_opens_nothing(at):
    meanwhile(at, lambda: at.helping.press("editor", "withdraw"))


def test_the_person_stops_it_by_the_old_sign_in_while_a_stranger_is_at_the_provider(at):
    def stop() -> None:
        at.ghana.says("ama")
        own = at.guest()
        own.arrive(at.ghana)
        own.post("/account/recovery/stop")
        at.other.says("eve")

    meanwhile(at, stop)
    assert at.helping.stages() == [("stopped", True)]


def test_a_link_that_ran_out_meanwhile_opens_nothing(at):
    def run_out() -> None:
        with at.helping.portal.db.unit_of_work() as db:
            db.execute(update(found).values(link_until=clock.wall() - timedelta(seconds=1)))

    meanwhile(at, run_out)


def test_an_office_that_was_taken_away_meanwhile_is_not_come_into(at, leaves):
    meanwhile(at, lambda: leaves("ghana"))


def test_an_office_that_came_under_review_meanwhile_is_not_come_into(at):
    office = at.helping.cast["ghana"].viewer.office.id

    def review() -> None:
        with at.helping.portal.db.unit_of_work() as db:
            db.add(OfficeReview(office_id=office, reason="Two.", began_at=clock.now()))

    meanwhile(at, review)


def test_nobody_comes_back_by_a_link_while_the_portal_is_frozen(at):
    link = at.helping.link()
    browser = at.guest()
    path = at.begin(link, at.other, "ama-new", browser)
    freezing.freeze(at.helping.portal.db, "")
    browser.client.app.state.portal.state.forget()
    assert browser.come_back(path).status == 503
    assert at.ties() == UNTOUCHED


def test_the_way_back_of_one_browser_is_no_good_in_another(at):
    link, theirs = at.helping.link(), at.guest()
    path = at.begin(link, at.other, "eve", at.guest())
    theirs.get("/sign-in")
    assert theirs.come_back(path).status == 400
    assert at.ties() == UNTOUCHED


def test_who_is_sent_the_link_of_a_stranger_ties_nothing_to_it(at):
    """The stranger is helped in, and wants Denmark's holder to come into the stranger's account."""
    link, victim = at.helping.link(), at.guest()
    victim.get(link)
    mine = {"name": "denmark (test)", "member": "Denmark", "provider": at.other.name}
    victim.post(link, mine, status=422)
    signed_in = at.guest("denmark")
    assert "You are signed in" in signed_in.get(link).text
    signed_in.post(link, {**TYPED, "provider": at.other.name}, status=409)


def test_a_link_that_never_was_and_one_that_is_over_look_alike(at):
    link = at.helping.link()
    at.redeem(link, at.other, "ama-new")
    dead = [
        at.guest().get(path, status=404).words("h1, .lede") for path in (link, "/recovery/none")
    ]
    assert dead[0] == dead[1]
    browser = at.guest()
    browser.get("/sign-in")
    browser.post(link, {**TYPED, "provider": at.other.name}, status=404)


def test_a_form_for_the_link_from_another_page_is_refused(at):
    link, browser = at.helping.link(), at.guest()
    browser.get(link)
    sent = {**TYPED, "provider": at.other.name}
    assert browser.client.post(link, data=sent).status_code == 403


# who is of the Secretariat -------------------------------------------------------------------


def test_one_stolen_account_of_the_secretariat_opens_nothing(at):
    """It proposes, and would like to agree, to shorten the delay and to see the link as well."""
    at.helping.propose("editor")
    at.helping.press("editor", "agree", status=409)
    assert at.helping.after(1000) == 1
    assert at.helping.stages() == [("lapsed", False)]
    at.helping.link()
    at.helping.press("editor", "link", status=409)


@pytest.fixture
def alone(at, leaves) -> str:
    """Let one person of the Secretariat decide; return the path of the link."""
    leaves("editor")
    at.helping.propose("administrator")
    assert at.helping.after(73) == 1
    return at.helping.make_link()


@pytest.mark.parametrize("guest", [(("GHA", "DNK"), ())], indirect=True)
def test_one_alone_ties_a_sign_in_of_the_members_provider_only(at, alone):
    browser = at.guest()
    browser.get(alone)
    for there in (at.other.name, "test"):  # they speak for all, so for whoever has an account
        browser.post(alone, {**TYPED, "provider": there}, status=422)
    portal = browser.client.app.state.portal
    for issuer in (at.other.issuer, "https://unknown.example"):
        with pytest.raises(Conflict, match="for the member"), portal.db.unit_of_work() as db:
            readmit(portal, db, hashed(alone.rpartition("/")[2]), (issuer, "eve"), anew=False)
    assert at.ties() == UNTOUCHED
    at.redeem(alone, at.ghana, "ama-new")
    assert at.ties() == [("ama-new", "ghana")]


@pytest.mark.parametrize("guest", [((), ("DNK",))], indirect=True)
def test_where_no_provider_is_the_members_one_alone_is_told_what_to_do(at, alone, browse):
    browser = at.guest()
    browser.get(alone)
    page = browser.post(alone, {**TYPED, "provider": at.ghana.name}, status=422)
    (said,) = page.words(".err")
    assert said.startswith("One person alone decided this")
    assert browser.post(alone, {"name": "x"}, status=422).words(".err") != [said]
    note = "Let a second person agree before it takes effect"
    assert note in browse("administrator").get(at.helping.place).text
    at.helping.press("administrator", "withdraw")
    assert at.ties() == UNTOUCHED


def test_what_two_decide_is_tied_at_a_provider_of_all_too(at, browse):
    assert (
        "speaks for the member and not for all" not in browse("editor").get(at.helping.place).text
    )
    at.redeem(at.helping.link(), at.other, "ama-new")


def test_an_account_that_was_stolen_and_shut_takes_its_word_along(at, leaves):
    at.helping.decide()
    leaves("administrator")
    at.helping.after(73)
    assert at.helping.stages() == [("lapsed", False)]
    at.helping.press("editor", "link", status=409)


def test_one_recovery_never_replaces_both_factors(at):
    with at.helping.portal.db.unit_of_work() as db:
        db.add(passkey(at.helping.person_id))
    at.helping.decide(gives="passkeys")
    at.helping.propose("administrator", status=409)
    at.helping.after(25)
    assert at.ties() == UNTOUCHED
    with at.helping.portal.db.unit_of_work() as db:
        db.add(passkey(at.helping.person_id))
    link = at.helping.link()
    at.redeem(link, at.other, "ama-new")
    assert at.helping.left() == (1, 1)


def test_a_restored_backup_helps_nobody_in(at, database_url):
    link = at.helping.link()
    ways_in.end(database_url)
    at.guest().get(link, status=404)
    assert at.helping.stages() == [("lapsed", True)]


def test_the_name_of_the_person_never_changes_by_it(at):
    at.other.says("ama-new", userinfo={"name": "Eve", "email": "eve@evil.example"})
    link, browser = at.helping.link(), at.guest()
    browser.get(link)
    path = browser.go_out(link, {**TYPED, "provider": at.other.name})
    assert browser.come_back(path).status == 303
    with at.helping.portal.db.read() as conn:
        own = select(table(Person).c.name, table(Person).c.email).where(
            table(Person).c.id == at.helping.person_id
        )
        assert tuple(conn.execute(own).one()) == ("ghana (test)", "ama@mfa.example")


def test_who_comes_the_old_way_while_it_is_untied_gets_no_session(at):
    """The sign-in comes while the redemption has not ended: it waits, and finds nobody."""
    link_hash, begun = hashed(at.helping.link().rpartition("/")[2]), Event()
    database = at.helping.portal.db
    claims = claims_of(at.ghana.issuer, "ama")

    def come_in() -> Person | None:
        with database.unit_of_work() as db:
            begun.set()
            return signing_in.person_of(db, claims)

    with ThreadPoolExecutor(1) as pool:
        with database.unit_of_work() as db:
            readmit(at.helping.portal, db, link_hash, (at.other.issuer, "ama-new"), anew=False)
            coming = pool.submit(come_in)
            if not database.is_sqlite:
                assert begun.wait(10)
                sleep(0.5)
        assert coming.result(20) is None
