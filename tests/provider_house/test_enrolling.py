"""Making a way in: an address for one use, all of it or nothing."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
import segno

from provider.house import accounts
from provider.house.picture import picture
from provider.house.tables import metadata
from provider.house.words import WORDS
from tests.provider_house.guest import (
    HTML,
    codes_on,
    heading,
    invited,
    options_of,
    parse,
    said,
    ticket_of,
)
from tests.support.authenticator import PRESENT, Odd

OVER = f"{WORDS['refused']}"


def is_over(page) -> bool:
    return (page.status_code, heading(page)) == (404, OVER) and WORDS["over"] in page.text


def test_looking_at_the_address_changes_nothing(house, guest, noted):
    address, ama = invited(house), guest()
    before = noted()
    for _ in range(3):
        page = ama.http.get(address)
        assert (page.status_code, heading(page)) == (200, WORDS["enrol"])
        assert ama.begin(address, "app").status_code == 200
    assert noted() == before


@pytest.mark.parametrize("way", ["app", "passkey"])
def test_the_address_works_once(house, guest, way):
    address, ama, thief = invited(house), guest(), guest()
    begun = thief.begin(address, way)
    getattr(ama, f"enrol_{way}")(address)
    assert is_over(ama.http.get(address))
    assert is_over(ama.begin(address, way))
    late = thief.http.post(address, data={"interaction": ticket_of(begun), "code": "1"})
    assert is_over(late)


def test_the_address_ends_after_fourteen_days_and_with_a_newer_one(house, guest, clock):
    address, ama = invited(house), guest()
    clock.now += 14 * 86_400 - 1
    assert ama.http.get(address).status_code == 200
    clock.now += 1
    assert is_over(ama.http.get(address))
    assert is_over(ama.http.get(f"{address}x"))


def test_a_wrong_code_shows_the_same_key_again_and_spends_nothing(house, guest):
    address, ama = invited(house), guest()
    page = ama.begin(address, "app")
    wrong = ama.http.post(address, data={"interaction": ticket_of(page), "code": "000000"})
    assert (wrong.status_code, said(wrong)) == (422, WORDS["wrong-code"])
    assert codes_on(wrong) == codes_on(page)
    twice = ama.http.post(address, data={"interaction": ticket_of(page), "code": "000000"})
    assert (twice.status_code, WORDS["late"] in twice.text) == (400, True)
    assert heading(ama.enrol_app(address)) == WORDS["made"]


def test_each_look_at_the_key_of_an_app_shows_another(house, guest):
    """Whoever handed the address over knows nothing of what the person got there."""
    address, ama = invited(house), guest()
    seen = {codes_on(ama.begin(address, "app"))[0] for _ in range(5)}
    assert len(seen) == 5
    assert all(len("".join(one.split())) == 32 for one in seen)


def test_the_picture_holds_the_link_of_the_key_and_of_no_other(house, guest):
    address, ama = invited(house), guest()
    page = ama.begin(address, "app")
    (link,) = [one.get("href") for one in parse(page).iter(f"{HTML}a")]
    key = "".join(codes_on(page)[0].split())
    asked = dict(parse_qsl(urlsplit(link).query, strict_parsing=True))
    assert (urlsplit(link).scheme, asked["secret"], asked["period"]) == ("otpauth", key, "30")
    drawn = re.findall(r"<svg.*?</svg>", page.text)
    assert drawn == [str(picture(link))]
    assert drawn != re.findall(r"<svg.*?</svg>", ama.begin(address, "app").text)
    for word in ("style=", "<script", "href", "url("):
        assert word not in drawn[0]


def test_a_picture_has_the_squares_of_its_code():
    """What is drawn is the code's own squares, line by line; a quiet zone of four stands around."""
    link = "otpauth://totp/House:ama?secret=ABCDEFGH&issuer=House"
    path = re.search(r'<path [^>]*d="([^"]+)"', str(picture(link)))[1]
    dark, (x, y) = set(), (0.0, 0.0)
    for move, one, two in re.findall(r"([Mmh])(-?[0-9.]+)(?:[ ,]?(-?[0-9.]+))?", path):
        if move == "h":
            dark |= {(int(x) + n, int(y)) for n in range(int(one))}
            x += int(one)
        else:
            start = (x, y) if move == "m" else (0, 0)
            x, y = start[0] + float(one), start[1] + float(two)
    rows = segno.make(link, error="m", micro=False).matrix
    squares = {(c + 4, r + 4) for r, row in enumerate(rows) for c, set_ in enumerate(row) if set_}
    assert dark == squares


