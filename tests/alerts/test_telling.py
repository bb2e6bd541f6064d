"""Who is told of what: at the level of each follow, as far as it is seen, never of own acts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import delete, func, insert, select, update

from app.access.labels import member_label
from app.alerts.telling import tell_due
from app.core import clock
from app.core.db import table
from app.core.ids import new_id
from app.digests.sending import send_due as write_digests
from app.directory.models import Appointment
from app.duties import address_of, sweep
from app.following import happenings
from app.following.models import Follow, FollowNews, Happening
from app.following.rules import KEPT, NOTICES, What
from app.identity.models import Person
from app.items.models import Item, ItemLabel
from app.mail.models import Letter
from app.mail.sending import Folder, send_due
from app.notifications.classes import How
from app.practices.behalf.models import PracticeBehalf
from app.practices.models import Practice
from tests.adapting.sample import record as adapt

FOLLOWED = "New for you, because you follow it"
follow, news, happening = table(Follow), table(FollowNews), table(Happening)
item, label, practice = table(Item), table(ItemLabel), table(Practice)
letter = table(Letter)


def _confirmed_on(world, made: str, day: date) -> None:
    with world.portal.db.unit_of_work() as db:
        db.execute(update(practice).where(practice.c.item_id == made).values(confirmed_on=day))


def _relabel(world, made: str, *labels: str) -> None:
    """Let an item be seen by these only, as a narrowing does."""
    with world.portal.db.unit_of_work() as db:
        row = db.execute(select(label).where(label.c.item_id == made)).mappings().first()
        db.execute(delete(label).where(label.c.item_id == made))
        db.execute(insert(label), [{**row, "label": one} for one in labels])


def _adapted(world, who: str, made: str, **said: str) -> str:
    with world.portal.db.unit_of_work() as db:
        return adapt(db, world.cast[who].viewer, made, **said)


def test_a_follower_hears_what_happens_to_a_practice_in_turn(world):
    made = world.things.practice("Of Ghana")
    world.follows("denmark", made)
    assert world.tell() == {}

    world.act("timor", made, "comments", comment="Who does it?")
    assert world.tell() == {"denmark": ["commented"]}
    _confirmed_on(world, made, date(2024, 1, 1))
    world.act("ghana", made, "confirm")
    assert world.tell() == {"denmark": ["confirmed"]}
    _adapted(world, "timor", made)
    assert world.tell() == {"denmark": ["adapted"]}
    assert world.home("denmark") == [NOTICES[What.ADAPTED]]
    world.act("ghana", made, "withdraw")
    assert world.tell() == {"denmark": ["gone"]}
    assert world.home("denmark") == [NOTICES[What.GONE]]
    assert world.tell() == {}


def test_nobody_is_told_of_an_own_act_or_of_the_own_practice(world):
    made = world.things.practice("Of Ghana")
    for who in ("denmark", "editor"):
        world.follows(who, made)
    world.searches("ghana_alternate", "theme=early-warning")
    world.tell()

    world.act("denmark", made, "comments", comment="Who does it?")
    assert world.tell() == {"editor": ["commented"]}
    world.act("editor", made, "comments", comment="Two officers.")
    assert world.tell() == {"denmark": ["commented"]}
    world.things.practice("Another of Ghana")
    assert world.tell() == {}, "the office that owns it hears of it in its own way"


def test_a_colleague_of_the_secretariat_hears_what_another_published(world):
    for who in ("editor", "administrator"):
        world.searches(who, "theme=early-warning")
    world.things.practice("Of Ghana")

    assert world.tell() == {"administrator": ["new"]}


@pytest.mark.parametrize(
    ("search", "told"),
    [
        ("theme=early-warning", True),
        ("theme=early-warning&theme=treaties", True),
        ("theme=treaties", False),
        ("theme=early-warning&pillar=2", True),
        ("theme=early-warning&pillar=1", False),
        ("factor=7", True),
        ("factor=8", False),
        ("state=GHA", True),
        ("state=DNK", False),
        ("group=african", True),
        ("group=grulac", False),
        ("q=harvest", True),
        ("q=harvest+-council", False),
        ("q=%22council+harvest%22", True),
        ("q=%22harvest+council%22", False),
        ("q=drought", False),
        ("q=harvest&state=GHA", True),
        ("adapted=yes", False),
    ],
)
def test_a_search_tells_of_what_fits_it_and_of_nothing_else(world, search, told):
    world.searches("denmark", search)
    world.things.practice("The council harvest", pillar=("2",), factor=("7",))

    assert world.tell() == ({"denmark": ["new"]} if told else {})


def test_a_search_for_what_others_adapted_tells_once_and_to_who_sees_the_adaptation(world):
    for who in ("denmark", "costa_rica"):
        world.searches(who, "adapted=yes&theme=early-warning")
    made = world.things.practice("Of Ghana")
    assert world.tell() == {}

    first = _adapted(world, "timor", made)
    _relabel(world, first, member_label("TLS"), member_label("DNK"))
    assert world.tell() == {"denmark": ["new"]}
    second = _adapted(world, "eu", made)
    _relabel(world, second, member_label("EU"), member_label("DNK"), member_label("CRI"))
    tell_due(world.portal)
    with world.portal.db.read() as conn:
        told = conn.execute(select(func.count()).select_from(news)).scalar_one()
    assert told == 2, "Denmark was told before, Costa Rica now"


@pytest.mark.parametrize("readers", ["members:CRI", "group:grulac", "secretariat"])
def test_who_does_not_see_a_practice_is_told_nothing(world, readers):
    for who in ("denmark", "costa_rica", "editor"):
        world.searches(who, "theme=early-warning")
    world.things.practice("Of Ghana", audience=readers)

    told = world.tell()
    assert "denmark" not in told
    assert told.get("costa_rica") == (None if readers == "secretariat" else ["new"])
    assert not world.lines().get("denmark")
    assert world.home("denmark") == []


def test_a_comment_for_few_is_told_to_those_few(world):
    made = world.things.practice("Of Ghana")
    for who in ("denmark", "costa_rica"):
        world.follows(who, made)
    world.tell()
    world.act("timor", made, "comments", comment="For few.")
    with world.portal.db.read() as conn:
        said = conn.execute(select(happening.c.with_id)).scalar_one()
    _relabel(world, said, member_label("TLS"), member_label("CRI"))

    assert world.tell() == {"costa_rica": ["commented"]}


def test_what_is_narrowed_between_act_and_duty_is_told_to_nobody_who_lost_it(world):
    for who in ("denmark", "costa_rica"):
        world.searches(who, "theme=early-warning")
    made = world.things.practice("Of Ghana")
    _relabel(world, made, member_label("GHA"), member_label("CRI"))

    assert world.tell() == {"costa_rica": ["new"]}


def test_what_is_narrowed_later_goes_from_digest_letter_and_first_page(world, tmp_path):
    world.hush("denmark", followed=How.DAILY)
    made = world.things.practice("Of Ghana")
    world.follows("denmark", made)
    world.follows("timor", made)
    world.level("timor", How.NOW)
    world.act("costa_rica", made, "comments", comment="Who does it?")
    world.tell()
    world.follows("costa_rica", made)
    _relabel(world, made, member_label("GHA"), member_label("CRI"))

    assert world.home("denmark") == []
    with clock.moved(KEPT / 30):
        assert write_digests(world.portal) == 0
    send_due(world.portal.db, world.portal.settings, Folder(tmp_path / "post"), address_of)
    written = [one.read_text() for one in (tmp_path / "post").glob("*.eml")]
    assert [one for one in written if FOLLOWED in one] == []


def test_who_no_longer_saw_it_is_not_told_that_it_went(world):
    made = world.things.practice("Of Ghana")
    for who in ("denmark", "costa_rica"):
        world.follows(who, made)
    _relabel(world, made, member_label("GHA"), member_label("CRI"), "secretariat")
    world.act("ghana", made, "withdraw")

    assert world.tell() == {"costa_rica": ["gone"]}


def test_that_it_went_comes_by_digest_with_its_number_and_no_address_of_it(world):
    world.hush("denmark", followed=How.DAILY)
    made = world.things.practice("A title that tells")
    world.follows("denmark", made)
    world.act("ghana", made, "withdraw")
    world.tell()
    world.letters()
    with clock.moved(KEPT / 30):
        assert write_digests(world.portal) == 1
    with world.portal.db.read() as conn:
        body = conn.execute(select(letter.c.body)).scalar_one()
        number = conn.execute(select(item.c.number).where(item.c.id == made)).scalar_one()

    assert number in body
    assert NOTICES[What.GONE] in body
    assert made not in body
    assert "A title that tells" not in body


def test_new_readers_are_told_and_those_who_read_it_before_are_not(world):
    made = world.things.practice("Of Ghana", audience="members:CRI")
    for who in ("denmark", "costa_rica"):
        world.searches(who, "theme=early-warning")
    with world.portal.db.unit_of_work() as db:
        db.execute(delete(happening))
    chosen = {"then": "choose", "audience": "network"}
    world.act("ghana", made, "readers", **chosen)
    world.act("editor", made, "widen")

    assert world.tell() == {"denmark": ["new"]}


@pytest.mark.parametrize("how", How)
def test_each_level_comes_as_it_was_chosen_and_stands_on_the_first_page(world, how):
    made = world.things.practice("Of Ghana")
    world.follows("denmark", made)
    world.level("denmark", how)
    world.tell()
    world.letters(), world.lines()
    world.act("timor", made, "comments", comment="Who does it?")
    world.tell()

    later = how in {How.DAILY, How.WEEKLY}
    assert world.lines() == ({"denmark": [("followed", how)]} if later else {})
    assert world.letters() == ({"denmark": [FOLLOWED]} if how == How.NOW else {})
    assert world.home("denmark") == [NOTICES[What.COMMENTED]]


def test_of_several_follows_the_quickest_counts_and_tells_once(world):
    world.searches("denmark", "theme=early-warning", How.WEEKLY)
    world.searches("denmark", "state=GHA", How.NOW)
    world.searches("denmark", "group=african", How.DAILY)
    world.letters()
    world.things.practice("Of Ghana")

    assert world.tell() == {"denmark": ["new"]}
    assert world.letters() == {"denmark": [FOLLOWED]}
    assert world.lines() == {}


def test_who_stopped_all_of_them_gets_no_letter_and_reads_it_in_the_portal(world):
    world.searches("denmark", "theme=early-warning", How.NOW)
    world.hush("denmark", followed=How.OFF)
    world.letters()
    world.things.practice("Of Ghana")
    world.tell()

    assert (world.letters(), world.lines()) == ({}, {})
    assert world.home("denmark") == [NOTICES[What.NEW]]


@pytest.mark.parametrize(
    ("of_class", "of_follow", "lines", "letters"),
    [
        (How.WEEKLY, How.NOW, [], [FOLLOWED]),
        (How.WEEKLY, How.DAILY, [("followed", How.DAILY)], []),
        (How.WEEKLY, How.WEEKLY, [("new-practices", None)], []),
        (How.DAILY, How.WEEKLY, [("new-practices", None)], []),
        (How.NOW, How.NOW, [], ["A new practice for you to read"]),
        (How.NOW, How.DAILY, [], ["A new practice for you to read"]),
        (How.WEEKLY, How.OFF, [("new-practices", None)], []),
        (How.OFF, How.DAILY, [("followed", How.DAILY)], []),
    ],
)
def test_nothing_is_written_twice_to_one_reader(world, of_class, of_follow, lines, letters):
    world.searches("denmark", "theme=early-warning", of_follow)
    world.hush("denmark", new_practices=of_class)
    world.letters()
    world.things.practice("Of Ghana")
    world.tell()

    assert world.lines().get("denmark", []) == lines
    assert world.letters().get("denmark", []) == letters


def test_letters_name_the_number_and_neither_title_nor_the_name_of_the_search(world):
    world.searches("denmark", "theme=early-warning", How.NOW, name="Watching the neighbour")
    world.letters()
    made = world.things.practice("A title that tells")
    world.tell()
    with world.portal.db.read() as conn:
        row = conn.execute(select(letter.c.subject, letter.c.body, letter.c.stops)).one()
        number = conn.execute(select(item.c.number).where(item.c.id == made)).scalar_one()

    assert row.subject == f"{FOLLOWED}: {number}"
    assert "A title that tells" not in row.body
    assert "neighbour" not in row.body
    assert row.stops == "followed"
    assert len(row.body.encode()) < 5000


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_letter_says_that_an_entry_for_an_office_is_not_confirmed(world, confirmed):
    made = world.things.practice("Of Ghana")
    world.searches("denmark", "theme=early-warning", How.NOW)
    day = date(2024, 1, 1)
    entered = {"item_id": made, "office_id": world.cast["ghana"].viewer.office.id}
    entered |= {"asked_on": day, "answered_on": day if confirmed else None}
    with world.portal.db.unit_of_work() as db:
        db.execute(insert(table(PracticeBehalf)).values(entered))
        happenings.note(db, world.cast["editor"].viewer, made, What.NEW)
    tell_due(world.portal)
    with world.portal.db.read() as conn:
        found = select(letter.c.body).where(letter.c.subject.contains(FOLLOWED))
        (body,) = conn.execute(found).scalars()
    assert ("which has not confirmed it yet" in body) is not confirmed


def test_a_digest_of_very_much_stays_a_short_letter(world):
    world.hush("denmark", followed=How.DAILY)
    world.searches("denmark", "theme=early-warning")
    for n in range(23):
        world.things.practice(f"Of Ghana, number {n}")
    assert world.tell() == {"denmark": ["new"] * 23}
    world.letters()
    with clock.moved(KEPT / 30):
        assert write_digests(world.portal) == 1
    with world.portal.db.read() as conn:
        body = conn.execute(select(letter.c.body)).scalar_one()
    assert body.count("* R2P/") == 20
    assert "3 more stand in the portal." in body
    assert len(body.encode()) < 5000


def test_who_left_the_office_is_told_nothing(world):
    world.searches("denmark", "theme=early-warning")
    held = table(Appointment)
    own = held.c.person_id == world.cast["denmark"].viewer.person_id
    with world.portal.db.unit_of_work() as db:
        db.execute(update(held).where(own).values(ends=date(2024, 1, 1)))
    world.things.practice("Of Ghana", audience="public")

    assert world.tell() == {}


def test_two_workers_at_once_tell_once(world):
    world.searches("denmark", "theme=early-warning")
    world.things.practice("Of Ghana")
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(tell_due, [world.portal, world.portal]))

    assert sum(told) == 1
    assert world.lines() == {"denmark": [("followed", How.DAILY)]}


def test_a_duty_that_fails_in_the_middle_leaves_all_to_the_next(world, monkeypatch):
    world.searches("denmark", "theme=early-warning")
    world.things.practice("Of Ghana")
    with monkeypatch.context() as broken:
        broken.setattr("app.alerts.telling._write", _fails)
        with pytest.raises(ZeroDivisionError):
            tell_due(world.portal)

    assert world.lines() == {}
    assert world.tell() == {"denmark": ["new"]}


def _fails(*_given: object) -> None:
    raise ZeroDivisionError


def test_what_was_told_is_swept_away_in_its_time(world):
    world.searches("denmark", "theme=early-warning")
    world.things.practice("Of Ghana")
    tell_due(world.portal)
    for days, left in ((89, 1), (91, 0)):
        with clock.moved(KEPT / 90 * days):
            sweep(world.portal.db)
        with world.portal.db.read() as conn:
            assert conn.execute(select(func.count()).select_from(news)).scalar_one() == left


def test_an_act_costs_one_statement_more_however_many_follow(world, queries):
    made = world.things.practice("Of Ghana")
    for who in ("denmark", "timor", "costa_rica", "eu"):
        world.follows(who, made)
    with queries(1), world.portal.db.unit_of_work() as db:
        happenings.note(db, world.cast["ghana"].viewer, made, What.CONFIRMED)


def _many(world, number: int) -> None:
    """Let so many people of Denmark's office follow the theme, and as many searches fit nothing."""
    office = world.cast["denmark"].viewer.office.id
    with world.portal.db.unit_of_work() as db:
        people = [{"id": new_id(), "name": f"Reader {n}"} for n in range(number)]
        for one in people:
            db.add(Person(**one))
        db.flush()
        for n, one in enumerate(people):
            who = one["id"]
            db.add(Appointment(office_id=office, person_id=who, starts=date(2020, 1, 1)))
            for key, target in (("k", "theme=early-warning"), (f"s{n}", f"state=DNK&theme=x{n}")):
                db.add(
                    Follow(office_id=office, person_id=who, key=key, target=target, how=How.DAILY)
                )


@pytest.mark.parametrize("number", [3, 60])
def test_telling_takes_as_many_statements_for_many_as_for_few(world, sent, number):
    _many(world, number)
    world.things.practice("Of Ghana", audience="network")
    with sent() as statements:
        assert tell_due(world.portal) == number
    assert len(statements) == 26


def test_searches_of_many_are_worked_out_once_for_all_who_ask_the_same(world, sent):
    """Words are looked up for each search, not for each of its followers."""
    for who in ("denmark", "timor", "costa_rica"):
        world.searches(who, "q=harvest&theme=early-warning")
    world.things.practice("The council harvest")
    with sent() as statements:
        assert tell_due(world.portal) == 3
    assert len([one for one in statements if "search_text" in one]) == 1
