"""Clearances and the paragraphs that went out, as their office reads them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.i18n import gettext
from app.items.models import Kind
from app.items.queries import Matter
from app.manual.clearing.rules import OPEN, Stage
from app.text.blocks import Block

ADDRESS = "/manual/clearances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """A text that went out; ``chapter`` is the title of its chapter, "" for suggestions alone.

    With a ``consultation``, called ``about``, it is a chapter of the text that is consulted on.
    """

    matter: Matter
    number: str
    member: str
    edition: int
    chapter_id: str | None
    chapter: str
    consultation: str | None
    about: str
    marking: str
    readers: str
    deadline: date
    at: datetime
    back_at: datetime | None
    closed_at: datetime | None

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return Stage(self.matter.stage)

    @property
    def open(self) -> bool:
        """Whether anything can still come back."""
        return self.stage in OPEN

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

    @property
    def title(self) -> str:
        """What it is called in lists and notices."""
        return gettext("%(number)s: %(what)s", number=self.number, what=self.what)

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"{ADDRESS}/{self.matter.id}"


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
        matter=Matter(
            id=row.item_id,
            kind=Kind.CLEARANCE,
            number=row.item_number,
            stage=row.item_stage,
            audience=row.item_audience,
            language=row.item_language,
            office_id=row.item_office_id,
            owners=frozenset({row.member}),
            version=row.item_version,
        ),
        number=row.item_number or "",
        member=row.member,
        edition=row.edition,
        chapter_id=row.chapter_id,
        chapter=row.consulted_title or row.chapter_title or "",
        consultation=row.consultation_id,
        about=row.about or "",
        marking=row.marking,
        readers=row.readers,
        deadline=row.deadline,
        at=row.at,
        back_at=row.back_at,
        closed_at=row.closed_at,
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
