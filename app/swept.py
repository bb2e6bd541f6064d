"""What is over is swept away, whatever room it lies in: ``app.inventory`` says when that is."""

from sqlalchemy import delete

from app.assistance.outbox import acts as prepared
from app.assistance.typed import keeping as typed
from app.core import clock
from app.core.db import Database, table
from app.desk import batches
from app.digests import sending as digests
from app.directory import fading as directory
from app.following import happenings
from app.guests import fading as guests
from app.identity import backchannel, devices, sessions, signing_in, tokens
from app.identity.passkeys import challenges, coded
from app.mail import sending
from app.manual.editing import writing
from app.manual.figures import keeping as pictures
from app.moderation import holds
from app.nomination import fading as nomination
from app.practices import aside
from app.recovery import due as recoveries
from app.web import throttle
from app.web.models import FORMS_KEPT, UsedForm


def sweep(db: Database) -> None:
    """Delete or empty what is over; ``app.inventory`` says of each column when that is."""
    used = table(UsedForm)
    with db.unit_of_work() as session:
        sessions.sweep(session)
        devices.sweep(session)
        signing_in.sweep(session)
        challenges.sweep(session)
        coded.sweep(session)
        tokens.sweep(session)
        backchannel.sweep(session)
        throttle.sweep(session)
        sending.sweep(session)
        directory.sweep(session)
        nomination.sweep(session)
        guests.sweep(session)
        digests.sweep(session)
        happenings.sweep(session)
        recoveries.sweep(session)
        writing.sweep(session)
        aside.sweep(session)
        typed.sweep(session)
        pictures.sweep(session)
        prepared.sweep(session)
        holds.sweep(session)
        batches.sweep(session)
        session.execute(delete(used).where(used.c.at < clock.wall() - FORMS_KEPT))
