"""What a guest wrote: sealed as the thing is that it is about, or plain where that is."""

from collections.abc import Mapping

from app.core.seal import Place, SealedText
from app.guests.models import Guest
from app.guests.queries import Granted, Listed
from app.sealing.keys import Opened


def _place(guest_id: str) -> Place:
    return Place(str(Guest.__tablename__), "words", guest_id)


def read(one: Granted | Listed, record: Opened | None) -> str:
    """Return what a guest wrote, nothing where nothing was; ``record`` opens the lent thing."""
    if one.words is None:
        return one.remark or ""
    return opened(one.id, one.words, record) if record else ""


def opened(guest_id: str, words: SealedText, record: Opened) -> str:
    """Return what a guest wrote about what ``record`` seals, nothing where its key is gone."""
    return record.words(words, _place(guest_id))


def kept(guest_id: str, text: str, record: Opened | None) -> Mapping[str, str | SealedText | None]:
    """Return the columns that keep ``text``: never plain where ``record`` seals the thing.

    Raises:
        CannotOpen: where the record is sealed for others.
    """
    if record is None:
        return {"remark": text, "words": None}
    return {"remark": None, "words": record.seal(text, _place(guest_id))}
