"""What search keeps; ``search_text``, which has no class, holds the same words cut and folded."""

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
