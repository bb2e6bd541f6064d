"""The browser one signs in with: in words, known again, and told of where it is new."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.db import table
from app.core.i18n import use_language
from app.duties import sweep
from app.identity import devices
from app.identity.devices import Browser, words
from app.identity.models import Device, PortalSession
from app.mail.models import Letter
from tests.support.rows import dump

GECKO = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 {}Safari/537.36"
APPLE = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 (KHTML, like Gecko) {}Version/18.0 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "wanted"),
    [
        (GECKO, "Firefox on Windows"),
        (CHROME.format("X11; Linux x86_64", ""), "Chrome on Linux"),
        (CHROME.format("Windows NT 10.0", "") + " Edg/140.0", "Edge on Windows"),
        (CHROME.format("Macintosh; Intel Mac OS X 10_15", "") + " OPR/120.0", "Opera on macOS"),
        (CHROME.format("Linux; Android 14", "Mobile "), "Chrome on Android"),
        (CHROME.format("Linux; Android 14", "SamsungBrowser/27 "), "Samsung Internet on Android"),
        (CHROME.format("X11; CrOS x86_64 1", ""), "Chrome on ChromeOS"),
        (APPLE.format("Macintosh; Intel Mac OS X 10_15", ""), "Safari on macOS"),
        (APPLE.format("iPhone; CPU iPhone OS 18_0 like Mac OS X", ""), "Safari on iPhone"),
        (APPLE.format("iPad; CPU OS 18_0 like Mac OS X", "CriOS/140 "), "Chrome on iPad"),
        (APPLE.format("iPhone; CPU iPhone OS 18_0 like Mac OS X", "FxiOS/1 "), "Firefox on iPhone"),
        ("curl/8.0 (Linux)", "Linux"),
        ("python", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_told_in_words(agent, wanted):
    found = Browser.of(agent)

    assert words(found.name, found.system) == wanted


def test_a_browser_is_told_in_the_readers_language():
    with use_language("fr"):
        assert words("Firefox", "Windows") == "Firefox sous Windows"


def test_the_first_browser_is_no_news_a_second_is_and_each_is_known_again(database, cast):
    ghana, denmark = (cast[name].viewer.person_id for name in ("ghana", "denmark"))
    with database.unit_of_work() as db:
        came = [
            devices.recognise(db, person, secret)
            for person, secret in (
                (ghana, "one"), (ghana, "one"), (ghana, "two"), (ghana, "two"), (ghana, "one"),
                (denmark, "one"), (denmark, "one"), (denmark, "three"),
            )
        ]  # fmt: skip

    assert came == [False, False, True, False, False, False, False, True]


def test_two_people_of_one_browser_cannot_be_told_from_the_database(database, cast):
    with database.unit_of_work() as db:
        for name in ("ghana", "denmark"):
            devices.recognise(db, cast[name].viewer.person_id, "the-secret-of-a-browser")
    with database.read() as conn:
        keys = conn.execute(select(table(Device).c.key)).scalars().all()

    assert len(set(keys)) == 2
    assert "the-secret-of-a-browser" not in str(dump(database))


def test_a_browser_not_used_for_a_year_is_forgotten_and_nothing_else(database, cast):
    person = cast["ghana"].viewer.person_id
    device = table(Device)
    with database.unit_of_work() as db:
        for secret in ("old", "young"):
            devices.recognise(db, person, secret)
        old = devices.hashed(f"{person}:old")
        seen = clock.wall() - timedelta(days=366)
        db.execute(update(device).where(device.c.key == old).values(seen_at=seen))
    sweep(database)
    with database.read() as conn:
        left = conn.execute(select(device.c.key)).scalars().all()

    assert left == [devices.hashed(f"{person}:young")]


def test_a_new_browser_is_told_of_by_letter_and_the_known_one_is_not(tourist, rows):
    first, second = tourist(), tourist()
    first.http.headers["User-Agent"] = GECKO
    second.http.headers["User-Agent"] = CHROME.format("Linux; Android 14", "Mobile ")
    first.sign_in("focal-point-gha")
    first.sign_in_again("focal-point-gha")
    second.sign_in("focal-point-dnk")
    with rows.read() as conn:
        assert conn.execute(select(table(Letter))).all() == []
    second.sign_in_again("focal-point-gha")
    second.sign_in_again("focal-point-gha")
    with rows.read() as conn:
        letters = conn.execute(select(table(Letter))).all()
        sessions = conn.execute(
            select(table(PortalSession).c.browser, table(PortalSession).c.new_device)
        ).all()

    assert [letter.subject for letter in letters] == ["New sign-in to your account"]
    assert "With: Chrome on Android" in letters[0].body
    assert f"{first.base}/account/security" in letters[0].body
    assert "127.0.0.1" not in letters[0].body.replace(first.base, "")
    assert sorted(tuple(row) for row in sessions) == [
        ("Chrome", False), ("Chrome", False), ("Chrome", True),
        ("Firefox", False), ("Firefox", False),
    ]  # fmt: skip


def test_the_cookie_of_a_browser_lasts_and_no_script_reads_it(tourist):
    ghana = tourist()
    answer = ghana.sign_in("focal-point-gha")
    found = [c for c in answer.headers.get_list("set-cookie") if c.startswith("device=")]

    assert len(found) == 1
    assert {"httponly", "path=/", "samesite=lax", "max-age=31536000"} <= {
        part.strip().lower() for part in found[0].split(";")
    }
    kept = ghana.http.cookies["device"]
    ghana.sign_in_again("focal-point-gha")
    assert ghana.http.cookies["device"] == kept
