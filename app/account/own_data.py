"""All that is stored about a person, collected for that person, part by part."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from app.access.viewer import Viewer
from app.account.own_files import attached
from app.account.own_loans import lent
from app.account.own_parts import PARTS
from app.assistance.typed import keeping as typed
from app.audit.models import AuditRecord
from app.core.db import table
from app.core.seal import Seal
from app.directory.holding import appointment
from app.directory.models import Absence, HandOver, HolderEntry, Invitation, MissionReading, Office
from app.directory.second_models import SecondAnswer
from app.discussion import owned as comments
from app.following import owned as following
from app.identity.models import (
    AccessToken,
    CheckWord,
    Device,
    Identity,
    Passkey,
    PasskeyCode,
    Person,
    PortalSession,
    Recovery,
)
from app.items.models import Item, Revision
from app.mail.models import Letter
from app.manual.editing import writing
from app.manual.following import marks
from app.manual.voices import keeping as voices
from app.moderation.models import Batch, Hold
from app.nomination.models import Nomination
from app.notifications.models import Digest, DigestLine, DigestTime, NoticeChoice, NoticeRead
from app.orders.models import WorkOrder
from app.practices import aside

person = table(Person)
check_word = table(CheckWord)
identity = table(Identity)
session = table(PortalSession)
device = table(Device)
passkey = table(Passkey)
code = table(PasskeyCode)
token = table(AccessToken)
recovery = table(Recovery)
second_answer = table(SecondAnswer)
office = table(Office)
entry = table(HolderEntry)
absence = table(Absence)
reading = table(MissionReading)
hand_over = table(HandOver)
invitation = table(Invitation)
item = table(Item)
revision = table(Revision)
letter = table(Letter)
notice_choice = table(NoticeChoice)
digest_time = table(DigestTime)
digest_line = table(DigestLine)
digest = table(Digest)
nomination = table(Nomination)
audit = table(AuditRecord)
order = table(WorkOrder)
hold, batch = table(Hold), table(Batch)

Rows = Sequence[Mapping[str, object]]
OPENED = {"guest": lent, "files_attached": attached}
"""What has to be opened before it is told."""


def collected(
    conn: Connection, viewer: Viewer, seal: Seal, begin: Callable[[str], None] = lambda _part: None
) -> Mapping[str, Rows]:
    """Return everything that names the viewer, by what it is; secrets and hashes are left out.

    What others wrote is theirs and not here, also where it speaks of the person;
    files that the viewer attached are told as far as the viewer still reads what they belong to.
    ``begin`` hears of each part before it is collected.
    """
    wanted = statements(viewer.person_id or "")
    found: dict[str, Rows] = {}
    for part, _words, names in PARTS:
        begin(part)
        for name in names:
            if name in OPENED:
                found[name] = OPENED[name](conn, viewer, seal)
            else:
                found[name] = [dict(row) for row in conn.execute(wanted[name]).mappings()]
    return found


def statements(person_id: str) -> Mapping[str, Select[Any]]:
    """Return what reads each thing that is no sealed text, by its name in ``PARTS``."""
    return {
        **_account(person_id), **_notices(person_id), **_offices(person_id), **_work(person_id),
    }  # fmt: skip


def _account(person_id: str) -> Mapping[str, Select[Any]]:
    used = (session.c.created_at, session.c.seen_at, session.c.expires_at)
    return {
        "person": select(person).where(person.c.id == person_id),
        "check_word": select(check_word.c.changed_at).where(check_word.c.person_id == person_id),
        "ways_in": select(*_but(identity, "person_id")).where(identity.c.person_id == person_id),
        "sessions": select(session.c.provider, session.c.browser, session.c.system, *used).where(
            session.c.person_id == person_id
        ),
        "passkeys": select(passkey.c.name, passkey.c.created_at, passkey.c.used_at).where(
            passkey.c.person_id == person_id
        ),
        "passkey_codes": select(code.c.made_at, code.c.until).where(code.c.person_id == person_id),
        "tokens": select(*_but(token, "person_id", "secret_hash")).where(
            token.c.person_id == person_id
        ),
        "recoveries": select(
            recovery.c.gives,
            recovery.c.proposed_at,
            recovery.c.due_at,
            recovery.c.effect_at,
            recovery.c.outcome,
            recovery.c.ended_at,
        ).where(recovery.c.person_id == person_id),
        "second_answers": select(*_but(second_answer, "person_id")).where(
            second_answer.c.person_id == person_id
        ),
        "browsers": select(device.c.first_at, device.c.seen_at).where(
            device.c.person_id == person_id
        ),
        "letters": select(letter.c.subject, letter.c.created_at, letter.c.sent_at)
        .where(letter.c.person_id == person_id)
        .order_by(letter.c.created_at),
    }


def _notices(person_id: str) -> Mapping[str, Select[Any]]:
    rows = {
        "notices": notice_choice, "digest_times": digest_time, "next_digest": digest_line,
        "digests": digest, "notices_read": table(NoticeRead),
    }  # fmt: skip
    found = {
        name: select(*_but(one, "person_id", "label")).where(one.c.person_id == person_id)
        for name, one in rows.items()
    }
    return {**found, **following.of(person_id), **comments.of(person_id)}


def _offices(person_id: str) -> Mapping[str, Select[Any]]:
    own = appointment.c.person_id == person_id
    term = _but(appointment, "person_id", "verified_by", "ended_by")
    return {
        "offices": select(office.c.member, office.c.kind, *term)
        .join_from(appointment, office, office.c.id == appointment.c.office_id)
        .where(own)
        .order_by(appointment.c.starts),
        "entries": select(entry)
        .join_from(entry, appointment, appointment.c.id == entry.c.appointment_id)
        .where(own),
        "absences": select(*_but(absence, "said_by"))
        .join_from(absence, appointment, appointment.c.id == absence.c.appointment_id)
        .where(own)
        .order_by(absence.c.starts),
        "missions_reading": select(*_but(reading, "granted_by", "ended_by"))
        .join_from(reading, appointment, appointment.c.office_id == reading.c.office_id)
        .where(
            own,
            reading.c.until >= appointment.c.starts,
            or_(appointment.c.ends.is_(None), reading.c.starts <= appointment.c.ends),
        )
        .distinct()
        .order_by(reading.c.starts),
        "hand_overs": select(hand_over.c.office_id, hand_over.c.last_day, hand_over.c.at).where(
            hand_over.c.person_id == person_id
        ),
        "nominations": select(nomination.c.number, nomination.c.name, nomination.c.position)
        .join_from(nomination, invitation, invitation.c.id == nomination.c.invitation_id)
        .where(invitation.c.redeemed_by == person_id),
        "invitations": select(
            *_but(invitation, "token_hash", "invited_by", "renewed_by", "redeemed_by")
        ).where(invitation.c.redeemed_by == person_id),
    }


def _work(person_id: str) -> Mapping[str, Select[Any]]:
    return {
        "things_begun": select(
            item.c.id, item.c.kind, item.c.number, item.c.stage, item.c.created_at
        )
        .where(item.c.created_by == person_id)
        .order_by(item.c.created_at),
        "versions_written": select(revision.c.item_id, revision.c.number, revision.c.at)
        .where(revision.c.person_id == person_id)
        .order_by(revision.c.at),
        "submissions_as_guest": voices.sent_by(person_id),
        "guests_known": voices.known_by(person_id),
        "typed_not_saved": select(*_but(aside.aside, "person_id")).where(
            aside.aside.c.person_id == person_id
        ),
        "requests_typed": select(*_but(typed.aside, "person_id", "typed", "id")).where(
            typed.aside.c.person_id == person_id
        ),
        "texts_set_aside": select(*_but(writing.writing, "person_id")).where(
            writing.writing.c.person_id == person_id
        ),
        "manual_read": select(*_but(marks.read, "person_id"))
        .where(marks.read.c.person_id == person_id)
        .order_by(marks.read.c.at),
        "manual_unmarked": select(marks.unmarked).where(marks.unmarked.c.person_id == person_id),
        "work_asked_for": select(
            order.c.kind, order.c.office_id, order.c.state, order.c.asked_at, order.c.until
        ).where(order.c.person_id == person_id),
        "desk_holds": select(hold.c.kind, hold.c.key, hold.c.since, hold.c.until).where(
            hold.c.person_id == person_id
        ),
        "desk_batches": select(batch.c.act, batch.c.made_at, batch.c.due_at, batch.c.done_at).where(
            batch.c.person_id == person_id
        ),
        "record": select(audit.c.at, audit.c.event, audit.c.subject, audit.c.office_id)
        .where(or_(audit.c.person_id == person_id, audit.c.subject == person_id))
        .order_by(audit.c.id),
    }


def _but(rows: Table, *left_out: str) -> list[ColumnElement[Any]]:
    """Return the columns of a table without those that are secrets or name other people."""
    return [column for column in rows.c if column.name not in left_out]
