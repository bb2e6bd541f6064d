"""After a recovery took passkeys of the Secretariat, the first new one wants a code by voice."""

from argparse import Namespace
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app import upkeep
from app.access.proof import Proof
from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.core.errors import SecondFactorNeeded
from app.directory.models import OfficeReview
from app.identity import linking
from app.identity.models import Identity, Passkey, PasskeyCode, Person, PortalSession
from app.identity.passkeys import coded, store
from app.incident import freezing
from tests.account.passkeys import NEW, SECURITY, Holder, key
from tests.account.test_own_data import claims_of
from tests.recovery.conftest import audit, passkey, recovery
from tests.support.people import just_signed_in, settle_as
from tests.support.rows import dump

CODE = "/account/passkeys/code"


class Coded:
    """The administrator, whose passkeys two others have removed, and who signed in again."""

    def __init__(self, helping) -> None:
        self.helping, self.db = helping, helping.portal.db

    def signs_in(self) -> Holder:
        browser = self.helping.signs_in()
        session, now = table(PortalSession), clock.wall()
        own = session.c.person_id == self.helping.person_id
        with self.db.unit_of_work() as db:
            db.execute(update(session).where(own).values(proved_at=now))
        return Holder(browser)

    def make(self, who: str = "third", *, status: int = 200, seen: str = "") -> str:
        """Make a code on the page of the recovery, as somebody sees it."""
        browser = self.helping.browse(who)
        page = browser.get(self.helping.place)
        mark = page.soup.select_one("form[action$='/code'] [name=seen]")
        sent = {"seen": seen or (mark["value"] if mark else self.of)}
        answer = browser.post(f"{self.helping.place}/code", sent, status=status)
        return answer.words("code.address")[0] if status == 200 else answer.text

    @property
    def of(self) -> str:
        """The recovery that took the passkeys."""
        with self.db.read() as conn:
            return str(conn.execute(select(recovery.c.id)).scalars().first())

    def passes(self, minutes: float) -> None:
        """Let a code be so much older."""
        code = table(PasskeyCode)
        with self.db.unit_of_work() as db:
            until = db.execute(select(code.c.until)).scalar_one() - timedelta(minutes=minutes)
            db.execute(update(code).values(until=until))

    def kept(self) -> list[str]:
        rows = table(Passkey)
        with self.db.read() as conn:
            own = rows.c.person_id == self.helping.person_id
            return list(conn.execute(select(rows.c.name).where(own)).scalars())

    def events(self) -> list[str]:
        with self.db.read() as conn:
            found = conn.execute(select(audit.c.event).order_by(audit.c.id)).scalars()
            return [one.split(":", 1)[1] for one in found if "passkey-code" in one]

    def told(self) -> list[str]:
        """Take the subjects of what was written to the administrator."""
        return [line for who, line, _ in self.helping.letters() if who == "administrator"]


@pytest.fixture
def at(helping, cast, database, settings) -> Coded:
    helping.whom = "administrator"
    with database.unit_of_work() as db:
        cast["third"] = settle_as(db, settings, "third", ("SEC", OfficeKind.EDITOR))
        db.add(passkey(helping.person_id))
        db.flush()
        just_signed_in(db, settings)
    helping.propose("editor", gives="passkeys", reason="device")
    helping.press("third", "agree")
    with database.unit_of_work() as db:
        db.execute(update(recovery).values(due_at=clock.now() - timedelta(seconds=1)))
    assert helping.after(0) == 1
    return Coded(helping)


def types(holder: Holder, code: str, *, status: int = 303):
    return holder.browser.post(CODE, {"code": code, "next": SECURITY}, status=status)


# the way it is meant -------------------------------------------------------------------------


