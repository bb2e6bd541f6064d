"""What notifications keep."""

from app.core.inventory import ACCOUNT, ITEM, Class, Held, Kept, Until
from app.notifications.models import (
    DigestLine,
    DigestTime,
    Excused,
    Notice,
    NoticeChoice,
    NoticeRead,
    Waiting,
)

_DONE = Until("until what waits is done")
_TOLD = Until("until the next digest is written")

HELD: Held = {
    Waiting: (
        Kept(Class.CONFIDENTIAL, "item_id label what since due", "What waits for whom.", _DONE),
    ),
    Excused: (Kept(Class.CONFIDENTIAL, "item_id label what", "For whom it does not wait.", _DONE),),
    Notice: (
        Kept(
            Class.CONFIDENTIAL, "id label item_id with_id what at", "What happened, for whom.", ITEM
        ),
    ),
    NoticeRead: (
        Kept(Class.PERSONAL, "person_id office_id until", "How far somebody has read.", ACCOUNT),
    ),
    NoticeChoice: (
        Kept(
            Class.PERSONAL, "person_id notice_class how", "Which letters somebody wants.", ACCOUNT
        ),
    ),
    DigestTime: (
        Kept(Class.PERSONAL, "person_id hour weekday", "When somebody wants a digest.", ACCOUNT),
    ),
    DigestLine: (
        Kept(Class.PERSONAL, "person_id", "Whom the next digest will tell something.", _TOLD),
        Kept(
            Class.CONFIDENTIAL,
            "id notice_class what label path item_id with_id how at",
            "What the next digest will tell.",
            _TOLD,
        ),
    ),
}
