"""A further way in: linked by who is surely there at both, listed, unlinked, never taken over."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.identity import linking
from app.identity.models import Identity, Person, PortalSession
from app.identity.sessions import hashed
from app.identity.signing_in import identity_hash
from app.mail.models import Letter
from tests.oidc.hostile_provider import DROP, Now

HERE = "/account/security"
LINK = "/account/identities/link"
UNLINK = "/account/identities/unlink"
session = table(PortalSession)


def identities(database, person_id: str) -> list[tuple[str, str]]:
    found = table(Identity)
    with database.read() as conn:
        rows = conn.execute(
            select(found.c.issuer, found.c.subject)
            .where(found.c.person_id == person_id)
            .order_by(found.c.bound_at)
        )
        return [tuple(row) for row in rows]


def letters(database) -> list[str]:
    with database.read() as conn:
        return sorted(conn.execute(select(table(Letter).c.subject)).scalars())


def stale(database) -> None:
    with database.unit_of_work() as db:
        long_ago = clock.wall() - timedelta(minutes=11)
        db.execute(update(session).values(proved_at=long_ago))


@pytest.fixture
def signed_in(guest, ghana, ama):  # noqa: ARG001 - she is bound
    """Ama's browser, just signed in at her ministry."""
    ghana.says("ama")
    browser = guest()
    browser.arrive(ghana)
    return browser


def test_nobody_links_a_second_factor_around_the_code_for_a_first_passkey(signed_in, scene):
    wanted = table(Person).c.passkey_wanted_since
    with scene.database.unit_of_work() as db:
        db.execute(update(table(Person)).values({wanted.name: clock.wall()}))
    scene.other.says("thief")
    refused = signed_in.come_back(signed_in.go_out(LINK, {"provider": scene.other.name}))

    assert refused.status == 403
    assert refused.words(".lede")[0].startswith("Your passkeys were removed lately.")
    assert identities(scene.database, scene.ama) == [(scene.ghana.issuer, "ama")]
    assert letters(scene.database) == []


def test_a_further_sign_in_is_linked_and_both_lead_in(signed_in, guest, scene):
    page = signed_in.get(HERE)
    assert page.words("#h-ways ~ .rows h3") == [f"Ministry {scene.ghana.name}"]
    scene.other.says("a.mensah", userinfo={"email": "x@y.example"})
    back = signed_in.come_back(signed_in.go_out(LINK, {"provider": scene.other.name}))

    assert (back.status, back.location) == (303, HERE)
    assert identities(scene.database, scene.ama) == [
        (scene.ghana.issuer, "ama"),
        (scene.other.issuer, "a.mensah"),
    ]
    assert letters(scene.database) == ["A further sign-in was linked to your account"]
    page = signed_in.get(HERE)
    assert page.words("#h-ways ~ .rows h3") == [
        f"Ministry {scene.ghana.name}",
        f"Ministry {scene.other.name}",
    ]
    assert len(page.soup.select(f'form[action="{UNLINK}"]')) == 1
    second = guest()
    second.arrive(scene.other)
    assert second.acts_for() == signed_in.acts_for() == ["ghana (test)"]


def test_who_did_not_sign_in_freshly_confirms_first(signed_in, scene):
    stale(scene.database)
    refused = signed_in.post(LINK, {"provider": scene.other.name}, status=403)
    assert refused.words("h1") == ["Confirm that it is you"]
    link = refused.soup.select_one("#refusal a.btn")
    assert (link["href"], link["target"]) == (
        "/account/confirm?next=/sign-in/done", "_blank",
    )  # fmt: skip
    assert signed_in.get(link["href"]).words("main button") == [
        f"Sign in again with Ministry {scene.ghana.name}"
    ]
    before = signed_in.session
    path = signed_in.go_out("/account/confirm", {"next": "/sign-in/done"})
    back = signed_in.come_back(path)

    assert back.location == "/sign-in/done"
    assert signed_in.session != before
    fields = {f["name"]: f["value"] for f in refused.soup.select("#refusal form input")}
    assert fields["provider"] == scene.other.name
    scene.other.says("a.mensah")
    signed_in.come_back(signed_in.go_out(LINK, fields))
    assert len(identities(scene.database, scene.ama)) == 2


def test_confirming_gives_the_session_another_secret_and_the_old_one_is_dead(
    signed_in, guest, database
):
    before = signed_in.session
    signed_in.come_back(signed_in.go_out("/account/confirm", {"next": HERE}))
    copy = guest()
    copy.client.cookies.set("session", before)

    assert copy.acts_for() == []
    assert signed_in.acts_for() == ["ghana (test)"]
    with database.read() as conn:
        own = session.c.id_hash == hashed(signed_in.session)
        proved = conn.execute(select(session.c.proved_at).where(own)).scalar_one()
    assert clock.wall() - proved < timedelta(minutes=1)


def test_who_is_no_longer_confirmed_on_the_way_back_links_nothing(signed_in, scene):
    scene.other.says("a.mensah")
    path = signed_in.go_out(LINK, {"provider": scene.other.name})
    stale(scene.database)
    back = signed_in.come_back(path)

    assert back.status == 403
    assert len(identities(scene.database, scene.ama)) == 1
    assert letters(scene.database) == []


def test_somebody_else_cannot_confirm_for_the_person(signed_in, ghana, other, database):
    stale(database)
    ghana.says("kofi")
    before = signed_in.session
    back = signed_in.come_back(signed_in.go_out("/account/confirm", {}))

    assert back.status == 403
    assert signed_in.session == before
    signed_in.post(LINK, {"provider": other.name}, status=403)


