"""Guests of consultations: one text, one submission, and a name that the guest chooses to show."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from app import duties
from app.account import own_data, taking_out
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.guests import fading, sealed
from app.guests.models import Guest, GuestName
from app.guests.sealed import Who
from app.identity.models import Person
from app.items.models import Item, Revision
from app.mail.models import Letter
from app.manual.consulting import ending
from app.manual.consulting.rules import KEPT
from app.manual.voices.models import Voice, Voiced
from app.manual.voices.naming import Naming
from app.sealing.models import RecordKey
from app.web.components import date_words
from tests.manual.test_manual_consulting import consult, later, links, write  # noqa: F401
from tests.manual_text.test_word import p, r, word
from tests.support import ordering

ADDRESS = "stranger@example.org"
NAME, BODY = "Ada Lovelace", "Institute of Machines"
WORDS = "Paragraph 1.1 forgets civil society."
ON_TWO = "Asking others is **right**."
HIDDEN = "Guest 1, name withheld"


def inviting(browser, where, cast, status=303, second="administrator", **how: str):
    """Send the form by which somebody is invited."""
    form = {
        "name": NAME, "organisation": BODY, "way": "letter", "address": ADDRESS,
        "last_day": str(clock.today() + timedelta(days=60)),
        "second": cast[second].viewer.person_id,
    }  # fmt: skip
    return browser.post(f"{where}/voices", {**form, **how}, status=status)


def sending(browser, at, status=303, **said: str):
    """Open the form of a submission, look at it and send it."""
    page = browser.get(f"{at}/write")
    seen = page.soup.select_one("[name=seen]")["value"]
    form = {"words": WORDS, "naming": "withheld", "language": "en", "seen": seen, **said}
    if status == 422:
        browser.post(f"{at}/preview", form, status=422)
        return browser.post(f"{at}/send", form, status=422)
    page = browser.post(f"{at}/preview", form, status=200)
    shown = page.soup.select("form[action$='/send'] input")
    return browser.post(f"{at}/send", {one["name"]: one["value"] for one in shown})


@pytest.fixture
def letters(database):
    def found():
        letter = table(Letter)
        with database.read() as conn:
            return list(conn.execute(select(letter).order_by(letter.c.created_at, letter.c.id)))

    return found


@pytest.fixture
def where(consult) -> str:  # noqa: F811 - a fixture
    return consult()


@pytest.fixture
def guest(browse, where, cast, letters):
    """The stranger, who accepted the invitation; browser and address of the guest's page."""
    inviting(browse("editor"), where, cast)
    body = next(one.body for one in letters() if one.address == ADDRESS)
    secret = body.partition("/guest/invitation/")[2].split()[0]
    stranger = browse("stranger")
    page = stranger.get(f"/guest/invitation/{secret}")
    assert page.words("h1") == ["You are invited to say what you think of a text"]
    assert NAME not in page.text
    assert "How an office begins" not in page.text
    return stranger, stranger.post(f"/guest/invitation/{secret}", {"address": ADDRESS}).location


def test_a_guest_reads_the_text_and_nothing_else(browse, guest, where):
    stranger, at = guest
    page = stranger.get(at)
    assert page.words("h1") == ["How an office begins"]
    assert links(page, "#h-text ~ .rows a") == [
        f"{at}/chapters/{name}" for name in ("beginning", "going-on", "glossary")
    ]
    chapter = stranger.get(f"{at}/chapters/going-on")
    assert "One goes on by asking others." in chapter.text
    assert stranger.get("/home").words(".rows h3, .rows a")[0] == "Consultation on the manual"
    answer = stranger.get(f"{at}/text")
    assert answer.raw.content[:2] == b"PK"
    for path in (
        where, f"{where}/chapters/beginning", f"{where}/write", f"{where}/voices",
        "/manual/consultations", "/directory/colleagues", "/assistance",
    ):  # fmt: skip
        stranger.get(path, status=403)
    stranger.get(f"{at}/chapters/nothing", status=404)
    for who in ("ghana", "editor", "administrator"):
        for below in ("", "/write", "/text", "/chapters/beginning"):
            browse(who).get(f"{at}{below}", status=404)
        browse(who).post(f"{at}/send", {"words": "x", "naming": "withheld"}, status=404)


