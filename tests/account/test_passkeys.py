"""Passkeys: added by who is surely there, used, removed; every odd answer is refused."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient
from webauthn.helpers import bytes_to_base64url

from app.audit.models import AuditRecord
from app.core import clock
from app.core.config import Settings
from app.core.db import table
from app.duties import sweep
from app.identity import sessions
from app.identity.models import PasskeyChallenge, PortalSession
from app.identity.passkeys import store
from app.identity.sessions import Came, hashed
from app.mail.models import Letter
from app.main import create_app
from app.web.handing_back import PASSKEY
from tests.account.passkeys import (
    FACTOR,
    NEW,
    OPTIONS,
    REMOVE,
    SECURITY,
    Holder,
    kept,
    key,
    proved,
)
from tests.support.authenticator import CHECKED, PRESENT, Odd
from tests.support.browse import Browser
from tests.support.given import SECRET

session = table(PortalSession)
challenge = table(PasskeyChallenge)


@pytest.fixture
def ghana(browse, database) -> Holder:
    """Ghana's Focal Point, who signed in a moment ago."""
    proved(database, minutes=0)
    return Holder(browse("ghana"))


@pytest.fixture
def denmark(browse, ghana) -> Holder:  # noqa: ARG001 - who is proved with everybody
    return Holder(browse("denmark"))


def events(database) -> list[tuple[str, str | None]]:
    audit = table(AuditRecord)
    with database.read() as conn:
        rows = conn.execute(select(audit.c.event, audit.c.detail).order_by(audit.c.id))
        about = [r for r in rows if r.event.startswith(("identity:passkey", "identity:presence"))]
        return [(row.event, json.loads(row.detail).get("by")) for row in about]


def letters(database) -> list[str]:
    with database.read() as conn:
        return sorted(conn.execute(select(table(Letter).c.subject)).scalars())


def factor(database, holder: Holder) -> str:
    with database.read() as conn:
        own = session.c.id_hash == hashed(holder.browser.session)
        return str(conn.execute(select(session.c.factor).where(own)).scalar_one())


def sentence(answer) -> str:
    """What the page says is wrong."""
    return answer.words(".problem li, .note [role=alert]")[0]


# the way it is meant ------------------------------------------------------------------------------


def test_a_passkey_is_added_listed_used_and_removed(ghana, database, cast):
    person = cast["ghana"].viewer.person_id
    assert ghana.browser.get(NEW).words("h1") == ["Add a passkey"]
    assert ghana.enrols(key("a"), name="Key on my ring").location == SECURITY
    assert kept(database) == [(person, "Key on my ring", 0)]
    page = ghana.browser.get(SECURITY)
    assert page.words("#h-passkeys ~ .rows h3") == ["Key on my ring"]
    assert "Not used yet" in page.words("#h-passkeys ~ .rows .meta")[0]
    assert factor(database, ghana) == ""

    before = ghana.browser.session
    assert ghana.uses(key("a"), status=400).status == 400  # another key of the same id
    made = key("b", count=7)
    ghana.browser.post(REMOVE, {"passkey": "x"}, status=403)
    proved(database, minutes=0, factor="provider")
    ghana.enrols(made, name="Telephone")
    assert ghana.uses(made.counting(8)).location == SECURITY
    assert ghana.browser.session != before
    assert factor(database, ghana) == "passkey"
    assert kept(database) == [(person, "Key on my ring", 0), (person, "Telephone", 8)]
    assert "Last used" in ghana.browser.get(SECURITY).words("#h-passkeys ~ .rows .meta")[1]

    for _ in range(2):
        form = ghana.browser.get(SECURITY).soup.select_one(f'form[action="{REMOVE}"]')
        removed = {"passkey": form.select_one("[name=passkey]")["value"]}
        assert ghana.browser.post(REMOVE, removed).location == SECURITY
    assert kept(database) == []
    assert events(database) == [
        ("identity:passkey:enrolled", None),
        ("identity:passkey:enrolled", None),
        ("identity:presence:proved", "passkey"),
        ("identity:passkey:removed", None),
        ("identity:passkey:removed", None),
    ]
    assert letters(database) == [
        "A passkey was added to your account",
        "A passkey was added to your account",
        "A passkey was removed from your account",
        "A passkey was removed from your account",
    ]


