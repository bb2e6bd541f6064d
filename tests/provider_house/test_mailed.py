"""A code by letter: for whom it is sent, what it is worth, and how it ends."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep

import pytest
from sqlalchemy import select

from provider.house import accounts, mailed, tables
from provider.house.application import create_app
from provider.house.by_mail import MAILED
from provider.house.fitness import problems
from provider.house.mailed import LASTS, MOST_TRIES, MOST_WAITING
from provider.house.outbox import Outbox
from provider.house.parts import House
from provider.house.postman import MailServer
from provider.house.sealing import Secrets, new_secret
from provider.house.words import WORDS
from tests.mail.test_mail import Postbox, mail_server
from tests.provider_house.conftest import settings_of
from tests.provider_house.guest import (
    CLIENT_ID,
    OTHER_CALLBACK,
    OTHER_ID,
    Clock,
    heading,
    invited,
    said,
    ticket_of,
    told,
)
from tests.support.live import free_port

AMA = "ama@mfa.example"
CODE, USED = WORDS["letter-mailed"], WORDS["letter-used"]
WRONG = WORDS["wrong-mailed"]
pytestmark = pytest.mark.usefixtures("ama")


@pytest.fixture
def ama(house, guest):
    """Ama made a way in, and so did Kofi, who has no work address here."""
    guest().enrol_passkey(invited(house, "kofi", None))
    known = guest()
    known.enrol_passkey(invited(house))
    return known


def test_the_code_lets_its_owner_in_to_read_and_a_letter_says_so(ama, guest, post, noted, house):
    stranger = guest()
    page = stranger.wants_code(" AMA@mfa.example ")
    assert (page.status_code, heading(page)) == (200, WORDS["mailed"])
    assert post.deliver() == [(AMA, CODE)]
    typed = post.code().lower().replace("-", " ")
    answer = stranger.types_mailed(page, typed)
    claims = stranger.claims(answer)
    assert (claims["sub"], claims["acr"]) == (ama.subject, MAILED)
    assert (claims["auth_time"], claims.get("amr")) == (int(house.clock()), None)
    assert "set-cookie" not in answer.headers  # no browser is known by a mailbox
    assert noted()[-2:] == [("code-mailed", ""), ("signed-in", "mailed")]
    assert post.deliver() == [(AMA, USED)]
    assert "2023-11-14 22:13 UTC" in post.letters[-1].get_content()
    assert post.deliver() == []

    again = stranger.wants_code()
    assert said(stranger.types_mailed(again, typed)) == WRONG
    metadata = stranger.http.get("/.well-known/openid-configuration").json()
    assert metadata["acr_values_supported"] == ["two-factors", "one-factor", MAILED]


def test_asking_answers_alike_whoever_is_meant_and_writes_to_those_alone_who_have_a_way_in(
    guest, post, house
):
    invited(house, "new", "new@mfa.example")  # made no way in yet
    meant = (AMA, "nobody@mfa.example", "new@mfa.example", "ama", "kofi", "", "a\0b", "x" * 999)
    pages, rows = [], []
    for number, one in enumerate(meant):
        page = guest(address=f"198.51.100.{number}").wants_code(one)
        plain = page.text.replace(ticket_of(page, "mailed"), "")
        pages.append((page.status_code, sorted(page.headers.items()), plain))
        rows.append(count(house))
    assert [one for one in pages if one != pages[0]] == []
    assert rows == [(n, n) for n in range(1, len(meant) + 1)]
    assert post.deliver() == [(AMA, CODE)]
    assert count(house) == (len(meant), 0)


def count(house) -> tuple[int, int]:
    with house.database.reading() as conn:
        asked = conn.execute(select(tables.mailed.c.key)).all()
        return len(asked), len(conn.execute(select(tables.letter.c.key)).all())


def test_a_code_is_good_in_its_own_browser_alone_and_for_ten_minutes(guest, post, clock):
    thief, owner = guest(address="203.0.113.9"), guest()
    page = thief.wants_code()
    post.deliver()
    code = post.code()
    other = owner.wants_code()  # she asks as well, and types the code of the thief's letter
    assert said(owner.types_mailed(other, code)) == WRONG
    clock.now += LASTS - 1
    kept = guest().wants_code()
    post.deliver()
    clock.now += 1
    late = thief.types_mailed(page, code)
    assert (late.status_code, told(late)) == (400, WORDS["late"])
    fresh = guest()
    assert fresh.types_mailed(kept, post.code()).status_code == 303


def test_a_code_that_was_guessed_five_times_is_over(guest, post, clock):
    guesser = guest()
    page = guesser.wants_code()
    post.deliver()
    for _ in range(MOST_TRIES):
        page = guesser.types_mailed(page, "00000-00000")
        assert (page.status_code, said(page)) == (422, WRONG)
    clock.now += 60
    page = guesser.types_mailed(page, post.code())
    assert (page.status_code, said(page)) == (422, WRONG)
    assert heading(guesser.types_mailed(page, "", other="yes")) == WORDS["sign-in"]
    assert post.deliver() == []


def test_who_guesses_waits_as_with_every_code(guest):
    guesser = guest()
    statuses = []
    while 429 not in statuses:
        page = guesser.wants_code(f"{len(statuses)}@mfa.example")
        statuses.append(guesser.types_mailed(page, "0").status_code if page.is_success else 429)
    assert 5 <= len(statuses) <= 7


def test_asking_is_slowed_by_address_and_by_network_and_bounded_for_all(guest, house, clock):
    def asks(address: str, network: int) -> int:
        return guest(address=f"198.51.100.{network}").wants_code(address).status_code

    for kind in ("nobody@mfa.example", AMA):  # alike, whether somebody has it
        assert [asks(kind, n) for n in range(7)] == [200] * 6 + [429]
    assert asks("other@mfa.example", 0) == 200
    assert [asks(f"{n}@mfa.example", 99) for n in range(7)] == [200] * 6 + [429]
    refused = guest(address="198.51.100.99").wants_code("x@mfa.example")
    assert said(refused) == WORDS["mail-wait"] % {"seconds": 2}
    with house.database.writing() as conn:
        for n in range(MOST_WAITING):
            mailed.ask(conn, house.secret, f"{n}@mfa.example", clock())
    assert asks("late@mfa.example", 200) == 429
    clock.now += LASTS
    assert asks("late@mfa.example", 200) == 200


def test_invented_addresses_shut_this_way_to_nobody_once_their_letters_are_forgotten(
    guest, post, house, clock
):
    with house.database.writing() as conn:
        for n in range(MOST_WAITING):
            mailed.ask(conn, house.secret, f"{n}@mfa.example", clock())
    assert guest().wants_code().status_code == 429
    assert post.deliver() == []
    page = guest(address="198.51.100.7").wants_code()
    assert post.deliver() == [(AMA, CODE)]
    assert page.status_code == 200


def test_a_server_that_is_down_for_a_moment_costs_nothing(guest, post, clock):
    page = guest().wants_code()
    post.down = True
    assert post.deliver() == []
    post.down = False
    assert post.deliver() == []  # leased still
    clock.now += 30
    assert post.deliver() == [(AMA, CODE)]
    assert guest().types_mailed(page, post.code()).status_code == 303
    post.down = True
    post.deliver()
    clock.now += 3600
    post.down = False
    assert post.deliver() == [(AMA, USED)]


def test_a_letter_that_cannot_be_sent_stops_no_other(guest, post, house):
    invited(house, "odd", "odd@mfa.example")
    with house.database.writing() as conn:
        odd = tables.account.c.handle == "odd"
        conn.execute(tables.account.update().where(odd).values(email="odd\n@mfa.example"))
        mailed.tell_used(conn, house.secret, accounts.by_name(conn, "odd").subject, 0.0)
        mailed.tell_used(conn, Secrets(new_secret()), accounts.by_name(conn, "ama").subject, 1.0)
    guest().wants_code()
    with house.database.writing() as conn:
        conn.execute(tables.letter.update().values(expires_at=house.clock() + 1))
    assert post.deliver() == [(AMA, CODE)]
    assert count(house) == (1, 0)


def test_of_two_presses_at_once_one_counts(guest, post):
    both = guest()
    page = both.wants_code()
    post.deliver()
    together = Barrier(2)

    def press(_: int) -> bool:
        together.wait()
        return both.types_mailed(page, post.code()).status_code == 303

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [False, True]


@pytest.mark.parametrize("end", ["clear", "remove"])
def test_a_reset_ends_codes_that_were_sent_and_sends_no_further(end, guest, post, house):
    sent, waiting = guest(), guest()
    page = sent.wants_code()
    post.deliver()
    code = post.code()
    waiting.wants_code()
    with house.database.writing() as conn:
        getattr(accounts, end)(conn, accounts.by_name(conn, "ama"), house.clock())
    assert post.deliver() == []
    assert said(sent.types_mailed(page, code)) == WRONG


def test_where_an_application_does_not_say_so_or_wants_more_no_code_is_offered(guest, post):
    person = guest()
    offered = WORDS["mail-send"]
    assert offered in person.asks().text
    assert offered in person.asks(acr_values=MAILED).text
    for changes in (
        {"client_id": OTHER_ID, "redirect_uri": OTHER_CALLBACK}, {"acr_values": "two-factors"},
        {"max_age": "0"},
    ):  # fmt: skip
        page = person.asks(**changes)
        assert offered not in page.text
        assert person.wants_code(page=page).status_code == 400
    assert post.deliver() == []


def test_without_a_mail_server_there_are_none(database_url, tmp_path):
    def lacking(**changes: str) -> list[str]:
        return problems(settings_of(database_url, tmp_path, **changes))

    assert lacking() == []
    assert len(lacking(smtp_url="")) == 1
    assert len(lacking(smtp_url="https://mail.example")) == 1
    assert len(lacking(mail_from="id@localhost")) == 1
    assert not settings_of(database_url, tmp_path, smtp_url="").mails_codes(CLIENT_ID)
    given = settings_of(database_url, tmp_path, smtp_url="smtp://x:hidden-one@mail.example")
    assert "hidden-one" not in repr(given)
    assert create_app(House.of(given, Clock())).routes


def test_neither_codes_nor_typed_addresses_stand_in_the_database(guest, post, house):
    guest().wants_code()
    guest().wants_code("somebody@mfa.example")
    post.deliver()
    guest().wants_code("else@mfa.example")
    with house.database.reading() as conn:
        every = [
            str(tuple(row))
            for table in (tables.mailed, tables.letter, tables.slow, tables.kept, tables.event)
            for row in conn.execute(select(table))
        ]
    shown = (post.code(), post.code().replace("-", ""), "somebody@", "else@", AMA)
    assert [one for one in shown if any(one in row for row in every)] == []


def test_a_database_of_the_version_before_grows(house):
    with house.database.writing() as conn:
        tables.mailed.drop(conn)
        tables.letter.drop(conn)
        conn.execute(tables.version.update().values(number=1))
    assert not house.database.ready()
    house.database.prepare()
    house.database.prepare()
    assert house.database.ready()
    with house.database.reading() as conn:
        assert conn.execute(select(tables.mailed)).all() == []
        assert conn.execute(select(tables.version.c.number)).scalars().all() == [tables.VERSION]


def test_letters_leave_by_themselves_while_it_serves(guest, house):
    box, port = Postbox(), free_port()
    server = MailServer(f"smtp://127.0.0.1:{port}")
    with mail_server(box, port), Outbox(house, server).sending(0.05):
        guest().wants_code()
        until = monotonic() + 20
        while not box.received and monotonic() < until:
            sleep(0.05)
    ((to, message),) = box.received
    assert to == [AMA]
    assert (message["From"], message["Subject"]) == ("id@house.example", CODE)
    assert message["Auto-Submitted"] == "auto-generated"
    assert count(house) == (1, 0)
    with pytest.raises(OSError, match="SMTPConnect"):
        server.carry(message)
