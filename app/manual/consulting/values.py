"""Consultations and submissions as their viewer may read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core import clock
from app.core.i18n import gettext
from app.items.models import Kind
from app.items.queries import Matter
from app.manual.consulting.rules import KEPT, Sent, State, state_of
from app.manual.meaning import Stance
from app.manual.voices.naming import Voice, voice_of

ADDRESS = "/manual/consultations"
OF_ONE = "/manual/contributions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A consultation; ``state`` is that of the day on which it was read."""

    matter: Matter
    title: str
    asked: str
    begins: date
    until: date
    edition: int | None
    whole: bool
    hash: str
    at: datetime
    ended_at: datetime | None
    shown_at: datetime | None
    withdrawn_at: datetime | None
    state: State

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"{ADDRESS}/{self.matter.id}"

    @property
    def kept_until(self) -> date | None:
        """Until when what was sent stays with the Secretariat; None unless it was withdrawn."""
        return (self.withdrawn_at + KEPT).date() if self.withdrawn_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What an office submitted, or a guest: then ``voice``, and no member.

    ``called_off`` where its consultation was withdrawn.
    """

    matter: Matter
    consultation_id: str
    about: str
    member: str
    member_name: str
    stance: Stance
    words: str
    at: datetime
    answer: str
    answered_at: datetime | None
    voice: Voice | None = None
    called_off: bool = False

    @property
    def stage(self) -> Sent:
        """What became of it."""
        return Sent(self.matter.stage)

    @property
    def author(self) -> str:
        """Whose it is, as its readers read it."""
        return self.voice.said if self.voice else gettext(self.member_name)

    @property
    def title(self) -> str:
        """What it is called in lists and notices."""
        return gettext("Submission of %(author)s: %(about)s", author=self.author, about=self.about)

    @property
    def href(self) -> str:
        """Where it is read."""
        return f"{OF_ONE}/{self.matter.id}"


def consultation_of(row: Any) -> Consultation:
    """Return the consultation of a row."""
    return Consultation(
        matter=_matter(row, Kind.CONSULTATION, frozenset()),
        title=row.title,
        asked=row.asked,
        begins=row.begins,
        until=row.until,
        edition=row.edition,
        whole=row.whole,
        hash=row.hash,
        at=row.at,
        ended_at=row.ended_at,
        shown_at=row.shown_at,
        withdrawn_at=row.withdrawn_at,
        state=state_of(row.item_stage, row.begins, row.until, clock.today()),
    )


def contribution_of(row: Any) -> Contribution:
    """Return the submission of a row."""
    return Contribution(
        matter=_matter(row, Kind.CONTRIBUTION, frozenset(filter(None, (row.member,)))),
        consultation_id=row.consultation_id,
        about=row.about,
        member=row.member or "",
        member_name=row.member_name or "",
        stance=Stance(row.stance),
        words=row.words,
        at=row.at,
        answer=row.answer,
        answered_at=row.answered_at,
        voice=voice_of(row),
        called_off=row.called_off,
    )


def _matter(row: Any, kind: Kind, owners: frozenset[str]) -> Matter:
    return Matter(
        id=row.item_id,
        kind=kind,
        number=None,
        stage=row.item_stage,
        audience=row.item_audience,
        language=row.item_language,
        office_id=row.item_office_id,
        owners=owners,
        version=row.item_version,
    )