def test_the_browser_is_asked_for_a_checked_holder_at_this_domain_alone(ghana, cast):
    ghana.enrols(key("a"))
    for kind in ("enrol", "use"):
        proved(ghana.browser.client.app.state.portal.db, minutes=0, factor="provider")
        asked = ghana.asked(kind)
        assert len(asked["challenge"]) == 43
        named = asked.get("excludeCredentials" if kind == "enrol" else "allowCredentials")
        assert named == [{"id": key("a").id, "type": "public-key", "transports": ["nfc", "usb"]}]
    assert (asked["rpId"], asked["userVerification"]) == ("testserver", "required")
    enrol = ghana.asked("enrol")
    assert enrol["rp"] == {"id": "testserver", "name": "R2P Focal Points"}
    assert enrol["authenticatorSelection"]["userVerification"] == "required"
    assert enrol["user"] == {
        "id": bytes_to_base64url(cast["ghana"].viewer.person_id.encode()),
        "name": "ghana (test)",
        "displayName": "ghana (test)",
    }


def test_a_passkey_that_never_counts_is_used_again_and_again(ghana, database):
    made = key("a")
    ghana.enrols(made)
    for _ in range(3):
        assert ghana.uses(made).status == 303
    assert [row[2] for row in kept(database)] == [0]


def test_it_leads_back_to_where_one_was_and_nowhere_else(ghana):
    made = key("a")
    answer = made.make(ghana.asked("enrol"))
    assert ghana.sends(NEW, answer, name="Key", next="/practices?q=a").location == "/practices?q=a"
    for there, then in (("/desk", "/desk"), ("//evil.example", "/")):
        assert ghana.sends(FACTOR, made.use(ghana.asked("use")), next=there).location == then


# who may add one ----------------------------------------------------------------------------------


def test_a_first_passkey_wants_a_sign_in_of_the_last_ten_minutes(ghana, database):
    answer = key("a").make(ghana.asked("enrol"))
    proved(database, minutes=11)
    led = ghana.browser.get(NEW, status=303).location
    assert (
        led
        == "/account/confirm?next=%2Faccount%2Fpasskeys%2Fnew%3Fnext%3D%252Faccount%252Fsecurity"
    )
    refused = ghana.sends(NEW, answer, name="A name", status=403)
    assert refused.words("h1") == ["Confirm that it is you"]
    fields = {f["name"]: f["value"] for f in refused.soup.select("#refusal form input")}
    assert (fields["name"], PASSKEY in fields) == ("A name", False)
    assert "clientDataJSON" not in refused.text
    ghana.browser.post(OPTIONS, {"kind": "enrol"}, status=403)
    assert kept(database) == []

    proved(database, minutes=9)
    assert ghana.sends(NEW, answer, name="A name").status == 303


def test_a_further_one_wants_a_second_factor_of_the_last_fifteen_minutes(ghana, database):
    ghana.enrols(key("a"))
    assert ghana.browser.get(NEW, status=303).location.startswith(f"{FACTOR}?next=")
    for minutes, told in ((0, ""), (16, "provider")):
        proved(database, minutes=minutes, factor=told)
        refused = ghana.browser.post(NEW, {"name": "Mine too", PASSKEY: "{}"}, status=403)
        assert refused.words("h1") == ["Show a second factor"]
        link = refused.soup.select_one("#refusal a.btn")
        assert (link["href"], link["target"]) == (f"{FACTOR}?next=/sign-in/done", "_blank")
        ghana.browser.post(OPTIONS, {"kind": "enrol"}, status=403)
    assert len(kept(database)) == 1

    proved(database, minutes=14, factor="provider")
    assert ghana.browser.get(NEW).words("h1") == ["Add a passkey"]
    ghana.enrols(key("b"))
    assert len(kept(database)) == 2


