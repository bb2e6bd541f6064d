"""A record's key opens for the parties it is wrapped for, and for nothing else that is tried."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core.seal import CannotOpen, Place, Seal, new_key
from app.sealing import wrapping
from app.sealing.keys import ID_BYTES, Keys, party_key, record_key

HERE = Place("assistance_request", "title", "record-one")
GHANA, DENMARK, STAFF = "member:GHA", "member:DNK", "secretariat"
PARTIES = (GHANA, STAFF)


@pytest.fixture
def seal() -> Seal:
    return Seal(new_key())


def begin(database, seal, record="record-one", parties=PARTIES):
    with database.unit_of_work() as db:
        kept = wrapping.begin(db, seal, record, parties)
        return kept.seal("very confidential", Place("assistance_request", "title", record))


def wrapped(database, record="record-one") -> dict[str, bytes]:
    with database.read() as conn:
        rows = conn.execute(select(record_key).where(record_key.c.record == record))
        return {row.party: bytes(row.wrapped) for row in rows}


def read(  # noqa: PLR0913, PLR0917 - what opening needs
    database, seal, mine, token, wrapped_key, record="record-one", place=HERE
) -> str:
    with database.read() as conn:
        return Keys(conn, seal, mine).of(record, wrapped_key).words(token, place)


def test_each_party_opens_what_was_wrapped_for_it_and_no_other(database, seal):
    token, there = begin(database, seal), wrapped(database)

    assert set(there) == set(PARTIES)
    for mine, key in itertools.product((GHANA, STAFF, DENMARK), there):
        if mine == key:
            assert read(database, seal, [mine], token, there[key]) == "very confidential"
            continue
        with pytest.raises(CannotOpen, match="another party"):
            read(database, seal, [mine], token, there[key])
    assert read(database, seal, [DENMARK], token, None) == ""
    assert read(database, seal, [DENMARK], None, None) == ""


def test_another_process_opens_it_with_one_statement_more_and_then_with_none(database, queries):
    key = new_key()
    first, second = Seal(key), Seal(key)
    token, there = begin(database, first), wrapped(database)
    with queries(1):
        assert read(database, second, [STAFF], token, there[STAFF]) == "very confidential"
    with queries(0):
        assert read(database, second, [STAFF], token, there[STAFF]) == "very confidential"
    with pytest.raises(CannotOpen, match="is not in PORTAL_SEAL_KEY"):
        read(database, Seal(new_key()), [STAFF], token, there[STAFF])


def test_swapped_records_rows_columns_and_parties_are_refused(database, seal):
    records = [f"record-{n:05}" for n in range(12)]
    tokens = {one: begin(database, seal, one, (GHANA, DENMARK, STAFF)) for one in records}
    there = {one: wrapped(database, one) for one in records}
    fresh = Seal.__new__(Seal)
    fresh.masters, fresh.parties = seal.masters, {}
    refused = 0
    for one, other in itertools.permutations(records, 2):
        for party in (GHANA, DENMARK, STAFF):
            place = Place("assistance_request", "title", one)
            with pytest.raises(CannotOpen):  # another record's key in this record's row
                read(database, fresh, [party], tokens[one], there[other][party], one, place)
            with pytest.raises(CannotOpen):  # another record's text in this record's row
                read(database, fresh, [party], tokens[other], there[one][party], one, place)
            refused += 2
    assert refused == 12 * 11 * 3 * 2


def test_a_row_moved_to_another_party_opens_for_nobody(database, seal):
    token, there = begin(database, seal), wrapped(database)
    with database.unit_of_work() as db:
        theirs = wrapping.current(db, seal, [DENMARK])[DENMARK][0]
        forged = there[STAFF][:1] + theirs.encode() + there[STAFF][1 + ID_BYTES :]
    with pytest.raises(CannotOpen):
        read(database, seal, [DENMARK], token, forged)
    with database.unit_of_work() as db:  # the party's own row renamed in the database
        key_id = there[STAFF][1 : 1 + ID_BYTES].decode()
        rename = update(party_key).where(party_key.c.id == key_id)
        db.execute(rename.values(party=DENMARK, current=None))
    seal.parties.clear()
    with pytest.raises(CannotOpen):
        read(database, seal, [DENMARK], token, there[STAFF])


def test_every_changed_byte_and_every_truncation_of_a_wrapped_key_is_refused(database, seal):
    token, there = begin(database, seal), wrapped(database)[STAFF]
    broken = [there[:n] for n in range(len(there))]
    broken += [there[:n] + bytes([there[n] ^ 1]) + there[n + 1 :] for n in range(len(there))]
    broken.append(there + b"\x00")
    for wrong in broken:
        with pytest.raises(CannotOpen):
            read(database, seal, [STAFF], token, wrong)
    assert len(broken) == 2 * len(there) + 1


@pytest.mark.parametrize("column", ["wrapped", "master", "party"])
def test_a_changed_key_of_a_party_opens_nothing(database, seal, column):
    token, there = begin(database, seal), wrapped(database)[STAFF]
    with database.unit_of_work() as db:
        row = db.execute(select(party_key).where(party_key.c.party == STAFF)).one()
        other = bytes([bytes(row.wrapped)[-1] ^ 1])
        wrong = {"wrapped": bytes(row.wrapped)[:-1] + other, "master": "0" * 16, "party": "network"}
        changed = update(party_key).where(party_key.c.id == row.id)
        db.execute(changed.values({column: wrong[column]}))
    seal.parties.clear()
    with pytest.raises(CannotOpen):
        read(database, seal, [STAFF, "network"], token, there)


def test_keys_follow_the_readers_and_only_a_reader_hands_them_on(database, seal):
    token = begin(database, seal)
    with database.unit_of_work() as db:
        wrapping.rewrap(db, seal, "record-one", [STAFF], {GHANA, DENMARK, STAFF})
    before = wrapped(database)
    assert read(database, seal, [DENMARK], token, before[DENMARK]) == "very confidential"

    with database.unit_of_work() as db:
        wrapping.rewrap(db, seal, "record-one", [GHANA], {GHANA})
    assert wrapped(database) == {GHANA: before[GHANA]}

    with pytest.raises(CannotOpen, match="for others"), database.unit_of_work() as db:
        wrapping.rewrap(db, seal, "record-one", [STAFF], {GHANA, STAFF})
    with pytest.raises(CannotOpen, match="for others"), database.unit_of_work() as db:
        wrapping.held(db, seal, "record-one", [STAFF])
    with database.unit_of_work() as db:
        wrapping.rewrap(db, seal, "record-two", [STAFF], {GHANA, STAFF})
        assert wrapping.held(db, seal, "record-two", [STAFF]) is None
    assert wrapped(database, "record-two") == {}


def test_a_record_that_nobody_could_read_gets_no_key(database, seal):
    with pytest.raises(ValueError, match="nobody"), database.unit_of_work() as db:
        wrapping.begin(db, seal, "record-one", [])


def test_what_is_forgotten_is_noise_for_everybody(database, seal):
    token, kept = begin(database, seal), begin(database, seal, "record-two")
    with database.unit_of_work() as db:
        wrapping.forget(db, ["record-one"])
    assert wrapped(database) == {}
    assert read(database, seal, PARTIES, token, None) == ""
    there = wrapped(database, "record-two")
    with pytest.raises(CannotOpen):
        read(database, seal, PARTIES, token, there[STAFF])
    place = Place("assistance_request", "title", "record-two")
    assert read(database, seal, PARTIES, kept, there[STAFF], "record-two", place)


def test_what_has_no_key_takes_no_text_and_a_missing_key_of_a_party_is_said(database, seal):
    token, there = begin(database, seal), wrapped(database)
    with database.read() as conn, pytest.raises(CannotOpen, match="for others"):
        Keys(conn, seal, PARTIES).of("record-one", None).seal("words", HERE)
    with database.unit_of_work() as db:
        db.execute(delete(record_key))
        db.execute(delete(party_key))
    seal.parties.clear()
    with pytest.raises(CannotOpen, match="is not there"):
        read(database, seal, [STAFF], token, there[STAFF])


def test_of_two_that_make_a_partys_first_key_one_does(database, seal):
    with database.unit_of_work() as db:
        wrapping.make(db, seal, STAFF)
        wrapping.make(db, seal, STAFF)
        first = wrapping.current(db, seal, [STAFF])
        assert wrapping.current(db, seal, [STAFF]) == first
    with database.read() as conn:
        assert len(conn.execute(select(party_key).where(party_key.c.party == STAFF)).all()) == 1


LABELS = st.sets(st.sampled_from(["network", STAFF, GHANA, DENMARK, "group:african"]), min_size=1)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(LABELS, min_size=1, max_size=6), mine=LABELS)
def test_after_any_changes_of_readers_exactly_they_open(database, seal, steps, mine):
    with database.unit_of_work() as db:
        db.execute(delete(record_key))
        before = steps[0]
        token = wrapping.begin(db, seal, "record-one", before).seal("words", HERE)
        for parties in steps[1:]:
            wrapping.rewrap(db, seal, "record-one", before, parties)
            before = parties
    there = wrapped(database)
    assert set(there) == before
    for party, key in there.items():
        if party in mine:
            assert read(database, seal, mine, token, key) == "words"
        else:
            with pytest.raises(CannotOpen):
                read(database, seal, mine, token, key)


def test_a_row_with_the_key_of_another_row_is_refused_by_the_database_itself(database, seal):
    begin(database, seal)
    row = {"record": "x", "party": STAFF, "key_id": "nowhere", "wrapped": b"x"}
    with pytest.raises(IntegrityError), database.unit_of_work() as db:
        db.execute(insert(record_key), row)
