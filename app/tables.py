"""Imports every module of tables, so that Alembic and the tests see them all."""

from sqlmodel import SQLModel

import app.assistance.after.models
import app.assistance.behalf.models
import app.assistance.blind.models
import app.assistance.clearance.models
import app.assistance.entities.models
import app.assistance.models
import app.assistance.outbox.models
import app.assistance.talks.models
import app.assistance.typed.models
import app.assistance.widening.models
import app.assistance.working.models
import app.audit.models
import app.directory.evidence_models
import app.directory.models
import app.directory.second_models
import app.discussion.models
import app.files.models
import app.following.models
import app.guests.models
import app.identity.models
import app.incident.models
import app.items.models
import app.jobs.models
import app.mail.models
import app.manual.clearing.models
import app.manual.consulting.models
import app.manual.discussing.models
import app.manual.editing.models
import app.manual.exports.models
import app.manual.figures.models
import app.manual.following.models
import app.manual.models
import app.manual.publishing.models
import app.manual.stored.models
import app.manual.suggesting.models
import app.manual.translating.models
import app.manual.voices.models
import app.moderation.models
import app.nomination.models
import app.notifications.models
import app.orders.models
import app.practices.adapting.models
import app.practices.behalf.models
import app.practices.clearing.models
import app.practices.joining.models
import app.practices.models
import app.practices.together.models
import app.practices.translating.models
import app.practices.unnamed.models
import app.sealing.models
import app.search.models
import app.seats.models
import app.standing.models
import app.web.models  # noqa: F401 - imported for its tables

metadata = SQLModel.metadata
