"""Acts by the wrong side, in the wrong state, twice and at once: one sentence, one effect."""

import pytest
from sqlalchemy import text

from app.assistance import offers, rules
from app.assistance.rules import Act, Stage
from app.core.errors import Conflict
from tests.assistance.sample import HOW, NOTE, OFFER, REASON, SOON, WHAT
from tests.assistance.test_journey import version

ACTS = {
    "authenticate": {},
    "open": {},
    "not-yet": {},
    "again": {},
    "pause": {"until": str(SOON)},
    "go-on": {},
    "return": {"reason": REASON},
    "start": {},
    "close": {"result": "met", "note": NOTE},
    "withdraw": {"why": NOTE},
    "check": {"harmless": "yes"},
    "offers": OFFER,
}
ALLOWED = {
    "authenticate": ("editor", "administrator"),
    **dict.fromkeys(("open", "not-yet", "again", "pause", "go-on"), ("ghana", "ghana_alternate")),
    "return": ("editor", "administrator"),
    "start": ("ghana", "ghana_alternate"),
    "close": ("ghana", "ghana_alternate"),
    "withdraw": ("ghana", "ghana_alternate"),
    "check": ("ghana", "ghana_alternate"),
    "offers": ("denmark", "costa_rica", "timor", "eu"),
}
RIGHT_STATE = {
    "authenticate": "submitted",
    "open": "authenticated",
    "not-yet": "authenticated",
    "again": "closed",
    "pause": "open",
    "go-on": "open",
    "return": "submitted",
    "start": "agreed",
    "close": "under_way",
    "withdraw": "open",
    "check": "draft",
    "offers": "open",
}


def stage_of(database, item: str) -> str:
    with database.read() as conn:
        found = conn.execute(text("SELECT stage FROM item WHERE id = :id"), {"id": item})
        return str(found.scalar_one())


@pytest.mark.parametrize("act", ACTS)
def test_the_wrong_side_reads_the_rules_own_sentence(browse, asked, database, act):
    item = asked(Stage.IN_TALKS, helper="eu")
    for who in ("ghana", "denmark", "editor"):
        if who in ALLOWED[act]:
            continue
        page = browse(who).post(
            f"/assistance/{item}/{act}", {**ACTS[act], "version": "5"}, status=403
        )
        assert page.words("h1") == ["Not for your office"]
        assert page.words(".lede")[0].startswith("Only ")
    assert stage_of(database, item) == "in_talks"


@pytest.mark.parametrize("act", ACTS)
def test_the_wrong_state_is_one_clear_sentence_and_the_present_state(browse, asked, database, act):
    wrong, said = (Stage.AGREED, "Agreed") if act == "again" else (Stage.CLOSED, "Closed")
    item = asked(wrong)
    client = browse(ALLOWED[act][-1])
    sent = {**ACTS[act], "version": version_of(database, item)}
    page = client.post(f"/assistance/{item}/{act}", sent, status=409)

    names = {"check": Act.SUBMIT, "offers": Act.OFFER, "not-yet": Act.NOT_YET, "go-on": Act.GO_ON}
    sentence = rules.WRONG_STATE[names.get(act) or Act(act)]
    assert page.words(".note.stop p")[0].startswith(sentence)
    if page.soup.select("#request"):
        assert page.words(".head .st")[0].startswith(said)
    assert stage_of(database, item) == wrong


def version_of(database, item: str) -> str:
    with database.read() as conn:
        found = conn.execute(text("SELECT version FROM item WHERE id = :id"), {"id": item})
        return str(found.scalar_one())


@pytest.mark.parametrize("act", [a for a in ACTS if a != "offers"])
def test_an_act_on_what_changed_since_it_was_read_is_refused(browse, asked, database, act):
    item = asked(Stage(RIGHT_STATE[act]))
    before = stage_of(database, item)
    client = browse(ALLOWED[act][0])
    for stale in ("1", "", "-1", "x", "9" * 30, "9" * 5000):
        page = client.post(f"/assistance/{item}/{act}", {**ACTS[act], "version": stale}, status=409)
        assert page.words(".note.stop p")[0].startswith(Conflict.message)
    assert stage_of(database, item) == before


