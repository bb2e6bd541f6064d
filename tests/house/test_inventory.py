"""The inventory of data: every column declared, the page fresh, and nothing kept past its time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlmodel import Session, SQLModel

from app import inventory
from app.account import taking_out
from app.core import clock
from app.core.config import ROOT
from app.core.db import table
from app.core.inventory import ACCOUNT, Class, Held, Kept, lasting
from app.core.seal import Sealed, SealedText
from app.desk import batches
from app.digests.sending import KEPT as DIGESTS_KEPT
from app.directory.fading import FORMER, UNUSED
from app.directory.models import Absence, Appointment, HolderEntry, Invitation, OfficeReview
from app.directory.second_models import SecondAnswer
from app.discussion.models import CommentRead, CommentReport
from app.duties import SWEPT, sweep
from app.following.models import Follow, FollowNews
from app.following.rules import KEPT as FOLLOWED_KEPT
from app.guests.fading import KEPT as GUESTS_KEPT
from app.guests.models import Guest
from app.identity import backchannel, devices, signing_in
from app.identity.models import (
    AccessToken,
    CheckWord,
    Device,
    Identity,
    LogoutToken,
    Passkey,
    PasskeyChallenge,
    PasskeyCode,
    Person,
    PortalSession,
    Recovery,
    SignIn,
)
from app.identity.passkeys import challenges
from app.identity.people import RECOVERED
from app.items.models import Item
from app.mail import sending
from app.mail.models import Letter
from app.manual.editing import writing
from app.manual.editing.models import Writing
from app.manual.figures import keeping as pictures
from app.manual.figures.models import Figure
from app.manual.following.models import ManualRead, ManualUnmarked
from app.manual.models import ManualChapter
from app.moderation.models import Batch, BatchRow, Hold
from app.nomination.models import Nomination
from app.notifications.models import Digest, DigestTime, NoticeChoice, NoticeRead
from app.practices.aside import KEPT as UNSAVED
from app.practices.models import PracticeAside
from app.rooms import ROOMS
from app.tables import metadata
from app.web import throttle
from app.web.guard import PACE
from app.web.models import FORMS_KEPT, Throttle, UsedForm
from app.web.throttle import LONGEST, LONGEST_ROOM, Pace
from deploy import privacy
from tests.support import ordering
from tests.support.rows import rows_hash

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


# the declarations ----------------------------------------------------------------------------


def test_every_column_is_declared_once():
    assert inventory.problems() == []
    assert len(list(inventory.columns())) == sum(len(t.c) for t in metadata.tables.values())


def test_a_column_left_out_said_twice_or_made_up_is_found(monkeypatch):
    one = Kept(Class.TECHNICAL, "name name due_at made_up", "Why.", ACCOUNT)
    jobs: Held = {inventory.jobs.Job: (one,)}
    monkeypatch.setattr(inventory, "ROOMS", {**inventory.ROOMS, "Background work": jobs})

    assert inventory.problems() == [
        "job.finished_at is not declared.",
        "job.leased_until is not declared.",
        "job.made_up is declared and not there.",
        "job.name is declared twice.",
    ]


def test_what_is_encrypted_is_confidential_and_what_names_a_person_is_personal():
    kinds = {(t, c): one.kind for t, c, one in inventory.columns()}
    encrypted, naming = set(), set()
    for rows in metadata.tables.values():
        for column in rows.c:
            if isinstance(column.type, Sealed):
                encrypted.add(kinds[rows.name, column.name])
            if any(key.column.table.name == "person" for key in column.foreign_keys):
                naming.add(kinds[rows.name, column.name])

    assert (encrypted, naming) == ({Class.CONFIDENTIAL}, {Class.PERSONAL})


def test_the_page_is_what_the_code_declares(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    assert privacy.problems() == []
    text = privacy.FILE.read_text(encoding="utf-8")
    assert all(f"### `{name}`" in text for name in metadata.tables)

    monkeypatch.chdir(tmp_path)
    assert privacy.problems() == ["docs/privacy.md is stale: run `python -m deploy.privacy`."]
    fresh = privacy.written("")
    assert privacy.written(fresh) == fresh
    mine = privacy.written(f"# Mine\n{privacy.BEGIN}x{privacy.END}tail")
    assert (mine.startswith("# Mine\n"), mine.endswith("tail")) == (True, True)


@pytest.mark.parametrize(
    ("time", "words"),
    [(DAY, "1 day"), (timedelta(days=90), "90 days"), (timedelta(minutes=10), "10 minutes")],
)
def test_times_are_said_in_words(time, words):
    assert lasting(time) == words


# what ends by itself -------------------------------------------------------------------------


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * throttle.SECOND)


def office_of(cast) -> str:
    return str(cast["ghana"].viewer.office.id)


def invitation(cast, name: str, **when: Any) -> Invitation:
    values = {"expires_at": clock.wall() + DAY, **when}
    return Invitation(
        id=f"i-{name}", token_hash=f"h-{name}", office_id=office_of(cast), name=f"Person {name}",
        authority="The Minister", evidence="Note 1", **values,
    )  # fmt: skip


def nomination(name: str, **what: Any) -> Nomination:
    return Nomination(
        id=f"n-{name}", number=f"NOM-{name}", member="GHA", name=f"Person {name}",
        position="Director", authority="The Minister", evidence="Note 1", writer="",
        writer_email="", language="en", due=date(2027, 1, 1), why="No paper.", **what,
    )  # fmt: skip


def session(name: str, person_id: str, ends: timedelta) -> PortalSession:
    return PortalSession(
        id_hash=name, person_id=person_id, provider="test", expires_at=clock.wall() + ends
    )


def held_by(db: Session, person_id: str) -> str:
    """Return the appointment by which somebody holds an office."""
    held = table(Appointment)
    return str(db.execute(select(held.c.id).where(held.c.person_id == person_id)).scalars().first())


def _lend(db: Session, cast) -> None:
    """Let guests have ended long ago, just now, and not yet: by their last day or withdrawn."""
    db.add(Item(id="lent", kind="practice", stage="draft", audience="network", language="en"))
    db.flush()
    last = clock.today() - GUESTS_KEPT
    at = clock.now() - GUESTS_KEPT
    for name, how in {
        "over": {"last_day": last - DAY},
        "kept": {"last_day": last},
        "gone over": {"last_day": clock.today(), "ended_at": at - SECOND},
        "waits": {"last_day": clock.today(), "ended_at": at + timedelta(minutes=1)},
    }.items():
        db.add(
            Guest(
                id=name, token_hash=f"g-{name}", item_id="lent", host="member:GHA",
                office_id=office_of(cast), name="N", address="n@example.org", ministry="M", **how,
            )
        )  # fmt: skip


def follow_news(db, cast, name: str, by: timedelta) -> FollowNews:
    """Return something that a follower was told on one side of its limit."""
    who = cast["ghana"].viewer
    db.merge(Follow(id="f", office_id=who.office.id, person_id=who.person_id, key="k", how="off"))
    db.flush()
    kept = {"stage": "published", "audience": "network", "language": "en"}
    about = db.merge(Item(id="followed", kind="practice", **kept)).id
    db.flush()
    at = clock.now() - FOLLOWED_KEPT + by
    return FollowNews(id=name, follow_id="f", item_id=about, what="followed-new", at=at)


@pytest.fixture
def past_and_present(database, cast):
    """Rows on either side of every limit that is declared; their keys say on which."""
    wall, person_id = clock.wall(), cast["ghana"].viewer.person_id
    sides = {"over": -SECOND * 5, "kept": timedelta(minutes=1)}
    with database.unit_of_work() as db:
        for name, by in sides.items():
            sign_in = SignIn(
                state_hash=name, browser_hash="b", provider="p", issuer="i", nonce="n",
                verifier="v", way_back="/", created_at=wall - signing_in.LASTS + by,
            )  # fmt: skip
            free = milliseconds(wall + by)
            db.add_all(
                [
                    session(name, person_id, by),
                    Device(key=name, person_id=person_id, seen_at=wall - devices.KEPT + by),
                    sign_in,
                    AccessToken(
                        id=name, secret_hash=name, mark="m", person_id=person_id,
                        appointment_id=held_by(db, person_id), provider="p", name="n",
                        scopes="search", expires_at=wall + by,
                    ),
                    LogoutToken(key=name, at=wall - backchannel.KEPT + by),
                    PasskeyChallenge(
                        key=name, session_hash="s", kind="use",
                        created_at=wall - challenges.LASTS + by,
                    ),
                    PasskeyCode(
                        code_hash=name, until=wall + by,
                        person_id=cast["eu" if name == "over" else "ghana"].viewer.person_id,
                    ),
                    UsedForm(key=name, location="/", at=wall - FORMS_KEPT + by),
                    Throttle(key=name, full_at=free, gap=0, next_at=free, counted="c"),
                    Letter(
                        id=name, person_id=person_id, subject="s", body="",
                        sent_at=wall - sending.KEPT + by,
                    ),
                    invitation(cast, f"back-{name}", withdrawn_at=wall - UNUSED + by),
                    invitation(cast, f"late-{name}", expires_at=wall - UNUSED + by),
                    nomination(
                        f"no-{name}", stage="refused", answered_at=clock.now() - UNUSED + by
                    ),
                ]
            )  # fmt: skip
            db.flush()
            db.add(
                nomination(
                    f"lost-{name}", stage="accepted", invitation_id=f"i-late-{name}",
                    answered_at=clock.now(),
                )
            )  # fmt: skip
            db.add(follow_news(db, cast, name, by))
            day = clock.today() - DIGESTS_KEPT - (DAY if name == "over" else timedelta())
            db.add(Digest(person_id=person_id, day=day))
            db.add(ManualChapter(id=name))
            db.flush()
            db.add(
                Writing(
                    person_id=person_id, chapter_id=name, section=name, source="Aside.",
                    seen_at=clock.now() - writing.KEPT + by,
                )
            )  # fmt: skip
            db.add(
                PracticeAside(
                    person_id=person_id, place=name, step="what", typed="{}",
                    at=clock.now() - UNSAVED + by,
                )
            )  # fmt: skip
            ends = clock.today() - FORMER - (DAY if name == "over" else timedelta())
            db.add(
                Appointment(
                    id=name, office_id=office_of(cast), person_id=person_id,
                    starts=date(2020, 1, 1), ends=ends, stage="ended",
                )
            )  # fmt: skip
            db.flush()
            db.add(HolderEntry(appointment_id=name, telephone="+1"))
            db.add(Absence(id=name, appointment_id=name, starts=ends, ends=ends))
            db.add(
                OfficeReview(
                    id=name, office_id=office_of(cast), reason="Two letters.",
                    ended_at=clock.now() - FORMER + by,
                )
            )  # fmt: skip
            db.add(
                SecondAnswer(
                    id=name, what="review", key=name, mark="", person_id=person_id,
                    role="director", agreed=True, at=clock.now() - FORMER + by,
                )
            )  # fmt: skip
            db.add(
                Figure(
                    name=name, sha256="", size=0, content=b"",
                    at=clock.now() - pictures.UNUSED + by,
                )
            )  # fmt: skip
            db.add(Hold(kind="practice", key=name, person_id=person_id, until=clock.now() + by))
            db.add(
                Batch(
                    id=name, person_id=person_id, acting_id=office_of(cast), provider="p", proof=2,
                    language="en", act="take", due_at=clock.now() - batches.KEPT + by,
                )
            )  # fmt: skip
            db.flush()
            db.add(BatchRow(batch_id=name, key=name, what="practice-submitted", version=1))
            db.add(
                Recovery(
                    id=name, person_id=cast["ghana"].viewer.person_id, gives="passkeys",
                    reason="device", reason_words="", checked="in-person", checked_words="A.",
                    outcome="withdrawn", ended_at=clock.now() - RECOVERED + by,
                )
            )  # fmt: skip
        db.add(invitation(cast, "open"))
        _lend(db, cast)
        db.add(
            invitation(
                cast, "used", expires_at=wall - UNUSED * 9, redeemed_at=wall - UNUSED * 9,
                redeemed_by=person_id,
            )
        )  # fmt: skip
        db.add(nomination("waits", stage="waiting"))
        db.flush()
        db.add(nomination("came", stage="accepted", invitation_id="i-used"))
        db.add(Letter(id="waits", person_id=person_id, subject="s", body="b"))
        db.execute(
            update(table(Letter))
            .where(table(Letter).c.id == "waits")
            .values(created_at=wall - sending.KEPT * 2)
        )
    return person_id


KEYS = {
    PortalSession: "id_hash", Device: "key", SignIn: "state_hash", LogoutToken: "key",
    UsedForm: "key", PasskeyChallenge: "key", PasskeyCode: "code_hash", Throttle: "key",
    Letter: "id", HolderEntry: "appointment_id", AccessToken: "id", Absence: "id",
    OfficeReview: "id", Recovery: "id", Guest: "id", SecondAnswer: "id",
    Writing: "section", PracticeAside: "place", Figure: "name", FollowNews: "id",
    Hold: "key", Batch: "id", BatchRow: "key",
}  # fmt: skip
"""What is deleted, and by what its rows are told apart here."""
EMPTIED = {
    Invitation: ("name", "authority", "evidence"),
    Nomination: ("name", "position", "authority", "evidence", "why"),
}


ELSEWHERE = {"work_order", "prepared_letter", "request_aside"}
"""What another duty than the sweep ends (``tests/orders``), or is swept in a test of its own
(``tests/assistance/test_outbox.py``, ``test_typed.py``)."""


def test_the_limits_below_are_those_that_are_declared():
    swept = {name for name, _, one in inventory.columns() if one.until.swept}
    emptied = {
        (t, c)
        for t, c, one in inventory.columns()
        if one.until.swept and t in {table(model).name for model in EMPTIED}
    }

    assert swept - ELSEWHERE == {table(model).name for model in (*KEYS, *EMPTIED, Digest)}
    assert emptied == {(table(model).name, c) for model, cs in EMPTIED.items() for c in cs}


@pytest.mark.usefixtures("past_and_present")
def test_what_is_over_is_deleted_and_nothing_else(database):
    others = [table(model).name for model in (*KEYS, *EMPTIED, Digest)]
    before = rows_hash(database, but=others)
    sweep(database)

    left = {}
    with database.read() as conn:
        for model, key in KEYS.items():
            rows = table(model)
            found = set(conn.execute(select(rows.c[key])).scalars())
            left[rows.name] = found & {"over", "gone over", "kept", "waits"}
        days = conn.execute(select(table(Digest).c.day)).scalars().all()
    assert days == [clock.today() - DIGESTS_KEPT]
    both = {"letter", "guest"}
    assert left == {name: {"kept", "waits"} if name in both else {"kept"} for name in left}
    assert rows_hash(database, but=others) == before


@pytest.mark.usefixtures("past_and_present")
def test_who_was_invited_or_nominated_and_did_not_come_is_forgotten(database, browse):
    sweep(database)
    with database.read() as conn:
        said = {
            row["id"]: tuple(row[c] for c in columns)
            for model, columns in EMPTIED.items()
            for row in conn.execute(select(table(model))).mappings()
        }
    empty = {name for name, values in said.items() if not any(values)}
    whole = {name for name, values in said.items() if all(values)}

    assert empty == {"i-back-over", "i-late-over", "n-no-over", "n-lost-over"}
    assert whole == set(said) - empty
    assert {"i-back-kept", "i-late-kept", "i-open", "i-used"} < whole
    assert {"n-no-kept", "n-lost-kept", "n-waits", "n-came"} < whole
    page = browse("administrator").get("/directory/GHA/offices")
    assert "Person late-kept" in page.text
    assert "late-over" not in page.text
    again = browse("administrator").post("/invitations/i-late-over/renew", status=409)
    assert "This invitation was already used or is over." in again.text


def test_no_pace_keeps_a_caller_longer_than_is_said():
    paces = {value for value in vars(throttle).values() if isinstance(value, Pace)}
    used = {getattr(route.endpoint, PACE, None) for room in ROOMS for route in room.routes} - {None}

    assert used <= paces
    assert max((one.room + 1) * one.every for one in paces) <= LONGEST_ROOM.total_seconds()
    assert LONGEST_ROOM.total_seconds() * throttle.SECOND >= LONGEST
    assert timedelta(hours=2) > LONGEST_ROOM + SWEPT, "the privacy page says two hours at most"


# what ends with the account ------------------------------------------------------------------

BELONGINGS = (
    CheckWord, Passkey, NoticeChoice, DigestTime, NoticeRead, ManualRead, ManualUnmarked,
    CommentRead, CommentReport,
)  # fmt: skip
TALKED = "talkedabout1"


def belongings(person_id: str, office_id: str) -> list[SQLModel]:
    """Return something of a person's in each of these tables, no value of it empty."""
    return [
        Passkey(
            person_id=person_id, name="Key", credential_id=f"c-{person_id}", public_key="p",
            sign_count=1, transports="usb", used_at=clock.wall(),
        ),
        CheckWord(person_id=person_id, words=SealedText(b"word"), changed_at=clock.now()),
        NoticeChoice(person_id=person_id, notice_class="manual", how="daily"),
        DigestTime(person_id=person_id, hour=7, weekday=2),
        NoticeRead(person_id=person_id, office_id=office_id, until=clock.now()),
        ManualRead(person_id=person_id, chapter_id="chapterone22", edition=2, before=1),
        ManualUnmarked(person_id=person_id),
        CommentRead(person_id=person_id, about=TALKED, until=clock.now()),
        CommentReport(person_id=person_id, item_id=TALKED, reason="Why"),
    ]  # fmt: skip


