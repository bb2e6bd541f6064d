"""An office under review: two people decide, nobody acts for it, those concerned are told."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.access.scopes import Scope
from app.access.viewer import OfficeKind
from app.assistance.rules import Stage
from app.contested import due
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.directory import invitations, keeping, leaving
from app.directory.holding import appointment
from app.directory.keeping import Paper
from app.identity import tokens
from app.identity.models import AccessToken
from tests.assistance.conftest import asked, making
from tests.assistance.sample import SOON, working
from tests.contested.conftest import WHY
from tests.support.people import brought_in, just_signed_in, settle_as
from tests.support.rows import dump

__all__ = ["asked", "making"]

DAY = timedelta(days=1)
PAPER = Paper("The Minister", "Note 1", read=True)
SAID = "This office is under review: it is contested who holds it."


# two people ----------------------------------------------------------------------------------


def test_one_proposes_and_a_second_agrees(browse, contest):
    place = contest.place
    editor, administrator = browse("editor"), browse("administrator")
    assert editor.post(place, {"reason": WHY}).location == place
    assert contest.reviews() == [(False, False)]
    assert contest.letters() == [
        ("administrator", "A second person is asked for: Focal Point, Ghana")
    ]
    browse("ghana").get("/assistance")

    page = editor.get(place)
    assert WHY in page.text
    assert page.words("main .act button") == ["Withdraw the proposal"]
    assert administrator.get(place).words("main .act button") == [
        "Agree: put it under review", "Withdraw the proposal",
    ]  # fmt: skip
    assert administrator.get("/desk").words("#queue tbody th a") == ["Focal Point, Ghana"]
    administrator.post(f"{place}/confirm", {"stage": "proposed"})

    assert contest.reviews() == [(True, False)]
    assert contest.events() == ["proposed", "started"]
    said = editor.get(place)
    names = [contest.cast[who].viewer.name for who in ("editor", "administrator")]
    assert [name in said.text for name in names] == [True, True], "who proposed and who agreed"


def test_who_proposed_does_not_agree(browse, contest):
    place = contest.place
    editor = browse("editor")
    editor.post(place, {"reason": WHY})

    editor.post(f"{place}/confirm", {"stage": "proposed"}, status=409)

    assert contest.reviews() == [(False, False)]
    browse("administrator").post(f"{place}/confirm", {"stage": "proposed"})
    browse("administrator").post(f"{place}/end", {"ground": "mistaken"})
    browse("administrator").post(f"{place}/confirm", {"stage": "ending"}, status=409)
    assert contest.reviews() == [(True, False)]
    assert contest.events() == ["proposed", "started", "ending-proposed"]


def test_what_was_proposed_is_withdrawn_by_either(browse, contest):
    place = contest.place
    browse("editor").post(place, {"reason": WHY})
    browse("administrator").post(f"{place}/withdraw", {"stage": "proposed"})
    assert contest.reviews() == [(False, True)]
    browse("ghana").get("/assistance")

    browse("administrator").post(place, {"reason": WHY})
    browse("editor").post(f"{place}/confirm", {"stage": "proposed"})
    browse("editor").post(f"{place}/end", {"ground": "protocol-list"})
    browse("editor").post(f"{place}/withdraw", {"stage": "ending"})
    assert contest.reviews() == [(False, True), (True, False)]
    assert contest.events() == [
        "proposed", "withdrawn", "proposed", "started", "ending-proposed", "ending-withdrawn",
    ]  # fmt: skip


def test_what_is_not_so_any_more_is_refused(browse, database, contest):
    place = contest.place
    editor = browse("editor")
    editor.post(f"{place}/end", {"ground": "mistaken"}, status=409)
    contest.begin()
    before = dump(database)
    for path, sent in (
        (place, {"reason": "Once more."}),
        (f"{place}/confirm", {"stage": "proposed"}),
        (f"{place}/confirm", {"stage": "in-force"}),
        (f"{place}/withdraw", {"stage": "in-force"}),
        (f"{place}/withdraw", {"stage": "proposed"}),
    ):
        editor.post(path, sent, status=409)
    editor.post(f"{place}/confirm", {"stage": "nonsense"}, status=400)
    for sent, said in (
        ({}, "Choose the ground on which the review ends."),
        ({"ground": "a whim"}, "Choose one of the answers offered."),
    ):
        assert editor.post(f"{place}/end", sent, status=422).words(".err") == [said]
    assert {n for n, rows in dump(database).items() if rows != before[n]} <= {"session"}


def test_a_review_wants_a_reason(browse, contest):
    place = contest.place
    page = browse("editor").post(place, {"reason": " "}, status=422)
    assert [one["id"] for one in page.soup.select("[aria-invalid]")] == ["f-reason"]
    assert contest.reviews() == []


@pytest.mark.parametrize("who", ["ghana", "ghana_alternate", "denmark", "stranger"])
def test_nobody_else_reads_or_does_it(browse, who, contest):
    place = contest.place
    other = browse(who)
    other.get(place, status=403)
    for path in (place, f"{place}/end", f"{place}/confirm", f"{place}/withdraw"):
        other.post(path, {"reason": WHY, "stage": "proposed"}, status=403)
    assert contest.reviews() == []


def test_the_secretariats_own_offices_are_never_under_review(browse, cast):
    own = cast["administrator"].viewer.office.id
    browse("editor").get(f"/offices/{own}/review", status=404)
    browse("editor").post(f"/offices/{own}/review", {"reason": WHY}, status=404)
    browse("editor").get("/offices/none/review", status=404)


# one person alone ----------------------------------------------------------------------------


@pytest.fixture
def alone(database, cast) -> None:
    """Leave the Secretariat with its administrator."""
    editor = cast["editor"].viewer.person_id
    with database.unit_of_work() as db:
        db.execute(delete(appointment).where(appointment.c.person_id == editor))


@pytest.mark.usefixtures("alone")
def test_who_is_alone_waits_three_days_and_the_member_is_told(browse, portal, contest):
    place = contest.place
    browse("administrator").post(place, {"reason": WHY})
    subject = "Proposed by the Secretariat: Focal Point, Ghana"
    assert contest.letters() == [("ghana", subject), ("ghana_alternate", subject)]

    def run(hours: float) -> int:
        with clock.moved(timedelta(hours=hours)):
            return due.take_effect_due(portal)

    assert (run(71.9), contest.reviews()) == (0, [(False, False)])
    assert (run(72.1), run(72.1), contest.reviews()) == (1, 0, [(True, False)])
    assert contest.letters() == [
        ("ghana", "Under review: Focal Point, Ghana"),
        ("ghana_alternate", "Under review: Focal Point, Ghana"),
    ]
    browse("administrator").post(f"{place}/end", {"ground": "note-verbale"})
    assert contest.letters() == [("ghana", subject), ("ghana_alternate", subject)]
    assert (run(71.9), run(72.1), contest.reviews()) == (0, 1, [(True, True)])
    assert contest.events() == ["proposed", "started", "ending-proposed", "ended"]


@pytest.mark.usefixtures("alone")
def test_what_was_withdrawn_never_takes_effect(browse, portal, contest):
    place = contest.place
    browse("administrator").post(place, {"reason": WHY})
    browse("administrator").post(f"{place}/withdraw", {"stage": "proposed"})
    with clock.moved(DAY * 9):
        assert due.take_effect_due(portal) == 0
    assert contest.reviews() == [(False, True)]


def test_with_two_people_time_alone_does_nothing(browse, portal, contest):
    place = contest.place
    browse("editor").post(place, {"reason": WHY})
    with clock.moved(DAY * 90):
        assert due.take_effect_due(portal) == 0
    assert contest.reviews() == [(False, False)]


def test_who_was_just_appointed_is_no_second_person(browse, database, contest, cast):
    """Nor may one who was verified just now, however long ago the line was written."""
    with database.unit_of_work() as db:
        cast["third"] = settle_as(db, contest.settings, "third", ("SEC", OfficeKind.EDITOR))
        brought_in(db, cast["third"], verified_at=clock.now())
        db.flush()
        just_signed_in(db, contest.settings)
    for one, other in (("administrator", "third"), ("third", "administrator")):
        browse(one).post(contest.place, {"reason": WHY})
        page = browse(other).get(contest.place)
        assert page.words("main .act button") == ["Withdraw the proposal"]
        said = (
            browse(other).post(f"{contest.place}/confirm", {"stage": "proposed"}, status=409).text
        )
        assert "in the Secretariat for less than 72 hours" in said
        browse(one).post(f"{contest.place}/withdraw", {"stage": "proposed"})
    browse("third").post(contest.place, {"reason": WHY})
    later = {"verified_at": clock.now() - timedelta(hours=72, minutes=1)}
    with database.unit_of_work() as db:
        brought_in(db, cast["third"], **later)
    browse("editor").post(f"{contest.place}/confirm", {"stage": "proposed"})
    assert contest.reviews() == [(False, True)] * 2 + [(True, False)]


def test_where_no_two_can_decide_a_colleague_lets_three_days_begin(
    browse, database, portal, contest, cast
):
    """Both ways, and each time the member and the Secretariat are told when they begin."""
    with database.unit_of_work() as db:
        brought_in(db, cast["editor"], verified_by=cast["administrator"].viewer.person_id)
    place, hours = contest.place, timedelta(hours=72, minutes=1)
    for path, stage, sent, reviews in (
        (place, "proposed", {"reason": WHY}, (True, False)),
        (f"{place}/end", "ending", {"ground": "mistaken"}, (True, True)),
    ):
        assert "No two people of the Secretariat" in browse("editor").get(place).text
        browse("editor").post(path, sent)
        assert [who for who, _ in contest.letters()] == ["administrator"]
        admin, before = browse("administrator"), contest.reviews()
        buttons = admin.get(place).words("main .act button")
        assert buttons == ["Agree: let 72 hours begin", "Withdraw the proposal"]
        admin.post(f"{place}/confirm", {"stage": stage})
        told = [who for who, subject in contest.letters() if subject.startswith("Proposed by")]
        assert told == ["editor", "ghana", "ghana_alternate"]
        admin.post(f"{place}/confirm", {"stage": stage}, status=409)  # it begins once
        assert (due.take_effect_due(portal), contest.reviews()) == (0, before)
        with clock.moved(hours):
            assert due.take_effect_due(portal) == 1
        assert contest.reviews() == [reviews]
        contest.letters()
    assert contest.events() == [
        "proposed", "agreed", "started", "ending-proposed", "agreed", "ended",
    ]  # fmt: skip


@pytest.fixture
def thrown_out(database, cast):
    """Let somebody hold no office of the Secretariat any more, or one again."""

    def leave(who: str, stage: str = "revoked") -> None:
        with database.unit_of_work() as db:
            brought_in(db, cast[who], stage=stage)

    return leave


@pytest.mark.parametrize("ending", [False, True])
def test_the_word_of_who_was_thrown_out_counts_for_nothing(
    browse, portal, contest, thrown_out, ending
):
    """It is refused to whoever agrees, and called off by the duty; those concerned are told."""
    place, stage, path, sent = contest.place, "proposed", "", {"reason": WHY}
    if ending:
        contest.begin()
        stage, path, sent = "ending", "/end", {"ground": "mistaken"}
    before = contest.reviews()
    thrown_out("editor")
    browse("administrator").post(place + path, sent)  # alone: it waits
    thrown_out("editor", "verified")
    thrown_out("administrator")
    contest.letters()

    editor = browse("editor")
    assert editor.get(place).words("main .act button") == ["Withdraw the proposal"]
    said = editor.post(f"{place}/confirm", {"stage": stage}, status=409).text
    assert "no longer acts for the Secretariat" in said
    with clock.moved(timedelta(hours=80)):
        assert (due.take_effect_due(portal), due.take_effect_due(portal)) == (1, 0)
    assert contest.reviews() == (before if ending else [(False, True)])
    off = "No longer proposed by the Secretariat: Focal Point, Ghana"
    assert contest.letters() == [(who, off) for who in ("editor", "ghana", "ghana_alternate")]
    assert contest.events()[-1] == ("ending-withdrawn" if ending else "withdrawn")


def test_a_colleague_is_told_and_the_member_is_not_where_it_waited_for_a_second(
    browse, portal, contest, thrown_out
):
    browse("editor").post(contest.place, {"reason": WHY})
    thrown_out("editor")
    contest.letters()
    assert due.take_effect_due(portal) == 1
    assert [who for who, _ in contest.letters()] == ["administrator"]
    assert contest.reviews() == [(False, True)]


# nobody acts for it --------------------------------------------------------------------------


def test_the_holder_is_out_at_once_and_comes_back_by_signing_in_after_the_review(
    browse, asked, contest
):
    place = f"/assistance/{asked(Stage.IN_TALKS)}"
    browse("ghana").get(place)

    contest.begin()

    browse("ghana").get("/home", status=303)
    ghana = contest.anew("ghana")
    page = ghana.get("/home")
    assert page.words("h1") == ["You hold no office at present"]
    assert "This office is under review" in page.text
    ghana.get(place, status=404)
    ghana.get("/assistance", status=403)
    browse("ghana_alternate").get(place)

    contest.end()

    ghana.get("/home", status=303)
    contest.anew("ghana").get(place)


def appointed(db, somebody) -> str:
    """Return the appointment of somebody."""
    held = appointment.c.person_id == somebody.viewer.person_id
    return str(db.execute(select(appointment.c.id).where(held)).scalar_one())


def test_whoever_stands_in_and_programmes_are_out_too(browse, database, asked, contest):
    cast, office = contest.cast, contest.office
    with database.unit_of_work() as db:
        seat = ("GHA", OfficeKind.MISSION_CONTACT)
        cast["mission"] = settle_as(db, contest.settings, "mission", seat)
        wanted, ghana = tokens.Wanted("A programme", [Scope.ASSISTANCE], 30), cast["ghana"]
        secret = tokens.make(db, ghana.viewer, ghana.session, appointed(db, ghana), wanted)
        stand_in = appointed(db, cast["mission"])
    ends = (clock.today() + DAY * 9).isoformat()
    browse("ghana").post(f"/offices/{office}/away", {"ends": ends, "stand_in": stand_in})
    place = f"/assistance/{asked()}"
    standing_in = browse("mission")
    standing_in.post("/account/office", {"office": office})
    standing_in.get(place)
    programme = {"authorization": f"Bearer {secret}"}
    browse().get("/api/v1/assistance", headers=programme)

    contest.begin()

    browse("mission").get("/home", status=303)
    contact = contest.anew("mission")
    contact.get(place, status=404)
    contact.post("/account/office", {"office": office}, status=403)
    browse().get("/api/v1/assistance", headers=programme, status=401)
    contest.end()
    browse().get("/api/v1/assistance", headers=programme, status=401)
    with database.read() as conn:
        assert conn.execute(select(table(AccessToken))).all() == []


def test_an_alternate_goes_on_as_while_there_is_no_focal_point(browse, asked, contest):
    place = f"/assistance/{asked()}"
    contest.begin()
    page = browse("ghana_alternate").get(place)
    assert not [one for one in page.soup.select("main form") if "withdraw" in one["action"]]


def test_nobody_comes_to_the_office_or_hands_it_over(browse, database, portal, cast, contest):
    office = contest.office
    administrator = browse("administrator")
    record = administrator.get("/directory/GHA/offices")
    assert record.soup.select(f'a[href="/offices/{office}/invite"]')
    with database.unit_of_work() as db:
        token = invitations.invite_to(db, cast["administrator"].viewer, office, "A", PAPER)
    contest.begin()

    record = administrator.get("/directory/GHA/offices")
    assert SAID in record.text
    for path in ("invite", "away"):
        assert not record.soup.select(f'a[href="/offices/{office}/{path}"]')
    assert not record.soup.select(f'a[href="/hand-over/{office}"]')
    before = dump(database)
    sent = {"name": "B", "authority": "The Minister", "evidence": "Note 2"}
    administrator.post(f"/offices/{office}/invite", sent, status=409)
    administrator.post(f"/hand-over/{office}", {"note": "A note."}, status=409)
    administrator.post(f"/offices/{office}/away", {"ends": "2030-01-01"}, status=404)
    browse("stranger").post(f"/invitation/{token}", {"member": "Ghana"}, status=409)
    viewer, person = cast["administrator"].viewer, cast["stranger"].viewer.person_id
    with pytest.raises(Conflict), database.unit_of_work() as db:
        keeping.record_holder(db, viewer, office, str(person), PAPER, clock.today())
    with pytest.raises(Conflict), database.unit_of_work() as db:
        leaving.hand_over(
            db, viewer, portal.seal, office, holding=None, last_day=clock.today(), note=""
        )
    assert {n for n, rows in dump(database).items() if rows != before[n]} <= {
        "session", "throttle",
    }  # fmt: skip

    contest.end()
    browse("stranger").post(f"/invitation/{token}", {"member": "Ghana"})


def test_who_was_proposed_is_not_verified_meanwhile(browse, database, cast, contest):
    office = contest.office
    with database.unit_of_work() as db:
        taker = cast["stranger"].viewer
        made = keeping.appoint(db, taker, office, Paper("", ""), verified_by=None).id
    contest.begin()
    sent = {"authority": "The Minister", "evidence": "Note 1"}
    browse("administrator").post(f"/appointments/{made}/verify", sent, status=409)
    browse("administrator").post(f"/appointments/{made}/refuse", {"why": "No."})


# who is told, and clocks ---------------------------------------------------------------------


def test_members_are_told_until_it_is_over_and_the_public_never(browse, contest):
    place = contest.place

    def told(who: str) -> bool:
        return SAID in browse(who).get("/directory/GHA").text

    public = browse().get("/directory/GHA").text
    browse("editor").post(place, {"reason": WHY})
    assert not told("denmark")
    browse("editor").post(f"{place}/withdraw", {"stage": "proposed"})
    contest.begin()
    assert [told(who) for who in ("denmark", "ghana_alternate", "editor")] == [True] * 3
    assert [told(who) for who in ("nobody", "stranger")] == [False] * 2
    assert len(browse().get("/directory/GHA").text) == len(public)
    assert WHY not in browse("denmark").get("/directory/GHA").text
    contest.end()
    assert not told("denmark")


def test_the_other_sides_and_the_member_get_letters(browse, making, contest):
    with making() as maker:
        asked_ = maker.request(Stage.IN_TALKS)
        maker.request(Stage.IN_TALKS, owner="costa_rica", helper="ghana")
        maker.request(Stage.CLOSED, helper="timor")
        maker.request(Stage.IN_TALKS, owner="timor", helper="eu")
    contest.letters()
    contest.begin()
    concerned, office = ("costa_rica", "denmark", "ghana", "ghana_alternate"), "Focal Point, Ghana"
    assert contest.letters() == [
        ("administrator", f"A second person is asked for: {office}"),
        *((who, f"Under review: {office}") for who in concerned),
    ]
    sentence = "An office on the other side is under review: nobody acts for it now."
    assert sentence in browse("denmark").get("/home").text
    line = "Focal Point, Ghana: under review"
    assert line in browse("denmark").get(f"/assistance/{asked_}").text

    contest.end()

    told = [(who, f"No longer under review: {office}") for who in concerned]
    asked_for = ("editor", f"A second person is asked for: {office}")
    assert contest.letters() == sorted([*told, asked_for])
    assert line not in browse("denmark").get(f"/assistance/{asked_}").text


def test_a_counterpart_takes_its_offer_back(browse, making, contest):
    with making() as maker:
        asked_ = maker.request(Stage.OPEN)
        offer = maker.offer(asked_, "denmark")
    contest.begin()
    denmark = browse("denmark")
    page = denmark.get(f"/assistance/{asked_}")
    version = page.soup.select_one('form[action$="/take-back"] input[name="version"]')["value"]
    denmark.post(f"/assistance/{asked_}/offers/{offer}/take-back", {"version": version})
    assert "Taken back" in denmark.get(f"/assistance/{asked_}").text


def test_days_under_review_do_not_count(browse, asked, contest):
    place = f"/assistance/{asked(audience='members:GHA,DNK', owner='costa_rica')}"

    def due_for(who: str) -> list[str]:
        return [
            one["datetime"] for one in browse(who).get("/home").soup.select("#h-waits ~ ul time")
        ]

    assert due_for("ghana_alternate") == [SOON.isoformat()]
    with clock.moved(DAY * 2):
        contest.begin()
    with clock.moved(DAY * 6):
        assert due_for("ghana_alternate") == [working(SOON + DAY * 5, "GH").isoformat()]
        contest.end()
    with clock.moved(DAY * 8):
        contest.anew("ghana").get(place)
        assert due_for("ghana") == [working(SOON + DAY * 5, "GH").isoformat()]
        assert due_for("denmark") == [SOON.isoformat()]


# the record, and in French -------------------------------------------------------------------


def test_the_record_says_who_decided_it(browse, contest):
    place = contest.place
    contest.begin()
    contest.end()
    lines = browse("administrator").get("/directory/GHA/history").words("main tbody tr")
    said = [line for line in lines if "eview of an office" in line or "under review" in line]
    assert len(said) == 4
    assert "Put this office under review" in browse("editor").get(place).text


def test_it_is_said_in_french(browse, contest):
    place = contest.place
    french = {"accept-language": "fr"}
    contest.begin()
    page = browse("editor").get(place, headers=french)
    assert page.words("h1") == ["Examen d’un bureau"]


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("press", ["confirm", "withdraw"])
def test_an_answer_is_for_the_proposal_that_was_read(browse, cast, contest, press, anew):
    here = f"/offices/{cast['ghana'].viewer.office.id}/review"
    admin, editor = browse("administrator"), browse("editor")
    admin.post(here, {"reason": "Two letters."})
    read = editor.get(here).soup.select_one("[name=seen]")["value"]
    if anew:
        admin.post(f"{here}/withdraw", {"stage": "proposed"})
        admin.post(here, {"reason": "Another reason."})

    sent = {"stage": "proposed", "seen": read}
    editor.post(f"{here}/{press}", sent, status=409 if anew else 303)

    begun = "This office is under review" in editor.get(here).text
    assert begun is (press == "confirm" and not anew)
    over = press == "withdraw" and not anew
    assert contest.reviews() == [(False, True), (False, False)] if anew else [(begun, over)]
