"""The printed list: shown before it counts, told of when it is used, and made anew by a proof."""

import pytest

from provider.house import accounts
from provider.house.words import WORDS
from tests.provider_house.guest import codes_on, heading, invited, said, ticket_of

WRONG = WORDS["wrong"]


def types_into(guest, **typed: str):
    """Send the proof that a new list wants; return the page that comes of it."""
    page = guest.http.get("/list")
    sent = {"interaction": ticket_of(page), "name": "ama", **typed}
    return guest.http.post("/list", data=sent)


@pytest.mark.parametrize("way", ["app", "passkey"])
def test_an_answer_that_is_lost_at_enrolment_loses_nothing(house, guest, noted, clock, way):
    """The line is cut after the last proof: the codes were never seen."""
    ama, address, before = guest(), invited(house), noted()
    if way == "app":
        lost = ama.proves_app(ama.begin(address, "app"), address)
    else:
        lost = ama.proves_passkey(address)
    assert noted() == before
    unseen = codes_on(lost)
    clock.now += 30
    assert said(ama.types("ama", printed=unseen[0])) == WRONG
    assert ama.http.get(address).status_code == 200
    assert heading(getattr(ama, f"enrol_{way}")(address)) == WORDS["made"]
    assert said(ama.types("ama", printed=unseen[0])) == WRONG
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303


def test_the_list_before_counts_until_the_new_one_is_kept(house, guest):
    ama = guest()
    ama.enrol_app(invited(house))
    old = list(ama.printed)
    with house.database.writing() as conn:
        account = accounts.by_name(conn, "ama")
        from provider.house import enrolment  # noqa: PLC0415 - used once

        token = enrolment.offer_way_in(conn, account, house.clock())
    address = f"/enrol/{token}"
    ama.proves_passkey(address)
    assert ama.types("ama", printed=old[0]).status_code == 303
    ama.enrol_passkey(address)
    assert said(ama.types("ama", printed=old[1])) == WRONG


def test_a_wrong_word_shows_the_same_list_again_and_any_way_of_typing_is_taken(house, guest):
    ama, address = guest(), invited(house)
    page = ama.proves_passkey(address)
    for typed in ("", "0000-0000-0000-0000", codes_on(page)[0][:-1]):
        again = ama.http.post(address, data={"list": ticket_of(page, "list"), "code": typed})
        assert (again.status_code, said(again)) == (422, WORDS["wrong-list"])
        assert codes_on(again) == codes_on(page)
        page = again
    typed = codes_on(page)[4].lower().replace("-", " ")
    made = ama.http.post(address, data={"list": ticket_of(page, "list"), "code": typed})
    assert heading(made) == WORDS["made"]
    assert ama.types("ama", printed=codes_on(page)[4]).status_code == 303


def test_of_two_who_were_shown_a_list_the_first_to_keep_it_makes_the_way_in(house, guest):
    address = invited(house)
    ama, thief = guest(), guest()
    shown = thief.proves_passkey(address)
    assert heading(ama.enrol_passkey(address)) == WORDS["made"]
    late = thief.keeps(shown, address)
    assert (late.status_code, WORDS["over"] in late.text) == (404, True)
    assert said(thief.shows_passkey()) == WRONG


def test_a_list_that_was_shown_is_one_persons_for_an_hour_and_for_one_page(house, guest, clock):
    hers, his = invited(house), invited(house, "kofi", None)
    ama, kofi = guest(), guest()
    crossed = kofi.keeps(ama.proves_passkey(hers), his)
    assert (crossed.status_code, WORDS["late"] in crossed.text) == (400, True)
    crossed = ama.keeps(ama.proves_passkey(hers), "/list")
    assert (crossed.status_code, WORDS["late"] in crossed.text) == (400, True)
    shown = ama.proves_passkey(hers)
    clock.now += 3600
    late = ama.keeps(shown, hers)
    assert (late.status_code, WORDS["late"] in late.text) == (400, True)
    assert heading(ama.enrol_passkey(hers)) == WORDS["made"]


