"""A sealed request from the choice to talks: what each side sees, does, and is told."""

import pytest
from sqlalchemy import select, text

from app.assistance.blind import weekly
from app.assistance.blind.queries import card, word
from app.assistance.queries import request
from app.core import clock
from app.notifications.queries import what_happened, what_waits
from tests.assistance.blind.sample import WEEK, help_form, sealed
from tests.assistance.sample import CANARY, HOW, WHAT
from tests.assistance.test_journey import version

PLACE = "/assistance/sealed"
SEALED = "/assistance/{}/sealed/{}/{}"


def addresses(browser) -> list[str]:
    """Return the addresses of the cards that somebody reads."""
    return [
        one["href"]
        for one in browser.get(PLACE).soup.select("section[aria-labelledby=h-cards] h3 a")
    ]


def words(database, item: str) -> list[str]:
    """Return the ids of what was said on the cards of a request."""
    found = select(word.c.id).join_from(word, card).where(card.c.request_id == item)
    with database.read() as conn:
        return list(conn.execute(found).scalars())


def letters(database, words: str) -> list[str]:
    """Return to whom a letter with such a subject was written."""
    found = text("SELECT person_id FROM letter WHERE subject LIKE :words")
    with database.read() as conn:
        return sorted(conn.execute(found, {"words": f"%{words}%"}).scalars())


def says(page) -> str:
    """Return the words of a page."""
    return page.soup.select_one("main").get_text(" ", strip=True)


@pytest.mark.usefixtures("crowded")
def test_a_draft_is_sealed_in_the_steps_and_shows_the_card_and_the_number(browse):
    ghana = browse("ghana")
    made = ghana.post("/assistance/new", WHAT).headers["location"].split("/")[2]
    ghana.post(
        f"/assistance/{made}/how",
        {**HOW, "languages": ["en"], "version": version(ghana.get(f"/assistance/{made}/how"))},
    )
    place = f"/assistance/{made}/readers"
    page = ghana.get(f"{place}?circle=network&appears=sealed")
    assert "9 members could have asked what this card says." in says(page)
    assert "Group of African States" in says(page)
    form = {"circle": "network", "appears": "sealed", "version": version(ghana.get(place))}
    ghana.post(place, form)
    back = ghana.get(place)
    assert back.soup.select_one("input[name=appears][value=sealed]").has_attr("checked")
    assert back.soup.select_one("input[name=circle][value=network]").has_attr("checked")
    checked = ghana.get(f"/assistance/{made}/check")
    assert "9 members could have asked" in says(checked)
    assert "without a name" not in says(checked)

    seen = ghana.get(f"/assistance/{made}/audience")
    office = seen.soup.select_one("a[href*='office=']")["href"]
    as_seen = ghana.get(office)
    assert CANARY not in as_seen.text
    assert "A member asks for help" in as_seen.words("h1")[0]
    assert "This is all that" in says(as_seen)


def test_nothing_is_sealed_that_would_not_hide_who_asks(browse):
    ghana = browse("ghana")
    made = ghana.post("/assistance/new", WHAT).headers["location"].split("/")[2]
    place = f"/assistance/{made}/readers"
    form = {"circle": "network", "appears": "sealed", "version": version(ghana.get(place))}
    page = ghana.post(place, form, status=422)
    assert "Too few members could have asked this" in says(page)
    alone = ghana.post(place, {**form, "circle": "secretariat"}, status=422)
    assert "A sealed request needs members that read it" in says(alone)
    ghana.post(place, {**form, "appears": "kanarienvogel"}, status=422)


