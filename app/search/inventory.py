"""What search keeps; two tables have no class and hold the same words, cut and folded.

``search_text`` is the index, ``search_text_near`` lists the words of what everybody reads.
"""

from app.core.inventory import ITEM, Class, Held, Kept
from app.search.models import SearchEntry

HELD: Held = {
    SearchEntry: (
        Kept(
            Class.NETWORK,
            "id key kind item_id address language labels title body folded last_day",
            "What can be found, by those who see it; nothing of assistance is here.",
            ITEM,
        ),
    ),
}