def test_what_was_typed_is_handed_back_when_it_came_too_late(browse, asked):
    item = asked(Stage.AGREED)

    page = browse("timor").post(f"/assistance/{item}/offers", OFFER, status=409)
    assert [area.text.strip() for area in page.soup.select("textarea[readonly]")] == [
        OFFER["message"],
        OFFER["period"],
    ]


def test_the_same_form_sent_twice_has_one_effect(browse, asked, database):
    item = asked(Stage.OPEN)
    denmark = browse("denmark")
    once = denmark.get(f"/assistance/{item}").soup.select_one(
        'form[action$="/offers"] [name=once]'
    )["value"]

    for _ in range(2):
        answer = denmark.post(f"/assistance/{item}/offers", {**OFFER, "once": once})
        assert answer.location == f"/assistance/{item}?said=offer"
    with database.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM assistance_offer")).scalar_one() == 1


def test_a_member_offers_once_and_may_again_after_taking_back(browse, asked):
    item = asked(Stage.OPEN)
    denmark = browse("denmark")
    denmark.post(f"/assistance/{item}/offers", OFFER)

    page = denmark.post(f"/assistance/{item}/offers", OFFER, status=409)
    assert page.words(".note.stop p")[0] == offers.ALREADY
    assert page.soup.select('form[action$="/offers"]') == []
    back = page.soup.select_one('form[action$="/take-back"]')
    sent = {"version": back.select_one("[name=version]")["value"]}
    denmark.post(back["action"], sent)
    page = denmark.get(f"/assistance/{item}")
    assert page.words("[id^=offer-] .st") == ["Taken back"]
    denmark.post(f"/assistance/{item}/offers", OFFER)
    page = denmark.get(f"/assistance/{item}")
    assert page.words("[id^=offer-] .st") == ["Taken back", "Waits for an answer"]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("message", "Say in a few words what you can do."),
        ("modalities", "Choose at least one form of help."),
        ("languages", "Choose at least one language in which you can work."),
    ],
)
def test_an_offer_with_a_gap_keeps_all_that_was_typed_also_in_place(browse, asked, field, sentence):
    item = asked(Stage.OPEN)
    denmark = browse("denmark")
    sent = {**OFFER, field: ""}
    page = denmark.post(f"/assistance/{item}/offers", sent, status=422)
    headers = {"HX-Request": "true", "HX-Target": "div#request"}
    part = denmark.post(f"/assistance/{item}/offers", sent, status=422, headers=headers)

    for answer in (page, part):
        assert answer.words(".err") == [sentence]
        assert answer.soup.select_one("#f-period")["value"] == OFFER["period"]
        assert answer.soup.select_one("[data-focus]")["class"] == ["problem"]
    assert "<h1" in part.text
    assert "<main" not in part.text


def test_an_act_in_place_answers_with_the_changed_part(browse, asked):
    item = asked(Stage.OPEN)
    headers = {"HX-Request": "true", "HX-Target": "div#request"}
    part = browse("denmark").post(f"/assistance/{item}/offers", OFFER, status=200, headers=headers)

    assert part.words("[id^=offer-] .st") == ["Waits for an answer"]
    assert part.soup.select('form[action$="/offers"]') == []
    assert part.words("[data-focus]") == [
        "Your offer is sent. The office that asked has been told."
    ]
    whole = browse("denmark").get(f"/assistance/{item}")
    assert whole.words("[id^=offer-]") == part.words("[id^=offer-]")