def test_who_a_guest_is_two_people_know_and_each_look_is_recorded(
    browse, guest, where, database, cast
):
    stranger, at = guest
    sending(stranger, at, **{"part-chaptertwo22": ON_TWO})
    editor, administrator, ghana = browse("editor"), browse("administrator"), browse("ghana")
    guest_id = at.rpartition("/")[2]
    known, who = f"{where}/voices/{guest_id}", table(AuditRecord)
    with database.unit_of_work() as db:  # somebody else invited, and somebody else knows
        db.execute(update(table(Guest)).values(invited_by=cast["denmark"].viewer.person_id))
    editor.get(known, status=404)
    mine = links(editor.get(where), "#h-sent ~ .rows a")[0]
    assert "Who this guest is" not in editor.get(mine).text
    for page in (editor.get(where), editor.get(mine), editor.get(f"{where}/voices")):
        assert NAME not in page.text
        assert BODY not in page.text
        assert ADDRESS not in page.text
    assert editor.get(mine).words("h1") == [f"Submission of {HIDDEN}"]
    assert "<strong>right</strong>" in editor.get(mine).text
    assert "Who this guest is" in administrator.get(mine).text

    for _ in range(2):
        page = administrator.get(known)
        assert page.words(".facts dd")[:3] == [NAME, BODY, ADDRESS]
    for name in ("ghana", "stranger"):
        browse(name).get(known, status=403)
    ghana.get(mine, status=404)
    with database.read() as conn:
        looked = select(who.c.person_id).where(who.c.event == "manual:voice:viewed")
        assert conn.execute(looked).scalars().all() == [cast["administrator"].viewer.person_id] * 2
        named = [
            conn.execute(select(func.count()).where(column == cast["stranger"].viewer.person_id))
            for column in (
                table(Item).c.created_by, table(Revision).c.person_id, who.c.person_id,
            )
        ]  # fmt: skip
        assert [one.scalar_one() for one in named] == [0, 0, 0], "neither record nor work names it"


@pytest.mark.parametrize(
    ("naming", "shown"),
    [("named", f"{NAME}, {BODY}"), ("organisation", BODY), ("withheld", HIDDEN)],
)
def test_a_shown_submission_is_named_as_its_author_chose(  # noqa: PLR0913, PLR0917 - fixtures
    browse, guest, where, letters, naming, shown, database
):
    stranger, at = guest
    sending(stranger, at, naming=naming, name=NAME, organisation=BODY)
    editor, ghana = browse("editor"), browse("ghana")
    write(ghana, where)
    mine = links(editor.get(where), "#h-sent ~ .rows a")[1]
    assert "A guest sent a submission to a consultation" in editor.get("/home").text
    with later(11):
        editor.post(f"{mine}/answer", {"answer": "Taken into chapter 2."})
        assert [one.lent for one in letters() if one.subject == "The Secretariat answered you"] == [
            at.rpartition("/")[2]
        ]
        assert "Taken into chapter 2." in stranger.get(at).text
        ghana.get(mine, status=404)
        editor.post(f"{where}/show")
        page = ghana.get(mine)
        assert page.words("h1") == [f"Submission of {shown}"]
        hidden = {"named": (), "organisation": (NAME,), "withheld": (NAME, BODY)}[naming]
        for text in (page.text, ghana.get(where).text):
            assert not [one for one in hidden if one in text]
        assert "can no longer be changed or withdrawn" in stranger.get(at).text
        assert "shown to others by now" in stranger.post(f"{at}/withdraw", status=409).text
    with database.read() as conn:
        kept = conn.execute(select(table(Voiced).c.name, table(Voiced).c.organisation)).one()
        assert not [one for one in hidden if one in kept]


