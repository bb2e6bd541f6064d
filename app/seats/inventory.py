"""What open seats keep."""

from app.core.inventory import ITEM, PORTAL, Class, Held, Kept, Until
from app.seats.models import OpenSeat, SeatApplication, SeatWish

WORDS = Until(
    "destroyed 30 days after the application was declined, taken back or ended, or after the last "
    "day of the seat"
)

HELD: Held = {
    OpenSeat: (
        Kept(
            Class.NETWORK,
            "item_id member title about kind themes languages online place starts ends apply_by "
            "places cost contact_office example link reason",
            "A course, visit or webinar that an office offers, for the readers it chose.",
            ITEM,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "taken",
            "How many places are taken, for the office that offers them.",
            ITEM,
        ),
        Kept(
            Class.TECHNICAL,
            "published_at told_at over_on",
            "When it was published, when those who wish were told, and when it was over.",
            ITEM,
        ),
    ),
    SeatApplication: (
        Kept(
            Class.CONFIDENTIAL,
            "who why needs word",
            "Who would come to a seat and why, and a word with the answer: personal data, for "
            "giving the places and for nothing else; encrypted for the two offices.",
            WORDS,
        ),
        Kept(
            Class.CONFIDENTIAL,
            "id seat_id member office_id state language number version made_at answered_at "
            "destroyed_at",
            "Which office applied for a place in which seat, and how it was answered.",
            ITEM,
        ),
    ),
    SeatWish: (
        Kept(
            Class.NETWORK,
            "office_id themes regions since",
            "Of which new seats an office wants to be told.",
            PORTAL,
        ),
    ),
}
