"""An account that came by a guest's invitation lasts as what is lent to it does."""

from datetime import timedelta

import pytest
from alembic import command
from sqlalchemy import select, update

from app.account import guests_leaving
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.models import Appointment
from app.duties import sweep
from app.guests import actions, fading
from app.guests.forms import Invitee
from app.guests.models import Guest
from app.identity.models import Identity, Person
from app.migrating import alembic_config
from app.practices.rules import Stage
from app.web import refusals
from tests.practices.sample import matter, write

ADDRESS = "kofi@justice.example"
DAY = timedelta(days=1)
AGES = timedelta(days=60)
guest_row, person, identity, record = (table(one) for one in (Guest, Person, Identity, AuditRecord))


@pytest.fixture
def lend(portal, cast):
    """Return a function by which Ghana lends a draft, and that gives the page to come by."""

    def act(days: int = 3) -> str:
        viewer = cast["ghana"].viewer
        with portal.db.unit_of_work() as db:
            item = write(db, viewer, Stage.DRAFT)
            asked = Invitee("Kofi", ADDRESS, "Justice", clock.today() + days * DAY)
            return (
                f"/guest/invitation/{actions.invite(db, viewer, matter(db, viewer, item), asked)}"
            )

    return act


def arrive(browser, place: str) -> None:
    """Sign in with the invitation in hand, at the last ministry offered."""
    offered = browser.get(place).soup.select("input[name=provider]")[-1]["value"]
    answer = browser.come_back(browser.go_out(f"{place}/sign-in", {"provider": offered}))
    assert answer.status == 303, answer.text


@pytest.fixture
def kofi(database):
    """Return a function that gives the accounts bound to Kofi at the other ministry."""

    def found():
        with database.read() as conn:
            both = select(person).join_from(person, identity, identity.c.person_id == person.c.id)
            return conn.execute(both.where(identity.c.subject == "kofi")).all()

    return found


@pytest.fixture
def take_back(portal, cast):
    """Return a function by which Ghana withdraws what it lent last."""

    def act() -> None:
        latest = select(guest_row).order_by(guest_row.c.invited_at.desc()).limit(1)
        with portal.db.unit_of_work() as db:
            viewer, row = cast["ghana"].viewer, db.execute(latest).one()
            actions.withdraw(db, viewer, matter(db, viewer, row.item_id), row.id)

    return act


@pytest.fixture
def settled(guest, other, lend):
    """Kofi's browser, once he reads what was lent to him."""
    other.says("kofi", userinfo={"email": ADDRESS, "email_verified": True})
    browser, place = guest(), lend()
    arrive(browser, place)
    browser.post(place, {"address": ADDRESS})
    return browser


def test_while_something_is_lent_the_guest_comes_in_and_later_is_told(
    settled, guest, other, take_back
):
    guest().arrive(other)
    take_back()

    assert settled.get("/home", status=303).location.startswith("/sign-in")
    refused = guest().arrive(other, status=403)
    assert refused.words("h1") == ["Nothing is lent to you any more"]
    assert len(refused.words("main p")) == 3


def test_who_wrote_just_before_keeps_the_text_and_is_promised_no_sign_in(
    settled, guest, other, take_back
):
    [there] = [a["href"] for a in settled.get("/home").soup.select(".rows a")]
    take_back()
    for path in (there, "/guest/of-nobody"):
        late = settled.post(f"{path}/remark", {"remark": "Page two\nis unclear."}, status=401)
        assert late.words("h1") == ["This was not sent"]
        assert late.words(".lede") == [refusals.LENT_OR_OVER]
        assert late.soup.select_one("main textarea").text.strip() == "Page two\nis unclear."
    beside = late.soup.select_one("main a.btn[target]")["href"]
    assert settled.get(beside).words("h1") == ["Sign in"]
    assert guest().arrive(other, status=403).words("h1") == ["Nothing is lent to you any more"]


def test_the_last_day_ends_the_sessions_as_well(settled, guest, other, portal):
    with clock.moved(3 * DAY):
        guests_leaving.look_after(portal)
        settled.get("/home")
    with clock.moved(4 * DAY):
        guests_leaving.look_after(portal)
        guest().arrive(other, status=403)
    assert settled.get("/home", status=303).location.startswith("/sign-in")


