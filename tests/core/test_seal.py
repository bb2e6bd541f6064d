"""Sealed text: opens in its own place with its own key, and nowhere and never else."""

import base64
import random

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from app.core.db import table
from app.core.seal import CannotOpen, Key, Master, Place, Seal, SealedText, new_key
from app.items.models import Item, Revision
from tests.support.sealing import sealed_as_before

KEY = Key.new()
HERE = Place("request", "need", "abc")


@given(st.text(max_size=300), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_opens_in_its_place(plain, in_table, column, row):
    place = Place(in_table, column, row)

    assert KEY.open_text(KEY.seal_text(plain, place), place) == plain


def test_two_thousand_swaps_between_places_are_refused():
    chance = random.Random(27)  # noqa: S311 - a repeatable shuffle, no secret
    places = [
        Place(in_table, column, f"row{n}")
        for in_table in ("request", "offer")
        for column in ("need", "note")
        for n in range(25)
    ]
    sealed = {place: KEY.seal_text(f"for {place}", place) for place in places}
    refused = 0
    for _ in range(2000):
        here, there = chance.sample(places, 2)
        with pytest.raises(CannotOpen):
            KEY.open_text(sealed[there], here)
        refused += 1

    assert refused == 2000


@pytest.mark.parametrize(
    "there",
    [
        Place("requests", "need", "abc"), Place("request", "needs", "abc"),
        Place("request", "need", "abd"), Place("request", "need", ""), Place("", "", ""),
        Place("requestneed", "", "abc"), Place("request\x1fneed", "", "abc"),
    ],
)  # fmt: skip
def test_a_neighbouring_place_is_another_place(there):
    with pytest.raises(CannotOpen):
        KEY.open_text(KEY.seal_text("secret", HERE), there)


def test_another_key_opens_nothing():
    with pytest.raises(CannotOpen):
        Key.new().open_text(KEY.seal_text("secret", HERE), HERE)


def test_a_key_is_wrapped_for_one_meaning_and_never_shown():
    inner = Key.new()
    wrapped = KEY.wrap(inner, b"for a")
    token = inner.seal_text("secret", HERE)

    assert KEY.unwrap(wrapped, b"for a").open_text(token, HERE) == "secret"
    with pytest.raises(CannotOpen):
        KEY.unwrap(wrapped, b"for b")
    with pytest.raises(CannotOpen):
        Key.new().unwrap(wrapped, b"for a")
    assert "secret" not in repr(Master.of(new_key()))


def test_a_name_of_a_key_is_the_same_everywhere_and_tells_nothing_of_it():
    key, other = new_key(), new_key()
    name = Master.of(key).fingerprint

    assert (Master.of(key).fingerprint, len(name)) == (name, 16)
    assert Master.of(other).fingerprint != name
    assert bytes.fromhex(name) not in base64.urlsafe_b64decode(key)


def test_several_keys_open_the_newest_wraps_and_an_unknown_one_is_named():
    old, new = new_key(), new_key()
    before = sealed_as_before(old, "secret", HERE)
    both = Seal(f"{new}\n{old}\n")

    assert [one.fingerprint for one in both.masters] == [
        Master.of(new).fingerprint, Master.of(old).fingerprint,
    ]  # fmt: skip
    assert both.newest.fingerprint == Master.of(new).fingerprint
    assert both.open_old(before, HERE) == "secret"
    assert both.master(Master.of(old).fingerprint).fingerprint == Master.of(old).fingerprint
    with pytest.raises(CannotOpen, match="sealed with another key"):
        Seal(new).open_old(before, HERE)
    with pytest.raises(CannotOpen, match=Master.of(old).fingerprint):
        Seal(new).master(Master.of(old).fingerprint)
    assert (before.is_old, KEY.seal_text("secret", HERE).is_old) == (True, False)


def test_every_truncation_and_every_changed_byte_is_refused():
    token = KEY.seal_text("a confidential sentence", HERE).token
    broken = [token[:n] for n in range(len(token))]
    broken += [token + b"\x00", b"", b"\x01" + token[1:]]
    broken += [
        token[:n] + bytes([token[n] ^ bit]) + token[n + 1 :]
        for n in range(len(token))
        for bit in (1, 128)
    ]
    for wrong in broken:
        with pytest.raises(CannotOpen):
            KEY.open_text(SealedText(wrong), HERE)


def test_no_nonce_repeats_in_twenty_thousand():
    tokens = [KEY.seal_text("x", HERE).token for _ in range(20_000)]

    assert len({token[1:13] for token in tokens}) == 20_000
    assert len({token[13:] for token in tokens}) == 20_000


def test_a_token_shows_nothing_but_the_length():
    assert b"confidential" not in KEY.seal_text("confidential", HERE).token
    assert len(KEY.seal_text("é" * 10, HERE).token) == 1 + 12 + 20 + 16


@pytest.mark.parametrize("key", ["", "short", "not base64 at all!", base64.b64encode(b"x" * 31)])
def test_weak_keys_are_refused(key):
    with pytest.raises(ValueError, match=r"32 bytes|padding|base64|characters"):
        Seal(key)


def test_the_installations_key_itself_encrypts_nothing():
    key = new_key()
    wrapped = Master.of(key).wrapping.wrap(KEY, b"x")

    with pytest.raises(InvalidTag):
        AESGCM(base64.urlsafe_b64decode(key)).decrypt(wrapped[:12], wrapped[12:], b"x")


def _revision(db, sealed_body) -> None:
    item = Item(kind="request", stage="draft", audience="secretariat", language="en")
    db.add(item)
    db.flush()
    db.add(Revision(item_id=item.id, number=1, sealed_body=sealed_body))
    db.flush()


@pytest.mark.parametrize("plain", ["plain text", b"plain bytes", 7])
def test_a_sealed_column_refuses_what_is_not_sealed(database, plain):
    with pytest.raises(StatementError, match="sealed text only"), database.unit_of_work() as db:
        _revision(db, plain)


def test_a_sealed_column_takes_and_gives_tokens_and_the_database_sees_only_them(database):
    sealed = KEY.seal_text("very confidential", HERE)
    with database.unit_of_work() as db:
        _revision(db, sealed)
        _revision(db, None)
    column = table(Revision).c.sealed_body
    with database.read() as conn:
        found = set(conn.execute(select(column)).scalars())
        raw = conn.execute(text("SELECT sealed_body FROM item_revision")).scalars().all()

    assert found == {sealed, None}
    assert b"confidential" not in b"".join(bytes(r) for r in raw if r is not None)
    assert KEY.open_text(next(s for s in found if s), HERE) == "very confidential"
