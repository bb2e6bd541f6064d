"""The rooms of the portal: their pages, and the interfaces for programs, in the order asked."""

from app.account import check_word as account_check_word
from app.account import data as account_data
from app.account import identities as account_identities
from app.account import notices as account_notices
from app.account import pages as account_pages
from app.account import passkey_code as account_passkey_code
from app.account import passkeys as account_passkeys
from app.account import second_factor as account_second_factor
from app.account import security as account_security
from app.account import taken_out as account_taken_out
from app.account import tokens as account_tokens
from app.alerts import feed_pages as following_feeds
from app.alerts import pages as following_pages
from app.alerts import practice_pages as following_practices
from app.archive import pages as archive_pages
from app.assistance import api as assistance_api
from app.assistance import guest_reading as assistance_guest_reading
from app.assistance.rooms import ASSISTANCE
from app.contested import pages as contested_pages
from app.desk import answer_pages as desk_answers
from app.desk import batch_pages as desk_batches
from app.desk import figure_pages as desk_figures
from app.desk import pages as desk_pages
from app.digests import stopping as digest_stopping
from app.directory import api as directory_api
from app.directory import appointment_pages as directory_appointments
from app.directory import away_pages as directory_away
from app.directory import belonging_pages as directory_belonging
from app.directory import colleagues as directory_colleagues
from app.directory import entities as directory_entities
from app.directory import entrance as directory_entrance
from app.directory import entry_pages as directory_entry
from app.directory import evidence_pages as directory_evidence
from app.directory import facilitating_pages as directory_facilitating
from app.directory import inviting as directory_inviting
from app.directory import joining as directory_joining
from app.directory import mission_reading_pages as directory_missions
from app.directory import office_pages as directory_offices
from app.directory import pages as directory_pages
from app.directory import sheet_pages as directory_sheets
from app.directory import writing as directory_writing
from app.guests import joining as guest_joining
from app.handover import pages as handover_pages
from app.history import of_adaptations as adaptation_history
from app.history import of_seats as seat_history
from app.history import pages as history_pages
from app.home import about as about_pages
from app.home import calendar as home_calendar
from app.home import machines as about_machines
from app.home import pages as home_pages
from app.identity import journey as identity_journey
from app.identity import pages as identity_pages
from app.incident import pages as incident_pages
from app.manual import api as manual_api
from app.manual import api_blocks as manual_blocks_api
from app.manual import api_redline as manual_redline_api
from app.manual import pages as manual_pages
from app.nomination import answering as nomination_answering
from app.nomination import evidence as nomination_evidence
from app.nomination import pages as nomination_pages
from app.practices import acts as practice_acts
from app.practices import api as practice_api
from app.practices import attaching_pages as practice_files
from app.practices import exporting as practice_export
from app.practices import guest_pages as practice_guests
from app.practices import guest_reading as practice_guest_reading
from app.practices import pages as practice_pages
from app.practices import picture as practice_picture
from app.practices import readers_pages as practice_readers
from app.practices import resting_pages as practice_resting
from app.practices import unsaved as practice_unsaved
from app.practices import writing as practice_writing
from app.practices.adapting import list_pages as adaptation_lists
from app.practices.adapting import pages as adaptation_pages
from app.practices.adapting import writing as adaptation_writing
from app.practices.behalf import letter_pages as practice_letters
from app.practices.behalf import pages as practice_behalf
from app.practices.clearing import back_pages as practice_back
from app.practices.clearing import pages as practice_clearing
from app.practices.importing import entering_pages as practice_entering
from app.practices.importing import pages as practice_importing
from app.practices.joining import answer_pages as joining_answers
from app.practices.joining import pages as practice_owners
from app.practices.printing import pages as practice_printing
from app.practices.revising import pages as practice_revising
from app.practices.talking import moderating_pages as talk_moderating
from app.practices.talking import naming_pages as talk_naming
from app.practices.talking import pages as talk_pages
from app.practices.talking import thread_pages as talk_threads
from app.practices.together import pages as practice_together
from app.practices.translating import pages as practice_translating
from app.practices.unnamed import pages as practice_unnamed
from app.programmes import adaptations as adaptation_programmes
from app.programmes import aftermath as aftermath_programmes
from app.programmes import agreed as agreed_programmes
from app.programmes import comments as comment_programmes
from app.programmes import following as following_programmes
from app.programmes import overview as overview_programmes
from app.programmes import own_requests as own_request_programmes
from app.programmes import practices as practice_programmes
from app.programmes import requests as request_programmes
from app.programmes import seats as seat_programmes
from app.programmes import talks as talk_programmes
from app.recovery import own_pages as recovery_own
from app.recovery import pages as recovery_pages
from app.recovery import returning as recovery_returning
from app.search import api as search_api
from app.search import pages as search_pages
from app.seats import api as seat_api
from app.seats import applying_pages as seat_applying
from app.seats import offering as seat_offering
from app.seats import pages as seat_pages
from app.seats import taking_along as seat_lists
from app.seats import wish_pages as seat_wishes
from app.seats import yearly_pages as seat_figures
from app.seconding import pages as seconding_pages
from app.standing import api as standing_api
from app.standing import declaring as standing_declaring
from app.standing import pages as standing_pages

