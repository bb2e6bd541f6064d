"""Who reads what is published, chosen anew: fewer at once, more once the Secretariat agrees."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.duties import address_of
from app.items.models import Item, ItemLabel, Kind
from app.items.queries import find
from app.mail import actions as mail
from app.mail.models import Letter
from app.mail.sending import Folder, send_due
from app.notifications.models import DigestLine, Notice, Waiting
from app.notifications.post import Post
from app.practices import readership
from app.practices.models import Practice
from app.practices.rules import Chose, Stage, What, answer_due
from tests.support.people import settle_as

LATER = "Someone changed this in the meantime. Here is the present state."
WISHED = (
    "Chosen readers Chosen: African Group and Denmark. The office that wrote it (Ghana) and the"
    " Secretariat read it too. Never public."
)
NEWCOMERS = {"denmark", "costa_rica", "timor", "eu"}
READERS = ("denmark", "costa_rica", "senegal", "timor")
"""Members of four groups; Senegal is, as the owner Ghana is, in the African Group."""

item, label, practice = table(Item), table(ItemLabel), table(Practice)
letter, record = table(Letter), table(AuditRecord)
waiting, notice, line = table(Waiting), table(Notice), table(DigestLine)


@pytest.fixture
def people(cast, portal):
    """The cast, and a Focal Point of Senegal."""
    with portal.db.unit_of_work() as db:
        cast["senegal"] = settle_as(db, portal.settings, "senegal", ("SEN", OfficeKind.FOCAL_POINT))
    return cast


@pytest.fixture
def choose(browse, database):
    """Return a function by which Ghana chooses readers, and that gives the answer."""

    def send(item_id: str, status: int = 303, who: str = "ghana", **sent: object):
        form = {"version": _version(database, item_id), "then": "choose", **sent}
        return browse(who).post(f"/practices/{item_id}/readers", form, status=status)

    return send


def _version(database, item_id: str) -> str:
    with database.read() as conn:
        return str(conn.execute(select(item.c.version).where(item.c.id == item_id)).scalar_one())


def _rows(database, statement) -> list[object]:
    with database.read() as conn:
        found = [tuple(row) if len(row) > 1 else row[0] for row in conn.execute(statement)]
    return sorted(found, key=repr)


def _labels(database, item_id: str) -> list[object]:
    return _rows(database, select(label.c.label).where(label.c.item_id == item_id))


def _events(database, item_id: str) -> list[object]:
    found = select(record.c.id, record.c.event).where(record.c.subject == item_id)
    return [event for _, event in sorted(_rows(database, found))]


def _who_reads(browse, item_id: str) -> set[str]:
    """Return who of the readers finds it on every way; no way may say otherwise than the page."""
    found = set()
    for who in READERS:
        client = browse(who)
        sees = "Zebra" in client.get("/practices").text
        client.get(f"/practices/{item_id}", status=200 if sees else 404)
        client.get(f"/api/v1/practices/{item_id}", status=200 if sees else 404)
        hits = client.get("/api/v1/search?q=zebra").json()["hits"]
        assert [hit["title"] for hit in hits] == ["Zebra crossing"] * sees, who
        if sees:
            found.add(who)
    return found


def _letters(database, people) -> list[tuple[str, str]]:
    """Return whom each letter is for, by the name in the cast, and its subject."""
    names = {one.viewer.person_id: name for name, one in people.items()}
    rows = _rows(database, select(letter.c.person_id, letter.c.subject))
    return sorted((names[person_id], subject) for person_id, subject in rows)


def _told_of_new(database, people) -> set[str]:
    names = {one.viewer.person_id: name for name, one in people.items()}
    rows = _rows(database, select(line.c.person_id).where(line.c.what == What.NEW))
    return {names[person_id] for person_id in rows}


def _forget_letters(database) -> None:
    with database.unit_of_work() as db:
        db.execute(line.delete())
        db.execute(letter.delete())
        db.execute(notice.delete())


def test_fewer_readers_are_let_in_at_once_and_on_every_way(
    browse, written, choose, people, database
):
    written("denmark", audience="public", title="A noise")
    item_id = written("ghana", title="Zebra crossing")
    assert _who_reads(browse, item_id) == set(READERS)
    _forget_letters(database)

    page = browse("ghana").get(f"/practices/{item_id}")
    assert page.soup.select_one(f"a[href='/practices/{item_id}/readers']").text == (
        "Change who reads it"
    )
    led = choose(item_id, audience="chosen", readers=["group:african"])
    assert led.location == f"/practices/{item_id}?said={Chose.NARROWED}"

    assert _who_reads(browse, item_id) == {"senegal"}
    assert _labels(database, item_id) == ["group:african", "member:GHA", "secretariat"]
    assert _events(database, item_id)[-1] == "practices:practice:narrowed"
    assert _letters(database, people) == [], "whoever goes is not written to"
    said = browse("ghana").get(led.location)
    assert said.words(".note.well p") == [
        "From now on only these readers see it. What was read before cannot be called back."
    ]


def test_more_readers_wait_for_the_secretariat_and_nothing_changes_until_then(
    browse, written, choose, people, database
):
    item_id = written("ghana", title="Zebra crossing", audience="group:african")
    _forget_letters(database)

    led = choose(item_id, audience="network")
    assert led.location == f"/practices/{item_id}?said={Chose.WISHED}"

    assert _who_reads(browse, item_id) == {"senegal"}
    assert _rows(
        database, select(waiting.c.item_id, waiting.c.label, waiting.c.what, waiting.c.due)
    ) == [(item_id, "secretariat", What.WISHED, answer_due(clock.today()))]
    number = f"R2P/{clock.today().year}/PRA/001"
    wished = f"More readers are wished for a practice: {number}"
    assert _letters(database, people) == [("administrator", wished), ("editor", wished)]
    assert _events(database, item_id)[-1] == "practices:readers:wished"

    _forget_letters(database)
    done = browse("editor").post(
        f"/practices/{item_id}/widen", {"version": _version(database, item_id)}
    )
    assert done.location == f"/practices/{item_id}?said={What.WIDENED}"

    assert _who_reads(browse, item_id) == set(READERS)
    assert _rows(database, select(waiting.c.item_id)) == []
    assert _rows(database, select(notice.c.label, notice.c.what)) == [("member:GHA", What.WIDENED)]
    opened = f"Your practice is open to more readers: {number}"
    assert _letters(database, people) == [("ghana", opened), ("ghana_alternate", opened)]
    assert _told_of_new(database, people) == NEWCOMERS, "Senegal read it before"
    assert _events(database, item_id)[-1] == "practices:practice:widened"


def test_a_wish_that_is_not_granted_changes_nothing_and_its_reason_is_the_offices_alone(
    browse, written, choose, people, database
):
    item_id = written("ghana", title="Zebra crossing", audience="group:african")
    choose(item_id, audience="network")
    _forget_letters(database)
    here = f"/practices/{item_id}"

    empty = {"version": _version(database, item_id), "reason": " "}
    again = browse("editor").post(f"{here}/keep", empty, status=422)
    assert again.words("#wished .err") == [
        "Write the reason: the office reads it and goes on from there."
    ]
    sent = {"version": _version(database, item_id), "reason": "It names a town."}
    done = browse("editor").post(f"{here}/keep", sent)
    assert done.location == f"{here}?said={What.KEPT}"

    assert _who_reads(browse, item_id) == {"senegal"}
    assert _rows(database, select(practice.c.wished)) == [None]
    for who, reads in (
        ("ghana", True),
        ("ghana_alternate", True),
        ("senegal", False),
        ("editor", False),
    ):
        assert ("It names a town." in browse(who).get(here).text) is reads, who
    number = f"R2P/{clock.today().year}/PRA/001"
    stay = f"The readers of your practice stay: {number}"
    assert _letters(database, people) == [("ghana", stay), ("ghana_alternate", stay)]

    same = choose(item_id, audience="chosen", readers=["group:african"])
    assert same.location == here, "no news, and the reason stays"
    assert "It names a town." in browse("ghana").get(here).text


@pytest.mark.usefixtures("people")
def test_only_the_office_and_the_secretariat_learn_of_a_wish(browse, written, choose):
    item_id = written("ghana", audience="group:african")
    choose(item_id, audience="chosen", readers=["group:african", "members:DNK"])

    shown = {
        who: bool(browse(who).get(f"/practices/{item_id}").soup.select("#wished"))
        for who in ("ghana", "ghana_alternate", "senegal", "editor", "administrator")
    }
    assert shown == {
        "ghana": True,
        "ghana_alternate": True,
        "senegal": False,
        "editor": True,
        "administrator": True,
    }
    assert browse("editor").get(f"/practices/{item_id}").words("#wished .seen") == [WISHED]


def test_a_wish_is_taken_back_by_choosing_the_present_readers(browse, written, choose, database):
    item_id = written("ghana", audience="members:DNK")
    choose(item_id, audience="public")

    led = choose(item_id, audience="chosen", readers=["members:DNK"])

    assert led.location == f"/practices/{item_id}?said={Chose.UNWISHED}"
    assert _rows(database, select(practice.c.wished)) == [None]
    assert _rows(database, select(waiting.c.item_id)) == []
    browse("editor").post(
        f"/practices/{item_id}/widen", {"version": _version(database, item_id)}, status=409
    )
    assert _labels(database, item_id) == ["member:DNK", "member:GHA", "secretariat"]


def test_choosing_the_present_readers_is_no_news(written, choose, database):
    item_id = written("ghana")
    before = _events(database, item_id), _version(database, item_id)

    assert choose(item_id, audience="network").location == f"/practices/{item_id}"
    assert (_events(database, item_id), _version(database, item_id)) == before


def test_sending_the_same_wish_again_begins_no_new_term(written, choose, database):
    item_id = written("ghana", audience="members:DNK")
    choose(item_id, audience="network")
    before = _events(database, item_id), _version(database, item_id)

    assert choose(item_id, audience="network").location == f"/practices/{item_id}"
    assert (_events(database, item_id), _version(database, item_id)) == before


def test_whoever_opens_it_saw_the_wish_as_it_is(browse, written, choose, database):
    item_id = written("ghana", audience="members:DNK")
    choose(item_id, audience="network")
    read = _version(database, item_id)
    choose(item_id, audience="public")

    answer = browse("editor").post(f"/practices/{item_id}/widen", {"version": read}, status=409)

    assert LATER in answer.text
    assert _labels(database, item_id) == ["member:DNK", "member:GHA", "secretariat"]


def test_withdrawing_ends_the_wish(browse, written, choose, database):
    item_id = written("ghana", audience="members:DNK")
    choose(item_id, audience="network")

    browse("ghana").post(f"/practices/{item_id}/withdraw", {"version": _version(database, item_id)})

    assert _rows(database, select(practice.c.wished)) == [None]
    assert _rows(database, select(waiting.c.item_id)) == []
    browse("editor").post(
        f"/practices/{item_id}/widen", {"version": _version(database, item_id)}, status=409
    )


def test_what_is_not_published_has_its_readers_in_the_draft(browse, written):
    for stage, status in ((Stage.DRAFT, 403), (Stage.SUBMITTED, 403), (Stage.PUBLISHED, 200)):
        browse("ghana").get(f"/practices/{written('ghana', stage)}/readers", status=status)


@pytest.mark.usefixtures("people")
def test_comments_stay_with_those_they_were_for(browse, written, choose):
    item_id = written("ghana", title="Zebra crossing", audience="group:african")
    for who, words in (("senegal", "Giraffe words"), ("editor", "Rhino words")):
        sent = {"comment": words, "language": "en"}
        browse(who).post(f"/practices/{item_id}/comments", sent)
    choose(item_id, audience="network")
    version = "4"
    browse("editor").post(f"/practices/{item_id}/widen", {"version": version})

    assert _comments(browse, item_id) == {"senegal": 2, "denmark": 0}
    sent = {"comment": "Okapi words", "language": "en"}
    browse("denmark").post(f"/practices/{item_id}/comments", sent)
    choose(item_id, audience="chosen", readers=["members:SEN"])
    assert _comments(browse, item_id) == {"senegal": 3, "denmark": None}
    hits = browse("senegal").get("/api/v1/search?q=words").json()["hits"]
    assert sorted(hit["snippet"] for hit in hits) == ["Giraffe words", "Okapi words", "Rhino words"]
    for who in ("denmark", "costa_rica"):
        assert browse(who).get("/api/v1/search?q=words").json()["hits"] == [], who


def _comments(browse, item_id: str) -> dict[str, int | None]:
    """Return how many comments each reads, None for who does not read the practice."""
    found: dict[str, int | None] = {}
    for who in ("senegal", "denmark"):
        page = browse(who).get("/practices")
        sees = "Zebra" in page.text
        here = browse(who).get(f"/practices/{item_id}", status=200 if sees else 404)
        found[who] = here.text.count(" words</p>") if sees else None
    return found


@pytest.mark.usefixtures("people")
def test_the_page_says_who_comes_and_who_goes_before_it_is_saved(browse, written):
    item_id = written("ghana", audience="group:african")
    here = f"/practices/{item_id}/readers"
    ghana = browse("ghana")

    def said(**chosen: object) -> list[str]:
        return ghana.block(here, "preview", params=chosen).words("#preview .note p")[1:]

    assert said(audience="chosen", readers="group:african") == ["That is who reads it now."]
    gone = "1 person of 1 member can no longer read it."
    kept = "They may have read or kept it: that cannot be called back."
    assert said(audience="secretariat") == [f"{gone} {kept}"]
    assert said(audience="chosen", readers=["members:DNK", "members:SEN"]) == [
        "1 person of 1 member can read it from then on.",
        "The Secretariat agrees to more readers first; until then nothing changes.",
    ]


def test_of_two_answers_to_one_wish_one_counts(written, choose, people, database, portal):
    item_id = written("ghana", audience="members:DNK")
    choose(item_id, audience="network")
    staff, gate, done = people["editor"].viewer, Barrier(2), []
    post = Post.of(portal)

    def answer() -> None:
        with database.read() as conn:
            seen = find(conn, staff, Kind.PRACTICE, item_id)
        gate.wait()
        try:
            with database.unit_of_work() as db:
                readership.widen(db, staff, seen, post, version=4)
                done.append(True)
        except Conflict:
            done.append(False)

    threads = [Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False, True]
    assert _events(database, item_id).count("practices:practice:widened") == 1


def test_a_letter_that_waited_for_the_mail_server_is_not_for_who_reads_it_no_more(
    written, choose, people, portal, tmp_path
):
    item_id = written("ghana", title="Zebra crossing")
    _forget_letters(portal.db)
    with portal.db.unit_of_work() as db:
        for who in ("denmark", "senegal"):
            person_id = people[who].viewer.person_id
            mail.write(db, person_id, subject="A comment", body="Read it.", item_id=item_id)
        mail.write(db, people["denmark"].viewer.person_id, subject="Of no item", body="Hello.")

    choose(item_id, audience="chosen", readers=["group:african"])
    assert send_due(portal.db, portal.settings, Folder(tmp_path), address_of) == 2

    assert _rows(
        portal.db, select(letter.c.person_id, letter.c.subject, letter.c.problem)
    ) == sorted(
        [
            (people["senegal"].viewer.person_id, "A comment", None),
            (people["denmark"].viewer.person_id, "A comment", "nobody to send it to"),
            (people["denmark"].viewer.person_id, "Of no item", None),
        ],
        key=repr,
    )
    assert len(list(tmp_path.glob("*.eml"))) == 2