@pytest.mark.parametrize(
    "odd",
    [
        Odd(origin="https://evil.example"), Odd(domain="evil.example"), Odd(type="webauthn.get"),
        Odd(challenge="AAAA"), Odd(flags=PRESENT), Odd(inside_another_site=True),
    ],
)  # fmt: skip
def test_a_passkey_that_is_made_wrongly_spends_nothing(house, guest, odd):
    address, ama = invited(house), guest()
    wrong = ama.enrol_passkey(address, odd)
    assert (wrong.status_code, said(wrong)) == (422, WORDS["wrong-key"])
    assert heading(ama.enrol_passkey(address)) == WORDS["made"]


def test_a_passkey_that_is_known_already_is_refused(house, guest):
    ama, kofi = guest(), guest()
    ama.enrol_passkey(invited(house))
    kofi.key = ama.key
    wrong = kofi.enrol_passkey(invited(house, "kofi", None))
    assert (wrong.status_code, said(wrong)) == (422, WORDS["wrong-key"])


def test_tickets_of_one_person_or_errand_are_worth_nothing_for_another(house, guest):
    hers, his = invited(house), invited(house, "kofi", None)
    thief = guest()
    begun = thief.begin(his, "app")
    crossed = thief.http.post(hers, data={"interaction": ticket_of(begun), "code": "1"})
    assert (crossed.status_code, WORDS["late"] in crossed.text) == (400, True)
    made_up = {"for": "somebody", "way": "app", "shared": "AAAA"}
    asked = thief.asks(**made_up)
    crossed = thief.http.post(hers, data={"interaction": ticket_of(asked), "code": "1"})
    assert (crossed.status_code, WORDS["late"] in crossed.text) == (400, True)
    begun = thief.begin(his, "app")
    crossed = thief.types("kofi", begun, app="1")
    assert (crossed.status_code, WORDS["late"] in crossed.text) == (400, True)


@pytest.mark.parametrize("way", ["", "password", "passkey "])
def test_there_are_two_ways_and_no_third(house, guest, way):
    assert guest().begin(invited(house), way).status_code == 400


def test_the_form_of_another_site_is_refused(house, guest):
    address, ama = invited(house), guest()
    ama.http.headers["Origin"] = "https://evil.example"
    assert ama.begin(address, "app").status_code == 403


def test_what_the_browser_is_asked_names_the_house_and_wants_its_holder_checked(house, guest):
    asked = options_of(guest().begin(invited(house), "passkey"))
    assert asked["rp"] == {"id": "id.house.example", "name": "House <sign-in> & friends"}
    assert asked["user"] | {"id": ""} == {
        "id": "", "name": "ama@mfa.example", "displayName": "Ama Mensah",
    }  # fmt: skip
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"


def test_cleared_ways_are_gone_at_once_and_the_person_stays_the_same(house, guest, clock):
    ama = guest()
    ama.enrol_passkey(invited(house))
    codes = ama.printed
    with house.database.writing() as conn:
        account = accounts.by_name(conn, "ama")
        accounts.clear(conn, account, clock())
    assert said(ama.shows_passkey()) == WORDS["wrong"]
    assert said(ama.types("ama", printed=codes[0])) == WORDS["wrong"]
    assert account.subject == ama.subject


def test_what_is_kept_of_a_secret_cannot_be_read_from_the_database(house, guest):
    ama = guest()
    address = invited(house)
    ama.enrol_app(address)
    token = address.rpartition("/")[2]
    with house.database.reading() as conn:
        rows = [row for one in metadata.sorted_tables for row in conn.execute(one.select())]
    values = [value for row in rows for value in row]
    raw = b"".join(bytes(one) for one in values if isinstance(one, bytes | memoryview))
    text = " ".join(str(one) for one in values if isinstance(one, str))
    assert (len(raw) > 40, "ama@mfa.example" in text) == (True, True)
    assert ama.shared not in raw
    for secret in (token, *ama.printed, *(one.replace("-", "") for one in ama.printed)):
        assert secret not in text