def test_a_code_by_voice_and_the_sign_in_add_the_first_passkey(at):
    texts = [text for who, _, text in at.helping.letters() if who == "administrator"]
    assert [text.count("For the first new passkey you need a code") for text in texts] == [1, 0]
    own = at.signs_in()
    assert own.browser.get(NEW, status=303).location.startswith(CODE)
    page = own.browser.get(CODE)
    assert page.words("h1") == ["Type the code"]
    assert "never by letter" in page.words("main")[0]

    code = at.make()
    assert len(code) == 9
    assert code.replace("-", "").lower() not in str(dump(at.db)).lower().replace("-", "")
    ((subject, body),) = [
        (line, text) for who, line, text in at.helping.letters() if who == "administrator"
    ]
    assert subject == "A code for your first passkey was made"
    assert (code in body, "http" in body) == (False, False)
    assert types(own, f" {code.lower()} ").location.startswith(NEW)
    own.browser.get(NEW)
    made = key("a")
    own.enrols(made, name="New")
    assert at.kept() == ["New"]
    assert at.told() == ["A passkey was added to your account"]
    assert at.events() == ["passkey-code:made", "passkey-code:redeemed"]
    with at.db.read() as conn:
        assert coded.since(conn, at.helping.person_id) is None
        assert conn.execute(select(table(PasskeyCode))).all() == []
    own.uses(made)
    own.browser.get("/desk")
    at.make(status=409)


# who has the sign-in alone -------------------------------------------------------------------


def test_the_sign_in_alone_adds_no_passkey(at):
    thief = at.signs_in()
    said = thief.browser.post("/account/passkeys/options", {"kind": "enrol"}, status=403).text
    assert "The first passkey needs a code now" in said
    thief.browser.post(NEW, {"passkey_answer": "{}", "name": "Mine"}, status=403)
    types(thief, "AAAA-2222", status=422)
    types(thief, "", status=422)
    assert at.kept() == []
    assert at.events() == []


def test_a_code_opens_only_the_session_that_typed_it_and_once(at):
    code, own = at.make(), at.signs_in()
    types(own, code)
    thief = at.signs_in()
    types(thief, code, status=422)
    thief.browser.post("/account/passkeys/options", {"kind": "enrol"}, status=403)
    assert thief.browser.get(NEW, status=303).location.startswith(CODE)
    assert at.events() == ["passkey-code:made", "passkey-code:redeemed"]


def test_five_wrong_tries_end_a_code_and_tell_the_person(at):
    code, thief = at.make(), at.signs_in()
    at.helping.letters()
    for number in range(5):
        page = types(thief, "AAAA-222" + "23456"[number], status=422)
    assert page.words(".err")[0].startswith("This code opens nothing.")
    assert at.told() == ["A code for your first passkey was typed wrongly five times"]
    types(thief, code, status=422)
    assert at.events() == ["passkey-code:made", *["passkey-code:refused"] * 5]
    again = at.make()
    types(at.signs_in(), code, status=422)
    types(at.signs_in(), again)


@pytest.mark.parametrize("minutes", [29, 31])
def test_a_code_lasts_half_an_hour(at, minutes):
    code = at.make()
    at.passes(minutes)
    types(at.signs_in(), code, status=303 if minutes < 30 else 422)


def test_whoever_typed_it_has_ten_minutes_and_a_fresh_sign_in(at):
    code, own = at.make(), at.signs_in()
    types(own, code)
    at.passes(9)
    own.asked("enrol")
    at.passes(2)
    own.browser.post("/account/passkeys/options", {"kind": "enrol"}, status=403)
    session = table(PortalSession)
    with at.db.unit_of_work() as db:
        db.execute(update(session).values(proved_at=clock.wall() - timedelta(minutes=11)))
    assert own.browser.get(NEW, status=303).location.startswith("/account/confirm")
    types(own, code, status=403)


# who makes it --------------------------------------------------------------------------------


def test_not_the_one_who_proposed_nor_the_person_nor_anybody_else(at, browse):
    assert "not to the one who proposed it" in at.make("editor", status=409)
    own = at.signs_in()
    own.browser.post(f"{at.helping.place}/code", {"seen": at.of}, status=403)
    for who in ("ghana", "denmark", "stranger"):
        browse(who).post(f"{at.helping.place}/code", {"seen": at.of}, status=403)
    at.make(seen="another", status=409)
    assert at.events() == []


def test_not_after_fourteen_days_nor_under_review_nor_after_a_freeze(at, database):
    code = at.make()
    with clock.moved(timedelta(days=14, minutes=1)):
        at.make(status=409)
        late = at.signs_in()
        assert "The 14 days" in late.browser.get(CODE).text
        late.browser.post(CODE, {"code": code}, status=409)
    office = at.helping.cast["administrator"].viewer.office.id
    freezing.freeze(database, "")
    freezing.thaw(database)
    at.helping.portal.state.forget()
    assert "took no changes" in at.make(status=409)
    with database.unit_of_work() as db:
        db.add(OfficeReview(office_id=office, reason="Two letters.", began_at=clock.now()))
    at.make(status=409)
    types(at.signs_in(), code, status=422)


