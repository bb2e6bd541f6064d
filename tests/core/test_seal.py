"""Sealed text: opens in its own place with its own key, and nowhere and never else."""

import base64
import random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from app.core.db import table
from app.core.seal import CannotOpen, Place, Seal, SealedText, new_key
from app.items.models import Item, Revision

SEAL = Seal(new_key())
HERE = Place("request", "need", "abc")


@given(st.text(max_size=300), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_what_was_sealed_opens_in_its_place(plain, in_table, column, row):
    place = Place(in_table, column, row)

    assert SEAL.open(SEAL.seal(plain, place), place) == plain


def test_two_thousand_swaps_between_places_are_refused():
    chance = random.Random(27)  # noqa: S311 - a repeatable shuffle, no secret
    places = [
        Place(in_table, column, f"row{n}")
        for in_table in ("request", "offer")
        for column in ("need", "note")
        for n in range(25)
    ]
    sealed = {place: SEAL.seal(f"for {place}", place) for place in places}
    refused = 0
    for _ in range(2000):
        here, there = chance.sample(places, 2)
        with pytest.raises(CannotOpen):
            SEAL.open(sealed[there], here)
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
        SEAL.open(SEAL.seal("secret", HERE), there)


def test_another_key_opens_nothing():
    with pytest.raises(CannotOpen):
        Seal(new_key()).open(SEAL.seal("secret", HERE), HERE)


def test_the_same_key_opens_after_a_restart():
    key = new_key()

    assert Seal(key).open(Seal(key).seal("secret", HERE), HERE) == "secret"


def test_every_truncation_and_every_changed_byte_is_refused():
    token = SEAL.seal("a confidential sentence", HERE).token
    broken = [token[:n] for n in range(len(token))]
    broken += [token + b"\x00", b"", b"\x02" + token[1:]]
    broken += [
        token[:n] + bytes([token[n] ^ bit]) + token[n + 1 :]
        for n in range(len(token))
        for bit in (1, 128)
    ]
    for wrong in broken:
        with pytest.raises(CannotOpen):
            SEAL.open(SealedText(wrong), HERE)


def test_no_nonce_repeats_in_twenty_thousand():
    tokens = [SEAL.seal("x", HERE).token for _ in range(20_000)]

    assert len({token[1:13] for token in tokens}) == 20_000
    assert len({token[13:] for token in tokens}) == 20_000


def test_a_token_shows_nothing_but_the_length():
    assert b"confidential" not in SEAL.seal("confidential", HERE).token
    assert len(SEAL.seal("é" * 10, HERE).token) == 1 + 12 + 20 + 16


@pytest.mark.parametrize("key", ["", "short", "not base64 at all!", base64.b64encode(b"x" * 31)])
def test_weak_keys_are_refused(key):
    with pytest.raises(ValueError, match=r"32 bytes|padding|base64|characters"):
        Seal(key)


def test_the_installations_key_itself_encrypts_nothing():
    key = new_key()
    token = Seal(key).seal("secret", HERE).token

    with pytest.raises(Exception, match=r"^$"):
        AESGCM(base64.urlsafe_b64decode(key)).decrypt(
            token[1:13], token[13:], token[:1] + HERE.binding
        )


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
    sealed = SEAL.seal("very confidential", HERE)
    with database.unit_of_work() as db:
        _revision(db, sealed)
        _revision(db, None)
    column = table(Revision).c.sealed_body
    with database.read() as conn:
        found = set(conn.execute(select(column)).scalars())
        raw = conn.execute(text("SELECT sealed_body FROM item_revision")).scalars().all()

    assert found == {sealed, None}
    assert b"confidential" not in b"".join(bytes(r) for r in raw if r is not None)
    assert SEAL.open(next(s for s in found if s), HERE) == "very confidential"
