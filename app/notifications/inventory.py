"""What notifications keep."""

from app.core.inventory import ITEM, Class, Held, Kept, Until
from app.notifications.models import Excused, Notice, Waiting

_DONE = Until("until what waits is done")

HELD: Held = {
    Waiting: (
        Kept(Class.CONFIDENTIAL, "item_id label what since due", "What waits for whom.", _DONE),
    ),
    Excused: (Kept(Class.CONFIDENTIAL, "item_id label what", "For whom it does not wait.", _DONE),),
    Notice: (
        Kept(Class.CONFIDENTIAL, "id label item_id what at", "What happened, for whom.", ITEM),
    ),
}