def test_each_use_says_how_many_are_left_and_warns_from_three_on(house, guest):
    ama = guest()
    ama.enrol_app(invited(house))
    told = []
    for one in ama.printed:
        assert ama.types("ama", printed=one).status_code == 303
        told.append((ama.left, ama.warned))
    assert told == [(n, n <= 3) for n in range(9, -1, -1)]


def test_who_uses_no_printed_code_is_led_on_at_once(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    clock.now += 30
    assert ama.types("ama", app=ama.app_code()).status_code == 303
    assert ama.left is None


def test_the_way_on_is_for_one_use_and_keeps_when_the_proof_was(house, guest, clock):
    ama = guest()
    ama.enrol_app(invited(house))
    sent = {"interaction": ticket_of(ama.asks()), "name": "ama", "printed": ama.printed[0]}
    page, then = ama.http.post("/authorize", data=sent), int(clock.now)
    assert heading(page) == WORDS["remaining"]
    clock.now += 300
    on = {"on": ticket_of(page, "on")}
    assert ama.claims(ama.http.post("/authorize", data=on))["auth_time"] == then
    again = ama.http.post("/authorize", data=on)
    assert (again.status_code, WORDS["late"] in again.text) == (400, True)
    sent = {"interaction": ticket_of(ama.asks()), "name": "ama", "printed": ama.printed[1]}
    on = {"on": ticket_of(ama.http.post("/authorize", data=sent), "on")}
    ama.http.headers["Origin"] = "https://evil.example"
    assert ama.http.post("/authorize", data=on).status_code == 403


def test_a_person_makes_a_new_list_with_a_fresh_proof(house, guest, clock, noted):
    ama = guest()
    ama.enrol_app(invited(house))
    old = list(ama.printed)
    clock.now += 30
    page = types_into(ama, app=ama.app_code())
    assert (page.status_code, heading(page)) == (200, WORDS["list"])
    assert ama.types("ama", printed=old[0]).status_code == 303
    assert heading(ama.keeps(page, "/list")) == WORDS["listed"]
    assert noted()[-1] == ("list-printed", "")
    assert said(ama.types("ama", printed=old[1])) == WRONG
    assert ama.types("ama", printed=ama.printed[0]).status_code == 303


def test_a_passkey_makes_a_new_list(house, guest):
    ama = guest()
    ama.enrol_passkey(invited(house))
    page = ama.http.get("/list")
    shown = ama.proof_of_passkey(page, "/list")
    assert heading(ama.keeps(shown, "/list")) == WORDS["listed"]


def test_a_printed_code_alone_makes_no_list_and_is_not_used_up(house, guest, clock):
    """Whoever found the sheet would otherwise shut its owner out."""
    ama = guest()
    ama.enrol_app(invited(house))
    thief = guest(ama)
    assert said(types_into(thief, printed=ama.printed[0])) == WRONG
    assert said(types_into(thief, app="000000", printed=ama.printed[0])) == WRONG
    assert said(types_into(thief, app=ama.app_code())) == WRONG
    clock.now += 30
    both = types_into(thief, app=ama.app_code(), printed=ama.printed[0])
    assert heading(both) == WORDS["list"]


def test_a_list_shown_before_the_ways_in_were_removed_never_counts(house, guest, clock):
    ama = guest()
    ama.enrol_passkey(invited(house))
    shown = ama.proof_of_passkey(ama.http.get("/list"), "/list")
    clock.now += 1
    with house.database.writing() as conn:
        accounts.clear(conn, accounts.by_name(conn, "ama"), clock())
    late = ama.keeps(shown, "/list")
    assert (late.status_code, WORDS["late"] in late.text) == (400, True)
    assert said(ama.types("ama", printed=ama.printed[0])) == WRONG