@pytest.mark.usefixtures("crowded")
def test_a_sealed_request_goes_out_as_a_card_and_only_with_the_release(
    browse, making, portal, database, cast
):
    with making() as maker:
        item = sealed(maker, to="authenticated")
    consent = browse("ghana").get(f"/assistance/{item}")
    assert "Yes, let it go out sealed" in consent.words("button")
    browse("ghana").post(
        f"/assistance/{item}/open", {"version": version(browse("ghana").get(f"/assistance/{item}"))}
    )
    assert "with the next weekly release" in says(
        browse("ghana").get(f"/assistance/{item}?said=open")
    )
    assert weekly.look_after(portal) is True  # this week's: it was consented to too late for it
    assert weekly.look_after(portal) is False
    denmark = browse("denmark")
    assert addresses(denmark) == []
    with clock.moved(WEEK):
        assert weekly.look_after(portal) is True
    (address,) = addresses(denmark)
    page = denmark.get(address)
    assert "A member asks for help: Early warning" in page.words("h1")[0]
    assert "Group of African States" in says(page)
    for told in (page, denmark.get(PLACE), denmark.get("/assistance")):
        assert "Ghana" not in says(told)
        assert CANARY not in told.text
        assert item not in told.text
    denmark.get(f"/assistance/{item}", status=404)
    assert len(letters(database, "New sealed requests")) == len(cast) - 2 + 9 - 1
    with database.read() as conn:
        assert what_waits(conn, cast["denmark"].viewer) == []
        assert what_happened(conn, cast["denmark"].viewer) == []


def test_two_could_help_one_is_accepted_and_the_other_hears_it_politely(
    browse, out, portal, database, cast
):
    item = out()
    for who in ("denmark", "timor"):
        browser = browse(who)
        (address,) = addresses(browser)
        browser.post(address, help_form())
        assert "Waits for an answer" in says(browser.get(PLACE))
        browser.post(address, help_form(), status=409)
    weekly.look_after(portal)
    with database.read() as conn:
        assert [one.what for one in what_waits(conn, cast["ghana"].viewer)] == ["offer-waits"]
    ghana = browse("ghana")
    page = ghana.get(f"/assistance/{item}")
    assert "2 members could help" in says(page)
    assert "Denmark" not in says(page)
    assert "Timor" not in says(page)
    assert "Denmark" in says(browse("editor").get(f"/assistance/{item}"))

    with database.read() as conn:
        of = dict(conn.execute(select(word.c.member, word.c.id)).all())
    now = {"version": version(ghana.get(f"/assistance/{item}"))}
    ghana.post(SEALED.format(item, of["DNK"], "take-up"), now)
    seen = browse("denmark").get(f"/assistance/{item}")
    assert "Asked by Ghana" in says(seen)
    assert "no other member knows who asks" in says(seen)
    assert "Denmark" in says(ghana.get(f"/assistance/{item}"))
    browse("timor").get(f"/assistance/{item}", status=404)
    assert f"/assistance/{item}" in [
        one["href"] for one in browse("denmark").get(PLACE).soup.select("a")
    ]
    for who in ("ghana", "denmark"):
        with database.read() as conn:
            told = [one.what for one in what_happened(conn, cast[who].viewer)]
        assert told.count("sealed-met") == 1

    now = {"version": version(ghana.get(f"/assistance/{item}"))}
    ghana.post(SEALED.format(item, of["TLS"], "decline"), now)
    assert "Waits for an answer" in says(browse("timor").get(PLACE))
    assert letters(database, "An answer on a sealed request") == []
    with clock.moved(2 * WEEK):
        weekly.look_after(portal)
    assert "Not needed this time" in says(browse("timor").get(PLACE))
    told = letters(database, "An answer on a sealed request")
    assert told == [cast["timor"].viewer.person_id]
    now = {"version": version(ghana.get(f"/assistance/{item}"))}
    ghana.post(SEALED.format(item, of["TLS"], "take-up"), now, status=409)


