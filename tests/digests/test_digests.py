"""Digests: each class as each person chose, once, and nothing of what may no longer be seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from app.access.labels import NETWORK, member_label
from app.alerts.telling import tell_due
from app.assistance import reminding
from app.assistance.rules import Act, Stage
from app.core import clock
from app.core.db import table
from app.digests import sending
from app.digests.sending import send_due
from app.directory.holding import appointment
from app.directory.models import Appointment, HolderEntry
from app.directory.reminding import ask_due
from app.home import matters
from app.identity.models import Person
from app.items.models import Item, ItemLabel
from app.manual.actions.publishing import publish, whole_draft
from app.manual.models import DraftChapter, ManualChapter
from app.manual.rules import Weight
from app.manual.values import Release
from app.notifications.classes import CLASSES, HOWS, How, NoticeClass
from app.notifications.models import Digest, DigestLine
from app.notifications.post import Post as Outbox
from tests.assistance.sample import Maker

line = table(DigestLine)
digest = table(Digest)
item_label = table(ItemLabel)
NEW = "New for you on the portal, "


@pytest.fixture
def happens(post):
    """Return what lets something of a class happen for Ghana's Focal Point."""

    def comment() -> None:
        made = post.things.practice("Of Ghana")
        post.browse("denmark").post(f"/practices/{made}/comments", {"comment": "Who does it?"})

    def request() -> None:
        with post.database.unit_of_work() as db:
            Maker(db, post.portal, post.cast).request(Stage.OPEN, owner="denmark", helper="ghana")

    def offer() -> None:
        with post.database.unit_of_work() as db:
            maker = Maker(db, post.portal, post.cast)
            maker.offer(maker.request(Stage.OPEN), "denmark")

    def answer() -> None:
        with post.database.unit_of_work() as db:
            maker = Maker(db, post.portal, post.cast)
            item = maker.request(Stage.OPEN, owner="denmark")
            maker.answer(item, maker.offer(item, "ghana"), "denmark", Act.DECLINE)

    def deadline() -> None:
        with post.database.unit_of_work() as db:
            Maker(db, post.portal, post.cast).request(Stage.OPEN, owner="denmark")
        with post.database.unit_of_work() as db:
            db.execute(update(table(Item)).values(changed_at=clock.now() - timedelta(days=11)))
        reminding.look_after(post.portal)

    def edition() -> None:
        with post.database.unit_of_work() as db:
            db.add(ManualChapter(id="chapterone22"))
            db.flush()
            head = {"number": "1", "kind": "chapter", "slug": "one", "title": "One"}
            db.add(
                DraftChapter(
                    chapter_id="chapterone22", position=1, readers="", questions="", **head
                )
            )
            db.flush()
            release = Release(whole_draft(db.connection()).hash, "First.", Weight.MAJOR)
            publish(db, post.cast["editor"].viewer, release, Outbox.of(post.portal))

    def followed() -> None:
        made = post.things.practice("Of Costa Rica", "costa_rica")
        post.browse("ghana").post(f"/practices/{made}/follow")
        post.browse("denmark").post(f"/practices/{made}/comments", {"comment": "Who does it?"})
        tell_due(post.portal)

    return {
        NoticeClass.ADDRESSED: request,
        NoticeClass.MATTERS: offer,
        NoticeClass.ANSWERED: answer,
        NoticeClass.DEADLINES: deadline,
        NoticeClass.PRACTICES: lambda: post.things.practice("Of Ghana"),
        NoticeClass.DISCUSSIONS: comment,
        NoticeClass.NEW_PRACTICES: lambda: post.things.practice("Of Denmark", "denmark"),
        NoticeClass.FOLLOWED: followed,
        NoticeClass.MANUAL: edition,
        NoticeClass.DIRECTORY: lambda: ask_due(post.portal),
    }


@pytest.fixture
def left(post):
    """Return how many lines wait, for everybody."""

    def count() -> int:
        with post.database.read() as conn:
            return conn.execute(select(func.count()).select_from(line)).scalar_one()

    return count


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("told", NoticeClass)
def test_each_class_comes_as_it_was_chosen(post, told, how, happens):
    post.choose("ghana", **{told.replace("-", "_"): how})
    with post.at(8, 12):
        happens[told]()
        post.send()
        at_once = post.to_ghana()
        letters = 2 if told == NoticeClass.MATTERS else 1  # may it go out; then an offer
        assert [s.startswith(NEW) for s, _ in at_once] == [False] * letters * (how == How.NOW)
    for day, wanted in ((9, how == How.DAILY), (13, how == How.WEEKLY), (14, False)):
        with post.at(day, 7, 59):
            assert (post.send(), post.to_ghana()) == (post.send(), [])
        with post.at(day, 8):
            post.send()
            found = post.to_ghana()
            assert [subject for subject, _ in found] == [f"{NEW}{day} January 2031"] * wanted
            assert all(CLASSES[told].label in body for _, body in found)


