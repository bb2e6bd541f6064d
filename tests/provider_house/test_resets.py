"""A new way in for who lost theirs: who may give it, who is told, what stops it."""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from provider.house import accounts, commands, enrolment, named, resets
from provider.house.accounts import Newcomer
from provider.house.application import create_app
from provider.house.named import UNHEARD, UNTOLD
from provider.house.reset_commands import NOT_PROVEN, PROPOSED_FOR_TWO
from provider.house.tables import decider
from provider.house.words import WORDS
from tests.provider_house.conftest import settings_of
from tests.provider_house.guest import ISSUER, Guest, said, told
from tests.provider_house.test_making import people, sends

DAY = 86_400.0
STAFF = ("Sec", "two", "tri")


@pytest.fixture
def house(house, tmp_path):
    """The same house, which knows who acts for the Secretariat."""
    url = house.settings.database_url
    settings = settings_of(url, tmp_path / "house", secret=house.settings.secret, secretariat=STAFF)
    return replace(house, settings=settings)


@pytest.fixture
def act(house):
    """Return what does one act of the command line: what it says, or why it ended."""

    def do(what: str, account: str, by: str = "", code: str = "", **more: str) -> str:
        said: list[str] = []
        given = Namespace(act=what, account=account, by=by, code=code, **more)
        try:
            commands.ACTS[what](house, given, said.append)
        except SystemExit as ended:
            return str(ended.code)
        return said[0]

    return do


@pytest.fixture
def person(house, guest, clock, post):
    """Return what makes somebody with an account, an app and a printed list."""

    def come(handle: str):
        with house.database.writing() as conn:
            newcomer = Newcomer(handle, handle.title(), f"{handle}@mfa.example")
            made = accounts.make(conn, newcomer, house.clock())
            token = enrolment.offer_way_in(conn, made, house.clock())
        one = guest()
        assert one.enrol_app(f"{ISSUER}/enrol/{token}").status_code == 200
        if handle in {"sec", "two", "tri"}:
            post.deliver()  # which tells the others
            clock.now += 3 * DAY
        return one

    return come


@pytest.fixture
def later(clock, post) -> Callable[[], None]:
    """Return what lets letters leave, and three days go by."""

    def wait() -> None:
        assert post.deliver() != []
        clock.now += 3 * DAY

    return wait


def resets_in(noted) -> list[tuple[str, str]]:
    return [one for one in noted() if one[0].startswith(("reset", "ways-in"))]


def test_one_alone_waits_three_days_and_the_old_ways_last_until_the_new_one_is_used(
    act, clock, noted, person, post
):
    ama = person("ama")
    said = act("again", "ama")
    assert "2023-11-17 22:13 UTC" in said
    assert post.deliver() == [("ama@mfa.example", WORDS["letter-asks"])]
    assert "stops it" in " ".join(post.letters[-1].get_content().split())
    clock.now += 3 * DAY - 1
    assert "three days" in act("again", "ama")
    clock.now += 1
    address = act("again", "ama")
    assert post.deliver() == [("ama@mfa.example", WORDS["letter-gave"])]
    fresh = person("kofi")
    assert fresh.begin(address, "app").status_code == 200
    assert resets_in(noted) == [
        ("reset-proposed", "one"), ("reset-told", ""), ("reset-opened", "one"),
    ]  # fmt: skip
    assert fresh.enrol_app(address).status_code == 200
    assert resets_in(noted)[3:] == [("ways-in-removed", "")]
    assert ama.types("ama", printed=ama.printed[0]).status_code == 422
    assert fresh.types("ama", printed=fresh.printed[0]).status_code == 303
    assert fresh.begin(address, "app").status_code == 404


@pytest.mark.parametrize("opened", [False, True])
def test_signing_in_stops_it_before_and_after_its_time(opened, act, later, noted, person):
    ama, kofi = person("ama"), person("kofi")
    for who in ("ama", "kofi"):
        assert "told by letter" in act("again", who)
    later()
    address = act("again", "ama") if opened else ""
    assert ama.types("ama", printed="0000-0000-0000-0000").status_code == 422
    assert len(resets_in(noted)) == 4 + opened
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303
    assert resets_in(noted)[-1] == ("reset-stopped", "list")
    if opened:
        assert kofi.begin(address, "app").status_code == 404
    else:
        assert "told by letter" in act("again", "ama")
    assert act("again", "kofi").startswith(ISSUER)


