"""A request asks a UN entity: the Secretariat writes to it and enters what it answers by letter."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.access.audience import Audience
from app.access.viewer import OfficeKind
from app.assistance.blind import weekly
from app.assistance.blind.counting import hides
from app.assistance.entities.queries import LETTERS
from app.assistance.rules import Stage
from app.core import clock
from app.directory.entities import Entered, write
from app.files.examining import Patience
from app.files.letters import Papers
from app.files.readying import make_ready
from app.files.serving import store_of
from app.files.verdict import Kind
from tests.assistance.blind.conftest import crowded
from tests.assistance.blind.sample import WEEK, help_form, sealed
from tests.assistance.sample import OFFER, TERMS
from tests.assistance.test_journey import version
from tests.practices.behalf import picture
from tests.support.people import settle_as

__all__ = ["crowded"]
NAME = "Office for tests (demonstration)"
TERM_FIELDS = ("what", "who", "when", "costs", "confidentiality")


@pytest.fixture
def entity(portal, cast):
    """Enter a UN entity to which nobody signs in."""
    with portal.db.unit_of_work() as db:
        write(db, cast["administrator"].viewer, Entered("UN-DEMO", NAME, ""))
    return "UN-DEMO"


@pytest.fixture
def attach(portal, cast):
    """Return a function that attaches the letter of the entity to what it answers."""

    def make(item_id: str) -> str:
        with portal.db.unit_of_work() as db:
            key = db.execute(
                text("SELECT id FROM request_entity WHERE item_id = :id"), {"id": item_id}
            ).scalar_one()
            store = store_of(portal.settings)
            ready = make_ready(store, "Letter.png", picture(), Patience.new(), (Kind.PNG,))
            Papers(LETTERS, portal.seal, {"UN-DEMO"}).take(db, cast["editor"].viewer, key, ready)
            return ready.id

    return make


@pytest.fixture
def waits(database):
    """Return a function that counts what waits to be written, and letters that the portal sent."""

    def count() -> tuple[int, int]:
        with database.read() as conn:
            wanted = "SELECT count(*) FROM waiting WHERE what = 'request-entity'"
            sent = "SELECT count(*) FROM letter WHERE subject LIKE '%entity%'"
            return tuple(conn.execute(text(one)).scalar() for one in (wanted, sent))

    return count


@pytest.fixture
def out_sealed(making, portal, crowded, entity):  # noqa: ARG001 - among whom it hides
    """Make a sealed request of Ghana that asks the entity alone."""
    with making() as maker:
        return sealed(maker, audience=f"members:{entity}")


def answer(**said: str) -> dict:
    return {"asked_on": str(clock.today()), "answer": "offers", "language": "en", **OFFER, **said}


def test_it_is_chosen_by_name_and_said_to_be_reached_by_letter(browse, making, entity):
    with making() as maker:
        made = maker.request(Stage.DRAFT)
    page = browse("ghana").get(f"/assistance/{made}/readers?circle=chosen")
    assert NAME in [one.text.strip() for one in page.soup.select("select[name=add] option")]
    said = browse("ghana").get(
        f"/assistance/{made}/readers?circle=chosen&readers=members:{entity}&appears=named"
    )
    assert f"Without an account here, and reached by letter: {NAME}." in said.text


def test_it_is_written_to_and_its_offer_leads_to_work(browse, making, entity, attach, waits):
    with making() as maker:
        made = maker.request(Stage.OPEN, f"members:{entity}")
    editor, ghana = browse("editor"), browse("ghana")
    here, there = f"/assistance/{made}", f"/assistance/{made}/entities/{entity}"
    assert "UN entity that a request asks" in editor.get("/desk").text
    assert "Not written to yet" in ghana.get(here).text
    assert f"reached by letter: {NAME}." in ghana.get(f"{here}/audience").text
    ghana.get(there, status=403)
    browse("denmark").get(here, status=404)

    letter = editor.post(f"{there}/write").location
    page = editor.get(letter)
    assert "One warning page" in page.text
    assert "Asked by" in page.text
    editor.post(f"{letter}/send", {"version": version(page)})
    assert "Written to on" in ghana.get(here).text
    assert waits() == (0, 0)

    refused = editor.post(there, answer(), status=409)
    assert "Attach the letter of the entity first" in refused.text
    assert OFFER["message"] in refused.text
    file = attach(made)
    wrong = editor.post(there, {"asked_on": str(clock.today() + timedelta(3))}, status=422)
    assert len(wrong.words(".problem li")) == 2
    editor.post(there, answer())
    editor.post(there, answer(), status=409)
    editor.post(f"{there}/papers/{file}/remove", status=409)
    editor.get(f"{there}/papers/{file}")
    ghana.get(f"{there}/papers/{file}", status=403)
    page = ghana.get(here)
    assert NAME in page.text
    assert OFFER["message"] in page.text
    offer_id = page.soup.select_one("form[action$='/accept']")["action"].split("/")[4]
    ghana.post(f"{here}/offers/{offer_id}/accept", {"version": version(page)})
    terms = f"{here}/offers/{offer_id}/terms"
    said = {name: getattr(TERMS, name) for name in TERM_FIELDS}
    ghana.post(terms, {**said, "number": "0"})
    page = editor.get(there)
    assert "It confirms these terms" in page.text
    editor.post(f"{there}/confirm", {"version": "7"}, status=409)
    editor.post(f"{there}/confirm", {"version": "1"})
    ghana.post(f"{here}/start", {"version": version(ghana.get(here))})
    assert ghana.get(here).words(".head .st")[0] == "Under way"
    editor.post(f"{there}/take-back", {})
    assert "Offers help" in editor.get(there).text


def test_a_no_is_entered_and_told_to_who_asks(browse, making, entity, attach):
    with making() as maker:
        made = maker.request(Stage.OPEN, f"members:DNK,{entity}")
    editor, there = browse("editor"), f"/assistance/{made}/entities/{entity}"
    attach(made)
    editor.post(there, {"asked_on": str(clock.today()), "answer": "cannot"})
    assert "Cannot help this time" in browse("ghana").get(f"/assistance/{made}").text
    assert "Cannot help this time" not in browse("denmark").get(f"/assistance/{made}").text
    for who in ("ghana", "denmark"):
        for act in ("", "/write", "/confirm", "/take-back"):
            browse(who).post(f"{there}{act}", answer(), status=403)
    editor.get(f"/assistance/{made}/entities/UN-OTHER", status=404)
    editor.post(f"{there}/confirm", {"version": "1"}, status=409)


def test_a_contact_with_an_account_reads_what_it_is_asked_and_answers_by_letter(
    browse, making, entity, cast, settings
):
    with making() as maker:
        cast["un"] = settle_as(maker.db, settings, "un", (entity, OfficeKind.ENTITY_CONTACT))
        made = maker.request(Stage.OPEN, f"members:{entity}")
        other = maker.request(Stage.OPEN, "members:DNK")
    page = browse("un").get(f"/assistance/{made}")
    assert not page.soup.select("main form")
    browse("un").post(f"/assistance/{made}/offers", OFFER, status=403)
    browse("un").get(f"/assistance/{other}", status=404)


@pytest.mark.usefixtures("crowded")
def test_it_changes_nothing_in_how_many_could_have_asked(database, entity):
    with database.read() as conn:
        alone, both, one = (
            hides(conn, "GHA", ["en", "fr"], Audience.parse(f"members:{codes}"))
            for codes in (entity, f"DNK,{entity}", "DNK")
        )
    assert alone.holds
    assert both == one


def test_asked_sealed_it_gets_the_card_only(browse, portal, entity, attach, out_sealed):
    editor, ghana = browse("editor"), browse("ghana")
    there = f"/assistance/{out_sealed}/entities/{entity}"
    editor.get(there, status=404)  # nothing is asked before the card is out
    with clock.moved(WEEK):
        assert weekly.look_after(portal)
        page = editor.get(editor.post(f"{there}/write").location)
        enclosed = "".join(page.words("section[aria-labelledby=h-enclosed]"))
        assert "A member asks for help" in enclosed
        assert not [words for words in ("Ghana", "kanarienvogel") if words in enclosed]
        attach(out_sealed)
        editor.post(there, {**answer(), **help_form()})
        weekly.look_after(portal)
        page = ghana.get(f"/assistance/{out_sealed}")
        assert NAME not in page.words("section[aria-labelledby=h-sealed]")[0]
        act = page.soup.select_one("form[action$='/take-up']")["action"]
        ghana.post(act, {"version": version(page)})
        page = ghana.get(f"/assistance/{out_sealed}")
        assert page.words(".head .st")[0] == "In talks"
        assert NAME in "".join(page.words("#h-offers ~ *"))