@pytest.mark.parametrize("how", [How.NOW, How.DAILY])
def test_the_secretariat_is_told_of_what_waits_for_it(post, how):
    """Its labels take a second factor in a session, and no session is needed to get a letter."""
    post.choose("editor", addressed=how)
    with post.at(8, 12), post.database.unit_of_work() as db:
        Maker(db, post.portal, post.cast).request(Stage.SUBMITTED, owner="denmark")
    with post.at(9, 8):
        post.send()
        assert [who for who, _, _ in post.letters()].count("editor") == 1


def test_every_class_and_way_has_words():
    assert list(CLASSES) == list(NoticeClass)
    assert list(HOWS) == list(How)


def test_a_digest_has_one_line_for_each_matter_by_class_and_tells_nothing(post, happens):
    post.choose("ghana", practices=How.DAILY, discussions=How.DAILY, matters=How.DAILY)
    with post.at(8, 12):
        happens[NoticeClass.MATTERS]()
        made = post.things.practice("A title that tells")
        for text in ("Who does it?", "And when?"):
            post.browse("denmark").post(f"/practices/{made}/comments", {"comment": text})
    with post.at(9, 9):
        post.send()
        [(_, body)] = post.to_ghana()
    with post.database.read() as conn:
        request_id, number = conn.exec_driver_sql(
            "SELECT id, number FROM item WHERE kind = 'request'"
        ).one()

    words = " ".join(body.split())
    assert words.startswith(
        "This is new for you on the portal of the R2P Focal Points. What it is about stands there"
        " only, after signing in. Requests and offers that need your office"
        f" * {number} An offer waits for your answer. http://testserver/assistance/{request_id}"
        " Practices of your office * R2P/2031/PRA/001 The Secretariat published this practice."
        f" http://testserver/practices/{made}"
        " Discussions your office takes part in * R2P/2031/PRA/001"
        f" There is a new comment on this practice. http://testserver/practices/{made}"
        " Choose which letters you get, and when: http://testserver/account/notices"
        " Get no such letters any more, with one press and without signing in:"
        " http://testserver/letters/stop/"
    )
    assert "tells" not in words.partition("Choose")[0].replace("tells nothing", "")
    assert "Who does it" not in body


def test_every_code_that_a_digest_can_carry_has_a_sentence(post, happens):
    post.choose("ghana", **{told.replace("-", "_"): How.DAILY for told in NoticeClass})
    with post.at(8, 12):
        for act in happens.values():
            act()
    with post.database.read() as conn:
        codes = set(conn.execute(select(line.c.what)).scalars())

    assert len(codes) == len(happens) - 1  # what was asked for, and that an answer is wanted still
    assert [code for code in codes if not matters.told(code)] == []


def test_what_may_no_longer_be_seen_is_left_out_without_a_trace(post, left):
    post.choose("ghana", new_practices=How.DAILY)
    with post.at(8, 12):
        hidden = post.things.practice("Hidden later", "denmark")
        with post.at(8, 12):
            post.things.practice("Seen still", "denmark")
    with post.database.unit_of_work() as db:
        own = item_label.c.item_id == hidden
        db.execute(delete(item_label).where(own, item_label.c.label == NETWORK))
    with post.at(9, 9):
        assert post.send() == 1
        [(_, body)] = post.to_ghana()
        assert (hidden in body, body.count("* R2P")) == (False, 1)
    with post.at(10, 9):
        assert post.send() == 0
    assert left() > 0  # those of others, who chose weekly letters by choosing nothing


def test_where_all_is_gone_or_nothing_waits_no_letter_comes(post):
    post.choose("ghana", new_practices=How.DAILY)
    with post.at(8, 12):
        hidden = post.things.practice("Hidden later", "denmark")
    with post.database.unit_of_work() as db:
        db.execute(delete(item_label).where(item_label.c.item_id == hidden))
    with post.at(9, 9):
        assert (post.send(), post.to_ghana()) == (0, [])
    with post.at(10, 9):
        assert (post.send(), post.to_ghana()) == (0, [])