def deciders(house) -> list[str]:
    with house.database.reading() as conn:
        return list(conn.execute(select(decider.c.handle).order_by(decider.c.event_id)).scalars())


def test_two_of_the_secretariat_need_no_days_and_one_is_not_two(act, noted, person, guest, house):
    person("ama")
    sec, two, kofi = person("sec"), person("two"), person("kofi")
    assert act("again", "ama", "sec", "0000-0000-0000-0000") == NOT_PROVEN
    assert act("again", "ama", "kofi", kofi.printed[0]) == NOT_PROVEN
    assert "told by letter" in act("again", "ama", "sec", sec.printed[0])
    assert act("confirm", "ama", "two", sec.printed[1]) == NOT_PROVEN
    assert act("confirm", "ama", "sec", sec.printed[0]) == NOT_PROVEN
    assert "another person" in act("confirm", "ama", "sec", sec.printed[1])
    address = act("confirm", "ama", "two", two.printed[0])
    assert guest().enrol_app(address).status_code == 200
    assert resets_in(noted) == [
        ("reset-proposed", "one"), ("reset-decided", "proposed"), ("reset-decided", "confirmed"),
        ("reset-opened", "two"), ("ways-in-removed", ""),
    ]  # fmt: skip
    assert deciders(house) == ["sec", "two"]
    assert "No reset" in act("confirm", "ama", "two", two.printed[1])


def test_an_account_of_the_secretariat_is_never_reset_by_one(act, clock, person):
    sec, two = person("sec"), person("two")
    assert act("again", "sec") == PROPOSED_FOR_TWO
    clock.now += 4 * DAY
    assert "second person" in act("again", "sec")
    assert "Nobody is known" in act("confirm", "sec", "two", two.printed[0])
    assert "called off" in act("withdraw", "sec")
    assert "own account" in act("again", "sec", "sec", sec.printed[0])
    assert act("again", "sec", "two", two.printed[1]) == PROPOSED_FOR_TWO
    assert "another person" in act("confirm", "sec", "two", two.printed[2])


def test_what_was_stolen_is_shut_at_once_and_gives_nobody_a_way_in(act, clock, person, post):
    ama = person("ama")
    assert "Nobody can sign in" in act("shut", "ama")
    assert post.deliver() == [("ama@mfa.example", WORDS["letter-shut"])]
    assert ama.types("ama", printed=ama.printed[0]).status_code == 422
    assert act("add", "ama") == commands.NO_CODE
    assert act("again", "ama") == PROPOSED_FOR_TWO
    clock.now += 4 * DAY
    assert "second person" in act("again", "ama")


def test_one_more_way_in_takes_a_code_of_its_owner(act, guest, noted, person, post):
    ama, kofi = person("ama"), person("kofi")
    for wrong in ("", "000000", kofi.printed[0]):
        assert act("add", "ama", code=wrong) == commands.NO_CODE
    address = act("add", "ama", code=ama.printed[0])
    assert post.deliver() == [("ama@mfa.example", WORDS["letter-more"])]
    assert act("add", "ama", code=ama.printed[0]) == commands.NO_CODE
    assert guest().enrol_passkey(address).status_code == 200
    assert resets_in(noted) == []


def test_who_guesses_codes_is_made_to_wait(act, clock, person):
    person("ama")
    sec = person("sec")
    for _ in range(6):
        assert act("again", "ama", "sec", "000000") == NOT_PROVEN
    assert act("again", "ama", "sec", sec.printed[0]) == NOT_PROVEN
    clock.now += 3
    assert "told by letter" in act("again", "ama", "sec", sec.printed[0])


def test_nobody_who_cannot_be_told_is_reset_by_one(house, person):
    person("ama")
    with house.database.writing() as conn:
        nameless = accounts.make(conn, Newcomer("quiet", "Quiet"), house.clock())
        assert not resets.alone_can(conn, house, nameless)
        ama = accounts.by_name(conn, "ama")
        assert ama is not None
        assert resets.alone_can(conn, house, ama)


# what a hostile administrator would try ------------------------------------------------------