def test_it_is_changed_while_open_and_withdrawn_until_shown(browse, guest, where, database):
    stranger, at = guest
    assert sending(stranger, at, 422, words=" ").words(".problem li") == [
        "Write what you think of the text, as a whole or of one of its chapters."
    ]
    assert sending(stranger, at, 422, naming="named").words(".problem li") == [
        "Write your name, or choose to be named otherwise."
    ]
    sending(stranger, at)
    first = stranger.get(at).words(".facts dd")[2]
    sending(stranger, at)
    assert stranger.get(at).words(".facts dd")[2] == first, "the same words, the same number"
    sending(stranger, at, words="Other words.")
    assert stranger.get(at).words(".facts dd")[2] != first
    stale = stranger.post(
        f"{at}/send", {"words": "Late.", "naming": "withheld", "seen": "1"}, status=409
    )
    assert "changed or withdrawn after you opened this page" in stale.text
    assert stale.soup.select_one("#f-words").get_text().removeprefix("\n") == "Late."
    with later(11):
        closed = stranger.post(f"{at}/send", {"words": "Late.", "naming": "withheld"}, status=409)
        assert "This consultation is over" in closed.text
    with later(90):  # after the guest's last day
        page = stranger.get(at)
        assert page.soup.select_one("#h-text") is None
        stranger.get(f"{at}/chapters/beginning", status=404)
        stranger.get(f"{at}/text", status=404)
        with database.unit_of_work() as db:
            fading.sweep(db)
        page = stranger.post(f"{at}/withdraw", status=200)
        assert "Withdrawn and destroyed" in page.text
        stranger.get(at, status=404)
        browse("editor").post(f"{where}/show", status=409)
    with database.read() as conn:
        for rows in (Voiced, Revision):
            found = select(func.count()).select_from(table(rows))
            about = found if rows is Voiced else found.where(table(rows).c.body.contains("Other"))
            assert conn.execute(about).scalar_one() == 0, "what was withdrawn is destroyed"


def test_a_guest_is_withdrawn_and_what_it_sent_stays_until_it_withdraws_it(
    browse, guest, where, cast, letters
):
    stranger, at = guest
    sending(stranger, at)
    editor = browse("editor")
    path = f"{where}/voices/{at.rpartition('/')[2]}/withdraw"
    browse("ghana").post(path, status=403)
    editor.post(path)
    editor.post(path, status=409)
    assert len(links(editor.get(where), "#h-sent ~ .rows a")) == 1
    assert stranger.get(at).soup.select_one("#h-text") is None
    late = stranger.post(f"{at}/send", {"words": "Late.", "naming": "withheld"}, status=409)
    assert "Late." in late.text
    stranger.post(f"{at}/withdraw", status=200)
    assert links(editor.get(where), "#h-sent ~ .rows a") == []
    inviting(editor, where, cast, address="other@example.org")
    other = links(editor.get(f"{where}/voices"), ".rows a")[0]
    editor.post(f"{other}/withdraw")
    token = letters()[-1].body.partition("/guest/invitation/")[2].split()[0]
    stranger.client.cookies.clear()
    browse("nobody").get(f"/guest/invitation/{token}", status=404)


def test_who_a_guest_is_stands_nowhere_in_clear(browse, guest, where, cast, portal):
    _stranger, at = guest
    guest_id = at.rpartition("/")[2]
    inviting(browse("editor"), where, cast, way="code", address="", status=200)
    assert "This address has an invitation" in inviting(browse("editor"), where, cast, 409).text
    with portal.db.read() as conn:
        for rows in (Guest, Voice, GuestName, Item, AuditRecord):
            every = str(conn.execute(select(table(rows))).all())
            assert [one for one in (NAME, BODY, ADDRESS) if one in every] == []
        second = cast["administrator"].viewer.person_id
        known = sealed.who(conn, portal.seal, guest_id, person_id=second)
        assert known == Who(NAME, BODY, ADDRESS)
        assert sealed.who(conn, portal.seal, guest_id) == known, "letters are written by it"
        other = cast["denmark"].viewer.person_id
        assert sealed.who(conn, portal.seal, guest_id, person_id=other) is None
        keys = select(func.count()).select_from(table(RecordKey))
        assert conn.execute(keys).scalar_one() == 6
    with later(95), portal.db.unit_of_work() as db:
        fading.sweep(db)
        assert db.execute(keys).scalar_one() == 0, "without its keys nobody opens it any more"


