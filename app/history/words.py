"""What an entry of the record says in words: what happened, and who did it as the viewer may know.

The names of holders are for their own member and the Secretariat: what other members see of a
holder is for the holder to choose. The names of the Secretariat's own people are for itself.
"""

from collections.abc import Mapping

from app.access.policy import P, allows
from app.access.viewer import OF_SECRETARIAT, Viewer
from app.audit.actions import BY_PROGRAMME, STOOD_IN
from app.audit.events import Event
from app.core.i18n import N_, gettext
from app.directory.office_showing import in_full
from app.history.help_words import OF_HELP
from app.history.practice_words import OF_PRACTICES
from app.history.queries import Entry
from app.history.seat_words import OF_SEATS
from app.identity.people import named
from app.vocabulary import office_kinds

WORDS: Mapping[Event, str] = {
    Event.SESSION_STARTED: N_("Signed in"),
    Event.SESSION_ENDED: N_("Signed out"),
    Event.CHECK_WORD_CHOSEN: N_("Check word chosen"),
    Event.CHECK_WORD_REMOVED: N_("Check word removed"),
    Event.SIGN_IN_REFUSED: N_("Sign-in refused"),
    Event.IDENTITY_BOUND: N_("Account linked to an invitation"),
    Event.IDENTITY_UNBOUND: N_("Way to sign in taken away"),
    Event.PRESENCE_PROVED: N_("Presence proved"),
    Event.PASSKEY_ENROLLED: N_("Passkey added"),
    Event.PASSKEY_REFUSED: N_("Passkey refused: it counted as a copy would"),
    Event.PASSKEY_REMOVED: N_("Passkey removed"),
    Event.PASSKEY_CODE_MADE: N_("Code for the first passkey made"),
    Event.PASSKEY_CODE_REDEEMED: N_("Code for the first passkey typed"),
    Event.PASSKEY_CODE_REFUSED: N_("Code for the first passkey refused"),
    Event.PROGRAMME_ADMITTED: N_("Token for a programme made"),
    Event.PROGRAMME_DISMISSED: N_("Token for a programme taken back"),
    Event.LANGUAGE_CHOSEN: N_("Language chosen"),
    Event.NOTICES_CHOSEN: N_("Letters of the portal chosen"),
    Event.OFFICE_CHOSEN: N_("Office to act for chosen"),
    Event.DATA_LOADED: N_("Data loaded"),
    Event.OWN_DATA_EXPORTED: N_("Own data downloaded"),
    Event.PERSON_TAKEN_OUT: N_("Taken out of the portal"),
    Event.RECOVERY_PROPOSED: N_("Help to come in again proposed"),
    Event.RECOVERY_AGREED: N_("Help to come in again agreed to"),
    Event.RECOVERY_STOPPED: N_("Help to come in again stopped by the person"),
    Event.RECOVERY_WITHDRAWN: N_("Help to come in again withdrawn"),
    Event.RECOVERY_LAPSED: N_("Help to come in again called off by the portal"),
    Event.RECOVERY_TOOK_EFFECT: N_("Help to come in again took effect"),
    Event.RECOVERY_LINK_MADE: N_("Link for a new sign-in made"),
    Event.RECOVERY_LINK_REDEEMED: N_("New sign-in tied to the account by a link"),
    Event.RECOVERY_WORD_GIVEN: N_("Word given to a sign-in provider for a new way in"),
    Event.PERSON_INVITED: N_("Person invited to an office"),
    Event.INVITATION_RENEWED: N_("Invitation given a new address"),
    Event.INVITATION_WITHDRAWN: N_("Invitation withdrawn"),
    Event.ENTITY_ENTERED: N_("UN entity entered"),
    Event.OFFICE_OPENED: N_("Office recorded"),
    Event.OFFICE_CHANGED: N_("Title or mailbox of an office changed"),
    Event.OFFICES_IMPORTED: N_("Table of offices taken in"),
    Event.OFFICES_EXPORTED: N_("Table of offices taken out"),
    Event.MEMBERSHIP_RECORDED: N_("Member of the organisation recorded"),
    Event.MEMBERSHIP_ENDED: N_("Last day of a member of the organisation recorded"),
    Event.FOCAL_POINT_NOMINATED: N_("Focal Point nominated by a mission"),
    Event.NOMINATION_ACCEPTED: N_("Nomination accepted"),
    Event.NOMINATION_REFUSED: N_("Nomination refused"),
    Event.OFFICE_TAKEN: N_("Office taken"),
    Event.OFFICE_HANDED_OVER: N_("Office handed over"),
    Event.OFFICE_INHERITED: N_("What was left for the next holder read"),
    Event.OFFICE_ARCHIVED: N_("File of the office taken out as one document"),
    Event.ABSENCE_SAID: N_("Absence of the holder announced"),
    Event.ABSENCE_CHANGED: N_("Absence of the holder changed"),
    Event.ABSENCE_ENDED: N_("Absence of the holder ended early"),
    Event.REVIEW_PROPOSED: N_("Review of an office proposed"),
    Event.REVIEW_WITHDRAWN: N_("Proposal to review an office withdrawn"),
    Event.REVIEW_AGREED: N_("Review of an office agreed to, for 72 hours later"),
    Event.REVIEW_BEGAN: N_("Office put under review"),
    Event.REVIEW_ENDING_PROPOSED: N_("End of the review of an office proposed"),
    Event.REVIEW_ENDING_WITHDRAWN: N_("Proposal to end the review of an office withdrawn"),
    Event.REVIEW_ENDED: N_("Review of an office ended"),
    Event.FACILITATING_NAMED: N_("Named as a state that facilitates the network"),
    Event.FACILITATING_ENDED: N_("No longer a state that facilitates the network"),
    Event.SECOND_AGREED: N_("Agreed to as the second person, from outside the staff"),
    Event.SECOND_REFUSED: N_("Not agreed to by the second person, from outside the staff"),
    Event.MISSION_READING_GRANTED: N_("Reading for a time granted to the mission"),
    Event.MISSION_READING_STARTED: N_("Reading of the mission began"),
    Event.MISSION_READING_PUT_OFF: N_("Reading of the mission waits again for a holder"),
    Event.MISSION_READING_ENDED: N_("Reading of the mission ended early"),
    Event.MISSION_READING_LAPSED: N_("Reading of the mission came to nothing"),
    Event.ENTRY_CHANGED: N_("Entry of the holder changed"),
    Event.ENTRY_CONFIRMED: N_("Entry of the holder confirmed"),
    Event.COLLEAGUE_ADDRESSED: N_("Letter sent to the holders of an office"),
    Event.APPOINTMENT_PROPOSED: N_("Person proposed for an office"),
    Event.APPOINTMENT_VERIFIED: N_("Appointment verified"),
    Event.APPOINTMENT_REFUSED: N_("Appointment not verified"),
    Event.APPOINTMENT_ENDED: N_("Appointment ended"),
    Event.APPOINTMENT_REVOKED: N_("Appointment taken back"),
    Event.EVIDENCE_VIEWED: N_("Note verbale of an appointment read"),
    **OF_PRACTICES,
    Event.GUEST_INVITED: N_("Guest invited to read it"),
    Event.GUEST_ADMITTED: N_("Invitation accepted by the guest"),
    Event.GUEST_READ: N_("Read by the guest"),
    Event.GUEST_REMARKED: N_("Remark written by the guest"),
    Event.GUEST_WITHDRAWN: N_("Guest withdrawn: reads it no longer"),
    Event.FILE_ATTACHED: N_("File attached"),
    Event.FILE_REMOVED: N_("File removed"),
    Event.FILE_WAITS: N_("File kept until the virus scanner answers"),
    Event.FILE_LATE: N_(
        "File dropped, since what it belongs to was handed in before it was scanned"
    ),
    Event.FILE_ABANDONED: N_("File removed, since the virus scanner could not examine it"),
    Event.FILE_REFUSED: N_("File refused, since the virus scanner found something in it"),
    Event.COMMENT_POSTED: N_("Comment posted"),
    Event.COMMENT_CHANGED: N_("Comment changed"),
    Event.COMMENT_WITHDRAWN: N_("Comment taken back"),
    Event.COMMENT_REPORTED: N_("Comment reported to the Secretariat"),
    Event.COMMENT_KEPT: N_("Reported comment left as it is"),
    Event.COMMENT_HIDDEN: N_("Comment hidden, with a reason"),
    Event.COMMENT_SHOWN: N_("Comment shown again"),
    Event.COMMENT_MOVED: N_("Comment moved, with its answers"),
    Event.COMMENTS_LOCKED: N_("Comments closed, with a sentence"),
    Event.COMMENTS_UNLOCKED: N_("Comments opened again"),
    Event.QUESTION_SETTLED: N_("Question marked as answered"),
    Event.QUESTION_OPENED: N_("Question marked as not answered"),
    Event.REQUEST_CREATED: N_("Request begun"),
    Event.REQUEST_CHANGED: N_("Request changed"),
    Event.REQUEST_SUBMITTED: N_("Request submitted to the Secretariat"),
    Event.REQUEST_VIEWED: N_("Request read"),
    Event.REQUEST_NOTE_PRINTED: N_("Note verbale of a request printed"),
    Event.REQUEST_OUT: N_("Request sent out for clearance"),
    Event.REQUEST_BACK: N_("Request that was out for clearance came back"),
    Event.REQUEST_RETURNED: N_("Request returned with a reason"),
    Event.REQUEST_AUTHENTICATED: N_("Request authenticated by the Secretariat"),
    Event.REQUEST_OPENED: N_("Request opened to those it addresses"),
    Event.REQUEST_NOT_YET: N_("Request taken back to the draft before it went out"),
    Event.REQUEST_EXPIRED: N_("Request back in draft, since nobody consented to circulation"),
    Event.REQUEST_LAPSED: N_("Request lapsed without an answer"),
    Event.REQUEST_REVIVED: N_("Request taken up again after it had ended"),
    Event.REQUEST_PASSED: N_("Answered that its member cannot help this time"),
    Event.REQUEST_LEFT_TO: N_("Left to another office of the same member to answer"),
    Event.REQUEST_PAUSED: N_("Request paused until a day"),
    Event.REQUEST_RESUMED: N_("Pause of the request ended"),
    Event.REQUEST_TRANSFERRED: N_("Contact of the request changed"),
    Event.REQUEST_AGREED: N_("Help agreed"),
    Event.REQUEST_REOPENED: N_("Help no longer agreed: open again"),
    Event.REQUEST_STARTED: N_("Work started"),
    Event.REQUEST_CLOSED: N_("Request closed with its result"),
    Event.REQUEST_WITHDRAWN: N_("Request withdrawn"),
    Event.REQUEST_WORDS_DESTROYED: N_("Words of the request and its offers destroyed"),
    Event.STANDING_DECLARED: N_("Standing offer declared"),
    Event.STANDING_CHANGED: N_("Standing offer changed"),
    Event.STANDING_CONFIRMED: N_("Standing offer confirmed"),
    Event.STANDING_WITHDRAWN: N_("Standing offer withdrawn"),
    **OF_SEATS,
    Event.OFFER_MADE: N_("Help offered"),
    Event.OFFER_TAKEN_UP: N_("Talks about an offer taken up"),
    Event.OFFER_ACCEPTED: N_("Offer accepted"),
    Event.OFFER_DECLINED: N_("Offer declined with thanks"),
    Event.OFFER_WITHDRAWN: N_("Offer taken back"),
    Event.TERMS_CHANGED: N_("Terms of the help written"),
    Event.TERMS_CONFIRMED: N_("Terms of the help confirmed"),
    **OF_HELP,
    Event.KEYS_ROTATED: N_("Keys of confidential text renewed"),
    Event.BLOCK_CHANGED: N_("Paragraph changed"),
    Event.CHAPTER_CHANGED: N_("Chapter changed"),
    Event.FIGURE_ADDED: N_("Picture for the manual added"),
    Event.STATEMENT_PUBLISHED: N_("Statement about an incident published"),
    Event.INCIDENT_ENDED: N_("Incident ended"),
    Event.PORTAL_FROZEN: N_("Portal frozen: reading only"),
    Event.PORTAL_THAWED: N_("Portal open again"),
    Event.SUGGESTION_MADE: N_("Suggestion on the manual made"),
    Event.SUGGESTION_ACCEPTED: N_("Suggestion accepted for the draft"),
    Event.SUGGESTION_ADAPTED: N_("Suggestion taken into the draft, adapted"),
    Event.SUGGESTION_DECLINED: N_("Suggestion declined, with a reason"),
    Event.SUGGESTION_WITHDRAWN: N_("Suggestion taken back"),
    Event.CLEARANCE_MADE: N_("Text of the manual sent out for clearance"),
    Event.CLEARANCE_BACK: N_("Text that was out for clearance came back"),
    Event.CLEARANCE_CLOSED: N_("Clearance of a text closed"),
    Event.DISCUSSION_CLOSED: N_("Discussion of the manual closed"),
    Event.DISCUSSION_REOPENED: N_("Discussion of the manual opened again"),
    Event.CONSULTATION_OPENED: N_("Consultation on the manual opened"),
    Event.CONSULTATION_PROLONGED: N_("Consultation on the manual prolonged"),
    Event.CONSULTATION_ENDED: N_("Consultation on the manual ended before its last day"),
    Event.CONSULTATION_WITHDRAWN: N_("Consultation on the manual withdrawn"),
    Event.CONSULTATION_SHOWN: N_("Submissions to a consultation shown to members"),
    Event.VOICE_RENEWED: N_("Invitation of a guest to the consultation made anew"),
    Event.VOICE_NAME_READ: N_("Looked at who a guest of the consultation is"),
    Event.CONTRIBUTION_SENT: N_("Submission to a consultation sent"),
    Event.CONTRIBUTION_CHANGED: N_("Submission to a consultation changed"),
    Event.CONTRIBUTION_WITHDRAWN: N_("Submission to a consultation withdrawn"),
    Event.CONTRIBUTION_RETURNED: N_("Submission given back, as the consultation was withdrawn"),
    Event.CONTRIBUTION_ANSWERED: N_("Submission to a consultation answered"),
    Event.EDITION_SUBMITTED: N_("Edition submitted for publication"),
    Event.EDITION_AGREED: N_("Edition or withdrawal agreed to"),
    Event.EDITION_REFUSED: N_("Edition or withdrawal refused"),
    Event.EDITION_TAKEN_BACK: N_("Submission of an edition taken back"),
    Event.EDITION_OFF: N_("Submission of an edition called off"),
    Event.EDITION_PUBLISHED: N_("Edition published"),
    Event.EDITION_WITHDRAWAL_PROPOSED: N_("Withdrawal of an edition proposed"),
    Event.EDITION_WITHDRAWN: N_("Edition withdrawn"),
    Event.EDITION_CORRECTED: N_("Edition corrected by a note"),
    Event.EDITION_RECEIVED: N_("Receipt of an edition confirmed"),
    Event.TRANSLATION_CHANGED: N_("Translation changed"),
    Event.ANSWER_KEPT: N_("Ready answer kept"),
    Event.ANSWER_CHANGED: N_("Ready answer changed"),
    Event.ANSWER_RETIRED: N_("Ready answer retired"),
    Event.PREPARED_LETTER: N_("Prepared letter written, changed, sent or thrown away"),
    Event.BATCH_PLANNED: N_("Act on several things planned"),
    Event.BATCH_UNDONE: N_("Act on several things undone"),
}
"""Every event of the vocabulary, as what happened."""


