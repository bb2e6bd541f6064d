"""Prepared letters: drafts until a person sends one; to whom, what they may say, when they fit."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.assistance.outbox import acts, sending
from app.assistance.outbox.models import PreparedLetter
from app.assistance.outbox.rules import Kind
from app.assistance.queries import item
from app.assistance.rules import Act, Stage
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.mail.models import Letter
from app.notifications.models import NoticeChoice
from tests.assistance.sample import CANARY, Maker
from tests.assistance.test_at_once import at_once
from tests.standing.sample import declare

HERE = "/desk/letters"
LIST = "/desk/requests"
rows, letters = table(PreparedLetter), table(Letter)


@pytest.fixture
def prepared(making):
    """Return a function that prepares a letter as the editor."""

    def make(request_id: str, kind: Kind, member: str) -> str:
        with making() as maker:
            matter = maker.matter("editor", request_id)
            return acts.prepare(maker.db, maker.by("editor"), matter, kind, member)

    return make


def version(page) -> str:
    return str(page.soup.select_one("input[name=version]")["value"])


def written(database, words: str) -> list[tuple[str, str]]:
    """Return (person, body) of the letters in the post whose subject begins so."""
    wanted = select(letters.c.person_id, letters.c.body).where(letters.c.subject.like(f"{words}%"))
    with database.read() as conn:
        return [(row.person_id, row.body) for row in conn.execute(wanted)]


def press(client, key: str, what: str, status: int = 303, **said: str):
    now = version(client.get(f"{HERE}/{key}"))
    where = f"{HERE}/{key}/{what}" if what else f"{HERE}/{key}"
    return client.post(where, {"version": now, **said}, status=status)


def test_it_waits_until_a_person_sends_it_and_goes_to_those_who_read_the_request(
    browse, asked, cast, database
):
    request = asked(Stage.AUTHENTICATED)
    editor = browse("editor")
    done = editor.post(LIST, {"item": [request], "kind": "asker"})
    assert done.location == f"{HERE}?said=1-0"
    page = editor.get(done.location)
    assert page.words(".note p") == ["1 letter is ready."]
    href = page.soup.select_one("ul.rows h3 a")["href"]
    key = href.rpartition("/")[2]
    assert written(database, "Your request for assistance waits for you") == []

    again = editor.post(LIST, {"item": [request], "kind": "asker"})
    assert len(editor.get(again.location).soup.select("ul.rows h3")) == 1
    assert press(browse("administrator"), key, "send").location == f"{HERE}?said=sent"
    found = written(database, "Your request for assistance waits for you")
    assert sorted(person for person, _ in found) == sorted(
        cast[who].viewer.person_id for who in ("ghana", "ghana_alternate")
    )
    assert all(CANARY not in body and f"/assistance/{request}" in body for _, body in found)
    assert "Your request for assistance waits for a step" in found[0][1]
    gone = editor.get(f"{HERE}?show=sent")
    assert gone.words("ul.rows h3") == ["Reminder to the office that asked"]
    assert "Sent by" in gone.soup.select_one("ul.rows .meta").text
    assert editor.get(f"{HERE}/{key}").soup.select("main form") == []
    late = editor.post(f"{HERE}/{key}/send", {"version": "2"}, status=409)
    assert "This letter has been sent. Here is what it said." in late.text


def test_each_reads_it_in_the_own_language_until_somebody_writes_other_words(
    browse, asked, prepared, cast, database
):
    person = cast["ghana"].viewer.person_id
    with database.unit_of_work() as db:
        from app.identity.models import Person  # noqa: PLC0415 - one line of one test

        db.execute(update(table(Person)).where(table(Person).c.id == person).values(language="fr"))
    first = prepared(asked(Stage.AUTHENTICATED), Kind.ASKER, "GHA")
    second = prepared(asked(Stage.AUTHENTICATED), Kind.ASKER, "GHA")
    editor = browse("editor")
    press(editor, first, "send")
    assert press(editor, second, "", words="Please call us on Monday.").location.endswith("=kept")
    press(editor, second, "send")
    subjects = select(letters.c.subject, letters.c.body).where(letters.c.person_id == person)
    with database.read() as conn:
        bodies = [row.body for row in conn.execute(subjects)]
    assert sum("Please call us on Monday." in body for body in bodies) == 1
    assert sum("Numéro d" in body for body in bodies) >= 2


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("They want: One warning page " + CANARY, "Take out what the request says"),
        ("Ghana asks for help.", "Take out who asks"),
        ("", "Write what the letter says."),
    ],
)
def test_what_lies_open_tells_nothing(  # noqa: PLR0913, PLR0917 - fixtures and cases
    browse, asked, prepared, making, words, wrong
):
    key = prepared(asked(Stage.UNDER_WAY), Kind.HELPER, "DNK")
    page = press(browse("editor"), key, "", 422, words=words)
    assert wrong in page.text
    with making() as maker:
        maker.db.execute(update(rows).values(words=words or "Ghana"))
    page = press(browse("editor"), key, "send", 409)
    assert "Take out" in page.text


def test_of_two_colleagues_one_wins_and_the_other_keeps_what_was_typed(browse, asked, prepared):
    key = prepared(asked(Stage.AUTHENTICATED), Kind.ASKER, "GHA")
    editor, colleague = browse("editor"), browse("administrator")
    stale = version(colleague.get(f"{HERE}/{key}"))
    press(editor, key, "", words="Mine.")
    late = colleague.post(f"{HERE}/{key}", {"version": stale, "words": "Theirs."}, status=409)
    assert "A colleague changed this letter meanwhile." in late.text
    assert late.words("textarea") == ["Theirs."]
    for what in ("send", "discard"):
        colleague.post(f"{HERE}/{key}/{what}", {"version": stale}, status=409)
    assert press(colleague, key, "discard").location == f"{HERE}?said=dropped"
    assert browse("editor").get(HERE).words(".empty h3") == ["No letter waits"]
    editor.get(f"{HERE}/{key}", status=404)


def test_two_presses_at_once_prepare_one_letter_and_send_it_once(
    asked, making, database, portal, cast
):
    with making() as maker:
        matter = maker.matter("editor", asked(Stage.AUTHENTICATED))

    def acting(what: str, who: str):
        def run() -> None:
            with database.unit_of_work() as db:
                by = Maker(db, portal, cast).by(who)
                if what == "prepare":
                    acts.prepare(db, by, matter, Kind.ASKER, "GHA")
                else:
                    sending.send(db, by, what, 1)

        return run

    staff = ("editor", "administrator")
    assert at_once(*(acting("prepare", who) for who in staff)) == ["done", "done"]
    with database.read() as conn:
        [key] = conn.execute(select(rows.c.id)).scalars()
    assert at_once(*(acting(key, who) for who in staff)) == ["done", "late"]
    assert len(written(database, "Your request for assistance waits for you")) == 2


def test_when_the_matter_moved_on_it_says_so_and_is_not_sent(browse, asked, prepared, making):
    request = asked(Stage.AUTHENTICATED)
    key = prepared(request, Kind.ASKER, "GHA")
    with making() as maker:
        maker.let_out(request, "ghana")
    editor = browse("editor")
    assert "The request has moved on" in editor.get(HERE).text
    page = editor.get(f"{HERE}/{key}")
    assert "The request has moved on" in page.text
    assert "Send it now" not in page.words("button")
    editor.post(f"{HERE}/{key}/send", {"version": version(page)}, status=409)


@pytest.mark.parametrize(
    ("kind", "stage", "members"),
    [
        (Kind.ASKER, Stage.SUBMITTED, 0),
        (Kind.ASKER, Stage.IN_TALKS, 1),
        (Kind.ASKER, Stage.OPEN, 0),
        (Kind.HELPER, Stage.AGREED, 1),
        (Kind.HELPER, Stage.OPEN, 0),
        (Kind.THANKS, Stage.UNDER_WAY, 1),
        (Kind.THANKS, Stage.IN_TALKS, 0),
        (Kind.LAPSE, Stage.OPEN, 1),
        (Kind.LAPSE, Stage.AGREED, 0),
    ],
)
def test_each_kind_fits_where_it_means_something(browse, asked, kind, stage, members):
    done = browse("editor").post(LIST, {"item": [asked(stage)], "kind": kind})
    assert done.location == f"{HERE}?said={members}-{0 if members else 1}"


def test_who_stopped_such_letters_gets_none(browse, asked, prepared, cast, database):
    key = prepared(asked(Stage.AUTHENTICATED), Kind.ASKER, "GHA")
    with database.unit_of_work() as db:
        for who in ("ghana", "ghana_alternate"):
            person = cast[who].viewer.person_id
            db.add(NoticeChoice(person_id=person, notice_class="matters", how="off"))
    page = press(browse("editor"), key, "send", 409)
    assert "Nobody who holds an office there today" in page.text


def test_likely_helpers_are_asked_once_and_who_said_no_is_left_alone(
    browse, asked, making, cast, database
):
    with making() as maker:
        for who in ("denmark", "timor", "costa_rica"):
            declare(maker.db, cast[who].viewer)
    request, narrow = asked(Stage.OPEN), asked(Stage.OPEN, audience="members:TLS")
    browse("timor").post(f"/assistance/{request}/cannot")
    editor, where = browse("editor"), f"{LIST}/{request}/helpers"
    page = editor.get(where)
    assert [box["value"] for box in page.soup.select("input[name=member]")] == ["CRI", "DNK"]
    assert "This member has said that it cannot help this time." in page.text
    assert "Gives no help now" in page.text
    assert "Prepare letters to some of them" in editor.get(f"/assistance/{request}").text
    assert "Prepare letters" not in browse("ghana").get(f"/assistance/{request}").text
    assert "Tick at least one member." in editor.post(where, {}, status=422).text

    sent = editor.post(where, {"member": ["DNK", "TLS", "XXX"]})
    assert sent.location == f"{HERE}?said=1-1"
    key = editor.get(HERE).soup.select_one("ul.rows h3 a")["href"].rpartition("/")[2]
    press(editor, key, "send")
    found = written(database, "Could your office help with a request?")
    assert {person for person, _ in found} == {cast["denmark"].viewer.person_id}
    assert all("Ghana" not in body and CANARY not in body for _, body in found)
    page = editor.get(where)
    assert [box["value"] for box in page.soup.select("input[name=member]")] == ["CRI"]
    assert "within the last 30 days" in page.text
    with clock.moved(timedelta(days=31)):
        page = editor.get(where)
        assert [box["value"] for box in page.soup.select("input[name=member]")] == ["CRI", "DNK"]
    page = editor.get(f"{LIST}/{narrow}/helpers")
    assert [box["value"] for box in page.soup.select("input[name=member]")] == ["TLS"]
    assert "Nobody there reads this request" in page.text


def test_a_draft_to_a_helper_that_offered_meanwhile_is_not_sent(browse, asked, prepared, making):
    request = asked(Stage.OPEN)
    key = prepared(request, Kind.NUDGE, "DNK")
    with making() as maker:
        offer = maker.offer(request, "denmark")
    assert "This member has offered help already." in press(browse("editor"), key, "send", 409).text
    with making() as maker:
        maker.answer(request, offer, "ghana", Act.DECLINE)
        matter, by = maker.matter("editor", request), maker.by("editor")
        with pytest.raises(Conflict, match="offered help already"):
            acts.prepare(maker.db, by, matter, Kind.NUDGE, "DNK")


@pytest.mark.parametrize("who", ["ghana", "denmark", "costa_rica"])
def test_nobody_but_the_secretariat_finds_it(browse, asked, prepared, who):
    request = asked(Stage.AUTHENTICATED)
    key = prepared(request, Kind.ASKER, "GHA")
    for path in (HERE, f"{HERE}/{key}", LIST, f"{LIST}/{request}/helpers"):
        browse(who).get(path, status=403)
    for path in (f"{HERE}/{key}", f"{HERE}/{key}/send", f"{HERE}/{key}/discard", LIST):
        browse(who).post(path, {"version": "1", "words": "x"}, status=403)
    browse("editor").get(f"{LIST}/{asked(Stage.DRAFT)}/helpers", status=404)


def test_old_ones_are_swept(asked, prepared, database, browse):
    draft = prepared(asked(Stage.AUTHENTICATED), Kind.ASKER, "GHA")
    sent = prepared(asked(Stage.UNDER_WAY), Kind.THANKS, "DNK")
    press(browse("editor"), sent, "send")
    for days, left in ((29, {draft, sent}), (31, {sent}), (366, set())):
        with clock.moved(timedelta(days=days)), database.unit_of_work() as db:
            acts.sweep(db)
        with database.read() as conn:
            assert set(conn.execute(select(rows.c.id)).scalars()) == left


def test_the_list_says_age_silence_and_what_is_due_first(browse, asked, database):
    asked(Stage.SUBMITTED, title="Submitted")
    asked(Stage.UNDER_WAY, title="Under way")
    asked(Stage.CLOSED, title="Closed")
    silent = asked(Stage.OPEN, title="Open")
    with database.unit_of_work() as db:
        moment = clock.now() - timedelta(days=12)
        db.execute(update(item).where(item.c.id == silent).values(changed_at=moment))
    page = browse("editor").get(LIST)
    titles = [t.replace(f" {CANARY}", "") for t in page.words("tbody th a")]
    assert titles == ["Submitted", "Open", "Under way"]
    cells = [
        [c.get_text(" ", strip=True) for c in r.select("td")] for r in page.soup.select("tbody tr")
    ]
    assert cells[0][2] == "0 days, waited for: the Secretariat"
    assert cells[1][2] == "12 days, waited for: the members that were asked"
    assert cells[1][4].startswith("0 offers")
    assert cells[2][2].endswith("waited for: the office that asked")
    for query, left in {
        "quiet=10": ["Open"], "stage=submitted": ["Submitted"], "theme=risk-assessment": [],
        "late=1": [], "stage=no-such&quiet=x&after=x": titles,
    }.items():  # fmt: skip
        page = browse("editor").get(f"{LIST}?{query}")
        assert [t.replace(f" {CANARY}", "") for t in page.words("tbody th a")] == left


def test_lists_cost_the_same_for_one_and_for_many(browse, asked, prepared, queries):
    prepared(asked(Stage.AUTHENTICATED), Kind.ASKER, "GHA")
    editor = browse("editor")
    editor.get(LIST)
    for number in (0, 25):
        for _ in range(number):
            prepared(asked(Stage.AUTHENTICATED), Kind.ASKER, "GHA")
        with queries(4):
            page = editor.get(LIST)
        with queries(5):
            box = editor.get(HERE)
    assert len(page.soup.select("tbody tr")) == 20
    assert len(box.soup.select("ul.rows li")) == 20
    more = editor.get(page.soup.select_one("a[rel=next]")["href"])
    assert len(more.soup.select("tbody tr")) == 6
    assert (
        len(editor.get(box.soup.select_one("a[rel=next]")["href"]).soup.select("ul.rows li")) == 6
    )