def test_what_lasts_as_long_as_the_account_goes_with_it(portal, database, cast):
    """Of every column that is declared so, nothing of the person is left, and others' stays."""
    declared = {(t, c) for t, c, one in inventory.columns() if "account" in one.until.words}
    people = {who: cast[who].viewer.person_id for who in ("ghana", "denmark")}
    with database.unit_of_work() as db:
        db.add(ManualChapter(id="chapterone22"))
        db.add(Item(id=TALKED, kind="practice", stage="x", audience="network", language="en"))
        db.flush()
        for who, person_id in people.items():
            db.add(Identity(issuer=f"issuer-{who}", subject=f"subject-{who}", person_id=person_id))
            db.add(invitation(cast, who, redeemed_at=clock.wall(), redeemed_by=person_id))
            db.flush()
            db.add(nomination(who, stage="accepted", invitation_id=f"i-{who}"))
            db.add_all(belongings(person_id, cast[who].viewer.office.id))
            theirs = update(table(Person)).where(table(Person).c.id == person_id)
            db.execute(
                theirs.values(
                    language="fr",
                    came_by=f"g-{who}",
                    passkey_wanted_since=clock.now(),
                    email_checked_at=clock.now(),
                )
            )
    with database.unit_of_work() as db:
        db.execute(
            delete(table(Appointment)).where(table(Appointment).c.person_id == people["ghana"])
        )
        taking_out.take_out(db, cast["ghana"].viewer)
    ordering.done(portal)
    owners = {
        "person": table(Person).c.id, "identity": table(Identity).c.person_id,
        "invitation": table(Invitation).c.id, "nomination": table(Nomination).c.id,
    }  # fmt: skip
    owners |= {table(m).name: table(m).c.person_id for m in BELONGINGS}

    def kept(who: str) -> set[tuple[str, str]]:
        named = (people[who], f"i-{who}", f"n-{who}")
        with database.read() as conn:
            return {
                (name, column)
                for name, column in declared
                for value in conn.execute(
                    select(metadata.tables[name].c[column]).where(owners[name].in_(named))
                ).scalars()
                if value
            }

    assert kept("ghana") == set()
    assert kept("denmark") == declared