def test_a_name_is_wanted_and_kept_and_an_answer_too(ghana, database):
    refused = ghana.sends(NEW, "", name=" ", status=422)
    assert refused.words(".problem li") == [
        "Write by what name you will know it, such as “Key on my ring”.",
        "Your browser gave no passkey. That needs a script and a browser that knows them.",
    ]
    refused = ghana.sends(NEW, "", name="My key", status=422)
    assert refused.soup.select_one("[name=name]")["value"] == "My key"
    assert sentence(ghana.sends(FACTOR, "", status=422)).startswith("Your browser gave no passkey.")
    assert kept(database) == []


def test_twenty_are_the_most(ghana, database, monkeypatch):
    monkeypatch.setattr(store, "MOST", 1)
    ghana.enrols(key("a"))
    proved(database, minutes=0, factor="provider")
    assert ghana.enrols(key("b"), status=409).words("#refusal .lede") == [
        "You have twenty passkeys, which is the most. Remove one first."
    ]


def test_a_session_that_was_ended_meanwhile_adds_none(ghana, database, monkeypatch):
    real = store.enrol

    def ended_first(db, *words) -> None:
        db.execute(delete(session))
        real(db, *words)

    monkeypatch.setattr(store, "enrol", ended_first)
    ghana.enrols(key("a"), status=401)
    assert kept(database) == []


# hostile answers ----------------------------------------------------------------------------------

OTHER = bytes_to_base64url(bytes(32))
ODD = "This answer does not fit this portal or this passkey, so nothing was changed."
SPENT = "This took too long or was answered already, so nothing was changed. Begin again."
UNCHECKED = (
    "The passkey did not check that it is you, by finger, face or PIN. Set that up on it first."
)
NOT_YOURS = "This passkey is not one of yours here, so nothing was changed."
COPIED = (
    "This passkey counts backwards, as a copy of it would, so it was not accepted. If you have"
    " another way, remove this one; tell the Secretariat."
)
HOSTILE = {
    "another challenge": (Odd(challenge=OTHER), SPENT),
    "another origin": (Odd(origin="https://testserver.evil.example"), ODD),
    "the same host by another scheme": (Odd(origin="https://testserver"), ODD),
    "another port": (Odd(origin="http://testserver:8080"), ODD),
    "another domain": (Odd(domain="evil.example"), ODD),
    "inside another site": (Odd(inside_another_site=True), ODD),
    "holder not checked": (Odd(flags=PRESENT), UNCHECKED),
    "nobody there": (Odd(flags=CHECKED), ODD),
    "not of the type": (Odd(answer={"type": "password"}), ODD),
    "two ids": (Odd(answer={"rawId": key("z").id}), ODD),
    "no response": (Odd(answer={"response": None}), ODD),
    "an empty response": (Odd(answer={"response": {}}), ODD),
}
WHEN_ADDED = {
    **HOSTILE,
    "an answer to the other ceremony": (Odd(type="webauthn.get"), ODD),
    "an algorithm nobody asked for": (Odd(algorithm=-35), ODD),
    "an id beyond all measure": (Odd(answer={}, id="A" * 1366), ODD),
}
WHEN_USED = {
    **HOSTILE,
    "an answer to the other ceremony": (Odd(type="webauthn.create"), ODD),
    "another's signature": (Odd(signature=b"0\x06\x02\x01\x01\x02\x01\x01"), ODD),
    "a key that nobody has": (Odd(id=key("z").id), NOT_YOURS),
}


@pytest.mark.parametrize("odd", WHEN_ADDED)
def test_an_odd_answer_adds_nothing(ghana, database, odd):
    edits, said = WHEN_ADDED[odd]
    refused = ghana.enrols(key("a"), edits, status=400)

    assert sentence(refused) == said
    assert refused.soup.select_one("[name=name]")["value"] == "Key"
    assert (kept(database), events(database), letters(database)) == ([], [], [])
    assert ghana.enrols(key("a")).status == 303


