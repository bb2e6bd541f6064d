"""The pages of assistance, in the order in which an address is looked for."""

from app.assistance import (
    answering_pages,
    asking,
    audience_pages,
    course,
    files,
    guest_pages,
    handing_in,
    note_pages,
    pages,
    suggested,
    talk_files,
    terms_pages,
    yearly_pages,
)
from app.assistance.after import lesson_pages as after_lesson_pages
from app.assistance.after import pages as after_pages
from app.assistance.behalf import letter_pages as behalf_letters
from app.assistance.behalf import pages as behalf_pages
from app.assistance.blind import pages as blind_pages
from app.assistance.clearance import pages as clearance_pages
from app.assistance.clearance import round_pages as clearance_rounds
from app.assistance.clearance import taking as clearance_taking
from app.assistance.entities import letter_pages as entity_letters
from app.assistance.entities import pages as entity_pages
from app.assistance.outbox import pages as outbox_pages
from app.assistance.overseeing import nudge_pages
from app.assistance.overseeing import pages as overseeing_pages
from app.assistance.overview import pages as overview_pages
from app.assistance.taking import pages as taking_pages
from app.assistance.talks import date_pages as talk_date_pages
from app.assistance.talks import offered_pages as talk_offered_pages
from app.assistance.talks import pages as talk_pages
from app.assistance.typed import pages as typed_pages
from app.assistance.widening import pages as widening_pages
from app.assistance.working import pages as working_pages

ASSISTANCE = (
    clearance_rounds.room,
    clearance_taking.room,
    clearance_pages.room,
    widening_pages.room,
    typed_pages.room,
    behalf_pages.room,
    behalf_letters.room,
    entity_letters.room,
    entity_pages.room,
    blind_pages.room,
    asking.room,
    handing_in.room,
    audience_pages.room,
    note_pages.room,
    course.room,
    answering_pages.room,
    files.room,
    talk_files.room,
    terms_pages.room,
    guest_pages.room,
    suggested.room,
    overview_pages.room,
    taking_pages.room,
    outbox_pages.room,
    nudge_pages.room,
    overseeing_pages.room,
    yearly_pages.room,
    after_lesson_pages.room,
    after_pages.room,
    working_pages.room,
    talk_pages.room,
    talk_date_pages.room,
    talk_offered_pages.room,
    pages.room,
)