def test_talks_that_end_open_the_request_again(browse, making, database):
    with making() as maker:
        item = maker.request(Stage.IN_TALKS)
        first = maker.offer_id
        second = maker.offer(item, "timor")
        maker.answer(item, second, "ghana", Act.TAKE_UP)
        maker.answer(item, first, "denmark", Act.TAKE_BACK)
    assert stage_of(database, item) == "in_talks"
    with making() as maker:
        maker.answer(item, second, "ghana", Act.DECLINE)

    assert stage_of(database, item) == "open"
    assert browse("ghana").get(f"/assistance/{item}").words("[id^=offer-] .st") == [
        "Taken back",
        "Declined with thanks",
    ]


def test_several_offers_can_be_accepted_one_after_the_other(making, database):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        ids = [maker.offer(item, who) for who in ("denmark", "timor", "eu")]
        for offer_id in ids[:2]:
            maker.answer(item, offer_id, "ghana", Act.ACCEPT)
        maker.step("start", item, "ghana", "denmark")
        maker.answer(item, ids[2], "ghana", Act.ACCEPT)

    assert stage_of(database, item) == "under_way"


def test_an_offer_of_another_request_is_not_found(browse, making):
    with making() as maker:
        one = maker.request(Stage.OPEN)
        other = maker.request(Stage.OPEN)
        offer_id = maker.offer(other, "denmark")
    ghana = browse("ghana")
    sent = {"version": version(ghana.get(f"/assistance/{one}"))}

    ghana.post(f"/assistance/{one}/offers/{offer_id}/accept", sent, status=404)
    ghana.post(f"/assistance/{one}/offers/missing00000/accept", sent, status=404)


@pytest.mark.parametrize(("act", "allowed"), [("accept", "ghana"), ("take-back", "denmark")])
def test_only_the_right_side_answers_an_offer(browse, making, act, allowed):
    with making() as maker:
        item = maker.request(Stage.OPEN)
        offer_id = maker.offer(item, "denmark")
    for who in {"ghana", "denmark", "editor"} - {allowed}:
        address = f"/assistance/{item}/offers/{offer_id}/{act}"
        browse(who).post(address, {"version": "5"}, status=403)
    browse("timor").post(f"/assistance/{item}/offers/{offer_id}/{act}", status=404)


def test_a_request_whose_addressees_have_left_is_not_opened_into_the_void(browse, asked, database):
    item = asked(Stage.SUBMITTED, "members:TLS")
    with database.unit_of_work() as db:
        db.execute(
            text(
                "UPDATE appointment SET ends = '2021-01-01' WHERE office_id IN"
                " (SELECT id FROM office WHERE member = 'TLS')"
            )
        )
    editor = browse("editor")
    sent = {"version": version(editor.get(f"/assistance/{item}"))}

    page = editor.post(f"/assistance/{item}/authenticate", sent, status=409)
    assert page.words(".note.stop p")[0].startswith("Nobody among those addressed")
    assert stage_of(database, item) == "submitted"
    with database.read() as conn:
        assert conn.execute(text("SELECT opened_at FROM assistance_request")).scalar_one() is None


def test_a_group_of_which_only_the_asker_has_an_office_is_nobody(browse, asked):
    item = asked(Stage.SUBMITTED, "group:african")
    editor = browse("editor")
    sent = {"version": version(editor.get(f"/assistance/{item}"))}

    editor.post(f"/assistance/{item}/authenticate", sent, status=409)


def test_the_secretariat_and_strangers_do_not_ask(browse):
    for who in ("editor", "stranger"):
        browse(who).get("/assistance/new", status=403)
        browse(who).post("/assistance/new", WHAT, status=403)


def test_only_the_office_writes_and_only_before_it_submits(browse, asked):
    for stage, status in ((Stage.OPEN, 403), (Stage.DRAFT, 404)):
        item = asked(stage)
        for page in ("what", "how", "readers", "check"):
            browse("denmark").get(f"/assistance/{item}/{page}", status=status)
    browse("ghana").get(f"/assistance/{asked(Stage.OPEN)}/what", status=403)
    browse("ghana").post(f"/assistance/{asked(Stage.OPEN)}/how", HOW, status=403)