def test_the_word_of_who_left_makes_no_code(at, leaves):
    leaves("editor")
    assert "no longer acts for the Secretariat" in at.make(status=409)


def test_a_focal_point_begins_anew_without_a_code(at, database):
    at.helping.whom = "ghana"
    with database.unit_of_work() as db:
        db.add(passkey(at.helping.person_id))
        db.execute(delete(table(PasskeyCode)))
    at.helping.propose("editor", gives="passkeys")
    at.helping.press("third", "agree")
    assert at.helping.after(25) == 1
    at.signs_in().enrols(key("a"))
    assert at.kept() == ["Key"]


# whoever runs the server ---------------------------------------------------------------------


def test_the_command_shows_a_code_and_begins_the_time_anew(at, settings, monkeypatch, capsys):
    monkeypatch.setattr(upkeep, "given_settings", lambda: settings)
    who = Namespace(person=at.helping.person_id)
    at.helping.letters()
    with clock.moved(timedelta(days=15)):
        with pytest.raises(SystemExit, match="More than 14 days"):
            upkeep.passkey_code(who)
        upkeep.remove_passkeys(who)
        assert "has no passkey" in capsys.readouterr().out
        at.make(status=409)
        upkeep.passkey_code(who)
        code = capsys.readouterr().out.split()[0]
        assert at.told() == ["A code for your first passkey was made"]
        own = at.signs_in()
        types(own, code)
        own.enrols(key("a"))
    with pytest.raises(SystemExit, match="needs no code"):
        upkeep.passkey_code(who)


def test_passkeys_removed_on_the_server_want_a_code_too(at, settings, monkeypatch, capsys):
    monkeypatch.setattr(upkeep, "given_settings", lambda: settings)
    person, third = table(Person), at.helping.cast["third"].viewer.person_id
    with at.db.unit_of_work() as db:
        db.add(passkey(third))
    upkeep.remove_passkeys(Namespace(person=third))
    assert "portal passkey-code" in capsys.readouterr().out
    with at.db.read() as conn:
        wanted = select(person.c.id).where(person.c.passkey_wanted_since.is_not(None))
        assert sorted(conn.execute(wanted).scalars()) == sorted([third, at.helping.person_id])


def test_of_two_who_add_a_first_passkey_the_second_shows_two_factors(portal, cast):
    ghana, session = cast["ghana"].viewer, cast["ghana"].session
    with portal.db.unit_of_work() as db:
        db.add(passkey(ghana.person_id))
    made = store.key_of(passkey(ghana.person_id, 2))
    with pytest.raises(SecondFactorNeeded), portal.db.unit_of_work() as db:
        store.enrol(db, replace(ghana, proof=Proof.ONE), session, "b", made)
    with portal.db.unit_of_work() as db:
        store.enrol(db, replace(ghana, proof=Proof.TWO_LATELY), session, "b", made)


def test_two_factors_take_the_codes_place_only_while_no_other_sign_in_was_ever_tied(at):
    """A stranger who once had the session linked a provider that says whatever it is told to."""
    one = at.helping.cast["administrator"]
    viewer = replace(one.viewer, proof=Proof.TWO_LATELY)

    def lacks(proof: Proof = Proof.TWO_LATELY) -> bool:
        with at.db.read() as conn:
            return coded.lacks(conn, replace(viewer, proof=proof), one.session)

    with at.db.unit_of_work() as db:
        linking.link(db, viewer, claims_of("https://own.example", "own"))
    assert (lacks(), lacks(Proof.TWO)) == (False, True)
    with at.db.unit_of_work() as db:
        linking.link(db, viewer, claims_of("https://eve.example", "eve"))
    assert lacks()
    with at.db.unit_of_work() as db:
        db.execute(delete(table(Identity)).where(table(Identity).c.subject == "own"))
    assert lacks()  # the first one untied: what is left is no better
    with at.db.unit_of_work() as db:
        coded.settle(db, at.helping.person_id)
    assert not lacks()
