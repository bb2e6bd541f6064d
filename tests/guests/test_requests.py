"""A request that is lent: what its guest reads and writes, by what it ends, and what stays shut."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.assistance import ending
from app.assistance.rules import ENDED, Stage
from app.core import clock
from app.core.db import table
from app.directory.models import Appointment
from app.files.actions import Room, attach
from app.files.examining import Patience
from app.files.readying import make_ready
from app.files.serving import store_of
from app.guests import actions
from app.guests.queries import OVER
from app.sealing import wrapping
from tests.assistance.sample import CANARY
from tests.guests.conftest import ADDRESS, guest, invitation, letter
from tests.support.ordering import saved

DAY = timedelta(days=1)
TITLE, OTHER = "One warning page", "Another of Ghana"
SAID = "The second page\nis unclear."


@pytest.fixture
def request_(making) -> str:
    """A draft of a request of Ghana, beside others."""
    with making() as maker:
        maker.request(Stage.DRAFT, title=OTHER)
        maker.request(Stage.DRAFT, owner="denmark", title="Of Denmark")
        return maker.request(Stage.DRAFT)


@pytest.fixture
def lend(browse, token):
    """Return a function by which Ghana lends a request, and that gives the stranger's address."""

    def send(item_id: str) -> str:
        browse("ghana").post(f"/assistance/{item_id}/guests", invitation())
        path = f"/guest/invitation/{token()}"
        return browse("stranger").post(path, {"address": ADDRESS}).location

    return send


def test_the_guest_reads_the_one_request_and_the_first_page_names_it(browse, lend, request_):
    there = lend(request_)
    page, home = browse("stranger").get(there), browse("stranger").get("/home")

    assert page.words("h1") == [f"{TITLE} {CANARY}"]
    assert page.words(".read p") == [f"Write it together {CANARY}"]
    assert page.words("main label") == ["What you think of it"]
    assert home.words(".rows h3") == [f"{TITLE} {CANARY}"]
    assert home.soup.select_one(".rows a")["href"] == there
    for said in (OTHER, "Of Denmark", "History", "Offers"):
        assert said not in page.text
        assert said not in home.text


def test_everything_else_of_the_room_stays_shut(browse, lend, request_):
    there = lend(request_)
    stranger = browse("stranger")

    stranger.get("/assistance", status=403)
    for path in (
        f"/assistance/{request_}", f"/assistance/{request_}/guests",
        f"/assistance/{request_}/history", f"/api/v1/assistance/{request_}",
        there.replace("/request", ""),
    ):  # fmt: skip
        stranger.get(path, status=404)
    for who in ("denmark", "ghana", "editor"):
        browse(who).get(there, status=404)
        browse(who).post(f"{there}/remark", {"remark": "I."}, status=404)


def test_what_a_guest_writes_is_sealed_and_for_the_office_alone(browse, lend, database, making):
    with making() as maker:
        asked = maker.request(Stage.SUBMITTED)
    there = lend(asked)
    stranger = browse("stranger")
    said = stranger.get(stranger.post(f"{there}/remark", {"remark": SAID}).location)
    page = f"/assistance/{asked}/guests"

    assert said.soup.select_one("#f-remark").get_text().strip() == SAID
    assert browse("ghana").get(page).words("blockquote p") == SAID.splitlines()
    assert browse("ghana_alternate").get(page).words("blockquote p") == SAID.splitlines()
    assert browse("editor").get(page).words("blockquote p") == []
    browse("denmark").get(page, status=404)
    with database.read() as conn:
        row = conn.execute(select(guest)).one()
        letters = conn.execute(select(letter.c.body)).scalars().all()
    assert row.remark is None
    assert b"second page" not in row.words.token
    assert not [body for body in letters if "second page" in body or TITLE in body]


def test_the_office_hears_that_the_guest_came_and_wrote_where_it_can_answer(
    browse, lend, request_, letters
):
    there = lend(request_)
    browse("stranger").post(f"{there}/remark", {"remark": SAID})
    told = [one.body for one in letters() if f"/assistance/{request_}/guests" in one.body]
    home = browse("ghana").get("/home")

    assert len(told) == 4  # two letters, each to Focal Point and alternate
    assert [row for row in home.words(".rows p, .rows h3") if "guest wrote" in row]
    assert browse("ghana").get(f"/assistance/{request_}").words('a[href$="/guests"]') == ["Guests"]


