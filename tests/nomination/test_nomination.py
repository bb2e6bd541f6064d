"""A mission nominates without signing in; only the administrator reads it and answers."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.audit.models import AuditRecord
from app.core import clock
from app.core.days import working_days_after
from app.core.db import table
from app.directory.evidence_models import Evidence
from app.directory.models import Appointment, Invitation
from app.files.models import Attachment
from app.mail.models import Letter
from app.nomination import fading
from app.nomination.models import Nomination
from app.sealing.models import RecordKey
from app.web.components import date_words
from app.web.throttle import NOMINATING
from tests.files import corpus
from tests.support.browse import Browser
from tests.support.given import SECRET
from tests.support.uploading import sent

HERE = "/directory/KEN/appoint"
NOTE = ("Note.pdf", corpus.pdf(), "application/pdf")
NUMBER = f"R2P/{clock.today().year}/NOM/001"
SENT = {
    "name": "Wanjiru Kamau",
    "position": "Director, Ministry of Justice",
    "person_email": "w.kamau@justice.example",
    "authority": "The Minister for Foreign Affairs",
    "evidence": "Note verbale 12/2026 of 3 May 2026",
    "announce_on": str(clock.today() + timedelta(days=30)),
    "writer": "First Secretary Otieno",
    "writer_email": "otieno@mission.example",
    "then": "send",
}


def rows(database, model, *columns: str) -> list[tuple]:
    """These columns of every row, the oldest row first."""
    found = table(model)
    order = [found.c["created_at"]] if "created_at" in found.c else found.primary_key
    wanted = select(*(found.c[name] for name in columns)).order_by(*order)
    with database.read() as conn:
        return [tuple(row) for row in conn.execute(wanted)]


@pytest.fixture
def public(browse):
    """Somebody at a mission, without an account, who has opened the page."""
    visitor = browse()
    visitor.get(HERE)
    return visitor


@pytest.fixture
def nominated(public, database) -> str:
    """The id of a nomination that waits."""
    public.post(HERE, SENT, status=200)
    return str(rows(database, Nomination, "id")[0][0])


def test_the_page_says_what_it_takes_and_whom_to_ask(browse):
    page = browse().get(HERE)

    assert page.words("h1") == ["Appoint a Focal Point"]
    peers = [a["href"] for a in page.soup.select("dl.facts dd a[href^='/directory/']")]
    assert "/directory/RWA" in peers
    assert "/directory/KEN" not in peers
    assert "/directory/DNK" not in peers, "another region"
    assert HERE in [a["href"] for a in browse().get("/directory/KEN").soup.select("main a")]
    browse().get("/directory/ZZZ/appoint", status=404)


def test_the_same_page_stands_for_who_has_a_focal_point_and_who_has_none(browse):
    """It must not tell whether an office is vacant."""

    def parts(code: str) -> list[str]:
        return browse().get(f"/directory/{code}/appoint").words("main h2, main dt, main label")

    assert parts("GHA") == parts("KEN") != []


def test_the_note_verbale_is_written_and_nothing_is_kept(public, database):
    sent = {
        "name": "Wanjiru <Kamau>", "position": "Director", "announce_on": " ", "then": "note",
    }  # fmt: skip
    page = public.post(HERE, sent, status=200)

    text = " ".join(page.words("#note .read p"))
    assert "The Permanent Mission of Kenya presents its compliments" in text
    assert "held by Wanjiru <Kamau>, Director." in text
    assert "[Who appoints] has decided" in text
    assert page.soup.select_one("#f-name")["value"] == "Wanjiru <Kamau>"
    assert (rows(database, Nomination, "id"), rows(database, Letter, "id")) == ([], [])

    again = public.post(HERE, {**sent, "name": ""}, status=422)
    assert again.words(".problem li") == ["Write the name of the person who is appointed."]
    assert again.soup.select("#note") == []


def test_a_nomination_has_a_number_a_day_and_letters_to_both_sides(public, database, cast):
    page = public.post(HERE, {**SENT, "once": "n" * 22}, status=200)
    due = working_days_after(clock.today(), 5)

    assert NUMBER in page.words(".lede")[0]
    assert date_words(due) in page.text
    assert rows(database, Nomination, "number", "member", "stage", "name", "due") == [
        (NUMBER, "KEN", "waiting", "Wanjiru Kamau", due)
    ]
    letters = rows(database, Letter, "address", "person_id", "subject", "body")
    (to_mission,) = [one for one in letters if one[0]]
    assert to_mission[0] == "otieno@mission.example"
    assert to_mission[2] == f"Your nomination has arrived: {NUMBER}"
    answers = cast["administrator"].viewer.person_id
    assert [one[1] for one in letters if one[1]] == [answers], "the editor could not open it"
    assert "Wanjiru" not in "".join(body for *_, body in letters), "names stay in the portal"

    public.post(HERE, {**SENT, "once": "n" * 22})
    assert len(rows(database, Nomination, "id")) == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": ""}, "Write the name of the person who is appointed."),
        ({"position": " "},
         "Write the post and the ministry, such as Director, Ministry of Justice."),
        ({"person_email": "none"}, "Write an e-mail address, such as focalpoint@ministry.example."),
        ({"authority": ""}, "Write who appointed, such as the Minister for Foreign Affairs."),
        ({"evidence": ""}, "Name the paper, such as the number and date of the note verbale."),
        ({"writer": ""}, "Write your name and your post at the mission."),
        ({"writer_email": "a b@c.d"},
         "Write an e-mail address, such as focalpoint@ministry.example."),
        ({"announce_on": "2020-01-01"},
         "Choose a day from today on, within a year, or leave it empty."),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(public, database, changed, says):
    page = public.post(HERE, {**SENT, **changed}, status=422)

    assert page.words(".problem li") == [says]
    kept = {field["name"]: field.get("value") for field in page.soup.select("main form input[id]")}
    expected = {**SENT, **changed}
    assert {name: kept[name] for name in kept} == {name: expected[name] for name in kept}
    assert rows(database, Nomination, "id") == []


def test_who_sends_very_many_waits_and_shuts_out_nobody_else(public, database, app):
    """Neither tells the answer how many wait, nor does the Secretariat get a letter for each."""
    for _ in range(NOMINATING.room + 1):
        public.post(HERE, SENT, status=200)
    page = public.post(HERE, SENT, status=429)
    with TestClient(app, follow_redirects=False, client=("198.51.100.7", 1)) as http:
        mission = Browser(http, SECRET)
        mission.get("/sign-in")
        mission.post(HERE, SENT, status=200)
        mission.post("/directory/UGA/appoint", SENT, status=200)

    assert "Wanjiru Kamau" in page.text
    assert len(rows(database, Nomination, "id")) == NOMINATING.room + 3
    to_secretariat = [one for one in rows(database, Letter, "subject") if "waits" in one[0]]
    assert len(to_secretariat) == 2


@pytest.mark.parametrize("who", ["nobody", "stranger", "ghana", "denmark", "editor"])
def test_only_the_administrator_reads_and_answers(browse, nominated, database, who):
    here, status = f"/nominations/{nominated}", 303 if who == "nobody" else 403
    person = browse(who)
    if who != "nobody":
        person.get(here, status=status)
        for act in ("accept", "refuse"):
            person.post(f"{here}/{act}", {"why": "No."}, status=status)
    assert "Wanjiru" not in person.client.get(here).text
    if who == "editor":
        assert "Wanjiru" not in person.get("/desk").text
    assert rows(database, Nomination, "stage") == [("waiting",)]
    browse("administrator").get("/nominations/abcdefghijkm", status=404)


def test_accepted_it_becomes_an_office_taken_and_public_on_the_day_chosen(
    browse, nominated, database
):
    admin, here = browse("administrator"), f"/nominations/{nominated}"
    assert admin.get("/desk").words("#queue tbody th a") == ["Wanjiru Kamau"]
    address = admin.post(f"{here}/accept", status=200).words("code.address")[0]
    assert admin.get("/desk").soup.select("#queue tbody") == []
    admin.post(f"{here}/accept", status=409)
    answered = rows(database, Nomination, "stage", "writer", "writer_email", "person_email")
    assert answered == [("accepted", "", "", "")]
    for who in ("kenya's page", "member"):
        assert "ominat" not in " ".join(admin.get("/directory/KEN/history").words("td")), who
    (accepted,) = [one for one in rows(database, Letter, "address", "subject", "body")
                   if "accepted" in one[1]]  # fmt: skip
    assert accepted[0] == "otieno@mission.example"
    assert "/invitation/" not in accepted[2]

    stranger = browse("stranger")
    path = "/" + address.split("/", 3)[3]
    stranger.post(path, {"member": "Kenya"})
    held = rows(database, Appointment, "stage", "authority", "evidence", "announced_on")
    day = date.fromisoformat(SENT["announce_on"])
    assert ("verified", SENT["authority"], SENT["evidence"], day) in held
    assert rows(database, Invitation, "announce_on", "vouched") == [(day, True)]
    assert "Recorded in this portal" not in browse().get("/directory/KEN").text
    with clock.moved(timedelta(days=31)):
        assert "Recorded in this portal" in browse().get("/directory/KEN").text


def test_refused_the_mission_reads_why_and_nobody_is_invited(browse, nominated, database):
    admin, here = browse("administrator"), f"/nominations/{nominated}"
    empty = admin.post(f"{here}/refuse", {"why": " "}, status=422)
    assert empty.words(".problem li") == ["Write the reason in one or two sentences."]
    admin.post(f"{here}/refuse", {"why": "The mission does not know of it."})

    assert rows(database, Nomination, "stage", "why") == [
        ("refused", "The mission does not know of it.")
    ]
    (letter,) = [one for one in rows(database, Letter, "address", "subject", "body")
                 if "could not" in one[1]]  # fmt: skip
    assert letter[0] == "otieno@mission.example"
    assert "The mission does not know of it." in letter[2]
    assert rows(database, Invitation, "id") == []
    admin.post(f"{here}/accept", status=409)
    page = admin.get(here)
    assert "Refused. The mission was told, with the reason." in page.text
    events = [one[0] for one in rows(database, AuditRecord, "event") if "nominat" in one[0]]
    assert events == ["nomination:focal-point:nominated", "nomination:nomination:refused"]


def test_a_nomination_in_french_is_answered_in_french(public, browse, database):
    public.client.cookies.set("language", "fr")
    public.post(HERE, SENT, status=200)
    ((made,),) = rows(database, Nomination, "id")
    browse("administrator").post(f"/nominations/{made}/refuse", {"why": "Non."})

    subjects = [one[1] for one in rows(database, Letter, "address", "subject") if one[0]]
    assert subjects == [
        f"Votre proposition est arrivée : {NUMBER}",
        f"Votre proposition n’a pas pu être acceptée : {NUMBER}",
    ]


def test_its_note_verbale_becomes_the_evidence_without_being_sent_again(
    browse, nominated, database
):
    admin, base = browse("administrator"), f"/nominations/{nominated}/evidence"
    admin.post(base, **sent(NOTE))
    ((file_id,),) = rows(database, Attachment, "id")
    here = f"{base}/{file_id}"
    assert admin.get(f"/nominations/{nominated}").soup.select_one("a[download]")["href"] == here
    assert admin.get(here).raw.content.startswith(b"%PDF-")
    for who in ("ghana", "denmark", "editor"):
        browse(who).get(here, status=404)
        browse(who).get(base, status=403)
    assert parties(database, file_id) == ["secretariat"]

    admin.post(f"/nominations/{nominated}/accept", {"seen": "another"}, status=409)
    answer = admin.post(f"/nominations/{nominated}/accept", status=409)
    assert "a note verbale was attached or removed, so nothing was decided" in answer.text
    assert rows(database, Nomination, "stage", "invitation_id") == [("waiting", None)]
    page = admin.get(f"/nominations/{nominated}")
    read = {"seen": [one["value"] for one in page.soup.select("input[name=seen]")]}
    accepted = admin.post(f"/nominations/{nominated}/accept", read, status=200)
    address = accepted.words("code.address")[0]
    admin.post(base, **sent(NOTE), status=409)
    admin.post(f"{here}/remove", {"why": "Late."}, status=409)
    assert parties(database, file_id) == ["member:KEN", "secretariat"]
    kenya = browse("stranger")
    kenya.post("/" + address.split("/", 3)[3], {"member": "Kenya"})
    ((appointment,),) = rows(database, Evidence, "appointment_id")
    now = f"/appointments/{appointment}/evidence/{file_id}"
    record = kenya.get("/directory/KEN/offices")
    assert [a["href"] for a in record.soup.select("a[download]")] == [now]
    assert kenya.get(now).raw.content.startswith(b"%PDF-")
    kenya.get(here, status=404)
    for who in ("ghana", "denmark"):
        browse(who).get(now, status=404)


def test_the_note_verbale_of_what_came_to_nothing_is_deleted(browse, nominated, database):
    admin = browse("administrator")
    admin.post(f"/nominations/{nominated}/evidence", **sent(NOTE))
    admin.post(f"/nominations/{nominated}/refuse", {"why": "No mission wrote it."})
    for days, left in ((89, 1), (91, 0)):
        with clock.moved(timedelta(days=days)), database.unit_of_work() as db:
            fading.sweep(db)
        assert len(rows(database, Attachment, "id")) == left
        assert len(rows(database, Evidence, "id")) == left


def parties(database, file_id: str) -> list[str]:
    found = rows(database, RecordKey, "record", "party")
    return sorted(party for record, party in found if record == file_id)
