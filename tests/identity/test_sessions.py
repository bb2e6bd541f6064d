"""Sessions: rows, not cookies. What is over is over on the next request."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.config import Settings
from app.core.db import table
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.directory.viewers import viewer_of
from app.duties import sweep
from app.identity import sessions
from app.identity.models import PortalSession, SignIn
from app.identity.sessions import Came
from app.main import create_app
from app.web import cookies
from app.web.models import UsedForm
from tests.support.rows import dump, rows_hash

session = table(PortalSession)


def change(database, **values: object) -> None:
    """Change every stored session: the wall clock itself cannot be moved."""
    with database.unit_of_work() as db:
        db.execute(update(session).values(**values))


def known(portal, secret: str) -> bool:
    with portal.db.read() as conn:
        return viewer_of(portal, conn, secret) is not None


def test_the_secret_stands_nowhere_in_the_database(database, cast):
    everything = "".join(row for rows in dump(database).values() for row in rows)

    for somebody in cast.values():
        assert somebody.session not in everything
        assert sessions.hashed(somebody.session) in everything
    assert len({somebody.session for somebody in cast.values()}) == len(cast)


@pytest.mark.parametrize(("idle", "alive"), [(29, True), (31, False), (60 * 24, False)])
def test_a_session_ends_after_half_an_hour_without_a_request(portal, cast, idle, alive):
    change(portal.db, seen_at=clock.wall() - timedelta(minutes=idle))

    assert known(portal, cast["ghana"].session) is alive


@pytest.mark.parametrize(("left", "alive"), [(1, True), (-1, False)])
def test_a_session_ends_at_its_limit_however_busy(portal, cast, left, alive):
    change(portal.db, expires_at=clock.wall() + timedelta(seconds=60 * left))

    assert known(portal, cast["ghana"].session) is alive


def test_the_limit_is_twelve_hours_or_as_set(database, settings, cast):
    with database.read() as conn:
        ends, began = conn.execute(select(session.c.expires_at, session.c.created_at)).first()
    assert abs(ends - began - timedelta(hours=12)) < timedelta(seconds=5)

    shorter = settings.model_copy(update={"session_hours": 2})
    with database.unit_of_work() as db:
        person = cast["ghana"].viewer.person_id
        secret = sessions.start(db, shorter, person, Came(provider="test"))
        made = db.get_one(PortalSession, sessions.hashed(secret))
    assert abs(made.expires_at - clock.wall() - timedelta(hours=2)) < timedelta(seconds=5)


def test_a_session_is_marked_as_seen_once_a_minute_at_most(portal, cast, queries):
    secret = cast["ghana"].session
    with queries(1):
        assert known(portal, secret)
    change(portal.db, seen_at=clock.wall() - timedelta(minutes=2))
    with queries(2):
        assert known(portal, secret)
    with queries(1):
        assert known(portal, secret)
    with portal.db.read() as conn:
        wanted = select(session.c.seen_at).where(session.c.id_hash == sessions.hashed(secret))
        assert clock.wall() - conn.execute(wanted).scalar() < timedelta(seconds=30)


@pytest.mark.parametrize("secret", ["", "nonsense", "é", "x" * 5000])
@pytest.mark.usefixtures("cast")
def test_a_cookie_that_never_was_opens_nothing(portal, secret):
    assert not known(portal, secret)


def test_the_stored_hash_is_no_cookie(portal, cast):
    assert not known(portal, sessions.hashed(cast["ghana"].session))


def test_an_ended_session_is_dead_and_the_others_live(portal, cast):
    with portal.db.unit_of_work() as db:
        sessions.end(db, cast["ghana"].session)

    assert not known(portal, cast["ghana"].session)
    assert known(portal, cast["denmark"].session)


def test_replaying_the_cookie_after_sign_out_is_refused(browse, cast):
    ghana = browse("ghana")
    assert len(ghana.get("/directory/DNK").soup.select("#h-offices")) == 1
    ghana.post("/sign-out")
    again = browse("ghana")

    assert again.get("/directory/DNK").soup.select("#h-offices") == []
    assert again.session == cast["ghana"].session
    again.post("/sign-out", {"csrf": again.token}, status=303)


def test_sign_out_removes_the_cookie_and_what_the_browser_stored(browse):
    answer = browse("ghana").post("/sign-out")

    assert answer.location == "/"
    assert re.match(r'session=""; .*Max-Age=0', answer.headers["set-cookie"])
    assert answer.headers["clear-site-data"] == '"cache"'


def test_an_office_that_ended_yesterday_gives_no_rights_on_the_next_request(browse, database, cast):
    ghana = browse("ghana")
    assert len(ghana.get("/directory/DNK").soup.select("#h-offices")) == 1
    appointment = table(Appointment)
    with database.unit_of_work() as db:
        db.execute(
            update(appointment)
            .where(appointment.c.person_id == cast["ghana"].viewer.person_id)
            .values(ends=clock.today() - timedelta(days=1))
        )

    assert ghana.get("/directory/DNK").soup.select("#h-offices") == []
    assert len(browse("denmark").get("/directory/DNK").soup.select("#h-offices")) == 1


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (-9, 9, True)],
)
def test_an_office_is_held_from_its_first_to_its_last_day(portal, cast, starts, ends, held):
    secret = cast["stranger"].session
    today = clock.today()
    with portal.db.unit_of_work() as db:
        office = office_of(db, "NLD", OfficeKind.FOCAL_POINT)
        db.add(
            Appointment(
                office_id=office.id,
                person_id=cast["stranger"].viewer.person_id,
                starts=today + timedelta(days=starts),
                ends=None if ends is None else today + timedelta(days=ends),
            )
        )
    with portal.db.read() as conn:
        viewer = viewer_of(portal, conn, secret)

    assert (viewer.member == "NLD") is held
    assert len(viewer.offices) == held


def test_who_holds_two_offices_acts_for_the_one_chosen_and_only_for_own_ones(portal, cast):
    somebody = cast["ghana"]
    with portal.db.unit_of_work() as db:
        office = office_of(db, "NLD", OfficeKind.ALTERNATE)
        person = somebody.viewer.person_id
        db.add(Appointment(office_id=office.id, person_id=person, starts=date(2021, 1, 1)))

    def acting() -> str:
        with portal.db.read() as conn:
            return viewer_of(portal, conn, somebody.session).office.member

    assert acting() == "GHA"
    for chosen, wanted in ((office.id, "NLD"), (cast["denmark"].viewer.office.id, "GHA")):
        with portal.db.unit_of_work() as db:
            sessions.act_for(db, somebody.session, chosen)
        assert acting() == wanted


def test_two_processes_share_their_sessions(settings, browse):
    other = create_app(settings)
    ghana = browse("ghana")
    with TestClient(other) as client:
        client.cookies.set("session", ghana.session)
        assert "h-offices" in client.get("/directory/DNK").text
        ghana.post("/sign-out")
        assert "h-offices" not in client.get("/directory/DNK").text


def _sign_in(name: str, minutes: int) -> SignIn:
    return SignIn(
        state_hash=name, browser_hash="b", provider="un", issuer="https://idp.example", nonce="n",
        verifier="v", way_back="/", created_at=clock.wall() - timedelta(minutes=minutes),
    )  # fmt: skip


def test_what_is_over_is_swept_away_and_nothing_else(portal, cast):
    with portal.db.unit_of_work() as db:
        ended = sessions.hashed(cast["ghana"].session)
        hour = timedelta(hours=1)
        db.execute(
            update(session).where(session.c.id_hash == ended).values(expires_at=clock.wall() - hour)
        )
        db.add_all(_sign_in(name, minutes) for name, minutes in (("late", 11), ("soon", 9)))
        db.add(UsedForm(key="old", location="/", at=clock.wall() - timedelta(days=3)))
        db.add(UsedForm(key="new", location="/"))
    swept = ("session", "used_form", "sign_in")
    before = rows_hash(portal.db, but=swept)
    sweep(portal.db)
    with portal.db.read() as conn:
        left = conn.execute(select(func.count()).select_from(session)).scalar()
        forms = conn.execute(select(table(UsedForm).c.key)).scalars().all()
        under_way = conn.execute(select(table(SignIn).c.state_hash)).scalars().all()

    assert left == len(cast) - 1
    assert forms == ["new"]
    assert under_way == ["soon"]
    assert rows_hash(portal.db, but=swept) == before


@pytest.mark.parametrize(
    ("base_url", "prefix"), [("https://testserver", "__Host-"), ("http://testserver", "")]
)
def test_cookies_are_bound_to_host_site_and_https(settings: Settings, base_url, prefix):
    secure = bool(prefix)
    app = create_app(settings.model_copy(update={"base_url": base_url}))
    with TestClient(app, base_url=base_url) as client:
        visitor = client.get("/sign-in").headers["set-cookie"]
        language = client.get("/language/en", follow_redirects=False).headers["set-cookie"]

    value = visitor.partition("=")[2].partition(";")[0]
    attributes = {part.strip().lower() for part in visitor.split(";")[1:]}
    wanted = {"httponly", "path=/", "samesite=lax"} | ({"secure"} if secure else set())
    assert visitor.startswith(f"{prefix}visitor=")
    assert len(value) == 43
    assert attributes == wanted
    assert language.startswith(f"{prefix}language=en;")
    assert "max-age=31536000" in language.lower()
    assert cookies.name_of(cookies.SESSION, secure=secure) == f"{prefix}session"
