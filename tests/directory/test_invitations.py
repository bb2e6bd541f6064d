"""An invitation shows what it offers, and gives the office to one person, once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, update

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory import invitations
from app.directory.models import Appointment, Invitation


@pytest.fixture
def token(database) -> str:
    with database.unit_of_work() as db:
        invitations.invite(db, "DNK", OfficeKind.ALTERNATE, "Somebody else")
        return invitations.invite(db, "KEN", OfficeKind.FOCAL_POINT, "A new official")


def appointments(database) -> int:
    with database.read() as conn:
        return conn.execute(select(func.count()).select_from(table(Appointment))).scalar_one()


def test_the_offer_is_shown_before_anybody_signs_in(browse, token):
    page = browse().get(f"/invitation/{token}")

    assert page.words(".facts dd")[:2] == ["Kenya", "Focal Point"]
    assert page.words("h2") == ["Sign in first"]


def test_an_account_is_made_only_where_a_provider_takes_the_portals_word(browse, token, settings):
    visitor = browse()
    page = visitor.get(f"/invitation/{token}")
    assert page.soup.select("input[name=new]") == []
    key = settings.providers[0].key
    asked = {"provider": key, "new": "yes"}
    visitor.post(f"/invitation/{token}/sign-in", asked, status=400)


def test_the_office_is_taken_by_typing_the_member(browse, token, database):
    before = appointments(database)
    stranger = browse("stranger")

    refused = stranger.post(f"/invitation/{token}", {"member": "Ghana"}, status=422)
    assert refused.words(".err") == ["Type the name of the member exactly as it stands above."]
    assert refused.soup.select_one("#f-member")["value"] == "Ghana"
    assert appointments(database) == before

    assert stranger.post(f"/invitation/{token}", {"member": "kenya"}).location == "/home"
    assert appointments(database) == before + 1
    assert stranger.get("/directory/KEN").words("#menu a")[0].startswith("Home")


def test_it_works_once(browse, token):
    browse("stranger").post(f"/invitation/{token}", {"member": "Kenya"})

    again = browse("timor").post(f"/invitation/{token}", {"member": "Kenya"}, status=404)
    assert again.words(".lede") == [invitations.OVER]


def test_reading_it_takes_nothing(browse, token):
    for _ in range(5):
        browse("stranger").get(f"/invitation/{token}")
    assert browse("stranger").get(f"/invitation/{token}").words("h1")


def test_it_ends_after_two_weeks(browse, token, database):
    with database.unit_of_work() as db:
        late = clock.wall() - timedelta(seconds=1)
        db.execute(update(table(Invitation)).values(expires_at=late))
    browse("stranger").get(f"/invitation/{token}", status=404)


def test_its_secret_is_not_stored(database, token):
    with database.read() as conn:
        stored = set(conn.execute(select(table(Invitation).c.token_hash)).scalars())
    assert token not in stored
    assert all(len(one) == 64 for one in stored)


def test_of_eight_who_try_at_once_one_gets_the_office(database, cast, token):
    with database.read() as conn:
        found = invitations.find(conn, token)
    names = list(cast)[:8]
    barrier, won = Barrier(len(names)), []

    def attempt(name: str) -> None:
        barrier.wait()
        try:
            with database.unit_of_work() as db:
                invitations.redeem(db, cast[name].viewer, found)
            won.append(name)
        except Conflict:
            pass

    threads = [Thread(target=attempt, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