def test_a_new_invitation_lets_the_same_account_in_again(settled, lend, portal, take_back, kofi):
    take_back()
    place = lend()
    arrive(settled, place)
    guests_leaving.look_after(portal)
    assert settled.post(place, {"address": ADDRESS}).location.startswith("/guest/")
    assert len(kofi()) == 1


def test_an_invitation_that_ended_on_the_way_makes_no_account(guest, other, lend, take_back, kofi):
    other.says("kofi")
    browser, place = guest(), lend()
    browser.get(place)
    path = browser.go_out(f"{place}/sign-in", {"provider": other.name})
    take_back()
    answer = browser.come_back(path)

    assert (answer.status, answer.words("h1")) == (403, ["Nothing is lent to you any more"])
    assert len(answer.words("main p")) == 2
    assert kofi() == []


@pytest.mark.usefixtures("settled")
def test_the_data_go_when_the_loan_is_forgotten(portal, database, cast, kofi):
    def names() -> list[str]:
        with database.read() as conn:
            return sorted(conn.execute(select(person.c.name)).scalars())

    before, own = names(), kofi()[0].name
    assert own in before
    with clock.moved(3 * DAY + fading.KEPT):
        _passes(portal)
        assert names() == before
    with clock.moved(4 * DAY + fading.KEPT):
        _passes(portal)
    assert names() == sorted(["", *(one for one in before if one != own)])
    assert kofi() == []
    with database.read() as conn:
        told = conn.execute(
            select(record.c.person_id).where(record.c.event == Event.PERSON_TAKEN_OUT)
        )
        assert told.scalars().all() == [None]
    assert cast["stranger"].viewer.name in names()


@pytest.mark.usefixtures("settled")
def test_who_came_to_an_office_keeps_the_account(kofi, portal, cast):
    [own] = kofi()
    with portal.db.unit_of_work() as db:
        held = table(Appointment)
        this = held.c.person_id == cast["denmark"].viewer.person_id
        db.execute(update(held).where(this).values(person_id=own.id))
    with clock.moved(60 * DAY):
        _passes(portal)
    assert [one.id for one in kofi()] == [own.id]


@pytest.fixture
def migrated(database):
    """Return a function that loses by what accounts came, finds it anew, and gives it."""

    def act() -> dict[str, str]:
        config = alembic_config(database)
        command.downgrade(config, "0036")
        command.upgrade(config, "head")
        with database.read() as conn:
            came = select(person.c.id, person.c.came_by).where(person.c.came_by.is_not(None))
            return {row.id: row.came_by for row in conn.execute(came)}

    return act


@pytest.mark.parametrize("forgotten", [False, True])
@pytest.mark.parametrize("accepts", [False, True])
def test_who_came_before_accounts_said_so_goes_with_what_was_lent(  # noqa: PLR0913, PLR0917 - a life
    guest, other, lend, kofi, migrated, portal, accepts, forgotten
):
    other.says("kofi", userinfo={"email": ADDRESS, "email_verified": True})
    browser, place = guest(), lend()
    lend(days=2)
    arrive(browser, place)
    if accepts:
        browser.post(place, {"address": ADDRESS})
    if forgotten:
        with portal.db.unit_of_work() as db, clock.moved(AGES):
            fading.sweep(db)
    [own] = kofi()
    came = migrated()

    assert set(came) == {own.id}
    assert not accepts or came[own.id] == own.came_by
    with clock.moved(AGES):
        guests_leaving.look_after(portal)
        guest().arrive(other, status=403)
    assert bool(kofi()) is not forgotten


def test_nobody_is_said_to_have_come_by_what_was_not_theirs(lend, migrated, database):
    with database.unit_of_work() as db:
        db.add(Person(name="Before", email=ADDRESS))
    lend()
    with database.unit_of_work() as db:
        db.add_all([Person(name="Ama", email="ama@example.org"), Person(name="", email=None)])
    assert migrated() == {}


def _passes(portal) -> None:
    sweep(portal.db)
    guests_leaving.look_after(portal)