def test_a_narrow_comment_is_told_to_nobody_who_does_not_read_it(post):
    post.choose("ghana", discussions=How.DAILY)
    with post.at(8, 12):
        made = post.things.practice("Of Ghana")
        post.browse("denmark").post(f"/practices/{made}/comments", {"comment": "For the network."})
        with post.database.unit_of_work() as db:
            [comment] = db.execute(
                select(line.c.with_id).where(line.c.with_id.is_not(None)).distinct()
            )
            own = item_label.c.item_id == comment[0]
            db.execute(update(item_label).where(own, item_label.c.label == NETWORK).values(
                label=member_label("DNK")
            ))  # fmt: skip
    with post.at(9, 9):
        assert (post.send(), post.to_ghana()) == (0, [])
    assert [p for p in post.browse("ghana").get("/home").words(".rows p") if "comment" in p] == []


def test_the_secretariat_is_told_of_answers_to_what_it_has_said(post):
    post.choose("editor", discussions=How.DAILY)
    post.choose("ghana")
    with post.at(8, 12):
        made = post.things.practice("Of Ghana")
        for name in ("denmark", "editor", "ghana"):
            post.browse(name).post(f"/practices/{made}/comments", {"comment": "Said in public."})
        post.letters()
    with post.at(9, 9):
        post.send()
        told = [(subject, body) for who, subject, body in post.letters() if who == "editor"]
    assert [subject for subject, _ in told] == [f"{NEW}9 January 2031"]
    assert "There is a new comment on this practice." in told[0][1]


@pytest.mark.parametrize("how", [How.NOW, How.DAILY])
def test_who_took_part_and_reads_it_no_longer_is_not_told_of_what_is_said_now(post, how):
    names = ("costa_rica", "denmark", "ghana")
    for name in names:
        post.choose(name, discussions=how)
    with post.at(8, 12):
        made = post.things.practice("Of Ghana")
        for name in ("costa_rica", "denmark"):
            post.browse(name).post(f"/practices/{made}/comments", {"comment": "For the network."})
        post.letters()
        post.send()
    with post.at(9, 9):
        post.send()
        post.letters()
    with post.at(10, 7):
        with post.database.unit_of_work() as db:
            own = item_label.c.item_id == made
            db.execute(delete(item_label).where(own, item_label.c.label == "public"))
            db.execute(update(item_label).where(own, item_label.c.label == NETWORK).values(
                label=member_label("CRI")
            ))  # fmt: skip
        post.browse("ghana").post(f"/practices/{made}/comments", {"comment": "For one of us."})
        post.send()
    with post.at(10, 9):
        post.send()
        assert [who for who, _, _ in post.letters()] == ["costa_rica"]


def test_who_left_the_office_is_told_nothing_of_it(post):
    """Also where the same thing is still readable from another office."""
    post.choose("ghana", practices=How.DAILY, new_practices=How.DAILY)
    ghana = post.cast["ghana"].viewer.person_id
    with post.at(8, 12):
        post.things.practice("Of Ghana")
    with post.database.unit_of_work() as db:
        own = appointment.c.person_id == ghana
        db.execute(update(appointment).where(own).values(ends=date(2031, 1, 8)))
        office = post.cast["denmark"].viewer.office.id
        db.add(Appointment(office_id=office, person_id=ghana, starts=date(2031, 1, 8)))
    with post.at(9, 9):
        assert (post.send(), post.to_ghana()) == (0, [])


def test_what_need_not_be_done_any_more_is_not_told(post):
    post.choose("ghana", matters=How.DAILY)
    post.choose("denmark")
    with post.at(8, 12), post.database.unit_of_work() as db:
        maker = Maker(db, post.portal, post.cast)
        maker.request(Stage.IN_TALKS)
    with post.at(9, 9):
        assert (post.send(), post.to_ghana()) == (0, [])


def test_the_hour_follows_the_entrys_time_zone_and_the_persons_language(post):
    post.choose("ghana", practices=How.DAILY)
    ghana = post.cast["ghana"].viewer.person_id
    with post.database.unit_of_work() as db:
        held = select(appointment.c.id).where(appointment.c.person_id == ghana)
        held_id = db.execute(held).scalar_one()
        db.add(HolderEntry(appointment_id=held_id, time_zone="America/New_York"))
        db.get_one(Person, ghana).language = "fr"
    with post.at(8, 12):
        post.things.practice("Of Ghana")
    with post.at(8, 12, 59):
        assert (post.send(), post.to_ghana()) == (0, [])
    with post.at(8, 13):  # eight o'clock there
        assert post.send() == 1
        [(subject, body)] = post.to_ghana()
    assert subject == "Du nouveau pour vous sur le portail, 8 janvier 2031"
    assert "Pratiques de votre bureau" in body


