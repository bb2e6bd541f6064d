"""An entry as the rooms hand it in, and what may not be one."""

from dataclasses import dataclass
from datetime import date

from app.search.kinds import CONFIDENTIAL, SearchKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that can be found. ``key`` names it for ever, such as ``practice:<id>``.

    From the day after its ``last_day`` nobody finds it, whether or not it was taken out.
    """

    key: str
    kind: str
    labels: tuple[str, ...]
    title: str
    body: str
    language: str
    address: str
    sort_key: int
    tags: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    item_id: str | None = None
    last_day: date | None = None

    def __post_init__(self) -> None:
        """Refuse what is confidential.

        Raises:
            ValueError: for a kind that is never searched, or an address of a confidential matter.
        """
        SearchKind(self.kind)
        if not self.address.startswith("/") or self.address.startswith(CONFIDENTIAL):
            raise ValueError("Confidential matters never enter the index.")
