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
from app.assistance.blind import pages as blind_pages
from app.assistance.clearance import pages as clearance_pages
from app.assistance.clearance import taking as clearance_taking
from app.assistance.working import pages as working_pages

ASSISTANCE = (
    blind_pages.room,
    asking.room,
    handing_in.room,
    audience_pages.room,
    note_pages.room,
    clearance_pages.room,
    clearance_taking.room,
    course.room,
    answering_pages.room,
    files.room,
    talk_files.room,
    terms_pages.room,
    guest_pages.room,
    suggested.room,
    yearly_pages.room,
    after_lesson_pages.room,
    after_pages.room,
    working_pages.room,
    pages.room,
)
