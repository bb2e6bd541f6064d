"""What assistance keeps."""

from app.assistance.after.models import Aftermath, Note
from app.assistance.behalf.models import RequestBehalf, RequestLetter
from app.assistance.blind.inventory import SEALED
from app.assistance.clearance.inventory import OUT
from app.assistance.entities.models import EntityAsked, EntityLetter
from app.assistance.models import Answering, Ending, Offer, Request
from app.assistance.outbox.models import PreparedLetter
from app.assistance.outbox.rules import DRAFT_KEPT
from app.assistance.talks.inventory import TALKED, WORDS
from app.assistance.typed.keeping import KEPT
from app.assistance.typed.models import RequestAside
from app.assistance.widening.models import Widening
from app.assistance.working.models import Task
from app.core.inventory import ITEM, Class, Held, Kept, Until

SAID = Until(
    "destroyed 90 days after the request has ended, and what is said after a year 90 days after "
    "that (PORTAL_KEEP_CLOSED_DAYS)"
)
TYPED = Until(f"until it is saved or thrown away, at most {KEPT.days} days", swept=True)
NOTED = Until("with the words of the request, or if it is shared, until one side takes it back")
_LETTER = Until(
    f"until a year after it was sent, or for a draft until {DRAFT_KEPT.days} days after it was "
    "last changed",
    swept=True,
)

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
            "card_audience card_shows",
            "Whether a request goes out sealed, who reads its card, and what the card may show.",
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
    PreparedLetter: (
        Kept(
            Class.PERSONAL,
            "id request_id member kind draft language words stage version changed_at sent_at "
            "people",
            "A letter that the Secretariat prepares to a member about a request, for its own "
            "people, and when it was sent to how many.",
            _LETTER,
        ),
        Kept(
            Class.PERSONAL,
            "changed_by sent_by",
            "Who of the Secretariat wrote it last, and who sent it.",
            _LETTER,
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
    RequestBehalf: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id office_id asked_on answered_on refused",
            "For which office the Secretariat entered a request, of which day its letter is, and "
            "how the office answered.",
            ITEM,
        ),
    ),
    RequestLetter: (
        Kept(
            Class.CONFIDENTIAL,
            "attachment_id item_id",
            "Which file is the letter by which an office asked for a request.",
            ITEM,
        ),
    ),
    RequestAside: (
        Kept(
            Class.CONFIDENTIAL,
            "typed id version turn",
            "What a person typed into a page of a request and did not save; encrypted.",
            TYPED,
        ),
        Kept(
            Class.PERSONAL,
            "person_id place step item_id at",
            "Who typed something into a page of a request and did not save it.",
            TYPED,
        ),
    ),
    Widening: (
        Kept(
            Class.CONFIDENTIAL,
            "item_id audience proposed_at",
            "To whom the Secretariat proposes to put a request that has no offer, and since when.",
            ITEM,
        ),
    ),
    Task: (
        Kept(
            Class.CONFIDENTIAL,
            "what word",
            "What the two sides of help plan to do, and a word on how it was settled; encrypted.",
            WORDS,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "id item_id kind side office_id due state reminded version made_at changed_at",
            "Whose a step of agreed help is, by when, how far it has come, and which letters about "
            "its day went out.",
            ITEM,
        ),
    ),
    Aftermath: (
        Kept(
            Class.CONFIDENTIAL,
            "words year_words",
            "What one side of help says of it in free words; encrypted for the two sides alone.",
            SAID,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "id item_id side closed_on delivered helped given_on year_due asks asked_on remains "
            "year_on version",
            "Whether help was given, whether it helped and what remains of it, as each side "
            "answered, and when it is asked.",
            ITEM,
        ),
    ),
    Note: (
        Kept(
            Class.CONFIDENTIAL,
            "text",
            "A note on help that both sides share with others, if both agree; encrypted.",
            NOTED,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "id item_id language readers number asker helper shared_at",
            "For whom the note is, and which version of it each side has agreed to.",
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
    **OUT,
    EntityAsked: (
        Kept(
            Class.CONFIDENTIAL,
            "id item_id member written_on answered_on answer",
            "Which UN entity a request asks, when it was written to, and what it answered.",
            ITEM,
        ),
    ),
    EntityLetter: (
        Kept(
            Class.CONFIDENTIAL,
            "attachment_id item_id",
            "Which file is the letter of a UN entity.",
            ITEM,
        ),
    ),
    **TALKED,
    **SEALED,
}
