"""Help that was accepted is taken back: what becomes of the request, and who hears of it."""

import pytest

from app.assistance.rules import Act, OfferStage, Stage
from app.items.models import Kind
from tests.assistance.sample import SOON
from tests.assistance.test_journey import version


@pytest.fixture
def agreed(making):
    """Make an agreed request of Ghana with Denmark's help; give it and Denmark's offer."""
    with making() as maker:
        item = maker.request(Stage.AGREED, "members:DNK,TLS,CRI")
        return item, maker.offer_id


def stages(making, item: str, *offers: str) -> list[str]:
    with making() as maker:
        found = [
            maker.matter("ghana", item),
            *(maker.matter("ghana", o, Kind.OFFER) for o in offers),
        ]
        return [one.stage for one in found]


def take_back(making, item: str, offer: str) -> None:
    with making() as maker:
        maker.answer(item, offer, "denmark", Act.TAKE_BACK)


def test_an_agreed_request_is_open_again_and_waits_for_whom_it_asked(agreed, making, browse):
    item, offer = agreed
    here = f"/assistance/{item}"
    assert browse("timor").get("/home").words(".head .lede") == [
        "Nothing waits for your office (Timor-Leste)."
    ]
    denmark = browse("denmark")
    page = denmark.get(here)
    assert page.words("#h-offers + ul details summary") == ["Take this offer back"]
    sent = {"version": version(page)}
    went = denmark.post(f"{here}/offers/{offer}/take-back", sent).location
    assert went == f"{here}?said=take_back"

    page = denmark.get(went)
    assert page.words(".note.well") == ["Taken back. The office that asked has been told."]
    assert page.words("#h-offers") == ["Your offer"]
    assert page.words(".under") == []
    wanted = f"Answer wanted by {SOON.day} {SOON:%B %Y}"
    assert page.words(".head .st") == ["Open", wanted]
    assert page.words(".acts li > span")[-3:] == [
        "Offer taken back by Denmark",
        "Help no longer agreed: open again",
        "Next: offer help, if your office can",
    ]
    assert stages(making, item, offer) == ["open", "withdrawn"]
    assert browse("timor").get("/home").words("[aria-labelledby=h-waits] h3 + p") == [
        "A member asks for assistance."
    ]
    for excused in ("denmark", "ghana"):
        lede = browse(excused).get("/home").words(".head .lede")
        assert [line.startswith("Nothing waits") for line in lede] == [True]


def test_the_words_of_the_offer_come_back_to_its_own_office_only(agreed, making, browse):
    item, offer = agreed
    take_back(making, item, offer)

    page = browse("denmark").get(f"/assistance/{item}")
    other = browse("timor").get(f"/assistance/{item}")
    assert page.soup.select_one("#f-message").text.strip().startswith("Two talks")
    assert [b["value"] for b in page.soup.select("#h-offer ~ form input[checked]")] == [
        "video-talk",
        "en",
    ]
    assert other.soup.select_one("#f-message").text.strip() == ""


def test_other_accepted_help_keeps_the_request_agreed(making):
    with making() as maker:
        item = maker.request(Stage.OPEN, "members:DNK,TLS,CRI")
        offer, other = maker.offer(item, "denmark"), maker.offer(item, "timor")
        for one in (offer, other):
            maker.answer(item, one, "ghana", Act.ACCEPT)
    take_back(making, item, offer)

    assert stages(making, item, offer, other) == ["agreed", "withdrawn", "accepted"]


def test_talks_with_others_go_on(making):
    with making() as maker:
        item = maker.request(Stage.OPEN, "members:DNK,TLS,CRI")
        offer, talk = maker.offer(item, "denmark"), maker.offer(item, "timor")
        maker.answer(item, talk, "ghana", Act.TAKE_UP)
        maker.answer(item, offer, "ghana", Act.ACCEPT)
    take_back(making, item, offer)

    assert stages(making, item, offer, talk) == ["in_talks", "withdrawn", "in_talks"]


def test_once_work_has_begun_the_office_that_asked_closes_it(making):
    with making() as maker:
        item = maker.request(Stage.UNDER_WAY)
        offer = maker.offer_id
    take_back(making, item, offer)
    assert stages(making, item, offer) == ["under_way", OfferStage.WITHDRAWN]

    with making() as maker:
        maker.step("close", item, "ghana", "denmark")
    assert stages(making, item) == ["closed"]