@pytest.mark.parametrize("odd", WHEN_USED)
def test_an_odd_answer_proves_nothing(ghana, database, odd):
    edits, said = WHEN_USED[odd]
    made = key("a", count=5)
    ghana.enrols(made)
    before = ghana.browser.session, kept(database), events(database), letters(database)

    assert sentence(ghana.uses(made.counting(6), edits, status=400)) == said
    after = ghana.browser.session, kept(database), events(database), letters(database)
    assert after == before
    assert factor(database, ghana) == ""
    assert ghana.uses(made.counting(6)).status == 303
    assert factor(database, ghana) == "passkey"


@pytest.mark.parametrize("text", ["{}", "[]", "no JSON", '{"response": {"clientDataJSON": "!"}}',
                                  json.dumps({"id": "a" * 20_000})])  # fmt: skip
def test_what_is_no_answer_at_all_is_refused_with_a_sentence(ghana, database, text):
    assert sentence(ghana.sends(NEW, text, name="Key", status=400)) == ODD
    assert sentence(ghana.sends(FACTOR, text, status=400)) == ODD
    assert kept(database) == []


def test_an_answer_is_good_once(ghana, database):
    made = key("a")
    ghana.enrols(made)
    answer = made.use(ghana.asked("use"))
    ghana.sends(FACTOR, answer)
    proved(database, minutes=0)
    assert sentence(ghana.sends(FACTOR, answer, status=400)) == SPENT
    assert factor(database, ghana) == ""


def test_a_challenge_is_spent_by_a_wrong_answer_too(ghana):
    made = key("a")
    ghana.enrols(made)
    asked = ghana.asked("use")
    assert sentence(ghana.sends(FACTOR, made.use(asked, Odd(flags=PRESENT)), status=400)) != SPENT
    assert sentence(ghana.sends(FACTOR, made.use(asked), status=400)) == SPENT


def test_a_challenge_lasts_five_minutes(ghana, database):
    made = key("a")
    ghana.enrols(made)
    for minutes, status in ((5.1, 400), (4.9, 303)):
        asked = ghana.asked("use")
        with database.unit_of_work() as db:
            then = clock.wall() - timedelta(minutes=minutes)
            db.execute(update(challenge).values(created_at=then))
        answer = ghana.sends(FACTOR, made.use(asked), status=status)
    assert answer.status == 303


def test_challenges_that_are_over_are_swept(ghana, database):
    ghana.asked("use")
    with database.unit_of_work() as db:
        db.execute(update(challenge).values(created_at=clock.wall() - timedelta(minutes=6)))
    sweep(database)
    with database.read() as conn:
        assert conn.execute(select(challenge.c.key)).all() == []


def test_a_challenge_for_adding_proves_nothing(ghana, database):
    made = key("a")
    ghana.enrols(made)
    proved(database, minutes=0, factor="provider")
    asked = {**ghana.asked("use"), "challenge": ghana.asked("enrol")["challenge"]}
    assert sentence(ghana.sends(FACTOR, made.use(asked), status=400)) == SPENT


def test_a_challenge_of_another_session_is_not_taken(ghana, browse):
    made = key("a")
    ghana.enrols(made)
    other = Holder(browse("denmark"))
    answer = made.use(other.asked("use"))
    assert sentence(ghana.sends(FACTOR, answer, status=400)) == SPENT
    assert ghana.uses(made).status == 303


def test_somebody_elses_passkey_proves_nothing(ghana, denmark, database):
    made = key("a")
    ghana.enrols(made)
    assert sentence(denmark.uses(made, status=400)) == NOT_YOURS
    assert factor(database, denmark) == ""
    assert sentence(denmark.enrols(made, status=400)) == (
        "This passkey is enrolled already. Use another one."
    )
    assert len(kept(database)) == 1


@pytest.mark.parametrize("count", [4, 5, 0])
def test_one_that_counts_backwards_is_refused_told_and_recorded(ghana, database, count):
    made = key("a", count=3)
    ghana.enrols(made)
    ghana.uses(made.counting(5))
    proved(database, minutes=0)
    before = kept(database)

    assert sentence(ghana.uses(made.counting(count), status=400)) == COPIED
    assert (factor(database, ghana), kept(database)) == ("", before)
    assert events(database)[-1] == ("identity:passkey:refused", None)
    assert letters(database) == [
        "A passkey of yours may have been copied",
        "A passkey was added to your account",
    ]
    assert ghana.uses(made.counting(6)).status == 303