def test_nobody_alone_prints_anew_what_two_decided(act, clock, guest, person, post):
    person("ama")
    sec, two = person("sec"), person("two")
    assert "told by letter" in act("again", "ama", "sec", sec.printed[0])
    first = act("confirm", "ama", "two", two.printed[0])
    assert first.startswith(ISSUER)
    assert post.deliver() != []  # the letters left, so the days of one alone count
    for _ in range(2):
        assert "second person" in act("again", "ama")
        clock.now += 4 * DAY
    anew = act("confirm", "ama", "two", two.printed[1])  # the second person lost the first
    assert guest().begin(first, "app").status_code == 404
    assert guest().begin(anew, "app").status_code == 200


def test_only_who_confirmed_a_reset_gets_its_address_anew(act, house, guest, person):
    person("ama")
    sec, two, tri = person("sec"), person("two"), person("tri")
    assert "told by letter" in act("again", "ama", "sec", sec.printed[0])
    first = act("confirm", "ama", "two", two.printed[0])
    assert "Another person confirmed it" in act("confirm", "ama", "tri", tri.printed[0])
    assert guest().begin(first, "app").status_code == 200
    anew = act("confirm", "ama", "two", two.printed[1])
    assert guest().begin(anew, "app").status_code == 200
    assert "called off" in act("withdraw", "ama")
    assert "told by letter" in act("again", "ama", "sec", sec.printed[1])
    assert act("confirm", "ama", "tri", tri.printed[1]).startswith(ISSUER)
    assert deciders(house) == ["sec", "two", "two", "sec", "tri"]


@pytest.mark.parametrize("end", ["shut", "remove"])
def test_the_word_of_an_account_that_was_shut_counts_no_more(end, act, guest, house, person):
    for handle in ("ama", "efua", "kofi"):
        person(handle)
    sec, two, tri = person("sec"), person("two"), person("tri")
    assert "told by letter" in act("again", "ama", "sec", sec.printed[0])
    assert "told by letter" in act("again", "kofi", "two", two.printed[0])
    assert "told by letter" in act("again", "efua", "two", two.printed[1])
    by_sec = act("confirm", "kofi", "sec", sec.printed[1])
    by_tri = act("confirm", "efua", "tri", tri.printed[0])
    act(end, "sec")
    assert "No reset" in act("confirm", "ama", "two", two.printed[2])
    assert [guest().begin(one, "app").status_code for one in (by_sec, by_tri)] == [404, 200]
    assert deciders(house) == ["sec", "two", "two", "sec", "tri"]  # which outlives the account


def test_who_got_a_new_way_in_since_proposing_counts_no_more(act, guest, person):
    person("ama")
    sec, two, tri = person("sec"), person("two"), person("tri")
    assert "told by letter" in act("again", "ama", "sec", sec.printed[0])
    assert act("again", "sec", "two", two.printed[0]) == PROPOSED_FOR_TWO
    assert guest().enrol_app(act("confirm", "sec", "tri", tri.printed[0])).status_code == 200
    assert "lost all ways in" in act("confirm", "ama", "two", two.printed[1])


def test_days_of_which_no_letter_told_do_not_count(act, clock, person, post):
    person("ama")
    post.down = True
    assert "told by letter" in act("again", "ama")
    for _ in range(4):
        assert post.deliver() == []
        clock.now += DAY
    assert "No letter" in act("again", "ama")
    assert "called off" in act("withdraw", "ama")
    post.down = False
    assert "told by letter" in act("again", "ama")
    clock.now += DAY / 2
    assert [who for who, _ in post.deliver()] == ["ama@mfa.example"]
    clock.now += 3 * DAY - 1
    assert "three days" in act("again", "ama")
    clock.now += 1
    assert act("again", "ama").startswith(ISSUER)


def remarks(house) -> list[str]:
    """Return what is said to whoever runs it, but for names without an account."""
    with house.database.reading() as conn:
        found = named.remarks(conn, house.settings, house.clock())
    return [said for said in (UNHEARD, UNTOLD) if any(one.endswith(said[8:]) for one in found)]