def test_one_digest_a_day_also_for_who_changes_the_hour(post):
    post.choose("ghana", hour=8, practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("First")
    with post.at(9, 8):
        assert post.send() == 1
        post.things.practice("Second")
        post.choose("ghana", hour=10, practices=How.DAILY)
    with post.at(9, 10):
        assert post.send() == 0
    with post.at(10, 10):
        assert post.send() == 1
    assert len(post.to_ghana()) == 2


def test_a_letter_written_after_midnight_is_that_of_the_day_before(post):
    post.choose("ghana", hour=23, practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("First")
    with post.at(9, 0, 30):  # the worker comes late
        assert post.send() == 1
    with post.at(9, 12):
        post.things.practice("Second")
    with post.at(9, 22, 59):
        assert post.send() == 0
    with post.at(9, 23):
        assert post.send() == 1
    assert [subject for subject, _ in post.to_ghana()] == [
        f"{NEW}8 January 2031",
        f"{NEW}9 January 2031",
    ]


def test_a_weekly_letter_that_comes_days_late_comes_once(post):
    post.choose("ghana", practices=How.WEEKLY)
    with post.at(8, 12):
        post.things.practice("First")
    with post.at(17, 12):  # Friday; the worker stood still since Sunday the 12th
        assert post.send() > 0
        assert post.send() == 0
    assert [subject for subject, _ in post.to_ghana()] == [f"{NEW}13 January 2031"]


def test_a_daily_and_a_weekly_class_are_one_letter_on_their_day(post):
    post.choose("ghana", practices=How.DAILY, new_practices=How.WEEKLY)
    with post.at(11, 12):
        post.things.practice("Of Ghana")
        post.things.practice("Of Denmark", "denmark")
    with post.at(12, 8):
        post.send()
        [(_, sunday)] = post.to_ghana()
    with post.at(12, 12):
        post.things.practice("Also of Ghana")
    with post.at(13, 8):
        post.send()
        [(_, monday)] = post.to_ghana()

    assert ("New practices" in sunday, "Practices of your office" in sunday) == (False, True)
    assert ("New practices" in monday, "Practices of your office" in monday) == (True, True)


def test_choosing_no_letter_drops_what_waits(post):
    post.choose("ghana", practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("Of Ghana")
        post.choose("ghana", practices=How.OFF)
        post.choose("ghana", practices=How.DAILY)
    with post.at(9, 8):
        assert (post.send(), post.to_ghana()) == (0, [])


def test_choosing_letters_at_once_lets_what_waits_come_with_the_next_digest(post):
    post.choose("ghana", practices=How.WEEKLY)
    with post.at(8, 12):
        post.things.practice("Of Ghana")
        post.choose("ghana", practices=How.NOW)
    with post.at(9, 8):
        assert post.send() == 1


def test_two_workers_write_each_digest_once(post):
    post.choose("ghana", practices=How.DAILY)
    post.choose("ghana_alternate", practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("Of Ghana")
    with post.at(9, 9), ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(send_due, [post.portal] * 6)) == 2
        assert len(post.to_ghana()) == 1


def test_a_worker_that_ends_in_the_middle_loses_nothing_and_writes_nothing_twice(post, monkeypatch):
    post.choose("ghana", practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("Of Ghana")

    def killed(*_args) -> None:
        raise RuntimeError("killed")

    with post.at(9, 9):
        with monkeypatch.context() as only_here:
            only_here.setattr(sending, "date_words", killed)
            with pytest.raises(RuntimeError, match="killed"):
                post.send()
        with post.database.read() as conn:
            assert conn.execute(select(digest)).all() == []
        assert post.send() == 1
        assert post.send() == 0
        assert len(post.to_ghana()) == 1


@pytest.mark.parametrize("people", [1, 8])
def test_as_many_statements_for_one_reader_as_for_many(post, queries, people):
    """The two engines write the same letters with the same few statements, however many wait."""
    with post.at(8, 12), post.database.unit_of_work() as db:
        for name in list(post.cast)[:people]:
            one = post.cast[name].viewer
            db.add(
                DigestLine(
                    person_id=one.person_id, notice_class=NoticeClass.PRACTICES, what="x",
                    label=f"office:{one.office.id}", path="/practices",
                )
            )  # fmt: skip
    with post.at(9, 9), queries(11):
        assert post.send() == people


def test_the_keys_of_past_days_are_swept(post):
    post.choose("ghana", practices=How.DAILY)
    with post.at(8, 12):
        post.things.practice("Of Ghana")
    with post.at(9, 9):
        post.send()
    for later, kept in ((timedelta(days=30), 1), (timedelta(days=31), 0)):
        with post.at(9, 9), clock.moved(later), post.database.unit_of_work() as db:
            sending.sweep(db)
            assert len(db.execute(select(digest)).all()) == kept