def test_who_was_a_guest_before_is_sealed_by_the_hourly_duty(browse, guest, where, letters, portal):
    stranger, at = guest
    guest_id = at.rpartition("/")[2]
    rows = table(Guest)
    with portal.db.unit_of_work() as db:
        db.execute(delete(table(GuestName)))
        db.execute(delete(table(RecordKey)))
        clear = {"name": NAME, "ministry": BODY, "address": ADDRESS}
        db.execute(update(rows).where(rows.c.id == guest_id).values(clear))
    known = f"{where}/voices/{guest_id}"
    assert browse("administrator").get(known).words(".facts dd")[:3] == [NAME, BODY, ADDRESS]
    duties.look_after_guests(portal)
    duties.look_after_guests(portal)
    with portal.db.read() as conn:
        assert NAME not in str(conn.execute(select(rows)).all())
    assert browse("administrator").get(known).words(".facts dd")[:3] == [NAME, BODY, ADDRESS]
    sending(stranger, at)
    browse("editor").post(f"{where}/withdraw")
    assert next(one.address for one in letters() if "withdrew the" in one.body) == ADDRESS


def test_what_was_sent_to_a_withdrawn_consultation_goes_back_after_thirty_days(
    browse, guest, where, letters, portal
):
    stranger, at = guest
    sending(stranger, at)
    ghana, editor, denmark = browse("ghana"), browse("editor"), browse("denmark")
    own, other = (write(who, where).partition("?")[0] for who in (ghana, denmark))
    editor.post(f"{where}/withdraw")
    told = next(one.body for one in letters() if "withdrew the consultation" in one.body)
    last = date_words(clock.today() + KEPT)
    assert f"destroyed after {last}" in told
    assert WORDS not in told

    page = stranger.get(at)
    assert WORDS in page.text
    assert "The editors withdrew this consultation" in page.text
    assert page.soup.select_one("#h-text") is None
    stranger.get(f"{at}/chapters/beginning", status=404)
    stranger.get(f"{at}/text", status=404)
    late = stranger.post(f"{at}/send", {"words": "Late.", "naming": "withheld"}, status=409)
    assert "Late." in late.text
    assert last in ghana.get(where).text
    ghana.post(f"{own}/withdraw")
    editor.get(own, status=404)

    with later(30):
        ending.give_back_due(portal.db)
        editor.get(other)
        assert WORDS in stranger.get(at).text
    with later(31):
        duties.end_words(portal)
        duties.end_words(portal)
        editor.get(other, status=404)
        assert "Given back: the consultation was withdrawn" in denmark.get(other).text
        assert "Given back to your office" in denmark.get(where).text
        denmark.post(f"{other}/withdraw", status=409)
        stranger.get(at, status=404)
    with portal.db.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Voiced))).scalar_one() == 0
        words = select(func.count()).where(table(Revision).c.body.contains(WORDS))
        assert conn.execute(words).scalar_one() == 0


def test_a_guest_can_withdraw_it_before_that(browse, guest, where, database):
    stranger, at = guest
    sending(stranger, at)
    browse("editor").post(f"{where}/withdraw")
    browse("editor").post(f"{where}/show", status=409)
    assert "Withdrawn and destroyed" in stranger.post(f"{at}/withdraw", status=200).text
    stranger.get(at, status=404)
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Voiced))).scalar_one() == 0


def test_what_was_shown_stays_and_who_it_was_is_forgotten(browse, guest, where, database):
    stranger, at = guest
    sending(stranger, at)
    editor = browse("editor")
    with later(11):
        editor.post(f"{where}/show")
    with later(102), database.unit_of_work() as db:
        fading.sweep(db)
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Voice))).scalar_one() == 0
        kept = conn.execute(select(table(Voiced).c.voice_id, table(Voiced).c.naming)).one()
        assert tuple(kept) == (None, Naming.WITHHELD)


