"""Feeds of searches: the public ones as everybody sees them, others while the office is held."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select, update

from app.core.db import table
from app.directory.models import Appointment
from app.following.models import Follow
from app.identity import tokens
from app.identity.models import AccessToken
from tests.account.passkeys import proved

ATOM = "{http://www.w3.org/2005/Atom}"
follow = table(Follow)


def _titles(answer) -> list[str]:
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    found = ET.fromstring(answer.raw.content)  # noqa: S314 - our own answer
    assert found.find(f"{ATOM}id").text.startswith("http")
    return [one.find(f"{ATOM}title").text for one in found.findall(f"{ATOM}entry")]


@pytest.fixture
def opened(world):
    """Follow a search as Denmark and return its id and the path of its feed."""
    proved(world.portal.db, minutes=0)
    key = world.searches("denmark", "theme=early-warning&state=GHA", name="Ghana & <more>")
    page = world.browse("denmark").post(f"/following/{key}/feed", status=200)
    [address] = page.words("code.address")
    return key, address.removeprefix(world.portal.settings.base_url)


def test_a_public_search_has_a_feed_at_its_address_that_shows_nobody_more(world):
    world.things.practice("For everybody", audience="public")
    world.things.practice("For the network", audience="network")
    for who in ("nobody", "denmark", "ghana", "editor"):
        found = world.browse(who).get("/practices/feed?state=GHA&theme=early-warning")
        assert _titles(found) == ["For everybody"]
        assert _titles(world.browse(who).get("/practices/feed?state=GHA&theme=treaties")) == []
    assert _titles(world.browse().get("/practices/feed?q=everybody&state=GHA")) == ["For everybody"]


def test_a_feed_by_secret_shows_what_its_office_reads_and_of_narrow_ones_the_number(world, opened):
    _, path = opened
    world.things.practice("For everybody", audience="public")
    world.things.practice("For the network", audience="network")
    world.things.practice("For Denmark alone", audience="members:DNK")
    world.things.practice("For Costa Rica alone", audience="members:CRI")
    found = world.browse().get(path)

    narrow, *others = _titles(found)
    assert others[:2] == ["For the network", "For everybody"]
    assert "For Costa Rica alone" not in found.text
    assert "/PRA/" in narrow
    assert "Denmark" not in found.text
    assert "Ghana &amp; &lt;more&gt;" in found.text
    assert found.headers["cache-control"] == "no-store"


def test_the_secret_is_stored_as_a_hash_and_shown_once(world, opened):
    key, path = opened
    secret = path.rpartition("/")[2]
    with world.portal.db.read() as conn:
        row = conn.execute(select(follow).where(follow.c.id == key)).one()
    assert secret not in repr(row)
    assert secret not in world.browse("denmark").get("/following").text


def test_a_feed_is_closed_or_made_anew_and_the_old_address_opens_nothing(world, opened):
    key, path = opened
    page = world.browse("denmark").post(f"/following/{key}/feed", status=200)
    [address] = page.words("code.address")
    newer = address.removeprefix(world.portal.settings.base_url)
    world.browse().get(path, status=401)
    world.browse().get(newer)
    world.browse("denmark").post(f"/following/{key}/feed/close")
    world.browse().get(newer, status=401)


def test_a_feed_ends_with_the_office_and_with_the_search(world, opened):
    key, path = opened
    held = table(Appointment)
    own = held.c.person_id == world.cast["denmark"].viewer.person_id
    with world.portal.db.unit_of_work() as db:
        db.execute(update(held).where(own).values(ends=date(2024, 1, 1)))
    world.browse().get(path, status=401)
    with world.portal.db.unit_of_work() as db:
        db.execute(update(held).where(own).values(ends=None))
    world.browse().get(path)
    world.browse("denmark").post(f"/following/{key}/end")
    world.browse().get(path, status=401)


@pytest.mark.parametrize("token", ["x", "r2pfp_", "r2pfp_" + "a" * 60, "%00", "é"])
def test_a_secret_that_was_never_made_opens_nothing(world, opened, token):
    assert opened
    world.browse().get(f"/following/feed/{token}", status=401)


def test_the_secretariat_has_no_feed_by_secret_and_a_practice_neither(world):
    key = world.searches("editor", "theme=early-warning")
    assert "Make the address of a feed" not in world.browse("editor").get("/following").text
    proved(world.portal.db, minutes=0)
    world.browse("editor").post(f"/following/{key}/feed", status=403)
    made = world.things.practice("Of Ghana")
    world.follows("denmark", made)
    world.browse("denmark").post(f"/following/{world.ids('denmark')[0]}/feed", status=404)


def test_making_a_feed_wants_a_proof_of_presence_and_tells_by_letter(world):
    key = world.searches("denmark", "theme=early-warning")
    world.browse("denmark").post(f"/following/{key}/feed", status=403)
    world.letters()
    proved(world.portal.db, minutes=0)
    world.browse("denmark").post(f"/following/{key}/feed", status=200)
    assert world.letters() == {"denmark": ["A token for a programme was made in your name"]}
    page = world.browse("denmark").get("/account/tokens")
    assert "The feed of one search that you follow" in page.text


@pytest.mark.parametrize("ends", ["taken back", "all ended", "expired", "followed no more"])
def test_a_feed_ends_as_every_token_does_and_its_row_says_so(world, opened, ends):
    key, path = opened
    browser, token = world.browse("denmark"), table(AccessToken)
    with world.portal.db.unit_of_work() as db:
        own = token.c.person_id == world.cast["denmark"].viewer.person_id
        held = db.execute(select(token.c.id).where(own)).scalar_one()
        if ends == "all ended":
            tokens.end_all(db)
        if ends == "expired":
            db.execute(update(token).values(expires_at=token.c.created_at))
    if ends == "taken back":
        browser.post("/account/tokens/take-back", {"token": held})
    if ends == "followed no more":
        browser.post(f"/following/{key}/end")
        assert "The feed of one search" not in browser.get("/account/tokens").text
    world.browse().get(path, status=401)
    assert "Close that address" not in browser.get("/following").text


def test_the_token_of_a_feed_opens_nothing_of_the_interface(world, opened):
    _, path = opened
    bearer = {"authorization": f"Bearer {path.rpartition('/')[2]}"}
    for address in ("/api/v1/practices", "/api/v1/assistance", "/api/v1/directory"):
        assert world.browse().client.get(address, headers=bearer).status_code == 403
    other = world.searches("denmark", "theme=treaties", name="Another")
    assert other not in path
