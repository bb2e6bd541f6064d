"""What the directory keeps."""

from app.core.inventory import PORTAL, RECORD, Class, Held, Kept, Until, ended, lasting
from app.directory.evidence_models import Evidence
from app.directory.fading import FORMER, UNUSED
from app.directory.models import (
    Absence,
    Appointment,
    FocalPointRecord,
    HandOver,
    HolderEntry,
    Invitation,
    Member,
    MissionReading,
    Office,
    OfficeReview,
    OrganisationMember,
)
from app.directory.second_inventory import SECONDS

_USED_OR_NOT = Until(
    "while the account of who used it exists; unused, "
    f"{lasting(UNUSED)} after it was withdrawn or ran out",
    swept=True,
)
_FORMER = ended(FORMER, "the last day in office")

_LISTS: Held = {
    Member: (
        Kept(
            Class.PUBLIC,
            "code kind name iso2 regional_group as_of source",
            "The states and organisations, with the source of what is said about them.",
            PORTAL,
        ),
    ),
    FocalPointRecord: (
        Kept(
            Class.PUBLIC,
            "id member level year what source as_of",
            "What public sources say about a member's Focal Point.",
            PORTAL,
        ),
    ),
    OrganisationMember: (
        Kept(
            Class.PUBLIC,
            "organisation member starts ends source as_of",
            "Which member belongs to which organisation from when to when, and by which source.",
            PORTAL,
        ),
    ),
    Office: (
        Kept(
            Class.NETWORK,
            "id member kind title mailbox",
            "The offices of a member, and the mailbox of the office itself.",
            RECORD,
        ),
    ),
}
_PEOPLE: Held = {
    Appointment: (
        Kept(
            Class.PERSONAL,
            "id office_id person_id stage starts ends announced_on created_at",
            "Who held which office from when to when: the work belongs to the office.",
            RECORD,
        ),
        Kept(
            Class.PERSONAL,
            "authority evidence verified_by verified_at ended_by ended_at why_ended",
            "On which paper an appointment rests, and who verified and ended it.",
            RECORD,
        ),
        Kept(
            Class.TECHNICAL,
            "welcomed_at reminded_on",
            "That the holder was welcomed and reminded, so that it happens once.",
            RECORD,
        ),
    ),
    HolderEntry: (
        Kept(
            Class.PERSONAL,
            "appointment_id position email telephone languages expertise time_zone shown",
            "What a holder wants colleagues to know, and which of it they see.",
            _FORMER,
        ),
        Kept(
            Class.TECHNICAL,
            "confirmed_at asked_at",
            "When the holder said that it is right, and was last asked.",
            _FORMER,
        ),
    ),
    Absence: (
        Kept(
            Class.PERSONAL,
            "id appointment_id starts ends stand_in said_by said_at",
            "From when to when a holder is away and who stands in: clocks stop meanwhile.",
            ended(FORMER, "the absence"),
        ),
    ),
    OfficeReview: (
        Kept(
            Class.CONFIDENTIAL,
            "reason",
            "Why it is contested who holds an office: the Secretariat reads it, and who is asked as"
            " the second person.",
            ended(FORMER, "the review"),
        ),
        Kept(
            Class.PERSONAL,
            "id office_id proposed_by proposed_at begins_at began_by began_at ground ending_by"
            " ending_at ends_at ended_by ended_at",
            "From when to when nobody acts for an office, and which two people decided it.",
            ended(FORMER, "the review"),
        ),
    ),
    MissionReading: (
        Kept(
            Class.PERSONAL,
            "id office_id granted_by granted_at starts until ended_by ended_at",
            "From when to when a mission reads what the network reads, and who granted and ended"
            " it.",
            RECORD,
        ),
        Kept(
            Class.TECHNICAL,
            "reminded_on",
            "That its end was told of, so that it happens once.",
            RECORD,
        ),
    ),
    HandOver: (
        Kept(
            Class.CONFIDENTIAL,
            "note",
            "What the next holder should know; encrypted.",
            RECORD,
        ),
        Kept(
            Class.PERSONAL,
            "id office_id person_id last_day at",
            "Who handed which office over, and when.",
            RECORD,
        ),
    ),
}
_INVITATIONS: Held = {
    Invitation: (
        Kept(Class.PERSONAL, "name", "Whom to expect in the office.", _USED_OR_NOT),
        Kept(
            Class.PERSONAL,
            "authority evidence",
            "On which paper the appointment will rest.",
            Until(
                f"with the record of the office; unused, {lasting(UNUSED)} as the name",
                swept=True,
            ),
        ),
        Kept(
            Class.PERSONAL,
            "id office_id invited_by renewed_by redeemed_by created_at expires_at withdrawn_at"
            " redeemed_at appointment_id",
            "That somebody was invited to an office, by whom, and what became of it.",
            RECORD,
        ),
        Kept(
            Class.TECHNICAL,
            "token_hash announce_on vouched",
            "Fingerprint of the address that opens it, and how it takes effect.",
            RECORD,
        ),
    ),
}

_PAPERS = Until(
    f"with the record of the office; of what came to nothing, {lasting(UNUSED)} after that"
)
_EVIDENCE: Held = {
    Evidence: (
        Kept(
            Class.CONFIDENTIAL,
            "id attachment_id nomination_id invitation_id appointment_id at",
            "Which file is the note verbale of which appointment, or of what may lead to one.",
            _PAPERS,
        ),
        Kept(
            Class.PERSONAL,
            "removed_at removed_by why_removed",
            "That such a file was removed before it was verified, by whom and why.",
            _PAPERS,
        ),
    ),
}

HELD: Held = {**_LISTS, **_PEOPLE, **_INVITATIONS, **_EVIDENCE, **SECONDS}