# removing -----------------------------------------------------------------------------------------


def test_removing_wants_a_second_factor_and_takes_its_proof_from_other_sessions(
    ghana, denmark, database, cast
):
    made = key("a")
    ghana.enrols(made)
    denmark.enrols(key("d"))
    with database.read() as conn:
        id_ = store.owned(conn, cast["ghana"].viewer.person_id)[0].id
    refused = ghana.browser.post(REMOVE, {"passkey": id_}, status=403)
    assert refused.words("h1") == ["Show a second factor"]
    again = {f["name"]: f["value"] for f in refused.soup.select("#refusal form input")}

    denmark.uses(key("d"), status=400)
    ghana.uses(made)
    another = ghana.browser.session
    proved(database, minutes=0, factor="passkey")
    assert denmark.browser.post(REMOVE, {"passkey": id_}, status=404).status == 404
    assert ghana.browser.post(REMOVE, {"passkey": again["passkey"]}).location == SECURITY
    assert ghana.browser.session == another
    assert [name for _, name, _ in kept(database)] == ["Key"]


def test_only_other_sessions_of_the_person_lose_what_the_passkey_proved(
    ghana, database, cast, settings
):
    made = key("a")
    ghana.enrols(made)
    with database.unit_of_work() as db:
        me, other = (cast[n].viewer.person_id for n in ("ghana", "denmark"))
        for person, by in ((me, "passkey"), (me, "provider"), (other, "passkey")):
            sessions.start(
                db, settings, person, Came(provider="test", factor=by, factor_at=clock.wall())
            )
    ghana.uses(made)
    with database.read() as conn:
        id_ = store.owned(conn, me)[0].id
    ghana.browser.post(REMOVE, {"passkey": id_})

    with database.read() as conn:
        rows = conn.execute(
            select(session.c.person_id, session.c.factor).where(session.c.factor != "")
        )
        left = sorted(("me" if r.person_id == me else "other", r.factor) for r in rows)
    assert left == [("me", "passkey"), ("me", "provider"), ("other", "passkey")]
    assert factor(database, ghana) == "passkey"


def test_the_last_one_of_the_secretariat_stays(browse, database, cast):
    proved(database, minutes=0, factor="provider")
    editor = Holder(browse("editor"))
    editor.enrols(key("a"), name="One")
    editor.enrols(key("b"), name="Two")
    with database.read() as conn:
        one, two = (k.id for k in store.owned(conn, cast["editor"].viewer.person_id))
    editor.browser.post(REMOVE, {"passkey": one})
    assert editor.browser.post(REMOVE, {"passkey": two}, status=409).words("#refusal .lede") == [
        "Whoever holds an office of the Secretariat keeps one passkey. Add another one first."
    ]
    assert [name for _, name, _ in kept(database)] == ["Two"]


@pytest.mark.parametrize(
    ("changed", "status"),
    [({}, 200), ({"two_by_amr": ("mfa",)}, 303), ({"members": ("GHA",)}, 303)],
)
def test_one_factor_begins_nothing_for_the_secretariat_where_two_can_be_shown(
    database, settings, cast, changed, status
):
    """Nor where the provider may not speak for it: a password would be enough to get in."""
    proved(database, minutes=0)
    given = settings.providers[0].model_copy(update=changed)
    knowing = settings.model_copy(update={"providers": (given,)})
    for who, wanted in (("editor", status), ("ghana", 200)):
        with TestClient(create_app(knowing)) as client:
            person = Browser(client, SECRET, cast[who].session)
            person.get(NEW, status=wanted)
            refused = person.post(OPTIONS, {"kind": "enrol"}, status=200 if wanted == 200 else 403)
            led = person.get(FACTOR)
        assert bool(led.soup.select(f"a[href^='{NEW}']")) == (wanted == 200)
        assert wanted == 200 or refused.words("h1") == ["Show a second factor"]