def test_where_no_colleague_can_be_told_the_page_and_whoever_runs_it_are(  # noqa: PLR0913, PLR0917 - parts
    act, clock, house, person, guest, post
):
    person("ama")
    sec = guest()
    made = sec.enrol_app(act("enrol", "sec", name="Sec", email="", language="en"))
    assert (made.status_code, said(made)) == (200, WORDS["made-alone"])
    assert remarks(house) == [UNHEARD]
    with house.database.reading() as conn:
        assert named.unheard(conn, house.settings) == ["sec"]
    clock.now += 3 * DAY - 1
    assert act("again", "ama", "sec", sec.printed[0]) == NOT_PROVEN
    clock.now += 1  # else a house with nobody to tell would have no two who decide
    assert "told by letter" in act("again", "ama", "sec", sec.printed[1])
    two = guest()
    made = two.enrol_app(act("enrol", "two", name="Two", email="t@mfa.example", language="en"))
    assert said(made) == WORDS["made-alone"]
    assert post.deliver() != []
    with house.database.reading() as conn:
        assert named.unheard(conn, house.settings) == ["two"]


def test_an_account_made_anew_under_a_name_of_the_secretariat_decides_nothing(  # noqa: PLR0913, PLR0917 - parts
    act, clock, guest, house, person, post
):
    person("ama")
    sec, two = person("sec"), person("two")
    post.deliver()
    assert act("remove", "two") == "The account is gone."
    false = guest()
    address = act("enrol", "two", name="Two", email="two@mfa.example", language="en")
    post.down = True
    made = false.enrol_app(address)
    assert (made.status_code, WORDS["made-alone"] in made.text) == (200, False)
    assert post.deliver() == []
    clock.now += 10 * DAY  # of which no letter told, so they do not count
    assert remarks(house) == [UNTOLD]
    post.down = False
    assert post.deliver() == [("sec@mfa.example", WORDS["letter-team"])]
    assert remarks(house) == []
    assert "told by letter" in act("again", "ama", "sec", sec.printed[0])
    assert act("confirm", "ama", "two", two.printed[0]) == NOT_PROVEN
    clock.now += 3 * DAY - 1
    assert act("confirm", "ama", "two", false.printed[0]) == NOT_PROVEN
    clock.now += 1
    assert act("confirm", "ama", "two", false.printed[1]).startswith(ISSUER)


def test_a_name_of_the_secretariat_comes_from_an_operator_and_never_by_an_invitation(
    act, guest, house, opens, tmp_path
):
    ama = guest()
    page = sends(ama, opens(ama), handle="SEC")
    assert (page.status_code, said(page)) == (422, WORDS["account-taken"])
    where = sends(ama, page, handle="late").headers["location"]  # which is named only now
    more = {"secret": house.settings.secret, "secretariat": ("late", *STAFF)}
    url = house.settings.database_url
    renamed = replace(house, settings=settings_of(url, tmp_path / "house", **more))
    with TestClient(create_app(renamed), ISSUER, follow_redirects=False) as http:
        http.cookies.update(ama.http.cookies)
        lost = Guest(http, house.clock).enrol_app(where)
    assert (lost.status_code, told(lost)) == (409, WORDS["account-meanwhile"])
    assert people(house) == []
    address = act("enrol", "sec", name="Sec", email="", language="en")
    assert ama.enrol_app(address).status_code == 200
    assert people(house) == [("sec", None)]


def test_whoever_runs_it_is_told_which_named_accounts_there_are_not(act, house):
    told_of: list[str] = []
    assert act("enrol", "two", name="Two", email="", language="en").startswith(ISSUER)
    commands.ACTS["prepare"](house, Namespace(), told_of.append)
    assert [one.partition(":")[0] for one in told_of[1:]] == ["sec, tri", "two"]


def test_an_old_account_that_was_shut_is_not_taken_for_a_fresh_one(act, clock, house, person):
    person("ama")
    assert "Nobody can sign in" in act("shut", "ama")
    assert act("enrol", "kofi", name="Kofi", email="", language="en").startswith(ISSUER)
    assert act("add", "kofi").startswith(ISSUER)
    clock.now += 401 * DAY
    house.database.sweep(clock())
    assert [act("add", who) for who in ("ama", "kofi")] == [commands.NO_CODE] * 2


def test_a_code_of_the_owner_stops_a_reset_as_signing_in_does(act, noted, person):
    ama = person("ama")
    assert "told by letter" in act("again", "ama")
    assert act("add", "ama", code=ama.printed[0]).startswith(ISSUER)
    assert resets_in(noted) == [("reset-proposed", "one"), ("reset-stopped", "add")]