ROOMS = (
    practice_writing.room,
    practice_unsaved.room,
    practice_importing.room,
    practice_entering.room,
    practice_picture.room,
    practice_export.room,
    following_feeds.room,
    following_pages.room,
    following_practices.room,
    practice_acts.room,
    practice_behalf.room,
    practice_unnamed.room,
    practice_letters.room,
    practice_readers.room,
    guest_joining.room,
    practice_guests.room,
    assistance_guest_reading.room,
    practice_guest_reading.room,
    practice_files.room,
    practice_pages.room,
    joining_answers.room,
    practice_owners.room,
    practice_together.room,
    practice_clearing.room,
    practice_back.room,
    practice_printing.room,
    practice_revising.room,
    practice_translating.room,
    practice_resting.room,
    talk_threads.room,
    talk_moderating.room,
    talk_naming.room,
    talk_pages.room,
    adaptation_writing.room,
    adaptation_lists.room,
    adaptation_pages.room,
    *ASSISTANCE,
    standing_declaring.room,
    standing_pages.room,
    seat_offering.room,
    seat_wishes.room,
    seat_lists.room,
    seat_figures.room,
    seat_applying.room,
    seat_pages.room,
    search_pages.room,
    home_pages.room,
    home_calendar.room,
    desk_pages.room,
    desk_batches.room,
    desk_answers.room,
    desk_figures.room,
    directory_sheets.room,
    directory_colleagues.room,
    directory_belonging.room,
    directory_facilitating.room,
    directory_entities.room,
    nomination_pages.room,
    directory_pages.room,
    manual_pages.room,
    identity_pages.room,
    identity_journey.room,
    directory_entrance.room,
    account_pages.room,
    account_security.room,
    account_identities.room,
    account_passkey_code.room,
    account_passkeys.room,
    account_second_factor.room,
    account_check_word.room,
    account_tokens.room,
    account_data.room,
    account_taken_out.room,
    account_notices.room,
    digest_stopping.room,
    about_pages.room,
    about_machines.room,
    history_pages.room,
    adaptation_history.room,
    seat_history.room,
    directory_joining.room,
    directory_offices.room,
    directory_appointments.room,
    directory_evidence.room,
    directory_entry.room,
    directory_away.room,
    directory_missions.room,
    directory_writing.room,
    directory_inviting.room,
    handover_pages.room,
    archive_pages.room,
    contested_pages.room,
    recovery_pages.room,
    seconding_pages.room,
    recovery_own.room,
    recovery_returning.room,
    nomination_answering.room,
    nomination_evidence.room,
    incident_pages.room,
)
"""Asked in this order: what is visited most stands first, ``/practices/new`` before any id."""

APIS = (
    directory_api.router,
    search_api.router,
    practice_api.router,
    practice_programmes.router,
    comment_programmes.router,
    adaptation_programmes.router,
    following_programmes.router,
    request_programmes.router,
    own_request_programmes.router,
    overview_programmes.router,
    agreed_programmes.router,
    aftermath_programmes.router,
    talk_programmes.router,
    seat_programmes.router,
    assistance_api.router,
    standing_api.router,
    seat_api.router,
    manual_redline_api.router,  # its addresses are as long as those of chapters
    manual_blocks_api.router,
    manual_api.router,
)
