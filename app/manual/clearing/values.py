"""Clearances and the paragraphs that went out, as their office reads them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from app.clearing.values import Outgoing, frame_of
from app.core.i18n import gettext
from app.items.models import Kind
from app.text.blocks import Block

ADDRESS = "/manual/clearances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance(Outgoing):
    """A text that went out; ``chapter`` is the title of its chapter, "" for suggestions alone.

    With a ``consultation``, called ``about``, it is a chapter of the text that is consulted on.
    """

    address: ClassVar[str] = ADDRESS

    edition: int
    chapter_id: str | None
    chapter: str
    consultation: str | None
    about: str

    @property
    def what(self) -> str:
        """What went out."""
        if self.consultation:
            return gettext(
                "%(chapter)s, as consulted on in “%(about)s”",
                chapter=self.chapter,
                about=self.about,
            )
        return self.chapter or gettext("Suggestions of the office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A paragraph that went out; ``proposed`` are the words that it had instead of the edition's.

    They are empty where the office proposed that it goes.

    ``number`` is that of the edition it is from, ``now`` the hash of what the current edition says
    of it, None where that has no such paragraph.
    """

    base: Block
    base_hash: str
    proposed: str | None
    number: str
    chapter_id: str
    chapter: str
    now: str | None

    @property
    def id(self) -> str:
        """The id of the paragraph."""
        return str(self.base.id)

    @property
    def wording(self) -> str:
        """What went out."""
        return self.proposed or self.base.source

    @property
    def goes(self) -> bool:
        """Whether it went out as one that should be taken out."""
        return self.proposed == ""


def clearance_of(row: Any) -> Clearance:
    """Return the clearance of a row."""
    return Clearance(
        edition=row.edition,
        chapter_id=row.chapter_id,
        chapter=row.consulted_title or row.chapter_title or "",
        consultation=row.consultation_id,
        about=row.about or "",
        **frame_of(row, Kind.CLEARANCE),
    )


def sent_of(row: Any) -> Sent:
    """Return the paragraph of a row."""
    return Sent(
        base=Block(row.block_id, row.kind, row.source),
        base_hash=row.base_hash,
        proposed=row.proposed,
        number=row.number or "",
        chapter_id=row.chapter_id,
        chapter=f"{row.chapter_number} {row.title}".strip(),
        now=row.now,
    )
