"""A provider says that somebody signed out there: exactly those sessions end here."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.duties import sweep
from app.identity.models import LogoutToken, PortalSession
from app.identity.oidc.logout import EVENT
from tests.oidc.hostile_provider import CLIENT_ID, DROP, edited, signed
from tests.support.rows import rows_hash

session = table(PortalSession)


def token(ministry, **changes: object) -> str:
    now = int(ministry.clock().timestamp())
    claims = {
        "iss": ministry.issuer, "aud": CLIENT_ID, "iat": now, "jti": secrets.token_hex(8),
        "events": {EVENT: {}}, "sub": "ama", "sid": "sid-1",
    }  # fmt: skip
    head = {"alg": "RS256", "kid": "rsa", "typ": "logout+jwt"}
    return signed(head, edited(claims, changes, now), "rsa")


def tell(browser, ministry, given: str, **options: object) -> int:
    """Post a logout token as the provider's server does: without cookies, without form token."""
    browser.client.cookies.clear()
    path = f"/sign-in/back-channel/{ministry.name}"
    answer = browser.client.post(path, data={"logout_token": given}, **options)
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code


@pytest.fixture
def signed_in(guest, scene):
    """Ama with two sessions of her ministry, on a laptop and a phone, and one of another's."""
    found = {}
    for name, ministry, sid in (
        ("laptop", scene.ghana, "sid-1"), ("phone", scene.ghana, "sid-2"),
        ("second", scene.other, "sid-1"),
    ):  # fmt: skip
        if name == "second":
            link(found["laptop"], scene)
        ministry.says("ama", sid=sid)
        browser = guest()
        browser.arrive(ministry)
        found[name] = browser
    return found


def link(browser, scene) -> None:
    scene.other.says("ama")
    browser.come_back(browser.go_out("/account/identities/link", {"provider": scene.other.name}))


def living(database) -> list[tuple[str, str]]:
    """Return the sessions that came by a ministry: provider's beginning and sid."""
    with database.read() as conn:
        rows = conn.execute(
            select(session.c.provider, session.c.sid).where(session.c.sid.is_not(None))
        )
        return sorted((row.provider.partition("-")[0], row.sid) for row in rows)


ALL = [("gha", "sid-1"), ("gha", "sid-2"), ("other", "sid-1")]


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, ALL[1:]),
        ({"sub": DROP}, ALL[1:]),
        ({"sid": "sid-2"}, [ALL[0], ALL[2]]),
        ({"sid": DROP}, ALL[2:]),
        ({"sub": "kofi"}, ALL),
        ({"sub": "kofi", "sid": DROP}, ALL),
        ({"sid": "sid-3"}, ALL),
    ],
)
def test_exactly_the_sessions_named_end(signed_in, guest, scene, changes, left):
    assert living(scene.database) == ALL

    assert tell(guest(), scene.ghana, token(scene.ghana, **changes)) == 200
    assert living(scene.database) == left
    alive = [bool(signed_in[name].acts_for()) for name in ("laptop", "phone", "second")]
    assert alive == [one in left for one in ALL]
    audit = table(AuditRecord)
    with scene.database.read() as conn:
        ended = conn.execute(
            select(audit.c.subject, audit.c.detail).where(audit.c.event == "identity:session:ended")
        ).all()
    assert [tuple(row) for row in ended] == [(scene.ama, '{"by": "provider"}')] * (3 - len(left))


@pytest.mark.usefixtures("signed_in")
def test_a_token_is_good_once(guest, scene):
    given = token(scene.ghana, jti="once", sid="sid-3")

    assert [tell(guest(), scene.ghana, given) for _ in range(3)] == [200, 400, 400]
    later = token(scene.ghana, jti="once")
    assert tell(guest(), scene.ghana, later) == 400
    assert living(scene.database) == ALL
    assert tell(guest(), scene.other, token(scene.other, jti="once")) == 200
    assert living(scene.database) == ALL[:2]


@pytest.mark.usefixtures("signed_in")
def test_a_provider_ends_no_session_of_another(guest, scene):
    assert tell(guest(), scene.other, token(scene.ghana)) == 400
    assert tell(guest(), scene.ghana, token(scene.other)) == 400
    assert living(scene.database) == ALL


@pytest.mark.parametrize("given", ["", "x", "x.y.z", "é" * 10])
def test_what_is_no_logout_token_changes_nothing(guest, scene, given):
    browser = guest()
    before = rows_hash(scene.database)

    assert tell(browser, scene.ghana, given) == 400
    assert rows_hash(scene.database) == before


def test_the_form_itself_must_be_right(guest, scene):
    browser, before = guest(), rows_hash(scene.database)
    path, given = f"/sign-in/back-channel/{scene.ghana.name}", token(scene.ghana)
    post = browser.client.post

    assert post(path, json={"logout_token": given}).status_code == 400
    assert post(path, files={"logout_token": ("x", given)}).status_code == 400
    assert post(path, data={"logout_token": [given, given]}).status_code == 400
    assert post(path).status_code == 400
    assert post("/sign-in/back-channel/none", data={"logout_token": given}).status_code == 400
    assert browser.client.get(path, follow_redirects=False).status_code in {303, 405}
    assert rows_hash(scene.database) == before


def test_keys_that_cannot_be_had_are_no_mistake_of_ours(guest, scene):
    given = token(scene.ghana)
    scene.ghana.edits.answers["keys"] = _broken

    assert tell(guest(), scene.ghana, given) == 503


def _broken():
    from starlette.responses import Response  # noqa: PLC0415 - here only

    return Response("down", 500)


def test_tokens_of_yesterday_are_forgotten(guest, scene):
    assert tell(guest(), scene.ghana, token(scene.ghana)) == 200
    kept = table(LogoutToken)
    with scene.database.unit_of_work() as db:
        db.execute(update(kept).values(at=clock.wall() - timedelta(days=1, minutes=1)))
    assert tell(guest(), scene.ghana, token(scene.ghana)) == 200
    sweep(scene.database)
    with scene.database.read() as conn:
        assert conn.execute(select(func.count()).select_from(kept)).scalar_one() == 1