@pytest.mark.parametrize("minutes", [0, 30])
def test_who_comes_back_from_a_provider_that_said_nothing_learns_that(
    database, settings, cast, minutes
):
    """Otherwise the way to the provider and back would be a circle."""
    proved(database, minutes=minutes)
    given = settings.providers[0].model_copy(update={"two_by_amr": ("mfa",)})
    with TestClient(create_app(settings.model_copy(update={"providers": (given,)}))) as client:
        page = Browser(client, SECRET, cast["editor"].session).get(FACTOR)
    sentences = page.words("[aria-labelledby=h-again] p")
    assert f"{given.name} can ask you for two factors, and the portal takes its word." in sentences
    said = f"{given.name} did not say that it asked you for two factors"
    assert [said in one for one in sentences].count(True) == (1 if minutes == 0 else 0)


# the pages ----------------------------------------------------------------------------------------


def test_without_script_the_page_says_so_and_what_to_do(ghana):
    page = ghana.browser.get(NEW)
    form = page.soup.select_one("form[data-passkey=enrol]")
    assert form.has_attr("hidden")
    (said,) = page.words("[data-without]")
    assert said.startswith("A passkey needs a script, and this browser runs none here")
    assert said.endswith("or let your sign-in provider ask you for a second factor.")
    ghana.enrols(key("a"))
    page = ghana.browser.get(FACTOR)
    assert page.soup.select_one("form[data-passkey=use]").has_attr("hidden")
    assert page.words("[data-without]")[0].startswith("A passkey needs a script")
    assert ghana.browser.get("/account/confirm").soup.select_one(".act a")["href"] == (
        f"{FACTOR}?next=%2Faccount%2Fsecurity"
    )


def test_who_has_none_adds_the_first_one_and_comes_back_to_use_it(ghana):
    page = ghana.browser.get(f"{FACTOR}?next=/desk")
    link = page.soup.select_one("#h-first ~ .act a")["href"]
    assert page.soup.select("form[data-passkey]") == []
    way_back = ghana.browser.get(link).soup.select_one("[name=next]")["value"]
    made = key("a")
    answer = made.make(ghana.asked("enrol"))
    assert ghana.sends(NEW, answer, name="Key", next=way_back).location == f"{FACTOR}?next=%2Fdesk"


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://portal.example", "portal.example"),
        ("https://Portal.Example:8443", "portal.example"),
        ("http://localhost:8000", "localhost"),
        ("http://127.0.0.1:8000", ""),
        ("http://[::1]:8000", ""),
    ],
)
def test_passkeys_are_made_for_a_name(address, domain):
    settings = Settings(base_url=address)
    assert settings.passkey_domain == domain
    assert settings.origin == address.lower()


def test_where_the_address_is_a_number_the_pages_say_so(ghana, app):
    numbered = app.state.portal.settings.model_copy(update={"passkey_domain": ""})
    object.__setattr__(app.state.portal, "settings", numbered)
    for path in (NEW, FACTOR, SECURITY):
        page = ghana.browser.get(path)
        assert "is a number" in page.text
        assert page.soup.select("form[data-passkey], a[href*='passkeys/new']") == []
    ghana.browser.post(OPTIONS, {"kind": "use"}, status=400)


def test_nothing_else_is_asked_of_a_browser(ghana):
    ghana.browser.post(OPTIONS, {"kind": "dance"}, status=400)
    ghana.browser.post(OPTIONS, {}, status=400)


# what one sign-in alone must not change -----------------------------------------------------------


def test_who_needs_two_factors_links_another_sign_in_only_with_both(browse, database):
    link = "/account/identities/link"
    for minutes, factor, titles in (
        (0, "", ["Show a second factor"]),
        (16, "provider", ["Show a second factor"]),
        (11, "provider", ["Confirm that it is you"]),
    ):
        proved(database, minutes=minutes, factor=factor)
        refused = browse("editor").post(link, {"provider": "none"}, status=403)
        assert refused.words("h1") == titles
    proved(database, minutes=0, factor="provider")
    browse("editor").post(link, {"provider": "none"}, status=400)
    proved(database, minutes=0)
    browse("ghana").post(link, {"provider": "none"}, status=400)
