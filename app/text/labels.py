"""The words this room puts around people's texts; whoever calls hands them in translated."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Self

from app.core.i18n import N_


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Words that know how to be said in another language."""

    @classmethod
    def spoken(cls, gettext: Callable[[str], str]) -> Self:
        """Return the words as ``gettext`` says them."""
        return cls(**{field.name: gettext(str(field.default)) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class ChapterWords(_Spoken):
    """What stands around the paragraphs and notes of a chapter."""

    paragraph: str = N_("Address of paragraph %(number)s")
    section: str = N_("Address of this section: %(title)s")
    note: str = N_("Note %(number)s")
    back: str = N_("Back")
    back_label: str = N_("Back to text, note %(number)s")
    back_place: str = N_("Back to text, note %(number)s, place %(place)s")
    sources: str = N_("Sources")
    not_verified: str = N_("Not verified.")


@dataclass(frozen=True, slots=True)
class FigureWords(_Spoken):
    """What stands below a figure, or in its place."""

    credit: str = N_("Source: %(source)s")
    download: str = N_("Download the picture")
    sized: str = N_("Download the picture (%(size)s)")
    missing: str = N_("This picture is missing at present. It shows: %(words)s")


@dataclass(frozen=True, slots=True)
class RedlineWords(_Spoken):
    """What a redline says beside its colours."""

    inserted: str = N_("inserted:")
    inserted_end: str = N_("end of insertion")
    deleted: str = N_("deleted:")
    deleted_end: str = N_("end of deletion")
    new: str = N_("New paragraph")
    removed: str = N_("Removed paragraph, was %(number)s")
    moved_up: str = N_("Moved up, was %(number)s")
    moved_down: str = N_("Moved down, was %(number)s")
    alternative: str = N_("Alternative text:")