def test_bad_invitations_are_refused_with_a_sentence(browse, where, cast):
    editor = browse("editor")
    bare = editor.post(f"{where}/voices", {"way": "letter"}, status=422)
    assert len(bare.words(".problem li")) == 5
    late = inviting(editor, where, cast, 422, last_day=str(clock.today() + timedelta(days=71)))
    assert late.words(".problem li")[0].startswith("Choose a day from today on")
    own = inviting(editor, where, cast, 422, second="editor")
    assert own.words(".problem li") == ["Choose one of the answers offered."]
    inviting(editor, where, cast)
    twice = inviting(editor, where, cast, 409)
    assert "has an invitation to this already" in twice.text
    for who in ("ghana", "administrator", "stranger"):
        inviting(browse(who), where, cast, 403)
    editor.post(f"{where}/withdraw")
    over = inviting(editor, where, cast, 409)
    assert "nobody is invited to it any more" in over.text


def test_an_invitation_is_made_anew_by_those_two_alone(browse, where, cast, letters):
    editor = browse("editor")
    inviting(editor, where, cast)
    known = links(editor.get(f"{where}/voices"), ".rows a")[0]
    anew = {"last_day": str(clock.today() + timedelta(days=3))}
    browse("administrator").post(f"{known}/renew", anew, status=403)
    editor.post(f"{known}/renew", {"last_day": "2020-01-01"}, status=422)
    editor.post(f"{known}/renew", anew)
    secrets = [
        one.body.partition("/guest/invitation/")[2].split()[0]
        for one in letters()
        if one.address == ADDRESS
    ]
    stranger = browse("stranger")
    stranger.get(f"/guest/invitation/{secrets[0]}", status=404)
    stranger.get(f"/guest/invitation/{secrets[1]}")


def test_a_document_is_read_shown_and_only_then_sent(guest):
    stranger, at = guest
    tracked = '<w:ins w:author="Eve"><w:r><w:t>secretly </w:t></w:r></w:ins>'
    sent = {"files": {"file": ("a.docx", word(p(r("It is ") + tracked + r("right."))))}}
    form = {"words": "Before it.", "naming": "withheld", "seen": "0"}
    page = stranger.post(f"{at}/preview", form, status=200, **sent)
    assert page.words("#h-word") == ["Read from the Word document"]
    assert "Eve put in: “secretly ”" in " ".join(page.words("ul.small li"))
    typed = page.soup.select_one("#f-words").get_text().strip()
    assert typed == "Before it.\n\nIt is right."
    assert stranger.get(at).words("#h-own ~ .empty h3, #h-own ~ * h3") != []
    bad = stranger.post(
        f"{at}/preview", form, status=422, files={"file": ("a.docx", b"no document")}
    )
    assert bad.words("#f-file-e")[0].startswith("This is no Word document")
    stranger.post(f"{at}/send", {**form, "words": typed})
    assert "It is right." in stranger.get(at).text


def test_whoever_comes_to_hold_an_office_is_nobodys_guest(browse, guest, cast, database):
    _stranger, at = guest
    with database.unit_of_work() as db:
        person = cast["ghana"].viewer.person_id
        db.execute(update(table(Guest)).values(person_id=person))
        db.execute(update(table(Person)).where(table(Person).c.id == person).values(email=None))
    browse("ghana").get(at, status=404)


def test_whoever_is_taken_out_is_named_no_more_and_reads_all_of_it_before(
    guest, cast, portal, database
):
    stranger, at = guest
    sending(stranger, at, naming="named", name=NAME, organisation=BODY)
    with database.read() as conn:
        mine = own_data.collected(conn, cast["stranger"].viewer, portal.seal)
    assert [one["words"] for one in mine["submissions_as_guest"]] == [WORDS]
    assert [(one["name"], one["address"]) for one in mine["guest"]] == [(NAME, ADDRESS)]
    with database.unit_of_work() as db:
        taking_out.take_out(db, cast["stranger"].viewer)
    ordering.done(portal)
    with database.read() as conn:
        rows = select(*(table(Voiced).c[one] for one in ("naming", "name", "organisation")))
        assert tuple(conn.execute(rows).one()) == ("withheld", "", "")
