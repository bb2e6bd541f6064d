"""Entered for an office that asked by letter: marked until it confirms, corrects or refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.files.models import Attachment
from app.items.models import Item, ItemLabel
from app.mail.models import Letter
from app.notifications import choices
from app.notifications.classes import How, NoticeClass
from app.notifications.models import DigestLine, Notice, Waiting
from app.practices.behalf.models import PracticeBehalf, PracticeLetter
from app.practices.rules import Stage, What
from tests.practices import behalf
from tests.practices.sample import FIRST_PAGE
from tests.practices.test_practice_change import rows, stage_of
from tests.support.uploading import meanwhile, sent

LETTER = ("Our letter of May.png", behalf.picture(), "image/png")
MARK = "Entered for Ghana by the Secretariat, not confirmed"
practice_behalf, waiting = table(PracticeBehalf), table(Waiting)


@pytest.fixture
def entered(database, cast, portal):
    """Return a writer: ``entered("ghana", audience="public")`` enters for an office."""

    def write(who: str = "ghana", **said: object) -> str:
        with database.unit_of_work() as db:
            office = cast[who].viewer.office
            return behalf.enter(db, portal, cast["editor"].viewer, office, **said)

    return write


def first(cast, who: str = "ghana", **other: str) -> dict[str, str]:
    """Return the first page as the Secretariat sends it."""
    office = cast[who].viewer.office.id
    return {**FIRST_PAGE, "office": office, "asked_on": "2026-05-03", **other}


def begin(browse, cast, **other: str) -> str:
    """Begin an entry in the browser; return its id."""
    answer = browse("editor").post("/practices/enter", first(cast, **other))
    assert answer.location.endswith("/letter")
    return answer.location.split("/")[2]


def version(database, item_id: str) -> dict[str, str]:
    """Return the version as a form sends it."""
    return {"version": str(stage_of(database, item_id)[1])}


def waits(database) -> list[tuple[str, str, str]]:
    return rows(database, Waiting, "item_id", "label", "what")


def told(database) -> list[tuple[str, str]]:
    return sorted(rows(database, Notice, "label", "what"))


def events(database, subject: str) -> list[str]:
    audit = table(AuditRecord)
    wanted = select(audit.c.event).where(audit.c.subject == subject).order_by(audit.c.id)
    with database.read() as conn:
        return list(conn.execute(wanted).scalars())


def marks(page) -> list[str]:
    return [words for words in page.words(".note.wants p strong") if words.startswith("Entered")]


def test_the_whole_way_from_the_letter_to_the_word_of_the_office(browse, cast, database):
    editor, ghana = browse("editor"), browse("ghana")
    item_id = begin(browse, cast)
    editor.post(f"/practices/{item_id}/letter", **sent(LETTER))
    here = f"/practices/{item_id}"
    sources = {"own_source": "yes", "audience": "public", **version(database, item_id)}
    editor.post(f"{here}/edit/readers", sources)
    page = editor.get(f"{here}/edit/check")
    assert "Publish for the office, not confirmed" in page.text

    answer = editor.post(f"{here}/edit/check", version(database, item_id))

    assert answer.location == f"{here}?said=entered"
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    number = rows(database, Item, "number")[0][0]
    assert number.startswith("R2P/")
    assert waits(database) == [(item_id, "member:GHA", What.ENTERED)]
    assert ("member:GHA", What.ENTERED) in told(database)
    subjects = rows(database, Letter, "subject")
    assert (f"A practice was entered for your office: {number}",) in subjects
    assert marks(browse("nobody").get(here)) == [f"{MARK}."]
    assert MARK in browse("denmark").get("/practices").text
    assert MARK in browse("nobody").get("/practices/download/practices.csv").text
    assert browse("nobody").get(f"/api/v1{here}").raw.json()["on_behalf"] is True
    assert "entered this practice for your office" in ghana.get("/home").text

    ghana.post(f"{here}/confirm", version(database, item_id))

    assert marks(browse("nobody").get(here)) == []
    assert MARK not in browse("denmark").get("/practices").text
    assert browse("nobody").get(f"/api/v1{here}").raw.json()["on_behalf"] is False
    assert waits(database) == []
    assert rows(database, PracticeBehalf, "answered_on", "refused") == [(clock.today(), False)]
    assert rows(database, Item, "office_id") == [(cast["ghana"].viewer.office.id,)]


def test_it_is_the_office_s_own_from_the_first_moment(browse, cast, database):
    item_id = begin(browse, cast)
    here = f"/practices/{item_id}"

    assert "The Secretariat enters it for its office" in browse("ghana").get(here).text
    assert FIRST_PAGE["title"] in browse("ghana_alternate").get("/practices/new").text
    for other, status in (("denmark", 404), ("nobody", 303)):
        browse(other).get(here, status=status)
    sources = {"own_source": "yes", "audience": "network", **version(database, item_id)}
    browse("ghana").post(f"{here}/edit/readers", sources)
    browse("ghana").post(f"{here}/edit/check", version(database, item_id))

    assert stage_of(database, item_id)[0] == Stage.SUBMITTED
    assert rows(database, PracticeBehalf, "answered_on") == [(clock.today(),)]
    browse("editor").get(f"{here}/edit/what", status=403)
    browse("editor").post(f"{here}/publish", version(database, item_id))
    assert marks(browse("denmark").get(here)) == []


def test_without_its_letter_nothing_is_published(browse, cast, database):
    item_id = begin(browse, cast)
    sources = {"own_source": "yes", "audience": "public", **version(database, item_id)}
    browse("editor").post(f"/practices/{item_id}/edit/readers", sources)

    page = browse("editor").post(
        f"/practices/{item_id}/edit/check", version(database, item_id), status=422
    )

    assert "Attach the letter by which the office asked for this entry first." in page.text
    assert stage_of(database, item_id)[0] == Stage.ON_BEHALF
    assert rows(database, Letter, "subject") == []


def test_the_letter_is_read_by_its_office_and_the_secretariat_alone(browse, entered, database):
    item_id = entered(audience="public")
    file_id = rows(database, PracticeLetter, "attachment_id")[0][0]
    address = f"/practices/{item_id}/letter/{file_id}"

    for who in ("ghana", "ghana_alternate", "editor"):
        answer = browse(who).client.get(address)
        assert answer.status_code == 200
        assert "Our%20letter.png" in answer.headers["content-disposition"]
        assert "Our letter.png" in browse(who).get(f"/practices/{item_id}").text
    assert events(database, item_id).count("practices:letter:viewed") == 3
    for who, status in (("denmark", 403), ("eu", 403), ("nobody", 303)):
        assert browse(who).client.get(address, follow_redirects=False).status_code == status
        assert "Our letter" not in browse(who).get(f"/practices/{item_id}").text
        assert "Entered for an office" not in browse(who).get(f"/practices/{item_id}").text
    assert rows(database, Attachment, "name", "member") == [("", None)]


def test_refused_it_is_taken_out_and_the_secretariat_reads_why(browse, entered, database):
    kept, item_id = entered("denmark", title="Another"), entered(audience="public")
    sent_back = {"reason": "We wrote about another law.", **version(database, item_id)}
    older = {"reason": "Why.", "version": "1"}
    browse("ghana").post(f"/practices/{item_id}/refuse", older, status=409)
    empty = {**sent_back, "reason": " "}
    page = browse("ghana").post(f"/practices/{item_id}/refuse", empty, status=422)
    assert "Write the reason: the Secretariat reads it, and nobody else." in page.text

    answer = browse("ghana").post(f"/practices/{item_id}/refuse", sent_back)

    assert answer.location == f"/practices/{item_id}?said=refused"
    assert stage_of(database, item_id)[0] == Stage.WITHDRAWN
    assert "We wrote about another law." in browse("editor").get(f"/practices/{item_id}").text
    assert ("secretariat", What.REFUSED) in told(database)
    for who, status in (("denmark", 404), ("nobody", 303)):
        browse(who).get(f"/practices/{item_id}", status=status)
        assert item_id not in browse(who).get("/practices").text
    assert [one for one in waits(database) if one[0] == item_id] == []
    answered = rows(database, PracticeBehalf, "item_id", "refused")
    assert sorted(answered) == sorted([(kept, False), (item_id, True)])
    again = {**sent_back, **version(database, item_id)}
    browse("ghana").post(f"/practices/{item_id}/refuse", again, status=403)


def test_what_was_confirmed_or_is_the_own_work_is_not_refused(browse, entered, written, database):
    own, item_id = written("ghana", title="Own"), entered()
    browse("ghana").post(f"/practices/{item_id}/confirm", version(database, item_id))

    for one in (own, item_id):
        form = {"reason": "Why.", **version(database, one)}
        page = browse("ghana").post(f"/practices/{one}/refuse", form, status=409)
        assert "Withdraw or change it instead." in page.text
        assert stage_of(database, one)[0] == Stage.PUBLISHED
        assert "Refuse this entry" not in browse("ghana").get(f"/practices/{one}").text


@pytest.mark.parametrize(("who", "status"), [("denmark", 403), ("editor", 403), ("nobody", 403)])
def test_nobody_else_refuses_or_confirms(browse, entered, database, who, status):
    item_id = entered(audience="public")
    form = {"reason": "Why.", **version(database, item_id)}
    for act in ("refuse", "confirm"):
        browse(who).post(f"/practices/{item_id}/{act}", form, status=status)
    assert stage_of(database, item_id)[0] == Stage.PUBLISHED
    assert marks(browse(who).get(f"/practices/{item_id}")) == [f"{MARK}."]


def test_corrected_by_its_office_it_is_its_own_words(browse, entered, database):
    item_id = entered(audience="public")
    ghana = browse("ghana")
    change = ghana.post(f"/practices/{item_id}/revise").location.split("/")[2]
    ghana.post(f"/practices/{change}/edit/what", {**FIRST_PAGE, **version(database, change)})
    ghana.post(f"/practices/{change}/edit/check", version(database, change))
    assert marks(browse("nobody").get(f"/practices/{item_id}")) == [f"{MARK}."]

    browse("editor").post(f"/practices/{change}/publish", version(database, change))

    page = browse("nobody").get(f"/practices/{item_id}")
    assert marks(page) == []
    assert FIRST_PAGE["title"] in page.text
    assert [one for one in waits(database) if one[0] == item_id] == []


def test_an_office_that_nobody_holds_finds_it_waiting(browse, cast, database):
    held = table(Appointment).c.office_id == cast["ghana"].viewer.office.id
    with database.unit_of_work() as db:
        yesterday = clock.today() - timedelta(days=1)
        db.execute(update(table(Appointment)).where(held).values(ends=yesterday))
        db.execute(
            update(table(Appointment))
            .where(table(Appointment).c.office_id == cast["ghana_alternate"].viewer.office.id)
            .values(ends=yesterday)
        )
    editor = browse("editor")
    assert "Focal Point, Ghana (nobody holds it now)" in editor.get("/practices/enter").text
    item_id = begin(browse, cast)
    editor.post(f"/practices/{item_id}/letter", **sent(LETTER))
    sources = {"own_source": "yes", "audience": "network", **version(database, item_id)}
    editor.post(f"/practices/{item_id}/edit/readers", sources)

    editor.post(f"/practices/{item_id}/edit/check", version(database, item_id))

    says = "Nobody holds this office at present. The entry waits for its next holder."
    assert says in editor.get(f"/practices/{item_id}").text
    assert all("was entered" not in one for (one,) in rows(database, Letter, "subject"))
    with database.unit_of_work() as db:
        db.execute(update(table(Appointment)).where(held).values(ends=None))
    assert "entered this practice for your office" in browse("ghana").get("/home").text
    assert says not in editor.get(f"/practices/{item_id}").text
    browse("ghana").post(f"/practices/{item_id}/confirm", version(database, item_id))
    assert marks(browse("denmark").get(f"/practices/{item_id}")) == []


def test_for_a_later_day_it_is_marked_from_that_day_on(browse, cast, database):
    item_id = begin(browse, cast)
    editor = browse("editor")
    editor.post(f"/practices/{item_id}/letter", **sent(LETTER))
    later = str(clock.today() + timedelta(days=9))
    sources = {"own_source": "yes", "audience": "public", "not_before": later}
    editor.post(f"/practices/{item_id}/edit/readers", {**sources, **version(database, item_id)})

    editor.post(f"/practices/{item_id}/edit/check", version(database, item_id))

    assert stage_of(database, item_id)[0] == Stage.APPROVED
    assert waits(database) == [(item_id, "member:GHA", What.ENTERED)]
    browse("denmark").get(f"/practices/{item_id}", status=404)
    browse("ghana").post(f"/practices/{item_id}/release", version(database, item_id))
    assert marks(browse("denmark").get(f"/practices/{item_id}")) == [f"{MARK}."]
    assert waits(database) == [(item_id, "member:GHA", What.ENTERED)]


def test_hidden_and_shown_again_it_still_waits(browse, entered, database):
    item_id = entered()
    browse("editor").post(
        f"/practices/{item_id}/hide", {"reason": "A name.", **version(database, item_id)}
    )
    assert waits(database) == []
    browse("editor").post(f"/practices/{item_id}/show", version(database, item_id))
    assert waits(database) == [(item_id, "member:GHA", What.ENTERED)]


@pytest.mark.parametrize("how", [How.NOW, How.WEEKLY])
def test_readers_are_told_with_the_mark_and_without_the_name(entered, cast, database, how):
    with database.unit_of_work() as db:
        reader = cast["denmark"].viewer.person_id
        chosen = choices.Choices({NoticeClass.NEW_PRACTICES: how})
        choices.keep(db, cast["denmark"].viewer, reader, chosen)
    entered(audience="network")

    lines = rows(database, DigestLine, "person_id", "what")
    assert ((reader, What.NEW_FOR) in lines) == (how == How.WEEKLY)
    bodies = [
        body
        for subject, body in rows(database, Letter, "subject", "body")
        if subject.startswith("A new practice, not confirmed by its office yet: R2P/")
    ]
    assert bool(bodies) == (how == How.NOW)
    assert all("which has not confirmed it yet" in body for body in bodies)
    assert all("Ghana" not in body for body in bodies)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (("office", ""), "Choose the office that asked for it."),
        (("office", "nothing"), "Choose one of the answers offered."),
        (("asked_on", ""), "Say of which day the letter is."),
        (("asked_on", "2999-01-01"), "The letter cannot be of a day that lies ahead."),
        (("title", ""), "Give the practice a title."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_begun(browse, cast, database, wrong, sentence):
    page = browse("editor").post("/practices/enter", first(cast, **dict([wrong])), status=422)

    assert sentence in page.text
    assert rows(database, Item, "id") == []


def test_only_the_secretariat_enters(browse, cast, database):
    for who, status in (("ghana", 403), ("denmark", 403), ("nobody", 403)):
        browse(who).post("/practices/enter", first(cast), status=status)
    assert rows(database, Item, "id") == []


def test_submitted_by_its_office_meanwhile_it_takes_no_letter(browse, cast, database, monkeypatch):
    item_id = begin(browse, cast)
    sources = {"own_source": "yes", "audience": "network", **version(database, item_id)}
    browse("editor").post(f"/practices/{item_id}/edit/readers", sources)
    ghana = browse("ghana")
    form = version(database, item_id)
    meanwhile(monkeypatch, lambda: ghana.post(f"/practices/{item_id}/edit/check", form))

    browse("editor").post(f"/practices/{item_id}/letter", **sent(LETTER), status=409)

    assert rows(database, PracticeLetter, "item_id") == []
    assert rows(database, Attachment, "id") == []


def test_a_letter_is_removed_before_it_is_published_and_not_after(browse, cast, database, entered):
    item_id = begin(browse, cast)
    editor = browse("editor")
    editor.post(f"/practices/{item_id}/letter", **sent(LETTER))
    file_id = rows(database, PracticeLetter, "attachment_id")[0][0]
    browse("ghana").post(f"/practices/{item_id}/letter/{file_id}/remove", status=403)
    editor.post(f"/practices/{item_id}/letter/{file_id}/remove")
    assert rows(database, PracticeLetter, "item_id") == rows(database, Attachment, "id") == []

    out = entered()
    file_id = rows(database, PracticeLetter, "attachment_id")[0][0]
    editor.post(f"/practices/{out}/letter/{file_id}/remove", status=403)
    assert rows(database, PracticeLetter, "item_id") == [(out,)]


def test_files_of_the_entry_are_its_members_whoever_attached_them(browse, cast, database):
    item_id = begin(browse, cast)
    browse("editor").post(f"/practices/{item_id}/files", **sent(LETTER))
    ((file_id, member),) = rows(database, Attachment, "id", "member")
    assert member == "GHA"
    browse("ghana").post(f"/practices/{item_id}/files/{file_id}/remove")
    assert rows(database, Attachment, "id") == []


def test_the_secretariat_drops_what_it_began_for_the_wrong_office(browse, cast, database):
    item_id = begin(browse, cast)

    browse("editor").post(f"/practices/{item_id}/withdraw", version(database, item_id))

    assert stage_of(database, item_id)[0] == Stage.WITHDRAWN
    assert sorted(rows(database, ItemLabel, "label")) == [("member:GHA",), ("secretariat",)]
    assert "Go on with an entry" not in browse("editor").get("/practices/enter").text


def test_an_office_of_the_same_name_elsewhere_is_another(database):
    with database.unit_of_work() as db:
        ours = office_of(db, "GHA", OfficeKind.FOCAL_POINT)
        assert behalf.seat_of(db, ours.id).member == "GHA"
        db.execute(delete(table(Appointment)))
        assert behalf.seat_of(db, ours.id).held is False