@pytest.mark.parametrize("ends", ["withdrawn", "found"])
def test_a_card_goes_with_the_next_release_whatever_became_of_it(
    browse, out, portal, database, ends
):
    item = out()
    ghana, timor = browse("ghana"), browse("timor")
    (address,) = addresses(timor)
    place = f"/assistance/{item}"
    if ends == "withdrawn":
        ghana.post(f"{place}/withdraw", {"version": version(ghana.get(place)), "why": "Done"})
    else:
        denmark = browse("denmark")
        denmark.post(address, help_form())
        (said,) = words(database, item)
        ghana.post(SEALED.format(item, said, "take-up"), {"version": version(ghana.get(place))})
        offer = browse("ghana").get(place).soup.select_one("form[action$='/accept']")["action"]
        ghana.post(offer, {"version": version(ghana.get(place))})
    before = says(timor.get(address))
    timor.post(address, help_form())
    weekly.look_after(portal)
    assert "Waits for an answer" in says(timor.get(PLACE))
    assert "We could help" in before
    with clock.moved(2 * WEEK):
        weekly.look_after(portal)
    assert addresses(timor) == []
    timor.get(address, status=404)
    assert "Not needed this time" in says(timor.get(PLACE))


def test_a_word_can_be_taken_back_until_it_is_answered(browse, out, database):
    item = out()
    denmark = browse("denmark")
    (address,) = addresses(denmark)
    denmark.post(f"{address}/take-back", status=409)
    denmark.post(address, help_form())
    denmark.post(f"{address}/take-back")
    assert words(database, item) == []
    denmark.post(address, {**help_form(), "modalities": ["workshop"]}, status=422)
    denmark.post(address, {}, status=422)


def test_who_asks_cannot_answer_itself_and_nobody_answers_for_another(browse, out, database):
    item = out()
    ghana, denmark = browse("ghana"), browse("denmark")
    (address,) = addresses(ghana)
    assert "Your own request" in says(ghana.get(address))
    ghana.post(address, help_form(), status=403)
    browse("editor").post(address, help_form(), status=403)
    denmark.post(address, help_form())
    (said,) = words(database, item)
    for who in ("denmark", "timor"):
        taken = SEALED.format(item, said, "take-up")
        browse(who).post(taken, {"version": "1"}, status=404)
    now = {"version": version(ghana.get(f"/assistance/{item}"))}
    browse("editor").post(SEALED.format(item, said, "take-up"), now, status=403)
    ghana.post(SEALED.format(item, "x" * 12, "take-up"), now, status=404)
    ghana.post(SEALED.format(item, said, "take-up"), {"version": "1"}, status=409)


def test_a_sealed_request_is_put_to_nobody_by_name(browse, out):
    item = out()
    place = f"/assistance/{item}"
    ghana, editor = browse("ghana"), browse("editor")
    assert ghana.get(place).soup.select(f"a[href^='{place}/widen']") == []
    sent = {"circle": "network", "version": version(ghana.get(place))}
    for browser, act in ((ghana, "widen"), (editor, "wider")):
        page = browser.post(f"{place}/{act}", sent, status=409)
        assert "A sealed request goes to no more members" in says(page)
        assert "Nothing to decide here now" in says(browser.get(f"{place}/{act}"))
    browse("denmark").get(place, status=404)


@pytest.mark.usefixtures("crowded")
def test_what_says_nothing_of_it_leaves_a_draft_sealed(browse, database):
    ghana = browse("ghana")
    made = ghana.post("/assistance/new", WHAT).headers["location"].split("/")[2]
    how = f"/assistance/{made}/how"
    ghana.post(how, {**HOW, "languages": ["en"], "version": version(ghana.get(how))})
    place = f"/assistance/{made}/readers"

    def kept(**said: str) -> bool:
        ghana.post(place, {"circle": "network", "version": version(ghana.get(place)), **said})
        with database.read() as conn:
            found = select(request.c.card_audience).where(request.c.item_id == made)
            return conn.execute(found).scalar_one() is not None

    assert [kept(appears="sealed"), kept(), kept(appears="named"), kept()] == [
        True, True, False, False,
    ]  # fmt: skip