@pytest.mark.parametrize("auth_time", [DROP, Now(-700)])
@pytest.mark.parametrize("errand", ["confirm", "link"])
def test_a_provider_that_does_not_ask_anew_confirms_nothing(signed_in, scene, auth_time, errand):
    for ministry, subject in ((scene.ghana, "ama"), (scene.other, "a.mensah")):
        ministry.says(subject, auth_time=auth_time)
    post, data = {
        "confirm": ("/account/confirm", {}), "link": (LINK, {"provider": scene.other.name}),
    }[errand]  # fmt: skip
    back = signed_in.come_back(signed_in.go_out(post, data))

    assert back.status == 400
    assert len(identities(scene.database, scene.ama)) == 1


def test_a_session_that_was_ended_meanwhile_links_nothing(signed_in, scene, monkeypatch):
    real = linking.link

    def ended_first(db, *words) -> None:
        db.execute(delete(session))
        real(db, *words)

    monkeypatch.setattr(linking, "link", ended_first)
    scene.other.says("a.mensah")
    back = signed_in.come_back(signed_in.go_out(LINK, {"provider": scene.other.name}))

    assert back.status in {303, 401}
    assert len(identities(scene.database, scene.ama)) == 1
    assert letters(scene.database) == []


def test_an_identity_of_somebody_is_not_linked_again(signed_in, scene, cast):
    denmark = cast["denmark"].viewer.person_id
    with scene.database.unit_of_work() as db:
        db.add(Identity(issuer=scene.other.issuer, subject="dk", person_id=denmark))
    scene.other.says("dk")
    back = signed_in.come_back(signed_in.go_out(LINK, {"provider": scene.other.name}))

    assert back.status == 409
    assert identities(scene.database, denmark) == [(scene.other.issuer, "dk")]
    assert len(identities(scene.database, scene.ama)) == 1
    assert letters(scene.database) == []


def test_a_link_begun_in_one_session_binds_nothing_to_another(signed_in, scene, cast):
    """A person signs in at the same browser while another's link is under way."""
    denmark = cast["denmark"].viewer.person_id
    with scene.database.unit_of_work() as db:
        db.add(Identity(issuer=scene.ghana.issuer, subject="dk", person_id=denmark))
    scene.other.says("a.mensah")
    path = signed_in.go_out(LINK, {"provider": scene.other.name})
    visitor = signed_in.client.cookies["visitor"]
    signed_in.client.cookies.clear()
    signed_in.client.cookies.update({"visitor": visitor, "session": cast["denmark"].session})
    back = signed_in.come_back(path)

    assert back.status == 400
    assert identities(scene.database, denmark) == [(scene.ghana.issuer, "dk")]
    assert len(identities(scene.database, scene.ama)) == 1


@pytest.mark.parametrize("guest", [(("GHA",), ("DNK",))], indirect=True)
def test_only_providers_that_may_speak_for_an_office_held_can_be_linked(signed_in, other, ghana):
    offered = [f["value"] for f in signed_in.get(HERE).soup.select("input[name=provider]")]

    assert offered == ["test", ghana.name]
    signed_in.post(LINK, {"provider": other.name}, status=400)


def test_a_way_in_is_unlinked_and_its_sessions_end(signed_in, guest, scene):
    scene.other.says("a.mensah")
    signed_in.come_back(signed_in.go_out(LINK, {"provider": scene.other.name}))
    second = guest()
    second.arrive(scene.other)
    signed_in.post(UNLINK, {"identity": identity_hash(scene.other.issuer, "a.mensah")})

    assert identities(scene.database, scene.ama) == [(scene.ghana.issuer, "ama")]
    assert second.acts_for() == []
    assert signed_in.acts_for() == ["ghana (test)"]
    assert letters(scene.database) == [
        "A further sign-in was linked to your account",
        "A sign-in was unlinked from your account",
        "New sign-in to your account",
    ]
    third = guest()
    third.arrive(scene.other, status=403)
    with scene.database.read() as conn:
        events = set(conn.execute(select(table(AuditRecord).c.event)).scalars())
    assert {"identity:identity:bound", "identity:identity:unbound"} <= events


def test_the_last_way_in_and_the_one_in_use_stay(signed_in, scene):
    own = identity_hash(scene.ghana.issuer, "ama")
    last = signed_in.post(UNLINK, {"identity": own}, status=409)
    scene.other.says("a.mensah")
    signed_in.come_back(signed_in.go_out(LINK, {"provider": scene.other.name}))
    used = signed_in.post(UNLINK, {"identity": own}, status=409)
    signed_in.post(UNLINK, {"identity": "unheard-of"}, status=404)

    assert last.words(".refusal .lede") == [
        "This is the only way in to your account. Link another one first."
    ]
    assert used.words(".refusal .lede")[0].startswith("You are signed in this way now.")
    assert len(identities(scene.database, scene.ama)) == 2


def test_unlinking_wants_a_fresh_proof_too(signed_in, scene):
    scene.other.says("a.mensah")
    signed_in.come_back(signed_in.go_out(LINK, {"provider": scene.other.name}))
    stale(scene.database)
    signed_in.post(UNLINK, {"identity": identity_hash(scene.other.issuer, "a.mensah")}, status=403)

    assert len(identities(scene.database, scene.ama)) == 2