def test_the_own_data_of_a_guest_hold_what_the_guest_wrote(browse, lend, request_):
    there = lend(request_)
    browse("stranger").post(f"{there}/remark", {"remark": SAID})
    data = saved(browse("stranger")).raw.json()

    assert [one["remark"] for one in data["guest"]] == [SAID]
    assert "words" not in data["guest"][0]


def test_it_is_gone_after_the_last_day_and_once_the_office_withdraws_it(
    browse, lend, request_, row
):
    there = lend(request_)
    with clock.moved(15 * DAY):
        browse("stranger").get(there, status=404)
    browse("stranger").get(there)
    browse("ghana").post(f"/assistance/{request_}/guests/{row().id}/withdraw")

    browse("stranger").get(there, status=404)
    late = browse("stranger").post(f"{there}/remark", {"remark": SAID}, status=409)
    assert late.words(".lede") == [str(actions.LoanOver.message)]


@pytest.mark.parametrize("stage", ENDED)
def test_what_has_ended_is_lent_no_longer_and_to_nobody(browse, lend, making, stage):
    with making() as maker:
        asked = maker.request(Stage.OPEN if stage == Stage.LAPSED else Stage.UNDER_WAY)
    there = lend(asked)
    steps = {Stage.CLOSED: "close", Stage.WITHDRAWN: "withdraw", Stage.LAPSED: "lapse"}
    with making() as maker:
        maker.step(steps[stage], asked, "ghana", "denmark")

    browse("stranger").get(there, status=404)
    page = browse("ghana").get(f"/assistance/{asked}/guests")
    assert page.words(".rows .meta span")[0] == "Over: reads it no longer"
    assert not page.soup.select("#f-name")
    browse("ghana").post(f"/assistance/{asked}/guests", invitation("b@example.org"), status=403)


def test_every_ended_stage_of_a_request_ends_what_is_lent():
    assert set(ENDED) <= set(OVER)


def test_who_holds_the_fort_sees_the_guest_and_invites_none(browse, lend, request_, database, cast):
    lend(request_)
    held = table(Appointment)
    with database.unit_of_work() as db:
        this = held.c.person_id == cast["ghana"].viewer.person_id
        db.execute(update(held).where(this).values(ends=clock.today() - DAY))
    alternate = browse("ghana_alternate")
    page = alternate.get(f"/assistance/{request_}/guests")

    assert page.words(".rows h3") == ["Ama Mensah"]
    assert not page.soup.select("#f-name")
    alternate.post(f"/assistance/{request_}/guests", invitation("b@example.org"), status=403)


def test_files_of_the_request_are_the_guests_too(browse, lend, making):
    with making() as maker:
        asked = maker.request(Stage.DRAFT)
        file_id = filed(maker, asked)
    there = lend(asked)
    answer = browse("stranger").client.get(f"{there}/files/{file_id}")

    assert (answer.status_code, answer.content) == (200, b"of Ghana")
    browse("stranger").get(f"/assistance/{asked}/files/{file_id}", status=404)
    browse("denmark").get(f"{there}/files/{file_id}", status=404)


def filed(maker, asked: str) -> str:
    """Attach a file of Ghana to a request; return the file's id."""
    seal, viewer = maker.portal.seal, maker.cast["ghana"].viewer
    ready = make_ready(store_of(maker.portal.settings), "a.txt", b"of Ghana", Patience.new())
    record = wrapping.held(maker.db, seal, asked, viewer.labels)
    attach(maker.db, viewer, asked, ready, Room(seal, ["GHA"], 500, record))
    return ready.id


def test_nothing_of_it_is_in_the_letters(lend, request_, database):
    lend(request_)
    with database.read() as conn:
        bodies = conn.execute(select(letter.c.body)).scalars().all()
    assert not [one for one in bodies if CANARY in one]


def test_the_page_of_the_request_names_its_guests_beside_its_readers(browse, lend, request_):
    before = browse("ghana").get(f"/assistance/{request_}").text
    lend(request_)
    after = browse("ghana").get(f"/assistance/{request_}")

    assert "As a guest" not in before
    assert after.words("header .small")[-1] == "As a guest, for some days: Ama Mensah"


def test_what_a_guest_wrote_goes_with_the_words_of_the_request(browse, lend, request_, portal, row):
    there = lend(request_)
    browse("stranger").post(f"{there}/remark", {"remark": SAID})
    with portal.db.unit_of_work() as db:
        gone = ending.empty(db.connection(), request_)

    assert gone >= 3
    assert (row().words, row().remark) == (None, None)
    assert browse("ghana").get(f"/assistance/{request_}/guests").words("blockquote") == []
