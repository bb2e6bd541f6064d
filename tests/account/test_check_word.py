"""The check word: chosen after a proof, sealed, in every letter to its person and in no other."""

import email
from dataclasses import replace
from datetime import timedelta
from email.policy import default

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.db import table
from app.core.errors import SignInNeeded
from app.core.seal import SealedText
from app.duties import duties
from app.identity import check_words
from app.identity.models import CheckWord, PortalSession
from app.mail import actions as mail
from app.sealing.models import RecordKey

HERE = "/account/check-word"
WORDS = "zanzibar okapi"


@pytest.fixture(autouse=True)
def proved(database):
    """Let everybody have proved to be there just now."""
    with database.unit_of_work() as db:
        db.execute(update(table(PortalSession)).values(proved_at=clock.wall()))


@pytest.fixture
def sent(portal):
    """Let the letters leave, and return each as (to, text)."""

    def send() -> list[tuple[str, str]]:
        next(one for one in duties(portal) if one.name == "send letters").act()
        found = sorted((portal.settings.var_dir / "mail").glob("*.eml"))
        letters = [email.message_from_bytes(one.read_bytes(), policy=default) for one in found]
        assert all(len(one.read_bytes()) <= 5_000 for one in found)
        return sorted((one["To"], one.get_content().replace("\r\n", "\n")) for one in letters)

    return send


def write(database, *people: str | None) -> None:
    with database.unit_of_work() as db:
        for person_id in people:
            mail.write(db, person_id, subject="Something waits", body="Read it.\n")


def test_every_letter_shows_its_readers_own_word_and_nobody_elses(browse, cast, database, sent):
    browse("ghana").post(HERE, {"words": WORDS})
    with database.unit_of_work() as db:
        mail.write_to(db, "outside@example.org", "A note", "To somebody outside.\n")
    write(database, cast["ghana"].viewer.person_id, cast["denmark"].viewer.person_id)
    letters = {text for _to, text in sent()}

    own = f"Read it.\n\nYour check word: {WORDS}. A letter that does not show it is not ours.\n"
    none = [text for text in letters if "You have no check word yet." in text]
    assert own in letters
    assert len(none) == 1
    assert "http" not in none[0]
    assert "To somebody outside.\n" in letters
    assert sum(WORDS in text for text in letters) == 1


def test_it_lies_sealed_and_is_forgotten_with_its_key(browse, database, cast):
    ghana = browse("ghana")
    ghana.post(HERE, {"words": WORDS})
    ghana.post(HERE, {"words": "another one"})
    keys = table(RecordKey)
    of_person = keys.c.record == cast["ghana"].viewer.person_id
    with database.read() as conn:
        kept = conn.execute(select(table(CheckWord))).all()
        assert len(kept) == len(conn.execute(select(keys).where(of_person)).all()) == 1
        assert b"another" not in kept[0].words.token
    assert ghana.get(HERE).words("section strong") == ["another one"]
    ghana.post(f"{HERE}/remove")
    with database.read() as conn:
        assert conn.execute(select(table(CheckWord))).all() == []
        assert conn.execute(select(keys).where(of_person)).all() == []


def test_it_is_shown_and_changed_after_a_proof_only(browse, database):
    ghana = browse("ghana")
    ghana.post(HERE, {"words": WORDS})
    with database.unit_of_work() as db:
        long_ago = clock.wall() - timedelta(minutes=11)
        db.execute(update(table(PortalSession)).values(proved_at=long_ago))
    page = ghana.get(HERE)
    assert WORDS not in page.text
    assert page.soup.select("form[action='/account/check-word']") == []
    assert "/account/confirm?next=" in page.text
    ghana.post(HERE, {"words": "stolen word"}, status=403)
    ghana.post(f"{HERE}/remove", status=403)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("", "Write a word or two that you will know again."),
        ("abc", "Write at least 4 letters."),
        ("one two three", "Use letters and one space at most: no digits and no signs."),
        ("https://evil.example", "Use letters and one space at most: no digits and no signs."),
        ("GHANA word", "Choose something that is not part of your name: everybody knows that."),
        ("a" * 41, "Shorten this to 40 characters. It has 41 now."),
    ],
)
def test_what_is_wrong_is_said(browse, words, wrong):
    assert browse("ghana").post(HERE, {"words": words}, status=422).words(".problem li") == [wrong]


def test_what_is_offered_can_be_kept_and_is_new_each_time(browse):
    offered = {check_words.offered() for _ in range(20)}

    assert len(offered) == 20
    browse("ghana").post(HERE, {"words": offered.pop()})


def test_a_word_that_cannot_be_opened_keeps_no_letter_back(browse, cast, database, sent):
    browse("ghana").post(HERE, {"words": WORDS})
    with database.unit_of_work() as db:
        db.execute(update(table(CheckWord)).values(words=SealedText(b"no sealed text at all")))
    write(database, cast["ghana"].viewer.person_id)
    (letter,) = [text for _to, text in sent() if text.startswith("Read it.")]
    assert WORDS not in letter
    assert "check word" not in letter


def test_who_was_taken_out_meanwhile_keeps_none(cast, database, portal):
    gone = replace(cast["ghana"].viewer, person_id="nobody-there")
    with database.unit_of_work() as db, pytest.raises(SignInNeeded):
        check_words.keep(db, gone, portal.seal, WORDS)
