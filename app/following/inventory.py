"""What is kept of what people follow."""

from app.core.inventory import Class, Held, Kept, Until, ended
from app.following.models import Follow, FollowNews, Happening
from app.following.rules import KEPT

_FOLLOWED = Until("until it is ended; the next holder of the office follows it on")
_PERSON = Until("until the office changes hands, or the person is taken out of the portal")
_TOLD = Until("until its followers have been told, within a minute")
_NEWS = ended(KEPT, "it happened")

HELD: Held = {
    Follow: (
        Kept(
            Class.CONFIDENTIAL,
            "id office_id item_id key target name how since",
            "What is followed for an office, shown to whoever follows it alone.",
            _FOLLOWED,
        ),
        Kept(Class.PERSONAL, "person_id", "Who follows it.", _PERSON),
        Kept(
            Class.TECHNICAL,
            "feed_hash",
            "Which token of a programme reads it as a feed.",
            Until("until the address is closed, or the office changes hands"),
        ),
    ),
    Happening: (
        Kept(
            Class.CONFIDENTIAL,
            "id item_id with_id what before by_member at",
            "What happened, for those who follow it.",
            _TOLD,
        ),
        Kept(Class.PERSONAL, "by_person", "Who did it and is not told of it.", _TOLD),
    ),
    FollowNews: (
        Kept(
            Class.CONFIDENTIAL,
            "id follow_id item_id with_id what label at",
            "What a follower was told, for the first page.",
            _NEWS,
        ),
    ),
}