def what(entry: Entry) -> str:
    """Return what happened."""
    return gettext(WORDS[entry.event])


def who(entry: Entry, viewer: Viewer) -> str:
    """Return who did it: the office, and the name where the viewer may know it."""
    title, name = _office(entry), _name(entry, viewer)
    by = gettext("%(name)s, %(office)s", name=name, office=title) if title and name else ""
    told = by or title or name or _nobody(entry)
    return gettext("%(who)s, by a programme", who=told) if BY_PROGRAMME in entry.detail else told


def _office(entry: Entry) -> str:
    if entry.office in OF_SECRETARIAT:
        return gettext(office_kinds.label(entry.office))
    if entry.office is None or entry.member_name is None:
        return ""
    held = in_full(entry.office, entry.member_name)
    stood_in = STOOD_IN in entry.detail
    return gettext("%(office)s (standing in)", office=held) if stood_in else held


def _name(entry: Entry, viewer: Viewer) -> str:
    if entry.name is None:
        return ""
    of_secretariat = entry.office in OF_SECRETARIAT
    colleague = not of_secretariat and entry.member is not None and entry.member == viewer.member
    own = entry.person_id == viewer.person_id
    return named(entry.name) if colleague or own or allows(viewer, P.DESK_READ) else ""


def _nobody(entry: Entry) -> str:
    """Return who acted where no office and no name are told."""
    if entry.person_id is None:
        return gettext("The portal itself")
    return gettext("Someone who held no office then")
