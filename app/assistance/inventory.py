"""What assistance keeps."""

from app.assistance.models import Answering, Ending, Offer, Request
from app.core.inventory import ITEM, Class, Held, Kept, Until

WORDS = Until("destroyed 90 days after the request has ended (PORTAL_KEEP_CLOSED_DAYS)")

HELD: Held = {
    Request: (
        Kept(
            Class.CONFIDENTIAL,
            "title outcome basis for_whom contribution reason result_note",
            "What an office asks of its peers, in its own words; encrypted.",
            WORDS,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "themes modalities languages wanted_from wanted_to answer_by travel_money addressed "
            "result",
            "Codes and dates by which the request is sorted, and what it came to.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "item_id contact_office alternate_office authenticated_at opened_at paused_until "
            "reminded_at reminders harm_checked_on",
            "Which request it is, whom to ask about it, on which day its office said that it harms "
            "nobody, when the Secretariat authenticated it and its office let it go out, how often "
            "and when somebody was last reminded of it, and until when it is paused.",
            ITEM,
        ),
    ),
    Offer: (
        Kept(
            Class.CONFIDENTIAL,
            "message period terms",
            "What a member offers, and the terms both sides agree on, in their own words; "
            "encrypted.",
            WORDS,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "item_id request_id member standing modalities languages terms_number terms_asker "
            "terms_helper",
            "Who offers what kind of help on which request, and which version of the terms each "
            "side has confirmed.",
            ITEM,
        ),
    ),
    Answering: (
        Kept(
            Class.CONFIDENTIAL,
            "request_id member office_id passed_at",
            "Which office of a member that was asked answers a request, and when the member said "
            "that it cannot help this time.",
            ITEM,
        ),
    ),
    Ending: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id days due_on told_at destroyed_at texts files",
            "When the words of an ended request go, and the receipt that they are gone.",
            ITEM,
        ),
    ),
}
