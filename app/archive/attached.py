"""The list of what is attached: names, sizes and hashes, by which a saved file is known again."""

from collections.abc import Sequence

from app.archive.sight import Sight
from app.core.i18n import gettext
from app.files.queries import Attached
from app.files.showing import shown_file


def files(sight: Sight, found: Sequence[Attached]) -> Sequence[str]:
    """Return each file in words, with its hash."""
    return [_line(sight, one) for one in found]


def papers(found: Sequence[Attached]) -> Sequence[str]:
    """Return each paper in words; it is named and not opened."""
    shown = (shown_file(one) for one in found)
    return [f"{one.name} ({one.kind}, {one.size}, {one.day})" for one in shown]


def _line(sight: Sight, one: Attached) -> str:
    shown = shown_file(one)
    mark = sight.hash_of(one.item_id, one.id)
    words = f"SHA-256 {mark}" if mark else gettext("It cannot be read at present.")
    return f"{shown.name} ({shown.kind}, {shown.size}, {shown.day}): {words}"
