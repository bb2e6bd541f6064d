"""What a digest says: one line for each matter, grouped by class, in the language now spoken."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from app.core.i18n import gettext
from app.digests.reading import Things
from app.home import matters
from app.manual.following.telling import Letters
from app.manual.rules import What
from app.notifications.classes import CLASSES
from app.notifications.models import DigestLine

MOST = 20
"""So many matters of one class a letter names: it stays a letter of five thousand signs."""


@dataclass(slots=True)
class Matter:
    """One matter in a digest: its number if it has one, its address, and what is told of it.

    ``changed`` says of an edition of the manual, which is public, what it changed.
    """

    number: str
    address: str
    sentences: list[str] = field(default_factory=list)
    changed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The matters of one class; ``more`` of them have no room in a letter."""

    label: str
    matters: Sequence[Matter]
    more: int


def parts_of(
    lines: Collection[DigestLine], things: Things, base_url: str, editions: Letters
) -> Sequence[Part]:
    """Return the matters by class, in the order of the classes, each matter once in its class."""
    parts = []
    for told, said in CLASSES.items():
        own = [one for one in lines if one.notice_class == told]
        if own:
            found = _matters(own, things, base_url, editions)
            more = max(0, len(found) - MOST)
            parts.append(Part(gettext(said.label), found[:MOST], more))
    return parts


def _matters(
    lines: Iterable[DigestLine], things: Things, base_url: str, editions: Letters
) -> Sequence[Matter]:
    found: dict[str, Matter] = {}
    for one in lines:
        number = things.numbers.get(one.item_id or "") or ""
        matter = found.setdefault(one.path, Matter(number, base_url + one.path))
        sentence = matters.told(one.what)
        if sentence not in matter.sentences:
            matter.sentences.append(sentence)
        if one.what == What.EDITION and one.item_id:
            matter.changed = editions.of_item(one.item_id)
    return list(found.values())
